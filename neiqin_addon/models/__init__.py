# in the order of use: a room may use only the rooms above it
from . import control, customer, order, complaint, insight, operation
