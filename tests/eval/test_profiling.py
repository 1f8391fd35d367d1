"""Where the time goes: functions of this project by their module, the costliest first."""

from __future__ import annotations

from pathlib import Path

from app.assistant import Assistant
from eval.profiling import Profile, Spent, as_text, of_ingest, of_questions
from index.store.library import Library
from settings import Settings
from tests.conftest import KeywordEmbedder


def test_a_question(library: Library, embedder: KeywordEmbedder) -> None:
    profile = of_questions(Assistant(library, embedder), ["hộ nghèo", "Xã Tân Lập còn bao nhiêu hộ nghèo?"])
    names = [part.where for part in profile.parts]
    assert profile.ms > 0 and any(name.startswith("app.assistant.answer:") for name in names)
    assert [part.whole for part in profile.parts] == sorted((part.whole for part in profile.parts), reverse=True)


def test_an_ingest(settings: Settings, reports: Path, tmp_path: Path) -> None:
    profile = of_ingest([reports], settings, KeywordEmbedder(), tmp_path / "thu")
    calls = {part.where.split(":")[0]: part.calls for part in profile.parts}
    assert calls["index.store.library.add"] == 1.0  # once a file


def test_as_text_by_hand() -> None:
    parts = (Spent("app.assistant.answer:1", 1.0, 0.5, 80.0), Spent("torch linear", 48.0, 60.0, 60.0))
    text = as_text("Một câu hỏi", Profile(41.0, parts), 5)
    assert text.startswith("Một câu hỏi: 41 ms") and "80.00  app.assistant.answer:1" in text
    assert text.index("60.00     60.00  torch linear") > text.index("của riêng")
