"""Fields of Word: what they show is worked out where Word keeps no result, and contents pages are taken out.

A field is kept as marks in the text (``fldChar``: begin, code, separate, result, end), which may lie in different
paragraphs, or as one element (``fldSimple``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import regex as re
from lxml.etree import SubElement, _Element

from ingest.readers.docx.equations import of_code
from ingest.readers.docx.names import RUN, TEXT, VALUE, P, W
from ingest.readers.docx.styles import Styles, is_on
from ingest.readers.docx.symbols import sign
from ingest.readers.numbering import written

CONTENTS = frozenset({"TOC", "TOA", "INDEX", "RD"})
PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
PROMPTS = frozenset({"MACROBUTTON", "GOTOBUTTON", "FILLIN", "ASK"})
FORMATS = {"roman": "lowerRoman", "ROMAN": "upperRoman", "Roman": "upperRoman", "alphabetic": "lowerLetter",
           "ALPHABETIC": "upperLetter", "Alphabetic": "upperLetter", "Arabic": "decimal", "arabic": "decimal"}  # fmt: skip
# How the levels of a LISTNUM field are written where no list is named.
LISTED = (("decimal", "{})"), ("lowerLetter", "{})"), ("lowerRoman", "{})"), ("decimal", "({})"), ("lowerLetter", "({})"),
          ("lowerRoman", "({})"), ("decimal", "{}."), ("lowerLetter", "{}."), ("lowerRoman", "{}."))  # fmt: skip
CODE = re.compile(r'"([^"]*)"|(\S+)')
SHOWN = frozenset({TEXT, *(f"{W}{name}" for name in ("tab", "br", "cr", "sym", "noBreakHyphen"))})


@dataclass(slots=True)
class _Field:
    """A field while its marks are met: its code, what it shows, its form (check box, list) if it has one."""

    begin: _Element
    code: str = ""
    in_result: bool = False
    shown: list[_Element] = field(default_factory=list)


class Fields:
    """The fields of a document. Numbers count on from part to part; ask for the parts in reading order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[tuple[str, int], int] = {}

    def resolve(self, root: _Element) -> None:
        """Put text in the place of fields without a result, and take out codes, contents pages and page numbers."""
        open_: list[_Field] = []
        for element in list(root.iter()):
            if element.tag == f"{W}fldChar":
                self._mark(element, open_)
            elif element.tag == f"{W}instrText" and open_:
                open_[-1].code += element.text or ""
            elif element.tag == f"{W}fldSimple":
                self._simple(element)
            elif element.tag in SHOWN and open_:
                if all(open_field.in_result for open_field in open_):
                    for open_field in open_:
                        open_field.shown.append(element)
                else:
                    _remove(element)
        for paragraph in list(root.iter(P)):
            if self._styles.is_contents(paragraph):
                _clear(paragraph.iter(*SHOWN))

    def _mark(self, element: _Element, open_: list[_Field]) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            open_.append(_Field(element))
        elif kind == "separate" and open_:
            open_[-1].in_result = True
        elif kind == "end" and open_:
            done = open_.pop()
            name, arguments = _parsed(done.code)
            if name in CONTENTS | PAGES | PROMPTS:
                _clear(done.shown)
            elif name in ("FORMCHECKBOX", "FORMDROPDOWN") or not any((e.text or "").strip() for e in done.shown):
                text = self._result(name, arguments, done)
                if text:
                    _clear(done.shown)
                    _put_after(element, text)
                    if open_:
                        following = element.getnext()
                        open_[-1].shown += [] if following is None else [following]

    def _simple(self, element: _Element) -> None:
        name, arguments = _parsed(element.get(f"{W}instr", ""))
        if name in CONTENTS | PAGES | PROMPTS:
            _clear(element.iter(*SHOWN))
        elif not any((text.text or "").strip() for text in element.iter(TEXT)) and (
            text := self._result(name, arguments, _Field(element))
        ):
            SubElement(SubElement(element, RUN), TEXT).text = text

    def _result(self, name: str, arguments: list[str], field_read: _Field) -> str:
        """Return what a field without a result shows; empty where that cannot be told."""
        if name == "FORMCHECKBOX":
            return "☒" if _is_checked(field_read.begin) else "☐"
        if name == "FORMDROPDOWN":
            return _chosen(field_read.begin)
        if name.startswith("AUTONUM"):
            return self._automatic(name, arguments, field_read.begin)
        if name == "LISTNUM":
            return self._listed(arguments)
        if name == "SEQ" and arguments:
            return self._sequence(arguments)
        if name == "SYMBOL" and arguments:
            code = arguments[0]
            number = (
                int(code, 16 if code.lower().startswith("0x") else 10) if re.fullmatch(r"(?:0[xX])?[\da-fA-F]+", code) else 0
            )
            return sign(_option(arguments, "\\f") or "Symbol", min(number, 0x10FFFF)) if number else ""
        if name == "EQ":
            return of_code(field_read.code.strip()[2:])
        return arguments[0] if name == "QUOTE" and arguments else ""

    def _automatic(self, name: str, arguments: list[str], begin: _Element) -> str:
        """AUTONUM counts paragraphs by the level of their heading; AUTONUMLGL writes the levels above before it."""
        paragraph = next(begin.iterancestors(P), None)
        depth = 0 if paragraph is None else self._styles.level(paragraph)
        number = self._next("AUTONUM", depth)
        form = FORMATS.get(_option(arguments, "\\*"), "decimal")
        if name == "AUTONUMLGL" and depth:
            above = [str(self._counts.get(("AUTONUM", level), 0)) for level in range(1, depth)]
            return ".".join([*above, str(number)]) + ("" if "\\e" in arguments else ".")
        return written(number, form) + (_option(arguments, "\\s") or ".")

    def _listed(self, arguments: list[str]) -> str:
        list_name = arguments[0] if arguments and not arguments[0].startswith("\\") else ""
        level = _whole(_option(arguments, "\\l")) or 1
        number = self._next(f"LISTNUM {list_name}", level, _whole(_option(arguments, "\\s")))
        form, pattern = LISTED[min(level, len(LISTED)) - 1]
        return pattern.format(written(number, form))

    def _sequence(self, arguments: list[str]) -> str:
        name = f"SEQ {arguments[0]}"
        if "\\h" in arguments:
            self._next(name, 0)
            return ""
        if "\\c" in arguments:
            number = self._counts.get((name, 0), 1)
        else:
            number = self._next(name, 0, _whole(_option(arguments, "\\r")))
        return written(number, FORMATS.get(_option(arguments, "\\*"), "decimal"))

    def _next(self, name: str, level: int, start: int | None = None) -> int:
        number = start if start is not None else self._counts.get((name, level), 0) + 1
        self._counts[name, level] = number
        for other in [key for key in self._counts if key[0] == name and key[1] > level]:
            del self._counts[other]
        return number


