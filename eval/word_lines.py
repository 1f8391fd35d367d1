"""A Word file as lines with the properties that hold for them, styles and defaults resolved; read from the XML itself."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from app.drafting.layout import Layout

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True)
class WordLine:
    """A paragraph with the properties that hold for it, styles and defaults included."""

    text: str
    place: str  # "body", "cell R C" of table N as "N:R:C"
    align: str
    indent: float  # of the first line, millimetres
    left: float
    right: float
    before: float  # points
    spacing: float  # lines; 0 where it is exact
    ruled: bool
    keep_next: bool
    runs: tuple[Text, ...]
    part: int  # number of the section of the file, from 0


@dataclass(frozen=True)
class Text:
    """A run: its words and look."""

    text: str
    size: float
    bold: bool
    italic: bool
    fonts: frozenset[str]
    color: str


@dataclass
class LinedPage:
    """Everything the rules look at."""

    lines: list[WordLine]
    tables: list[ElementTree.Element]
    parts: list[ElementTree.Element]  # sectPr of every section
    headers: dict[str, ElementTree.Element]
    rules: Layout
    elements: dict[str, list[WordLine]] = field(default_factory=dict)


def read(file: Path, rules: Layout) -> LinedPage:
    """Return the file's lines in order, its tables, sections and headers."""
    with zipfile.ZipFile(file) as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 - a file the user made
        styles = ElementTree.fromstring(archive.read("word/styles.xml"))  # noqa: S314
        relations = ElementTree.fromstring(archive.read("word/_rels/document.xml.rels"))  # noqa: S314
        targets = {r.get("Id", ""): r.get("Target", "") for r in relations}
        headers = {
            key: ElementTree.fromstring(archive.read(f"word/{target}"))  # noqa: S314
            for key, target in targets.items()
            if target.startswith("header")
        }
    body = document.find(f"{W}body")
    assert body is not None
    reading = _LineReader(styles)
    lines: list[WordLine] = []
    tables: list[ElementTree.Element] = []
    parts: list[ElementTree.Element] = []
    for block in body:
        if block.tag == f"{W}p":
            lines.append(reading.line(block, "body", len(parts)))
            if (ended := block.find(f"{W}pPr/{W}sectPr")) is not None:
                parts.append(ended)
        elif block.tag == f"{W}tbl":
            for r, row in enumerate(block.iter(f"{W}tr")):
                for c, cell in enumerate(row.iter(f"{W}tc")):
                    lines.extend(reading.line(p, f"{len(tables)}:{r}:{c}", len(parts)) for p in cell.iter(f"{W}p"))
            tables.append(block)
        elif block.tag == f"{W}sectPr":
            parts.append(block)
    return LinedPage(lines, tables, parts, headers, rules)


class _LineReader:
    """Resolves properties through styles and defaults."""

    def __init__(self, styles: ElementTree.Element) -> None:
        self.styles = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
        self.default = next(
            (s for s in self.styles.values() if s.get(f"{W}default") == "1" and s.get(f"{W}type") == "paragraph"), None
        )
        self.defaults = styles.find(f"{W}docDefaults")

    def line(self, paragraph: ElementTree.Element, place: str, part: int) -> WordLine:
        own = paragraph.find(f"{W}pPr")
        chain = [own, *(s.find(f"{W}pPr") for s in self._styles(own))]
        indent, spacing = _merge(chain, "ind"), _merge(chain, "spacing")
        align = first_value(chain, "jc", "val") or "left"
        exact = spacing.get("lineRule") in ("exact", "atLeast")
        runs = tuple(self._run(run, own) for run in paragraph.iter(f"{W}r"))
        return WordLine(
            "".join(run.text for run in runs),
            place,
            align,
            float(indent.get("firstLine", 0)) / TWIPS_PER_MM,
            float(indent.get("left", indent.get("start", 0))) / TWIPS_PER_MM,
            float(indent.get("right", indent.get("end", 0))) / TWIPS_PER_MM,
            float(spacing.get("before", 0)) / 20,
            0.0 if exact else float(spacing.get("line", 240)) / 240,
            own is not None and own.find(f"{W}pBdr") is not None,
            own is not None and own.find(f"{W}keepNext") is not None,
            tuple(run for run in runs if run.text.strip()),
            part,
        )

    def _run(self, run: ElementTree.Element, paragraph: ElementTree.Element | None) -> Text:
        own = run.find(f"{W}rPr")
        chain = [own, *(s.find(f"{W}rPr") for s in self._styles(paragraph))]
        if self.defaults is not None:
            chain.append(self.defaults.find(f"{W}rPrDefault/{W}rPr"))
        fonts = _merge(chain, "rFonts")
        text = "".join((t.text or "") if t.tag == f"{W}t" else "\t" for t in run if t.tag in (f"{W}t", f"{W}tab"))
        return Text(
            text,
            float(first_value(chain, "sz", "val") or 20) / 2,
            _on(chain, "b"),
            _on(chain, "i"),
            frozenset(
                value for name, value in fonts.items() if name in ("ascii", "hAnsi", "cs", "eastAsia") or "Theme" in name
            ),
            (first_value(chain, "color", "val") or "auto").lower(),
        )

    def _styles(self, properties: ElementTree.Element | None) -> Iterator[ElementTree.Element]:
        name = first_value([properties], "pStyle", "val")
        style = self.styles.get(name) if name else self.default
        while style is not None:
            yield style
            based = style.find(f"{W}basedOn")
            style = self.styles.get(based.get(f"{W}val")) if based is not None else None


def first_value(chain: Sequence[ElementTree.Element | None], tag: str, name: str) -> str | None:
    """Return an attribute of the first of these properties that has the element; None if none has it."""
    for properties in chain:
        element = None if properties is None else properties.find(f"{W}{tag}")
        if element is not None:
            return element.get(f"{W}{name}") or ""
    return None


def _merge(chain: Sequence[ElementTree.Element | None], tag: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for properties in reversed(chain):
        element = None if properties is None else properties.find(f"{W}{tag}")
        if element is not None:
            merged |= {name.removeprefix(W): value for name, value in element.attrib.items()}
    return merged


def _on(chain: Sequence[ElementTree.Element | None], tag: str) -> bool:
    value = first_value(chain, tag, "val")
    return value is not None and value not in ("0", "false")
