"""What is drawn on the sheets of a workbook: text boxes, charts, SmartArt; openpyxl reads cells alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import LxmlError

from ingest.readers.docx import graphics
from ingest.readers.docx.names import A, R
from ingest.readers.docx.package import Package, ZipParts

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"


@dataclass(frozen=True, slots=True)
class SheetDrawing:
    """What is drawn on one sheet: lines of text, the figures of charts as tables, the number of pictures."""

    lines: tuple[str, ...] = ()
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    pictures: int = 0


NONE = SheetDrawing()


def drawn(path: Path) -> dict[str, SheetDrawing]:
    """Return what is drawn on each sheet of a workbook (.xlsx), by its name; sheets without any are left out.

    A drawing that is damaged is passed over: the cells are read all the same, and the audit tells its figures.
    """
    with path.open("rb") as file:
        package = Package(ZipParts(file))
        links = package.relations(package.main)
        sheets = {
            sheet.get("name", ""): links.get(sheet.get(f"{R}id", "")) for sheet in package.root(package.main).iter(SHEET)
        }
        drawings = {name: _on(package, link.target) for name, link in sheets.items() if link is not None}
    return {name: drawing for name, drawing in drawings.items() if drawing != NONE}


def _on(package: Package, sheet: str) -> SheetDrawing:
    lines: list[str] = []
    tables: list[tuple[tuple[str, ...], ...]] = []
    pictures = 0
    for drawing in _related(package, sheet, "drawing"):
        root = package.root(drawing)
        lines += graphics.texts(root)
        pictures += len({blip.get(f"{R}embed", "") for blip in root.iter(f"{A}blip")})
        for name in _related(package, drawing, "diagramData"):
            lines += graphics.diagram(package.root(name))
        for kind in ("chart", "chartEx"):
            for name in _related(package, drawing, kind):
                chart = graphics.chart(package.root(name))
                lines += chart.lines
                tables += [chart.rows] if chart.rows else []
    return SheetDrawing(tuple(lines), tuple(tables), pictures)


def _related(package: Package, name: str, kind: str) -> Iterator[str]:
    for relation in package.relations(name).values():
        if relation.kind == kind and relation.target in package.names and _is_whole(package, relation.target):
            yield relation.target


def _is_whole(package: Package, name: str) -> bool:
    try:
        package.root(name)
    except LxmlError:
        return False
    return True
