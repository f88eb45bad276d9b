import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * The press in the mail is the mark: it is sent as the page opens, words may follow.
 *
 * Not by the link itself: what reads a customer's mails for them follows links, too.
 */
export class RateAtOnce extends Interaction {
    static selector = "form[data-neiqin-at-once]";
    dynamicContent = {
        "input[name='rate']": { "t-on-change": () => this.save() },
    };

    start() {
        this.save();
    }

    async save() {
        const data = new FormData(this.el);
        data.delete("feedback"); // what was written before stays
        const note = this.el.querySelector(".o_neiqin_mark_saved");
        const answer = await this.waitFor(
            fetch(this.el.action, { method: "POST", body: data }).catch(() => null)
        );
        // otherwise the button below sends it, as on Odoo's own page
        note.classList.toggle("d-none", !answer?.ok);
    }
}

registry.category("public.interactions").add("neiqin_addon.rate_at_once", RateAtOnce);
