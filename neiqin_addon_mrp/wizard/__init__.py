from . import exception_solve_production
