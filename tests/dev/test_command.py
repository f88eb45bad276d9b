"""The command itself: what it says, and how it splits its arguments."""

import os
import subprocess
import sys

import pytest

from dev import children, cli, locks, places, postgres, templates, testing


def neiqin(*arguments):
    """Run the command as a user does."""
    return subprocess.run(
        [sys.executable, places.ROOT / "neiqin", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_verb():
    done = neiqin("--help")
    assert done.returncode == 0
    assert all(f"  {verb} " in done.stdout for verb in cli.VERBS)


def test_an_unknown_verb_says_what_to_do():
    done = neiqin("tests")
    assert done.returncode == 1
    assert "no verb 'tests'" in done.stderr
    assert "./neiqin --help" in done.stderr


def test_each_verb_has_its_module():
    for module in cli.VERBS.values():
        assert (places.ROOT / "dev" / f"{module}.py").exists()


def test_no_message_names_a_machine():
    """No absolute path of a home and no mirror's name is written down."""
    for path in (places.ROOT / "dev").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "/root/" not in text and "/home/" not in text, path
        assert ".debian.org" not in text, path


@pytest.mark.parametrize(
    ("arguments", "spread"),
    [
        ([], True),
        (["tests/dev", "tests/tools"], True),
        (["tests/dev/test_keys.py"], False),
        (["tests/dev/test_keys.py::test_x"], False),
        (["-n0"], False),
        (["-n", "4"], False),
        (["-k", "letter"], False),
    ],
)
def test_tests_spread_over_the_cores_unless_few(arguments, spread):
    assert testing.wants_workers(arguments) is spread


def test_a_named_target_replaces_the_whole_suite():
    whole = testing.pytest_command(None, None, ["-v"])
    part = testing.pytest_command(None, None, ["tests/dev/test_keys.py"])
    assert whole[-2:] == ["tests", "-v"]
    assert "tests" not in part


def test_the_oldest_templates_go_first():
    used = {"a": 5.0, "b": 1.0, "c": 3.0}
    assert templates.oldest(used, keep=1) == ["b", "c"]
    assert templates.oldest(used, keep=3) == []


def test_a_lock_is_seen_by_others_and_ends_with_its_holder(tmp_path, monkeypatch):
    monkeypatch.setenv("NEIQIN_CACHE", str(tmp_path))
    with locks.shared("x"), locks.if_free("x") as free:
        assert not free
    with locks.if_free("x") as free:
        assert free
        with locks.if_free("x") as again:
            assert not again


def test_a_reused_pid_is_not_mistaken_for_our_process(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "record", lambda: tmp_path / "processes.json")
    children.remember("self", os.getpid())
    assert children.living() == {"self": os.getpid()}
    (tmp_path / "processes.json").write_text(f'{{"self": [{os.getpid()}, 1]}}')
    assert children.living() == {}


def test_run_names_never_repeat():
    assert len({postgres.unique("nq_test") for _turn in range(50)}) == 50


def test_quick_and_as_is_are_no_words_of_pytest(monkeypatch):
    """They choose the database and do not reach pytest."""
    seen = []
    monkeypatch.setattr(testing.packages, "ensure", lambda: None)
    monkeypatch.setattr(testing, "_pytest", lambda command: seen.append(command) or 0)
    assert testing.main(["--quick", "--as-is", "tests/dev/test_keys.py"]) == 0
    assert not set(testing.QUICK).intersection(seen[0])
