"""The inputs after public bug reports: every row of the log has an expectation, and the checks see what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import wild
from ingest.model import Kind, Line, Source, Table
from ingest.report import assemble

LOG = Path(__file__).resolve().parents[3] / "shared" / "wild" / "LOG.md"


def _wrong(wanted: dict, *lines: Line, tables: tuple[Table, ...] = ()) -> list[str]:
    return list(wild.find_faults(assemble(Source(lines, None, tables), "0" * 64, "a.docx"), wanted))


def test_what_is_missing_and_what_leaks() -> None:
    line = Line("Toàn xã còn 48 37 hộ nghèo.", whole=True)
    assert _wrong({"text": ["còn 37 hộ"], "absent": ["48"]}, line) == ["lacks 'còn 37 hộ'", "reads '48'"]
    assert _wrong({"text": ["37 hộ nghèo"], "absent": ["52"]}, line) == []


def test_rows_and_outline() -> None:
    lines = (Line("I. KẾT QUẢ", whole=True), Line("Bản Lầu 4", Kind.TEXT, whole=True))
    row = Line("Bản Lầu 4", None, Kind.TABLE, whole=True, row=(0, 0))
    table = Table((("Bản Lầu", "4"),), None)
    assert _wrong({"rows": ["Bản Lầu ¦ 4"], "outline": ["I"]}, lines[0], row, tables=(table,)) == []
    assert _wrong({"rows": ["Bản Lầu ¦ 5"], "outline": []}, lines[0], row, tables=(table,)) == [
        "lacks the row 'Bản Lầu ¦ 5'",
        "outline ['I']",
    ]


def test_every_row_of_the_log_has_an_expectation() -> None:
    if not LOG.exists():
        pytest.skip("needs shared/wild")
    rows = {name for name in wild.ROW.findall(LOG.read_text(encoding="utf-8")) if name not in ("input", "---")}
    assert len(rows) > 100 and rows == set(wild.expectations())
