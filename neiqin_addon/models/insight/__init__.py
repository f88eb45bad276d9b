from . import (
    frozen_report,
    frozen_report_files,
    res_company_review,
    review_target,
    review,
    review_step,
    review_figures,
    review_make,
    review_margin,
    review_survey,
    review_improve,
    waiting_report,
    res_company_error,
    reentry_draw,
    reentry,
    reentry_row,
    reentry_line,
    reentry_blind,
    reentry_assign,
    reentry_submit,
    reentry_settle,
    leaver_reentry,
    error_report,
    error_month,
)
from . import paper
from . import res_company_collection, collection_level, collection
from . import collection_figures, collection_item, dispute, dispute_auto
from . import collection_step, collection_plan, collection_send
from . import collection_screen, res_partner_collection, leaver_collection
