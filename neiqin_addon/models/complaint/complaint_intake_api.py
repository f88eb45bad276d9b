"""Complaints from other systems: what they say in JSON, checked word by word."""

from datetime import datetime, timezone

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ...tools.complaint_mail import clean

#: What a call may say, and what kind of value it is.
WORDS = {
    "reference": str,
    "customer": str,
    "order": str,
    "type": str,
    "subject": str,
    "description": str,
    "contact_name": str,
    "contact_email": str,
    "contact_phone": str,
    "received_at": str,
    "amount": (int, float),
}
LONGEST = 200


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    @api.model
    def _neiqin_file_by_api(self, said):
        """File what another system says, with the caller's own rights.

        The same reference twice is the same complaint: a call may be repeated.

        :param said: the JSON object that was sent
        :return: (complaint, whether it is new)
        :raise UserError: in words, if something is wrong with it
        """
        self._neiqin_check_said(said)
        self.check_access("create")
        company = self.env.company
        reference = clean(said.get("reference"), LONGEST)
        if reference:
            known = self._neiqin_known_reference(company, reference)
            if known:
                return known, False
        order = self._neiqin_said_order(company, said.get("order"))
        values = {
            "company_id": company.id,
            "channel": "api",
            "external_ref": reference or False,
            "order_id": order.id,
            "partner_id": self._neiqin_said_customer(company, said, order).id,
            "type_id": self._neiqin_said_type(company, said).id,
            "subject": clean(said.get("subject"), LONGEST).replace("\n", " ")
            or clean(said.get("description"))[:60],
            "description": clean(said.get("description")),
            "contact_name": clean(said.get("contact_name"), 100) or False,
            "contact_email": email_normalize(said.get("contact_email") or "") or False,
            "contact_phone": clean(said.get("contact_phone"), 40) or False,
            "amount": said.get("amount") or 0.0,
        }
        if said.get("received_at"):
            values["received_at"] = _moment(self.env, said["received_at"])
        complaint = self._neiqin_as_server().create(values)._neiqin_without_pass()
        complaint._neiqin_acknowledge()
        return complaint, True

    @api.model
    def _neiqin_check_said(self, said):
        if not isinstance(said, dict):
            raise UserError(self.env._("Send one JSON object."))
        unknown = sorted(str(name) for name in set(said) - set(WORDS))
        if unknown:
            raise UserError(
                self.env._("Not known: %(names)s.", names=", ".join(unknown)[:LONGEST])
            )
        for name, kind in WORDS.items():
            value = said.get(name)
            wrong = value is not None and (
                not isinstance(value, kind) or isinstance(value, bool)
            )
            if wrong:
                raise UserError(self.env._("%(name)s: wrong kind of value.", name=name))
        if not (said.get("subject") or said.get("description")):
            raise UserError(self.env._("Say what happened: subject or description."))
        amount = said.get("amount") or 0
        if not 0 <= amount < 1e12:
            raise UserError(self.env._("amount: cannot be negative."))

    @api.model
    def _neiqin_known_reference(self, company, reference):
        """Return the complaint of a reference; two calls at once wait for each other."""
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
                reference,
                company.id,
            )
        )
        found = self.sudo().search(
            [("company_id", "=", company.id), ("external_ref", "=", reference)], limit=1
        )
        return found.with_env(self.env)

    @api.model
    def _neiqin_said_order(self, company, number):
        """Return the order of a number, ours or the customer's, the caller may read."""
        orders = self.env["sale.order"]
        if not number:
            return orders
        own = Domain("company_id", "=", company.id)
        found = orders.search(own & Domain("name", "=", number), limit=2)
        found = found or orders.search(
            own & Domain("client_order_ref", "=", number), limit=2
        )
        if len(found) != 1:
            raise UserError(
                self.env._("order: %(number)s is not one order.", number=number)
            )
        return found

    @api.model
    def _neiqin_said_customer(self, company, said, order):
        """Return the customer of a code or an e-mail address, else the order's."""
        key = said.get("customer")
        if not key:
            if not order:
                raise UserError(self.env._("Say who complains: customer or order."))
            return order.partner_id
        address = email_normalize(key)
        which = ("email_normalized", "=", address) if address else ("ref", "=", key)
        found = self.env["res.partner"].search(
            [which, ("company_id", "in", (False, company.id))], limit=2
        )
        if len(found) != 1:
            raise UserError(
                self.env._("customer: %(key)s is not one customer.", key=key)
            )
        return found

    @api.model
    def _neiqin_said_type(self, company, said):
        code = said.get("type")
        if not code:
            words = f"{said.get('subject') or ''}\n{said.get('description') or ''}"
            return self._neiqin_type_of(company, words)
        found = self.env["neiqin.complaint.type"].search(
            [("code", "=", code), ("company_id", "in", (False, company.id))],
            order="company_id",
            limit=1,
        )
        if not found:
            raise UserError(self.env._("type: %(code)s is not known.", code=code))
        return found

    def _neiqin_say(self):
        """Return what another system is told of a complaint; moments in UTC."""
        self.ensure_one()
        return {
            "number": self.name,
            "reference": self.external_ref or None,
            "state": self.state,
            "type": self.type_id.code,
            "order": self.order_id.name or None,
            "received_at": _text(self.received_at),
            "first_response_until": _text(self.first_response_deadline),
            "first_response_at": _text(self.first_response_at),
            "solution_until": _text(self.solution_deadline),
            "solved_at": _text(self.solved_at),
        }


def _moment(env, text):
    """Return the naive UTC moment of an ISO 8601 text that names its zone."""
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        moment = None
    if not moment or not moment.tzinfo:
        raise ValidationError(
            env._("received_at: ISO 8601 with its zone, as 2026-03-09T10:00:00+08:00.")
        )
    return moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)


def _text(moment):
    return f"{moment.isoformat()}Z" if moment else None
