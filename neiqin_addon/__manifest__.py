{
    "name": "Sales Back Office",
    "summary": "Orders from the customer's file to a signed confirmation, "
    "checked by two people and never lost sight of",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "The neiqin_addon maintainers",
    "website": "https://example.com/neiqin_addon",
    "license": "LGPL-3",
    "depends": [
        "sale_management",
        "sale_stock",
        "purchase_stock",
        "account",
        "portal",
        "rating",
        "resource",
        "html_editor",
        "spreadsheet_dashboard",
    ],
    "external_dependencies": {
        "python": ["xlsxwriter", "cryptography", "fsspec"],
    },
    "data": [
        "security/neiqin_groups.xml",
        "security/ir.model.access.csv",
        "security/neiqin_rules.xml",
        "views/order/sale_order_views.xml",
        "views/order/neiqin_verification_views.xml",
        "views/order/sale_order_verification_views.xml",
        "views/order/sale_portal_templates.xml",
        "views/operation/res_config_settings_views.xml",
        "views/operation/neiqin_settings_views.xml",
        # menus last: they point at actions of all the files above
        "views/neiqin_menus.xml",
    ],
    "demo": ["demo/neiqin_demo.xml"],
    "assets": {
        "web.assets_backend": [
            "neiqin_addon/static/src/**/*",
        ],
    },
    "application": True,
    "installable": True,
}
