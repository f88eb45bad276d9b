/**
 * Open the order that was verified, or go back to it where the user came from it.
 *
 * @param {{env: Object, action: Object}} screen
 * @param {{id: number, name: string}} order
 */
export function showOrder({ env, action }, { id, name }) {
    const crumbs = env.config.breadcrumbs;
    if (crumbs?.at(-2)?.name === name) {
        return env.config.historyBack();
    }
    return action.doAction({
        type: "ir.actions.act_window",
        res_model: "sale.order",
        res_id: id,
        views: [[false, "form"]],
    });
}
