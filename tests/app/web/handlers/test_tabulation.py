"""The tab "Tổng hợp" without a browser: from nothing chosen to a workbook, cells taken and typed, tables kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import docx
import openpyxl
import pytest

from app.access.fair_queue import Turnstile
from app.access.person import LOCAL, Person, Role
from app.assistant import Assistant
from app.records.tables import KeptTables, Selection, TableSpec
from app.storage.store import Store
from app.web.handlers.tabulation import Tabulating, TabulationDesk, TabView
from app.web.html.panel import Reference
from index.embedding.embedder import Embedder
from index.store.library import Library
from settings import Settings

LAN = Person("lan", "Lan", Role.READER)
WANTED = TableSpec("hộ nghèo; trường đạt chuẩn quốc gia")


@pytest.fixture
def tabulating(library: Library, embedder: Embedder, settings: Settings) -> Tabulating:
    return Tabulating(Assistant(library, embedder), KeptTables(Store.open(settings)), Turnstile())


def _made(tabulating: Tabulating, spec: TableSpec = WANTED) -> TabView:
    return tabulating.make(TabulationDesk(), LOCAL, spec)


def _cell(view: TabView, indicator: int, shown: str) -> dict[str, str]:
    """Return what a click on the dots of the cell with this figure sends."""
    cells = re.findall(r'<td data-value="[^"]*"><div>(.*?)</div>', view.table or "")
    inside = next(cell for cell in cells if f">{shown}<" in cell and f'data-column="{indicator}"' in cell)
    found = re.search(r'data-report="(\w+)" data-column="(\d+)" data-year="(\d*)"', inside)
    assert found is not None
    return {"report": found[1], "column": found[2], "year": found[3]}


def _act(tabulating: Tabulating, view: TabView, what: str, data: Mapping[str, object], person: Person = LOCAL) -> TabView:
    return tabulating.act(view.desk, person, {"do": what, **data})


def test_what_can_be_chosen_is_what_the_library_holds(tabulating: Tabulating) -> None:
    choices = tabulating.choices()
    assert [len(choices["reports"]), "xã Tân Lập" in dict(choices["places"])] == [3, True]
    assert [entry.files[0] for entry in tabulating.selected(Selection(places=("Xã Tân Lập",)))] == ["tan-lap.txt"]
    assert [entry.files[0] for entry in tabulating.selected(Selection(period="2022-2023"))] == [
        "dong-khe.txt",
        "suoi-may.txt",
    ]
    assert 'data-do="add"' in tabulating.suggestions(Selection())
    assert "chưa đúng" in tabulating.suggestions(Selection(period="năm ngoái"))


def test_a_table_has_a_row_a_report_and_every_figure_opens_its_sentence(tabulating: Tabulating, library: Library) -> None:
    view = _made(tabulating)
    table = view.table or ""
    assert view.editor == "" and table.count("<tr>") == 1 + 3 + 5
    assert "41 hộ" in table and "18 trường" in table and "không nêu" in table
    (keys,) = re.findall(r'class="tabled" data-keys="([^"]*)"', table)
    at = re.search(r'data-at="(\d+)"[^>]*>41 hộ', table)
    assert at is not None
    reference = Reference.parse(keys.split()[int(at[1])])
    passage = library.catalog.passages([reference.passage])[reference.passage]
    begin, end = (offset - passage.start for offset in reference.within(passage))
    assert "còn 41 hộ nghèo" in passage.text[begin:end]


def test_what_cannot_be_made_says_what_to_do(tabulating: Tabulating) -> None:
    for spec, said in (
        (TableSpec(""), "Chưa có chỉ tiêu nào"),
        (TableSpec("hộ nghèo", "hôm nay"), "chưa đúng"),
        (TableSpec("hộ nghèo", selection=Selection(period="1999")), "Không có báo cáo nào hợp"),
    ):
        view = _made(tabulating, spec)
        assert said in (view.editor or "") and view.table is None and view.desk == TabulationDesk()


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (TableSpec("a;" * 9_000), "ký tự"),
        (TableSpec(";".join(f"a{number}" for number in range(51))), "51 chỉ tiêu"),
        (TableSpec("hộ nghèo", "2000," * 3_000), "ký tự"),
        (TableSpec("hộ nghèo", selection=Selection(period="2000," * 3_000)), "ký tự"),
        (TableSpec("hộ nghèo", selection=Selection(kinds=tuple(map(str, range(501))))), "500 mục"),
        (TableSpec("hộ nghèo", selection=Selection(reports=tuple(map(str, range(501))))), "500 mục"),
    ],
)
def test_too_much_is_told_before_it_is_taken_apart(
    tabulating: Tabulating, spec: TableSpec, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr("app.tabulation.request.normalize", lambda text: looked.append(text) or text)
    view = _made(tabulating, spec)
    assert said in (view.editor or "") and view.desk == TabulationDesk() and len(looked) <= 1


def test_a_value_typed_by_hand_is_marked_and_kept_and_taken_back(tabulating: Tabulating) -> None:
    view = _made(tabulating)
    cell = _cell(view, 0, "41 hộ")
    editor = _act(tabulating, view, "cell", cell)
    assert "Nhập tay" in (editor.editor or "") and "còn 41 hộ nghèo" in (editor.editor or "") and editor.table is None
    wrong = _act(tabulating, view, "correct", {**cell, "text": "nhiều"})
    assert "không có con số" in (wrong.editor or "") and wrong.desk == view.desk
    typed = _act(tabulating, view, "correct", {**cell, "text": "43 hộ"})
    assert "43 hộ" in (typed.table or "") and "sửa tay" in (typed.table or "") and "Bảng đã lưu (1)" in (typed.listing or "")
    opened = _act(tabulating, _made(tabulating), "open", {"id": str(typed.desk.kept_as)})
    assert "43 hộ" in (opened.table or "") and opened.fields and opened.desk.spec.indicators == WANTED.indicators
    reset = _act(tabulating, opened, "reset", cell)
    assert ">41 hộ<" in (reset.table or "") and "sửa tay" not in (reset.table or "")


def test_another_figure_of_the_report_can_be_taken(tabulating: Tabulating) -> None:
    view = _made(tabulating)
    editor = _act(tabulating, view, "cell", _cell(view, 0, "41 hộ")).editor or ""
    button = r'data-do="take" data-report="(\w+)" data-column="0" data-year="(\d*)" data-key="([^"]+)"'
    offered = rf'<b>([^<]*)</b> <button type="button" {button}'
    text, report, year, key = re.findall(offered, editor)[0]
    data = {"report": report, "column": "0", "year": year, "key": key}
    taken = _act(tabulating, view, "take", data)
    assert f">{text}<" in (taken.table or "") and taken.desk.kept_as
    assert list(taken.desk.spec.choices.values()) == [key]


def test_tables_are_each_person_s_own(tabulating: Tabulating) -> None:
    kept = _act(tabulating, _made(tabulating), "keep", {})
    assert "Đã lưu bảng" in (kept.table or "") and 'data-do="keep"' not in (kept.table or "")
    number = {"id": str(kept.desk.kept_as)}
    for what in ("open", "delete"):
        other = tabulating.act(TabulationDesk(), LAN, {"do": what, **number})
        assert WANTED.indicators not in f"{other.table}{other.editor}{other.listing}"
    assert "Bảng đã lưu (1)" in tabulating.listing(LOCAL) and tabulating.listing(LAN) == ""
    assert "Đã xóa bảng" in (_act(tabulating, kept, "delete", number).listing or "")
    assert "không còn nữa" in (_act(tabulating, kept, "open", number).editor or "")


def test_the_workbook_holds_the_numbers(tabulating: Tabulating, tmp_path: Path) -> None:
    tabulating.write(_made(tabulating).desk, LOCAL, tmp_path / "tong-hop.xlsx")
    values = [cell.value for row in openpyxl.load_workbook(tmp_path / "tong-hop.xlsx").worksheets[0].rows for cell in row]
    assert 41 in values and 18 in values


@pytest.mark.parametrize(
    "data",
    [{}, {"do": "__class__"}, {"do": "cell"}, {"do": "cell", "column": "9", "report": "x"}, {"do": "take", "column": "0"},
     {"do": "open", "id": "x"}, {"do": "delete", "id": "-1"}, {"do": "correct", "column": "0", "report": "x", "text": []}],
)  # fmt: skip
def test_what_our_page_does_not_send_does_no_harm(tabulating: Tabulating, data: Mapping[str, object]) -> None:
    view = _made(tabulating)
    after = tabulating.act(view.desk, LOCAL, data)
    assert after.table is None and after.desk == view.desk
    assert tabulating.listing(LOCAL) == ""


def test_cells_that_the_table_has_not_are_not_kept(tabulating: Tabulating) -> None:
    view = _made(tabulating)
    cell = _cell(view, 0, "41 hộ")
    for what, wrong in (
        ("correct", {**cell, "report": "b" * 1_000_000, "text": "5 hộ"}),
        ("take", {**cell, "report": "khong-co", "key": "a"}),
        ("take", {**cell, "key": "a" * 1_000_000}),
    ):  # fmt: skip
        after = _act(tabulating, view, what, wrong)
        assert "problem" in (after.editor or "") and after.desk == view.desk
    assert tabulating.listing(LOCAL) == ""


def test_what_is_kept_of_a_table_is_bounded(tabulating: Tabulating) -> None:
    places = ("Xã Tân Lập", *(f"Xã {'dài' * 200} {number}" for number in range(400)))
    view = _made(tabulating, TableSpec(WANTED.indicators, selection=Selection(places=places)))
    kept = _act(tabulating, view, "keep", {})
    assert "Hãy chia thành nhiều bảng" in (kept.editor or "") and tabulating.listing(LOCAL) == ""


def test_words_of_reports_are_never_markup(tabulating: Tabulating) -> None:
    evil = "<img src=x onerror=alert(1)> \"'&"
    view = _made(tabulating, TableSpec(f"{evil}; hộ nghèo"))
    assert "<img" not in f"{view.table}{view.editor}"
    kept = _act(tabulating, view, "keep", {})
    assert "<img" not in f"{kept.table}{kept.listing}"


def test_a_chart_has_its_figures_beside_it_and_can_be_taken_as_word(tabulating: Tabulating, tmp_path: Path) -> None:
    view = _made(tabulating)
    assert '<option value="0:2025">hộ nghèo, 2025' in (view.table or "")
    asked = {"column": "0:2025", "kind": "bars"}
    drawn = _act(tabulating, view, "chart", {"fields": asked})
    assert (
        "data:image/png;base64," in (drawn.chart or "") and ">41 hộ</button>" in (drawn.chart or "") and drawn.table is None
    )
    refused = _act(tabulating, view, "chart", {"fields": {**asked, "kind": "lines"}})
    assert "hai năm" in (refused.chart or "")
    tabulating.write_chart(view.desk, LOCAL, asked, tmp_path / "bieu-do.docx")
    assert "41 hộ" in docx.Document(str(tmp_path / "bieu-do.docx")).tables[0].rows[1].cells[2].text
