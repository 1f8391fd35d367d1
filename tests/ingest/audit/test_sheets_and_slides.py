"""The audit of workbooks and slides: a figure that the reader loses is told, one that nobody sees is not."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pptx
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest import audit
from ingest.errors import UnreadableFile
from ingest.report import lacking, understand
from tests.ingest.readers import old_workbook

ROWS = (("Thôn", "Hộ", "Tỷ lệ", "Ngày"), ("Khe Sơn", 1284, 0.0288, datetime.date(2031, 11, 5)), ("Bản Vẽ", 96, 0.5, None))


def _workbook(file: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    for row in ROWS:
        page.append(row)
    page["B2"].number_format, page["C2"].number_format, page["C3"].number_format = "#,##0", "0.00%", "0%"
    page["A5"], page["A6"], page["B6"] = "bỏ 7070", "trắng 6060", 5050
    page["A5"].font, page["A6"].font, page["B6"].number_format = Font(strike=True), Font(color="FFFFFFFF"), ";;;"
    page["A7"], page.row_dimensions[7].hidden = "ẩn 4040", True
    page["F1"], page.column_dimensions["F"].hidden = "ẩn 3030", True
    chart = BarChart()
    chart.title = "Số hộ 2031"
    chart.add_data(Reference(page, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    page.add_chart(chart, "H5")
    draft = book.create_sheet("nháp")
    draft.sheet_state, draft["A1"] = "hidden", "nháp 2020"
    book.save(str(file))
    return file


def test_a_workbook_that_is_read_raises_no_alarm(tmp_path: Path) -> None:
    file = _workbook(tmp_path / "a.xlsx")
    report = understand(file)
    assert lacking(file, report) == ()
    assert not any(unseen in report.text for unseen in ("7070", "6060", "5050", "4040", "3030", "2020"))
    assert any("gạch ngang" in warning for warning in report.warnings)


@pytest.mark.parametrize(("lost", "told"), [("1.284", "1284"), ("2,88%", "00288"), ("96", "96"), ("05/11/2031", "05")])
def test_a_figure_of_a_workbook_that_is_lost_is_told(tmp_path: Path, lost: str, told: str) -> None:
    file = _workbook(tmp_path / "a.xlsx")
    missing = audit.audit(file, understand(file).text.replace(lost, ""))
    assert missing and (missing[0].figure, missing[0].page) == (told, 1)


def _slides(file: Path) -> Path:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Kết quả 2031"
    frame = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(4), Inches(1)).text_frame
    frame.text = "còn 37 hộ"
    frame.paragraphs[0].add_line_break()
    frame.paragraphs[0].add_run().text = "52 thôn"
    void = frame.add_paragraph().add_run()
    void.text = "bỏ 7070"
    void.font._rPr.set("strike", "sngStrike")
    data = CategoryChartData()
    data.categories = ["Khe Sơn", "Bản Vẽ"]
    data.add_series("Hộ", (412, 379))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(4), Inches(4), Inches(3), data)
    hidden = show.slides.add_slide(show.slide_layouts[5])
    hidden.shapes.title.text = "nháp 2020"
    hidden._element.set("show", "0")
    show.save(str(file))
    return file


def test_slides_that_are_read_raise_no_alarm(tmp_path: Path) -> None:
    file = _slides(tmp_path / "a.pptx")
    report = understand(file)
    assert lacking(file, report) == ()
    assert "37 hộ 52 thôn" in report.text
    assert "7070" not in report.text and any("gạch ngang" in warning for warning in report.warnings)


@pytest.mark.parametrize("lost", ["37 hộ", "412", "2031"])
def test_a_figure_of_a_slide_that_is_lost_is_told(tmp_path: Path, lost: str) -> None:
    file = _slides(tmp_path / "a.pptx")
    missing = audit.audit(file, understand(file).text.replace(lost, ""))
    assert [(one.figure, one.page) for one in missing] == [(lost[:4].strip(" hộ"), 1)]


def test_damaged_files_give_nothing(tmp_path: Path) -> None:
    for name, make in (("a.xlsx", _workbook), ("a.pptx", _slides)):
        whole = make(tmp_path / name).read_bytes()
        (tmp_path / f"cut-{name}").write_bytes(whole[: len(whole) // 2])
        assert audit.audit(tmp_path / f"cut-{name}", "") == ()


def test_old_workbooks_are_audited_too(tmp_path: Path) -> None:
    day = (datetime.date(2031, 11, 5) - datetime.date(1899, 12, 30)).days
    rows = [(("Thôn", 0), ("Hộ", 0), ("Tỷ lệ", 0), ("Chốt", 0)), (("Khe Sơn", 0), (1284.0, 1), (0.0288, 2), (float(day), 3))]
    rows += [(("Dòng ẩn", 0), (5150.0, 1)), (("Bản Vẽ", 0), (96.0, 0), (7070.0, 4))]
    file = old_workbook.write(tmp_path / "a.xls", rows, hidden=frozenset({2}))
    report = understand(file)
    assert report.tables[0][0].rows[1] == ("Khe Sơn", "1.284", "2,88%", "05/11/2031")
    assert lacking(file, report) == () and "5150" not in report.text and "7070" not in report.text
    for lost, told in (("1.284", "1284"), ("2,88%", "00288"), ("05/11/2031", "05"), ("96", "96")):
        (first, *_) = audit.audit(file, report.text.replace(lost, ""))
        assert (first.figure, first.page) == (told, 1)
    whole = file.read_bytes()
    # cut short; and a container of another program, a letter's
    for damaged in (whole[:1500], whole[:8] + bytes(600)):
        file.write_bytes(damaged)
        assert audit.audit(file, "") == ()
    file.write_bytes(whole[:24] + bytes(8) + whole[32:])
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        understand(file)


def test_a_new_workbook_under_the_old_name_is_read(tmp_path: Path) -> None:
    file = _workbook(tmp_path / "a.xlsx").rename(tmp_path / "a.xls")
    assert "1.284" in understand(file).text
