"""The table of probes names tests that are there."""

import ast
import pathlib
import re

ROOT = pathlib.Path(__file__).parents[2]
PROBES = {"B1", "B2", "B6", "B7", "C1", "C6", "C12", "C13"}
PROBES |= {f"B4.{number}" for number in range(1, 6)}


def rows():
    """Return ``{probe: {file: {test, ...}}}`` of the table in docs/peers.md."""
    found = {}
    for line in (ROOT / "docs" / "peers.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not re.fullmatch(r"[BC]\d+(\.\d)?", cells[0]):
            continue
        assert cells[0] not in found, cells[0]
        files = found[cells[0]] = {}
        for name in re.findall(r"`([^`]+)`", cells[3]):
            if name.endswith(".py"):
                tests = files.setdefault(name, set())
            else:
                tests.add(name)
    return found


def names_in(file):
    """Return the names of all test methods in a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_probe_has_tests_that_exist():
    table = rows()
    assert set(table) >= PROBES
    for probe, files in table.items():
        assert files, probe
        start = f"test_{probe.partition('.')[0].lower()}_"
        for file, tests in files.items():
            assert tests, (probe, file)
            assert not tests - names_in(file), (probe, file)
            assert all(test.startswith(start) for test in tests), (probe, file)


def test_every_probing_test_is_in_the_table():
    named = {}
    for files in rows().values():
        for file, tests in files.items():
            named.setdefault(file, set()).update(tests)
    folders = [ROOT / "tests" / "control", ROOT / "tests" / "order"]
    for path in [path for folder in folders for path in folder.glob("test_*.py")]:
        file = path.relative_to(ROOT).as_posix()
        probing = {name for name in names_in(file) if re.match(r"test_[bc]\d+_", name)}
        assert probing == named.get(file, set()), file
