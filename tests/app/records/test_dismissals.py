"""What was dismissed stays away for that report, until it is brought back."""

from __future__ import annotations

from app.access.person import LOCAL
from app.checks.model import Finding, FindingKind
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
