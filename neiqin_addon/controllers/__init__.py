from . import (
    archive,
    complaint_api,
    complaint_link,
    complaint_portal,
    confirmation_letter,
    confirmation_letter_portal,
    order_intake,
    order_question,
    portal_address,
    progress_stop,
    script_thread,
)
