"""Which section a question asks for, where headings share roles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.assistant import Assistant
from index.build import bring_in
from index.store.library import Library
from settings import Settings

REPORT = """UBND huyện Vân Khê báo cáo tổng kết phong trào thi đua năm 2024 như sau:

I. KẾT QUẢ

Toàn huyện trồng 27 ha rừng.

II. ĐÁNH GIÁ CHUNG

1. Hạn chế, khuyết điểm

Việc phát hiện điển hình tiên tiến còn chậm.

2. Nguyên nhân của hạn chế

a) Khách quan

Địa bàn chia cắt, mưa lũ kéo dài.

b) Chủ quan

Một số cấp ủy chưa thật sự quan tâm.
"""


@pytest.fixture
def assistant(settings: Settings, embedder: Any, tmp_path: Path) -> Assistant:
    folder = tmp_path / "mot-huyen"
    folder.mkdir()
    (folder / "van-khe.txt").write_text(REPORT, encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    return Assistant(library, embedder)


@pytest.mark.parametrize(
    ("question", "heading", "said", "unsaid"),
    [
        ("Huyện Vân Khê tự nhận nguyên nhân chủ quan nào?", "Chủ quan", "chưa thật sự quan tâm", "mưa lũ"),
        ("Nguyên nhân khách quan ở huyện Vân Khê là gì?", "Khách quan", "mưa lũ", "chưa thật sự"),
        ("Nguyên nhân ở huyện Vân Khê là gì?", "Nguyên nhân của hạn chế", "mưa lũ", "điển hình tiên tiến"),
        ("Vì sao còn yếu, cả khách quan và chủ quan, ở huyện Vân Khê?", "Nguyên nhân của hạn chế", "quan tâm", "điển hình"),
        ("Hạn chế của huyện Vân Khê là gì?", "Hạn chế, khuyết điểm", "điển hình tiên tiến còn chậm", "mưa lũ"),
    ],
)
def test_the_section_asked_for(assistant: Assistant, question: str, heading: str, said: str, unsaid: str) -> None:
    answer = assistant.answer(question)
    assert f"mục “{heading}” nêu" in answer.text
    assert said in answer.text and unsaid not in answer.text
