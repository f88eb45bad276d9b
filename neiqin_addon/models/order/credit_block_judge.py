"""Open blocks are judged again: at once when a limit, a policy or a payment changes, and
every hour for all that changes unseen, such as a grant that expires."""

import logging

from odoo import api, models

_logger = logging.getLogger(__name__)

SLICE = 50


class NeiqinCreditBlock(models.Model):
    _inherit = "neiqin.credit.block"

    @api.model
    def _cron_judge(self):
        """Judge all open blocks, in slices; one that fails stops no other."""
        blocks = self.search([("closed_at", "=", False)], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(blocks))
        for start in range(0, len(blocks), SLICE):
            part = blocks[start : start + SLICE].try_lock_for_update()
            part._neiqin_judge_safely()
            taken = min(SLICE, len(blocks) - start)
            if not self.env["ir.cron"]._commit_progress(taken):
                break

    def _neiqin_judge_safely(self):
        """Judge together, or one by one where that fails."""
        try:
            with self.env.cr.savepoint():
                self._neiqin_judge()
        except Exception:
            if len(self) == 1:
                _logger.exception("credit block %s is not judged", self.id)
                return
            for block in self:
                block._neiqin_judge_safely()

    def _neiqin_judge(self):
        """Release what may pass now, and tell who waits for it."""
        waiting = self.filtered(
            lambda block: block.order_id._neiqin_credit_waits(block.step)
        )
        (self - waiting)._neiqin_close("passed")
        loose = waiting.filtered(
            lambda block: block.company_id.neiqin_gate_credit != "enforce"
        )
        loose._neiqin_release("policy")
        for step, blocks in (waiting - loose).grouped("step").items():
            blocks._neiqin_judge_step(step)

    def _neiqin_judge_step(self, step):
        orders = self.order_id
        rises = {block.order_id.id: block.rise for block in self}
        granted = orders._neiqin_credit_allowance() if step == "delivery" else {}
        verdicts = orders._neiqin_credit_verdicts(rises=rises, granted=granted)
        by_end = {}
        for block in self:
            verdict = verdicts[block.order_id.id]
            if verdict.stops:
                block._neiqin_as_server().write(self._neiqin_kept(verdict))
            else:
                end = block._neiqin_end_by(verdict)
                by_end[end] = by_end.get(end, self.browse()) | block
        for end, blocks in by_end.items():
            blocks._neiqin_release(end)

    def _neiqin_release(self, ended_by):
        """Close the blocks and remind those who wait for them."""
        self._neiqin_close(ended_by)
        for block in self:
            block._neiqin_tell_released()

    def _neiqin_tell_released(self):
        """Leave one activity with whoever looks after the order."""
        order = self.order_id
        person = order._neiqin_person_in_charge()
        order = order.with_context(lang=person.lang)
        summary = {
            "confirm": order.env._("Credit is free again: confirm the order"),
            "change": order.env._("Credit is free again: change the order"),
            "delivery": order.env._("Credit is free again: deliver the order"),
        }[self.step]
        if summary not in order.activity_ids.mapped("summary"):
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                user_id=person.id,
            )


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _neiqin_credit_terms_changed(self):
        res = super()._neiqin_credit_terms_changed()
        self.env["neiqin.credit.block"]._neiqin_look_again(self)
        return res


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """What two customers owe is owed by one from now on."""
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        self.env["neiqin.credit.block"]._neiqin_look_again()
        return res
