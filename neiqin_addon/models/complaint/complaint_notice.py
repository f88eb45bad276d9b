"""Who was told what and when: one row each, collected into one digest per person."""

from odoo import api, fields, models
from odoo.tools import SQL

from .bulk import insert_rows, update_rows

KINDS = [
    ("ladder", "Target Used"),
    ("emergency", "Emergency"),
    ("assigned", "Given to You"),
    ("rating", "Unhappy Customer"),
    ("failure", "Not Delivered"),
    ("waiting", "Waiting Is Over"),
]
COLUMNS = (
    "digest_id",
    "kind",
    "complaint_id",
    "task_id",
    "clock_id",
    "percent",
    "told_at",
)


class NeiqinComplaintDigest(models.Model):
    """What one person is to know, however many complaints it is about."""

    _name = "neiqin.complaint.digest"
    _description = "Complaint Digest"
    _inherit = ["mail.thread", "mail.activity.mixin", "neiqin.protected.mixin"]
    _rec_name = "user_id"

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="cascade"
    )
    notice_ids = fields.One2many(
        comodel_name="neiqin.complaint.notice", inverse_name="digest_id"
    )
    open_notice_ids = fields.One2many(
        comodel_name="neiqin.complaint.notice",
        inverse_name="digest_id",
        string="Open",
        domain=[("is_open", "=", True)],
    )
    mail_due_at = fields.Datetime(
        string="Mail Goes Out", help="Later than the notices where the hours are quiet."
    )

    _one_of_a_person = models.UniqueIndex("(user_id, company_id)")
    _due_idx = models.Index("(mail_due_at) WHERE mail_due_at IS NOT NULL")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("user_id", "company_id")
    def _compute_display_name(self):
        for digest in self:
            digest.display_name = self.env._(
                "Complaints for %(name)s", name=digest.user_id.name
            )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """A to-do makes nobody a follower: the mail is the digest itself."""
        return True

    @api.model
    def _neiqin_of(self, keys):
        """Return ``{(user id, company id): id}``, made where they are missing."""
        if not keys:
            return {}
        insert_rows(
            self.sudo(), ("user_id", "company_id"), sorted(keys), SQL("DO NOTHING")
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT user_id, company_id, id FROM neiqin_complaint_digest"
                " WHERE user_id = ANY(%s)",
                [user_id for user_id, _company in keys],
            )
        )
        return {(user_id, company_id): row_id for user_id, company_id, row_id in rows}


class NeiqinComplaintNotice(models.Model):
    """One person told of one thing. Written once; mailing and closing are noted."""

    _name = "neiqin.complaint.notice"
    _description = "Complaint Notice"
    _inherit = ["neiqin.protected.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _log_access = False

    digest_id = fields.Many2one(
        comodel_name="neiqin.complaint.digest",
        required=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(related="digest_id.user_id")
    company_id = fields.Many2one(related="digest_id.company_id")
    kind = fields.Selection(selection=KINDS, string="What", required=True)
    complaint_id = fields.Many2one(
        comodel_name="neiqin.complaint",
        required=True,
        index=True,
        ondelete="restrict",
    )
    task_id = fields.Many2one(comodel_name="neiqin.complaint.task", ondelete="restrict")
    clock_id = fields.Many2one(
        comodel_name="neiqin.complaint.clock",
        index="btree_not_null",
        ondelete="restrict",
    )
    clock_kind = fields.Selection(related="clock_id.kind")
    deadline = fields.Datetime(related="clock_id.deadline")
    percent = fields.Integer(string="At %", aggregator=None)
    told_at = fields.Datetime(string="Told", required=True)
    mailed_at = fields.Datetime(string="Mailed")
    is_open = fields.Boolean(default=True)

    # each step once for each person, also by two sweeps at the same time
    _step_once = models.UniqueIndex(
        "(clock_id, percent, digest_id) WHERE kind = 'ladder'"
    )
    _unmailed_idx = models.Index("(digest_id) WHERE mailed_at IS NULL")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    def _neiqin_text(self):
        """Say in a few words what this is about."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        if self.kind != "ladder":
            return kinds[self.kind]
        clocks = self.env["neiqin.complaint.clock"]._fields["kind"]
        clock = dict(clocks._description_selection(self.env))[self.clock_kind]
        if self.percent == 100:
            return self.env._("%(clock)s: overdue", clock=clock)
        return self.env._(
            "%(clock)s: %(percent)s%% used", clock=clock, percent=self.percent
        )

    @api.model
    def _neiqin_tell(self, rows, at_once=False):
        """Tell people: a notice for each, one digest per person.

        :param rows: tuples ``(user, company, kind, complaint id, task id, clock id,
            percent)``
        :param at_once: mail also in quiet hours
        """
        if not rows:
            return
        digests = self.env["neiqin.complaint.digest"]
        ids = digests._neiqin_of({(user.id, company.id) for user, company, *_ in rows})
        now = fields.Datetime.now()
        insert_rows(
            self.sudo().with_context(active_test=False),
            (*COLUMNS, "is_open"),
            [
                (ids[user.id, company.id], *rest, now, True)
                for user, company, *rest in rows
            ],
            SQL("DO NOTHING"),
        )
        told = digests.sudo().browse(set(ids.values()))
        told.invalidate_recordset(["notice_ids", "open_notice_ids"], flush=False)
        told._neiqin_plan_mail(now, at_once)
        told._neiqin_to_do()

    @api.model
    def _neiqin_close(self, clocks):
        """What these clocks told of is done with; digests without anything close."""
        if not any(clocks.mapped("told")):
            return
        notices = self.sudo().search(
            [("clock_id", "in", clocks.ids), ("is_open", "=", True)]
        )
        update_rows(notices, ("is_open",), [(notice.id, False) for notice in notices])
        notices.digest_id._neiqin_finish()
