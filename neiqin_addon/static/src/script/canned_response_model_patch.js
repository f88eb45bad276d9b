import { CannedResponse } from "@mail/core/common/canned_response_model";
import { patch } from "@web/core/utils/patch";

patch(CannedResponse.prototype, {
    setup() {
        super.setup(...arguments);
        /** An approved script: offered by the documents it fits alone. */
        this.isNeiqinScript = false;
    },
});
