"""Receive every mail the demo sends, keep it as a file, show it on a small web page.

Usage: mail_catcher.py FOLDER SMTP_PORT WEB_PORT
"""

import html
import re
import sys
import time
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"
SHOWN = 200
NAME = re.compile(r"^[\w.-]+\.eml$")
STYLE = (
    "<meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<style>body{font:15px sans-serif;margin:1.5em auto;max-width:60em;padding:0 1em}"
    "td,th{text-align:left;padding:.3em .6em;border-bottom:1px solid #ddd}"
    "iframe{width:100%;height:60vh;border:1px solid #ccc}</style>"
)


class Keeper:
    """Write each received mail into the folder."""

    def __init__(self, folder):
        self.folder = folder

    async def handle_DATA(self, _server, _session, envelope):
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns() % 10**9:09d}.eml"
        receivers = ", ".join(envelope.rcpt_tos)
        head = f"X-Envelope-To: {receivers}\r\n".encode()
        (self.folder / name).write_bytes(head + envelope.content)
        return "250 kept"


def read(path):
    """Return the message kept in a file."""
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def cell(value):
    """Return a value safe inside HTML."""
    return html.escape(str(value or ""))


def list_page(folder):
    """Return the page of the newest mails."""
    paths = sorted(folder.glob("*.eml"), reverse=True)[:SHOWN]
    rows = []
    for path in paths:
        mail = read(path)
        link = f"<a href='/{quote(path.name)}'>{cell(mail['subject']) or '-'}</a>"
        files = sum(1 for _part in mail.iter_attachments())
        cells = [cell(mail["date"]), cell(mail["from"]), cell(mail["to"]), link]
        row = "".join(f"<td>{text}</td>" for text in [*cells, str(files or "")])
        rows.append(f"<tr>{row}</tr>")
    head = "<tr><th>Date 日期<th>From 发件人<th>To 收件人<th>Subject 主题<th>📎</tr>"
    empty = "" if rows else "<p>No mail yet. 还没有邮件。</p>"
    title = "<title>Mail 邮件</title><h1>Mail 邮件</h1>"
    return f"{STYLE}{title}<table>{head}{''.join(rows)}</table>{empty}"


def mail_page(path):
    """Return the page of one mail."""
    mail = read(path)
    name = quote(path.name)
    names = ("date", "from", "to", "reply-to", "subject")
    head = "".join(f"<tr><th>{key}<td>{cell(mail[key])}</tr>" for key in names)
    files = "".join(
        f"<li><a href='/{name}/{index}'>{cell(part.get_filename() or index)}</a>"
        for index, part in enumerate(mail.iter_attachments())
    )
    body = f"<iframe sandbox='allow-popups' src='/{name}/body'></iframe>"
    back = "<p><a href='/'>← Mail 邮件</a></p>"
    raw = f"<p><a href='/{name}/raw'>.eml</a></p>"
    return f"{STYLE}{back}<table>{head}</table>{body}<ul>{files}</ul>{raw}"


def body_page(path):
    """Return the mail's own body as HTML."""
    part = read(path).get_body(("html", "plain"))
    if part is None:
        return ""
    text = part.get_content()
    if part.get_content_subtype() == "html":
        return f"<meta charset=utf-8><base target=_blank>{text}"
    return f"<meta charset=utf-8><pre>{html.escape(text)}</pre>"


def attachment(path, index):
    """Return (content, type) of one attachment."""
    parts = list(read(path).iter_attachments())
    part = parts[int(index)]
    content = part.get_payload(decode=True) or part.as_bytes()
    kind = part.get_content_type()
    safe = kind == "application/pdf" or kind.startswith("image/p")
    return content, kind if safe else "application/octet-stream"


class Page(BaseHTTPRequestHandler):
    """Answer GET: the list, one mail, its body, its attachments."""

    folder = None

    def do_GET(self):
        name, _, rest = unquote(self.path).strip("/").partition("/")
        try:
            content, kind = self.answer(name, rest)
        except (LookupError, ValueError, OSError):
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(content)

    def answer(self, name, rest):
        """Return (bytes, type) of what is asked for."""
        kind = "text/html; charset=utf-8"
        if not name:
            return list_page(self.folder).encode(), kind
        if not NAME.match(name):
            raise LookupError(name)
        path = self.folder / name
        if rest == "raw":
            return path.read_bytes(), "application/octet-stream"
        if rest == "body":
            return body_page(path).encode("utf-8", "replace"), kind
        if rest:
            return attachment(path, rest)
        return mail_page(path).encode("utf-8", "replace"), kind

    def log_message(self, *_arguments):
        """Keep quiet: nobody reads the page's own log."""


def main():
    """Serve until the process is told to end."""
    folder, smtp_port, web_port = Path(sys.argv[1]), *map(int, sys.argv[2:4])
    folder.mkdir(parents=True, exist_ok=True)
    limit = 64 * 1024 * 1024
    keeper = Controller(Keeper(folder), HOST, smtp_port, data_size_limit=limit)
    keeper.start()
    Page.folder = folder
    web = ThreadingHTTPServer((HOST, web_port), Page)
    try:
        web.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        keeper.stop()


if __name__ == "__main__":
    main()
