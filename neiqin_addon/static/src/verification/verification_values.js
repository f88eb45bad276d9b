import { parseFloat as parseLocalFloat } from "@web/views/fields/parsers";

/** Text as it is compared: half-width, single blanks, lower case. */
export function folded(text) {
    return (text || "").normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();
}

function asNumber(text) {
    try {
        return parseLocalFloat(folded(text).replace(/^[¥$€£元]|[¥$€£元%]$/g, ""));
    } catch {
        return NaN;
    }
}

/**
 * Whether what was typed says something else than the order. The server judges
 * again and has the last word; this only colours the cell while typing.
 *
 * @param {{kind: string, entered: string, text: string}} cell
 * @param {string} typed
 */
export function differs(cell, typed) {
    const said = folded(typed);
    if (!said || said === folded(cell.text) || said === folded(cell.entered)) {
        return false;
    }
    if (cell.kind === "number") {
        return asNumber(typed) !== Number(cell.entered || 0);
    }
    if (cell.kind === "day") {
        const [, , month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(cell.entered) || [];
        const parts = (said.match(/\d+/g) || []).map(Number);
        const [m, d] = parts.slice(-2);
        return !(parts.length >= 2 && m === Number(month) && d === Number(day));
    }
    return true;
}

/** Cells that differ from the paper as they did before, and nothing was typed. */
export function unmendedOf(cells, typed) {
    return cells.filter((cell) => cell.unmended && !(typed[cell.key] || "").trim());
}

/**
 * What is sent for a group of cells that somebody looked at: the text on paper
 * where one was typed, true where a value that differs is kept on purpose, null
 * where the order's value agrees.
 */
export function answersOf(cells, typed) {
    return Object.fromEntries(
        cells.map((cell) => [
            cell.key,
            (typed[cell.key] || "").trim() || (cell.unmended ? true : null),
        ])
    );
}
