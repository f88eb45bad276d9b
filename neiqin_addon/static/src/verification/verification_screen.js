import {
    Component,
    onMounted,
    onPatched,
    onWillStart,
    useRef,
    useState,
} from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { useFullHeight } from "./full_height";
import { PaperPane } from "./paper_pane";
import { moveOf } from "./verification_keys";
import { answersOf, differs, unmendedOf } from "./verification_values";
import { showOrder } from "./verification_way_back";

/**
 * An order beside the customer's paper, to be compared without a mouse: Enter says
 * that a row agrees, typing says what the paper has instead.
 */
export class VerificationScreen extends Component {
    static template = "neiqin_addon.VerificationScreen";
    static components = { Layout, PaperPane };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Verification");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.ui = useService("ui");
        this.root = useRef("root");
        const { params = {}, context = {} } = this.props.action;
        this.queue = params.queue || [];
        this.skip = [];
        this.state = useState({
            screen: null,
            row: 0, // index of the group in hand
            column: 0, // index of its cell in hand
            typed: {}, // cell key -> text on paper
            looked: {}, // line -> true once somebody said so
            paperShown: true,
            message: "",
            result: null,
            busy: false,
        });
        onWillStart(() => this.load(this.props.resId || params.order_id || context.active_id));
        useFullHeight(this.root);
        onMounted(() => this.takeFocus());
        onPatched(() => this.takeFocus());
        useHotkey("control+enter", () => this.finish(), { bypassEditableProtection: true });
    }

    async load(orderId) {
        const screen = await this.orm.call("neiqin.verification", "open_order", [orderId || 0]);
        this.show(screen);
        Object.assign(this.state, { typed: {}, looked: {}, result: null, message: "" });
        this.goToOpen(-1);
        this.props.updateActionState?.({ resId: orderId });
        this.env.config.setDisplayName(_t("Verify %s", screen.order.name));
    }

    show(screen) {
        this.state.screen = screen;
        this.wantsFocus = true;
    }

    get groups() {
        return this.state.screen.groups;
    }

    get current() {
        return this.groups[this.state.row];
    }

    get openCount() {
        return this.groups.filter((group) => !this.isDone(group)).length;
    }

    get progress() {
        return Math.round(100 * (1 - this.openCount / this.groups.length));
    }

    isCarried(group) {
        return group.cells.every((cell) => cell.carried && !this.isChanged(cell));
    }

    isDone(group) {
        return this.state.looked[group.line] || this.isCarried(group);
    }

    isChanged(cell) {
        return this.state.screen.changed.includes(cell.key);
    }

    isWrong(cell) {
        return differs(cell, this.state.typed[cell.key]);
    }

    wrongCells(group) {
        return group.cells.filter((cell) => this.isWrong(cell));
    }

    get wrongCount() {
        return this.groups.reduce((sum, group) => sum + this.wrongCells(group).length, 0);
    }

    // --- moving

    nextOpen(from) {
        const order = [...this.groups.keys()];
        const ahead = order.slice(from + 1).concat(order.slice(0, Math.max(from, 0)));
        return ahead.find((index) => !this.isDone(this.groups[index])) ?? -1;
    }

    /** Go to the next row to compare, to the value that needs it; false if none. */
    goToOpen(from) {
        const row = this.nextOpen(from);
        if (row >= 0) {
            const { cells } = this.groups[row];
            const column = cells.findIndex((cell) => !cell.carried || this.isChanged(cell));
            this.goTo(row, column);
        }
        return row >= 0;
    }

    goTo(row, column = 0) {
        this.state.row = Math.min(Math.max(row, 0), this.groups.length - 1);
        this.state.column = Math.min(Math.max(column, 0), this.current.cells.length - 1);
        this.wantsFocus = true;
    }

    takeFocus() {
        if (!this.wantsFocus || !this.root.el) {
            return;
        }
        this.wantsFocus = false;
        // on a phone the keyboard comes only when somebody taps a value
        const aim = this.state.result
            ? ".o_neiqin_result .btn-primary"
            : this.ui.isSmall && !this.tapped
              ? ".o_neiqin_row_active"
              : `.o_neiqin_row_active [data-column="${this.state.column}"]`;
        this.tapped = false;
        this.root.el.querySelector(aim)?.focus({ preventScroll: true });
        const row = this.root.el.querySelector(".o_neiqin_row_active");
        row?.scrollIntoView({ block: "nearest" });
    }

    /** A look at the paper does not cost the keyboard its place in the order. */
    onPaperClick() {
        if (!this.ui.isSmall) {
            this.wantsFocus = true;
            this.takeFocus();
        }
    }

    onTapCell(row, column) {
        this.tapped = true;
        this.goTo(row, column);
        if (this.root.el.querySelector(`.o_neiqin_row_active [data-column="${column}"]`)) {
            this.takeFocus();
        }
    }

    onKeydown(ev) {
        if (ev.isComposing || ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        const move = moveOf(ev, this.state.row, this.state.column);
        if (move && move(this) !== false) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    /** Take back what was typed. */
    forget(row, column) {
        delete this.state.typed[this.groups[row].cells[column].key];
    }

    onFocusCell(row, column) {
        Object.assign(this.state, { row, column });
    }

    // --- verdicts

    /** Values of the row in hand that differ from the paper as they did before. */
    get unmended() {
        return unmendedOf(this.current.cells, this.state.typed);
    }

    /** The row in hand was looked at: what was typed differs, the rest agrees. */
    agree() {
        const [cell] = this.unmended;
        if (cell) {
            this.state.message = _t(
                "%s: the order still differs from the paper. Correct the order first, or keep it as a promise that differs on purpose.",
                cell.label
            );
            return;
        }
        this.keep();
    }

    /** As above, and a value that still differs is promised so on purpose. */
    keep() {
        this.state.message = "";
        this.state.looked[this.current.line] = true;
        if (!this.goToOpen(this.state.row)) {
            this.finish();
        }
    }

    get answers() {
        const looked = this.groups.filter((group) => this.state.looked[group.line]);
        return Object.assign(
            {},
            ...looked.map((group) => answersOf(group.cells, this.state.typed))
        );
    }

    async finish() {
        if (this.state.busy || this.state.result) {
            return;
        }
        if (this.openCount) {
            this.state.message = _t("Rows not compared yet: %s", this.openCount);
            this.goToOpen(-1);
            return;
        }
        this.state.busy = true;
        try {
            const answer = await this.orm.call("neiqin.verification", "complete", [
                [this.state.screen.id],
                this.answers,
            ]);
            if (answer.done) {
                this.state.result = answer;
                this.wantsFocus = true;
            } else {
                this.lookAgain(answer);
            }
        } finally {
            this.state.busy = false;
        }
    }

    /** The order changed meanwhile: keep what still holds, mark what does not. */
    lookAgain({ screen, message }) {
        this.show(screen);
        this.state.message = message;
        for (const group of this.groups) {
            if (group.cells.some((cell) => this.isChanged(cell))) {
                delete this.state.looked[group.line];
                group.cells.forEach((cell) => delete this.state.typed[cell.key]);
            }
        }
        this.goToOpen(-1);
    }

    onPapers(papers) {
        this.state.screen.papers = papers;
    }

    async verifyNext() {
        this.skip.push(this.state.screen.order.id);
        const next = await this.orm.call("neiqin.verification", "next_order", [
            this.queue,
            this.skip,
        ]);
        if (next) {
            return this.load(next);
        }
        this.notification.add(_t("No order waits for you any more."), { type: "success" });
        return this.action.doAction("neiqin_addon.sale_order_action_verify", {
            clearBreadcrumbs: true,
        });
    }

    openOrder() {
        return showOrder(this, this.state.screen.order);
    }
}

registry.category("actions").add("neiqin_verification", VerificationScreen);
