"""Page numbers and running heads go, figures that are content stay."""

from __future__ import annotations

import pytest

from ingest.model import Line
from ingest.structure.furniture import without_furniture


def _kept(*pages: list[str]) -> list[str]:
    lines = [Line(text, number) for number, page in enumerate(pages, start=1) for text in page]
    return [line.text for _, line in without_furniture(list(enumerate(lines)))]


BODY = ["Các xóm đã ký giao ước thi đua", "Hội đồng họp xét theo quý"]


def test_page_numbers_go_at_the_edges_of_pages() -> None:
    first, second, third = (["Xóm", name, "ký giao ước"] for name in ("Bắc", "Nam", "Đông"))
    assert _kept(["1", *first, "Hết phần một"], ["2", *second, "Tiếp"], ["Còn lại", *third, "3"]) == [
        *first, "Hết phần một", *second, "Tiếp", "Còn lại", *third,
    ]  # fmt: skip


def test_page_numbers_of_an_extract_go_with_the_pages() -> None:
    assert _kept([*BODY, "31"], [*BODY, "32"]) == BODY * 2


def test_a_figure_that_stands_alone_within_a_page_stays() -> None:
    page = ["Số xóm văn hóa của xã", "64", "Số xóm chưa đạt của xã"]
    assert _kept(page) == page


def test_a_last_figure_that_does_not_go_with_the_pages_stays() -> None:
    assert _kept([*BODY, "640"], [*BODY, "12"]) == [*BODY, "640", *BODY, "12"]


def test_first_lines_that_differ_in_more_than_the_page_stay() -> None:
    pages = [[f"Năm {2030 + n}: tặng {60 + 7 * n} Giấy khen", f"Xóm {name} dẫn đầu"] for n, name in enumerate("ABCD")]
    assert _kept(*pages) == [line for page in pages for line in page]


def test_running_heads_and_feet_go() -> None:
    pages = [["Báo cáo thi đua", f"đoạn {n * n} của báo cáo", f"Phòng Văn hóa - Trang {n}"] for n in range(1, 5)]
    assert _kept(*pages) == ["Báo cáo thi đua", *(f"đoạn {n * n} của báo cáo" for n in range(1, 5))]


def test_a_sentence_that_ends_every_page_stays() -> None:
    pages = [[f"đoạn {n * n} của báo cáo", "Hội đồng đã họp và xét theo quy định."] for n in range(1, 5)]
    assert _kept(*pages) == [line for page in pages for line in page]


def test_a_contents_page_is_left_out() -> None:
    contents = ["MỤC LỤC", "I. TÌNH HÌNH........................2", "II. KẾT QUẢ ................ 5"]
    assert _kept([*contents], ["I. TÌNH HÌNH", "Xã có 9 xóm"]) == ["I. TÌNH HÌNH", "Xã có 9 xóm"]


def test_a_last_figure_above_the_pages_number_stays() -> None:
    pages = [[f"Xóm {name} chi trả đủ", "Số người già yếu:", str(60 + n), str(n)] for n, name in enumerate("ABC", start=1)]
    assert _kept(*pages) == [line for page in pages for line in page[:-1]]


def test_figures_typed_over_dots_are_content() -> None:
    page = ["Số hộ nghèo: ........... 37", "Số hộ khá: .......... 64"]
    assert _kept(page) == page


@pytest.mark.parametrize("whole", [True, False])
def test_a_contents_page_without_its_name_is_told_by_its_titles(whole: bool) -> None:
    texts = ["I. KẾT QUẢ ........ 2", "II. HẠN CHẾ ........ 5", "I. KẾT QUẢ", "Tốt.", "II. HẠN CHẾ", "Không."]
    lines = [Line(text, whole=whole) for text in texts]
    assert [line.text for _, line in without_furniture(list(enumerate(lines)))] == texts[2:]


HALF = "Tổng số hộ được vay vốn trong năm của toàn xã tính đến"


@pytest.mark.parametrize("head", ["2031 – 1.305 – 27", "Báo cáo số 77 - mật"])
def test_a_head_on_two_pages_that_parts_a_sentence_goes(head: str) -> None:
    kept = _kept([head, "UBND XÃ KHE MO", *BODY, HALF, "1208"], [head, "cuối tháng 12 là 94 hộ.", "1209"])
    own = [head] if "mật" in head else []  # words at the head of the first page may be the letterhead
    assert kept == [*own, "UBND XÃ KHE MO", *BODY, HALF, "cuối tháng 12 là 94 hộ."]


def test_a_foot_on_two_pages_that_parts_a_sentence_goes() -> None:
    foot = "BC-2031/07"
    assert _kept([*BODY, HALF, foot], ["cuối tháng 12 là 94 hộ.", foot]) == [*BODY, HALF, "cuối tháng 12 là 94 hộ."]
    content = ["Tổng cộng 15", HALF], ["Tổng cộng 15", "Hội đồng họp"]
    assert _kept(*content) == [*content[0], *content[1]]
