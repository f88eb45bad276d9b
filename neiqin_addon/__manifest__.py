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
        "data/confirmation_letter_data.xml",
        "report/confirmation_letter_templates.xml",
        "views/order/confirmation_letter_views.xml",
        "views/order/confirmation_letter_form_views.xml",
        "views/order/confirmation_letter_portal_templates.xml",
        "views/order/sale_order_letter_views.xml",
        "views/operation/res_config_settings_views.xml",
        "views/operation/res_config_settings_letter_views.xml",
        # menus last: they point at actions of all the files above
        "views/neiqin_menus.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "neiqin_addon/static/src/letter/letter_portal.scss",
        ],
    },
    "uninstall_hook": "uninstall_hook",
    "application": True,
    "installable": True,
}
