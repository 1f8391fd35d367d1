"""What a report says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.model import Metadata
from ingest.structure.metadata import extract

HEAD = [
    "ỦY BAN NHÂN DÂN", "XÃ TÂN LẬP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 15/BC-UBND",
    "Tân Lập, ngày 08 tháng 12 năm 2025", "BÁO CÁO", "Kết quả phong trào thi đua năm 2025",
    "Thực hiện Kế hoạch số 21/KH-UBND, Ủy ban nhân dân xã Tân Lập báo cáo như sau:",
]  # fmt: skip
CLOSING = ["Nơi nhận:", "- UBND huyện;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Phúc"]


def _head(*changed: tuple[str, str]) -> list[str]:
    swap = dict(changed)
    return [swap.get(line, line) for line in HEAD]


def test_a_head_in_the_decrees_layout() -> None:
    body = "\n".join([*HEAD, "Xã Tân Lập, tỉnh Hồng Lam có 12 thôn; tỉnh Hồng Lam hỗ trợ.", *CLOSING])
    found = extract(HEAD, body, CLOSING)
    assert replace(found, found=()) == Metadata(
        issuer="Ủy ban nhân dân xã Tân Lập",
        kind_of_document="báo cáo",
        place="xã Tân Lập",
        province="Hồng Lam",
        title="Kết quả phong trào thi đua năm 2025",
        period_from=2025,
        period_to=2025,
        number="15/BC-UBND",
        date="2025-12-08",
        signer="Lò Văn Phúc",
    )
    assert dict(found.found) == {
        "issuer": "phần đầu báo cáo", "place": "phần đầu báo cáo",
        "kind_of_document": "phần đầu báo cáo", "province": "nội dung", "title": "phần đầu báo cáo",
        "period_from": "tên báo cáo", "period_to": "tên báo cáo", "number": "phần đầu báo cáo", "date": "phần đầu báo cáo",
        "signer": "khối chữ ký",
    }  # fmt: skip


def test_an_issuer_that_leaves_its_place_out_is_named_by_it() -> None:
    opening = "Ủy ban nhân dân Huyện báo cáo kết quả phong trào thi đua năm 2024, cụ thể như sau:"
    body = f"{opening}\nPhong trào của huyện Đông Khê phát triển. Huyện Đông Khê có 12 xã."
    found = extract([opening], body, [])
    assert (found.issuer, dict(found.found)["issuer"]) == ("Ủy ban nhân dân huyện Đông Khê", "câu mở đầu, nội dung")
    assert extract([opening], f"{opening}\nPhong trào của xã Tân Lập. Xã Tân Lập có 12 thôn.", []).issuer is None


def test_nothing_is_invented() -> None:
    assert extract([], "", []) == Metadata()


def test_without_a_title_line_the_opening_sentence_names_the_report() -> None:
    opening = (
        "Thực hiện Công văn số 5, UBND huyện Đông Khê báo cáo tổng kết phong trào thi đua giai đoạn 2020 - 2024 như sau:"
    )
    found = extract([opening], opening, [])
    assert found.title == "Tổng kết phong trào thi đua giai đoạn 2020 - 2024"
    assert (found.issuer, found.place) == ("UBND huyện Đông Khê", "huyện Đông Khê")
    assert (found.period_from, found.period_to) == (2020, 2024)


def test_without_both_the_closing_sentence_does() -> None:
    ending = "Trên đây là báo cáo kết quả công tác khen thưởng năm 2024, kính đề nghị huyện xem xét."
    assert extract([], ending, []).title == "Kết quả công tác khen thưởng năm 2024"


def test_a_title_in_capitals_is_written_small() -> None:
    head = _head((HEAD[7], "KẾT QUẢ PHONG TRÀO THI ĐUA NĂM 2025"))
    assert extract(head, "", []).title == "Kết quả phong trào thi đua năm 2025"


def test_a_title_of_several_lines() -> None:
    head = [
        "BÁO CÁO",
        "Tổng kết phong trào thi đua,",
        "công tác khen thưởng năm 2025",
        "Thực hiện Kế hoạch số 1, xã báo cáo:",
    ]
    assert extract(head, "", []).title == "Tổng kết phong trào thi đua, công tác khen thưởng năm 2025"


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Tổng kết giai đoạn 2020 - 2025", "", (2020, 2025)),
        ("Tổng kết từ năm 2014 đến năm 2024", "", (2014, 2024)),
        ("Tổng kết năm 2025; phương hướng, nhiệm vụ năm 2026", "", (2025, 2025)),
        ("Tổng kết giai đoạn 2015-2020; phương hướng giai đoạn 2021-2025", "", (2015, 2020)),
        ("Tổng kết 10 năm thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014", "giai đoạn 2014 - 2024", (2014, 2024)),
        ("Tổng kết 10 năm thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014", "", (2014, None)),
        ("Tổng kết phong trào thi đua", "", (None, None)),
        # what is laid before a congress tells of the term that ends with it
        ("Trình Đại hội đại biểu lần thứ VII, nhiệm kỳ 2032 - 2037", "", (2027, 2032)),
    ],
)
def test_period(title: str, body: str, expected: tuple[int | None, int | None]) -> None:
    found = extract(["BÁO CÁO", title], body, [])
    assert (found.period_from, found.period_to) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tân Lập, ngày 08 tháng 12 năm 2025", "2025-12-08"),
        ("Tân Lập, ngày 8 tháng 3 năm 2025", "2025-03-08"),
        ("Tân Lập, ngày     tháng 12 năm 2025", "2025-12"),
        ("Tân Lập, ngày … tháng … năm 2025", None),
        ("Tân Lập, ngày    tháng     năm 2025", None),
    ],
)
def test_date(line: str, expected: str | None) -> None:
    assert extract([line], "", []).date == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Số: 94/BC-UBND", "94/BC-UBND"),
        ("Số 94 /BC-UBND", "94/BC-UBND"),
        ("Số: 7/BC-HĐTĐKT", "7/BC-HĐTĐKT"),
        ("UBND XÃ TÂN LẬP Số: 15/BC-UBND Tân Lập, ngày 08 tháng 12 năm 2025", "15/BC-UBND"),
        ("(Kèm theo Báo cáo số 12/BC-UBND ngày 08 tháng 12 năm 2025)", None),
        ("Số:      /BC-UBND", None),
        ("Số: 94/KH-UBND", "94/KH-UBND"),
    ],
)
def test_number(line: str, expected: str | None) -> None:
    assert extract([line], "", []).number == expected


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        (CLOSING, "Lò Văn Phúc"),
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Phúc", "Nơi nhận:", "- Như trên;", "- Lưu: VT."], "Lò Văn Phúc"),
        (["- Lưu: VT, TĐKT Lò Văn Phúc"], "Lò Văn Phúc"),
        (["TM. ỦY BAN NHÂN DÂN"], None),
        (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Y Thông"], "Y Thông"),
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "ĐÃ KÝ", "Y KPĂ H'LEO"], "Y Kpă H'leo"),
        ([], None),
    ],
)
def test_signer(closing: list[str], expected: str | None) -> None:
    assert extract([], "", closing).signer == expected


def test_the_issuer_ends_with_its_place() -> None:
    head = ["HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG", "THỊ TRẤN SUỐI MÂY", "BÁO CÁO", "Kết quả năm 2023"]
    found = extract(head, "", [])
    assert found.issuer is not None and found.issuer.endswith("thị trấn Suối Mây")
    assert found.place == "thị trấn Suối Mây"


def test_a_place_named_once_in_passing_is_not_the_reports_place() -> None:
    assert extract([], "Đoàn đã thăm xã Tân Lập.", []).place is None


BLANK = [(HEAD[4], "Số:      /BC-UBND"), (HEAD[5], "Tân Lập, ngày     tháng     năm 2025")]


def test_a_cited_number_is_not_the_reports_own() -> None:
    head = _head(*BLANK, (HEAD[8], "Căn cứ Báo cáo số 12/BC-UBND của UBND huyện Đông Khê, xã Tân Lập báo cáo như sau:"))
    assert extract(head, "", []).number is None


def test_a_cited_date_is_not_the_reports_own() -> None:
    head = _head(*BLANK, (HEAD[8], "Thực hiện Công văn ngày 12 tháng 3 năm 2024 của huyện, xã Tân Lập báo cáo như sau:"))
    assert extract(head, "", []).date is None


def test_an_impossible_date_is_no_date() -> None:
    assert extract(["Tân Lập, ngày 45 tháng 13 năm 2025"], "", []).date is None


def test_an_office_is_no_signer() -> None:
    assert extract([], "", ["KT. CHỦ TỊCH", "Phó Chủ Tịch"]).signer is None


@pytest.mark.parametrize("name", ["H' Yên Niê", "K' Brếu", "K'Brếu", "Y Thông Êban"])
def test_a_signer_with_an_apostrophe(name: str) -> None:
    assert extract([], "", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", name]).signer == name


def test_a_signer_in_capitals() -> None:
    assert extract([], "", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "LÒ VĂN PHÚC"]).signer in ("LÒ VĂN PHÚC", "Lò Văn Phúc")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Công tác phòng, chống thiên tai", "(Từ ngày 15/12/2030 đến ngày 14/12/2031)"], (2030, 2031)),
        (["Công tác phòng, chống thiên tai năm 2031", "(Từ ngày 15/12/2030 đến ngày 14/12/2031)"], (2031, 2031)),
        (["Kết quả thực hiện Luật Thi đua, khen thưởng năm 2022"], (None, None)),
        (["Kết quả thực hiện Luật Cư trú năm 2031"], (2031, 2031)),
    ],
)
def test_days_and_laws_of_a_title(lines: list[str], expected: tuple[int | None, int | None]) -> None:
    found = extract(["Khe Sơn, ngày 05 tháng 12 năm 2031", "BÁO CÁO", *lines], "", [])
    assert (found.period_from, found.period_to) == expected


def test_a_title_without_a_line_of_the_kind() -> None:
    """Below the body in one line, or on top in lines of capitals."""
    below = [
        "HỘI CHỮ THẬP ĐỎ HUYỆN KHE NỨA",
        "Báo cáo kết quả công tác Hội năm 2031; phương hướng năm 2032",
        "Năm 2031 Hội có 41 chi hội.",
    ]
    assert extract(below, "\n".join(below), []).title == "Kết quả công tác Hội năm 2031; phương hướng năm 2032"
    top = [
        "KẾT QUẢ THI ĐUA, KHEN THƯỞNG NĂM 2031",
        "VÀ NHIỆM VỤ NĂM 2032 CỦA PHƯỜNG BẾN NỨA",
        "UBND phường Bến Nứa báo cáo như sau:",
    ]
    title = extract(top, "\n".join(top), []).title
    assert title == "Kết quả thi đua, khen thưởng năm 2031 và nhiệm vụ năm 2032 của phường Bến Nứa"


def test_a_sentence_that_says_what_it_reports_is_no_title() -> None:
    head = ["HỘI CHỮ THẬP ĐỎ HUYỆN KHE NỨA", "Báo cáo kết quả công tác Hội năm 2031 như sau:", "Hội có 41 chi hội."]
    assert extract(head, "\n".join(head), []).title != "kết quả công tác Hội năm 2031 như sau:"


def test_a_form_has_its_title_above_what_is_filled_in_and_its_date_at_the_end() -> None:
    head = [
        "UBND XÃ TÂN LẬP",
        "TRƯỜNG MẦM NON HOA BAN",
        "BÁO CÁO TỰ KIỂM TRA AN TOÀN THỰC PHẨM",
        "Thời điểm kiểm tra: 14/10/2031",
    ]
    closing = ["Tân Lập, ngày 15 tháng 10 năm 2031", "HIỆU TRƯỞNG", "Lò Thị Mai"]
    found = extract([*head, "☒ Có lưu mẫu thức ăn"], "\n".join([*head, *closing]), closing)
    assert (found.title, found.date, found.signer) == ("Tự kiểm tra an toàn thực phẩm", "2031-10-15", "Lò Thị Mai")


def test_a_date_left_blank_in_the_head_is_not_taken_from_the_end() -> None:
    head = _head(("Tân Lập, ngày 08 tháng 12 năm 2025", "Tân Lập, ngày     tháng     năm 2025"))
    closing = ["Tân Lập, ngày 15 tháng 10 năm 2024", *CLOSING]
    assert extract(head, "\n".join([*head, *closing]), closing).date is None


@pytest.mark.parametrize("last", ["Giám đốc: Lò Văn Phúc", "Phấn đấu 150 bài. Trưởng phòng KHCN: Lò Văn Phúc"])
def test_an_office_and_a_name_behind_a_colon_sign(last: str) -> None:
    assert extract([], last, [last]).signer == "Lò Văn Phúc"


def test_numerals_of_a_title_in_capitals_stay_capitals() -> None:
    found = extract(["BÁO CÁO", "THU, CHI NGÂN SÁCH QUÝ I NĂM 2031", "Đơn vị tính: triệu đồng"], "", [])
    assert found.title == "Thu, chi ngân sách quý I năm 2031"
