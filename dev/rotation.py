"""`./neiqin rotate`: a new key for the demo's sealed fields."""

from . import demo, key_file, odoo_process, places, postgres, say


def main(arguments):
    """Add a key and seal everything anew with it; started again it goes on."""
    with postgres.running():
        demo.ensure()
        if "--resume" not in arguments:
            key_file.add()
        with say.step("Sealed fields: all values under the new key") as progress:
            log = places.private("logs") / "rotate_keys.log"
            odoo_process.run_inside(
                "rotate_keys.py",
                demo.database(),
                demo.config("rotate"),
                show=progress,
                log=log,
            )
    say.line(f"  The older keys stay in {key_file.path().relative_to(places.ROOT)}")
    say.line("  for as long as there are backups that were sealed with them.")
    return 0
