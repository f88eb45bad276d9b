from . import exception_production
from . import exception_solve_production
from . import mrp_production
from . import progress_portal
from . import progress_production
from . import sale_order_line
from . import urgent_production
