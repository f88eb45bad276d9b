"""Plain Python without ``env``: every module here runs and doctests alone."""
