/**
 * The clerk's desk. One request for the whole page; in between the clocks count here,
 * by the server's clock, and the page asks again when somebody comes back to it.
 */
import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;
const HOUR = 60 * 60 * 1000;

export class Desk extends Component {
    static template = "neiqin_addon.Desk";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ tiles: [], isClerk: false, now: DateTime.now() });
        this.skew = 0;
        const tick = setInterval(() => (this.state.now = this.time), 1000);
        const again = setInterval(() => this.load(), 2 * 60 * 1000);
        const seen = () => !document.hidden && this.load();
        document.addEventListener("visibilitychange", seen);
        onWillStart(() => this.load());
        onWillUnmount(() => {
            clearInterval(tick);
            clearInterval(again);
            document.removeEventListener("visibilitychange", seen);
        });
    }

    get time() {
        return DateTime.now().plus(this.skew);
    }

    async load() {
        const { now, tiles, is_clerk } = await this.orm.silent.call("neiqin.desk", "load", []);
        this.skew = deserializeDateTime(now).diff(DateTime.now()).milliseconds;
        Object.assign(this.state, { tiles, isClerk: is_clerk, now: this.time });
    }

    get nothingWaits() {
        return this.state.tiles.every((tile) => !tile.count);
    }

    left(tile) {
        return deserializeDateTime(tile.moment).diff(this.state.now).milliseconds;
    }

    counts(tile) {
        return Boolean(tile.count && tile.moment && tile.runs === "to");
    }

    since(tile) {
        return deserializeDateTime(tile.moment).toRelative({ base: this.state.now });
    }

    clock(tile) {
        const left = this.left(tile);
        const seconds = Math.floor(Math.abs(left) / 1000);
        const days = Math.floor(seconds / 86400);
        const part = (number) => String(Math.floor(number)).padStart(2, "0");
        const time = `${part((seconds % 86400) / 3600)}:${part((seconds % 3600) / 60)}:${part(
            seconds % 60
        )}`;
        return { late: left < 0, days, time };
    }

    tone(tile) {
        if (!tile.count) {
            return "o_neiqin_done";
        }
        if (!this.counts(tile)) {
            return "";
        }
        const left = this.left(tile);
        return left < 0 ? "o_neiqin_late" : left < HOUR ? "o_neiqin_soon" : "";
    }

    async open(tile) {
        this.action.doAction(await this.orm.call("neiqin.desk", "open_tile", [tile.key]));
    }
}

registry.category("actions").add("neiqin_desk", Desk);
