"""What officials count by classifiers is the unit of a count; words that begin like one are none."""

from __future__ import annotations

import pytest

from ingest.language.quantities import quantities


def _units(text: str) -> list[tuple[int, str]]:
    return [(int(quantity.value), quantity.unit) for quantity in quantities(text)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("tiêm 1.318 liều vắc xin", "liều"), ("tiêm nhắc lại 1.318 mũi tiêm", "mũi"), ("phát 1.318 tờ rơi", "tờ"),
        ("tặng 1.318 quyển vở", "cuốn"), ("vận chuyển 1.318 lượt xe", "lượt"), ("cấp 1.318 viên thuốc", "viên"),
        ("bổ sung 1.318 bản sách", "bản"), ("giao 1.318 lô đất", "lô"), ("trồng 1.318 gốc đào", "gốc"),
        ("thụ lý 1.318 lá đơn", "đơn"), ("xóa 1.318 nhà tạm", "nhà"), ("xây 1.318 căn hộ", "căn"), ("có 1.318 ổ dịch", "ổ"),
        ("hỗ trợ 1.318 bao xi măng", "bao"), ("có 1.318 giường bệnh", "giường"), ("có 1.318 hợp tác xã", "hợp tác xã"),
        ("đạt 1.318 giải thưởng", "giải"), ("có 1.318 thị trấn", "thị trấn"), ("duy trì 1.318 câu lạc bộ", "câu lạc bộ"),
    ],
)  # fmt: skip
def test_a_classifier_is_the_unit_of_its_count(text: str, unit: str) -> None:
    assert _units(text) == [(1318, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "có 3 giải pháp",
        "xét 3 đơn giá",
        "có 3 viên chức",
        "lập 3 tờ trình",
        "có 3 lứa tuổi",
        "nêu 3 căn cứ",
        "nhận 3 can thiệp",
    ],
)
def test_a_word_that_begins_like_one_is_none(text: str) -> None:
    assert _units(text) == [(3, "")]


def test_small_numbers_in_words_count_before_one() -> None:
    assert _units("Phát một cuốn và năm tờ cho mỗi hộ") == [(1, "cuốn"), (5, "tờ")]
    assert _units("Theo Điều 5 căn cứ Luật; lớp 5 giải toán") == []
