import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { useService } from "@web/core/utils/hooks";

const PDF_VIEWER = "/web/static/lib/pdfjs/web/viewer.html";
// a mail may not fetch anything: no script, no picture that tells it was read
const PAGE_POLICY = `<meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`;

/** The customer's papers, one at a time, and a place to drop the first. */
export class PaperPane extends Component {
    static template = "neiqin_addon.PaperPane";
    static props = {
        orderId: Number,
        papers: Array,
        onAdded: { type: Function, optional: true },
        readonly: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({
            index: this.firstShown(this.props.papers),
            zoomed: false,
            dragging: false,
            busy: false,
        });
        onWillUpdateProps((next) => {
            if (next.orderId !== this.props.orderId) {
                Object.assign(this.state, {
                    index: this.firstShown(next.papers),
                    zoomed: false,
                });
            }
        });
    }

    /** Begin with a paper that can be read here, not with one to download. */
    firstShown(papers) {
        return Math.max(0, papers.findIndex((paper) => paper.kind !== "file"));
    }

    get paper() {
        return this.props.papers[this.state.index];
    }

    get rowHeaders() {
        return [...new Set(this.paper.rows.flatMap((row) => Object.keys(row)))];
    }

    pdfUrl(paper) {
        return `${PDF_VIEWER}?file=${encodeURIComponent(paper.url)}#pagemode=none&zoom=page-width`;
    }

    pageSource(paper) {
        return PAGE_POLICY + paper.html;
    }

    onDrop(ev) {
        this.state.dragging = false;
        if (!this.props.readonly) {
            this.add(ev.dataTransfer.files);
        }
    }

    async onPick(ev) {
        await this.add(ev.target.files);
        ev.target.value = "";
    }

    async add(files) {
        this.state.busy = true;
        try {
            for (const file of files) {
                const data = (await getDataURLFromFile(file)).split(",")[1] || "";
                const papers = await this.orm.call("neiqin.verification", "add_paper", [
                    this.props.orderId,
                    file.name,
                    data,
                ]);
                this.props.onAdded(papers);
                this.state.index = papers.findLastIndex((paper) => paper.name === file.name);
                this.notification.add(_t("%s is kept with the order.", file.name), {
                    type: "success",
                });
            }
        } finally {
            this.state.busy = false;
        }
    }
}
