{
    "name": "Sales Back Office: Mailings",
    "summary": "News to segments of the customer file, with consent, in the service log",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "The neiqin_addon maintainers",
    "website": "https://example.com/neiqin_addon",
    "license": "LGPL-3",
    "depends": ["neiqin_addon", "mass_mailing"],
    "data": [
        "security/ir.model.access.csv",
        "security/mailing_segment_rules.xml",
        "data/mailing_segment_data.xml",
        "views/mailing_segment_views.xml",
        "views/mailing_consent_views.xml",
    ],
    "auto_install": True,
    "installable": True,
}
