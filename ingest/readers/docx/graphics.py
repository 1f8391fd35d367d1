"""Charts and SmartArt: the words and figures that are drawn, out of the parts that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.language.text import fold_spaces, normalize
from ingest.readers.docx.names import CX, DGM, A, C
from ingest.readers.sheet_cells import shown_as_stored as shown

MOST_POINTS = 2000  # of one series that are read; a chart that people read has dozens


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the lines printed around it (title, titles of axes, notes) and its figures, the series as columns."""

    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart(root: _Element) -> Chart:
    """Return what a chart part shows, in the older or the newer (cx) form; empty for one without any text."""
    if root.tag.startswith(CX):
        return _extended(root)
    titles = [_text(title) for title in root.iter(f"{C}title")]
    labels = [_text(label) for label in root.iter(f"{C}dLbl") if label.find(f"{C}tx") is not None]
    rows: dict[str, dict[int, str]] = {}
    names: list[str] = []
    for number, series in enumerate(root.iter(f"{C}ser")):
        names.append(_name(series))
        categories = _points(series.find(f"{C}cat")) or _points(series.find(f"{C}xVal"))
        values = _points(series.find(f"{C}val")) or _points(series.find(f"{C}yVal"))
        for at in sorted(values.keys() | categories.keys()):
            rows.setdefault(categories.get(at) or str(at + 1), {})[number] = values.get(at, "")
    table = [(category, *(cells.get(n, "") for n in range(len(names)))) for category, cells in rows.items()]
    head = [("", *names)] if any(names) and table else []
    return Chart(tuple(filter(None, [*titles, *labels])), (*head, *table))


def diagram(root: _Element) -> list[str]:
    """Return the texts of a SmartArt's boxes, each box before those below it."""
    points = {point.get("modelId", ""): point for point in root.iter(f"{DGM}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter(f"{DGM}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            below.setdefault(link.get("srcId", ""), []).append(
                (int(order) if order.isdecimal() else 0, link.get("destId", ""))
            )
    children = {child for links in below.values() for _, child in links}
    order_: dict[str, None] = {}
    waiting = [identity for identity in points if identity not in children][::-1]
    while waiting:
        identity = waiting.pop()
        if identity not in order_:
            order_[identity] = None
            waiting += [child for _, child in sorted(below.get(identity, ()), reverse=True)]
    order_ |= dict.fromkeys(points)
    return [text for identity in order_ if identity in points and (text := _text(points[identity]))]


def texts(root: _Element) -> list[str]:
    """Return the paragraphs of any drawing."""
    return [text for paragraph in root.iter(f"{A}p") if (text := _text(paragraph))]


def _name(series: _Element) -> str:
    title = series.find(f"{C}tx")
    if title is None:
        return ""
    points = _points(title)
    return " ".join(points[at] for at in sorted(points)) or _text(title)


def _points(holder: _Element | None) -> dict[int, str]:
    """Return the cached points by their place; labels in several levels are joined, the outermost first."""
    if holder is None:
        return {}
    levels = list(holder.iter(f"{C}lvl"))
    if levels:
        return _joined([_of_cache(level, "") for level in reversed(levels)])
    form = next((code.text or "" for code in holder.iter(f"{C}formatCode")), "")
    points = _of_cache(holder, form)
    if not points and holder.find(f"{C}v") is not None:
        return {0: fold_spaces(holder.findtext(f"{C}v") or "")}
    return points


def _of_cache(holder: _Element, form: str) -> dict[int, str]:
    texts_by_place: dict[int, str] = {}
    for point in list(holder.iter(f"{C}pt"))[:MOST_POINTS]:
        number, own = point.get("idx", ""), point.get("formatCode", form)
        text = fold_spaces(normalize(point.findtext(f"{C}v") or ""))
        texts_by_place[int(number) if number.isdecimal() else len(texts_by_place)] = shown(text, own) if own else text
    return texts_by_place


def _joined(levels: Sequence[dict[int, str]]) -> dict[int, str]:
    labels: dict[int, str] = {}
    for place in sorted({place for level in levels for place in level}):
        parts = []
        for level in levels:
            at = max((other for other in level if other <= place), default=None)
            parts.append("" if at is None else level[at])
        labels[place] = " ".join(dict.fromkeys(filter(None, parts)))
    return labels


def _extended(root: _Element) -> Chart:
    """A chart of Office 2016 and later (waterfall, funnel, tree map): its data stand apart from its series."""
    lines = [text for title in root.iter(f"{CX}title") if (text := _text(title) or _cx_text(title))]
    columns = [list(_dimension(dimension)) for dimension in root.iter(f"{CX}strDim", f"{CX}numDim")]
    names = [text for series in root.iter(f"{CX}series") for tx in series.iterfind(f"{CX}tx") if (text := _cx_text(tx))]
    longest = max((len(column) for column in columns), default=0)
    rows = [tuple(column[at] if at < len(column) else "" for column in columns) for at in range(longest)]
    return Chart((*lines, *names), tuple(rows))


def _dimension(dimension: _Element) -> Iterator[str]:
    for level in dimension.iterfind(f"{CX}lvl"):
        form = level.get("formatCode", "")
        for point in list(level.iterfind(f"{CX}pt"))[:MOST_POINTS]:
            text = fold_spaces(normalize(point.text or ""))
            yield shown(text, form or "General") if dimension.tag == f"{CX}numDim" else text
        return


def _cx_text(holder: _Element) -> str:
    return fold_spaces(normalize(" ".join(v.text or "" for v in holder.iter(f"{CX}v"))))


def _text(element: _Element) -> str:
    paragraphs = list(element.iter(f"{A}p")) or [element]
    return fold_spaces(normalize(" ".join("".join(t.text or "" for t in p.iter(f"{A}t")) for p in paragraphs)))
