"""A customer's own telephone number in the customer's own form."""

from odoo.addons.portal.controllers.portal import CustomerPortal


class NeiqinAddress(CustomerPortal):
    def _prepare_address_form_values(self, partner_sudo, *args, **kwargs):
        # the form is saved as a whole: a mask in it would be refused
        values = super()._prepare_address_form_values(partner_sudo, *args, **kwargs)
        if values["partner_sudo"]:
            values["partner_sudo"] = values["partner_sudo"]._neiqin_in_clear()
        return values
