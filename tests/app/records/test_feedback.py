import json
from dataclasses import replace

import pytest

from app.__main__ import main
from app.answer.model import Answer, Understood
from app.office import Office
from app.records.feedback import COMMENT_LONGEST, Feedback, Remark, gold, gold_lines
from eval.questions import load

LAM_TRA = "b" * 64


@pytest.fixture
def feedback(store):
    return Feedback(store)


def test_the_last_word_on_an_answer_counts(feedback, one_report):
    remark = Remark("an", "c1", 2, False, ("Hỏi",), one_report, ("figure", "none such", "missing"), "  số\nsai ", asked=7)
    feedback.keep(remark)
    assert feedback.counts() == (0, 1)
    stored = feedback.all()[0]
    assert (stored.reasons, stored.comment, stored.questions) == (("figure", "missing"), "số sai", ("Hỏi",))
    feedback.keep(replace(remark, correct=True))
    assert feedback.counts() == (1, 0)
    assert feedback.said("an", "c1") == {(2, 7): True}
    feedback.keep(replace(remark, asked=8))  # the question was asked again, and has another answer
    assert feedback.said("an", "c1") == {(2, 7): True, (2, 8): False}
    assert feedback.said("binh", "c1") == {}
    feedback.keep(replace(remark, comment="x" * 5000, number=9))
    assert max(len(remark.comment) for remark in feedback.all()) == COMMENT_LONGEST


def test_an_answer_called_right_gives_its_quotes_as_evidence(two_reports):
    line = gold(Remark("an", "c1", 1, True, ("Còn bao nhiêu hộ nghèo?",), two_reports), 1)
    assert line["question"] == "Còn bao nhiêu hộ nghèo?"
    assert line["type"] == "confirmed" and "todo" not in line
    assert line["docs"] == ["van-sa", "lam-tra"]
    assert line["sections"] == ["II > 1", "mở đầu"]
    assert line["evidence"] == [
        {"doc": "van-sa", "quote": "năm 2024 còn 1.037 hộ nghèo"},
        {"doc": "lam-tra", "quote": "cuối năm 2023 còn 1.618 hộ nghèo"},
    ]
    assert "[1]" not in line["answer"]


def test_a_refusal_called_right_is_an_unanswerable_question():
    refused = Answer("Không tìm thấy.", True, "extractive", (), (), 3)
    assert gold(Remark("an", "c1", 1, True, ("Hỏi",), refused), 1)["type"] == "unanswerable"


def test_an_answer_called_wrong_is_to_be_completed_by_hand(one_report):
    remark = Remark("an", "c1", 1, False, ("Hỏi",), one_report, ("figure", "source"), "phải là số năm 2023", ("period",))
    line = gold(remark, 4)
    assert line["id"] == "y-kien-004"
    assert line["todo"].startswith("Cần điền tay")
    assert line["evidence"] == [] and line["keys"] == [] and line["answer"] == ""
    for words in ("sai số, sai nguồn", "phải là số năm 2023", "1.037 hộ nghèo", "period"):
        assert words in line["notes"]


def test_a_follow_up_is_exported_with_the_questions_before_it(one_report):
    leaning = replace(one_report, understood=(Understood("context", "tiếp câu trước: …"),))
    line = gold(Remark("an", "c1", 2, True, ("Vân Sa còn bao nhiêu hộ nghèo?", "Còn 2024?"), leaning), 1)
    assert line["turns"] == ["Vân Sa còn bao nhiêu hộ nghèo?", "Còn 2024?"]
    assert "question" not in line
    alone = gold(Remark("an", "c1", 2, True, ("Một?", "Hai?"), one_report), 1)
    assert alone["question"] == "Hai?"


def test_eval_reads_what_is_complete_and_leaves_out_the_rest(tmp_path, one_report):
    right = Remark("an", "c1", 1, True, ("Đúng?",), one_report)
    file = tmp_path / "gold.jsonl"
    file.write_text(gold_lines([right, replace(right, correct=False, questions=("Sai?",))]), encoding="utf-8")
    (read,) = load(file)
    assert (read.turns, read.evidence) == (("Đúng?",), (("van-sa", "còn 1.037 hộ nghèo"),))
    assert read.sections == ("II > 1",)


def test_a_deleted_report_leaves_remarks_too(feedback, two_reports, leftovers):
    feedback.keep(Remark("an", "c1", 1, True, ("Hỏi",), two_reports))
    assert feedback.forget_report(LAM_TRA) == 1
    assert b"1.618" not in leftovers()
    assert [c.quote for c in feedback.all()[0].answer.citations] == ["năm 2024 còn 1.037 hộ nghèo"]


def test_the_command_exports_and_clears(settings, tmp_path, two_reports, capsys, monkeypatch):
    printed = []
    monkeypatch.setattr("app.__main__.say", printed.append)
    office = Office.open(settings)
    office.feedback.keep(Remark("an", "c1", 1, True, ("Một?",), two_reports))
    office.feedback.keep(Remark("an", "c1", 2, False, ("Hai?",), two_reports))
    file = tmp_path / "gold.jsonl"
    assert main(["feedback", "export", str(file)]) == 0
    assert "2 câu hỏi, trong đó 1 câu cần điền tay" in printed[-1]
    assert [json.loads(line)["question"] for line in file.read_text(encoding="utf-8").splitlines()] == ["Một?", "Hai?"]
    assert main(["feedback", "export", str(tmp_path / "none" / "gold.jsonl")]) == 2
    assert "Không ghi được" in capsys.readouterr().err
    assert main(["feedback", "clear"]) == 0
    assert office.feedback.counts() == (0, 0)
