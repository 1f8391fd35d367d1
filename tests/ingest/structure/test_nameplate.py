"""Whose report it is where nothing stands above the title: a label, a line of its own, the title itself. All invented."""

# ruff: noqa: E501 - a case reads best in one line

from __future__ import annotations

import pytest

from ingest.model import Kind, Line, Source, Table
from ingest.report import assemble
from tests.ingest.structure.test_issuer import facts_of


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (("PHIẾU BÁO CÁO NHANH", "Đơn vị báo cáo: UBND xã Hùng Tân", "Số lợn mắc bệnh: 1.329 con"), "UBND xã Hùng Tân"),
        (("BÁO CÁO", "Số liệu quý II năm 2031", "Tên đơn vị: Huyện đoàn Lũng Vầu"), "Huyện đoàn Lũng Vầu"),
        (("BÁO CÁO", "Quan trắc năm 2031", "Cơ quan báo cáo: TRUNG TÂM QUAN TRẮC TỈNH LŨNG CHÂU"), "Trung tâm quan trắc tỉnh Lũng Châu"),
        (("BÁO CÁO", "Số liệu năm 2031", "Đơn vị tính: triệu đồng"), None),
        (("BÁO CÁO", "Số liệu năm 2031", "Đơn vị nhận báo cáo: Sở Y tế tỉnh Lũng Châu"), None),
        (("BÁO CÁO Kết quả năm 2031", "Văn phòng Điều phối nông thôn mới tỉnh Lũng Châu"), "Văn phòng Điều phối nông thôn mới tỉnh Lũng Châu"),
        (("BẢN TIN THỐNG KÊ", "Cục Thống kê tỉnh Lũng Châu - Tháng 10 năm 2031"), "Cục Thống kê tỉnh Lũng Châu"),
        (("BÁO CÁO", "Kết quả đo năm 2031 của Trung tâm Công nghệ thông tin tỉnh Lũng Châu"), "Trung tâm Công nghệ thông tin tỉnh Lũng Châu"),
        (("BÁO CÁO", "Kết quả hoạt động Quỹ tín dụng nhân dân liên xã Vĩnh Thành năm 2031"), "Quỹ tín dụng nhân dân liên xã Vĩnh Thành"),
        (("BÁO CÁO", "Kết quả trồng rừng năm 2031 của Lâm trường Sông Kôn"), "Lâm trường Sông Kôn"),
        (("BÁO CÁO", "Hoạt động quý I/2031 của Hợp tác xã Dịch vụ nông nghiệp Đồng Cói"), "Hợp tác xã Dịch vụ nông nghiệp Đồng Cói"),
        (("BÁO CÁO", "Kết quả thực hiện Nghị quyết số 27 của Ban Chỉ đạo cải cách tư pháp Trung ương"), None),
        (("BÁO CÁO", "Kết quả thực hiện Nghị quyết số 27 của Tỉnh ủy Lũng Châu năm 2031 của Sở Y tế tỉnh Lũng Châu"), "Sở Y tế tỉnh Lũng Châu"),
        (("BÁO CÁO", "Tình hình thực hiện chỉ đạo của Văn phòng Chính phủ năm 2031"), None),
    ],
)  # fmt: skip
def test_a_body_is_named_below_the_title_or_in_it(lines: tuple[str, ...], issuer: str | None) -> None:
    assert facts_of(*lines).issuer == issuer


def test_the_line_of_the_body_is_no_part_of_the_title() -> None:
    facts = facts_of("BÁO CÁO", "Kết quả công tác năm 2031", "Văn phòng Điều phối nông thôn mới tỉnh Lũng Châu")
    assert facts.title == "Kết quả công tác năm 2031"
    assert (
        facts_of("BÁO CÁO", "Kết quả năm 2031 của", "Huyện đoàn Lũng Vầu").title
        == "Kết quả năm 2031 của Huyện đoàn Lũng Vầu"
    )


def test_a_sheet_says_whose_it_is_below_its_name() -> None:
    rows = (("Cơ sở", "Đoàn viên"), ("Khe Sơn", "2030"))
    lines = (
        Line("Trang tính Tổng hợp", 1, whole=True, heading=1),
        Line("BÁO CÁO SỐ LIỆU QUÝ III NĂM 2031", 1, whole=True),
        Line("Đơn vị: Huyện đoàn Lũng Vầu", 1, whole=True),
        *(Line(" ".join(row), 1, Kind.TABLE, whole=True, row=(0, at)) for at, row in enumerate(rows)),
    )
    facts = assemble(Source(lines, 1, (Table(rows, 1),)), "0" * 64, "thu.xlsx").metadata
    assert (facts.issuer, facts.kind_of_document, facts.period_from) == ("Huyện đoàn Lũng Vầu", "báo cáo", 2031)


@pytest.mark.parametrize(
    ("lines", "issuer", "title"),
    [
        (
            ("BÁO CÁO TỔNG KẾT NĂM HỌC 2030 - 2031", "TRƯỜNG CAO ĐẲNG NGHỀ LŨNG CHÂU"),
            "Trường Cao đẳng nghề Lũng Châu",
            "Tổng kết năm học 2030 - 2031",
        ),
        (
            ("BÁO CÁO", "KẾT QUẢ PHONG TRÀO THI ĐUA CỦA", "TRƯỜNG CAO ĐẲNG NGHỀ LŨNG CHÂU"),
            None,
            "Kết quả phong trào thi đua của trường cao đẳng nghề lũng châu",
        ),
    ],
)
def test_a_body_in_capitals_below_a_title_that_ends_in_a_year(
    lines: tuple[str, ...], issuer: str | None, title: str
) -> None:
    facts = facts_of(*lines)
    assert (facts.title or "").casefold() == title.casefold()
    assert issuer is None or (facts.issuer or "").casefold() == issuer.casefold()
