"""What stands in one paragraph of Word, from left to right: text, raised marks, notes, line breaks, equations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex as re
from lxml.etree import _Element

from ingest.closing import RECIPIENTS, SIGNATURE
from ingest.enumerators import enumerator
from ingest.readers.docx.equations import RAISED, linear
from ingest.readers.docx.names import ENDNOTE, FOOTNOTE, MC, P_PR, R_PR, RUN, TEXT, VALUE, M, P, W
from ingest.readers.docx.styles import Styles, is_on
from ingest.text import fold_spaces, normalize

LEFT_OUT = frozenset({
    P_PR, R_PR, f"{W}del", f"{W}moveFrom", f"{W}sdtPr", f"{W}drawing", f"{W}pict", f"{W}object", f"{W}rt",
    f"{MC}AlternateContent",
})  # fmt: skip
SPACES = frozenset(f"{W}{name}" for name in ("tab", "ptab"))
LIFTED = 4  # half points above the line from which small type is raised
MARK = re.compile(r"[\[(]?(\d{1,3}|\*{1,3})[\])]?")  # of a note, as it is raised
UNIT = re.compile(r"(?<![^\W\d_])(?:[kdcmh]?m|ha|inch|ft)$", re.IGNORECASE)  # km², m³
BULLET = re.compile(r"\s*[-–—+•▪*☐☑☒✓✗✅❌]\s*\S")
ENDS = re.compile(r"[.;:!?…](?:[”’\"')*]|\./\.)*$")
# A line that names the kind of document; the title stands below it.
KIND_LINE = re.compile(
    r"(?:báo cáo|tờ trình|kế hoạch|quyết định|nghị quyết|thông báo|biên bản|chương trình|đề án|tham luận)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: its text; ``raised``: above the line; ``note``: the mark of a note that stands here."""

    text: str
    raised: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A line of a paragraph: its text, the notes it refers to as (offset, mark), the mark of the note that it is itself."""

    text: str
    marks: tuple[tuple[int, str], ...] = ()
    own: str = ""


class Inline:
    """Reads paragraphs of one document.

    :param notes: the marks of footnotes and endnotes by the elements that refer to them.
    """

    def __init__(self, styles: Styles, notes: Mapping[_Element, str]) -> None:
        self._styles = styles
        self._notes = notes
        self.typed: frozenset[str] = frozenset()  # marks of notes that are typed as paragraphs of their own
        self._seen: set[str] = set()  # of these, those that the text has referred to

    def text(self, element: _Element) -> str:
        """Return the text of a paragraph or of anything else, in one line."""
        return fold_spaces(normalize("".join(_plain(piece, before) for before, piece in _with_before(self.pieces(element)))))

    def segments(self, paragraph: _Element, *, breaks: bool = True) -> list[Segment]:
        """Return the lines that a paragraph is of: one, or several where its soft breaks part headings and items.

        ``breaks`` False: one at most. Lines without text are left out.
        """
        lines: list[list[Piece]] = [[]]
        for piece in self.pieces(paragraph):
            if piece.text == "\n" and breaks:
                lines.append([])
            else:
                lines[-1].append(piece)
        groups: list[list[Piece]] = []
        last = ""
        for line in lines:
            text = fold_spaces(normalize("".join(p.text for p in line)))
            if groups and (not text or not last or not _parts(last, text)):
                groups[-1] += [Piece(" "), *line]
            else:
                groups.append(list(line))
            last = text or last
        return [segment for group in groups if (segment := self._segment(group)).text]

    def pieces(self, element: _Element) -> list[Piece]:
        """Return everything that is shown in an element, in reading order."""
        return list(self._walk(element))

    def find_typed_notes(self, paragraphs: Sequence[_Element]) -> None:
        """Learn which marks are of notes typed as paragraphs: one opens with the raised mark that a text above it holds."""
        met: set[str] = set()
        typed: set[str] = set()
        for paragraph in paragraphs:
            pieces = [piece for piece in self.pieces(paragraph) if piece.text.strip() or piece.note]
            for at, piece in enumerate(pieces):
                found = MARK.fullmatch(piece.text.strip()) if piece.raised else None
                if found is None:
                    continue
                if at == 0 and len(pieces) > 1 and found[1] in met:
                    typed.add(found[1])
                elif at:
                    met.add(found[1])
        self.typed = frozenset(typed)

    def _walk(self, element: _Element) -> Iterator[Piece]:
        for child in element:
            if child.tag in LEFT_OUT or not isinstance(child.tag, str):
                continue
            if child.tag == RUN:
                yield from self._run(child)
            elif child.tag in (f"{M}oMath", f"{M}oMathPara"):
                apart = " " if child.tag == f"{M}oMathPara" else ""  # one in a line of text stands where it was typed
                yield Piece(f"{apart}{linear(child)}{apart}")
            elif child.tag != P and child.tag != f"{W}tbl":
                yield from self._walk(child)

    def _run(self, run: _Element) -> Iterator[Piece]:
        properties = run.find(R_PR)
        raised = self._is_raised(run)
        capitals = any(is_on(self._styles.of_run(run, name)) for name in ("caps", "smallCaps")) if _has_text(run) else False
        custom = False  # the mark of a note follows as text
        for child in run:
            if child is properties or child.tag in LEFT_OUT:
                continue
            if child.tag == TEXT and not custom:
                text = child.text or ""
                yield Piece(text.upper() if capitals else text, raised)
            elif child.tag == TEXT:
                custom = False
            elif child.tag in (FOOTNOTE, ENDNOTE):
                if mark := self._notes.get(child):
                    yield Piece("", note=mark)
                custom = child.get(f"{W}customMarkFollows") in ("1", "true", "on")
            elif child.tag in SPACES:
                yield Piece(" ")
            elif child.tag == f"{W}cr" or (child.tag == f"{W}br"):
                yield Piece("\n")
            elif child.tag == f"{W}noBreakHyphen":
                yield Piece("-")
            elif child.tag.startswith(M):
                yield Piece(linear(child))
            elif child.tag == f"{W}ruby":
                yield from (piece for base in child.iterfind(f"{W}rubyBase") for piece in self._walk(base))

    def _is_raised(self, run: _Element) -> bool:
        if run.find(TEXT) is None:
            return False
        place = self._styles.of_run(run, "vertAlign")
        if place is not None:
            return place.get(VALUE) == "superscript"
        lift = self._styles.of_run(run, "position")
        return lift is not None and lift.get(VALUE, "0").lstrip("+").isdecimal() and int(lift.get(VALUE, "0")) >= LIFTED

    def _segment(self, pieces: Sequence[Piece]) -> Segment:
        """Join pieces to a line; a raised mark of a typed note becomes a reference, any other stays as a raised sign."""
        text, marks, own = "", [], ""
        for piece in pieces:
            found = MARK.fullmatch(piece.text.strip()) if piece.raised else None
            if piece.note:
                marks.append((len(_even(text)), piece.note))
            elif found and found[1] in self.typed and not UNIT.search(text.rstrip()):
                if not text.strip() and found[1] in self._seen:
                    own = found[1]
                else:
                    self._seen.add(found[1])
                    marks.append((len(_even(text)), found[1]))
            else:
                text += _plain(piece, text)
        return Segment(_even(text), tuple(marks), own)


def _even(text: str) -> str:
    return fold_spaces(normalize(text))


def _plain(piece: Piece, before: str) -> str:
    """Return a piece as text: figures raised behind a figure or a word stay raised, "km2" is typed so."""
    if piece.text == "\n":
        return " "
    if not piece.raised or not re.fullmatch(r"\s*[\d+\-]+\s*", piece.text) or UNIT.search(before.rstrip()):
        return piece.text
    return piece.text.translate(RAISED)


def _with_before(pieces: Sequence[Piece]) -> Iterator[tuple[str, Piece]]:
    before = ""
    for piece in pieces:
        yield before, piece
        before += piece.text


def _parts(last: str, following: str) -> bool:
    """Say whether a soft break parts two lines: not within a sentence, nor within a title in capitals."""
    if enumerator(following) or BULLET.match(following):
        return True
    if KIND_LINE.fullmatch(last) or SIGNATURE.match(last) or RECIPIENTS.match(following):
        return True
    if last[-1] in ",-–" or following[0].islower():
        return False
    if ENDS.search(last):
        return True
    both = _is_capital(last) and _is_capital(following)
    return bool(enumerator(last)) and not both and following[0].isupper()


def _is_capital(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def _has_text(run: _Element) -> bool:
    return run.find(TEXT) is not None
