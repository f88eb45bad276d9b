from . import (
    res_company,
    sale_order_content,
    sale_order_gate,
    sale_order_line_requested,
    sale_order_paper,
    sale_order_source,
)
from . import (
    res_company_letter,
    confirmation_letter,
    confirmation_letter_line,
    confirmation_letter_delivery,
    confirmation_letter_answer,
    confirmation_letter_draft,
    confirmation_letter_reminder,
    confirmation_letter_report,
    sale_order_letter,
    sale_order_letter_draft,
    confirmation_letter_send,
    ir_attachment,
)
