"""What found passages have in common, and a search narrowed by it."""

from __future__ import annotations

import html
import re

from app.library.narrowing import Narrowing, fits, narrowings, parse, reports_of
from app.web.html import narrowing as views
from index.search.retrieval import Hit
from ingest.model import Metadata, Passage

FACTS = {
    "a": Metadata(issuer="UBND xã An Trì", period_from=2030, period_to=2031, title="Tổng kết"),
    "b": Metadata(issuer="UBND xã Bàu Sen", period_from=2031, period_to=2031, title="Tổng kết năm 2031"),
    "c": Metadata(title="Tổng kết"),
}


def _hit(report: str, heading: str) -> Hit:
    passage = Passage(f"{report}-1", report, f"{report}.txt", "Tổng kết", ("I",), heading, (heading,), None, 0, 5, "Chè.")
    return Hit(passage, 0.5, 0.5, 0.0)


HITS = [_hit("a", "Về kinh tế"), _hit("a", "Về kinh tế"), _hit("b", "Quốc phòng, an ninh"), _hit("c", "Đánh giá chung")]


def test_passages_are_counted_by_group_the_most_frequent_first() -> None:
    made = [(one.group, one.label, one.count) for one in narrowings(HITS, FACTS)]
    assert made[:4] == [
        ("issuer", "UBND xã An Trì", 2),
        ("issuer", "UBND xã Bàu Sen", 1),
        ("year", "2031", 3),
        ("year", "2030", 2),
    ]
    assert ("kind", "báo cáo một năm", 1) in made and [group for group, *_ in made].count("field") >= 1
    assert narrowings([], FACTS) == []


def test_reports_have_every_value_chosen_and_passages_the_field() -> None:
    chosen = parse(["issuer:UBND xã An Trì", "year:2031", "other:x", "year:", "rubbish"])
    assert [one.key for one in chosen] == ["issuer:UBND xã An Trì", "year:2031"]
    assert reports_of(chosen, FACTS) == ["a"]
    assert reports_of(parse(["issuer:UBND xã An Trì", "year:2029"]), FACTS) == []
    assert reports_of([], FACTS) is None and reports_of(parse(["field:economy"]), FACTS) is None
    field = next(one for one in narrowings(HITS[:1], FACTS) if one.group == "field")
    assert [fits(hit.passage, [field]) for hit in HITS] == [True, True, False, False] and fits(HITS[3].passage, [])


def test_each_way_is_a_button_with_its_count_and_one_chosen_can_be_taken_off() -> None:
    evil = "<script>alert(1)</script>\"'"
    offered = [Narrowing("issuer", evil, evil, 2), Narrowing("issuer", "B", "B", 1), Narrowing("year", "2031", "2031", 3)]
    made = views.beside(offered, [], f"{evil} chè")
    assert "<script" not in made and made.count("<button") == 2, "one year that all have narrows nothing"
    assert '<span class="count">2</span>' in made
    taken = views.beside(offered, [Narrowing("issuer", "B", "B")], "chè")
    lists = [html.unescape(one) for one in re.findall(r'data-narrowed="([^"]*)"', taken)]
    assert lists == ["[]"] and 'aria-label="Bỏ: B"' in taken
    assert views.beside([], [], "chè") == ""


def test_a_browser_names_one_value_of_each_group_whatever_it_sends() -> None:
    keys = [f"{group}:{value}" for group in ("issuer", "field") for value in range(3000)]
    chosen = parse([*keys, *["year:2031"] * 3000, "kind:" + "x" * 301])
    assert [one.key for one in chosen] == ["issuer:0", "field:0", "year:2031"]
    assert len(views.beside([], parse(keys), "chè")) < 2000, "each value is shown with what is left without it"
