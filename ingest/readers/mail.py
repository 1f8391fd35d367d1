"""Letters (.eml, .msg): their heads, their text, and what is attached to them."""

from __future__ import annotations

import email
import email.policy
import html as web
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import oxmsg
import regex as re

from ingest.errors import UnreadableFile
from ingest.language.text import fold_spaces, normalize
from ingest.model import Source
from ingest.readers import html, text

SUBJECT = "Chủ đề"
HEADS = (("Subject", SUBJECT), ("From", "Người gửi"), ("To", "Người nhận"))
# Two heads of a letter, in any order: one alone ("Subject: …") may open a note.
LETTER = re.compile(rb"^(?:from|to|subject|date|received|mime-version|message-id|return-path|delivered-to):", re.I | re.M)
FEWEST_HEADS = 3
HEAD = 4096  # bytes in which the heads of a letter are looked for
CONTAINER = b"\xd0\xcf\x11\xe0"  # OLE: Outlook's letters, Word 97, Excel 97
OUTLOOK_STREAM = "__properties_version1.0".encode("utf-16-le")
NAMELESS = "tệp"  # an attachment without a name
DAMAGED = "tệp thư điện tử bị hỏng; hãy mở bằng chương trình thư rồi lưu lại nội dung và tệp đính kèm"
EMPTY = "thư không có chữ nào và không có tệp đính kèm; hãy kiểm tra lại tệp gốc"
# what oxmsg lets through on damaged files
DAMAGE = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, LookupError, AssertionError)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in parts: its heads by their Vietnamese names, its text or else its web page, and what is attached."""

    heads: tuple[tuple[str, str], ...]
    text: str
    page: str
    attached: tuple[tuple[str, bytes], ...]

    @property
    def subject(self) -> str:
        """What the letter says it is about, "" where it says nothing."""
        return dict(self.heads).get(SUBJECT, "")

    @property
    def is_page(self) -> bool:
        """Whether it was written as a web page alone."""
        return not self.text.strip() and bool(self.page.strip())

    @property
    def content(self) -> bytes:
        """Heads and text as a file of their own: text, or a web page where it :attr:`is_page`; empty without either."""
        heads = [f"{name}: {value}" for name, value in self.heads if value]
        if self.is_page:
            return "".join(["<html><body>", *(f"<p>{web.escape(line)}</p>" for line in heads), self.page]).encode()
        return "\n".join([*heads, "", self.text]).encode() if self.text.strip() else b""


def is_letter(head: bytes) -> bool:
    """Say whether the first bytes of a file are the heads of a letter."""
    top = head.replace(b"\r", b"").partition(b"\n\n")[0]
    return len({m[0].lower() for m in LETTER.finditer(top)}) >= FEWEST_HEADS


def is_letter_file(path: Path) -> bool:
    """Say whether a file is a letter, by its first bytes or, where it is an OLE container, by its streams."""
    content = path.read_bytes()
    return OUTLOOK_STREAM in content if content.startswith(CONTAINER) else is_letter(content[:HEAD])


def read(path: Path) -> Source:
    """Return a letter's heads and text; what is attached is read by :mod:`ingest.readers.bundles`.

    :raises UnreadableFile: damaged, or without any text.
    """
    letter = opened(path)
    if not letter.content:
        raise UnreadableFile(EMPTY)
    return html.of_text(letter.content.decode()) if letter.is_page else text.of_bytes(letter.content)


def opened(path: Path) -> Letter:
    """Return a letter in parts.

    :raises UnreadableFile: it is damaged.
    """
    content = path.read_bytes()
    try:
        return _outlook(path) if content.startswith(CONTAINER) else _internet(content)
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error


def _internet(content: bytes) -> Letter:
    message = email.message_from_bytes(content, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise UnreadableFile(DAMAGED)
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    return Letter(
        (*((name, fold_spaces(normalize(str(message.get(head, ""))))) for head, name in HEADS), ("Ngày gửi", _day(message))),
        plain.get_content() if plain is not None else "",
        page.get_content() if page is not None else "",
        tuple(_attached(part) for part in message.iter_attachments() if isinstance(part, EmailMessage)),
    )


def _day(message: EmailMessage) -> str:
    """Return the day a letter was sent, as its sender's clock had it; as written where that is no date."""
    head = message["Date"]
    when = getattr(head, "datetime", None)
    return f"{when:%d/%m/%Y}" if when else fold_spaces(str(head or ""))


def _attached(part: EmailMessage) -> tuple[str, bytes]:
    """Return name and content of an attachment; a letter that was forwarded has its subject for a name."""
    name = str(part.get_filename() or "")
    if part.get_content_type() == "message/rfc822":
        inner = part.get_content()
        return name or f"{fold_spaces(str(inner.get('Subject') or 'thư')).replace('/', '-')}.eml", inner.as_bytes()
    content = part.get_payload(decode=True)
    return name or NAMELESS, content if isinstance(content, bytes) else b""


def _outlook(path: Path) -> Letter:
    message = oxmsg.Message.load(str(path))
    heads = (
        (SUBJECT, message.subject or ""),
        ("Người gửi", message.sender or ""),
        ("Ngày gửi", f"{message.sent_date:%d/%m/%Y}" if message.sent_date else ""),
    )
    attached = tuple((attachment.file_name or NAMELESS, attachment.file_bytes or b"") for attachment in message.attachments)
    return Letter(heads, message.body or "", message.html_body or "", attached)
