"""The examples in the docstrings of `neiqin_addon/tools/` are true."""

import doctest
import importlib
import pkgutil

import pytest

from odoo.addons.neiqin_addon import tools

NAMES = sorted(module.name for module in pkgutil.iter_modules(tools.__path__))


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    module = importlib.import_module(f"{tools.__name__}.{name}")
    result = doctest.testmod(module)
    assert result.failed == 0, f"{result.failed} of {result.attempted} examples fail"
