"""What happens around installing and uninstalling."""

from odoo.exceptions import UserError


def uninstall_hook(env):
    """Put all sealed values back, a commit after each slice.

    :raise UserError: if the key is missing; then the add-on stays
    """
    sealing = env["neiqin.sealing"]._neiqin_the()
    if sealing.state == "off":
        return
    env["neiqin.sealing"]._neiqin_ring_to_seal()
    sealing._neiqin_set(state="opening", is_rotating=False)
    for _done, _total in sealing._neiqin_run_all():
        pass
    if sealing.state != "off":
        raise UserError(env._("Some sealed records are locked by others. Try again."))
