"""Two columns side by side, as the layout of the text keeps them."""

from __future__ import annotations

import pytest

from ingest.model import Kind, Line
from ingest.structure.columns import taken_apart

HEAD = """ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    XÃ CẨM ĐÀI                    Độc lập - Tự do - Hạnh phúc
Số:      /BC-UBND           Cẩm Đài, ngày      tháng 12 năm 2024
BÁO CÁO
Kết quả phong trào thi đua năm 2024"""

END = """Nơi nhận:                        TM. ỦY BAN NHÂN DÂN
- UBND huyện;                         CHỦ TỊCH
- Thường trực Đảng ủy;
- Lưu: VT.
                                    Lò Văn Phúc"""

BODY = [f"Câu thứ {n} của báo cáo." for n in range(9)]


def _apart(*texts: str) -> list[str]:
    return [line.text.strip() for line in taken_apart([Line(text) for text in texts])]


def test_the_head_in_the_decrees_order() -> None:
    assert _apart(*HEAD.split("\n"), *BODY)[:8] == [
        "ỦY BAN NHÂN DÂN", "XÃ CẨM ĐÀI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số:      /BC-UBND", "Cẩm Đài, ngày      tháng 12 năm 2024",
        "BÁO CÁO", "Kết quả phong trào thi đua năm 2024",
    ]  # fmt: skip


def test_recipients_and_signature() -> None:
    assert _apart(*BODY, *END.split("\n"))[9:] == [
        "Nơi nhận:", "- UBND huyện;", "- Thường trực Đảng ủy;", "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Phúc",
    ]  # fmt: skip


def test_the_signature_begins_above_the_recipients() -> None:
    above = [
        "                                TM. ỦY BAN NHÂN DÂN",
        "Nơi nhận:                          CHỦ TỊCH",
        "- Lưu: VT.",
    ]
    assert _apart(*BODY, *above)[9:] == ["Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


@pytest.mark.parametrize("stop", [".", "", ";"])
def test_the_end_of_a_right_column_of_text_is_no_signature(stop: str) -> None:
    column = ["                Kiến nghị huyện hỗ trợ 03 mô hình", f"                với kinh phí 9,15 tỷ đồng{stop}"]
    ends = ["Nơi nhận:                 CHỦ TỊCH", "- Lưu: VT.", "                          Lò Văn Phúc"]
    assert _apart(*BODY, *column, *ends)[9:] == [
        "Kiến nghị huyện hỗ trợ 03 mô hình", f"với kinh phí 9,15 tỷ đồng{stop}",
        "Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH", "Lò Văn Phúc",
    ]  # fmt: skip


def test_a_recipient_with_a_comma_ends_its_column() -> None:
    ends = ["Nơi nhận:               T/M ĐẢNG ỦY", "- Tỉnh ủy,              PHÓ BÍ THƯ", "- Lưu Văn phòng."]
    assert _apart(*BODY, *ends)[9:] == ["Nơi nhận:", "- Tỉnh ủy,", "- Lưu Văn phòng.", "T/M ĐẢNG ỦY", "PHÓ BÍ THƯ"]


def test_a_signature_of_one_line_beside_the_recipients() -> None:
    ends = ["Nơi nhận:                 TM. ỦY BAN NHÂN DÂN", "- UBND huyện;", "- Lưu: VT."]
    assert _apart(*BODY, *ends)[9:] == ["Nơi nhận:", "- UBND huyện;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Xã       Số hộ", "Cẩm Đài      12", "Mộc Lĩnh     15", *BODY],  # a table: nothing announces a head
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", *BODY],
        [*BODY, "Nơi nhận:", "- UBND huyện;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "Lò Văn Phúc"],
    ],
)
def test_what_is_no_pair_of_columns_stays(lines: list[str]) -> None:
    assert _apart(*lines) == lines


def test_rows_of_a_table_stay() -> None:
    rows = [Line("Nơi nhận   Số quà", kind=Kind.TABLE), Line("Xã Cẩm   20", kind=Kind.TABLE)]
    assert taken_apart(rows) == rows
