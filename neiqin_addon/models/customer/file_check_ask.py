"""Files that are due are opened for a clerk; customers are asked by mail, and reminded."""

import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as CONFLICTS

_logger = logging.getLogger(__name__)

TEMPLATE = "neiqin_addon.mail_template_file_check"
#: Days between two mails, and how many leave at most.
PAUSE, MOST = 7, 3
#: Verifications that are opened between two commits, and in one night.
SLICE, NIGHTLY = 100, 500
TURN = "file check"
URL = "/my/customer-file"


class NeiqinFileCheck(models.Model):
    _inherit = "neiqin.file.check"

    def action_neiqin_ask(self):
        """Ask the customer by mail to look at the file on the portal.

        :raise UserError: if there is no address, or nobody of the customer can log in
        """
        self._neiqin_require_running()
        for check in self:
            if not check._neiqin_readers():
                raise UserError(
                    self.env._(
                        "%(customer)s has no portal user with an e-mail address: invite "
                        "a contact first, or ask on the phone.",
                        customer=check.partner_id.display_name,
                    )
                )
        self._neiqin_send()
        return True

    def _neiqin_readers(self):
        """Return who of the customer can log in and has an address."""
        self.ensure_one()
        # a subsidiary's people see the subsidiary's own file
        family = (self.partner_id | self.partner_id.child_ids).filtered(
            lambda person: person.commercial_partner_id == self.partner_id
        )
        users = family.sudo().user_ids.filtered(lambda user: user.active and user.share)
        return users.partner_id.filtered("email_normalized")

    def _neiqin_portal_url(self):
        return f"{self.get_base_url()}{URL}"

    def _neiqin_send(self):
        template = self.env.ref(TEMPLATE).sudo()
        for check in self.sudo():
            readers = check._neiqin_readers().ids
            values = {"recipient_ids": [fields.Command.set(readers)]}
            if not template.email_from:
                # a schedule's own address is nobody's: the answer would be lost
                clerk = check._neiqin_clerk()
                sender = clerk if clerk.email else check.company_id
                if sender.email:
                    values["email_from"] = sender.email_formatted
            template.send_mail(check.id, email_values=values)
            check._neiqin_as_server().write(
                {
                    "asked_at": fields.Datetime.now(),
                    "ask_count": check.ask_count + 1,
                    "source": "mail",
                }
            )

    # --- schedules

    @api.model
    def _cron_follow(self):
        """Open what is due, then remind customers who were asked and did not answer."""
        self._neiqin_open_due()
        since = fields.Datetime.now() - timedelta(days=PAUSE)
        self._neiqin_work_off("_neiqin_remind", self._neiqin_unanswered(since))

    @api.model
    def _neiqin_unanswered(self, since):
        """Return the domain of what customers have left open for so long.

        Whoever answered a part, or began on the portal and did not end, counts too.
        """
        asked = Domain("asked_at", "<=", since) & Domain.OR(
            [Domain("answered_at", "=", False), Domain("answered_at", "<=", since)]
        )
        begun = Domain("asked_at", "=", False) & Domain("answered_at", "<=", since)
        return (
            Domain("state", "=", "open")
            & Domain("ask_count", "<", MOST)
            & Domain("line_ids.verdict", "=", "todo")
            & (asked | begun)
        )

    def _neiqin_remind(self):
        """Ask once more; after the last mail somebody has to call."""
        able = self.filtered(lambda check: check._neiqin_readers())
        able._neiqin_send()
        # whoever cannot be reached by mail any more is not tried again
        (self - able)._neiqin_as_server().write({"ask_count": MOST})
        for check in self.filtered(lambda check: check.ask_count >= MOST):
            check._neiqin_give_task(
                lambda env: env._("The customer does not answer the mails: call")
            )

    @api.model
    def _neiqin_open_due(self):
        """Open verifications of files that are due, in companies that want it."""
        commit = self.env["ir.cron"]._commit_progress
        companies = self.env["res.company"].sudo()
        for company in companies.search([("neiqin_file_care", "=", True)], order="id"):
            ids = self._neiqin_due_customers(company)
            commit(0, remaining=len(ids))
            for start in range(0, len(ids), SLICE):
                part = ids[start : start + SLICE]
                self.with_company(company)._neiqin_open_safely(part, company)
                if not commit(len(part)):
                    return

    @api.model
    def _neiqin_due_customers(self, company):
        """Return the ids of customers whose file is due and nobody verifies yet."""
        running = self.sudo()._search([("state", "in", ("open", "waiting"))])
        partners = self.env["res.partner"].sudo()
        return partners.search(
            [
                ("neiqin_file_due_date", "<=", company._neiqin_today()),
                ("company_id", "in", (False, company.id)),
                ("id", "not in", running.subselect("partner_id")),
            ],
            order="neiqin_file_due_date, id",
            limit=NIGHTLY,
        ).ids

    @api.model
    def _neiqin_open_safely(self, ids, company):
        """Open for all of these, or, where that fails, for one after the other.

        Whom somebody else is at meanwhile is left to the next run.
        """
        partners = self.env["res.partner"].sudo().browse(ids)
        try:
            with self.env.cr.savepoint():
                self._neiqin_open(partners, company)
        except CONFLICTS as conflict:
            _logger.info("files are left to the next run (%s)", conflict)
            self.env.cr.rollback()
        except Exception as error:  # noqa: BLE001 told to a person
            self.env.invalidate_all(flush=False)
            if len(ids) > 1:
                for record_id in ids:
                    self._neiqin_open_safely([record_id], company)
                    self.env["ir.cron"]._commit_progress()
            elif not _begun_meanwhile(error):
                self.env["neiqin.failure"]._neiqin_note(partners, TURN, error)
        else:
            self.env["neiqin.failure"]._neiqin_close(partners, TURN)

    @api.model
    def _neiqin_open(self, partners, company):
        """Open verifications and give each to a clerk."""
        clerks = self._neiqin_clerks_for(partners, company)
        checks = self.sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "user_id": clerks[partner].id,
                }
                for partner in partners
            ]
        )
        for check in checks:
            check._neiqin_give_task(lambda env: env._("Verify the customer's file"))
        return checks

    def _neiqin_give_task(self, words):
        """Give the verification's one task: what is to be done now, in its own words.

        :param words: called with the environment in the person's language
        """
        check = self.sudo()
        user = check._neiqin_clerk()
        summary = words(check.with_context(lang=user.lang).env)
        task = check.activity_search(["mail.mail_activity_data_todo"])[:1]
        if task:
            task.write({"summary": summary})
            return
        check.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            date_deadline=check.deadline,
            summary=summary,
        )


def _begun_meanwhile(error):
    """Say whether somebody else has begun the same customer's verification."""
    name = isinstance(error, UniqueViolation) and error.diag.constraint_name
    return bool(name) and name.endswith("_one_running")
