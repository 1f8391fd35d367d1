"""The outline: candidates, run-in titles, items of lists, the tree."""

from __future__ import annotations

import pytest

from ingest.model import Kind, Paragraph
from ingest.structure.outline import build


def _paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, None, line=number) for number, text in enumerate(texts)]


def _tree(*texts: str) -> list[tuple[str, str, int, str | None]]:
    """Return (label, title, level, label of the heading above)."""
    placed = build(_paragraphs(*texts))
    return [
        (p.candidate.enumerator.label, p.candidate.title, p.level,
         None if p.parent is None else placed[p.parent].candidate.enumerator.label)
        for p in placed
    ]  # fmt: skip


BODY = "Trong năm qua, các phong trào thi đua được triển khai rộng khắp. Nhiều tập thể được khen thưởng."


def test_no_enumerators_no_outline() -> None:
    assert build([]) == []
    assert _tree("Báo cáo", BODY) == []


def test_a_tree_of_every_rank() -> None:
    assert _tree(
        "Phần thứ nhất", "KẾT QUẢ NĂM 2025", "A. CHỈ ĐẠO", "I. LÃNH ĐẠO", BODY, "1. Chỉ đạo", BODY, "1.1. Cấp huyện", BODY,
        "1.1.1. Cấp xã", BODY, "a) Cấp thôn", BODY, "* Cấp tổ", BODY, "b) Cấp xóm", BODY, "2. Kiểm tra", BODY,
        "II. KẾT QUẢ", BODY, "Phần thứ hai", "PHƯƠNG HƯỚNG", BODY,
    ) == [
        ("Phần thứ nhất", "KẾT QUẢ NĂM 2025", 1, None),
        ("A", "CHỈ ĐẠO", 2, "Phần thứ nhất"),
        ("I", "LÃNH ĐẠO", 3, "A"),
        ("1", "Chỉ đạo", 4, "I"),
        ("1.1", "Cấp huyện", 5, "1"),
        ("1.1.1", "Cấp xã", 6, "1.1"),
        ("a", "Cấp thôn", 7, "1.1.1"),
        ("*", "Cấp tổ", 8, "a"),
        ("b", "Cấp xóm", 7, "1.1.1"),
        ("2", "Kiểm tra", 4, "I"),
        ("II", "KẾT QUẢ", 3, "A"),
        ("Phần thứ hai", "PHƯƠNG HƯỚNG", 1, None),
    ]  # fmt: skip


def test_numbering_that_skips_repeats_and_restarts_does_not_break_the_tree() -> None:
    assert [(label, level, above) for label, _, level, above in _tree(
        "I. CHỈ ĐẠO", "1. Lãnh đạo", BODY, "1. Điều hành", BODY, "4. Kiểm tra", BODY, "III. KẾT QUẢ", "1. Kinh tế", BODY,
        "II. HẠN CHẾ", "c. Tồn tại", BODY, "a) Nguyên nhân", BODY,
    )] == [
        ("I", 1, None), ("1", 2, "I"), ("1", 2, "I"), ("4", 2, "I"), ("III", 1, None), ("1", 2, "III"),
        ("II", 1, None), ("c", 2, "II"), ("a", 2, "II"),
    ]  # fmt: skip


def test_capitals_among_roman_numbers_that_go_on_stand_below_them() -> None:
    assert _tree(
        "I. TÌNH HÌNH", BODY, "II. KẾT QUẢ", BODY, "A. KINH TẾ", BODY, "1. Trồng trọt", BODY, "B. XÃ HỘI", BODY,
        "III. HẠN CHẾ", BODY,
    ) == [
        ("I", "TÌNH HÌNH", 1, None),
        ("II", "KẾT QUẢ", 1, None),
        ("A", "KINH TẾ", 2, "II"),
        ("1", "Trồng trọt", 3, "A"),
        ("B", "XÃ HỘI", 2, "II"),
        ("III", "HẠN CHẾ", 1, None),
    ]  # fmt: skip


def test_capitals_hold_roman_numbers_that_begin_anew_or_come_behind_them() -> None:
    anew = _tree("A. KẾT QUẢ", "I. KINH TẾ", BODY, "II. XÃ HỘI", BODY, "B. NHIỆM VỤ", "I. KINH TẾ", BODY)
    on = _tree("A. KẾT QUẢ", "I. KINH TẾ", BODY, "II. XÃ HỘI", BODY, "B. NHIỆM VỤ", "III. KINH TẾ", BODY)
    for tree in (anew, on):
        assert [(label, above) for label, _, _, above in tree if label not in "AB"][-1][1] == "B"


