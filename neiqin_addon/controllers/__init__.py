from . import (
    complaint_api,
    complaint_link,
    complaint_mark,
    complaint_portal,
    confirmation_letter,
    confirmation_letter_portal,
    customer_file,
    order_intake,
    order_question,
    portal_address,
    progress_stop,
    script_thread,
)
