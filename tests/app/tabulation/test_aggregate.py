"""Which questions ask for a computed figure, by language alone, and of what."""

from __future__ import annotations

import pytest

from app.question.question import understand
from app.tabulation.aggregate import AggregateQuestion, Operation, aggregate_of
from index.gazetteer.library_places import LibraryPlaces
from index.gazetteer.scope import scope_of
from index.query.query import QueryReader
from index.store.library import Library


def _read(library: Library, reader: QueryReader, text: str) -> AggregateQuestion | None:
    places = LibraryPlaces(library)
    return aggregate_of(understand(reader.read(text), scope_of(text, places.current(), places.speaks_of)))


@pytest.mark.parametrize(
    ("text", "operation", "years"),
    [
        ("Xã Khe Sơn và xã Đồng Vải cộng lại có bao nhiêu hộ nghèo?", Operation.SUM, []),
        ("Tổng số giấy khen cho tập thể của các xã năm 2024 là bao nhiêu?", Operation.SUM, ["2024"]),
        ("Xã nào có tỷ lệ hộ nghèo thấp nhất năm 2024?", Operation.LEAST, ["2024"]),
        ("Đơn vị nào năm 2024 còn nhiều hộ nghèo nhất?", Operation.MOST, ["2024"]),
        ("Từ năm 2023 đến năm 2024 xã Khe Sơn giảm bao nhiêu hộ nghèo?", Operation.DIFFERENCE, ["2023", "2024"]),
        ("Ba năm 2021 - 2023 xã Khe Sơn tổng cộng bao nhiêu hộ thoát nghèo?", Operation.SUM, ["2021", "2022", "2023"]),
        ("Có bao nhiêu báo cáo nêu hộ cận nghèo?", Operation.COUNT, []),
    ],
)
def test_a_question_to_compute_is_known(
    communes: Library, reader: QueryReader, text: str, operation: Operation, years: list[str]
) -> None:
    aggregate = _read(communes, reader, text)
    assert aggregate is not None
    assert (aggregate.operation, [period.label for period in aggregate.periods]) == (operation, years)


@pytest.mark.parametrize(
    "text",
    [
        "Xã Khe Sơn còn bao nhiêu hộ nghèo?",
        "Tổng số hộ nghèo của xã Khe Sơn năm 2024?",
        "So với xã Đồng Vải, xã Khe Sơn nhiều hơn bao nhiêu hộ nghèo?",
        "Mỗi năm xã Khe Sơn và xã Đồng Vải tặng tất cả bao nhiêu giấy khen?",
        "Xã Khe Sơn được gộp từ những xã nào?",
        "Tổ cộng tác viên của xã Khe Sơn viết được bao nhiêu bài?",  # "cộng tác" asks for no sum
        "Cán bộ trả lại của rơi mấy vụ, cộng lại bao nhiêu tiền?",  # two figures of one thing
    ],
)
def test_a_question_for_what_reports_say_is_none(communes: Library, reader: QueryReader, text: str) -> None:
    aggregate = _read(communes, reader, text)
    assert aggregate is None or (aggregate.operation is Operation.SUM and len(aggregate.periods) < 2)


@pytest.mark.parametrize(
    ("text", "every", "years"),
    [
        ("Năm 2024 trung bình mỗi xã còn bao nhiêu hộ nghèo?", True, ["2024"]),
        ("Bình quân mỗi năm từ 2022 đến 2024 xã Khe Sơn kết nạp mấy đảng viên?", False, ["2022", "2023", "2024"]),
    ],
)
def test_a_mean_is_of_bodies_or_of_years(
    communes: Library, reader: QueryReader, text: str, every: bool, years: list[str]
) -> None:
    aggregate = _read(communes, reader, text)
    assert aggregate is not None and aggregate.mean
    assert (aggregate.every, [period.label for period in aggregate.periods]) == (every, years)


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2024 xã Khe Sơn trung bình mỗi hộ được vay bao nhiêu tiền?",  # reports tell it
        "Năm 2024 trung bình mỗi năm xã Khe Sơn kết nạp mấy đảng viên?",  # of one year there is no mean
        "Trung bình mỗi xã như xã Khe Sơn có bao nhiêu hộ nghèo?",
    ],
)
def test_what_is_no_mean_of_several_is_not_computed(communes: Library, reader: QueryReader, text: str) -> None:
    assert _read(communes, reader, text) is None


def test_the_end_of_a_year_counts_no_communes(communes: Library, reader: QueryReader) -> None:
    ends = _read(communes, reader, "Cuối năm xã Khe Sơn tổng cộng còn bao nhiêu hộ nghèo?")
    assert ends is not None and ends.stated is None
    five = _read(communes, reader, "Cả năm xã cộng lại còn bao nhiêu hộ nghèo?")
    assert five is not None and five.stated == 5


def test_two_bare_years_are_both_times(communes: Library, reader: QueryReader) -> None:
    aggregate = _read(communes, reader, "Cộng cả 2023 lẫn 2024 thì xã Khe Sơn tặng bao nhiêu giấy khen?")
    assert aggregate is not None and [period.label for period in aggregate.periods] == ["2023", "2024"]


def test_a_total_over_several_places_needs_no_word_of_asking(communes: Library, reader: QueryReader) -> None:
    aggregate = _read(communes, reader, "Tổng số giấy khen của xã Khe Sơn và xã Đồng Vải?")
    assert aggregate is not None and aggregate.operation is Operation.SUM and aggregate.strong


@pytest.mark.parametrize(
    ("text", "stated"), [("cả ba vụ", 3), ("cả hai khoản", 2), ("ba vụ", None), ("cả hai mươi hộ", None)]
)
def test_all_of_a_number_of_things_are_put_together(
    communes: Library, reader: QueryReader, text: str, stated: int | None
) -> None:
    aggregate = _read(communes, reader, f"Tổng cộng {text} của xã Khe Sơn được bao nhiêu tấn?")
    assert aggregate is not None and aggregate.stated == stated


def test_a_word_like_the_one_for_a_body_is_kept(communes: Library, reader: QueryReader) -> None:
    aggregate = _read(communes, reader, "Tổng số đơn thư của xã Khe Sơn và xã Đồng Vải là bao nhiêu?")
    assert aggregate is not None and "đơn thư" in aggregate.indicators
