from . import (
    mailing_consent,
    mailing_segment,
    mailing_segment_find,
    res_partner_mailing,
    mailing_mailing,
    mailing_trace,
    mail_blacklist,
)
