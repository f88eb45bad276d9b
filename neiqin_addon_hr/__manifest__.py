{
    "name": "Sales Back Office: Employees",
    "summary": "Archiving an employee freezes the account and hands over the work",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "The neiqin_addon maintainers",
    "website": "https://example.com/neiqin_addon",
    "license": "LGPL-3",
    "depends": ["neiqin_addon", "hr"],
    "data": [],
    "auto_install": True,
    "installable": True,
}
