from . import (
    confirmation_letter,
    confirmation_letter_portal,
    order_intake,
    portal_address,
)
