from . import article_topic, article, article_search, article_review, article_use
from . import starter_mixin
from . import article_suggest, article_starter
from . import company_batch
from . import complaint_type, complaint_tier, complaint_tier_plan, complaint_tier_rule
from . import complaint_clock, complaint_clock_engine, complaint_clock_start
from . import complaint, complaint_times, complaint_numbers, complaint_tiering
from . import complaint_notice, complaint_digest_mail, complaint_people, complaint_tell
from . import complaint_task, complaint_task_plan, complaint_task_steps
from . import complaint_contact, complaint_mail, complaint_waiting, complaint_solution
from . import complaint_intake, complaint_intake_mail, complaint_acknowledge
from . import complaint_link, complaint_intake_api
from . import complaint_compensation, complaint_compensation_line
from . import complaint_compensation_approval, complaint_compensation_document
from . import complaint_satisfaction, complaint_create, complaint_follow
from . import complaint_sweep, complaint_board, complaint_time_report
from . import calendar_changes, res_company_complaint, leaver_complaint
from . import res_company_complaint_mail
from . import complaint_article, exception_article, service_log, service_log_mail
from . import complaint_credit
from . import script, script_version, script_use, script_mixin, script_blanks
from . import script_starter
from . import offer, offer_hint
from . import customer_record_complaint, file_check_log
from . import care_task_mixin
from . import care_occasion, care_event, care_event_find, care_plan, care
