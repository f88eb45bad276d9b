"""Add what the demo database lacks, then print one line per login: role, login, password."""

import json

from environment import configure, environment


def main():
    database, _own = configure()
    with environment(database, "zh_CN") as env:
        env["ir.config_parameter"].set_param("ir_attachment.location", "file")
        if "neiqin.demo" in env:
            env["neiqin.demo"]._load()
        seal(env)
        env.cr.commit()
        env["ir.qweb"]._pregenerate_assets_bundles()
        env.cr.commit()
        logins = [("Administrator 系统管理员", "admin", "admin")]
        if "neiqin.demo" in env:
            logins = env["neiqin.demo"]._logins()
        for login in logins:
            print("LOGIN", json.dumps(list(login), ensure_ascii=False), flush=True)


def seal(env):
    """Seal the demo's customers; an update leaves the switch as it stands."""
    if "neiqin.sealing" not in env:
        return
    sealing = env["neiqin.sealing"]._neiqin_the()
    if sealing.state == "off" and not sealing.key_id and sealing.total == 0:
        sealing.action_seal()
        for _done, _total in sealing._neiqin_run_all():
            pass


if __name__ == "__main__":
    main()
