"""Letters (.eml, .msg): their heads, their text, and each file attached that can be read, under its name."""

from __future__ import annotations

import email
import email.policy
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

import oxmsg
import regex as re

from ingest.errors import UnreadableFile
from ingest.language.text import fold_spaces, normalize
from ingest.model import Line, Source, Table
from ingest.reading import Reading

HEADS = (("Subject", "Chủ đề"), ("From", "Người gửi"), ("To", "Người nhận"), ("Date", "Ngày gửi"))
# Two heads of a letter, in any order: one alone ("Subject: …") may open a note.
LETTER = re.compile(rb"^(?:from|to|subject|date|received|mime-version|message-id|return-path|delivered-to):", re.I | re.M)
FEWEST_HEADS = 3
DAMAGED = "tệp thư điện tử bị hỏng; hãy mở bằng chương trình thư rồi lưu lại nội dung và tệp đính kèm"
EMPTY = "thư không có chữ nào và không có tệp đính kèm nào đọc được; hãy lưu tệp đính kèm ra rồi nạp"
# what oxmsg lets through on damaged files
DAMAGE = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, LookupError, AssertionError)


@dataclass(frozen=True, slots=True)
class _Letter:
    heads: tuple[tuple[str, str], ...]
    text: str
    html: bytes
    attached: tuple[tuple[str, bytes], ...]


def is_letter(head: bytes) -> bool:
    """Say whether the first bytes of a file are the heads of a letter."""
    top = head.replace(b"\r", b"").partition(b"\n\n")[0]
    return len({m[0].lower() for m in LETTER.finditer(top)}) >= FEWEST_HEADS


def read(path: Path, reading: Reading) -> Source:
    """Return a letter's heads and text, then what is attached; what cannot be read is told with its reason.

    :raises UnreadableFile: damaged, or nothing in it can be read.
    """
    try:
        letter = _outlook(path) if path.read_bytes()[:2] == b"\xd0\xcf" else _internet(path)
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error
    made = Source(tuple(Line(f"{name}: {text}", whole=True) for name, text in letter.heads if text))
    told: list[str] = []
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        for title, name, content in _pieces(letter):
            try:
                made = _joined(made, title, _read(Path(folder), name, content, reading))
                found += 1
            except UnreadableFile as error:
                if title:
                    told.append(f"tệp đính kèm {title}: {error}")
    if not found:
        raise UnreadableFile("; ".join([EMPTY, *told]))
    return replace(made, warnings=(*made.warnings, *told))


def _pieces(letter: _Letter) -> Iterator[tuple[str, str, bytes]]:
    """Yield what is to be read: title (empty for the letter's own text), name of a file, content."""
    if letter.text.strip():
        yield "", "letter.txt", letter.text.encode()
    elif letter.html.strip():
        yield "", "letter.html", letter.html
    for name, content in letter.attached:
        yield name, Path(name.replace("\\", "/")).name or "tep", content


def _read(folder: Path, name: str, content: bytes, reading: Reading) -> Source:
    from ingest import readers  # it calls this reader

    path = folder / f"x{Path(name).suffix}"
    path.write_bytes(content)
    if is_letter(content[: readers.HEAD]):
        raise UnreadableFile("là thư trong thư; hãy lưu ra rồi nạp riêng")
    return readers.read(path, reading)


def _joined(made: Source, title: str, more: Source) -> Source:
    """Return a source with another behind it; ``title`` is a heading between them."""
    count = len(made.tables)
    lines = [replace(line, page=None, row=(line.row[0] + count, line.row[1]) if line.row else None) for line in more.lines]
    head = [Line(f"Tệp đính kèm: {title}", whole=True, gap=True)] if title else []
    warnings = [f"tệp đính kèm {title}: {warning}" if title else warning for warning in more.warnings]
    tables = (*made.tables, *(Table(table.rows, None, table.header) for table in more.tables))
    return Source((*made.lines, *head, *lines), None, tables, (*made.warnings, *warnings))


def _internet(path: Path) -> _Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise UnreadableFile(DAMAGED)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    attached = [
        (str(part.get_filename() or "tep"), part.get_payload(decode=True) or b"")
        for part in message.iter_attachments()
        if part.get_content_maintype() != "multipart"
    ]
    return _Letter(
        tuple((name, fold_spaces(normalize(str(message.get(head, ""))))) for head, name in HEADS),
        plain.get_content() if plain is not None else "",
        html.get_content().encode() if html is not None else b"",
        tuple((name, bytes(content)) for name, content in attached if isinstance(content, bytes)),
    )


def _outlook(path: Path) -> _Letter:
    message = oxmsg.Message.load(str(path))
    heads = (
        ("Chủ đề", message.subject or ""),
        ("Người gửi", message.sender or ""),
        ("Ngày gửi", f"{message.sent_date:%d/%m/%Y}" if message.sent_date else ""),
    )
    attached = tuple((one.file_name or "tep", one.file_bytes or b"") for one in message.attachments)
    return _Letter(heads, message.body or "", (message.html_body or "").encode(), attached)
