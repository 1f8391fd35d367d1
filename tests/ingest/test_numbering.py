"""Automatic numbers as Word writes them; what Word itself would not count to takes no memory."""

from __future__ import annotations

import tracemalloc

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.readers.numbering import LONGEST_PATTERN, Numbering, written

W = nsdecls("w")


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1994, "upperRoman", "MCMXCIV"),
        (449, "lowerRoman", "cdxlix"),
        (0, "upperRoman", ""),
        (26, "lowerLetter", "z"),
        (27, "upperLetter", "AA"),
        (780, "lowerLetter", "z" * 30),
        (781, "lowerLetter", "a"),
        (0, "lowerLetter", ""),
        (32_767, "decimal", "32767"),
        (32_768, "decimal", ""),
        (-1, "decimal", ""),
        (7, "chicago", "7"),
    ],
)
def test_a_number_is_written_as_word_does(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


@pytest.mark.parametrize("form", ["upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "decimal"])
@pytest.mark.parametrize("number", [10**7, 10**15, -(10**15)])
def test_a_number_no_list_reaches_is_not_written_out(number: int, form: str) -> None:
    tracemalloc.start()
    assert written(number, form) == ""
    assert tracemalloc.get_traced_memory()[1] < 10_000
    tracemalloc.stop()


@pytest.mark.parametrize("restart", [False, True])
def test_a_list_that_starts_beyond_all_lists(restart: bool) -> None:
    start, override = (1, 10**9) if restart else (10**9, 1)
    numbering = Numbering(
        parse_xml(
            f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
            f'<w:numFmt w:val="upperRoman"/><w:lvlText w:val="{"%1" * 5000}"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
            f'<w:startOverride w:val="{override}"/></w:lvlOverride></w:num></w:numbering>'
        ),
        parse_xml(f"<w:styles {W}/>"),
    )
    paragraph = parse_xml(f'<w:p {W}><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>')
    made = [numbering.number(paragraph) for _ in range(3)]
    assert all(len(one) <= LONGEST_PATTERN * 24 for one in made)


def test_more_levels_than_word_has_are_passed_over() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%{n + 1}."/></w:lvl>'
        for n in range(5000)
    )
    numbering = Numbering(
        parse_xml(
            f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
        ),
        parse_xml(f"<w:styles {W}/>"),
    )
    assert sorted(numbering.lists["1"].levels) == list(range(9))
