"""Reading one column more with whatever columns are read anyway."""


def fetch_along(records, fetch, fields, extra):
    """Fetch records as asked, and a column nobody may ask for with them.

    :param fetch: reads columns as superuser; what the user may read of them was found
        out before
    :param fields: the fields that were asked for
    :param extra: the field to read as well
    :return: the records that were found, in the environment of whoever asked
    """
    fetched = fetch([*(field for field in fields if field.column_type), extra])
    fetched = fetched.with_env(records.env)
    if fetched:
        for field in fields:
            if not field.column_type:
                field.read(fetched)
    return fetched
