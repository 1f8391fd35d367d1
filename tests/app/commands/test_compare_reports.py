"""``python -m app compare-reports`` from outside: JSON, text, a Word file, and what it says of bad input."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from app import __main__ as door
from app.commands import compare_reports
from tests.app.comparison import pairs


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(compare_reports, "say", lines.append)
    return lines


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    pair = pairs.read(pairs.FITTED[0])
    return str(pairs.write(pair.old, tmp_path / "truoc.docx")), str(pairs.write(pair.new, tmp_path / "nay.docx"))


def test_the_changes_are_printed_and_written(files: tuple[str, str], said: list[str], tmp_path: Path) -> None:
    out = tmp_path / "so-sanh.docx"
    assert door.main(["compare-reports", *files, "--json", "--out", str(out)]) == 0
    printed = json.loads(said.pop())
    assert {change["kind"] for change in printed} == {"copied", "stale", "moved", "new", "gone"}
    for change in printed:
        assert list(change) == ["kind", "old", "new", "message"]
        for side in filter(None, (change["old"], change["new"])):
            assert list(side) == ["section", "quote"]
        assert (change["old"] is None, change["new"] is None) == (change["kind"] == "new", change["kind"] == "gone")
    document = docx.Document(str(out))
    rows = [row for table in document.tables for row in table.rows]
    assert sum(len(row.cells[2].paragraphs) for row in rows) - len(document.tables) == len(printed)
    assert "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2025" in [paragraph.text for paragraph in document.paragraphs]


def test_bad_input_is_told_with_what_to_do(
    files: tuple[str, str], said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.main(["compare-reports", files[0], str(tmp_path / "khong-co.docx")]) == 2
    assert "khong-co.docx: không mở được tệp" in capsys.readouterr().err
    assert door.main(["compare-reports", *files, "--out", str(tmp_path / "so-sanh.pdf")]) == 2
    assert ".docx" in capsys.readouterr().err
    assert door.main(["compare-reports", *files, "--out", str(tmp_path / "khong" / "so-sanh.docx")]) == 2
    assert "Không ghi được" in capsys.readouterr().err
    assert said == []
