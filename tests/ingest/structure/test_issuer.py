"""Whose report it is: fifteen heads of fifteen kinds of bodies, as offices type them. All bodies are invented."""

from __future__ import annotations

import pytest

from ingest.model import Line, Metadata, Source
from ingest.report import assemble

MOTTO, WORDS = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
BODY = (
    "I. KẾT QUẢ ĐẠT ĐƯỢC",
    "Trong kỳ, đơn vị đã hoàn thành 12 nhiệm vụ được giao, đạt kế hoạch đề ra.",
    "II. HẠN CHẾ",
    "Còn 02 nhiệm vụ chậm tiến độ so với yêu cầu. Nguyên nhân là thiếu nhân lực.",
)


def facts_of(*lines: str, whole: bool = True, end: tuple[str, ...] = ()) -> Metadata:
    """Read a report: its head, two sections, its end. ``whole``: paragraphs of Word, else lines of a text file."""
    made = tuple(Line(text, whole=whole) for text in (*lines, *BODY, *end))
    return assemble(Source(made), "0" * 64, "thu.txt").metadata


HEADS: dict[str, tuple[Metadata, dict[str, object]]] = {
    "hospital, Word's two cells": (
        facts_of(
            "SỞ Y TẾ TỈNH LŨNG CHÂU",
            "BỆNH VIỆN ĐA KHOA",
            "KHU VỰC MƯỜNG LỰU",
            "Số: 318/BC-BVML",
            MOTTO,
            WORDS,
            "Mường Lựu, ngày 09 tháng 01 năm 2024",
            "BÁO CÁO",
            "Kết quả công tác bệnh viện năm 2023",
        ),
        {
            "issuer": "Bệnh viện đa khoa khu vực Mường Lựu",
            "parent": "Sở Y tế tỉnh Lũng Châu",
            "kind_of_document": "báo cáo",
            "number": "318/BC-BVML",
            "date": "2024-01-09",
            "place": None,
            "period_from": 2023,
            "period_to": 2023,
        },
    ),
    "labour union, columns of a text file": (
        facts_of(
            "LIÊN ĐOÀN LAO ĐỘNG TỈNH LŨNG CHÂU        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "LIÊN ĐOÀN LAO ĐỘNG HUYỆN PHÚ KIỀN            Độc lập - Tự do - Hạnh phúc",
            "Số: 64/KH-LĐLĐ                    Phú Kiền, ngày 20 tháng 02 năm 2023",
            "KẾ HOẠCH",
            "Tổ chức Tháng Công nhân năm 2023",
            whole=False,
        ),
        {
            "issuer": "Liên đoàn Lao động huyện Phú Kiền",
            "parent": "Liên đoàn Lao động tỉnh Lũng Châu",
            "kind_of_document": "kế hoạch",
            "number": "64/KH-LĐLĐ",
            "date": "2023-02-20",
            "place": "huyện Phú Kiền",
        },
    ),
    "district police, the number stamped": (
        facts_of(
            "CÔNG AN TỈNH LŨNG CHÂU",
            "CÔNG AN HUYỆN PHÚ KIỀN",
            "Số:  1207 /BC-CAH",
            MOTTO,
            WORDS,
            "Phú Kiền, ngày 14 tháng 6 năm 2022",
            "BÁO CÁO",
            "Kết quả công tác bảo đảm an ninh, trật tự 6 tháng đầu năm 2022",
            end=("Nơi nhận:", "- Công an tỉnh;", "- Lưu: VT.", "TRƯỞNG CÔNG AN HUYỆN", "Thượng tá Lò Văn Quyết"),
        ),
        {
            "issuer": "Công an huyện Phú Kiền",
            "parent": "Công an tỉnh Lũng Châu",
            "number": "1207/BC-CAH",
            "date": "2022-06-14",
            "place": "huyện Phú Kiền",
            "period_from": 2022,
            "signer": "Lò Văn Quyết",
        },
    ),
    "cooperative alliance, a body of the province": (
        facts_of(
            "ỦY BAN NHÂN DÂN TỈNH LŨNG CHÂU",
            "LIÊN MINH HỢP TÁC XÃ",
            "Số: 92/BC-LMHTX",
            MOTTO,
            WORDS,
            "Lũng Châu, ngày 05 tháng 12 năm 2023",
            "BÁO CÁO",
            "Tình hình kinh tế tập thể, hợp tác xã năm 2023",
            "Liên minh Hợp tác xã tỉnh báo cáo tình hình kinh tế tập thể năm 2023 "
            "của huyện Phú Kiền, huyện Mường Lựu như sau:",
        ),
        {
            "issuer": "Liên minh Hợp tác xã tỉnh Lũng Châu",
            "parent": "Ủy ban nhân dân tỉnh Lũng Châu",
            "place": None,
            "province": "Lũng Châu",
            "number": "92/BC-LMHTX",
        },
    ),
    "school under a commune": (
        facts_of(
            "UBND XÃ ĐÔNG CỪ",
            "TRƯỜNG THCS LƯƠNG VĂN KHẢI",
            "Số: 41/BC-THCS",
            MOTTO,
            WORDS,
            "Đông Cừ, ngày 30 tháng 5 năm 2026",
            "BÁO CÁO",
            "Tổng kết năm học 2025 - 2026",
            end=("Nơi nhận:", "- UBND xã;", "- Lưu: VT.", "HIỆU TRƯỞNG", "Đỗ Thị Ngàn"),
        ),
        {
            "issuer": "Trường THCS Lương Văn Khải",
            "parent": "UBND xã Đông Cừ",
            "period_from": 2025,
            "period_to": 2026,
            "signer": "Đỗ Thị Ngàn",
        },
    ),
    "ward, all in one row": (
        facts_of(
            f"UBND THÀNH PHỐ HẠ LẠNG ỦY BAN NHÂN DÂN PHƯỜNG BẾN CHÀI {MOTTO}",
            WORDS,
            "Số: 7 /TTr-UBND Bến Chài, ngày 03 tháng 3 năm 2025",
            "TỜ TRÌNH",
            "Về việc đề nghị tặng Cờ thi đua năm 2024",
            "Kính gửi: Hội đồng Thi đua - Khen thưởng thành phố Hạ Lạng",
        ),
        {
            "issuer": "Ủy ban nhân dân phường Bến Chài",
            "parent": "UBND thành phố Hạ Lạng",
            "kind_of_document": "tờ trình",
            "number": "7/TTr-UBND",
            "date": "2025-03-03",
            "place": "phường Bến Chài",
        },
    ),
    "Party cell of a hamlet": (
        facts_of(
            "ĐẢNG BỘ XÃ ĐÔNG CỪ            ĐẢNG CỘNG SẢN VIỆT NAM",
            "CHI BỘ THÔN NÀ HÍNH",
            "*",
            "Số 05-BC/CB                 Đông Cừ, ngày 28 tháng 11 năm 2024",
            "BÁO CÁO",
            "kiểm điểm tập thể chi ủy năm 2024",
            whole=False,
            end=("T/M CHI BỘ", "BÍ THƯ", "Hoàng Văn Pẩu"),
        ),
        {
            "issuer": "Chi bộ thôn Nà Hính",
            "parent": "Đảng bộ xã Đông Cừ",
            "kind_of_document": "báo cáo",
            "number": "05-BC/CB",
            "date": "2024-11-28",
            "place": "thôn Nà Hính",
            "signer": "Hoàng Văn Pẩu",
        },
    ),
    "branch of a department": (
        facts_of(
            "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
            "CHI CỤC CHĂN NUÔI VÀ THÚ Y",
            "TỈNH LŨNG CHÂU",
            "Số: 530/CNTY-DB",
            MOTTO,
            WORDS,
            "V/v báo cáo kết quả tiêm phòng vụ xuân năm 2026",
            "Lũng Châu, ngày 17 tháng 4 năm 2026",
            "Kính gửi: Sở Nông nghiệp và Môi trường.",
        ),
        {
            "issuer": "Chi cục Chăn nuôi và Thú y tỉnh Lũng Châu",
            "parent": "Sở Nông nghiệp và Môi trường",
            "kind_of_document": "công văn",
            "number": "530/CNTY-DB",
            "date": "2026-04-17",
            "place": None,
            "period_from": 2026,
        },
    ),
    "project board": (
        facts_of(
            "UBND HUYỆN PHÚ KIỀN",
            "BAN QUẢN LÝ DỰ ÁN",
            "ĐẦU TƯ XÂY DỰNG",
            "Số: 211/BC-BQLDA",
            MOTTO,
            WORDS,
            "Phú Kiền, ngày 31 tháng 10 năm 2023",
            "BÁO CÁO",
            "Giám sát, đánh giá đầu tư quý III/2023",
        ),
        {
            "issuer": "Ban Quản lý dự án đầu tư xây dựng huyện Phú Kiền",
            "parent": "UBND huyện Phú Kiền",
            "period_from": 2023,
            "place": "huyện Phú Kiền",
        },
    ),
    "front, its standing board below it": (
        facts_of(
            "ỦY BAN MTTQ VIỆT NAM",
            "XÃ ĐÔNG CỪ",
            "BAN THƯỜNG TRỰC",
            "***",
            "Số: 18/BC-MTTQ-BTT",
            MOTTO,
            WORDS,
            "Đông Cừ, ngày 02 tháng 12 năm 2025",
            "BÁO CÁO",
            "Kết quả phong trào “Toàn dân đoàn kết” năm 2025",
        ),
        {
            "issuer": "Ban Thường trực Ủy ban MTTQ Việt Nam xã Đông Cừ",
            "parent": None,
            "number": "18/BC-MTTQ-BTT",
            "place": "xã Đông Cừ",
        },
    ),
    "youth union, three lines": (
        facts_of(
            "ĐOÀN TNCS HỒ CHÍ MINH",
            "BAN CHẤP HÀNH HUYỆN PHÚ KIỀN",
            "***",
            "Số: 33-BC/ĐTN",
            "ĐOÀN TNCS HỒ CHÍ MINH",
            "Phú Kiền, ngày 08 tháng 12 năm 2021",
            "BÁO CÁO",
            "Công tác Đoàn và phong trào thanh thiếu nhi năm 2021",
        ),
        {
            "issuer": "Ban Chấp hành Đoàn TNCS Hồ Chí Minh huyện Phú Kiền",
            "number": "33-BC/ĐTN",
            "date": "2021-12-08",
            "place": "huyện Phú Kiền",
        },
    ),
    "lost head, the opening says who": (
        facts_of(
            "Thực hiện Công văn số 88/UBND-NC ngày 02/10/2021 của UBND tỉnh Lũng Châu, "
            "Hạt Kiểm lâm huyện Phú Kiền báo cáo kết quả bảo vệ rừng năm 2022 như sau:"
        ),
        {
            "issuer": "Hạt Kiểm lâm huyện Phú Kiền",
            "place": "huyện Phú Kiền",
            "period_from": 2022,
            "period_to": 2022,
            "number": None,
            "date": None,
        },
    ),
    "lost head, the signature says who": (
        facts_of(
            "BÁO CÁO",
            "Sơ kết học kỳ I năm học 2024 - 2025",
            "Kính thưa Hội nghị!",
            end=(
                "Nhà trường trân trọng báo cáo. Trường Tiểu học Nà Hính mong nhận được sự quan tâm.",
                "Trên đây là báo cáo sơ kết học kỳ I của Trường Tiểu học Nà Hính.",
                "Nơi nhận:",
                "- Phòng GD&ĐT;",
                "- Lưu: VT.",
                "HIỆU TRƯỞNG",
                "Vi Thị Sao",
            ),
        ),
        {"issuer": "Trường Tiểu học Nà Hính", "period_from": 2024, "period_to": 2025, "signer": "Vi Thị Sao"},
    ),
    "a talk given at a meeting": (
        facts_of(
            "THAM LUẬN",
            "Kinh nghiệm dồn điền, đổi thửa của Hội Nông dân xã Đông Cừ",
            "Kính thưa Hội nghị!",
            "Được sự phân công, tôi xin trình bày kinh nghiệm của Hội Nông dân xã Đông Cừ.",
            whole=False,
        ),
        {"issuer": "Hội Nông dân xã Đông Cừ", "kind_of_document": "tham luận", "number": None, "place": "xã Đông Cừ"},
    ),
    "conclusions told by an office": (
        facts_of(
            "UBND TỈNH LŨNG CHÂU            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "      VĂN PHÒNG                     Độc lập - Tự do - Hạnh phúc",
            "   Số: 402/TB-VPUBND             Lũng Châu, ngày 11 tháng 9 năm 2023",
            "THÔNG BÁO",
            "Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về giải ngân vốn đầu tư công",
            whole=False,
        ),
        {
            "issuer": "Văn phòng UBND tỉnh Lũng Châu",
            "parent": "UBND tỉnh Lũng Châu",
            "kind_of_document": "thông báo kết luận",
            "number": "402/TB-VPUBND",
            "date": "2023-09-11",
            "place": None,
        },
    ),
}


