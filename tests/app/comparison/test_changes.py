"""What changed between two years' reports: known changes of invented pairs, and each rule by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.comparison.changes import compare
from app.comparison.model import ChangeKind, ReportChange
from ingest.model import Report
from ingest.report import understand
from tests.app.comparison import pairs

HEAD = """ỦY BAN NHÂN DÂN
XÃ CẨM ĐÀI

Cẩm Đài, ngày 10 tháng 12 năm {year}

BÁO CÁO
Kết quả công tác năm {year}

I. KẾT QUẢ

"""
OTHER = "Xã đã tổ chức ngày hội đại đoàn kết ở khu dân cư, được Nhân dân đồng tình, hưởng ứng tham gia."


def _read(folder: Path, text: str, year: int = 2025) -> Report:
    file = folder / f"bao-cao-{year}-{abs(hash(text))}.txt"
    file.write_text(HEAD.format(year=year) + text, encoding="utf-8")
    return understand(file)


def _compared(folder: Path, old: str, new: str, years: tuple[int, int] = (2024, 2025)) -> list[tuple[str, str]]:
    changes = compare(_read(folder, old, years[0]), _read(folder, new, years[1]))
    return [(change.kind.value, change.message) for change in changes]


def _both(pair: pairs.Pair, folder: Path) -> tuple[Report, Report]:
    old, new = (pairs.write(text, folder / file) for text, file in ((pair.old, "a.docx"), (pair.new, "b.docx")))
    return understand(old), understand(new)


@pytest.mark.parametrize(
    ("name", "allowed"), [*((name, 0) for name in pairs.FITTED), *((name, 1) for name in pairs.MEASURED)]
)
def test_changes_made_by_hand_are_found_and_none_invented(name: str, allowed: int, tmp_path: Path) -> None:
    pair = pairs.read(name)
    assert len(pair.known) >= 20
    old, new = (
        understand(pairs.write(text, tmp_path / file)) for text, file in ((pair.old, "a.docx"), (pair.new, "b.docx"))
    )
    missed, invented = pairs.judge(pair.known, compare(old, new))
    assert len(missed) <= allowed, missed
    assert invented == []


@pytest.mark.parametrize("name", [*pairs.FITTED, *pairs.MEASURED])
def test_every_quote_stands_word_for_word_in_its_report(name: str, tmp_path: Path) -> None:
    pair = pairs.read(name)
    old, new = (
        understand(pairs.write(text, tmp_path / file)) for text, file in ((pair.old, "a.docx"), (pair.new, "b.docx"))
    )
    texts = [" ".join(report.text.split()) for report in (old, new)]
    for change in compare(old, new):
        for place, text in zip((change.old, change.new), texts, strict=True):
            assert place is None or place.quote in text
        assert (change.old is None) == (change.kind is ChangeKind.NEW)
        assert (change.new is None) == (change.kind is ChangeKind.GONE)


def test_the_same_report_twice_has_copied_paragraphs_and_nothing_stale(tmp_path: Path) -> None:
    text = f"Toàn xã có 41 hộ nghèo.\n\n{OTHER}\n"
    assert {kind for kind, _ in _compared(tmp_path, text, text, (2024, 2024))} == {"copied"}


def test_an_indicator_that_moved_is_told_with_plain_subtraction(tmp_path: Path) -> None:
    old = "Cuối năm 2024 toàn xã còn 64 hộ nghèo, thu nhập bình quân đầu người đạt 61,8 triệu đồng."
    new = "Cuối năm 2025 toàn xã còn 41 hộ nghèo, thu nhập bình quân đầu người đạt 65,3 triệu đồng."
    assert _compared(tmp_path, old, new) == [
        ("moved", "Hộ nghèo – 2024: 64 hộ; 2025: 41 hộ; giảm 23 hộ."),
        ("moved", "Thu nhập bình quân đầu người – 2024: 61,8 triệu đồng; 2025: 65,3 triệu đồng; tăng 3,5 triệu đồng."),
    ]


def test_money_in_two_scales_is_subtracted_in_the_smaller_one(tmp_path: Path) -> None:
    old, new = (
        f"Tổng thu ngân sách trên địa bàn xã {words}." for words in ("đạt 1,2 tỷ đồng", "năm 2025 đạt 950 triệu đồng")
    )
    ((kind, message),) = _compared(tmp_path, old, new)
    assert kind == "moved"
    assert message.endswith("giảm 250 triệu đồng.")


def test_a_rise_and_a_fall_are_told_without_a_difference(tmp_path: Path) -> None:
    old = "Số vụ vi phạm hành chính trên địa bàn giảm 4 vụ so với cùng kỳ."
    new = "Số vụ vi phạm hành chính trên địa bàn xã tăng 6 vụ so với cùng kỳ."
    ((kind, message),) = _compared(tmp_path, old, new)
    assert kind == "moved"
    assert message.endswith("2024: 4 vụ; 2025: 6 vụ.")


@pytest.mark.parametrize(
    "said",
    [
        "gồm 12 thôn",
        "đạt 100% kế hoạch",
        "ở 12/12 thôn",
        "cho trẻ từ 6 tuổi trở lên",
        "có tổng diện tích 1.204 ha",
    ],
)
def test_what_lasts_is_not_told_as_stale(said: str, tmp_path: Path) -> None:
    old, new = (f"Năm {year} xã đã kiện toàn các tổ chức {said} theo quy định của cấp trên." for year in (2024, 2025))
    assert _compared(tmp_path, old, new) == []


def test_a_figure_that_stands_in_a_sentence_of_the_new_year_is_stale(tmp_path: Path) -> None:
    old, new = (f"Năm {year} xã đã trao 36 suất quà cho học sinh nghèo vượt khó trên địa bàn." for year in (2024, 2025))
    assert _compared(tmp_path, old, new) == [("stale", "Suất quà vẫn là 36 suất như báo cáo trước.")]


@pytest.mark.parametrize(
    ("said", "stale"),
    [
        ("Thực hiện Kế hoạch số 15/KH-UBND ngày 20/01/2024 của Ủy ban nhân dân huyện, xã đã ra quân dọn vệ sinh.", True),
        ("Thực hiện Nghị định số 15/2024/NĐ-CP ngày 20/01/2024 của Chính phủ, xã đã rà soát các thủ tục.", False),
        ("Thực hiện Luật Đất đai năm 2024, xã đã niêm yết công khai bảng giá và trình tự thủ tục.", False),
        ("Thực hiện chương trình giai đoạn 2021-2025 của tỉnh, xã đã lồng ghép các nguồn vốn.", False),
        ("Thực hiện chủ đề năm 2024 của cấp trên, xã đã phân công cán bộ bám sát địa bàn.", True),
        ("Tính đến ngày 15/11/2024, xã đã rà soát xong danh sách người có công trên địa bàn.", True),
        ("Thực hiện Nghị quyết đại hội nhiệm kỳ 2020-2025, xã đã hoàn thành các đầu việc được giao.", False),
    ],
)
def test_a_year_of_last_year_left_in_is_stale_but_laws_and_terms_stay(said: str, stale: bool, tmp_path: Path) -> None:
    kinds = [kind for kind, _ in _compared(tmp_path, said, said.replace("xã đã", "Ủy ban nhân dân xã đã"))]
    assert kinds == (["stale"] if stale else [])


def test_a_title_left_in_last_year_is_told_by_the_date(tmp_path: Path) -> None:
    text = f"Năm 2024 xã còn 41 hộ nghèo, chiếm tỷ lệ thấp.\n\n{OTHER}\n"
    old = _read(tmp_path, text, 2024)
    file = tmp_path / "new.txt"
    file.write_text(HEAD.format(year=2024).replace("tháng 12 năm 2024", "tháng 12 năm 2025") + text, encoding="utf-8")
    changes: list[ReportChange] = compare(old, understand(file))
    stale = [change.new.quote for change in changes if change.kind is ChangeKind.STALE and change.new]
    assert "Kết quả công tác năm 2024" in stale
    assert any(quote.startswith("Năm 2024 xã còn 41") for quote in stale)


def test_a_paragraph_that_was_split_and_moved_is_no_new_one(tmp_path: Path) -> None:
    old = f"Xã có 3 trường học với 812 học sinh. Trạm y tế khám bệnh cho 2.140 lượt người.\n\n{OTHER}\n"
    new = f"{OTHER}\n\nTrạm y tế khám bệnh cho 2.205 lượt người.\n\nXã có 3 trường học với 830 học sinh.\n"
    assert [kind for kind, _ in _compared(tmp_path, old, new)] == ["copied", "moved", "moved", "stale"]


def test_what_is_gone_stands_behind_what_stood_before_it(tmp_path: Path) -> None:
    old = f"Toàn xã có 64 hộ nghèo cần hỗ trợ.\n\n{OTHER}\n\nĐoàn thanh niên ra quân làm 4 km đường giao thông nông thôn.\n"
    new = "Toàn xã có 41 hộ nghèo cần hỗ trợ.\n\nĐoàn thanh niên ra quân làm 5 km đường giao thông nông thôn.\n"
    assert [kind for kind, _ in _compared(tmp_path, old, new)] == ["moved", "gone", "moved"]


def test_reports_without_any_text_have_no_changes(tmp_path: Path) -> None:
    assert _compared(tmp_path, "", "") == []


def test_a_table_without_names_is_told_by_its_first_column(tmp_path: Path) -> None:
    old, new = (
        understand(pairs.write(HEAD.format(year=year).strip() + "\n" + rows, tmp_path / f"{year}.docx"))
        for year, rows in (
            (2024, "| Năm | Số vụ |\n| 2023 | 31 |\n| 2024 | 27 |"),
            (2025, "| Năm | Số vụ |\n| 2024 | 27 |\n| 2025 | 22 |"),
        )
    )
    (change,) = compare(old, new)
    assert (change.kind, change.message) == (ChangeKind.MOVED, "Năm 2025 – Số vụ: 27 → 22 (giảm 5).")


def test_a_figure_that_went_to_another_clause_of_its_paragraph_is_the_same_one(tmp_path: Path) -> None:
    old = "Đội ngũ gồm 46 cán bộ, giáo viên, trong đó 40 giáo viên đạt chuẩn trình độ đào tạo."
    new = "Đội ngũ gồm 48 cán bộ, giáo viên; số đạt chuẩn trình độ đào tạo là 43 giáo viên đạt chuẩn."
    assert sorted(_compared(tmp_path, old, new)) == [
        ("moved", "Cán bộ – 2024: 46; 2025: 48; tăng 2."),
        ("moved", "Giáo viên – 2024: 40; 2025: 43; tăng 3."),
    ]
