from . import (
    res_company,
    sale_order_content,
    sale_order_gate,
    sale_order_line_agreement,
    sale_order_line_requested,
    sale_order_paper,
    sale_order_source,
)