def test_of_a_unit_within_another_the_smaller_is_meant() -> None:
    facts = facts_of("HỘI NÔNG DÂN XÃ LŨNG VẦU, HUYỆN MƯỜNG LỰU", "BÁO CÁO", "Tổng kết năm 2031")
    assert (facts.issuer, facts.place) == ("Hội Nông dân xã Lũng Vầu, huyện Mường Lựu", "xã Lũng Vầu")


def test_the_inspection_committee_of_a_district_party_committee() -> None:
    facts = facts_of("HUYỆN ỦY MƯỜNG LỰU", "ỦY BAN KIỂM TRA", "Số 41-BC/UBKTHU", "BÁO CÁO", "Công tác kiểm tra năm 2031")
    assert (facts.issuer, facts.place) == ("Ủy ban Kiểm tra Huyện ủy Mường Lựu", "huyện Mường Lựu")


def test_a_title_may_follow_the_body_with_no_line_that_names_the_kind() -> None:
    facts = facts_of(
        "TRẠM Y TẾ XÃ LŨNG VẦU", "SƠ KẾT PHONG TRÀO VỆ SINH YÊU NƯỚC 6 THÁNG ĐẦU NĂM 2031", "(Trình bày tại hội nghị)"
    )
    assert facts.issuer == "Trạm Y tế xã Lũng Vầu"
    assert (facts.title or "").casefold().startswith("sơ kết phong trào")


