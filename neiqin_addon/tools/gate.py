"""What stands between an order and its confirmation."""

from typing import NamedTuple


class Gate(NamedTuple):
    """One gate that one order does not pass.

    :param code: the gate's code, also the end of its company field's name
    :param mode: ``advise`` (shown) or ``enforce`` (refused)
    :param message: what is missing, a sentence in the user's language
    """

    code: str
    mode: str
    message: str

    @property
    def blocks(self):
        """Whether the order may not be confirmed.

        >>> Gate("letter", "enforce", "No answer yet.").blocks
        True
        >>> Gate("letter", "advise", "No answer yet.").blocks
        False
        """
        return self.mode == "enforce"