def _parsed(code: str) -> tuple[str, list[str]]:
    words = [quoted or bare for quoted, bare in CODE.findall(code)]
    return (words[0].upper(), words[1:]) if words else ("", [])


def _option(arguments: list[str], switch: str) -> str:
    """Return what stands behind a switch that is no general format of letters."""
    places = [at for at, word in enumerate(arguments[:-1]) if word == switch and arguments[at + 1] != "MERGEFORMAT"]
    return arguments[places[0] + 1] if places else ""


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _is_checked(begin: _Element) -> bool:
    box = begin.find(f".//{W}checkBox")
    if box is None:
        return False
    state = box.find(f"{W}checked")
    return is_on(state if state is not None else box.find(f"{W}default"))


def _chosen(begin: _Element) -> str:
    choices = begin.find(f".//{W}ddList")
    if choices is None:
        return ""
    entries = [entry.get(VALUE, "") for entry in choices.iterfind(f"{W}listEntry")]
    number = next(
        (choice.get(VALUE, "0") for name in ("result", "default") if (choice := choices.find(f"{W}{name}")) is not None), "0"
    )
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""


def _put_after(element: _Element, text: str) -> None:
    parent = element.getparent()
    if parent is not None:
        text_element = SubElement(parent, TEXT)
        text_element.text = text
        parent.insert(parent.index(element) + 1, text_element)


def _clear(elements: Iterable[_Element]) -> None:
    for element in list(elements):
        _remove(element)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
