"""Automatic numbers of Word's paragraphs, which are in no run of theirs: "1.", "II.", "2.1", "a)"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

VALUE, DEPTH, NUMBERED = qn("w:val"), qn("w:ilvl"), f"{qn('w:pPr')}/{qn('w:numPr')}"
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
LARGEST = (
    32_767  # number of a list that Word counts to; a file may name any, and "m" for each thousand of it fills the memory
)
MOST_LETTERS = 30  # by which Word writes a number: "a" to "z", then "aa" to "zz", up to 780
LONGEST_PATTERN = 60  # characters: nine levels parted by full stops take 27
DEPTHS = 9  # levels of a list in Word
DEEPEST_STYLE = 12  # styles that are based on one another; guards against a circle


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: its first number, how numbers are written, the pattern ("%1.%2.") they are put into."""

    start: int
    form: str
    pattern: str
    legal: bool  # numbers of the levels above are written as figures too


class Numbering:
    """Counts through the lists of one document. Ask for every paragraph once, in reading order."""

    def __init__(self, numbering: _Element | None, styles: _Element) -> None:
        self.styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}
        self.lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self.restarts: dict[str, dict[int, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}  # of the kinds of lists: lists of one kind count on
        if numbering is None:
            return
        kinds = {
            kind.get(qn("w:abstractNumId"), ""): {
                int(level.get(DEPTH, 0)): _level(level)
                for level in kind.iter(qn("w:lvl"))
                if int(level.get(DEPTH, 0)) < DEPTHS
            }
            for kind in numbering.iter(qn("w:abstractNum"))
        }
        for made in numbering.iter(qn("w:num")):
            identity, kind = made.get(qn("w:numId"), ""), _value(made.find(qn("w:abstractNumId")))
            self.lists[identity] = kind, kinds.get(kind, {})
            self.restarts[identity] = {
                int(change.get(DEPTH, 0)): int(start.get(VALUE, 1))
                for change in made.iter(qn("w:lvlOverride"))
                for start in change.iter(qn("w:startOverride"))
            }

    def number(self, paragraph: _Element) -> str:
        """Return the number Word prints before ``paragraph``; empty for none, for bullets and for rare ways of writing."""
        identity, depth = self._place(paragraph)
        kind, levels = self.lists.get(identity, ("", {}))
        if depth not in levels:
            return ""
        counts = self.counts.setdefault(kind, {})
        if depth in (restarts := self.restarts[identity]):
            counts[depth] = restarts.pop(depth) - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        number = levels[depth].pattern
        for at, level in levels.items():
            form = "decimal" if levels[depth].legal else level.form
            number = number.replace(f"%{at + 1}", written(counts.get(at, level.start), form))
        return number if levels[depth].form != "bullet" and any(c.isalnum() for c in number) else ""

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """Return the list a paragraph or its style belongs to, and the level in it."""
        for holder in self._with_styles(paragraph):
            found = holder.find(NUMBERED)
            if found is not None and found.find(qn("w:numId")) is not None:
                return _value(found.find(qn("w:numId"))), int(_value(found.find(DEPTH)) or 0)
        return "", 0

    def _with_styles(self, paragraph: _Element) -> Iterator[_Element]:
        yield paragraph
        style = self.styles.get(_value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")))
        for _ in range(DEEPEST_STYLE):
            if style is None:
                return
            yield style
            style = self.styles.get(_value(style.find(qn("w:basedOn"))))


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(VALUE, "")


def _level(level: _Element) -> _Level:
    parts = {name: _value(level.find(qn(f"w:{name}"))) for name in ("start", "numFmt", "lvlText")}
    legal = level.find(qn("w:isLgl")) is not None
    return _Level(int(parts["start"] or 1), parts["numFmt"] or "decimal", parts["lvlText"][:LONGEST_PATTERN], legal)


def written(number: int, form: str) -> str:
    """Return a number as Word writes it; empty for the ways that no report uses, and for numbers that Word has not."""
    if not 0 <= number <= LARGEST:
        return ""
    if form == "decimal":
        return str(number)
    if form in ("upperLetter", "lowerLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % MOST_LETTERS + 1) if number else ""
    elif form in ("upperRoman", "lowerRoman"):
        letters, rest = "", number
        for value, numeral in ROMAN:
            letters, rest = letters + rest // value * numeral, rest % value
    else:
        return ""
    return letters.upper() if form.startswith("upper") else letters
