"""What a question names and what a sentence names in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.question.contrasts import load, opposes
from prompts import DataFileError


@pytest.mark.parametrize(
    ("question", "text", "opposed"),
    [
        ("Nguyên nhân chủ quan là gì?", "Nguyên nhân khách quan", True),
        ("Nguyên nhân chủ quan là gì?", "Nguyên nhân chủ quan và khách quan", False),
        ("Nguyên nhân là gì?", "Nguyên nhân khách quan", False),
        ("Có bao nhiêu chiến sĩ thi đua cấp tỉnh?", "03 cá nhân đạt Chiến sĩ thi đua cơ sở", True),
        ("Có bao nhiêu Bằng khen cấp tỉnh?", "UBND tỉnh tặng 12 Bằng khen", False),
        ("Còn bao nhiêu hộ nghèo?", "còn 82 hộ cận nghèo", True),
        ("Còn bao nhiêu hộ nghèo?", "còn 35 hộ nghèo, 82 hộ cận nghèo", False),
        ("Còn bao nhiêu hộ cận nghèo?", "còn 35 hộ nghèo", True),
        ("Huyện có bao nhiêu xã?", "huyện có 14 xã", False),
    ],
)
def test_opposes(question: str, text: str, opposed: bool) -> None:
    assert opposes(question, text) is opposed


@pytest.mark.parametrize("text", ["", "groups = []", 'groups = [["một"]]', "groups = [[1, 2]]"])
def test_a_file_without_counterparts_is_an_error(text: str, tmp_path: Path) -> None:
    file = tmp_path / "opposed.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match="opposed"):
        load(file)
