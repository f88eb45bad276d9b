/** The list and the kanban of order files take files dropped on them. */
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FileUploadKanbanRenderer } from "@account/views/file_upload_kanban/file_upload_kanban_renderer";
import { fileUploadKanbanView } from "@account/views/file_upload_kanban/file_upload_kanban_view";
import { FileUploadListRenderer } from "@account/views/file_upload_list/file_upload_list_renderer";
import { fileUploadListView } from "@account/views/file_upload_list/file_upload_list_view";

const dropsOrders = (Renderer) =>
    class extends Renderer {
        setup() {
            super.setup();
            this.dropZoneTitle = _t("Drop the order files here");
            this.dropZoneDescription = _t("They are checked row by row at once.");
        }
    };

registry.category("views").add("neiqin_intake_list", {
    ...fileUploadListView,
    Renderer: dropsOrders(FileUploadListRenderer),
});
registry.category("views").add("neiqin_intake_kanban", {
    ...fileUploadKanbanView,
    Renderer: dropsOrders(FileUploadKanbanRenderer),
});
