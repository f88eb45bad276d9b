/** The customer's papers of a second entry, beside the lines that are typed from them. */
import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { PaperPane } from "../verification/paper_pane";

export class ReentryPapersField extends Component {
    static template = "neiqin_addon.ReentryPapersField";
    static components = { PaperPane };
    static props = { ...standardFieldProps };

    get papers() {
        return this.props.record.data[this.props.name] || [];
    }

    get taskId() {
        return this.props.record.resId || 0;
    }
}

registry.category("fields").add("neiqin_reentry_papers", {
    component: ReentryPapersField,
    displayName: _t("Customer's papers"),
    supportedTypes: ["json"],
});
