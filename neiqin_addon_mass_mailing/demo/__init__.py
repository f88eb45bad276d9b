from . import mailings
