r"""The text of a Word file's paragraphs, and stretches of it replaced, whatever runs they stand in.

Works on the XML alone. A tab counts as "\t", a line break as "\n"; words of text boxes in a paragraph are paragraphs of
their own.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml.etree import _Element

from ingest.language.text import normalize

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, RUN, TEXT, TABLE, ROW, CELL = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
OLD_COMMENTS = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


class ParagraphText:
    """A paragraph's text as it stands now."""

    def __init__(self, element: _Element) -> None:
        self.element = element

    @property
    def text(self) -> str:
        """The words as they are printed."""
        return "".join(_text(run) for run in _runs(self.element))

    def replace(self, start: int, end: int, new: str) -> list[_Element]:
        """Put other words at [start, end) in the looks of the first letter there; return the runs that hold them.

        An empty stretch, or one that does not stand in the paragraph, changes nothing and gives an empty list.
        """
        runs = self.cut_out(start, end)
        if runs:
            first, *rest = runs
            _put(first, new)
            for run in rest:
                _remove(run)
            runs = [first]
        return runs

    def cut_out(self, start: int, end: int) -> list[_Element]:
        """Cut the runs so that whole ones hold [start, end), and return these."""
        runs = []
        at = 0
        for run in list(_runs(self.element)):
            begin, at = at, at + len(_text(run))
            low, high = max(start, begin), min(end, at)
            if low >= high:
                continue
            if low > begin:
                run = _split(run, low - begin)
            if high < at:
                _split(run, high - low)
            runs.append(run)
        return runs


def paragraphs(root: _Element) -> list[_Element]:
    """Return every paragraph of an element in order, itself if it is one, those of tables and text boxes too."""
    return list(root.iter(PARAGRAPH))


def clean(root: _Element) -> None:
    """Accept tracked changes, take out old comments, and write the letters in their one form (in place)."""
    for tag in (f"{W}del", f"{W}moveFrom", *OLD_COMMENTS):
        for element in list(root.iter(tag)):
            parent = element.getparent()
            if parent is not None and parent.tag != f"{W}rPr" and parent.tag != f"{W}trPr":
                parent.remove(element)
    for tag in (f"{W}ins", f"{W}moveTo", f"{W}smartTag"):
        for element in list(root.iter(tag)):
            parent = element.getparent()
            if parent is None or parent.tag in (f"{W}rPr", f"{W}trPr"):
                continue
            at = parent.index(element)
            for child in list(element):
                parent.insert(at, child)
                at += 1
            parent.remove(element)
    for element in root.iter(TEXT):
        if element.text:
            element.text = normalize(element.text)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _runs(paragraph: _Element) -> Iterator[_Element]:
    """Yield the runs of a paragraph itself, links and fields among them, text boxes left out."""
    for run in paragraph.iter(RUN):
        if next(run.iterancestors(PARAGRAPH)) is paragraph:
            yield run


def _text(run: _Element) -> str:
    return "".join((child.text or "") if child.tag == TEXT else MARKS.get(child.tag, "") for child in run)


def _put(run: _Element, text: str) -> None:
    """Leave only these words in a run."""
    for child in list(run):
        if child.tag == TEXT or child.tag in MARKS:
            run.remove(child)
    node = run.makeelement(TEXT)
    node.text = text
    node.set(SPACE, "preserve")
    run.append(node)


def _split(run: _Element, at: int) -> _Element:
    """Cut a run behind so many characters; return the new one behind it."""
    behind = copy.deepcopy(run)
    left = at
    for child, twin in zip(list(run), list(behind), strict=True):
        if child.tag == f"{W}rPr":
            continue
        length = len(child.text or "") if child.tag == TEXT else int(child.tag in MARKS)
        if child.tag == TEXT and 0 < left < length:
            text = child.text or ""
            child.text, twin.text = text[:left], text[left:]
            for node in (child, twin):
                node.set(SPACE, "preserve")
        elif left >= length and (length or left):
            behind.remove(twin)
        else:
            run.remove(child)
        left = max(0, left - length)
    run.addnext(behind)
    return behind
