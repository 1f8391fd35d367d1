"""What an answer cites, on the page and in what is copied: rows as tables, each quote once, official sources."""

from __future__ import annotations

from dataclasses import replace

from app.answer.model import Answer
from app.web.html import answers
from app.web.html.cited import plain, sources
from tests.app.answer.test_quoted_rows import CITED, NEXT, ROW

TEXT = f"Theo báo cáo của UBND xã Lũng Vầu:\n- {ROW.text} [1]\n- {NEXT.text} [2]"
ANSWER = Answer(TEXT, False, "extractive", CITED, (), 5, short="52")


def test_rows_are_a_table_with_the_cell_that_answers_marked() -> None:
    made = answers.answered("Thu hoạch bao nhiêu tổ ong?", ANSWER)
    assert "ĐVT: " not in made.replace("data-copy", "").split('<div class="tools">')[0]
    assert '<th scope="col">ĐVT</th><th scope="col">KH 2031</th><th scope="col">TH 2031</th>' in made
    assert "<td>40</td><td><mark>52</mark></td>" in made and made.count("<table") == 1 and made.count("<mark>") == 1
    assert made.index('<p class="short">52 ') < made.index("Theo báo cáo")


def test_half_of_a_row_is_never_seen_while_the_answer_appears() -> None:
    for words in range(1, len(TEXT.split(" ")) + 1):
        made = answers.speaking("Hỏi", ANSWER, " ".join(TEXT.split(" ")[:words]))
        assert "ĐVT: " not in made and '<p class="short">52 ' in made


def test_a_comparison_has_rows_too() -> None:
    text = f"- Xã Lũng Vầu: {ROW.text} [1]\n- Xã Pù: không tìm thấy trong báo cáo."
    made = answers.answer_text(text, CITED, beside=True)
    assert '<th scope="row">Xã Lũng Vầu</th><td><div class="scroll"' in made and "ĐVT: " not in made


def test_each_quote_is_written_once_and_its_citation_can_be_copied() -> None:
    first = replace(CITED[0], issuer="UBND xã Lũng Vầu", number="14/BC-UBND", date="2031-04-08")
    made = sources([first, CITED[1]], f"- {ROW.text} [1]")
    assert made.count("<q>") == 1 and f"<q>{CITED[1].quote}</q>" in made
    assert 'data-copy="(Báo cáo số 14/BC-UBND ngày 8/4/2031 của UBND xã Lũng Vầu, mục II)"' in made
    assert "<h4>Báo cáo số 14/BC-UBND ngày 8/4/2031 của UBND xã Lũng Vầu" in made
    assert sources([], "x") == ""


def test_the_copy_has_rows_with_tabs_and_no_quote_twice() -> None:
    made = plain("Bao nhiêu?", ANSWER)
    assert made.startswith("Bao nhiêu?\n\n52\n\nTheo báo cáo")
    assert "\tĐVT\tKH 2031\tTH 2031\nThu hoạch tổ ong\ttổ\t40\t52 [1]\n" in made
    assert "“" not in made and made.endswith("[2] (Báo cáo Tổng kết, mục II), tệp a.docx")
