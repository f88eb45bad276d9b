from . import (
    res_partner_sealed,
    res_partner_responsible,
    price_agreement,
    res_partner_credit_terms,
)
