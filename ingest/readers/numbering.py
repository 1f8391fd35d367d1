"""Automatic numbers of Word's paragraphs, which are in no run of theirs: "1.", "II.", "2.1", "a)", "01.".

ECMA-376, part 1, 17.9: a paragraph or its style names a list (``num``) and a level; the list takes its levels from an
abstract one, which may take them from a list style, and may replace levels or begin them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

VALUE, DEPTH, NUMBERED = qn("w:val"), qn("w:ilvl"), f"{qn('w:pPr')}/{qn('w:numPr')}"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
DEEPEST_STYLE = 12  # styles that are based on one another; guards against a circle
UNITS = "không một hai ba bốn năm sáu bảy tám chín".split()
LARGEST = 32_767  # number of a list that Word counts to; a file may name any, and "m" for each thousand fills the memory
MOST_LETTERS = 30  # by which Word writes a number: "a" to "z", then "aa" to "zz", up to 780
LONGEST_PATTERN = 60  # characters: nine levels parted by full stops take 27
DEPTHS = 9  # levels of a list in Word


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: its first number, how numbers are written, the pattern ("%1.%2.") they are put into.

    ``restart``: the level above (from 1) whose numbers begin it anew, 0 for none, None for every one above. ``style``: the
    paragraph style that stands for this level.
    """

    start: int
    form: str
    pattern: str
    legal: bool  # numbers of the levels above are written as figures too
    restart: int | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the kind whose count it shares, its levels."""

    kind: str
    levels: dict[int, _Level]


class Numbering:
    """Counts through the lists of one document. Ask for every paragraph once, in reading order."""

    def __init__(self, numbering: _Element | None, styles: _Element) -> None:
        self.styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}
        self.lists: dict[str, _List] = {}
        self.restarts: dict[str, dict[int, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}  # of the kinds of lists: lists of one kind count on
        if numbering is None:
            return
        kinds = {kind.get(qn("w:abstractNumId"), ""): kind for kind in numbering.iter(qn("w:abstractNum"))}
        lists = {entry.get(qn("w:numId"), ""): entry for entry in numbering.iter(qn("w:num"))}
        for identity, entry in lists.items():
            kind = self._kind(_value(entry.find(qn("w:abstractNumId"))), kinds, lists)
            levels = _levels(kinds[kind]) if kind in kinds else {}
            for change in entry.iter(qn("w:lvlOverride")):
                levels |= _levels(change)
            self.lists[identity] = _List(kind, levels)
            self.restarts[identity] = {
                _whole(change.get(DEPTH), 0): _whole(start.get(VALUE), 1)
                for change in entry.iter(qn("w:lvlOverride"))
                for start in change.iter(qn("w:startOverride"))
            }

    def _kind(self, kind: str, kinds: dict[str, _Element], lists: dict[str, _Element]) -> str:
        """Return the kind that holds the levels: a kind may name a list style, which names a list."""
        for _ in range(DEEPEST_STYLE):
            element = kinds.get(kind)
            link = None if element is None else element.find(qn("w:numStyleLink"))
            if link is None:
                return kind
            style_id = _value(link)
            own = next((identity for identity, e in kinds.items() if _value(e.find(qn("w:styleLink"))) == style_id), None)
            style = self.styles.get(style_id)
            number = "" if style is None else _value(style.find(f"{NUMBERED}/{qn('w:numId')}"))
            target = _value(lists[number].find(qn("w:abstractNumId"))) if number in lists else own
            if target is None or target == kind:
                return own or kind
            kind = target
        return kind

    def number(self, paragraph: _Element) -> str:
        """Return the number Word prints before ``paragraph``; empty for none and for bullets."""
        identity, depth = self._place(paragraph)
        own_list = self.lists.get(identity)
        if own_list is None or depth not in own_list.levels:
            return ""
        levels = own_list.levels
        counts = self.counts.setdefault(own_list.kind, {})
        if depth in (restarts := self.restarts[identity]):
            counts[depth] = restarts.pop(depth) - 1
        counts[depth] = min(counts.get(depth, levels[depth].start - 1) + 1, LARGEST)
        for deeper in [level for level in counts if level > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or depth < restart:
                del counts[deeper]
        number = levels[depth].pattern
        for at, level in levels.items():
            form = "decimal" if levels[depth].legal and level.form != "none" else level.form
            number = number.replace(f"%{at + 1}", written(counts.get(at, level.start), form))
        return number.strip() if levels[depth].form != "bullet" and any(c.isalnum() for c in number) else ""

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """Return the list a paragraph or its style belongs to, and the level in it."""
        identity, depth, styles = "", None, []
        for holder in self._with_styles(paragraph):
            if holder is not paragraph:
                styles.append(holder.get(qn("w:styleId"), ""))
            numbered = holder.find(NUMBERED)
            if numbered is None:
                continue
            if depth is None and numbered.find(DEPTH) is not None:
                depth = _whole(_value(numbered.find(DEPTH)), 0)
            if numbered.find(qn("w:numId")) is not None:
                identity = _value(numbered.find(qn("w:numId")))
                break
        if depth is None and identity in self.lists:
            style_id = _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
            own = {level.style: at for at, level in self.lists[identity].levels.items() if level.style}
            depth = next((own[style] for style in [style_id, *styles] if style in own), 0)
        return identity, depth or 0

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


def _whole(text: str | None, usual: int) -> int:
    try:
        return int(text or usual)
    except ValueError:
        return usual


def _levels(holder: _Element) -> dict[int, _Level]:
    depths = ((_whole(level.get(DEPTH), 0), level) for level in holder.iter(qn("w:lvl")))
    return {depth: _level(level) for depth, level in depths if depth < DEPTHS}


def _level(level: _Element) -> _Level:
    parts = {name: _value(level.find(qn(f"w:{name}"))) for name in ("start", "lvlText", "lvlRestart", "pStyle")}
    legal = level.find(qn("w:isLgl"))
    restart = parts["lvlRestart"]
    form = next(level.iter(qn("w:numFmt")), None)
    return _Level(
        _whole(parts["start"], 0 if parts["start"] == "0" else 1),
        _form(form),
        parts["lvlText"][:LONGEST_PATTERN],
        legal is not None and legal.get(VALUE, "1") not in ("0", "false", "off"),
        _whole(restart, 0) if restart else None,
        parts["pStyle"],
    )


def _form(element: _Element | None) -> str:
    """Return how numbers are written; one of Word's own making ("001, 002, …") by its zeros."""
    if element is None:
        return "decimal"
    form = element.get(VALUE, "decimal")
    if form != "custom":
        return form
    return "0" * (len(element.get(qn("w:format"), "")[:LONGEST_PATTERN].split(",")[0].strip()) - 1) + "1"


def written(number: int, form: str) -> str:
    """Return a number as Word writes it; as figures in the ways that no report uses, empty for none at all.

    A number that Word has not is empty too.
    """
    if form in ("none", "bullet") or not 0 <= number <= LARGEST:
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    if form.startswith("0"):
        return f"{number:0{len(form)}d}"
    if form in ("upperLetter", "lowerLetter"):
        if not number:
            return ""
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % MOST_LETTERS + 1)
    elif form in ("upperRoman", "lowerRoman"):
        letters, rest = "", number
        for value, numeral in ROMAN:
            letters, rest = letters + rest // value * numeral, rest % value
    elif form in ("vietnameseCounting", "cardinalText") and 0 < number < 100:
        return _in_words(number)
    elif form == "numberInDash":
        return f"- {number} -"
    elif form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    else:
        return str(number)
    return letters.upper() if form.startswith("upper") else letters


def _in_words(number: int) -> str:
    tens, units = divmod(number, 10)
    if not tens:
        return UNITS[units]
    before = "mười" if tens == 1 else f"{UNITS[tens]} mươi"
    after = {0: "", 5: "lăm", 1: "một" if tens == 1 else "mốt"}.get(units, UNITS[units])
    return f"{before} {after}".strip()
