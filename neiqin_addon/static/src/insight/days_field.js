/**
 * Remaining days that are days: Odoo's own says "next month" of tomorrow when it is the
 * first, and a clerk cannot tell what is due.
 */
import { registry } from "@web/core/registry";
import {
    RemainingDaysField,
    remainingDaysField,
} from "@web/views/fields/remaining_days/remaining_days_field";

export class DaysField extends RemainingDaysField {
    get diffString() {
        if (this.diffDays === null || Math.abs(this.diffDays) > 99) {
            return super.diffString;
        }
        return this.props.record.data[this.props.name].toRelativeCalendar({ unit: "days" });
    }
}

registry.category("fields").add("neiqin_days", { ...remainingDaysField, component: DaysField });
