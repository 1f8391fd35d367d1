from dataclasses import replace

import pytest

from app.answer.model import Answer
from app.assistant import Assistant
from app.records.stored_answers import of_json, settled, slim, to_json, without_report
from index.constraints import parse_keys

LAM_TRA = "b" * 64
QUESTION = "Xã Tân Lập còn bao nhiêu hộ nghèo?"


@pytest.fixture
def assistant(library, embedder):
    return Assistant(library, embedder)


def test_a_slim_answer_comes_back_as_it_was(assistant):
    answer = slim(assistant.answer("Năm 2025 xã Tân Lập còn bao nhiêu hộ nghèo?", parse_keys(["period"])))
    assert answer.citations and answer.understood and answer.removed
    assert of_json(to_json(answer)) == answer


def test_of_the_reports_only_the_quotes_are_kept(assistant):
    answer = assistant.answer(QUESTION)
    passage = answer.citations[0].passage
    assert len(answer.hits) > 1
    text = to_json(slim(answer))
    assert answer.citations[0].quote in text
    assert "nuôi ong" in to_json(answer) and "nuôi ong" not in text
    assert passage.id in text and passage.report in text


def test_what_cannot_be_read_says_so():
    assert "Hãy hỏi lại" in of_json('{"text": 3}').text
    assert of_json("").citations == ()


def test_fields_of_a_later_version_are_passed_over(two_reports):
    text = to_json(slim(two_reports))
    assert of_json(text[:-1] + ', "more": [1]}') == slim(two_reports)


def test_lines_of_a_deleted_report_go_and_the_others_stay(two_reports):
    left = without_report(slim(two_reports), LAM_TRA)
    assert left.text.split("\n")[0] == "- Huyện Vân Sa: năm 2024 còn 1.037 hộ nghèo [1]"
    assert "đã bị xóa khỏi thư viện" in left.text.split("\n")[1]
    assert [c.n for c in left.citations] == [1]
    assert "1.618" not in to_json(left) and "lam-tra" not in to_json(left)
    assert left.notes == ()


def test_an_answer_from_other_reports_stays_as_it_is(one_report):
    assert without_report(one_report, LAM_TRA) is one_report


def test_a_line_from_both_goes_with_either(two_reports):
    both = replace(two_reports, text="Vân Sa 1.037, Lam Trà 1.618 [1] [2]")
    left = without_report(both, LAM_TRA)
    assert "1.037" not in left.text and left.citations == ()


def test_a_quote_is_found_again_where_the_index_cut_anew(assistant):
    answer = slim(assistant.answer(QUESTION))
    first = answer.citations[0]
    catalog = assistant.library.catalog
    # as if the index of that day had cut the report elsewhere: the same id was another stretch
    other = next(p for p in catalog.passages_of(first.passage.report) if p.id != first.passage.id)
    stale = replace(first, passage=replace(first.passage, id=other.id), start=1, end=4)
    again = settled(replace(answer, citations=(stale,)), catalog).citations[0]
    assert (again.passage.id, again.start, again.end) == (first.passage.id, first.start, first.end)
    assert settled(answer, catalog) == answer


def test_a_quote_of_a_report_that_is_gone_keeps_its_place(assistant):
    answer: Answer = slim(assistant.answer(QUESTION))
    for path in assistant.library.catalog.sources():
        assistant.library.forget(path)
    assert settled(answer, assistant.library.catalog) == answer
