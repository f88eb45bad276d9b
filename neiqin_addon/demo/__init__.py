from . import (
    neiqin_demo,
    backdate,
    company,
    partners,
    catalogue,
    purchases,
    orders,
    deliveries,
    invoices,
)
