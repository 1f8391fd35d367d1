"""The form of a draft: its figures, and what is wrong with each field."""

from app.web.handlers.draft_form import figures_of, problems

FORM = {"agency": "UBND XÃ SƠN HẢI", "place": "Sơn Hải", "from": "2025", "to": ""}


def test_each_field_says_what_is_wrong_with_it():
    assert set(problems({})) == {"agency", "place", "from"}
    assert problems(FORM) == {}
    assert "bốn chữ số" in problems(FORM | {"from": "25"})["from"]
    assert "trước năm đầu" in problems(FORM | {"to": "2020"})["to"]


def test_figures_that_the_page_cannot_have_sent_are_left_out():
    assert figures_of({"figures": [["a"], "b", ["a", "b", 3], ["s", " ", "v"]]}) == []
    assert figures_of({"figures": "a"}) == figures_of({}) == []
    assert figures_of({"figures": [[" giảm nghèo ", "hộ nghèo ", ""]]}) == [("giảm nghèo", "hộ nghèo", "")]
