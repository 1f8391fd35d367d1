"""Tables as files: numbers are numbers, links lead to what they name, no text is a formula."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.tabulation.export import SOURCES, VALUES, write
from app.tabulation.model import IndicatorTable, TableRequest
from app.tabulation.request import BadTable
from app.tabulation.table import build_table
from index.query.query import QueryReader
from index.store.library import Library
from tests.app.tabulation.conftest import identity

THREE = tuple(map(identity, ("khe-son-2024.docx", "dong-vai.docx", "tho-loc.docx")))


@pytest.fixture(scope="module")
def table(communes: Library, reader: QueryReader) -> IndicatorTable:
    """Poor households, and certificates of merit for persons, of three communes in 2024."""
    return build_table(communes, reader, TableRequest(("hộ nghèo", "giấy khen cho cá nhân"), THREE, (2024,)))


def test_the_workbook_holds_numbers_and_links_both_ways(table: IndicatorTable, out: Path) -> None:
    write(table, out / "bang.xlsx")
    book = load_workbook(out / "bang.xlsx")
    values, sources = book[VALUES], book[SOURCES]
    assert [values.cell(1, at).value for at in (3, 4)] == ["hộ nghèo, 2024 (hộ)", "giấy khen cho cá nhân, 2024 (cá nhân)"]
    assert [values.cell(line, 3).value for line in (2, 3, 4)] == [104, 88, None]
    assert values.cell(6, 3).value == 192
    for line in (2, 3):
        linked = values.cell(line, 3)
        sheet, _, place = linked.hyperlink.location.partition("!")
        assert sheet == f"'{SOURCES}'"
        source = sources[place].row
        assert sources.cell(source, 5).value == linked.value
        assert sources.cell(source, 5).hyperlink.location == f"'{VALUES}'!C{line}"
        assert str(linked.value) in sources.cell(source, 10).value
    notes = [sources.cell(line, 11).value for line in range(2, sources.max_row + 1)]
    assert notes.count("báo cáo nêu hai số khác nhau") == 2


def test_a_text_that_looks_like_a_formula_stays_a_text(table: IndicatorTable, out: Path) -> None:
    from dataclasses import replace

    rows = tuple(replace(row, title="=HYPERLINK(1)", issuer=" ＋cmd") for row in table.rows)
    write(replace(table, rows=rows), out / "bang.xlsx")
    sheet = load_workbook(out / "bang.xlsx")[VALUES]
    assert (sheet.cell(2, 1).data_type, sheet.cell(2, 2).data_type) == ("s", "s")
    assert sheet.cell(2, 1).quotePrefix and not sheet.cell(2, 3).quotePrefix  # so it is after somebody edits the cell
    write(replace(table, rows=rows), out / "bang.csv")
    lines = list(csv.reader((out / "bang.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert lines[1][:2] == ["'=HYPERLINK(1)", "' ＋cmd"]


def test_the_lines_of_csv_are_for_excel(table: IndicatorTable, out: Path) -> None:
    write(table, out / "bang.csv")
    text = (out / "bang.csv").read_bytes()
    assert text.startswith("\ufeff".encode())
    lines = list(csv.reader(text.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [line[3:] for line in lines[1:]] == [["104", "61"], ["88", "40"], ["", "33 | 36"]] or lines[3][4] == "36 | 33"


def test_json_has_the_shape_of_the_interface(table: IndicatorTable, out: Path) -> None:
    write(table, out / "bang.json")
    exported = json.loads((out / "bang.json").read_text(encoding="utf-8"))
    assert exported["indicators"] == ["hộ nghèo", "giấy khen cho cá nhân"]
    cell = exported["rows"][0]["cells"][0]
    assert {"indicator", "year", "value", "text", "unit", "plan", "section", "page", "quote"} <= cell.keys()
    assert (cell["value"], cell["text"], cell["section"]) == (104, "104 hộ", ["I"])
    assert exported["totals"][0] == {
        "indicator": "hộ nghèo", "year": 2024, "value": 192, "unit": "hộ", "mean": 96, "minimum": 88, "maximum": 104,
        "of": 2, "why_not": None,
    }  # fmt: skip


def test_another_suffix_is_refused(table: IndicatorTable, out: Path) -> None:
    with pytest.raises(BadTable, match="xlsx"):
        write(table, out / "bang.pdf")


def _has_calc() -> bool:
    """Say whether LibreOffice is there with its spreadsheet part: an office may have installed Writer alone."""
    program = shutil.which("soffice")
    return program is not None and (Path(program).resolve().parent / "libsclo.so").exists()


@pytest.mark.skipif(not _has_calc(), reason="LibreOffice Calc is not installed")
def test_libreoffice_opens_the_workbook(table: IndicatorTable, out: Path) -> None:
    write(table, out / "bang.xlsx")
    profile = f"-env:UserInstallation=file://{out / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):59,34,76,1",
        "--outdir",
        str(out),
    ]
    subprocess.run([*command, str(out / "bang.xlsx")], check=True, capture_output=True, timeout=120)
    lines = list(csv.reader((out / "bang.csv").read_text(encoding="utf-8").splitlines(), delimiter=";"))
    assert [line[2] for line in lines[1:4]] == ["104", "88", ""]
