/** How far an order got, step by step: green is done, blue is begun, grey is to come. */
import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const NAMES = {
    received: _t("Received"),
    verified: _t("Verified"),
    confirmed: _t("Confirmed"),
    reserved: _t("Reserved"),
    purchased: _t("Purchased or in Production"),
    picked: _t("Picked"),
    shipped: _t("Shipped"),
    delivered: _t("Delivered"),
    invoiced: _t("Invoiced"),
    paid: _t("Paid"),
};

export class OrderProgressField extends Component {
    static template = "neiqin_addon.OrderProgressField";
    static props = { ...standardFieldProps, compact: { type: Boolean, optional: true } };

    get steps() {
        return (this.props.record.data[this.props.name] || []).map((step) => {
            const name = String(NAMES[step.step] || step.step);
            return {
                ...step,
                name,
                title: _t("%(step)s: %(percent)s %%", { step: name, percent: step.percent }),
                look: step.percent === 100 ? "done" : step.percent ? "begun" : "open",
            };
        });
    }
}

export const orderProgressField = {
    component: OrderProgressField,
    displayName: _t("Progress of an order"),
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ compact: Boolean(options.compact) }),
};

registry.category("fields").add("neiqin_progress", orderProgressField);
