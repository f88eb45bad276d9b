"""What a slow checker passed is not read again; what changed since is."""

from dev import known_clean, linting, places


def test_only_what_changed_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.setattr(places, "cache", lambda: tmp_path)
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text("a = 1\n")
    two.write_text("b = 2\n")
    found = known_clean.marks([one, two], ["rules"])
    assert known_clean.changed("checker", found) == [one, two]
    known_clean.remember("checker", found)
    assert known_clean.changed("checker", found) == []
    two.write_text("b = 3\n")
    assert known_clean.changed("checker", known_clean.marks([one, two], ["rules"])) == [
        two
    ]
    other_rules = known_clean.marks([one, two], ["stricter"])
    assert known_clean.changed("checker", other_rules) == [one, two]


def test_a_changed_model_is_read_with_its_manifest():
    addon = places.addon_folders()[0]
    model = addon / "models" / "order" / "intake.py"
    assert linting.with_manifests([model]) == sorted(
        [addon / "__init__.py", addon / "__manifest__.py", model]
    )
    assert linting.with_manifests([]) == []
