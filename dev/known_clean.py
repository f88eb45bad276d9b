"""Files that a slow checker has passed before, remembered by their content.

A checker that takes a minute is put off; one that reads what changed is run. The memory
lies in the cache that all clones share, so a fresh machine, as the CI's, reads all.
"""

from . import keys, places

KEEP = 20_000  # lines; the oldest go


def _memory(title):
    folder = places.cache() / "lint"
    folder.mkdir(exist_ok=True)
    return folder / title


def marks(paths, rules):
    """Return ``{path: key over its name, content and the checker's rules}``.

    :param rules: whatever else the verdict hangs on, as a list of strings
    """
    return {
        path: keys.digest(
            str(path.relative_to(places.ROOT)), path.read_text("utf-8"), rules
        )
        for path in paths
    }


def changed(title, found):
    """Return the paths whose marks are not remembered, sorted."""
    memory = _memory(title)
    known = set(memory.read_text().split()) if memory.exists() else set()
    return sorted(path for path, mark in found.items() if mark not in known)


def remember(title, found):
    """Remember that all these files passed."""
    memory = _memory(title)
    old = memory.read_text().split() if memory.exists() else []
    new = set(found.values())
    rows = [mark for mark in old if mark not in new] + sorted(new)
    part = memory.with_suffix(".part")
    part.write_text("\n".join(rows[-KEEP:]))
    part.replace(memory)
