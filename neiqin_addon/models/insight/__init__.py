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
    meeting,
    meeting_decision,
    meeting_carry,
    meeting_addendum,
    meeting_capacity,
    meeting_plan,
    meeting_forecast,
    meeting_work,
    meeting_documents,
    meeting_paper,
    meeting_words,
    meeting_workbook,
)
from . import paper
from . import res_company_collection, collection_level, collection
from . import collection_figures, collection_item, dispute, dispute_auto
from . import collection_step, collection_plan, collection_send
from . import collection_screen, res_partner_collection, leaver_collection
