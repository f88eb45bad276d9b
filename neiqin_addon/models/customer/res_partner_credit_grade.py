"""The grade in force in the customer's file, and that of his contacts."""

from odoo import api, models
from odoo.tools import SQL

#: Odoo's degree of trust for each grade.
TRUST = {"A": "good", "B": "normal", "C": "normal", "D": "bad"}
#: A change of one of these gives a contact another company to belong to.
MOVES = {"parent_id", "is_company", "company_type"}
FOLLOWS = ("neiqin_grade", "neiqin_score", "neiqin_no_credit")


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _neiqin_set_grades(self, company, grades, trust=False):
        """Write grades and scores into the files of customers and their contacts.

        :param grades: ``{customer id: (grade or None, score or None)}``
        :param trust: whether Odoo's degree of trust follows
        :return: customers whose grade is another one now, in ``company``
        """
        customers = self.sudo().with_company(company).browse(grades)
        before = {row[0]: row[1] for row in customers._neiqin_raw_terms()}
        customers._neiqin_update_by_company(
            {
                "neiqin_grade": ("text", [grade for grade, _ in grades.values()]),
                "neiqin_score": ("numeric", [score for _, score in grades.values()]),
            }
        )
        if trust:
            customers._neiqin_set_trust(
                [TRUST.get(grade) for grade, _ in grades.values()]
            )
        changed = customers.filtered(
            lambda customer: before.get(customer.id) != grades[customer.id][0]
        )
        if changed:
            changed._neiqin_credit_terms_changed()
        return changed

    def _neiqin_set_trust(self, values):
        self._neiqin_update_by_company({"trust": ("text", values)}, contacts=False)

    def _neiqin_update_by_company(self, columns, contacts=True):
        """Set company-dependent columns of many customers by one statement.

        :param columns: ``{name: (SQL type, [value of each of the customers])}``; None
            takes the company's entry away
        :param contacts: whether their contacts get the same
        """
        if not self.ids:
            return
        key = str(self.env.company.id)
        self.flush_model([*columns, "commercial_partner_id"])
        target = SQL.identifier(
            "partner", "commercial_partner_id" if contacts else "id"
        )
        names = [SQL.identifier(name) for name in columns]
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner partner SET %s FROM unnest(%s::int[], %s)"
                " AS row (id, %s) WHERE %s = row.id AND (%s)",
                SQL(", ").join(self._neiqin_set_entry(name, key) for name in columns),
                list(self.ids),
                SQL(", ").join(
                    SQL("%s::%s[]", values, SQL(kind))
                    for kind, values in columns.values()
                ),
                SQL(", ").join(names),
                target,
                SQL(" OR ").join(
                    SQL(
                        "partner.%s->%s IS DISTINCT FROM to_jsonb(row.%s)",
                        name,
                        key,
                        name,
                    )
                    for name in names
                ),
            )
        )
        self.env["res.partner"].invalidate_model(list(columns))

    @api.model
    def _neiqin_set_entry(self, name, key):
        column = SQL.identifier(name)
        return SQL(
            "%(name)s = CASE WHEN row.%(name)s IS NULL"
            " THEN NULLIF(partner.%(name)s - %(key)s, '{}'::jsonb)"
            " ELSE COALESCE(partner.%(name)s, '{}'::jsonb)"
            " || jsonb_build_object(%(key)s::text, row.%(name)s) END",
            name=column,
            key=key,
        )

    # --- contacts

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners.filtered("parent_id")._neiqin_follow_company()
        return partners

    def write(self, vals):
        if not MOVES.intersection(vals):
            return super().write(vals)
        contacts = self.filtered(lambda p: p.commercial_partner_id != p)
        res = super().write(vals)
        self._neiqin_follow_company()
        left = contacts.filtered(lambda p: p.commercial_partner_id == p)
        left._neiqin_begin_anew()
        return res

    def _neiqin_follow_company(self):
        """Give contacts what stands in the file of the company they belong to."""
        if not self.ids:
            return
        family = self.sudo().with_context(active_test=False)
        family = family.search([("id", "child_of", self.ids)])
        self.flush_model([*FOLLOWS, "commercial_partner_id"])
        names = [SQL.identifier(name) for name in FOLLOWS]
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner partner SET %s FROM res_partner top"
                " WHERE top.id = partner.commercial_partner_id AND top.id <> partner.id"
                " AND partner.id = ANY(%s) AND (%s)",
                SQL(", ").join(SQL("%s = top.%s", name, name) for name in names),
                family.ids,
                SQL(" OR ").join(
                    SQL("partner.%s IS DISTINCT FROM top.%s", name, name)
                    for name in names
                ),
            )
        )
        self.env["res.partner"].invalidate_model(FOLLOWS)

    def _neiqin_begin_anew(self):
        """Who has left his company has paid nothing himself yet: no grade.

        Nor has anybody confirmed a limit for him, where two persons have to.
        """
        if not self.ids:
            return
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        guarded = companies.filtered(
            lambda company: self.sudo().with_company(company)._neiqin_credit_rules()
        )
        self.flush_model(["credit_limit", "commercial_partner_id", *FOLLOWS])
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET %s, credit_limit = NULLIF(credit_limit - %s::text[],"
                " '{}'::jsonb) WHERE commercial_partner_id = ANY(%s)",
                SQL(", ").join(
                    SQL("%s = NULL", SQL.identifier(name)) for name in FOLLOWS
                ),
                [str(company.id) for company in guarded],
                self.ids,
            )
        )
        self.env["res.partner"].invalidate_model([*FOLLOWS, "credit_limit"])
