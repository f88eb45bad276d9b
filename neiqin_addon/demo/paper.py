"""What a customer's order looks like on paper: plain Python, no records."""

import base64
import io
from email.message import EmailMessage
from email.utils import format_datetime

from PIL import Image, ImageDraw, ImageFont

#: Fonts that know Chinese, where systems usually keep them.
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)
HEADS = ("序号", "货号", "品名规格", "数量", "单价(元)", "交货日期")
COLUMNS = (60, 120, 265, 560, 650, 760)  # left edge of each column
SIZE = (920, 1200)
INK = (25, 25, 35)


def table(order):
    """Return the rows of an order's table, as texts.

    :param order: dict with ``lines`` of (code, name, quantity, price) and ``promised``

    >>> table({"lines": [("A", "轴承", 50, 12.8)], "promised": "2026-03-01"})
    [('1', 'A', '轴承', '50', '12.80', '2026-03-01')]
    """
    return [
        (
            str(number),
            code,
            name,
            f"{quantity:g}",
            f"{price:.2f}",
            str(order["promised"]),
        )
        for number, (code, name, quantity, price) in enumerate(order["lines"], 1)
    ]


def heading(order):
    """Return the lines of text above the table."""
    return [
        f"采购订单号：{order['reference']}",
        f"订货日期：{order['day']}",
        f"供方：{order['vendor']}",
        f"需方：{order['customer']}",
        f"收货地址：{order['address']}",
    ]


def mail(order):
    """Return the bytes of a mail in which the customer orders."""
    message = EmailMessage()
    message["Subject"] = f"采购订单 {order['reference']}"
    message["From"] = order["sender"]
    message["To"] = order["receiver"]
    message["Date"] = format_datetime(order["moment"])
    cells = "".join(f"<th>{head}</th>" for head in HEADS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>"
        for row in table(order)
    )
    above = "<br>".join(heading(order))
    message.set_content(
        f"<p>您好，请按下表安排发货，并书面确认交期：</p><p>{above}</p>"
        f"<table border='1' cellpadding='4'><tr>{cells}</tr>{rows}</table>"
        f"<p>{order['contact']}<br>{order['customer']}</p>",
        subtype="html",
    )
    return message.as_bytes()


def picture(order):
    """Return the PNG of a scanned purchase order, None without a Chinese font."""
    fonts = _fonts()
    if not fonts:
        return None
    page = Image.new("RGB", SIZE, (252, 251, 247))
    draw = ImageDraw.Draw(page)
    title, text = fonts
    draw.text((SIZE[0] / 2, 90), order["customer"], INK, title, anchor="mm")
    draw.text((SIZE[0] / 2, 140), "采 购 订 单", INK, title, anchor="mm")
    for number, words in enumerate(heading(order)):
        draw.text((60, 195 + 30 * number), words, INK, text)
    _draw_table(draw, order, text)
    _draw_stamp(draw, order, text)
    out = io.BytesIO()
    page.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fonts():
    for path in FONTS:
        try:
            return ImageFont.truetype(path, 30), ImageFont.truetype(path, 19)
        except OSError:
            continue
    return None


def _draw_table(draw, order, font):
    top = 375
    for number, row in enumerate([HEADS, *table(order)]):
        y = top + 40 * number
        draw.line([(50, y - 8), (870, y - 8)], INK)
        for x, words in zip(COLUMNS, row, strict=True):
            draw.text((x, y), words, INK, font)
    bottom = top + 40 * (len(order["lines"]) + 1) - 8
    draw.line([(50, bottom), (870, bottom)], INK)
    draw.text((60, bottom + 24), "请在收到后 24 小时内书面确认。", INK, font)
    draw.text((60, bottom + 60), f"采购：{order['contact']}", INK, font)


def _draw_stamp(draw, order, font):
    red = (200, 30, 35)
    x, y = 700, 420 + 40 * len(order["lines"])
    draw.ellipse([x, y, x + 150, y + 150], outline=red, width=4)
    draw.text((x + 75, y + 62), order["customer"][:6], red, font, anchor="mm")
    draw.text((x + 75, y + 95), "采购专用章", red, font, anchor="mm")


def signature():
    """Return a drawn signature as base64 text of a PNG."""
    page = Image.new("RGBA", (300, 110), (0, 0, 0, 0))
    points = [
        (20, 70),
        (60, 25),
        (75, 85),
        (110, 40),
        (135, 80),
        (180, 35),
        (210, 75),
        (280, 50),
    ]
    ImageDraw.Draw(page).line(points, (20, 30, 90, 255), 4, joint="curve")
    out = io.BytesIO()
    page.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def seal(name, purpose):
    """Return the PNG of a company's round seal, None without a Chinese font."""
    fonts = _fonts()
    if not fonts:
        return None
    red = (205, 25, 30, 255)
    page = Image.new("RGBA", (320, 320), (0, 0, 0, 0))
    draw = ImageDraw.Draw(page)
    draw.ellipse([8, 8, 312, 312], outline=red, width=9)
    draw.text((160, 100), name[:6], red, fonts[0], anchor="mm")
    draw.text((160, 150), "★", red, fonts[0], anchor="mm")
    draw.text((160, 200), purpose, red, fonts[0], anchor="mm")
    out = io.BytesIO()
    page.save(out, "PNG", optimize=True)
    return out.getvalue()


def contract(words):
    """Return a scanned contract as a PDF of one picture, None without Chinese fonts.

    :param words: the lines written on it
    """
    fonts = _fonts()
    if not fonts:
        return None
    page = Image.new("RGB", (900, 1200), "white")
    draw = ImageDraw.Draw(page)
    for number, text in enumerate(words):
        draw.text((90, 120 + 90 * number), text, INK, fonts[0])
    out = io.BytesIO()
    page.save(out, "PDF")
    return out.getvalue()
