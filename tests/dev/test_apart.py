"""Add-ons that are tested on a database of their own, within the same command."""

from contextlib import nullcontext

import pytest

from dev import kept, linting, places, templates, testing

APART = "tests/mrp"
ALL = list(places.APART.values())
IGNORED = [f"--ignore={folder}" for folder in ALL]


def test_each_is_there_with_its_tests():
    assert {folder.name for folder in places.apart_folders()} == set(places.APART)
    for tests in places.APART.values():
        assert (places.ROOT / tests / "__init__.py").exists()


def test_the_database_of_the_others_does_not_have_what_it_depends_on():
    names = {folder.name for folder in places.addon_folders()}
    assert places.ADDON in names
    assert not names.intersection(places.APART)
    assert "sale_mrp" not in templates.manifest_depends()
    assert templates.apart_depends() == ["calendar", "mass_mailing", "sale_mrp"]


def test_it_is_checked_like_the_others():
    checked = linting.checkers()
    for name in places.APART:
        assert name in linting.python_folders()
        assert name in checked["oca-checks-odoo-module"]
        assert any(name in str(path) for path in checked["oca-checks-po"])


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["-v"], [(False, ["-v", *IGNORED]), (True, ["-v", *ALL])]),
        (["tests"], [(False, ["tests", *IGNORED]), (True, ALL)]),
        (["tests/order", "-x"], [(False, ["tests/order", "-x"])]),
        ([APART, "-x"], [(True, ["-x", APART])]),
        ([f"./{APART}/"], [(True, [f"./{APART}/"])]),
        (
            [f"{APART}/mrp_case.py::TestX", "tests/order"],
            [(False, ["tests/order"]), (True, [f"{APART}/mrp_case.py::TestX"])],
        ),
    ],
)
def test_targets_are_split_by_database(arguments, parts):
    assert testing.parts(arguments) == parts


@pytest.fixture
def runs(monkeypatch):
    """Run the command with pytest replaced: {is apart: exit code}, what was called."""
    codes, called = {False: 0, True: 0}, []

    def run(quick, apart, arguments):
        called.append((apart, quick))
        return codes[apart]

    monkeypatch.setattr(testing.packages, "ensure", lambda: None)
    # no test here needs a database server
    monkeypatch.setattr(testing.postgres, "running", nullcontext)
    monkeypatch.setattr(testing, "_run", run)
    return codes, called


def test_both_run_one_after_the_other(runs):
    _codes, called = runs
    assert testing.main(["--quick"]) == 0
    assert called == [(False, ["--quick"]), (True, ["--quick"])]


@pytest.mark.parametrize("failing", [False, True])
def test_either_failing_fails_the_command(runs, failing):
    codes, called = runs
    codes[failing] = 1
    assert testing.main([]) == 1
    assert len(called) == 2


def test_the_first_failure_ends_it_where_asked(runs):
    codes, called = runs
    codes[False] = 1
    assert testing.main(["-x"]) == 1
    assert len(called) == 1


def test_a_filter_that_finds_nothing_in_one_of_them_is_no_failure(runs):
    codes, _called = runs
    codes[True] = testing.NOTHING_FOUND
    assert testing.main(["-k", "letter"]) == 0
    codes[False] = testing.NOTHING_FOUND
    assert testing.main(["-k", "letter"]) == testing.NOTHING_FOUND


def test_each_keeps_a_database_of_its_own():
    assert kept.name() != kept.name(apart=True)
    assert set(kept._state(True)) > set(kept._state(False))
