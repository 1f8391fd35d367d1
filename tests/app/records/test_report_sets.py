import pytest

from app.records.report_sets import MOST_REPORTS, BadSet, ReportSets


@pytest.fixture
def sets(store):
    return ReportSets(store)


def test_a_set_is_kept_for_its_person_replaced_and_dropped(sets):
    first = sets.keep("an", "  Sáu  huyện ", ["a", "b", "a"])
    assert (first.name, first.reports) == ("Sáu huyện", ("a", "b"))
    assert sets.keep("an", "Sáu huyện", ["c"]).id == first.id and sets.of("an")[0].reports == ("c",)
    sets.keep("an", "Bốn xã", ["b", "c"])
    assert [report_set.name for report_set in sets.of("an")] == ["Bốn xã", "Sáu huyện"] and sets.of("bình") == []
    assert sets.name_of("an", ["c", "b"]) == "Bốn xã" and sets.name_of("bình", ["c", "b"]) == ""
    sets.drop("bình", first.id)
    assert len(sets.of("an")) == 2, "another person's set stays"
    sets.drop("an", first.id)
    assert [report_set.name for report_set in sets.of("an")] == ["Bốn xã"]


def test_a_report_that_is_deleted_leaves_its_sets(sets):
    sets.keep("an", "Bốn xã", ["b", "c"])
    sets.keep("an", "Một xã", ["c"])
    sets.forget_report("c")
    assert [(report_set.name, report_set.reports) for report_set in sets.of("an")] == [("Bốn xã", ("b",))]


@pytest.mark.parametrize(("name", "reports", "why"), [
    (" ", ["a"], "đặt tên"), ("x", [], "đánh dấu ít nhất một"), ("x" * 81, ["a"], "Tên bộ hồ sơ"),
    ("x", [str(n) for n in range(MOST_REPORTS + 1)], "nhiều nhất 500"),
])  # fmt: skip
def test_what_cannot_be_a_set_is_told(sets, name, reports, why):
    with pytest.raises(BadSet, match=why):
        sets.keep("an", name, reports)


def test_what_is_no_report_s_id_fills_no_disk(sets):
    assert sets.keep("an", "Bốn xã", ["b", "x" * 65]).reports == ("b",)
    with pytest.raises(BadSet, match="đánh dấu ít nhất một"):
        sets.keep("an", "Dài", ["x" * 3000])
