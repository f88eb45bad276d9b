"""Compare exported texts with an add-on's `i18n/`, or write them there.

Usage: merge_terms.py check|write EXPORTED_POT I18N_FOLDER; prints one complaint a line
and ends with code 1 when there is any.
"""

import re
import sys
from pathlib import Path

import polib

import odoo.addons

LANGUAGE = "zh_CN"
HOLES = re.compile(r"%(?:\(\w+\))?[sdrf]|\$\{[^}]*\}|\{\w*\}|<[^>]+>")
SAID = re.compile(r'\b(title|alt|placeholder|aria-label)="[^"]*"')  # words in a tag
SHORT = 70
KNOWN_MODULES = ("base", "mail", "portal", "rating", "sale", "account", "stock")
NAMES = ("model:ir.model,name:", "model:ir.model.fields,field_description:")


def key(entry):
    """Return what makes a text the same text."""
    return entry.msgctxt, entry.msgid


def holes(text):
    """Return what a translation must repeat: its holes, and its tags but for words.

    >>> holes('<i class="fa" title="Promised"/> %(day)s')
    ['%(day)s', '<i class="fa" title/>']
    """
    return sorted(HOLES.findall(SAID.sub(r"\1", text)))


def short(text):
    """Return a text on one line, cut."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"


def place(entry):
    """Return where a text comes from."""
    return next((comment for comment, _line in entry.occurrences), "?")


def stale(exported, kept):
    """Yield a complaint for each text that the kept template lacks or has too much."""
    new = {key(entry): entry for entry in exported}
    old = {key(entry): entry for entry in kept}
    for name in sorted(new.keys() - old.keys(), key=str):
        yield f"not in the .pot: {short(name[1])!r} ({place(new[name])})"
    for name in sorted(old.keys() - new.keys(), key=str):
        yield f"in the .pot, but gone from the source: {short(name[1])!r}"


def untranslated(exported, translation):
    """Yield a complaint for each text without a good translation."""
    known = {key(entry): entry for entry in translation if not entry.obsolete}
    for entry in exported:
        found = known.get(key(entry))
        where = f"{short(entry.msgid)!r} ({place(entry)})"
        if found is None or not found.msgstr.strip():
            yield f"no Chinese for {where}"
        elif found.fuzzy:
            yield f"the Chinese is marked fuzzy for {where}"
        elif holes(found.msgstr) != holes(entry.msgid):
            yield f"placeholders or tags differ in the Chinese for {where}"


def load(path):
    """Return a translation file, an empty one where there is none."""
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def timeless(metadata):
    """Return the head of a file without what changes at every export."""
    dated = ("POT-Creation-Date", "PO-Revision-Date")
    return {name: text for name, text in metadata.items() if name not in dated}


def odoo_words():
    """Return {text: Chinese} of the names Odoo itself gives to fields and models."""
    words = {}
    for module in KNOWN_MODULES:
        folder = Path(odoo.addons.__path__[0], module, "i18n", f"{LANGUAGE}.po")
        for entry in load(folder):
            if is_name(entry) and entry.msgstr and not entry.fuzzy:
                words.setdefault(entry.msgid, entry.msgstr)
    return words


def is_name(entry):
    """Say whether a text is the name of a field or model."""
    return any(where.startswith(NAMES) for where, _line in entry.occurrences)


def write(exported, folder, name):
    """Write the template and merge it into the Chinese file, keeping its words.

    Names that Odoo has as well, such as "Created on", come with Odoo's own Chinese.
    """
    folder.mkdir(exist_ok=True)
    exported.metadata = timeless(exported.metadata)
    exported.wrapwidth = 0
    exported.save(str(folder / f"{name}.pot"))
    old = {key(entry): entry for entry in load(folder / f"{LANGUAGE}.po")}
    words = odoo_words()
    merged = polib.POFile(wrapwidth=0)
    merged.metadata = {**exported.metadata, "Language": LANGUAGE}
    for entry in exported:
        kept = old.get(key(entry))
        merged.append(
            polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgstr=(kept.msgstr if kept else "") or said_by_odoo(entry, words),
                comment=entry.comment,
                occurrences=entry.occurrences,
                flags=[flag for flag in (kept.flags if kept else []) if flag],
            )
        )
    merged.save(str(folder / f"{LANGUAGE}.po"))


def said_by_odoo(entry, words):
    """Return Odoo's own Chinese for a field's or model's name, else nothing."""
    return words.get(entry.msgid, "") if is_name(entry) else ""


def main():
    verb, exported_path, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    exported, name = load(exported_path), exported_path.stem
    if verb == "write":
        write(exported, folder, name)
    complaints = list(stale(exported, load(folder / f"{name}.pot")))
    complaints += untranslated(exported, load(folder / f"{LANGUAGE}.po"))
    for complaint in complaints:
        print(f"{name}: {complaint}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
