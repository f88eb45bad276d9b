"""Keys of what is built once: they change exactly when what they stand for does."""

import pytest

from dev import keys


@pytest.fixture
def addon(tmp_path):
    """An add-on's folder with a few files of each kind."""
    for name in (
        "__manifest__.py",
        "models/order.py",
        "static/description/icon.svg",
        "static/src/app.js",
        "tests/test_order.py",
        "i18n/zh_CN.po",
        "i18n/addon.pot",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["models/order.py", "static/description/icon.svg", "i18n/zh_CN.po"],
)
def test_a_change_that_installs_differently_changes_the_key(addon, name):
    before = keys.folder_key(addon)
    (addon / name).write_text("changed", encoding="utf-8")
    assert keys.folder_key(addon) != before


@pytest.mark.parametrize(
    "name",
    ["tests/test_order.py", "static/src/app.js", "i18n/addon.pot", "README.md"],
)
def test_a_change_that_installs_the_same_keeps_the_key(addon, name):
    before = keys.folder_key(addon)
    (addon / name).write_text("changed", encoding="utf-8")
    assert keys.folder_key(addon) == before


def test_a_renamed_or_added_file_changes_the_key(addon):
    before = keys.folder_key(addon)
    (addon / "models/order.py").rename(addon / "models/sale.py")
    renamed = keys.folder_key(addon)
    (addon / "models/new.py").touch()
    assert len({before, renamed, keys.folder_key(addon)}) == 3


def test_bytes_moved_between_files_change_the_key(addon):
    (addon / "models/a.py").write_text("one two", encoding="utf-8")
    (addon / "models/b.py").write_text("", encoding="utf-8")
    before = keys.folder_key(addon)
    (addon / "models/a.py").write_text("one", encoding="utf-8")
    (addon / "models/b.py").write_text(" two", encoding="utf-8")
    assert keys.folder_key(addon) != before


def test_manifest_is_read_without_running_it(tmp_path):
    manifest = tmp_path / "__manifest__.py"
    manifest.write_text("# -*- x\n{'name': 'A', 'depends': ['sale', 'stock']}")
    assert keys.manifest_depends(manifest) == ["sale", "stock"]
    manifest.write_text("__import__('os').abort()")
    with pytest.raises(ValueError):
        keys.manifest_depends(manifest)
