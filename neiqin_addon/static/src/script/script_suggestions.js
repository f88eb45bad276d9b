/**
 * Scripts in the composer: "::" offers those that fit the document, filled from it.
 * The canned response's id travels with the message, so that the server knows which
 * version was used, whatever became of the text.
 */
import { Composer } from "@mail/core/common/composer";
import { SuggestionService } from "@mail/core/common/suggestion_service";
import { cleanTerm } from "@mail/utils/common/format";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

const MODELS = ["neiqin.complaint", "sale.order", "neiqin.confirmation.letter"];
/** Of each document what was offered last: its data change while one writes. */
const offers = new Map();

const keyOf = (thread) => `${thread.model},${thread.id}`;

patch(SuggestionService.prototype, {
    async fetchSuggestions({ delimiter }, { thread, abortSignal } = {}) {
        const others = super.fetchSuggestions(...arguments);
        if (delimiter === "::" && thread && MODELS.includes(thread.model)) {
            let found = [];
            try {
                found = await this.makeOrmCall(
                    "neiqin.script",
                    "neiqin_offer",
                    [thread.model, thread.id],
                    {},
                    { abortSignal }
                );
            } catch (error) {
                // colleagues who write to no customer have no scripts
                if (!(error instanceof RPCError)) {
                    throw error;
                }
            }
            offers.set(keyOf(thread), found);
        }
        await others;
    },
    searchSuggestions({ delimiter, term }, { thread } = {}) {
        const found = super.searchSuggestions(...arguments);
        if (delimiter !== "::") {
            return found;
        }
        // elsewhere a script would stand there with its braces
        const own = found.suggestions.filter((canned) => !canned.isNeiqinScript);
        const wanted = cleanTerm(term);
        const scripts = ((thread && offers.get(keyOf(thread))) || [])
            .filter((script) => cleanTerm(script.source).includes(wanted))
            .map((script) => this.store["mail.canned.response"].insert(script));
        return { ...found, suggestions: [...scripts, ...own] };
    },
});

patch(Composer.prototype, {
    /** What scripts left open is filled in first: the cursor goes there. */
    async sendMessage() {
        const composer = this.props.composer;
        const isReply = this.props.type !== "note" && !composer.message;
        if (isReply && MODELS.includes(composer.thread?.model)) {
            const left = await this.neiqinBlanksLeft(composer.composerText || "");
            if (left.length) {
                this.env.services.notification.add(
                    _t("Nothing was sent. Still to fill in: %s", left.join(" ")),
                    { type: "warning" }
                );
                this.neiqinSelect(left[0]);
                return;
            }
        }
        return super.sendMessage(...arguments);
    },

    async neiqinBlanksLeft(text) {
        if (!/[【[]/.test(text)) {
            return [];
        }
        try {
            return await this.env.services.orm.call("neiqin.script", "neiqin_blanks_left", [text]);
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            return []; // the server looks once more when it is sent
        }
    },

    neiqinSelect(text) {
        const area = this.ref.el;
        const start = area?.value?.indexOf(text) ?? -1;
        if (start >= 0) {
            area.focus();
            area.setSelectionRange(start, start + text.length);
        }
    },

    get fullComposerAdditionalContext() {
        const used = this.props.composer.cannedResponses.map((canned) => canned.id);
        return {
            ...super.fullComposerAdditionalContext,
            ...(used.length ? { default_neiqin_canned_ids: used } : {}),
        };
    },
});
