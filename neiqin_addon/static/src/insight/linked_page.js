/** A page of figures, each of which leads to the documents behind it. */
import { Component, markup } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

export class LinkedPageField extends Component {
    static template = "neiqin_addon.LinkedPageField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    /** Made by the server's own template, which escapes whatever it shows. */
    get page() {
        return markup(this.props.record.data[this.props.name] || "");
    }

    /** A figure says what it is made of: a kind, and the numbers of its row. */
    async onClick(ev) {
        const link = ev.target.closest("[data-neiqin-open]");
        if (!link) {
            return;
        }
        ev.preventDefault();
        const [kind, ...numbers] = link.dataset.neiqinOpen.split(",");
        const { resModel, resId } = this.props.record;
        const args = [[resId], kind, ...numbers.map(Number)];
        const action = await this.orm.call(resModel, "action_neiqin_open", args);
        if (action) {
            await this.action.doAction(action);
        }
    }
}

registry.category("fields").add("neiqin_linked_page", {
    component: LinkedPageField,
    supportedTypes: ["html"],
});
