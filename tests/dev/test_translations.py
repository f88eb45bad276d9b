"""Chinese that a change alters is told: the same English may stand on other screens."""

import subprocess
import sys

import pytest

from dev import places, translations

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def text(*pairs):
    """Return a catalogue's text; each entry says where it is shown."""
    rows = [
        f'#: code:addons/x/models/{n}.py:0\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'
        for n, (msgid, msgstr) in enumerate(pairs)
    ]
    return HEAD + "\n".join(rows)


def git(folder, *arguments):
    who = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
    subprocess.run(
        ["git", "-C", folder, *who, *arguments], check=True, capture_output=True
    )


@pytest.fixture
def addon(tmp_path):
    folder = tmp_path / "x" / "i18n"
    folder.mkdir(parents=True)
    said = text(("Open", "打开"), ("Late", "已逾期"), ("New", ""))
    (folder / "zh_CN.po").write_text(said, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "before")
    return folder.parent


def test_what_was_altered_is_told_with_its_place(addon):
    said = text(("Open", "未归档"), ("Late", "已逾期"), ("New", "新"), ("Red", "红"))
    (addon / "i18n" / "zh_CN.po").write_text(said, encoding="utf-8")
    rows = translations.altered([addon], addon.parent)
    assert rows == ["x: 'Open' was '打开', is '未归档' (at 0.py)"]


def test_nothing_is_told_where_nothing_was(addon):
    assert translations.altered([addon], addon.parent) == []
    new = addon.parent / "y" / "i18n"
    new.mkdir(parents=True)
    (new / "zh_CN.po").write_text(text(("Open", "打开")), encoding="utf-8")
    assert translations.altered([new.parent], addon.parent) == []


def test_examples():
    path = places.ROOT / "dev" / "inside" / "altered_terms.py"
    done = subprocess.run([sys.executable, "-m", "doctest", path], check=False)
    assert done.returncode == 0
