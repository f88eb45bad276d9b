"""One row while it is being checked: cells, records found, problems in words."""

from .intake_line import CELLS, CHOICES, VALUES


class IntakeRow:
    """What the checks of an intake work on, for new rows and corrected ones alike.

    :param dict cells: the customer's text by canonical field
    :param dict chosen: records that are already decided, by field of the line
    """

    def __init__(self, cells, chosen=None, line=None, number=0, raw=None):
        self.cells = cells
        self.line = line
        self.number = number
        self.raw = raw
        self.partner = self.product = self.uom = self.shipping = None
        for name, record in (chosen or {}).items():
            setattr(self, name.removesuffix("_id"), record)
        self.values = {}
        self.price_expected = 0.0
        self.price_off = False
        self.problems = []
        self.skipped = False
        self.held = False

    @classmethod
    def of_line(cls, line):
        """Return the row of a stored line, with what was found or chosen before."""
        cells = {name: line[name] or "" for name in CELLS}
        chosen = {name: line[name] for name in CHOICES if line[name]}
        return cls(cells, chosen, line, line.number)

    @property
    def order_key(self):
        """What makes two rows one order: the customer and their order number."""
        customer = self.partner.commercial_partner_id.id if self.partner else 0
        return customer, self.cells["order_ref"].casefold()

    @property
    def state(self):
        if self.skipped:
            return "skipped"
        if self.problems:
            return "bad"
        return "held" if self.held else "good"

    def line_values(self):
        """Return the values of the line, without its cells."""
        values = {name: self.values.get(name) or False for name in VALUES}
        for name in CHOICES:
            record = getattr(self, name.removesuffix("_id"))
            values[name] = record.id if record else False
        values.update(
            state=self.state,
            error="\n".join(self.problems) or False,
            price_expected=self.price_expected,
            price_off=self.price_off,
        )
        return values
