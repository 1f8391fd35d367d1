"""Heads whose lines hold more than bodies: the title of an annex or bulletin, the time, the Youth Union's name twice."""

from __future__ import annotations

import pytest

from ingest.structure.metadata import extract


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        (["UBND THÀNH PHỐ TÂN AN", "PHỤ LỤC 2: DANH MỤC CÔNG TRÌNH NĂM 2031"], "UBND thành phố Tân An"),
        (["UBND XÃ KHE MO", "DANH SÁCH HỘ NGHÈO NĂM 2031"], "UBND xã Khe Mo"),
        (["SỞ Y TẾ TỈNH LÂM HÀ BẢN TIN TUẦN 42 NĂM 2031"], "Sở Y tế tỉnh Lâm Hà"),
        (["BAN KIỂM PHIẾU XÃ KHE MO"], "Ban kiểm phiếu xã Khe Mo"),
        (["BẢO TÀNG TỈNH LÂM HÀ", "ĐIỂM LẠI MỘT NĂM SƯU TẦM 2031, VIỆC NĂM 2032"], "Bảo tàng tỉnh Lâm Hà"),
        (["CHI BỘ THÔN ĐỒNG MÂY - NĂM 2031"], "Chi bộ thôn Đồng Mây"),
        (["TRẠM Y TẾ XÃ KHE MO – QUÝ III/2031"], "Trạm Y tế xã Khe Mo"),
    ],
)
def test_a_title_or_a_time_is_no_part_of_the_body(head: list[str], issuer: str) -> None:
    facts = extract([*head, "Toàn xã có 64 hộ."], "\n".join(head), [])
    assert facts.issuer == issuer


def test_a_speck_behind_a_line_is_no_end_of_a_sentence() -> None:
    head = ["TÒA ÁN NHÂN DÂN TỈNH HÒA LÂM", "TÒA ÁN NHÂN DÂN KHU VỰC 3.", "Số: 29/BC-TA", "BÁO CÁO"]
    facts = extract(head, "\n".join(head), [])
    assert (facts.issuer, facts.parent) == ("Tòa án nhân dân khu vực 3 tỉnh Hòa Lâm", "Tòa án nhân dân tỉnh Hòa Lâm")


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("PHIẾU ĐÁNH GIÁ ĐẢNG VIÊN NĂM 2031", (2031, 2031)),
        ("BẢN TIN HỌC KỲ I NĂM HỌC 2031-2032", (2031, 2032)),
        ("PHIẾU ĐÁNH GIÁ ĐẢNG VIÊN", (None, None)),
    ],
)
def test_the_years_stand_in_any_line_of_capitals(line: str, years: tuple[int | None, int | None]) -> None:
    facts = extract(["TRƯỜNG THCS KHE MO", line, "Họp ngày 05/12/2033."], "", [])
    assert (facts.period_from, facts.period_to) == years


def test_the_youth_unions_name_at_the_right_is_no_part_of_the_left() -> None:
    head = ["ĐOÀN TNCS HỒ CHÍ MINH", "BCH HUYỆN ĐOÀN SƠN LA HẠ ĐOÀN TNCS HỒ CHÍ MINH", "Số: 45-BC/HĐTN", "BÁO CÁO"]
    assert extract(head, "\n".join(head), []).issuer == "BCH huyện đoàn Sơn La Hạ"
    head[1] = "BAN CHẤP HÀNH ĐOÀN TNCS HỒ CHÍ MINH HUYỆN SƠN LA HẠ"
    assert str(extract(head, "\n".join(head), []).issuer).endswith("đoàn TNCS Hồ Chí Minh huyện Sơn La Hạ")
