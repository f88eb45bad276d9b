"""What the browser under test is told: scripts it runs, keys it is sent."""

#: Finds a visible element by selector and, if given, by a text it contains.
FIND = """
const find = (selector, text) => [...document.querySelectorAll(selector)].find(
    (el) => el.getClientRects().length && (!text || el.textContent.includes(text))
);
"""
CLICK = "el.scrollIntoView({block: 'center'}); el.click();"
#: Waits for fonts, for requests that show a spinner, pictures and animations.
SETTLE = """
(async () => {
    await document.fonts.ready;
    for (let i = 0; i < 100 && document.querySelector(".o_loading_indicator"); i++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const pictures = [...document.images].filter((img) => !img.complete);
    await Promise.race([
        Promise.all([
            ...document.getAnimations().map((a) => a.finished.catch(() => 0)),
            ...pictures.map((img) => img.decode().catch(() => 0)),
        ]),
        new Promise((resolve) => setTimeout(resolve, 1500)),
    ]);
    await new Promise((resolve) => requestAnimationFrame(resolve));
})()
"""
#: Names what is wider than the window, the culprit before its ancestors.
TOO_WIDE = """
(() => {
    const page = document.scrollingElement;
    const boxes = [page, ...document.querySelectorAll(".o_content, .o_form_sheet_bg")];
    const wide = boxes.filter((el) => el.scrollWidth > el.clientWidth + 1);
    if (!wide.length) {
        return [];
    }
    const name = (el) => `${el.tagName}.${String(el.className).replaceAll(" ", ".")}`;
    const culprits = [...wide[0].querySelectorAll("*")].filter(
        (el) => el.getBoundingClientRect().right > window.innerWidth + 1
    );
    return [...wide, ...culprits.slice(-5)].map((el) => `${name(el)} ${el.scrollWidth}`);
})()
"""
KEYS = {
    "Enter": {"code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"},
    "Tab": {"code": "Tab", "windowsVirtualKeyCode": 9},
    "Escape": {"code": "Escape", "windowsVirtualKeyCode": 27},
    "ArrowDown": {"code": "ArrowDown", "windowsVirtualKeyCode": 40},
    "ArrowUp": {"code": "ArrowUp", "windowsVirtualKeyCode": 38},
    "ArrowLeft": {"code": "ArrowLeft", "windowsVirtualKeyCode": 37},
    "ArrowRight": {"code": "ArrowRight", "windowsVirtualKeyCode": 39},
    " ": {"code": "Space", "windowsVirtualKeyCode": 32, "text": " "},
}
MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}
