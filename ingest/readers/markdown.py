"""Markdown: headings as outline, tables as tables, marks of emphasis gone. Turned into a web page and read as that."""

from __future__ import annotations

from pathlib import Path

import regex as re
from markdown_it import MarkdownIt

from ingest.errors import UnreadableFile
from ingest.model import Source
from ingest.readers import html
from ingest.readers.soft_breaks import parts
from ingest.readers.text import decoded
from ingest.reading import Reading

NOTE = re.compile(r"^\[\^([^\]\s]{1,8})\]:[ \t]*", re.MULTILINE)
REFERENCE = re.compile(r"\[\^([^\]\s]{1,8})\]")
FRONT_MATTER = re.compile(r"\A\ufeff?---\n(?:[\w-]+:.*\n|[ \t-].*\n)+---\n")
SPACED = re.compile(r"^(?:[^\S\n]*\S.*)$", re.MULTILINE)
FENCE = re.compile(r"^\s*(?:```|~~~)")
STRUCTURE = re.compile(r"(?<!\s)\s*+(?:[#>|]|[-+*]\s|(?<!\d)\d++[.)]\s|```|~~~|(?<![-=*_])[-=*_]{3,}+\s*+$|\[\^|<)")


def read(path: Path, reading: Reading) -> Source:  # noqa: ARG001 - every reader is called the same way
    """Return one line a block of text and one a table row.

    :raises UnreadableFile: no text in it.
    """
    text, warnings = decoded(path.read_bytes())
    if not text.strip("\ufeff\u200b \t\r\n\f"):
        raise UnreadableFile("tệp không có chữ nào; hãy kiểm tra lại nội dung tệp")
    return html.of_text(as_page(text), warnings)


def as_page(text: str) -> str:
    """Return Markdown as the code of a web page; a line break that parts headings or items is kept as one."""
    even = FRONT_MATTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    noted = NOTE.sub(lambda m: f"\n<sup>{m[1]}</sup> ", even)
    noted = REFERENCE.sub(lambda m: f"<sup>{m[1]}</sup>", noted)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.disable("code")  # a first line set in by four spaces is no code here
    return f"<html><body>{parser.render(_with_breaks(noted))}</body></html>"


def _with_breaks(text: str) -> str:
    """Mark the line ends that part two lines of text; reports are often typed with a line a paragraph."""
    lines = text.split("\n")
    fenced = False
    for at, (line, following) in enumerate(zip(lines, lines[1:], strict=False)):
        if FENCE.match(line):
            fenced = not fenced
        if fenced or not line.strip() or not following.strip() or STRUCTURE.match(line) or STRUCTURE.match(following):
            continue
        if parts(_bare(line), _bare(following)) and not line.endswith(("  ", "\\")):
            lines[at] = f"{line}  "
    return "\n".join(lines)


def _bare(line: str) -> str:
    return re.sub(r"[*_`]{1,3}", "", line).strip() or line.strip()
