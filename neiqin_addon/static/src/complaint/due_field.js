/**
 * A deadline as people say it: "in 25 minutes", "2 hours ago", and red once passed.
 * With the option `since` the moment is a beginning, not an end: always red.
 */
import { Component, onWillUnmount, useState } from "@odoo/owl";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const { DateTime } = luxon;
const SOON = 60 * 60 * 1000;

export class DueField extends Component {
    static template = "neiqin_addon.DueField";
    static props = { ...standardFieldProps, since: { type: Boolean, optional: true } };

    setup() {
        this.state = useState({ now: DateTime.now() });
        const timer = setInterval(() => (this.state.now = DateTime.now()), 30 * 1000);
        onWillUnmount(() => clearInterval(timer));
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return this.value.toRelative({ base: this.state.now });
    }

    get title() {
        return formatDateTime(this.value);
    }

    get tone() {
        const left = this.value - this.state.now;
        if (this.props.since || left <= 0) {
            return "text-danger fw-bold";
        }
        return left < SOON ? "text-warning-emphasis fw-bold" : "";
    }
}

registry.category("fields").add("neiqin_due", {
    component: DueField,
    displayName: _t("Time Left"),
    supportedTypes: ["datetime"],
    extractProps: ({ options }) => ({ since: Boolean(options.since) }),
});
