"""What was reviewed of the bridge add-ons, beside the same of the main one.

Of each: the rights on its own models, its public methods on any model, and its routes.
Methods that Odoo has too are extended, not opened: they keep Odoo's rights.
"""

from typing import NamedTuple

CLERK_ONLY = {"clerk": "rwc", "manager": "rwcu", "auditor": "r"}


class Bridge(NamedTuple):
    access: dict = {}
    methods: dict = {}
    routes: dict = {}
    hooks: tuple = ()  # names that Odoo looks for, on models that need not have them


BRIDGES = {
    # invitations to the team's own meetings; who may plan them may send them
    "neiqin_addon_calendar": Bridge(
        methods={"neiqin.meeting.plan": {"action_neiqin_invite"}}
    ),
    # what a leaver's employee record sets going: nothing that could be called
    "neiqin_addon_hr": Bridge(),
    "neiqin_addon_mass_mailing": Bridge(
        access={
            # what people said stays: nobody changes or deletes it
            "neiqin.mailing.consent": {"clerk": "rc", "auditor": "r"},
            "neiqin.mailing.segment": CLERK_ONLY,
        },
        methods={
            # screens to open, of what one may read; mailing itself is Odoo's right
            "neiqin.mailing.segment": {
                "action_neiqin_favorite",
                "action_neiqin_mail",
                "action_neiqin_mailings",
                "action_neiqin_preview",
            },
            "res.partner": {"action_neiqin_consent"},
        },
        hooks=("_mailing_get_opt_out_list",),
    ),
    "neiqin_addon_mrp": Bridge(),
    "neiqin_addon_sms": Bridge(),
}
