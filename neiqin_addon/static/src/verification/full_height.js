import { onMounted, useExternalListener } from "@odoo/owl";

/**
 * Let an element end where the window ends, so that its parts scroll each by itself.
 *
 * @param {{el: HTMLElement}} ref
 */
export function useFullHeight(ref) {
    const fill = () => {
        const { top } = ref.el.getBoundingClientRect();
        ref.el.style.height = `calc(100dvh - ${Math.max(0, top)}px)`;
    };
    onMounted(fill);
    useExternalListener(window, "resize", fill);
}
