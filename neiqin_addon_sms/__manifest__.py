{
    "name": "Sales Back Office: SMS",
    "summary": "Text messages reach sealed numbers, and keep no copy of them",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "The neiqin_addon maintainers",
    "website": "https://example.com/neiqin_addon",
    "license": "LGPL-3",
    "depends": ["neiqin_addon", "sms"],
    "data": [],
    "auto_install": True,
    "installable": True,
}
