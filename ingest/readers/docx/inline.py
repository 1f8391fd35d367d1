"""What stands in one paragraph of Word, from left to right: text, raised marks, notes, line breaks, equations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml.etree import _Element

from ingest.language.text import fold_spaces, normalize
from ingest.readers.docx.equations import linear
from ingest.readers.docx.names import ENDNOTE, FOOTNOTE, MC, P_PR, R_PR, RUN, TEXT, VALUE, M, P, W
from ingest.readers.docx.styles import Styles, is_on
from ingest.readers.raised import Marks, RaisedPiece, Segment, one_line
from ingest.readers.soft_breaks import parts

LEFT_OUT = frozenset({
    P_PR, R_PR, f"{W}del", f"{W}moveFrom", f"{W}sdtPr", f"{W}drawing", f"{W}pict", f"{W}object", f"{W}rt",
    f"{MC}AlternateContent",
})  # fmt: skip
SPACES = frozenset(f"{W}{name}" for name in ("tab", "ptab"))
LIFTED = 4  # half points above the line from which small type is raised


class Inline:
    """Reads paragraphs of one document.

    :param notes: the marks of footnotes and endnotes by the elements that refer to them.
    """

    def __init__(self, styles: Styles, notes: Mapping[_Element, str]) -> None:
        self._styles = styles
        self._notes = notes
        self._marks = Marks()
        self._read: dict[_Element, list[RaisedPiece]] = {}  # paragraphs, which are asked for several times

    def text(self, element: _Element) -> str:
        """Return the text of a paragraph or of anything else, in one line."""
        return one_line(self.pieces(element))

    def segments(self, paragraph: _Element, *, breaks: bool = True) -> list[Segment]:
        """Return the lines that a paragraph is of: one, or several where its soft breaks part headings and items.

        ``breaks`` False: one at most. Lines without text are left out.
        """
        lines: list[list[RaisedPiece]] = [[]]
        for piece in self.pieces(paragraph):
            if piece.text == "\n" and breaks:
                lines.append([])
            else:
                lines[-1].append(piece)
        groups: list[list[RaisedPiece]] = []
        last = ""
        for line in lines:
            text = fold_spaces(normalize("".join(p.text for p in line)))
            if groups and (not text or not last or not parts(last, text)):
                groups[-1] += [RaisedPiece(" "), *line]
            else:
                groups.append(list(line))
            last = text or last
        return [segment for group in groups if (segment := self._marks.segment(group)).text]

    def pieces(self, element: _Element) -> list[RaisedPiece]:
        """Return everything that is shown in an element, in reading order."""
        if element.tag != P:
            return list(self._walk(element))
        if element not in self._read:
            self._read[element] = list(self._walk(element))
        return self._read[element]

    def bold(self, paragraph: _Element) -> int:
        """Count the letters and figures of a paragraph that are bold, from its first on."""
        count = 0
        for run in paragraph.iter(RUN):
            letters = sum(c.isalnum() for text in run.iterfind(TEXT) for c in text.text or "")
            if letters and not is_on(self._styles.of_run(run, "b")):
                break
            count += letters
        return count

    def find_typed_notes(self, paragraphs: Sequence[_Element]) -> None:
        """Learn from all paragraphs which raised marks are of notes that are typed as paragraphs."""
        self._marks.learn(map(self.pieces, paragraphs))

    def _walk(self, element: _Element) -> Iterator[RaisedPiece]:
        for child in element:
            if child.tag in LEFT_OUT or not isinstance(child.tag, str):
                continue
            if child.tag == RUN:
                yield from self._run(child)
            elif child.tag in (f"{M}oMath", f"{M}oMathPara"):
                apart = " " if child.tag == f"{M}oMathPara" else ""  # one in a line of text stands where it was typed
                yield RaisedPiece(f"{apart}{linear(child)}{apart}")
            elif child.tag != P and child.tag != f"{W}tbl":
                yield from self._walk(child)

    def _run(self, run: _Element) -> Iterator[RaisedPiece]:
        properties = run.find(R_PR)
        raised = self._is_raised(run)
        capitals = any(is_on(self._styles.of_run(run, name)) for name in ("caps", "smallCaps")) if _has_text(run) else False
        custom = False  # the mark of a note follows as text
        for child in run:
            if child is properties or child.tag in LEFT_OUT:
                continue
            if child.tag == TEXT and not custom:
                text = child.text or ""
                yield RaisedPiece(text.upper() if capitals else text, raised)
            elif child.tag == TEXT:
                custom = False
            elif child.tag in (FOOTNOTE, ENDNOTE):
                if mark := self._notes.get(child):
                    yield RaisedPiece("", note=mark)
                custom = child.get(f"{W}customMarkFollows") in ("1", "true", "on")
            elif child.tag in SPACES:
                yield RaisedPiece(" ")
            elif child.tag == f"{W}cr" or (child.tag == f"{W}br"):
                yield RaisedPiece("\n")
            elif child.tag == f"{W}noBreakHyphen":
                yield RaisedPiece("-")
            elif child.tag.startswith(M):
                yield RaisedPiece(linear(child))
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


def _has_text(run: _Element) -> bool:
    return run.find(TEXT) is not None
