"""Seal a database anew with the first of the keys; one line per slice."""

from environment import configure, environment


def main():
    database, _own = configure()
    with environment(database) as env:
        sealing = env["neiqin.sealing"]._neiqin_the()
        if sealing.can_rotate and not sealing.is_rotating:
            sealing.action_rotate()
            env.cr.commit()
        for done, total in sealing._neiqin_run_all():
            print(f"{done} of {total} records", flush=True)


if __name__ == "__main__":
    main()
