"""What was dismissed stays away for that report, until it is brought back."""

from __future__ import annotations

from app.access.person import LOCAL, Person, Role
from app.checks.model import Finding, FindingKind
from app.records import dismissals as records
from app.records.dismissals import Dismissals, apart
from app.storage.store import Store

SUM = Finding(FindingKind.SUM, "Cộng lại là 12, báo cáo ghi 13.", ())
WORDS = Finding(FindingKind.SPELLING, "Từ viết lặp: “xã xã”.", ())
MORE = Finding(FindingKind.SPELLING, "Từ viết lặp: “xã xã”, “các các”.", ())


def test_a_dismissed_finding_stays_away_for_its_report_alone(settings):
    dismissals = Dismissals(Store.open(settings))
    assert dismissals.of("a") == frozenset()
    dismissals.dismiss(LOCAL, "a", [SUM, WORDS])
    dismissals.dismiss(LOCAL, "a", [SUM])
    again = Dismissals(Store.open(settings))
    assert apart([SUM, WORDS], again.of("a")) == ([], [SUM, WORDS])
    assert apart([SUM, WORDS], again.of("b")) == ([SUM, WORDS], [])
    assert apart([MORE], again.of("a")) == ([MORE], []), "a word that nobody has seen yet"


def test_it_can_be_brought_back(settings):
    dismissals = Dismissals(Store.open(settings))
    dismissals.dismiss(LOCAL, "a", [SUM, WORDS])
    dismissals.bring_back("a", [SUM])
    assert apart([SUM, WORDS], dismissals.of("a")) == ([SUM], [WORDS])


def test_what_one_person_dismisses_is_bounded_and_takes_nothing_from_others(settings, monkeypatch):
    monkeypatch.setattr(records, "MOST", 5)
    dismissals, hostile = Dismissals(Store.open(settings)), Person("soan", "Soạn", Role.DRAFTER)
    dismissals.dismiss_keys(LOCAL, "a", ["của người khác"])
    for report in range(4):
        dismissals.dismiss_keys(hostile, f"r{report}", [f"{report}{key}" for key in range(3)])
    assert dismissals.of("a") == {"của người khác"}
    assert [len(dismissals.of(f"r{report}")) for report in range(4)] == [0, 0, 2, 3]
