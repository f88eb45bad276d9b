from . import (
    approval_ask,
    approval_decide,
    grant_answer,
    grant_ask,
    partner_merge,
    price_proposal,
)
