"""The desk's tabs without a browser: sheets of figures, the form as a request, what is shown, escaped."""

import openpyxl
import pytest

from app.checks.model import Fault, Finding, Quote
from app.drafting import sheet
from app.drafting.outline import of_kind
from app.drafting.request import BadRequest
from app.web import desk, desk_views
from app.wording import Place, Wording
from ingest.model import Passage

EVIL = "<img src=x onerror=alert(1)>"
PASSAGE = Passage("a-0001", "a", "a.txt", f"Báo cáo {EVIL}", ("II",), "HẠN CHẾ", ("HẠN CHẾ",), 3, 0, 5, "Chữ", "", "")


def test_the_template_comes_back_with_the_values_typed_into_it(tmp_path):
    file = tmp_path / "mau.csv"
    lines = sheet.template(of_kind("annual")).splitlines()
    assert len(lines) > 15
    at = next(n for n, line in enumerate(lines) if "hộ nghèo" in line)
    lines[at] += '"41 hộ, chiếm 1,37%"'
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    assert sheet.read(file) == {"Lĩnh vực văn hóa - xã hội": {"hộ nghèo": "41 hộ, chiếm 1,37%"}}


def test_an_excel_file_and_a_csv_with_semicolons(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(sheet.COLUMNS)
    book.active.append(("giảm nghèo", "tỷ lệ", 1.37))
    book.active.append(("giảm nghèo", "hộ nghèo", 41))
    book.save(tmp_path / "a.xlsx")
    assert sheet.read(tmp_path / "a.xlsx") == {"giảm nghèo": {"tỷ lệ": "1,37", "hộ nghèo": "41"}}
    (tmp_path / "b.csv").write_text("giảm nghèo;hộ nghèo;41 hộ\n", encoding="utf-8")
    assert sheet.read(tmp_path / "b.csv") == {"giảm nghèo": {"hộ nghèo": "41 hộ"}}


def test_what_is_wrong_with_a_sheet_is_told(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("giảm nghèo,,41\n", encoding="utf-8")
    with pytest.raises(BadRequest, match="hàng 1"):
        sheet.read(file)
    file.write_bytes("giảm nghèo".encode("utf-16"))
    with pytest.raises(BadRequest, match="UTF-8"):
        sheet.read(file)


def test_the_form_is_a_request():
    fields = (
        "UBND XÃ SƠN HẢI",
        "",
        "Sơn Hải",
        2025,
        None,
        "15/BC-UBND",
        "",
        "",
        "",
        "",
        "- Sở Nội vụ;\nTT Đảng ủy",
        "",
        "",
        "",
    )
    made = desk._request(fields)
    assert made["period"] == {"from": 2025, "to": 2025}
    assert made["recipients"] == ["Sở Nội vụ", "TT Đảng ủy"]
    lines = (*fields[:-1], "giảm nghèo | hộ nghèo | 41 hộ\n\n")
    assert desk._figures(None, lines) == {"figures": {"giảm nghèo": {"hộ nghèo": "41 hộ"}}}
    with pytest.raises(BadRequest, match="dòng 1"):
        desk._figures(None, (*fields[:-1], "giảm nghèo: 41"))


def test_words_of_documents_are_escaped():
    quote = Quote(("II",), 3, EVIL, 0)
    made = desk_views.findings([Finding(Fault.SUM, EVIL, (quote, quote))], EVIL)
    one = Wording(EVIL, EVIL, f'"{EVIL}', 1.0, (Place(PASSAGE, EVIL), Place(PASSAGE, EVIL)))
    made += desk_views.wordings([one]) + desk_views.missing([EVIL]) + desk_views.problem(EVIL)
    assert "<img" not in made
    assert made.count("mục II, trang 3") == 1
    assert 'data-copy="&quot;&lt;img' in made


def test_missing_lines_are_shown_without_the_names_of_the_input_file():
    assert "Ngày ban hành</li>" in desk_views.missing(["Thông tin chung: Ngày ban hành (date)"])
    assert "đủ thông tin" in desk_views.missing([])
