/** A new token, shown once: it is nowhere else, not even in the database. */
import { Component } from "@odoo/owl";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

export class HealthToken extends Component {
    static template = "neiqin_addon.HealthToken";
    static components = { CopyButton, Dialog };
    static props = { name: String, token: String, close: Function };

    get title() {
        return _t("Token for %s", this.props.name);
    }

    get example() {
        const address = `${window.location.origin}/neiqin/health`;
        return `curl -H "Authorization: Bearer ${this.props.token}" ${address}`;
    }

    get copied() {
        return _t("Copied");
    }
}

registry.category("actions").add("neiqin_health_token", (env, { params }) => {
    env.services.dialog.add(HealthToken, { name: params.name, token: params.token });
});
