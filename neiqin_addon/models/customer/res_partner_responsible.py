"""Who may become responsible for a customer, and so read the sealed values."""

from odoo import models

#: these write who becomes responsible, for others or for themselves
ASSIGNERS = (
    "sales_team.group_sale_manager",
    "neiqin_addon.group_neiqin_supervisor",
    "neiqin_addon.group_neiqin_sensitive",
)
#: of these fields it depends whose customer a contact is
TRIGGERS = {"user_id", "parent_id", "is_company", "company_type"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """Refuse to let somebody make himself a reader of sealed values."""
        state = self.env["neiqin.sealing"]._neiqin_state()
        if TRIGGERS.intersection(vals):
            self._neiqin_forget_readers()
        if self.env.su or state == "off" or not TRIGGERS.intersection(vals):
            return super().write(vals)
        sealed = (
            self.sudo()
            .with_context(active_test=False)
            .search([("id", "child_of", self.ids), ("neiqin_sealed", "!=", False)])
        )
        before = {partner: partner._neiqin_owners() for partner in sealed}
        mine = sealed.filtered(lambda p: self.env.user in before[p])
        res = super().write(vals)
        changed = sealed.filtered(lambda p: p._neiqin_owners() - before[p])
        if changed:
            changed._neiqin_check_new_owner(mine, self.env)
        return res

    def _neiqin_owners(self):
        """Return the users responsible for one customer."""
        return self.user_id | self.commercial_partner_id.user_id

    def _neiqin_check_new_owner(self, mine, env):
        """Let pass who reads these values himself, or who assigns customers."""
        may = any(env.user.has_group(group) for group in ASSIGNERS)
        if not may and self - mine:
            reason = env._(
                "%(names)s: whoever is responsible reads the sealed numbers of a "
                "customer, so only a supervisor or a sales manager changes that.",
                names=", ".join((self - mine)[:5].mapped("display_name")),
            )
            trail = env["neiqin.trail.entry"]
            raise trail._neiqin_denial((self - mine).with_env(env), reason)
        values = [
            {"responsible": ", ".join(p._neiqin_owners().mapped("name"))} for p in self
        ]
        env["neiqin.trail.entry"]._neiqin_log("change", self.with_env(env), values)
