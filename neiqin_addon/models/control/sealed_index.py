"""Blind index: finds a sealed value without holding it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.allowance import Allowance
from ...tools.sealed_mask import is_mask, sought, terms

#: how many values one search may try, by somebody who may not read them: enough to
#: find a caller, too few to run through all numbers there are
MOST_GUESSES = 20
#: and how many within an hour, in one server process: the last four digits have ten
#: thousand values, and the mask tells two of them
HOURLY_GUESSES = Allowance(times=600, seconds=3600)


class NeiqinSealedIndex(models.Model):
    """One term that one sealed value is found by, as a keyed hash.

    Written in plain SQL by the methods below: rows are made and dropped with the
    values they belong to, thousands at a time.
    """

    _name = "neiqin.sealed.index"
    _description = "Blind Index of Sealed Values"
    _log_access = False

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    field = fields.Char(required=True)
    digest = fields.Char(required=True)

    _by_digest = models.Index("(digest, res_model, field)")
    _by_record = models.Index("(res_model, res_id)")

    @api.model
    def _neiqin_blind(self, ring, model, name, term):
        """Return the digests of one (sort, term): one per key of the ring."""
        return ring.blind(f"{model},{name},{term[0]},{term[1]}")

    @api.model
    def _neiqin_replace(self, records, clear, ring):
        """Index ``{id: {field name: text or False}}`` in place of what was there."""
        model = records._name
        names = {name for part in clear.values() for name in part}
        names = [name for name in names if records._fields[name].neiqin_indexed]
        if not names or not clear:
            return
        self.env.cr.execute(
            SQL(
                "DELETE FROM neiqin_sealed_index"
                " WHERE res_model = %s AND res_id IN %s AND field IN %s",
                model,
                tuple(clear),
                tuple(names),
            )
        )
        rows = [
            (model, record_id, name, self._neiqin_blind(ring, model, name, term)[0])
            for record_id, part in clear.items()
            for name in names
            if part.get(name)
            for term in terms(part[name], records._fields[name].neiqin_kind)
        ]
        if rows:
            self.env.cr.execute_values(
                "INSERT INTO neiqin_sealed_index (res_model, res_id, field, digest)"
                " VALUES %s",
                rows,
                page_size=1000,
            )

    @api.model
    def _neiqin_drop(self, model, ids):
        """Forget records that are gone or open again."""
        fields_ = self.env[model]._neiqin_sealed_names()
        if ids and any(
            self.env[model]._fields[name].neiqin_indexed for name in fields_
        ):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM neiqin_sealed_index WHERE res_model = %s AND res_id IN %s",
                    model,
                    tuple(ids),
                )
            )

    @api.model
    def _neiqin_query(self, model, field, operator, value):
        """Return the SQL of the ids of sealed records that a condition finds.

        :param operator: without its negation; ``in`` comes with a collection
        :return: None where the index has nothing to say
        """
        wanted = self._neiqin_sought(field, operator, value)
        if not wanted:
            return None
        self._neiqin_check_guesses(model, wanted)
        ring = self.env["neiqin.sealing"]._neiqin_ring()
        digests = [
            digest
            for term in wanted
            for digest in self._neiqin_blind(ring, model, field.name, term)
        ]
        return SQL(
            "SELECT res_id FROM neiqin_sealed_index"
            " WHERE digest IN %s AND res_model = %s AND field = %s",
            tuple(digests),
            model,
            field.name,
        )

    @api.model
    def _neiqin_sought(self, field, operator, value):
        if not field.neiqin_indexed:
            return set()
        if operator == "in":
            texts, whole = value, True
        elif operator.endswith("like"):
            texts, whole = [value], operator.startswith("=") and "%" not in str(value)
        else:
            return set()
        kind = field.neiqin_kind
        texts = [str(text) for text in texts if text]
        clear = [text for text in texts if not is_mask(text, kind)]
        return {sought(text, kind, whole) for text in clear} - {None}

    @api.model
    def _neiqin_check_guesses(self, model, wanted):
        """Refuse to try numbers until one is found.

        :raise UserError: too many in one search
        :raise AccessError: too many within an hour; the trail tells of it
        """
        sensitive = "neiqin_addon.group_neiqin_sensitive"
        if self.env.su or self.env.user.has_group(sensitive):
            return
        if len(wanted) > MOST_GUESSES:
            raise UserError(
                self.env._(
                    "Sealed values are searched one by one: at most %(most)s at a time.",
                    most=MOST_GUESSES,
                )
            )
        key = (self.env.cr.dbname, self.env.uid)
        if not all(HOURLY_GUESSES.take(key) for _term in wanted):
            reason = self.env._(
                "You searched for too many numbers within an hour. Wait a little."
            )
            records = self.env[model].browse()
            self.env["neiqin.trail.entry"]._neiqin_log_denied(records, reason)
            raise AccessError(reason)
