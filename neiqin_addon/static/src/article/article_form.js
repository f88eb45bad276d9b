/** Versions of an article: Odoo's history dialog over what was published. */
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formView } from "@web/views/form/form_view";
import { HistoryDialog } from "@html_editor/components/history_dialog/history_dialog";

const PUBLISHED = "body_published";

export class ArticleFormController extends formView.Controller {
    setup() {
        super.setup();
        this.notification = useService("notification");
    }

    getStaticActionMenuItems() {
        return {
            ...super.getStaticActionMenuItems(),
            versions: {
                sequence: 15,
                icon: "fa fa-history",
                description: _t("Versions"),
                isAvailable: () => Boolean(this.model.root.data.version),
                callback: () => this.openVersions(),
            },
        };
    }

    openVersions() {
        const record = this.model.root;
        const historyMetadata = record.data.html_field_history_metadata?.[PUBLISHED];
        if (!historyMetadata) {
            this.notification.add(_t("This article has one version only."));
            return;
        }
        this.dialogService.add(HistoryDialog, {
            title: _t("Versions of the article"),
            recordId: record.resId,
            recordModel: this.props.resModel,
            versionedFieldName: PUBLISHED,
            historyMetadata,
            // an older version goes into the draft: readers get it when it is published
            restoreRequested: async (html, close) => {
                await record.update({ body: html });
                close();
            },
        });
    }
}

registry.category("views").add("neiqin_article_form", {
    ...formView,
    Controller: ArticleFormController,
});
