{
    "name": "Sales Back Office: Calendar",
    "summary": "Weekly meetings are in everybody's calendar, with their agenda and pack",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "The neiqin_addon maintainers",
    "website": "https://example.com/neiqin_addon",
    "license": "LGPL-3",
    "depends": ["neiqin_addon", "calendar"],
    "data": ["views/meeting_plan_views.xml"],
    "auto_install": True,
    "installable": True,
}
