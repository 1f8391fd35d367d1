"""Scoring gold questions: every measure once right and once wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.answer.model import Answer, Citation
from app.assistant import Assistant
from eval.questions import Gold, Score, as_text, asked_of, is_section, load, score, table
from index.search.retrieval import Hit
from index.store.library import Library
from ingest.model import Passage
from tests.conftest import KeywordEmbedder


def _passages(library: Library, file: str) -> list[Passage]:
    identity = next(i for i in library.catalog.report_ids() if library.catalog.file_of(i) == file)
    return library.catalog.passages_of(identity)


def _anything(library: Library) -> Passage:
    return library.catalog.passages_of(library.catalog.report_ids()[0])[0]


def _holding(library: Library, file: str, words: str) -> Passage:
    return next(p for p in _passages(library, file) if words in p.text)


def _hits(*passages: Passage) -> tuple[Hit, ...]:
    return tuple(Hit(passage, 1 - at / 10, 0.5, 1.0) for at, passage in enumerate(passages))


def _cited(passage: Passage, quote: str, n: int = 1) -> Citation:
    at = passage.text.find(quote)
    return Citation(n, passage, at, at + len(quote), quote, passage.page)


GOLD = Gold(
    "q1",
    "fact",
    ("Còn bao nhiêu hộ nghèo?",),
    ("tan-lap",),
    ("II > 1",),
    (("tan-lap", "toàn xã còn 41 hộ nghèo"),),
    (("41 hộ",),),
)


@pytest.fixture
def right(library: Library) -> Answer:
    """An answer that gets everything right, with the evidence in second place."""
    passage = _holding(library, "tan-lap.txt", "41 hộ nghèo")
    other = _holding(library, "dong-khe.txt", "640 ha")
    return Answer(
        "Toàn xã còn 41 hộ nghèo [1].", False, "extractive", (_cited(passage, "còn 41 hộ nghèo"),), _hits(other, passage), 12
    )


def _with(answer: Answer, **changes: Any) -> Answer:
    fields = {name: getattr(answer, name) for name in ("text", "refused", "mode", "citations", "hits", "ms")}
    return Answer(**{**fields, **changes})


def test_a_right_answer(library: Library, right: Answer) -> None:
    # "Toàn xã còn 41 hộ nghèo ." without its marker: 7 words between spaces
    assert score(GOLD, right, library) == Score("q1", "fact", False, True, True, 1.0, True, False, True, True, True, 7, 12)


def test_a_hit_counts_only_from_the_evidences_own_report(library: Library, right: Answer) -> None:
    elsewhere = Gold(
        **{**{n: getattr(GOLD, n) for n in Gold.__slots__}, "evidence": (("dong-khe", "toàn xã còn 41 hộ nghèo"),)}
    )
    scored = score(elsewhere, right, library)
    assert (scored.hit1, scored.hit3, scored.hit5, scored.evidence) == (False, False, False, 0.0)


def test_evidence_beyond_the_budget_does_not_count(library: Library, right: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.questions.BUDGET", len(right.hits[0].passage.text))
    scored = score(GOLD, right, library)
    assert scored.evidence == 0.0 and scored.hit3 is True


def test_a_wrong_key(library: Library, right: Answer) -> None:
    assert score(GOLD, _with(right, text="Còn 14 hộ [1]."), library).answered is False


def test_a_refusal_answers_nothing(library: Library, right: Answer) -> None:
    scored = score(GOLD, _with(right, text="Không tìm thấy 41 hộ.", refused=True, citations=()), library)
    assert (scored.refused, scored.answered, scored.section, scored.markers, scored.verbatim) == (
        True,
        False,
        None,
        True,
        True,
    )


def test_another_section(library: Library, right: Answer) -> None:
    passage = _holding(library, "tan-lap.txt", "2.450 m2")
    scored = score(GOLD, _with(right, citations=(_cited(passage, "2.450 m2"),)), library)
    assert scored.section is False and scored.verbatim is True


def test_opening_and_closing_have_no_labels(library: Library, right: Answer) -> None:
    passage = _holding(library, "tan-lap.txt", "Nơi nhận")
    gold = Gold(**{**{n: getattr(GOLD, n) for n in Gold.__slots__}, "sections": ("kết thúc",)})
    assert score(gold, _with(right, citations=(_cited(passage, "Nơi nhận"),)), library).section is True


def test_an_invented_quote(library: Library, right: Answer) -> None:
    (citation,) = right.citations
    false = Citation(1, citation.passage, 0, 5, "còn 14 hộ nghèo", None)
    assert score(GOLD, _with(right, citations=(false,)), library).verbatim is False


@pytest.mark.parametrize("text", ["Toàn xã còn 41 hộ nghèo.", "Toàn xã còn 41 hộ nghèo [2]."])
def test_markers_that_are_missing_or_lead_nowhere(library: Library, right: Answer, text: str) -> None:
    assert score(GOLD, _with(right, text=text), library).markers is False


def test_measures_without_gold_do_not_apply(library: Library, right: Answer) -> None:
    bare = Gold("q2", "unanswerable", ("?",), (), (), (), ())
    scored = score(bare, right, library)
    assert (scored.hit1, scored.evidence, scored.answered, scored.section) == (None, None, None, None)


def test_load(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "type": "fact", "question": "Một?", "docs": ["x"], "sections": ["I > 1"],
         "evidence": [{"doc": "x", "quote": "q"}], "keys": [["1", "một"]], "answer": "bỏ qua"},
        {"id": "b", "type": "follow-up", "turns": ["Hai?", "Còn ba?"], "sections": None},
    ]  # fmt: skip
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n", encoding="utf-8")
    assert load(file) == [
        Gold("a", "fact", ("Một?",), ("x",), ("I > 1",), (("x", "q"),), (("1", "một"),)),
        Gold("b", "follow-up", ("Hai?", "Còn ba?"), (), (), (), ()),
    ]


def _score(kind: str, hit1: bool | None, refused: bool, words: int) -> Score:
    return Score("x", kind, hit1, None, None, 0.5 if hit1 is not None else None, None, refused, None, True, True, words, 10)


def test_table_by_hand() -> None:
    rows = table([_score("fact", True, False, 10), _score("fact", False, True, 99), _score("unanswerable", None, True, 50)])
    assert list(rows) == ["fact", "unanswerable", "tất cả"]
    fact, unanswerable, everything = rows.values()
    assert (fact["n"], fact["hit@1"], fact["refused"], fact["words"]) == (2.0, 0.5, 0.5, 10.0)  # refusals have no length
    assert (unanswerable["hit@1"], unanswerable["refused"], unanswerable["words"]) == (None, 1.0, None)
    # over all: 1 of 2 hits; false refusals are 1 of the 2 questions that have an answer
    assert (everything["n"], everything["hit@1"], everything["refused"], everything["answered"]) == (3.0, 0.5, 0.5, None)


def test_the_table_as_text_has_a_row_a_type_and_a_dash_for_nothing() -> None:
    text = as_text(table([_score("fact", True, False, 10)]))
    lines = text.splitlines()
    assert lines[0].split()[:3] == ["loại", "n", "hit@1"]
    assert lines[1].split() == ["fact", "1", "1.000", "-", "-", "0.500", "-", "0.000", "-", "1.000", "1.000", "10", "10"]
    assert len({len(line) for line in lines[:3]}) == 1


def test_no_questions() -> None:
    assert table([])["tất cả"]["n"] == 0.0
    assert "tất cả" in as_text(table([]))


def test_every_gold_file_of_the_project_loads(samples: Path) -> None:
    gold = [path for file in sorted((samples / "questions").glob("*.jsonl")) for path in load(file)]
    assert len({question.id for question in gold}) == len(gold)
    names = {file.stem for file in (samples / "reports").iterdir()}
    assert all(
        set(question.docs) <= names and {doc for doc, _ in question.evidence} <= set(question.docs) for question in gold
    )
    assert all(question.turns and all(turn.strip() for turn in question.turns) for question in gold)
    assert all(question.evidence and question.keys for question in gold if question.type == "fact")


def test_a_question_asked_within_its_report_is_put_to_that_report_alone(library: Library, embedder: KeywordEmbedder) -> None:
    everywhere = Assistant(library, embedder)
    assert asked_of(everywhere, GOLD) is everywhere
    within = asked_of(everywhere, replace(GOLD, docs=("tan-lap",), within=True))
    assert {hit.passage.file for hit in within.search("hộ nghèo")} == {"tan-lap.txt"}
    assert len({hit.passage.file for hit in everywhere.search("hộ nghèo")}) > 1


@pytest.mark.parametrize(
    ("path", "right"),
    [
        (["II", "1"], True),
        (["ii", "1"], True),
        (["PHẦN II", "1"], True),
        (["II.1", "1"], False),
        (["II", "1", "Kết quả"], True),
        (["Kết quả"], False),  # its labels are not told
        (["II", "2"], False),
        (["II", "1", "Tồn tại"], False),
    ],
)
def test_a_section_is_told_by_its_labels_and_by_headings_without(path: list[str], right: bool, library: Library) -> None:
    passage = replace(_anything(library), section=("II", "1"), headings=("Kết quả nổi bật",))
    assert is_section(path, Citation(1, passage, 0, 5, passage.text[:5], None)) is right


def test_headings_without_labels_are_told_by_their_words(library: Library) -> None:
    passage = replace(_anything(library), section=(), headings=("Công tác Hội (năm 2031)",))
    citation = Citation(1, passage, 0, 5, passage.text[:5], None)
    assert is_section(["Công tác Hội"], citation) and is_section([], citation) and not is_section(["Thu chi"], citation)
