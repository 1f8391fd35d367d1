"""What the assistant says it understood and takes back, why it found a passage, and copies in its answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import __main__ as command
from app.assistant import Assistant
from index.build import bring_in
from index.constraints import parse_keys
from index.store.library import Library
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")

COPIED = """UBND {place} báo cáo công tác thi đua năm 2024 như sau:

I. CHỈ ĐẠO

Ủy ban nhân dân {place} đã quán triệt các chủ trương, chính sách về thi đua tới cán bộ và nhân dân trên địa bàn.

II. HẠN CHẾ

Công tác tuyên truyền còn chậm; {count} thôn chưa có mô hình.
"""
ASKED = "quán triệt chủ trương, chính sách về thi đua"


@pytest.fixture
def copies(settings: Settings, embedder: Any, tmp_path: Path) -> Assistant:
    """An assistant over three reports that share a section; their figures differ."""
    folder = tmp_path / "chep"
    folder.mkdir()
    for at, place in enumerate(("huyện Vân Khê", "huyện Lam Khê", "xã Bạch Sậy")):
        (folder / f"{at}.txt").write_text(COPIED.format(place=place, count=12 + at), encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    return Assistant(library, embedder)


@pytest.fixture
def assistant(library: Library, embedder: Any) -> Assistant:
    """An assistant over the three small reports."""
    return Assistant(library, embedder)


def test_a_copied_passage_is_found_once_and_says_where_else(copies: Assistant) -> None:
    hits = copies.search(ASKED)
    copied = [hit for hit in hits if "quán triệt" in hit.passage.text]
    assert len(copied) == 1
    assert {copied[0].passage.file, *(copy.file for copy in copied[0].also)} == {"0.txt", "1.txt", "2.txt"}
    assert copied[0].score == max(hit.score for hit in copied)
    # what differs by a figure stays: three reports, three passages
    assert len([hit for hit in copies.search("thôn chưa có mô hình") if "mô hình" in hit.passage.text]) == 3


def test_copies_leave_no_gap(copies: Assistant) -> None:
    assert len(copies.search(ASKED, 4)) == 4


def test_within_one_report_nothing_is_set_aside(copies: Assistant) -> None:
    hits = copies.search(f"{ASKED} huyện Lam Khê")
    assert {hit.passage.file for hit in hits} == {"1.txt"} and all(not hit.also for hit in hits)


def test_a_question_across_reports_has_a_line_for_each_although_they_are_copies(copies: Assistant) -> None:
    answer = copies.answer("Những báo cáo nào nêu quán triệt chủ trương, chính sách về thi đua?")
    assert {citation.passage.file for citation in answer.citations} == {"0.txt", "1.txt", "2.txt"}
    passages = [entry for entry in answer.as_json()["passages"] if "quán triệt" in entry["text"]]
    assert len(passages) == 1
    assert sorted([passages[0]["file"], *(copy["file"] for copy in passages[0]["also"])]) == ["0.txt", "1.txt", "2.txt"]
    assert passages[0]["also"][0].keys() == {"file", "section", "page"}


def test_removals_add_up_and_are_told_in_their_order(assistant: Assistant) -> None:
    question = "Năm 2025 xã Tân Lập có hạn chế gì?"
    assert [constraint.key for constraint in assistant.answer(question).understood] == ["place:xã Tân Lập", "period", "role"]
    less = assistant.answer(question, parse_keys(["role", "place:xã Tân Lập"]))
    assert [constraint.key for constraint in less.understood] == ["period"]
    assert [(constraint.key, constraint.shown) for constraint in less.removed] == [
        ("role", "mục tồn tại, hạn chế"), ("place:xã Tân Lập", "xã Tân Lập"),
    ]  # fmt: skip
    result = assistant.find(question, without=parse_keys(["period"]))
    assert [constraint.key for constraint in result.understood] == ["place:xã Tân Lập", "role"]
    assert [constraint.key for constraint in result.removed] == ["period"]


def test_a_place_taken_off_is_neither_searched_nor_missed(assistant: Assistant) -> None:
    question = "So sánh hộ nghèo của xã Tân Lập với thị trấn Suối Mây"
    less = assistant.answer(question, parse_keys(["place:thị trấn Suối Mây"]))
    assert "Suối Mây" in assistant.answer(question).text and "Suối Mây" not in less.text
    assert "41 hộ nghèo" in less.text and [constraint.key for constraint in less.understood] == ["place:xã Tân Lập"]


def test_the_question_before_can_be_taken_off(assistant: Assistant) -> None:
    turns = ["Xã Tân Lập còn bao nhiêu hộ nghèo?", "Thế năm 2024?"]
    leaning, alone = assistant.converse(turns), assistant.converse(turns, parse_keys(["context"]))
    assert leaning.understood[0].key == "context" and "Tân Lập" in leaning.understood[0].shown
    assert [constraint.key for constraint in alone.removed] == ["context"]
    assert "place:xã Tân Lập" not in [constraint.key for constraint in alone.understood]


def test_why_names_words_meaning_boosts_and_place(assistant: Assistant) -> None:
    result = assistant.find("Năm 2025 xã Tân Lập có hồ sơ khen thưởng hạn chế gì?")
    best = next(why for hit, why in zip(result.hits, result.why, strict=True) if "hồ sơ khen thưởng" in hit.passage.text)
    assert best.explanation.phrases[0] == "hồ sơ khen thưởng" and "hạn chế" in best.explanation.phrases
    spoken = " ".join(best.explanation.phrases).split()
    assert not {"năm", "có", "gì", "xã", "tân", "lập"} & set(spoken)
    assert best.said[0].startswith("Có từ ngữ được hỏi: “hồ sơ khen thưởng”, “")
    assert best.said[2:] == (
        "Nằm trong mục tồn tại, hạn chế, đúng loại mục được hỏi.",
        "Kỳ báo cáo có năm được hỏi.",
        "Chỉ tìm trong báo cáo của xã Tân Lập.",
    )


def test_a_text_without_words_finds_nothing(assistant: Assistant) -> None:
    assert assistant.find("?!") == assistant.find("") and assistant.find("").hits == ()


def test_the_terminal_says_what_was_understood_and_why(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.setattr(command, "say", printed.append)
    monkeypatch.setattr(command, "open_assistant", lambda settings: assistant)
    for words in (
        ["search", "hạn chế xã Tân Lập"],
        ["search", "hạn chế xã Tân Lập", "--json"],
        ["ask", "Hạn chế xã Tân Lập"],
    ):
        assert command.main(words) == command.OK
    search, listed, answered = printed
    assert search.startswith("Hiểu là: xã Tân Lập; mục tồn tại, hạn chế\n1. (")
    assert search.count("Vì sao tìm thấy? ") == len(assistant.search("hạn chế xã Tân Lập"))
    first = json.loads(listed)[0]
    assert first["also"] == [] and first["why"].keys() == {"terms", "cosine", "boosts", "said"}
    assert answered.startswith("Hiểu là: xã Tân Lập; mục tồn tại, hạn chế\n")
    printed.clear()
    assert command.main(["search", "?"]) == command.OK
    assert printed == ["Không tìm thấy đoạn nào. Hãy thử từ khác.\n"]


def test_what_is_read_ahead_is_not_embedded_again_when_somebody_asks(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.assistant.PAUSE", 0)
    before = assistant.answer("Huyện còn bao nhiêu hộ nghèo?")
    assistant.warm()
    assistant.read_ahead()
    embedded: list[str] = []
    passages = type(assistant.embedder).passages

    def counted(self: Any, texts: Any) -> Any:
        embedded.extend(texts)
        return passages(self, texts)

    monkeypatch.setattr(type(assistant.embedder), "passages", counted)
    assert assistant.answer("Huyện còn bao nhiêu hộ nghèo?").text == before.text
    assert embedded == []
