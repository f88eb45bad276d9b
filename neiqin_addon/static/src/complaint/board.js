/**
 * The wall board: all clocks that run, the most pressing first. It asks again when the
 * bus says that something changed, and every minute; in between the seconds count here.
 */
import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const CHANGED = "neiqin_complaint_board";
const KINDS = {
    response: _t("First response"),
    solution: _t("Solution"),
    task: _t("Task"),
};

export class ComplaintBoard extends Component {
    static template = "neiqin_addon.ComplaintBoard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bus = useService("bus_service");
        this.kinds = KINDS;
        this.state = useState({ cards: [], more: 0, seconds: 0, kind: "" });
        this.load = this.load.bind(this);
        // one question for a burst of changes
        const soon = useDebounced(this.load, 1000);
        this.bus.subscribe(CHANGED, soon);
        const tick = setInterval(() => this.state.seconds++, 1000);
        const again = setInterval(this.load, 60 * 1000);
        onWillStart(this.load);
        onWillUnmount(() => {
            this.bus.unsubscribe(CHANGED, soon);
            clearInterval(tick);
            clearInterval(again);
        });
    }

    async load() {
        const { cards, more } = await this.orm.silent.call(
            "neiqin.complaint.clock",
            "neiqin_board",
            []
        );
        Object.assign(this.state, { cards, more, seconds: 0 });
    }

    get cards() {
        const { kind, cards } = this.state;
        return kind ? cards.filter((card) => card.kind === kind) : cards;
    }

    count(kind) {
        return this.state.cards.filter((card) => !kind || card.kind === kind).length;
    }

    get late() {
        return this.state.cards.filter((card) => this.left(card) < 0).length;
    }

    left(card) {
        const runs = !card.paused && !card.stands;
        return card.left - (runs ? this.state.seconds : 0);
    }

    clock(card) {
        const left = Math.abs(this.left(card));
        const part = (seconds) => String(Math.floor(seconds)).padStart(2, "0");
        const sign = this.left(card) < 0 ? "−" : "";
        const rest = `${part((left % 3600) / 60)}:${part(left % 60)}`;
        return `${sign}${Math.floor(left / 3600)}:${rest}`;
    }

    deadline(card) {
        return card.deadline ? formatDateTime(deserializeDateTime(card.deadline)) : "";
    }

    tone(card) {
        if (card.paused) {
            return "o_neiqin_paused";
        }
        const left = this.left(card);
        if (left < 0) {
            return "o_neiqin_late";
        }
        return card.share >= 80 ? "o_neiqin_urgent" : card.share >= 50 ? "o_neiqin_half" : "";
    }

    open(card) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: card.model,
            res_id: card.record,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add(CHANGED, ComplaintBoard);
