"""What installing and uninstalling do beside the ORM."""

from .models.control.row_guard import drop_row_guards
from .models.control.sealing_slices import put_sealed_values_back
from .models.customer.credit_exposure_mark import drop_exposure_marks


def uninstall_hook(env):
    """Leave nothing behind in the database."""
    # tasks of plans go with their plans, after the departments they name
    templates = env["mail.activity.plan.template"].with_context(active_test=False)
    named = templates.search([("neiqin_department_id", "!=", False)])
    named.write({"responsible_type": "on_demand", "neiqin_department_id": False})
    env.flush_all()
    # scripts stand among the canned responses
    env.cr.execute(
        "DELETE FROM mail_canned_response WHERE neiqin_version_id IS NOT NULL"
    )
    # versions outlive their script in use; here both go, scripts first
    env.cr.execute(
        "ALTER TABLE neiqin_script_version"
        " DROP CONSTRAINT IF EXISTS neiqin_script_version_script_id_fkey"
    )
    # groups go before the rules that name them
    env.cr.execute(
        "ALTER TABLE neiqin_approval_rule"
        " DROP CONSTRAINT IF EXISTS neiqin_approval_rule_first_group_id_fkey,"
        " DROP CONSTRAINT IF EXISTS neiqin_approval_rule_second_group_id_fkey"
    )
    drop_exposure_marks(env.cr)
    put_sealed_values_back(env)
    # kept from everybody else, they would outlive their manifests
    files = env["ir.attachment"]._neiqin_as_archive()
    files.search(
        [("res_model", "=", "neiqin.archive.document"), ("res_field", "!=", False)]
    ).unlink()
    drop_row_guards(env.cr)
