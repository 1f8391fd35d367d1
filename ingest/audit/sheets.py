"""The figures that a person sees on the sheets of a workbook (.xlsx), by its own XML: cells, text boxes, charts.

How a number is shown follows from its format, and two programs do not show it alike. So a number counts as read where one
of the ways of rounding it was read; only one that was read in no way is told.
"""

from __future__ import annotations

import datetime
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex as re
from lxml.etree import LxmlError, _Element

from ingest.audit.model import SeenFigures
from ingest.readers.docx.names import A, C, R
from ingest.readers.docx.package import Package, ZipParts

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAMAGE = (zipfile.BadZipFile, LxmlError, KeyError, ValueError, IndexError, OverflowError, OSError, RuntimeError,
          NotImplementedError)  # fmt: skip
FIGURE = re.compile(r"\d++(?:[.,]\d++)*+")
COLUMN = re.compile(r"[A-Z]++")
# Numbers of formats that Excel does not write down (ECMA-376, 18.8.30), with the parts of a date that they show.
BUILT_IN_DATES = {14: "dmy", 15: "dmy", 16: "dm", 17: "my", 22: "dmy"}
TIMES = frozenset((*range(18, 22), *range(45, 48)))
DATE = re.compile(r"y|d", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]{0,255}"|\[[^\]]{0,255}\]|\\.')
NOTHING = ";;;"
SCALE = re.compile(r"[0#?](,{1,4})(?![0#?,])")  # commas behind the last digit
MOST_DECIMALS = 6
EPOCHS = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}
WHITE = "FFFFFF"


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell is shown: not at all, as a date, as a time, else as a number or text.

    ``date``: the parts of a date that are shown, of "dmy". ``no_zero``: zero is shown as words or not at all.
    ``scale``: what the number is divided by, where it is shown in thousands or millions.
    """

    unseen: bool = False
    date: str = ""
    time: bool = False
    no_zero: bool = False
    scale: int = 1


def seen(path: Path, read: str) -> list[SeenFigures]:
    """Return the texts with figures of the sheets that are shown, and the numbers that no part of ``read`` shows.

    A damaged file gives nothing.
    """
    try:
        with path.open("rb") as file:
            package = Package(ZipParts(file))
            if not package.main.startswith("xl/"):
                return []
            return _seen(package, Counter(bare(figure) for figure in FIGURE.findall(read)))
    except DAMAGE:
        return []


def _seen(package: Package, read: Counter[str]) -> list[SeenFigures]:
    book, links = package.root(package.main), package.relations(package.main)
    strings = [package.root(name) for name in _parts(package, package.main, "sharedStrings")]
    shared = [_words(item) for root in strings for item in root.iter(f"{S}si")]
    looks = [look for name in _parts(package, package.main, "styles") for look in _looks(package.root(name))]
    properties = book.find(f"{S}workbookPr")
    epoch = EPOCHS[properties is not None and properties.get("date1904") in ("1", "true")]
    sheets = [entry for entry in book.iter(f"{S}sheet") if entry.get("state", "visible") == "visible"]
    figures: list[SeenFigures] = []
    for page, sheet in enumerate(sheets, start=1):
        name = links[sheet.get(f"{R}id", "")].target
        for text in (*_cells(package.root(name), shared, looks, epoch, read), *_drawn(package, name, read)):
            if any(map(str.isdigit, text)):
                figures.append(SeenFigures(text, page))
    return figures


def _cells(
    root: _Element, shared: Sequence[str], looks: Sequence[_Look], epoch: datetime.date, read: Counter[str]
) -> Iterator[str]:
    off = _hidden_columns(root)
    for row in root.iter(f"{S}row"):
        if row.get("hidden") in ("1", "true"):
            continue
        for cell in row.iterfind(f"{S}c"):
            look = looks[at] if (at := int(cell.get("s", "0"))) < len(looks) else _Look()
            column = COLUMN.match(cell.get("r", ""))
            if look.unseen or (column and _number_of(column[0]) in off):
                continue
            kind, value = cell.get("t", "n"), cell.findtext(f"{S}v") or ""
            if kind == "s" and value:
                yield shared[int(value)]
            elif kind in ("str", "inlineStr"):
                yield value or _words(cell)
            elif kind == "n" and value and not look.time and not (look.no_zero and float(value) == 0):
                yield _date(float(value), epoch, look.date) if look.date else unread(value, read, look.scale)


def unread(value: str, read: Counter[str], scale: int = 1) -> str:
    """Return a number that was read in none of the ways of showing it; "" for one that was, which is then used up."""
    number = abs(float(value))
    for scaled in (number / scale, number * 100):
        for decimals in range(MOST_DECIMALS + 1):
            digits = bare(f"{scaled:.{decimals}f}")
            if read[digits] > 0:
                read[digits] -= 1
                return ""
    return re.sub(r"\D", "", f"{number:.{MOST_DECIMALS}f}".rstrip("0"))


def scale_of(form: str) -> int:
    """Return what a format divides a number by: "#,##0,", in thousands, 1000."""
    thousands = SCALE.search(QUOTED.sub("", form.split(";")[0]))
    return 1000 ** len(thousands[1]) if thousands else 1


def bare(number: str) -> str:
    """Return the digits of a number without what stands between them; what a comma or full stop means is left open."""
    return re.sub(r"\D", "", number).lstrip("0") or "0"


def _date(serial: float, epoch: datetime.date, parts: str) -> str:
    day = epoch + datetime.timedelta(days=int(serial))
    parts_of_day = {"d": f"{day:%d}", "m": f"{day:%m}", "y": f"{day:%Y}"}
    return "/".join(text for part, text in parts_of_day.items() if part in parts)


def _drawn(package: Package, sheet: str, read: Counter[str]) -> Iterator[str]:
    for drawing in _parts(package, sheet, "drawing"):
        yield from ("".join(map(str, paragraph.itertext(f"{A}t"))) for paragraph in package.root(drawing).iter(f"{A}p"))
        for chart in _parts(package, drawing, "chart"):
            root = package.root(chart)
            yield from ("".join(map(str, paragraph.itertext(f"{A}t"))) for paragraph in root.iter(f"{A}p"))
            for point in root.iter(f"{C}pt"):
                text = point.findtext(f"{C}v") or ""
                numeric = next(point.iterancestors(f"{C}numCache", f"{C}numLit"), None) is not None
                yield unread(text, read) if numeric and _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < 1e15
    except ValueError:
        return False


def _parts(package: Package, name: str, kind: str) -> list[str]:
    return [
        relation.target
        for relation in package.relations(name).values()
        if relation.kind == kind and relation.target in package.names
    ]


def _words(holder: _Element) -> str:
    """Return a cell's text without the letters that guide its pronunciation, and without what is struck out."""
    return "".join(
        text.text or ""
        for text in holder.iter(f"{S}t")
        if next(text.iterancestors(f"{S}rPh"), None) is None
        and not any(_is_on(above.find(f"{S}rPr/{S}strike")) for above in text.iterancestors(f"{S}r"))
    )


