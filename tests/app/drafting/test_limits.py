"""What a huge input of a draft may cost: refused in words, or made in a moment, so that nobody else waits for it."""

from __future__ import annotations

import time
from dataclasses import replace

import docx
import pytest

from app.drafting import prepare as preparing
from app.drafting.draft import _annexes, with_figures
from app.drafting.model import Draft
from app.drafting.outline import roman
from app.drafting.prepare import chosen
from app.drafting.request import MOST_FIGURES, MOST_GROUPS, MOST_NAMED, BadRequest, of_json
from app.drafting.word import write
from app.wording.blanks import BlankedPiece, Gap
from tests.app.drafting.conftest import GIVEN

SECONDS = 6.0  # of a processor; before, it took a minute


@pytest.mark.parametrize(
    ("huge", "said"),
    [
        ({"basket": ["a"] * (MOST_NAMED + 1)}, "basket.*101 mục.*nhiều nhất 100"),
        ({"recipients": ["a"] * (MOST_NAMED + 1)}, "recipients.*nhiều nhất 100"),
        ({"recipients": ["a" * 1_201]}, "recipients.*1201 ký tự"),
        ({"figures": {f"mục {n}": {"hộ": "1"} for n in range(MOST_GROUPS + 1)}}, "201 mục hoặc lĩnh vực"),
        ({"figures": {f"mục {n}": {f"hộ {k}": "1" for k in range(101)} for n in range(10)}}, "1010 số liệu và hàng"),
        ({"figures": {"khen": {f"hàng {n}": {f"cột {n}": "1"} for n in range(100)}}}, "10200 ô"),
        ({"figures": {"khen": {"hàng": {"cột": "1" * 1_201}}}}, "hàng.*1201 ký tự"),
        ({"figures": {"khen": {"hộ": "a" * 1_201}}}, "hộ.*1201 ký tự"),
        ({"figures": {str(n): {f"hộ {k}": "a" * 900 for k in range(18)} for n in range(20)}}, "Đầu vào dài 3"),
        ({"directive": {"number": "1" * 1_201}}, "directive.*1201 ký tự"),
        ({"compared": {"hộ": {"value": "1" * 1_201, "year": 2024}}}, "hộ.*1201 ký tự"),
    ],
)
def test_more_than_a_draft_can_hold_is_refused_with_the_limit(huge, said):
    with pytest.raises(BadRequest, match=said):
        of_json(GIVEN | huge)


def test_a_thousand_figures_and_a_large_annex_take_a_moment(tmp_path):
    named = [(f"hộ nghèo {n}", "41 hộ, chiếm 1,37%") for n in range(MOST_FIGURES)]
    sentence = tuple(BlankedPiece("12", Gap.NUMBER) if n % 2 else BlankedPiece(" người, ") for n in range(60))
    table = {f"hàng {n}": {f"cột {k}": "1" for k in range(8)} for n in range(100)}
    request = of_json(GIVEN | {"figures": {"khen thưởng": table}})
    begun = time.process_time()
    assert with_figures(sentence, named) == sentence
    write(Draft(request, "", "", "", (), tuple(_annexes(request.figures))), tmp_path / "a.docx")
    assert time.process_time() - begun < SECONDS
    assert len(docx.Document(str(tmp_path / "a.docx")).tables[-1].rows) == 101


def test_a_report_of_too_many_headings_lends_no_outline(assistant, monkeypatch):
    request = replace(of_json(GIVEN), outline="phu-van.txt")
    assert chosen(assistant, "annual", request).heads
    monkeypatch.setattr(preparing, "MOST_HEADINGS", 3)
    with pytest.raises(BadRequest, match=r"đề mục.*từ 1 đến 3"):
        chosen(assistant, "annual", request)


def test_numbers_go_on_beyond_fifteen():
    assert [roman(n) for n in (1, 4, 9, 14, 16, 40, 99, 144)] == ["I", "IV", "IX", "XIV", "XVI", "XL", "XCIX", "CXLIV"]


def test_twelve_annexes_are_written(tmp_path):
    groups = {f"khen thưởng {n}": {"hàng": {"cột": "1"}} for n in range(12)}
    request = of_json(GIVEN | {"figures": groups})
    write(Draft(request, "", "", "", (), tuple(_annexes(request.figures))), tmp_path / "a.docx")
    texts = [one.text for one in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert "Phụ lục XII" in texts