def test_a_decimal_stands_only_below_its_own_stem() -> None:
    # 3.1 is open when 2.1.1 comes: it hangs below 3, not below 3.1
    assert [(label, above) for label, _, _, above in _tree(
        "3. Kết quả", "3.1. Kinh tế", BODY, "2.1.1. Trồng trọt", BODY, "3.2. Xã hội", BODY, "3.2.1. Y tế", BODY,
    )] == [("3", None), ("3.1", "3"), ("2.1.1", "3"), ("3.2", "3"), ("3.2.1", "3.2")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("2.1. Lĩnh vực kinh tế: Tổng giá trị đạt 5 tỷ đồng.", "Lĩnh vực kinh tế", " Tổng giá trị đạt 5 tỷ đồng."),
        ("1. Ưu điểm. Trong năm qua huyện đạt kết quả tốt.", "Ưu điểm", "Trong năm qua huyện đạt kết quả tốt."),
        ("a) Y tế, dân số: có 11/13 trạm đạt chuẩn.", "Y tế, dân số", " có 11/13 trạm đạt chuẩn."),
        (
            "1. Phong trào “Dạy: tốt” năm 2025: Toàn ngành tham gia.",
            "Phong trào “Dạy: tốt” năm 2025",
            " Toàn ngành tham gia.",
        ),
        ("3. Đặc điểm tình hình:", "Đặc điểm tình hình", ""),
        ("3. Đặc điểm tình hình", "Đặc điểm tình hình", ""),
        ("2. Họp lúc 8:30 hằng tuần", "Họp lúc 8:30 hằng tuần", ""),
        ("1. Phát động thi đua: kinh tế và xã hội", "Phát động thi đua: kinh tế và xã hội", ""),
    ],
)
def test_run_in_titles(text: str, title: str, body: str) -> None:
    (placed,) = build(_paragraphs(text, BODY))
    assert placed.candidate.title == title
    assert text[placed.candidate.body :] == body


@pytest.mark.parametrize(
    "text",
    [
        "1. Trong năm 2025 huyện đã khen thưởng 12 tập thể. Số còn lại sẽ xét sau.",  # sentences
        "1. Tặng Bằng khen cho 12 tập thể;",
        "1. Tặng Bằng khen cho 12 tập thể,",
        "1. " + " ".join(["Chữ"] * 111),  # longer than any title
        "1. 2025",  # no word
    ],
)
def test_enumerated_paragraphs_that_are_no_headings(text: str) -> None:
    assert _tree(text, BODY) == []


def test_items_of_a_list_are_no_headings() -> None:
    items = ["1. Quan tâm lãnh đạo phong trào thi đua.", "2. Bố trí kinh phí khen thưởng.", "3. Tổ chức tập huấn hằng năm."]
    assert [label for label, *_ in _tree("V. KIẾN NGHỊ", "Đề nghị tỉnh:", *items)] == ["V"]
    assert [label for label, *_ in _tree("V. KIẾN NGHỊ", *items, "VI. KHÁC", BODY)] == ["V", "VI"]


def test_a_title_that_ends_in_a_full_stop_is_a_heading_when_text_stands_below() -> None:
    assert [label for label, *_ in _tree("1. Công tác chỉ đạo.", BODY, "2. Công tác kiểm tra.", BODY)] == ["1", "2"]


def test_rows_and_notes_are_no_headings() -> None:
    rows = [Paragraph("1. Bằng khen", None, Kind.TABLE), Paragraph("2. Giấy khen", None, Kind.NOTE)]
    assert build([*rows, *_paragraphs(BODY)]) == []


def test_a_part_takes_its_title_from_the_lines_in_capitals_below() -> None:
    (placed,) = build(_paragraphs("Phần thứ nhất", "KẾT QUẢ PHONG TRÀO", "NĂM 2025", BODY))
    assert (placed.candidate.title, placed.candidate.also) == ("KẾT QUẢ PHONG TRÀO NĂM 2025", 2)
    assert _tree("PHẦN I: KẾT QUẢ", BODY) == [("PHẦN I", "KẾT QUẢ", 1, None)]


def test_a_sentence_that_begins_with_a_part_is_no_heading() -> None:
    assert _tree("Phần thứ hai của báo cáo nêu phương hướng năm tới. Các xã cần đọc kỹ.", BODY) == []


