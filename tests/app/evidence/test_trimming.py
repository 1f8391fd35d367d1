"""Long sentences cut down to the clauses that answer."""

from __future__ import annotations

from typing import Any

from app.evidence.frame import frame_of
from app.evidence.stretches import Stretch
from app.evidence.trimming import LONGEST, trim
from app.question.question import understand
from index.gazetteer.scope import Scope
from index.query.query import QueryReader


def _shown(library: Any, question: str, text: str) -> str:
    understood = understand(QueryReader(library).read(question), Scope())
    start, end = trim(Stretch(0, len(text), text), frame_of(understood, dict.fromkeys(understood.content, 1.0)))
    return text[start:end]


def test_a_long_sentence_is_cut_to_the_clauses_that_answer(library: Any) -> None:
    filler = "; ".join(["các cấp, các ngành tiếp tục phối hợp triển khai đồng bộ nhiều nội dung công tác khác nhau"] * 6)
    text = f"{filler}; toàn xã trồng mới được 640 ha rừng phòng hộ; {filler}."
    trimmed = _shown(library, "trồng được bao nhiêu ha rừng", text)
    assert "640 ha rừng" in trimmed and len(trimmed.split()) <= LONGEST


def test_a_short_sentence_stays_whole(library: Any) -> None:
    text = "Toàn xã còn 41 hộ nghèo; giảm 23 hộ."
    assert _shown(library, "còn bao nhiêu hộ nghèo", text) == text
