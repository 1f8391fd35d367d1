"""A desk for drafting: the input of a draft that it makes, and how it is kept."""

from app.checks.model import Quote
from app.drafting.last_year import PastFigure
from app.drafting.request import of_json
from app.web.handlers.draft_desk import Desk, as_request, read_desk, write_desk

FORM = {
    "kind": "annual", "agency": "UBND XÃ SƠN HẢI", "place": "Sơn Hải", "from": "2025", "to": "",
    "recipients": "- Sở Nội vụ;\nTT Đảng ủy", "figures": [["giảm nghèo", "hộ nghèo", "41 hộ"], ["giảm nghèo", "x", ""]],
    "compared": ["hộ nghèo", "x"],
}  # fmt: skip
PAST = (
    PastFigure("hộ nghèo", "64 hộ", 2024, Quote(("I",), 1, "còn 64 hộ nghèo", 0)),
    PastFigure("x", "1", 2024, Quote((), 1, "", 0)),
)


def test_the_form_is_a_request():
    request = as_request(Desk(FORM, PAST, ("p-1#0",)))
    assert request["period"] == {"from": "2025", "to": "2025"}
    assert request["recipients"] == ["Sở Nội vụ", "TT Đảng ủy"]
    assert request["figures"] == {"giảm nghèo": {"hộ nghèo": "41 hộ"}}
    assert request["compared"] == {"hộ nghèo": {"value": "64 hộ", "year": 2024}}
    assert of_json(request).basket == ("p-1#0",)


def test_a_desk_is_kept_and_one_that_cannot_be_read_is_empty():
    desk = Desk(FORM, PAST, ("p-1#0",))
    assert read_desk(write_desk(desk)) == desk
    assert read_desk("{") == read_desk('{"past": 3}') == Desk()


def test_an_unknown_kind_of_report_is_the_first_one():
    assert Desk({"kind": "../secret"}).kind == "annual"
