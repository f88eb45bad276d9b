"""Write the translatable texts of add-ons as Odoo exports them: FOLDER/NAME.pot."""

from pathlib import Path

from environment import configure, environment

from odoo.tools.translate import trans_export


def main():
    database, (folder, *names) = configure()
    with environment(database) as env:
        for name in names:
            with (Path(folder) / f"{name}.pot").open("wb") as stream:
                trans_export(None, [name], stream, "po", env)


if __name__ == "__main__":
    main()
