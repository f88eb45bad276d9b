"""The developer's command: everything behind `./neiqin`, on the standard library."""
