"""What was reviewed: the doors that are no methods."""

#: Routes: ``{path: (auth, type)}``. Public ones trust a signed token alone.
ROUTES = {
    # the file of an order that the user may read; each download is in the trail
    "/neiqin/archive/<int:archive_id>/zip": ("user", "http"),
    # order lines by the record rules of who asks; each download is in the trail
    "/neiqin/order-lines/xlsx": ("user", "http"),
    # the letter of a reminder that the user may read
    "/neiqin/collection/<int:step_id>/letter": ("user", "http"),
    "/complaint/<string:token>": ("public", "http"),
    "/neiqin/api/1/complaints": ("bearer", "http"),
    "/neiqin/api/1/complaints/<string:number>": ("bearer", "http"),
    "/confirmation/<string:token>": ("public", "http"),
    "/confirmation/<string:token>/accept": ("public", "jsonrpc"),
    "/confirmation/<string:token>/dispute": ("public", "http"),
    "/confirmation/<string:token>/pdf": ("public", "http"),
    "/confirmation/check/<string:token>": ("public", "http"),
    "/statement/<string:token>": ("public", "http"),
    "/statement/<string:token>/answer": ("public", "http"),
    "/statement/<string:token>/file/<string:kind>": ("public", "http"),
    "/order-question/<string:token>": ("public", "http"),
    "/order-progress/stop/<string:token>": ("public", "http"),
    # a manager's token alone, of which a hash is kept; figures without names
    "/neiqin/health": ("none", "http"),
    # the office's alone; each download is in the trail
    "/neiqin/meeting/<int:meeting_id>/xlsx": ("user", "http"),
    "/neiqin/intake/<int:intake_id>/problems": ("user", "http"),
    "/neiqin/intake/template": ("user", "http"),
}
