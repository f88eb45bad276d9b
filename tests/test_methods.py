"""No two files give one model a method of the same name unawares."""

import ast
import collections
import doctest
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).parent.parent


def model_of(node):
    """Return the model that a class defines or extends, None for anything else.

    >>> model_of(ast.parse("class A:\\n    _inherit = ['res.partner']").body[0])
    'res.partner'
    >>> model_of(ast.parse("class A:\\n    _name = 'a'\\n    _inherit = ['b']").body[0])
    'a'
    >>> model_of(ast.parse("class A:\\n    pass").body[0])
    """
    told = {
        target.id: item.value
        for item in node.body
        if isinstance(item, ast.Assign)
        for target in item.targets
        if isinstance(target, ast.Name) and target.id in ("_name", "_inherit")
    }
    value = told.get("_name") or told.get("_inherit")
    try:
        value = ast.literal_eval(value) if value is not None else None
    except ValueError:
        return None
    if isinstance(value, (list, tuple)):
        return value[0] if len(value) == 1 else None
    return value


def calls_super(function):
    """Say whether a method goes on to the one that it overrides."""
    return any(
        isinstance(node, ast.Name) and node.id == "super" for node in ast.walk(function)
    )


def alone(source):
    """Yield ``(model, method)`` for each method of a file that never calls super.

    >>> list(alone("class A:\\n  _inherit = 'm'\\n  def f(self): pass"))
    [('m', 'f')]
    >>> list(alone("class A:\\n  _inherit = 'm'\\n  def f(self): super().f()"))
    []
    """
    for node in ast.parse(source).body:
        model = isinstance(node, ast.ClassDef) and model_of(node)
        for item in node.body if model else ():
            if isinstance(item, ast.FunctionDef) and not calls_super(item):
                yield model, item.name


class TestMethods(unittest.TestCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(sys.modules[__name__]).failed, 0)

    def test_no_method_is_taken_twice(self):
        """The file loaded last would win, and the other's callers get its answers."""
        found = collections.defaultdict(list)
        for path in ROOT.glob("neiqin_addon*/**/*.py"):
            for key in alone(path.read_text(encoding="utf-8")):
                found[key].append(path.name)
        self.assertGreater(len(found), 1000)
        self.assertEqual({k: v for k, v in found.items() if len(v) > 1}, {})
