"""Line breaks within one paragraph."""

import pytest

from ingest.readers.soft_breaks import parts


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("Kết quả đạt được như sau:", "Toàn xã trồng 12 ha rừng."),
        ("Toàn xã trồng 12 ha rừng.", "Nhân dân hiến 300 m2 đất."),
        ("Phong trào lan rộng", "1. Về kinh tế"),
        ("Phong trào lan rộng", "- Về kinh tế"),
        ("BÁO CÁO", "Kết quả phong trào thi đua năm 2024"),
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ("Số: 12/BC-UBND", "Nà Bó, ngày 05 tháng 12 năm 2024"),
    ],
)
def test_a_break_parts_sentences_items_and_the_parts_of_a_letterhead(last, following):
    assert parts(last, following)


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("Toàn xã trồng được", "12 ha rừng phòng hộ"),
        ("các thôn, bản,", "Tổ dân phố"),
        ("phong trào thi đua", "yêu nước"),
        ("KẾT QUẢ PHONG TRÀO", "THI ĐUA YÊU NƯỚC"),
    ],
)
def test_a_break_within_a_sentence_or_title_only_wraps(last, following):
    assert not parts(last, following)