def test_nothing_after_the_closing_is_a_heading() -> None:
    assert [
        label for label, *_ in _tree("I. CHỈ ĐẠO", BODY, "Nơi nhận:", "1. Ủy ban nhân dân huyện", "2. Phòng Nội vụ")
    ] == ["I"]


def test_an_annex_after_the_signature_keeps_its_outline() -> None:
    texts = ["I. CHỈ ĐẠO", *[BODY] * 6, "Nơi nhận:", "- Lưu: VT.", "Lò Văn Phúc", "PHỤ LỤC", "I. DANH SÁCH TẬP THỂ", BODY]
    assert [(label, level) for label, _, level, _ in _tree(*texts)] == [("I", 1), ("PHỤ LỤC", 1), ("I", 2)]


def test_a_numbered_statement_with_a_figure_is_text() -> None:
    items = ["1. Hỗ trợ 75 hộ thành lập 05 tổ hợp tác.", BODY, "2. Cấp 40 con giống cho hộ nghèo.", BODY]
    assert [label for label, *_ in _tree("I. KẾT QUẢ", *items, "II. HẠN CHẾ", BODY)] == ["I", "II"]


def test_an_official_letters_subject_is_no_chapter() -> None:
    assert _tree("V/v báo cáo kết quả tiêm phòng", BODY) == []


def test_a_report_without_numbers_has_its_short_lines_for_headings() -> None:
    plain = ["Tình hình chung", BODY, "Kết quả", "Trồng trọt", BODY, f"Chăn nuôi: {BODY}", "Bảng 1: Số hộ", BODY]
    found = _tree(BODY, *plain)
    assert [title for _, title, *_ in found] == ["Tình hình chung", "Kết quả", "Trồng trọt", "Chăn nuôi"]
    assert {level for _, _, level, _ in found} == {1}


def test_a_list_below_phu_luc_is_the_title_of_the_annex() -> None:
    made = _tree(
        "I. KẾT QUẢ", BODY, "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Phúc",
        "PHỤ LỤC I", "DANH SÁCH TẬP THỂ ĐƯỢC KHEN", "Gồm hai tập thể.", "BIỂU TỔNG HỢP", "Gồm ba cột.",
    )  # fmt: skip
    assert [(label, title) for label, title, _, _ in made[1:]] == [
        ("PHỤ LỤC I", "DANH SÁCH TẬP THỂ ĐƯỢC KHEN"), ("*", "BIỂU TỔNG HỢP"),
    ]  # fmt: skip


def test_a_row_of_figures_is_no_heading_and_years_are_no_row() -> None:
    assert _tree("I. KẾT QUẢ", BODY, "1. Trồng chè 64,5 71 92,4", BODY, "2. Nuôi ong 19 22 98", BODY) == [
        ("I", "KẾT QUẢ", 1, None)
    ]
    assert [title for _, title, _, _ in _tree("I. KẾT QUẢ GIAI ĐOẠN 2026 2030", BODY)] == ["KẾT QUẢ GIAI ĐOẠN 2026 2030"]


def test_a_long_statement_is_text_whatever_its_siblings_are() -> None:
    long = "2. Xã đã tặng 64 giấy khen cho các tập thể, " + "các xóm và các hộ đã làm tốt việc chung, " * 4 + "đúng kỳ hạn."
    assert [label for label, *_ in _tree("I. KẾT QUẢ", "1. Khen thưởng", BODY, long, BODY, "3. Quỹ", BODY)] == [
        "I",
        "1",
        "3",
    ]


def test_a_sentence_may_end_in_a_year() -> None:
    assert _tree("I. NHIỆM VỤ", "1. Làm xong đường trước tháng 6/2031. Tổ chức họp các xóm: bàn việc", BODY) == [
        ("I", "NHIỆM VỤ", 1, None)
    ]


TABLE = "@ Ấp | Số hộ\n@ Giồng Chùa | 521"


def _mixed(*texts: str) -> list[tuple[str, str, int]]:
    """Return (label, title, level); a text that begins with "@" is a table."""
    paragraphs = [
        Paragraph(text, None, line=at, kind=Kind.TABLE if text.startswith("@") else Kind.TEXT)
        for at, text in enumerate(texts)
    ]
    return [(p.candidate.enumerator.label, p.candidate.title, p.level) for p in build(paragraphs)]


