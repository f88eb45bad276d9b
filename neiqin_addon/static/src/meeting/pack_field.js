/** The pack of a weekly meeting: its numbers lead to the documents behind them. */
import { Component, markup } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

export class MeetingPackField extends Component {
    static template = "neiqin_addon.MeetingPackField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    /** Made by the server's own template, which escapes whatever it shows. */
    get page() {
        return markup(this.props.record.data[this.props.name] || "");
    }

    async onClick(ev) {
        const link = ev.target.closest("[data-neiqin-open]");
        if (!link) {
            return;
        }
        ev.preventDefault();
        const [kind, key, place] = link.dataset.neiqinOpen.split(",");
        const { resModel, resId } = this.props.record;
        const args = [[resId], kind, Number(key), Number(place)];
        const action = await this.orm.call(resModel, "action_neiqin_open", args);
        if (action) {
            await this.action.doAction(action);
        }
    }
}

registry.category("fields").add("neiqin_meeting_pack", {
    component: MeetingPackField,
    supportedTypes: ["html"],
});
