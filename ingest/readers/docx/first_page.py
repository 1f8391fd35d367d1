"""What a Word file prints above and below the text of its first page alone: the head of the report, the office's address."""

from __future__ import annotations

from lxml.etree import _Element

from ingest.language.text import fold_spaces
from ingest.readers.docx import tables
from ingest.readers.docx.names import SECTION, TEXT, P, R, W
from ingest.readers.docx.package import Package
from ingest.readers.docx.styles import is_on
from ingest.structure.closing import RECIPIENTS
from ingest.structure.letterhead import DATE
from ingest.structure.metadata import NUMBER

Parts = list[tuple[str, _Element]]  # names and roots
FEWEST_WORDS = 3  # "Trang 1" is no text


def header(package: Package, body: _Element) -> Parts:
    """Return the header of the first page where it is the head of the report and no running head; else nothing."""
    part, first = _part(package, body, "header")
    return [(n, r) for n, r in part if any(map(_is_letterhead, _texts(r))) or (first and _says_something(r))]


def footer(package: Package, body: _Element) -> Parts:
    """Return the footer that the first page alone has; nothing where all pages have it, or there is none."""
    part, first = _part(package, body, "footer")
    return [(n, r) for n, r in part if first and _says_something(r)]


def _part(package: Package, body: _Element, kind: str) -> tuple[Parts, bool]:
    """Return the header or footer of the first page, and whether no other page has it."""
    section = next(body.iter(SECTION), None)
    if section is None:
        return [], False
    first = is_on(section.find(f"{W}titlePg"))
    for reference in section.iterfind(f"{W}{kind}Reference"):
        relation = package.relations(package.main).get(reference.get(f"{R}id", ""))
        own = reference.get(f"{W}type", "default") == ("first" if first else "default")
        if own and relation and relation.target in package.names:
            return [(relation.target, package.root(relation.target))], first
    return [], first


def _texts(root: _Element) -> list[str]:
    return ["".join(t.text or "" for t in p.iter(TEXT)) for p in root.iter(P)]


def _says_something(root: _Element) -> bool:
    return any(len(text.split()) >= FEWEST_WORDS for text in _texts(root))


def _is_letterhead(text: str) -> bool:
    even = fold_spaces(text)
    formal = tables.FORMAL.search(even.upper()) or NUMBER.search(even) or DATE.search(even)
    return bool(formal) and not RECIPIENTS.match(even)
