/** The sign in the top bar: red until backups are in order again. Managers only. */

import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

const EVERY = 10 * 60 * 1000;

export class BackupSign extends Component {
    static template = "neiqin_addon.BackupSign";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.alert = useState({ state: false, count: 0 });
        onWillStart(async () => {
            if (await user.hasGroup("neiqin_addon.group_neiqin_manager")) {
                // the page does not wait for it
                this.look();
                this.timer = setInterval(() => this.look(), EVERY);
            }
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    async look() {
        try {
            const found = await this.orm.silent.call("neiqin.backup.target", "neiqin_alert", []);
            Object.assign(this.alert, found);
        } catch {
            // the line is cut, or the page is being left: it looks again by itself
        }
    }

    get isShown() {
        return ["late", "failed"].includes(this.alert.state);
    }

    get title() {
        return this.alert.state === "failed"
            ? _t("Backups have failed")
            : _t("Backups are late");
    }

    open() {
        this.action.doAction("neiqin_addon.neiqin_backup_target_action", {
            clearBreadcrumbs: true,
        });
    }
}

registry.category("systray").add("neiqin_addon.BackupSign", { Component: BackupSign }, { sequence: 30 });
