"""What became of a batch of letters."""

from typing import NamedTuple


class SendOutcome(NamedTuple):
    """Who got a letter and who did not.

    :param sent: numbers of the letters that are on their way
    :param held: ``(number, reason)`` of the letters that were not sent
    """

    sent: tuple = ()
    held: tuple = ()

    def add(self, number, reason=None):
        """Return a new outcome with one more letter, held if a reason is given.

        >>> outcome = SendOutcome().add("S1-R1").add("S2-R1", "No e-mail.")
        >>> outcome.sent, outcome.held
        (('S1-R1',), (('S2-R1', 'No e-mail.'),))
        """
        if reason:
            return self._replace(held=(*self.held, (number, reason)))
        return self._replace(sent=(*self.sent, number))

    def lines(self, most=8):
        """Return the reasons as text lines, cut after ``most``.

        >>> SendOutcome().add("S2", "No e-mail.").lines()
        ['S2: No e-mail.']
        >>> SendOutcome().add("S1", "a").add("S2", "b").lines(most=1)
        ['S1: a', '…']
        """
        lines = [f"{number}: {reason}" for number, reason in self.held[:most]]
        return lines + ["…"] if len(self.held) > most else lines

    @property
    def mood(self):
        """Return the colour of the message: ``success``, ``warning`` or ``danger``.

        >>> SendOutcome().add("S1").mood, SendOutcome().add("S1", "a").mood
        ('success', 'danger')
        >>> SendOutcome().add("S1").add("S2", "a").mood
        'warning'
        """
        if not self.held:
            return "success"
        return "warning" if self.sent else "danger"