@pytest.mark.parametrize("name", HEADS)
def test_a_head_tells_whose_report_it_is(name: str) -> None:
    facts, wanted = HEADS[name]
    assert {field: getattr(facts, field) for field in wanted} == wanted


def test_a_hospital_of_a_region_is_known_from_its_opening_alone() -> None:
    facts = facts_of(
        "Thực hiện Công văn số 216/SYT-TCCB ngày 01/10/2031 của Sở Y tế tỉnh Lũng Châu, Bệnh viện đa khoa khu vực Mường Lựu "
        "báo cáo kết quả công tác thi đua năm 2031 như sau:",
        end=("GIÁM ĐỐC", "BSCKII. Hà Thị Nhài"),
    )
    assert (facts.issuer, facts.signer) == ("Bệnh viện đa khoa khu vực Mường Lựu", "Hà Thị Nhài")


@pytest.mark.parametrize(
    ("opening", "issuer"),
    [
        ("Theo Công văn số 12/SXD-VP, Trại giống Lúa Vàng xin báo cáo kết quả năm 2031 như sau:", "Trại giống Lúa Vàng"),
        ("Trạm Bơm Lũng Vầu (sau đây gọi tắt là Trạm) báo cáo như sau.", "Trạm Bơm Lũng Vầu"),
        ("Thực hiện chương trình công tác, đơn vị báo cáo kết quả như sau:", None),
    ],
)
def test_a_body_of_no_kind_known_is_told_by_the_sentence_that_opens(opening: str, issuer: str | None) -> None:
    assert facts_of(opening).issuer == issuer


