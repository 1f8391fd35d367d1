"""The shortest stretch that answers: of several that could, the one that stands with the question's words, or none."""

from __future__ import annotations

import pytest

from app.answer.short import short_of
from app.evidence.candidates import Candidate
from app.evidence.features import NAMES
from app.evidence.frame import frame_of
from app.evidence.stretches import stretches_of
from app.question.question import understand
from index.gazetteer.scope import Scope
from index.query.query import Query
from index.search.retrieval import Hit
from ingest.language.terms import terms
from ingest.model import Passage

LEADERS = "Chủ tịch là ông Lò Văn Pẻn, bà Hà Thị Nhài phụ trách văn hóa, ông Đỗ Văn Mọc kiêm giám đốc trung tâm dạy nghề."
PAPERS = "Theo Quyết định số 12/QĐ-UBND về đàn ong và Kế hoạch số 41/KH-UBND về dạy nghề."


def _short(question: str, text: str) -> str | None:
    content = tuple(dict.fromkeys(terms(question)))
    understood = understand(Query(question, question, (), content, content, question), Scope())
    passage = Passage("p", "r", "a.txt", "Báo cáo", (), "", (), None, 0, len(text), text)
    candidate = Candidate(Hit(passage, 1.0, 0.5, 0.0), stretches_of(passage)[0], (0.0,) * len(NAMES), 1.0)
    return short_of(frame_of(understood, dict.fromkeys(understood.content, 2.0)), candidate)


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Ai kiêm giám đốc trung tâm dạy nghề?", LEADERS, "Đỗ Văn Mọc"),
        ("Ai vắng mặt?", LEADERS, None),  # nothing tells which
        ("Ai là chủ tịch?", "Chủ tịch là ông Lò Văn Pẻn.", "Lò Văn Pẻn"),
        ("Kế hoạch số mấy về dạy nghề?", PAPERS, "Kế hoạch số 41/KH-UBND"),
        ("Khai giảng ngày nào?", "Khai giảng ngày 05/9/2031.", "ngày 05/9/2031"),
        ("Khai giảng ngày nào, ở đâu?", "Khai giảng ngày 05/9/2031 tại Lam Khê.", None),  # half of what is asked
        ("Có mấy đàn ong, bao nhiêu người nuôi?", "Có 41 đàn ong, 12 người nuôi.", None),
        ("Có mấy đàn ong?", "Có 41 đàn ong, 12 người nuôi.", "41 đàn ong"),
    ],
)
def test_short(question: str, text: str, short: str | None) -> None:
    assert _short(question, text) == short
