"""One file, understood: everything points into one text."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.model import Heading, Kind, Line, Report, Source, Span, Table
from ingest.report import assemble, content_id, understand
from ingest.sections import items_at, labels, section_at

ID = "0" * 64


def _report(*lines: Line, **more: object) -> Report:
    return assemble(Source(tuple(lines), **more), ID, "bao-cao.txt")  # type: ignore[arg-type]


def _whole(*texts: str) -> list[Line]:
    return [Line(text, whole=True) for text in texts]


BODY = "Trong năm qua, các phong trào thi đua được triển khai rộng khắp. Nhiều tập thể được khen thưởng."


def _rows(*texts: str) -> list[Line]:
    return [Line(text, kind=Kind.TABLE, whole=True, row=(0, number)) for number, text in enumerate(texts)]


def test_the_identity_is_the_sha256_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"I. K\xe1\xba\xbft qu\xe1\xba\xa3")
    assert content_id(file) == hashlib.sha256(file.read_bytes()).hexdigest() == understand(file).id


def test_the_name_is_composed_and_can_be_given(tmp_path: Path) -> None:
    file = tmp_path / "ba\u0301o ca\u0301o.txt"
    file.write_text("I. KẾT QUẢ\n\nHuyện đạt kết quả tốt.", encoding="utf-8")
    assert understand(file).file == "báo cáo.txt"
    assert understand(file, "khác.txt").file == "khác.txt"


def test_paragraphs_are_the_lines_of_the_text() -> None:
    report = _report(*_whole("I. KẾT QUẢ", BODY, "1. Kinh tế: Thu 5 tỷ đồng.", "Nơi nhận:", "- Lưu: VT."))
    assert [report.text[s.start : s.end] for s in report.paragraphs] == report.text.split("\n")
    assert len(report.kinds) == len(report.paragraphs)
    assert report.text[report.closing :] == "Nơi nhận:\n- Lưu: VT."


def test_a_headings_span_is_its_own_characters() -> None:
    report = _report(*_whole("I. KẾT QUẢ", BODY, "1. Kinh tế: Thu 5 tỷ đồng.", BODY, "Phần thứ hai", "PHƯƠNG HƯỚNG", BODY))
    assert [report.text[h.span.start : h.span.end] for h in report.headings] == [
        "I. KẾT QUẢ", "1. Kinh tế:", "Phần thứ hai\nPHƯƠNG HƯỚNG",
    ]  # fmt: skip


def test_no_closing_block() -> None:
    report = _report(*_whole("I. KẾT QUẢ", BODY))
    assert report.closing == len(report.text)


def test_pages_follow_the_text_into_the_middle_of_a_paragraph() -> None:
    full = "Trong năm qua, phong trào thi đua yêu nước được các cấp ủy đảng, chính quyền quan tâm"
    report = _report(*[Line(full, 1) for _ in range(11)], Line("và chỉ đạo sát sao.", 2), Line("II. HẠN CHẾ", 2), pages=2)
    at = report.text.index("và chỉ đạo")
    assert report.page_at(at - 1) == 1
    assert report.page_at(at) == 2
    assert report.page_at(0) == 1
    assert report.headings[0].span.page == 2


def test_no_pages_no_page() -> None:
    report = _report(*_whole("I. KẾT QUẢ", BODY))
    assert report.pages is None and report.page_at(5) is None


def test_section_at() -> None:
    report = _report(*_whole("Mở đầu.", "I. KẾT QUẢ", BODY, "1. Kinh tế: Thu 5 tỷ đồng.", "Nơi nhận:", "- Lưu."))
    text = report.text
    assert section_at(report, 0) is None
    assert section_at(report, text.index("I. KẾT")) == 0
    assert section_at(report, text.index("Trong năm")) == 0
    assert section_at(report, text.index("Thu 5 tỷ")) == 1
    assert section_at(report, text.index("Nơi nhận")) is None
    assert section_at(report, len(text)) is None


def test_numbered_paragraphs_are_cited_by_their_numbers() -> None:
    long = "Trong năm qua huyện đã phát động nhiều phong trào, thi đua diễn ra sôi nổi. Nhân dân hưởng ứng."
    report = _report(
        *_whole("I. KẾT QUẢ", "Cụ thể như sau:", f"1. {long}", "Kết quả là tốt.", f"a) Ở xã, {long}", f"b) Ở thôn, {long}"),
        *_whole(f"2. {long}", f"7. {long} Số này lạc.", "II. HẠN CHẾ", "Chưa tốt ở vài nơi. Còn chậm."),
    )
    text = report.text
    assert [heading.label for heading in report.headings] == ["I", "II"]
    places = ("Cụ thể", "1. Trong", "Kết quả là", "Ở xã", "Ở thôn", "2. Trong", "Số này lạc", "Chưa tốt")
    assert [items_at(report, text.index(at)) for at in places] == [
        (), ("1",), ("1",), ("1", "a"), ("1", "b"), ("2",), ("2",), (),
    ]  # fmt: skip
    assert items_at(report, 0) == ()


def test_annexes_below_the_closing_block_have_sections_of_their_own() -> None:
    closing = ["Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Phúc"]
    annex = ["PHỤ LỤC", "Kèm theo báo cáo của huyện", "I. TẬP THỂ", BODY, "1. Xã Tân Lập", BODY]
    report = _report(*_whole("I. KẾT QUẢ", *[BODY] * 9, "2. Kinh tế", BODY, *closing, *annex))
    text = report.text
    assert report.closing_end == text.index("PHỤ LỤC")
    assert text[report.closing : report.closing_end].split("\n")[:-1] == closing
    assert [(h.label, h.parent) for h in report.headings] == [("I", None), ("2", 0), ("PHỤ LỤC", None), ("I", 2), ("1", 3)]
    assert [section_at(report, text.index(at)) for at in ("Nơi nhận", "Lò Văn", "Kèm theo", "I. TẬP", "1. Xã")] == [
        None, None, 2, 3, 4,
    ]  # fmt: skip
    assert report.metadata.signer == "Lò Văn Phúc"


def test_path_and_labels_leave_out_stars() -> None:
    report = _report(*_whole("I. KẾT QUẢ", "1. Kinh tế", "* Trồng trọt", BODY))
    assert [h.title for h in report.path(2)] == ["KẾT QUẢ", "Kinh tế", "Trồng trọt"]
    assert labels(report.path(2)) == ("I", "1")
    assert report.path(None) == () == labels(())


def test_tables_know_their_section() -> None:
    rows = (("Stt", "Nội dung"), ("1", "Bằng khen"))
    lines = [*_whole("I. KẾT QUẢ", BODY, "II. KHEN THƯỞNG"), *_rows("Stt Nội dung", "1 Bằng khen")]
    table = Table(rows, None)
    report = _report(*lines, tables=(table,))
    assert report.tables == ((table, ("II",)),)
    assert [(row.table, row.number, report.text[row.start : row.end]) for row in report.rows] == [
        (0, 0, "Stt Nội dung"), (0, 1, "1 Bằng khen"),
    ]  # fmt: skip


def test_a_table_whose_first_row_is_dashes_knows_its_section() -> None:
    lines = [*_whole("Mở đầu.", "I. KẾT QUẢ", BODY), *_rows("- -", "1 Bằng khen")]
    ((_, section),) = _report(*lines, tables=(Table((("-", "-"), ("1", "Bằng khen")), None),)).tables
    assert section == ("I",)


def test_footnotes_are_tied_to_their_marks() -> None:
    lines = [Line("Huyện ban hành kế hoạch và tổ chức.", whole=True, marks=((23, "1"),)),
             Line("Kế hoạch số 94/KH-UBND.", kind=Kind.NOTE, whole=True, mark="1"), *_whole(BODY)]  # fmt: skip
    report = _report(*lines)
    (note,) = report.footnotes
    assert (note.mark, note.text, note.anchor) == ("1", "Kế hoạch số 94/KH-UBND.", 23)
    assert report.text[: note.anchor].endswith("kế hoạch") and report.text[note.start : note.end] == note.text
    assert report.footnote_at(note.start) is note and report.footnote_at(note.start - 1) is None


def test_warnings_and_ocr_pages_are_handed_on() -> None:
    report = _report(*_whole(BODY), warnings=("trang 2 không có lớp chữ: đọc bằng OCR",), ocr=(2,))
    assert report.warnings == ("trang 2 không có lớp chữ: đọc bằng OCR",)
    assert report.ocr == (2,)


def test_an_empty_source_is_an_empty_report() -> None:
    report = _report()
    assert (report.text, report.headings, report.paragraphs, report.closing) == ("", (), (), 0)


def test_page_at_and_path_of_a_hand_made_report() -> None:
    outer, inner = (
        Heading("I", "Ngoài", 1, None, Span(0, 5, 1)),
        Heading("1", "Trong", 2, 0, Span(6, 10, 2)),
    )
    report = Report(ID, "a", "x" * 20, (), (), (outer, inner), 20, ((0, 1), (6, 2), (15, 4)), 4, _report().metadata)
    assert [report.page_at(at) for at in (0, 5, 6, 14, 15, 99)] == [1, 1, 2, 2, 4, 4]
    assert report.path(1) == (outer, inner)


def test_understanding_the_small_corpus(reports: Path) -> None:
    report = understand(reports / "tan-lap.txt")
    assert [(h.label, h.title, h.level) for h in report.headings] == [
        ("I", "ĐẶC ĐIỂM TÌNH HÌNH", 1),
        ("II", "KẾT QUẢ THỰC HIỆN", 1),
        ("1", "Giảm nghèo", 2),
        ("2", "Nông thôn mới", 2),
        ("III", "TỒN TẠI, HẠN CHẾ", 1),
    ]
    facts = report.metadata
    assert (facts.place, facts.province, facts.number, facts.date, facts.signer) == (
        "xã Tân Lập", "Hồng Lam", "15/BC-UBND", "2025-12-08", "Lò Văn Phúc",
    )  # fmt: skip