def test_an_annex_above_the_signature_is_no_part_of_the_last_chapter() -> None:
    texts = ["A. KẾT QUẢ", BODY, "B. HẠN CHẾ", BODY, "PHỤ LỤC A. Các ấp đông dân (số liệu đến 30/11)", TABLE]
    texts += ["PHỤ LỤC B", TABLE, "Nơi nhận:", "- Lưu: VT.", "Lò Văn Phúc"]
    assert [(label, level) for label, _, level in _mixed(*texts)] == [
        ("A", 1), ("B", 1), ("PHỤ LỤC A", 1), ("PHỤ LỤC B", 1),
    ]  # fmt: skip
    assert _mixed(*texts)[2][1].startswith("Các ấp đông dân")


def test_an_annex_without_any_signature_opens_too() -> None:
    assert [label for label, _, _ in _mixed("I. KẾT QUẢ", BODY, BODY, "PHỤ LỤC: Các ấp", TABLE)] == ["I", "PHỤ LỤC"]


def test_what_only_speaks_of_an_annex_or_stands_between_chapters_opens_none() -> None:
    assert [label for label, _, _ in _mixed("I. KẾT QUẢ", BODY, "PHỤ LỤC 1: Các ấp", TABLE, "II. HẠN CHẾ", BODY)] == [
        "I",
        "II",
    ]
    assert [label for label, _, _ in _mixed("I. KẾT QUẢ", BODY, BODY, "Phụ lục kèm theo nêu từng ấp", TABLE)] == ["I"]
    assert [label for label, _, _ in _mixed("I. KẾT QUẢ", BODY, BODY, "PHỤ LỤC 1", BODY)] == ["I"]


def test_the_last_item_of_a_list_is_no_heading_of_what_comes_after() -> None:
    items = [
        "1. Đề nghị UBND tỉnh bố trí vốn.",
        "2. Đề nghị Sở sớm ban hành định mức.",
        "3. Đề nghị huyện sửa đoạn đường 700 m.",
    ]
    assert [label for label, *_ in _tree("I. KẾT QUẢ", BODY, "V. KIẾN NGHỊ", *items, BODY)] == ["I", "V"]
    titles = ["1. Kinh tế", BODY, "2. Văn hóa", BODY, "3. Xã hội", BODY]
    assert [label for label, *_ in _tree("I. KẾT QUẢ", *titles)] == ["I", "1", "2", "3"]


def test_a_short_item_among_longer_ones_is_no_heading_of_them() -> None:
    items = [
        "1) Thiếu bác sĩ gây mê; chưa có máy thở.",
        "2) Khu nhà cũ đã xuống cấp, dột nát nhiều chỗ. Bãi xe chật, nước thải quá tải.",
        "3) Hồ sơ đề nghị của 9 đơn vị còn nộp sau hạn. Một số khoa còn hình thức.",
        "4) Khối nội chưa mạnh dạn làm 14 kỹ thuật mới.",
    ]
    assert [label for label, *_ in _tree("I. KẾT QUẢ", BODY, "II. TỒN TẠI", *items, BODY)] == ["I", "II"]


def test_an_item_with_its_figure_is_no_heading() -> None:
    texts = [
        "I. KẾT QUẢ",
        "Danh mục công trình:",
        "01. Nhà văn hóa thôn Đông: 850 triệu đồng",
        "02. Đường bê tông: 1.275 triệu đồng",
    ]
    texts += ["a) Chi lương: 2.118 triệu đồng;", "b) Chi khác: 390 triệu đồng.", "II. HẠN CHẾ", "Còn chậm."]
    placed = build([Paragraph(text, None, line=number) for number, text in enumerate(texts)])
    assert [heading.candidate.title for heading in placed] == ["KẾT QUẢ", "HẠN CHẾ"]


def test_the_item_after_one_that_ends_in_a_semicolon_is_no_heading() -> None:
    texts = [
        "I. KẾT QUẢ",
        BODY,
        "II. NỢ THUẾ",
        "1. Nợ có khả năng thu: 61,8 tỷ đồng;",
        "2. Nợ khó thu: 12,4 tỷ đồng của 153 người.",
    ]
    assert [label for label, *_ in _tree(*texts, BODY)] == ["I", "II"]
    headed = ["I. KẾT QUẢ", BODY, "II. NỢ THUẾ", "1. Nợ có khả năng thu", BODY, "2. Nợ khó thu: 12,4 tỷ đồng.", BODY]
    assert [label for label, *_ in _tree(*headed)][:3] == ["I", "II", "1"]
