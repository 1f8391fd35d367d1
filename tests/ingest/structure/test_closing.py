"""The closing block and the annexes below it."""

from __future__ import annotations

import pytest

from ingest.model import Kind, Paragraph
from ingest.structure.closing import DEGREES, block

BODY = "Trong năm qua, các phong trào thi đua được triển khai rộng khắp. Nhiều tập thể được khen thưởng."
SIGNED = ["Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "LÒ VĂN PHÚC"]


def _paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, None, line=number) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["I. A", BODY, BODY, "Nơi nhận:", "- Lưu: VT."], 3),
        (["I. A", BODY, BODY, BODY, BODY, "KT. CHỦ TỊCH", "Nơi nhận: như trên"], 5),
        (["I. A", BODY, BODY, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], 3),
        (["I. A", BODY, BODY, BODY, "GIÁM THỊ", "Đại tá Lò Văn Păn"], 4),
        (["I. A", BODY, BODY, BODY, "LỮ ĐOÀN TRƯỞNG", "H' Yên Niê"], 4),
        (["I. A", BODY, BODY, BODY, "NGƯỜI LẬP BIỂU", "Lò Thị Hoa"], 4),
        (["I. A", BODY, BODY, BODY, "TĂNG TRƯỞNG", "Sản xuất Công nghiệp"], 6),
        (["Nơi nhận báo cáo là huyện.", BODY, BODY, BODY], 4),  # in the first half: spoken of, not the block
        ([BODY, BODY], 2),
        ([], 0),
    ],
)
def test_closing(texts: list[str], expected: int) -> None:
    assert block(_paragraphs(*texts))[0] == expected


def test_a_signature_block_before_the_recipients_belongs_to_the_closing() -> None:
    texts = ["I. A", *[BODY] * 6, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Phúc", "Nơi nhận:", "- Lưu: VT."]
    assert block(_paragraphs(*texts))[0] == 7


@pytest.mark.parametrize(
    "title",
    ["PHỤ LỤC", "Phụ lục 1", "Phụ biểu số 2", "DANH SÁCH TẬP THỂ", "I. KẾT QUẢ", "KẾT QUẢ KHEN THƯỞNG GIAI ĐOẠN NĂM NĂM"],
)
def test_an_annex_ends_the_block(title: str) -> None:
    assert block(_paragraphs("I. A", *[BODY] * 9, *SIGNED, title, BODY)) == (10, 16)


def test_offices_and_names_in_capitals_are_no_annex() -> None:
    assert block(_paragraphs("I. A", *[BODY] * 9, *SIGNED)) == (10, 16)
    signed = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN ĐÔNG KHÊ", "LÒ VĂN PHÚC"]
    assert block(_paragraphs("I. A", *[BODY] * 9, *signed, "Nơi nhận:", "1. Ủy ban nhân dân tỉnh")) == (10, 15)


def test_annexes_longer_than_the_report() -> None:
    assert block(_paragraphs("I. A", BODY, *SIGNED, "PHỤ LỤC", *[BODY] * 30)) == (2, 8)


def test_a_signature_without_recipients_above_an_annex() -> None:
    assert block(_paragraphs("I. A", *[BODY] * 30, *SIGNED[2:], "PHỤ LỤC", *[BODY] * 15)) == (31, 35)


def test_a_degree_before_the_signers_name() -> None:
    texts = ["I. KẾT QUẢ", "Bệnh viện khám 64 lượt.", "II. ĐỀ NGHỊ", "Không.", "GIÁM ĐỐC", "BSCKII. Lò Văn Phúc"]
    assert block(_paragraphs(*texts))[0] == 4


@pytest.mark.parametrize("before", ["ThS. ", "PGS.TS. ", "BSCKII. ", "ThS.BS. CKI ", "TTƯT. BS ", "CKII. "])
def test_degrees(before: str) -> None:
    assert DEGREES.sub("", f"{before}Lò Văn Phúc") == "Lò Văn Phúc"
    assert DEGREES.sub("", "Tsan Văn Phúc") == "Tsan Văn Phúc"


def _with_rows(*texts: str) -> list[Paragraph]:
    """A text that begins with "| " is a row of a table."""
    kinds = (Kind.TABLE if text.startswith("| ") else Kind.TEXT for text in texts)
    return [Paragraph(text, None, kind, number) for number, (text, kind) in enumerate(zip(texts, kinds, strict=True))]


def test_annexes_longer_than_the_report_open_above_its_middle() -> None:
    rows = ["| a", "| b", "| c", "| d"]
    annexes = ["Phụ lục I", "TIẾN ĐỘ THEO XÃ", "(Kèm theo Báo cáo)", *rows, "Biểu số 02", "NGUỒN VỐN", *rows]
    assert block(_with_rows("I. KẾT QUẢ", BODY, "II. ĐỀ XUẤT", BODY, *annexes)) == (4, 4)
    one = ["PHỤ LỤC", "TIẾN ĐỘ THEO XÃ", *rows, *rows]
    assert block(_with_rows("I. KẾT QUẢ", BODY, *one)) == (2, 2)
    # chapters follow, so it is no annex; and one that is all there is of a file is the report itself
    assert block(_with_rows("I. KẾT QUẢ", BODY, *one[:6], "II. ĐỀ XUẤT", *[BODY] * 9))[1] == 18
    assert block(_with_rows(*one))[1] == len(one)


def test_the_body_above_the_office_is_no_annex() -> None:
    above = [*[BODY] * 5, "Nơi nhận:", "- Lưu: VT."]
    signature = ["KHO BẠC NHÀ NƯỚC LŨNG CHÂU MỚI", "GIÁM ĐỐC", "Lò Văn Phúc"]
    assert block(_paragraphs(*above, *signature)) == (5, 10)
    assert block(_paragraphs(*above, "KẾT QUẢ KHEN THƯỞNG GIAI ĐOẠN NĂM NĂM", BODY, BODY)) == (5, 7)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([BODY, BODY, BODY, "Lũng Châu, ngày 15 tháng 10 năm 2031", "HIỆU TRƯỞNG", "Lò Thị Mai"], 3),
        ([BODY, BODY, "Giám đốc: Lò Văn Phúc"], 2),
        ([BODY, BODY, "Trạm trưởng: Y Blir Niê", "Lũng Châu, ngày 04 tháng 4 năm 2031"], 2),
        ([BODY, BODY, "Phấn đấu 150 bài báo. Trưởng phòng KHCN: Lò Văn Phúc"], 2),
        ([BODY, "Trưởng ban: Lò Văn Phúc", BODY, BODY, BODY, BODY], 6),  # of a committee, in the midst of the text
        ([BODY, BODY, "Người lập biểu: Lò Văn Phúc"], 3),
    ],
)
def test_an_end_without_recipients(texts: list[str], expected: int) -> None:
    assert block(_paragraphs(*texts))[0] == expected
