"""`./neiqin run`: this checkout's demo, made once, updated in place, served."""

import json
import os
import signal
import time

from . import (
    children,
    databases,
    key_file,
    locks,
    odoo_process,
    packages,
    places,
    ports,
    postgres,
    python_env,
    say,
    shell,
    templates,
)
from .say import Failure

PATIENCE = 120  # seconds the server gets to answer
MAIL_PAGE, MAIL_SMTP = 8025, 2525


def database():
    """Return the name of this checkout's demo database."""
    return f"nq_demo_{places.checkout_key()}"


def lock_name():
    """Return the lock that this checkout's running demo holds."""
    return f"demo-{places.checkout_key()}"


def _state_file():
    return places.private() / "demo.json"


def state():
    """Return what is known about the demo database: its key and its logins."""
    try:
        return json.loads(_state_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _smtp_file():
    return places.private() / "smtp_port"


def config(purpose, **options):
    """Write the demo's Odoo settings for one purpose and return the file.

    Mail goes to this checkout's catcher, whether it runs at the moment or not.
    """
    smtp = _smtp_file().read_text() if _smtp_file().exists() else MAIL_SMTP
    options = {"smtp_server": ports.HOST, "smtp_port": smtp, **options}
    return odoo_process.write_config(
        places.private() / f"{purpose}.conf",
        db_name=database(),
        dbfilter=f"^{database()}$",
        data_dir=places.private("data"),
        max_cron_threads=1,
        **options,
    )


def main(arguments):
    """Serve the demo until Ctrl-C."""
    if arguments:
        raise Failure("`run` takes no arguments.", "./neiqin --help")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also after `&`
    with locks.if_free(lock_name()) as free:
        if not free:
            raise Failure("This checkout's demo runs already.", "./neiqin stop")
        port = ports.web()
        packages.ensure()
        with postgres.running():
            ensure()
            _serve(port)
    return 0


def ensure():
    """Have a demo database that is up to date with the add-on's files."""
    if not places.addon_folders():
        raise Failure(f"{places.ADDON} is missing.", f"git checkout -- {places.ADDON}")
    key_file.ensure()
    key = templates.addon_key()
    if not databases.exists(database()):
        _make(key)
    elif state().get("key") != key:
        _update(key)


def _make(key):
    template = templates.demo_base()
    progress_title = "Demo database: a trading company with three months of orders"
    try:
        with say.step(progress_title) as progress:
            templates.clone(template, database())
            _install(progress, "-i")
            progress("demo records")
            _fill(key)
    except BaseException:
        databases.drop(database())
        raise


def _update(key):
    with say.step("Demo database: update the add-on in place") as progress:
        _install(progress, "-u")
        _fill(key)


def _install(progress, verb):
    modules = [folder.name for folder in places.addon_folders()]
    log = places.private("logs") / "install.log"
    extra = {"init": ",".join(modules)} if verb == "-u" else {}
    loud = odoo_process.install(
        database(), modules, progress, log, config("install"), verb, **extra
    )
    for row in loud:
        say.warn(row)


def _fill(key):
    """Load the demo records that are not there yet, keep the logins it names."""
    log = odoo_process.run_inside("load_demo.py", database(), config("install"))
    rows = log.read_text(encoding="utf-8").splitlines()
    logins = [json.loads(row[6:]) for row in rows if row.startswith("LOGIN ")]
    known = json.dumps({"key": key, "logins": logins}, ensure_ascii=False)
    _state_file().write_text(known, encoding="utf-8")


def _serve(port):
    children.forget()
    with children.Children() as family:
        children.remember("run", os.getpid())
        mail_page = _start_mail(family)
        server, log = _start_odoo(family, port)
        _announce(port, mail_page, log)
        try:
            while server.poll() is None:
                time.sleep(0.5)
        except KeyboardInterrupt:
            say.line()
            return
        raise _dead(log)


def _start_mail(family):
    page, smtp = ports.first_free(MAIL_PAGE), ports.first_free(MAIL_SMTP)
    script = places.ROOT / "dev" / "inside" / "mail_catcher.py"
    command = [python_env.python(), script, places.private("mail"), smtp, page]
    family.start("mail", command, env=odoo_process.environment())
    _smtp_file().write_text(str(smtp))
    return page


def _start_odoo(family, port):
    address = f"http://{ports.HOST}:{port}"
    sql = "UPDATE ir_config_parameter SET value = '{}' WHERE key = 'web.base.url'"
    postgres.query(sql.format(address), database())
    settings = config("run", http_port=port)
    with say.step("Odoo: start") as progress:
        line = odoo_process.command(settings, "server")
        server, log = family.start("odoo", line, env=odoo_process.environment())
        if not odoo_process.answers_in_time(
            server,
            f"{address}/web/login",
            PATIENCE,
            lambda: progress("waiting for the first page"),
        ):
            raise _dead(log)
    return server, log


def _dead(log):
    words = log.read_text(encoding="utf-8", errors="replace")
    loud = "\n".join(odoo_process.loud_lines(words)[-30:]) or shell.tail(words)
    return Failure(f"Odoo does not serve:\n{loud}", f"The whole log is in {log}")


def _announce(port, mail_page, log):
    say.line()
    say.line(f"  Odoo   http://{ports.HOST}:{port}")
    say.line(f"  Mail   http://{ports.HOST}:{mail_page}  (all that Odoo sends)")
    say.line(f"  Log    {log.relative_to(places.ROOT)}")
    say.line()
    for role, login, password in state().get("logins", []):
        say.line(f"  {role}: {login} / {password}")
    say.line()
    say.line("  Ctrl-C stops everything.")
