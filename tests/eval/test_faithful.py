"""Every figure of an answer in what it cites; all expectations worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.faithful import check_one, numbers_of, statements


def answer(text: str, **more: Any) -> dict[str, Any]:
    citations = [
        {"n": 1, "title": "Tổng kết năm 2024, huyện Lam Trà", "heading": "Giảm nghèo", "section": ["II", "1"],
         "quote": "Cuối năm 2024 còn 1.037 hộ nghèo, chiếm 4,05%, theo Quyết định ngày 01 tháng 7 năm 2025"},
        {"n": 2, "title": "Sơ kết năm 2023, xã Cẩm Đài",
         "heading": "Khen thưởng", "section": [], "quote": "tặng 05 Giấy khen"},
    ]  # fmt: skip
    return {"id": "q", "answer": text, "refused": False, "mode": "llm", "citations": citations, **more}


@pytest.mark.parametrize(
    ("text", "figures", "violations"),
    [
        ("Theo báo cáo:\n- Còn 1037 hộ nghèo (4,05%) [1], tặng 5 Giấy khen [2].", 3, 0),
        ("Còn 1.307 hộ nghèo [1].", 1, 1),
        ("Tặng 05 Giấy khen [1].", 1, 1),  # stands in the other quote
        ("Quyết định ngày 01/7/2025 [1].", 1, 0),
        ("Quyết định ngày 07/01/2025 [1].", 1, 1),
        ("Còn 1.037 hộ [1] và 12 hộ khác.", 2, 1),
        ("Ý này không dẫn, có 1.037 hộ.", 1, 0),
        ("Năm 2023 có 9 hộ [7].", 2, 2),
    ],
)
def test_figures(text: str, figures: int, violations: int) -> None:
    result = check_one(answer(text))
    assert (result.figures, len(result.violations)) == (figures, violations), result


def test_a_figure_of_the_title_is_counted_apart() -> None:
    result = check_one(answer("Báo cáo năm 2023 tặng 05 Giấy khen [2], năm 2024 [2]."))
    assert (result.quoted, result.headed) == (1, 1) and [v.split(":")[0] for v in result.violations] == ["2024"]


def test_a_statement_without_citation() -> None:
    assert check_one(answer("Theo báo cáo:\n- Còn nhiều việc.")).uncited == ("Còn nhiều việc.",)
    assert check_one(answer("Theo báo cáo:\n- Còn nhiều việc. [1]")).uncited == ()


def test_statements() -> None:
    assert list(statements("Một [1][2] hai [3].\nba")) == [("Một", (1, 2)), ("hai", (3,)), ("ba", ())]


def test_numbers() -> None:
    assert numbers_of("2.815 và 05, 15,95%; 95/118", whole=True) == ["2815", "5", "15,95", "95/118"]
    assert set(numbers_of("01/7/2025")) == {"1/7/2025", "1", "7", "2025", "7/2025"}


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.setattr("eval.commands.answers.say", printed.append)
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(answer("Còn 1.037 hộ [1].")) + "\n", encoding="utf-8")
    assert main(["faithful", str(file)]) == 0
    file.write_text(json.dumps(answer("Còn 1.307 hộ [1].")) + "\n", encoding="utf-8")
    assert main(["faithful", str(file)]) == 1
    assert "1307: Còn 1.307 hộ" in printed[-1]
