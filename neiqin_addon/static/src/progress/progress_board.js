/** The board of open orders: columns at a desk, on a phone one list, late ones first. */
import { registry } from "@web/core/registry";
import { utils } from "@web/core/ui/ui_service";
import { SearchModel } from "@web/search/search_model";
import { kanbanView } from "@web/views/kanban/kanban_view";

export class ProgressBoardSearchModel extends SearchModel {
    async load(config) {
        // nine columns beside each other would be nine swipes to the last
        const { defaultGroupBy, ...rest } = config;
        return super.load(utils.isSmall() ? rest : config);
    }
}

registry.category("views").add("neiqin_progress_board", {
    ...kanbanView,
    SearchModel: ProgressBoardSearchModel,
});
