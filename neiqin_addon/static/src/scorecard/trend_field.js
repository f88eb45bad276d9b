/** The scores of the last months as little columns, with the figure above each. */
import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

export class ScorecardTrendField extends Component {
    static template = "neiqin_addon.ScorecardTrendField";
    static props = { ...standardFieldProps };

    get months() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("neiqin_scorecard_trend", {
    component: ScorecardTrendField,
    displayName: _t("Scores of the last months"),
    supportedTypes: ["json"],
});
