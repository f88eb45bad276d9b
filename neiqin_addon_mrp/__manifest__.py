{
    "name": "Sales Back Office: Manufacturing",
    "summary": "What is made for an order is part of its progress and of its promise",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "The neiqin_addon maintainers",
    "website": "https://example.com/neiqin_addon",
    "license": "LGPL-3",
    "depends": ["neiqin_addon", "sale_mrp"],
    "data": [
        "wizard/exception_solve_views.xml",
        "views/sale_order_progress_views.xml",
        "views/sale_portal_templates.xml",
    ],
    "auto_install": True,
    "installable": True,
}
