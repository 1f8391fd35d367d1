"""What one person's desk may hold, so that no change of it keeps others waiting."""

from __future__ import annotations

import pytest

from app.drafting.draft import filled
from app.drafting.editing import as_lines, edited
from app.drafting.model import Draft, Section
from app.drafting.outline import Head
from app.drafting.request import MOST_NAMED, BadRequest, of_json
from app.web.handlers.draft_desk import Desk
from app.web.handlers.drafting import LONGEST_KEPT, MOST_LINES, Drafting

GIVEN = {"agency": "ỦY BAN NHÂN DÂN XÃ SƠN HẢI", "place": "Sơn Hải", "period": {"from": 2025, "to": 2025}}


@pytest.fixture
def drafting():
    return Drafting.__new__(Drafting)  # neither library nor store is asked in what follows


@pytest.fixture
def desk():
    request = of_json(GIVEN)
    section = Section("I.", Head("section", "Kết quả", "results"), "Kết quả", ())
    return Desk(draft=Draft(request, filled("{agency}", request), "", "", (section,), ()))


def test_a_full_basket_takes_no_more_and_gives_back(drafting):
    full = Desk(basket=tuple(str(n) for n in range(MOST_NAMED)))
    with pytest.raises(BadRequest, match="đủ 100 câu"):
        drafting.toggle(full, "mới")
    assert drafting.toggle(drafting.toggle(full, "7"), "mới").basket[-1] == "mới"
    with pytest.raises(BadRequest):
        drafting.toggle(Desk(), "a" * (LONGEST_KEPT + 1))


def test_a_section_of_too_many_lines_is_refused_and_kept(drafting, desk):
    with pytest.raises(BadRequest, match="dòng; hãy rút gọn"):
        drafting.change(desk, "save", 0, "a\n" * (MOST_LINES + 1))
    saved = drafting.change(desk, "save", 0, "Xã có 12 thôn.\n- Điểm một")
    assert as_lines(saved.draft.sections[0]) == "Xã có 12 thôn.\n- Điểm một"


def test_a_form_too_deep_to_be_read_changes_nothing(drafting):
    assert drafting.filled(Desk(form={"a": "b"}), "[" * 200_000) == Desk(form={"a": "b"})


def test_a_line_that_repeats_a_sentence_thousands_of_times_is_cut_at_each(desk):
    once = edited(desk.draft, 0, "ab")
    [paragraph] = edited(once, 0, "ab" * 5_000).sections[0].paragraphs
    assert [text.text for text in paragraph.texts] == ["ab"] * 5_000
    [paragraph] = edited(once, 0, "đầu ab giữa ab cuối").sections[0].paragraphs
    assert [text.text for text in paragraph.texts] == ["đầu", "ab", "giữa", "ab", "cuối"]
