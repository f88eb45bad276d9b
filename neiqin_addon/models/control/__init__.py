from . import protected_mixin
