"""What a database holds, in figures that a restored copy must show again."""

import json

#: Tables that are counted: what the office would miss first.
COUNTED = (
    "account_move",
    "account_move_line",
    "ir_attachment",
    "mail_message",
    "neiqin_approval",
    "neiqin_archive",
    "neiqin_complaint",
    "neiqin_confirmation_letter",
    "neiqin_trail_entry",
    "product_product",
    "res_company",
    "res_partner",
    "res_users",
    "sale_order",
    "sale_order_line",
    "stock_move",
    "stock_picking",
)
_TABLES = """
    SELECT relname FROM pg_class
     WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
       AND relname = ANY(%s)
"""
_CHAINS = "SELECT company_id, sequence, digest FROM neiqin_trail_chain"
_MODULES = "SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'"
_FILES = """
    SELECT DISTINCT store_fname FROM ir_attachment
     WHERE store_fname IS NOT NULL ORDER BY store_fname
"""
_SERVER = (
    "SELECT current_setting('server_version'), pg_database_size(current_database())"
)
_EXTENSIONS = "SELECT extname FROM pg_extension ORDER BY extname"
FETCH = 10000


def collect(cursor):
    """Return the figures of the database as it is for this cursor.

    :return: ``modules`` name -> version, ``counts`` table -> rows, ``chains`` company id
        -> (sealed rows, head), ``postgres`` version, ``database_bytes``
    """
    cursor.execute(_TABLES, (list(COUNTED),))
    tables = sorted(name for (name,) in cursor.fetchall())
    counts = {}
    for table in tables:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        counts[table] = cursor.fetchone()[0]
    cursor.execute(_MODULES)
    modules = dict(cursor.fetchall())
    cursor.execute(_SERVER)
    version, size = cursor.fetchone()
    facts = {"counts": counts, "modules": modules, "chains": {}}
    if "neiqin_trail_entry" in counts:
        cursor.execute(_CHAINS)
        rows = cursor.fetchall()
        facts["chains"] = {str(ident): [place, head] for ident, place, head in rows}
    return {**facts, "postgres": version, "database_bytes": size}


def extensions(cursor):
    """Return the names of the database's extensions."""
    cursor.execute(_EXTENSIONS)
    return [name for (name,) in cursor.fetchall()]


def spool_files(cursor, out):
    """Write the names of the filestore's files, a line each, in constant memory."""
    cursor.execute(f"DECLARE neiqin_files NO SCROLL CURSOR FOR {_FILES}")
    while True:
        cursor.execute(f"FETCH {FETCH} FROM neiqin_files")
        rows = cursor.fetchall()
        out.writelines(f"{name}\n".encode() for (name,) in rows)
        if len(rows) < FETCH:
            break
    cursor.execute("CLOSE neiqin_files")
    out.seek(0)


def compare(told, found):
    """Return ``[(check, good, what)]``: what was written down against what is there.

    >>> was = {"modules": {"sale": "1.2"}, "counts": {"sale_order": 3},
    ...     "chains": {"1": [9, "ab"]}}
    >>> compare(was, was)
    [('modules', True, '1'), ('counts', True, '1: 3'), ('chains', True, '1')]
    >>> compare(was, {"modules": {}, "counts": {"sale_order": 2}, "chains": {"1": [9, "a"]}})
    ... # doctest: +NORMALIZE_WHITESPACE
    [('modules', False, 'sale 1.2: missing'), ('counts', False, 'sale_order 3: 2'),
     ('chains', False, '1 [9, "ab"]: [9, "a"]')]
    """
    total = sum(told["counts"].values())
    good = {
        "modules": str(len(told["modules"])),
        "counts": f"{len(told['counts'])}: {total}",
        "chains": str(len(told["chains"])),
    }
    return [
        _check(name, told[name], found[name], words) for name, words in good.items()
    ]


def _check(name, told, found, words):
    wrong = [
        f"{key} {_text(value)}: {_text(found[key]) if key in found else 'missing'}"
        for key, value in sorted(told.items())
        if found.get(key) != value
    ]
    return name, not wrong, "; ".join(wrong[:5]) or words


def _text(value):
    return value if isinstance(value, str) else json.dumps(value)
