"""What a question says about where to look, and what that adds to a passage's score."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.constraints import parse_keys
from index.query.facets import (
    CLOSING_BOOST,
    CLOSING_PENALTY,
    FILE,
    KIND_BOOST,
    PERIOD_BOOST,
    ROLE_ABOVE_BOOST,
    ROLE_BOOST,
    Facets,
    boost,
    facet_words,
    facets_of,
    load,
    role_told,
    says,
    spoken,
)
from ingest.model import Metadata, Passage
from prompts import DataFileError

HEADINGS = ("ĐÁNH GIÁ CHUNG", "Tồn tại, hạn chế")
PASSAGE = Passage("p", "r", "lam-tra.docx", "Báo cáo", ("III", "2"), HEADINGS[1], HEADINGS, 4, 0, 5, "chậm.")
FIVE_YEARS = Metadata(place="huyện Lam Trà", period_from=2020, period_to=2025)


@pytest.mark.parametrize(
    ("question", "role", "kind", "years"),
    [
        ("Hạn chế của huyện Lam Trà là gì?", "limits", None, ()),
        ("han che cua huyen lam tra", "limits", None, ()),  # typed without marks
        ("Còn yếu chỗ nào, do đâu?", "limits", None, ()),  # what is asked for itself comes before its causes
        ("con yeu cho nao, do dau", "limits", None, ()),
        ("Hạn chế của huyện do đâu mà có?", "causes", None, ()),
        ("Nguyên nhân của hạn chế", "causes", None, ()),  # of two roles the later in the file
        ("Ai ký báo cáo 5 năm của huyện?", "closing", "five_years", ()),
        ("Báo cáo 10 năm nêu gì về năm 2014 và 2024, năm 2014?", None, "ten_years", ("2014", "2024")),
        ("Huyện có bao nhiêu xã?", None, None, ()),
        ("", None, None, ()),
    ],
)
def test_facets_of(question: str, role: str | None, kind: str | None, years: tuple[str, ...]) -> None:
    facets = facets_of(question)
    assert (facets.role and facets.role.name, facets.kind and facets.kind.name, facets.years) == (role, kind, years)


def test_a_facet_can_be_taken_off() -> None:
    facets = facets_of("Hạn chế nêu trong báo cáo 5 năm về năm 2021")
    assert facets.role and facets.kind and facets.years
    assert facets.without(parse_keys(["role", "period"])) == Facets(None, facets.kind, ())
    assert facets.without([]) == facets


def test_boost_by_hand() -> None:
    assert boost(facets_of("hạn chế"), PASSAGE, FIVE_YEARS) == (ROLE_BOOST, ("role",))
    above = replace(PASSAGE, heading="Về tuyên truyền", headings=("Tồn tại, hạn chế", "Về tuyên truyền"))
    assert boost(facets_of("hạn chế"), above, FIVE_YEARS) == (ROLE_ABOVE_BOOST, ("role",))
    assert boost(facets_of("bài học"), PASSAGE, FIVE_YEARS) == (0.0, ())
    both = boost(facets_of("báo cáo 5 năm, số liệu năm 2021"), PASSAGE, FIVE_YEARS)
    assert both == (pytest.approx(PERIOD_BOOST + KIND_BOOST), ("period", "kind"))


def test_the_closing_block_steps_back_unless_it_is_asked_for() -> None:
    closing = replace(PASSAGE, section=(), heading="Nơi nhận", headings=("Nơi nhận",))
    assert boost(facets_of("Huyện có bao nhiêu xã?"), closing, FIVE_YEARS) == (-CLOSING_PENALTY, ())
    assert boost(facets_of("Ai ký báo cáo?"), closing, FIVE_YEARS) == (CLOSING_BOOST, ("role",))


@pytest.mark.parametrize(
    ("first", "last", "year", "covered"),
    [
        (2020, 2025, "2020", True),
        (2020, 2025, "2025", True),
        (2020, 2025, "2019", False),
        (None, 2023, "2023", True),
        (None, None, "2023", False),
    ],
)
def test_the_period_of_a_report(first: int | None, last: int | None, year: str, covered: bool) -> None:
    added, _ = boost(Facets(years=(year,)), PASSAGE, Metadata(period_from=first, period_to=last))
    assert added == (PERIOD_BOOST if covered else 0.0)


def test_kinds_of_report_by_their_years() -> None:
    spans = {(2023, 2023): "annual", (2020, 2025): "five_years", (2014, 2024): "ten_years", (2021, 2023): "several_years"}
    for (first, last), kind in spans.items():
        facts = Metadata(period_from=first, period_to=last)
        assert next(k.name for k in facet_words().kinds if k.is_of(facts)) == kind
    assert not any(k.is_of(Metadata()) for k in facet_words().kinds)


@pytest.mark.parametrize(
    ("title", "first", "last", "kind"),
    [
        ("Tình hình kinh tế - xã hội 6 tháng đầu năm 2031", 2031, 2031, "half_year"),
        ("Kết quả công tác 9 tháng năm 2031", 2031, 2031, "nine_months"),
        ("Kết quả công tác quý II/2031", 2031, 2031, "quarter"),
        ("Kết quả công tác tháng 03 năm 2031", 2031, 2031, "month"),
        ("Tổng kết năm học 2030 - 2031", 2030, 2031, "school_year"),
        ("Tổng kết nhiệm kỳ 2026 - 2031", 2026, 2031, "term"),
        ("Kết quả thực hiện Nghị quyết về cải cách hành chính năm 2031", 2031, 2031, "special"),
        ("Tổng kết 10 năm thực hiện Chỉ thị", 2021, 2031, "ten_years"),
        ("Tổng kết 10 năm thực hiện Chỉ thị số 34-CT/TW ngày 07 tháng 4 năm 2021", 2021, 2031, "ten_years"),
        ("Kết quả thực hiện Nghị quyết số 5 ngày 08 tháng 3 năm 2029", 2029, 2031, "special"),
        ("Kết quả công tác tháng 3 (từ ngày 15 tháng 2 đến ngày 14 tháng 3 năm 2031)", 2031, 2031, "month"),
        ("Kết quả phong trào thi đua năm 2031", 2031, 2031, "annual"),
    ],
)
def test_kinds_of_report_by_their_titles(title: str, first: int, last: int, kind: str) -> None:
    facts = Metadata(title=title, period_from=first, period_to=last)
    assert next(report_kind.name for report_kind in facet_words().kinds if report_kind.is_of(facts)) == kind
    by_hand = replace(facts, kind="quarter")
    assert [report_kind.name for report_kind in facet_words().kinds if report_kind.is_of(by_hand)] == ["quarter"]


@pytest.mark.parametrize(
    ("text", "cue", "said"),
    [
        ("Ai ký báo cáo?", "ai ký", True),
        ("ai ky bao cao", "ai kí", True),  # cues are folded: ký is kí there
        ("hai kỳ", "ai kí", False),
        ("Đánh giá hạn chế", "hạn chế", True),
        ("Đánh giá han che", "hạn chế", False),  # half accented: the spelling is restored before
    ],
)
def test_says(text: str, cue: str, said: bool) -> None:
    assert says(spoken(text), spoken(cue)) is said


@pytest.mark.parametrize(("old", "new"), [("[role.", "[rolle."), ("shown = ", "named = "), ("years = [0, 0]", "years = 5")])
def test_an_incomplete_file_is_one_error(tmp_path: Path, old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "facets.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"facets\.toml"):
        load(file)


def test_what_a_report_has_no_section_of_is_told_under_another_role() -> None:
    roles = {role.name: role for role in facet_words().roles}
    assert role_told(roles["difficulties"], ["KẾT QUẢ", "Tồn tại, hạn chế"]) is roles["limits"]
    assert role_told(roles["difficulties"], ["Khó khăn", "Tồn tại"]) is roles["difficulties"]
    assert role_told(roles["difficulties"], ["KẾT QUẢ"]) is roles["difficulties"]  # neither stands there
    assert role_told(roles["lessons"], []) is roles["lessons"]


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Đơn vị nào có làm nhà cho hộ khó khăn?", None),
        ("don vi nao giup nguoi kho khan nhieu nhat", None),
        ("Trao quà cho gia đình khó khăn và nêu khó khăn của xã", "difficulties"),
        ("Xã còn gặp khó khăn gì?", "difficulties"),
    ],
)
def test_a_cue_that_only_describes_the_word_before_it_asks_for_no_section(question: str, role: str | None) -> None:
    found = facets_of(question).role
    assert (found.name if found else None) == role
