"""The examples in the docstrings of `dev/` are true."""

import doctest
import importlib
import pkgutil

import pytest

import dev

NAMES = sorted(m.name for m in pkgutil.iter_modules(dev.__path__) if not m.ispkg)


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    module = importlib.import_module(f"dev.{name}")
    assert doctest.testmod(module).failed == 0


def test_only_standard_library():
    """The command must start on a machine that has nothing but Python."""
    import ast
    import sys

    from dev import places

    for path in (places.ROOT / "dev").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names, (path, name)
