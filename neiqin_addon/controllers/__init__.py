from . import confirmation_letter
from . import confirmation_letter_portal
