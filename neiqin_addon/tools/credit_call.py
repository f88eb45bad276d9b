"""What one call that confirms orders found out about their customers' credit."""


class CreditCall:
    """Lasts as long as one call; no caller reaches it.

    >>> from .credit_check import Verdict
    >>> call = CreditCall()
    >>> call.add(5, 31, Verdict("red", ("limit",), limit=10.0, growth=20.0))
    >>> call.add(6, 32, Verdict("green", growth=20.0))
    >>> call.refused, call.customers
    ({5}, {31})
    """

    def __init__(self):
        self.refused = set()  # ids of orders whose light is red
        self.customers = set()  # ids of customers whose turn has to be taken

    def add(self, order_id, customer_id, verdict):
        """Note the verdict on an order."""
        if verdict.stops:
            self.refused.add(order_id)
        if verdict.contested:
            self.customers.add(customer_id)
