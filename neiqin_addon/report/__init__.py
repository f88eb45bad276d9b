from . import payment_proof
