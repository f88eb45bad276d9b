/**
 * What a key does on the verification screen.
 *
 * @param {KeyboardEvent} ev on an input of the row in hand
 * @param {number} row the row in hand
 * @param {number} column its cell in hand
 * @returns {function|undefined} called with the screen; false leaves the key to the
 *     input, as an arrow within its text
 */
export function moveOf(ev, row, column) {
    const input = ev.target;
    const atStart = !input.selectionEnd;
    const atEnd = input.selectionStart === input.value?.length;
    const moves = {
        Enter: (screen) => (ev.shiftKey ? screen.keep() : screen.agree()),
        ArrowUp: (screen) => screen.goTo(row - 1, column),
        ArrowDown: (screen) => screen.goTo(row + 1, column),
        ArrowLeft: (screen) => atStart && screen.goTo(row, column - 1),
        ArrowRight: (screen) => atEnd && screen.goTo(row, column + 1),
        Escape: (screen) => screen.forget(row, column),
    };
    return moves[ev.key] || ((screen) => typedAhead(screen, ev.key));
}

/** Who types faster than the next cell takes the focus still means that cell. */
function typedAhead({ wantsFocus, state, current }, letter) {
    if (!wantsFocus || letter.length !== 1) {
        return false;
    }
    const { key } = current.cells[state.column];
    state.typed[key] = (state.typed[key] || "") + letter;
}
