"""Keep attachments in the database, so that a cloned database carries its files."""

from environment import configure, environment


def main():
    database, _own = configure()
    with environment(database) as env:
        env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        env["ir.attachment"].force_storage()


if __name__ == "__main__":
    main()