def test_its_name_is_whole_in_the_line_of_capitals_on_top() -> None:
    facts = facts_of(
        "CẢNG VỤ ĐƯỜNG THỦY NỘI ĐỊA LŨNG VẦU",
        "KẾT QUẢ CÔNG TÁC NĂM 2031",
        "Theo kế hoạch, Cảng vụ ĐTNĐ Lũng Vầu (dưới đây gọi tắt là CV) báo cáo như sau.",
    )
    assert facts.issuer == "Cảng vụ đường thủy nội địa Lũng Vầu"


def test_of_two_bodies_that_a_dash_joins_the_one_of_the_smaller_unit_reports() -> None:
    facts = facts_of(
        "CÔNG AN THỊ XÃ LAM KHÊ - CÔNG AN XÃ NÀ BÓ", "Số: 41/BC-CAX", MOTTO, WORDS, "BÁO CÁO", "Tổng kết năm 2024"
    )
    assert (facts.issuer, facts.parent) == ("Công an xã Nà Bó", "Công an thị xã Lam Khê")


def test_who_signs_the_letter_that_a_report_without_a_head_goes_with_reports() -> None:
    facts = facts_of(
        "BÁO CÁO",
        "Công tác nội vụ huyện Lam Khê năm 2024",
        "(Kèm theo Tờ trình số 31/TTr-NV ngày 20/12/2024 của Phòng Nội vụ huyện Lam Khê)",
        "Huyện có 11 xã và 01 thị trấn, dân số 68.450 người.",
    )
    assert facts.issuer == "Phòng Nội vụ huyện Lam Khê"


def test_a_name_that_ends_with_its_unit_does_not_go_on_below() -> None:
    head = ("SỞ CÔNG THƯƠNG TỈNH LŨNG CHÂU", "TRUYỀN TẢI ĐIỆN VEN SÔNG", "Số: 41/BC-TTĐ", MOTTO, WORDS)
    facts = facts_of(*head, "BÁO CÁO", "Tổng kết năm 2024")
    assert facts.parent == "Sở Công thương tỉnh Lũng Châu" and (facts.issuer or "").startswith("Truyền tải điện")


def test_an_office_and_its_holder_are_no_part_of_the_body_that_they_sign_for() -> None:
    end = ("TM. BAN CHẤP HÀNH KHOÁ III CHỦ TỊCH Nguyễn Thị Hạnh",)
    facts = facts_of("Báo cáo của Ban Chấp hành tại đại hội", "Kính thưa đại hội!", end=end)
    assert "CHỦ TỊCH" not in (facts.issuer or "") and "Hạnh" not in (facts.issuer or "")
