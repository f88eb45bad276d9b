/**
 * How the installation stands: one request for the whole page, asked again every two
 * minutes and when somebody comes back to it.
 */
import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;
const EVERY = 2 * 60 * 1000;
const ICONS = {
    red: "fa-times-circle text-danger",
    amber: "fa-exclamation-triangle text-warning",
    green: "fa-check-circle text-success",
    grey: "fa-minus-circle text-muted",
};
const TOKENS = "neiqin.health.token";

export class Health extends Component {
    static template = "neiqin_addon.Health";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ page: null, name: "", busy: false });
        const again = setInterval(() => document.hidden || this.load(), EVERY);
        const seen = () => document.hidden || this.load();
        document.addEventListener("visibilitychange", seen);
        onWillStart(() => this.load());
        onWillUnmount(() => {
            clearInterval(again);
            document.removeEventListener("visibilitychange", seen);
        });
    }

    async load() {
        this.state.busy = true;
        try {
            this.state.page = await this.orm.silent.call("neiqin.health", "load", []);
        } catch (error) {
            // the first time the page has nothing to show; later it keeps what it has
            if (!this.state.page) {
                throw error;
            }
        } finally {
            this.state.busy = false;
        }
    }

    icon(light) {
        return ICONS[light];
    }

    word(light) {
        return {
            red: _t("Needs somebody now"),
            amber: _t("Needs somebody soon"),
            green: _t("All is well"),
            grey: _t("Not used"),
        }[light];
    }

    get headline() {
        const { counts } = this.state.page;
        if (counts.red) {
            return _t("%s checks are red: they need somebody now.", counts.red);
        }
        if (counts.amber) {
            return _t("%s checks are yellow: they need somebody soon.", counts.amber);
        }
        return _t("All that is in use is well.");
    }

    ago(moment) {
        const base = deserializeDateTime(this.state.page.now);
        return deserializeDateTime(moment).toRelative({ base: DateTime.min(base, DateTime.now()) });
    }

    exact(moment) {
        return formatDateTime(deserializeDateTime(moment));
    }

    async open(check) {
        const action = await this.orm.call("neiqin.health", "open_check", [check.key]);
        this.action.doAction(action);
    }

    // -- tokens of monitoring programs

    async make() {
        const name = this.state.name.trim();
        if (name) {
            this.state.name = "";
            await this.show(await this.orm.call(TOKENS, "action_neiqin_new", [name]));
        }
    }

    renew(token) {
        this.ask(
            _t("%s gets a new token; the one it has ends at once.", token.name),
            _t("Renew Token"),
            async () =>
                this.show(await this.orm.call(TOKENS, "action_neiqin_rotate", [[token.id]]))
        );
    }

    revoke(token) {
        this.ask(
            _t("%s will not be told any more.", token.name),
            _t("End Token"),
            async () => {
                await this.orm.call(TOKENS, "action_neiqin_revoke", [[token.id]]);
                await this.load();
            }
        );
    }

    ask(body, confirmLabel, confirm) {
        this.dialog.add(ConfirmationDialog, { body, confirmLabel, confirm, cancel: () => {} });
    }

    async show(action) {
        await this.action.doAction(action);
        await this.load();
    }
}

registry.category("actions").add("neiqin_health", Health);
