"""What a backup does not hold: files that are lost, and files that lie elsewhere.

Add-ons that keep attachments in an object store write ``code://path`` where Odoo has a
path in its filestore; the code names their store.
"""

from collections import Counter

#: Names of lost files that are kept.
NAMED = 100
SETTING = "NEIQIN_BACKUP_ELSEWHERE"


def store_of(name):
    """Return the code of the store a file lies in, "" for Odoo's own filestore.

    >>> store_of("office://ab/abcd"), store_of("ab/abcd")
    ('office', '')
    """
    code, mark, _path = name.partition("://")
    return code if mark else ""


def kept_otherwise(settings):
    """Return the codes of stores that somebody else backs up, as the server says.

    >>> sorted(kept_otherwise({SETTING: "office, media"})), kept_otherwise({})
    (['media', 'office'], set())
    """
    names = settings.get(SETTING, "").split(",")
    return {name.strip() for name in names if name.strip()}


class Gaps:
    """Files that the database names and the backup does not have.

    >>> gaps = Gaps()
    >>> for name in ("ab/1", "office://2", "office://3"):
    ...     gaps.note(name)
    >>> gaps.facts()
    {'missing': 1, 'missing_names': ['ab/1'], 'elsewhere': {'office': 2}}
    """

    def __init__(self):
        self.lost, self.names, self.elsewhere = 0, [], Counter()

    def note(self, name):
        """Count a file that is not in the filestore."""
        code = store_of(name)
        if code:
            self.elsewhere[code] += 1
            return
        self.lost += 1
        self.names = (self.names + [name])[:NAMED]

    def facts(self):
        """Return what the manifest says of them."""
        return {
            "missing": self.lost,
            "missing_names": self.names,
            "elsewhere": dict(sorted(self.elsewhere.items())),
        }


def unkept(facts, kept):
    """Return ``{code: files}`` of the stores that nobody backs up.

    >>> unkept({"elsewhere": {"office": 2, "media": 1}}, {"media"}), unkept({}, set())
    ({'office': 2}, {})
    """
    found = facts.get("elsewhere") or {}
    return {code: count for code, count in found.items() if code not in kept}
