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
)