def _is_on(mark: _Element | None) -> bool:
    return mark is not None and mark.get("val", "1") not in ("0", "false")


def _hidden_columns(root: _Element) -> frozenset[int]:
    hidden = [column for column in root.iter(f"{S}col") if column.get("hidden") in ("1", "true")]
    return frozenset(at for column in hidden for at in range(int(column.get("min", "1")), int(column.get("max", "1")) + 1))


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _looks(styles: _Element) -> Iterator[_Look]:
    forms: Mapping[str, str] = {
        own_form.get("numFmtId", ""): own_form.get("formatCode", "") for own_form in styles.iter(f"{S}numFmt")
    }
    fonts = list(styles.iterfind(f"{S}fonts/{S}font"))
    fills = list(styles.iterfind(f"{S}fills/{S}fill"))
    for form in styles.iterfind(f"{S}cellXfs/{S}xf"):
        code = forms.get(form.get("numFmtId", ""), "")
        number = int(form.get("numFmtId", "0"))
        font = fonts[at] if (at := int(form.get("fontId", "0"))) < len(fonts) else None
        plain_code = QUOTED.sub("", code)
        ground = fills[at].find(f"{S}patternFill") if (at := int(form.get("fillId", "0"))) < len(fills) else None
        plain = ground is None or ground.get("patternType", "none") == "none"
        color = font.find(f"{S}color") if font is not None else None
        white = color is not None and color.get("rgb", "")[-6:].upper() == WHITE
        void = font is not None and _is_on(font.find(f"{S}strike"))
        unseen = void or (white and plain) or code.replace(" ", "") == NOTHING
        timed = number in TIMES or (bool(re.search(r"[hs]", plain_code, re.IGNORECASE)) and not DATE.search(plain_code))
        dated = BUILT_IN_DATES.get(number, "")
        if DATE.search(plain_code) and not re.search(r"[0#]", plain_code):
            dated = "".join(part for part in "dmy" if part in plain_code.split(";")[0].lower())
        of_zero = plain_code.split(";")[2:3]
        yield _Look(unseen, dated, timed, no_zero=bool(of_zero) and "0" not in of_zero[0], scale=scale_of(code))
