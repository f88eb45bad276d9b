"""What was reviewed: who may do what, which doors are open. Tests compare with this.

A new model, public method or route fails the tests until it is written down here by
somebody who thought about it as an attacker would.
"""

#: Group of each role, in the order of DESIGN; ``None`` stands for nobody signed in.
ROLES = {
    "clerk": "neiqin_addon.group_neiqin_clerk",
    "supervisor": "neiqin_addon.group_neiqin_supervisor",
    "manager": "neiqin_addon.group_neiqin_manager",
    "collaborator": "neiqin_addon.group_neiqin_collaborator",
    "sensitive": "neiqin_addon.group_neiqin_sensitive",
    "auditor": "neiqin_addon.group_neiqin_auditor",
    "sales": "sales_team.group_sale_salesman",
    "internal": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}

#: Rights on each stored model: r(ead) w(rite) c(reate) u(nlink). Unnamed roles: none.
#: Clerk's rights are the supervisor's and the manager's unless these are named.
ACCESS = {}

#: Public methods, callable by RPC, that the add-on's classes add to a model.
#: Each checks the caller's group and the records itself.
PUBLIC_METHODS = {}

#: Methods of the ORM and of Odoo's apps that the add-on's classes extend with
#: ``super()``: they add checks to what is public anyway.
EXTENDED = {"create", "write", "unlink", "copy", "copy_data", "default_get"}

#: Routes: ``{path: (auth, type)}``.
ROUTES = {}
