from . import demo, models


def post_init_hook(env):
    """A demo database that gets the app later gets its part of the story."""
    demo_company = env["neiqin.demo"]
    if demo_company._company():
        demo_company._load()
