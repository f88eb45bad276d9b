"""Write the web client's bundles once, so that no browser test has to wait for them."""

from environment import configure, environment


def main():
    database, _own = configure()
    with environment(database) as env:
        env["ir.qweb"]._pregenerate_assets_bundles()


if __name__ == "__main__":
    main()
