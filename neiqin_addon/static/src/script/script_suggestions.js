/**
 * Scripts in the composer: "::" offers those that fit the document, filled from it.
 * The canned response's id travels with the message, so that the server knows which
 * version was used, whatever became of the text.
 */
import { Composer } from "@mail/core/common/composer";
import { SuggestionService } from "@mail/core/common/suggestion_service";
import { cleanTerm } from "@mail/utils/common/format";
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
    get fullComposerAdditionalContext() {
        const used = this.props.composer.cannedResponses.map((canned) => canned.id);
        return {
            ...super.fullComposerAdditionalContext,
            ...(used.length ? { default_neiqin_canned_ids: used } : {}),
        };
    },
});
