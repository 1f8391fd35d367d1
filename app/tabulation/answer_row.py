"""The figures of several periods in one row of a table: the row that answers a question as a fact.

An indicator is a stretch of the question and may be named by other words in the table. The answering score, which weighs the
whole question, finds the row; its figures are put together only where each period has exactly one.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.evidence.candidates import Candidate
from app.tabulation.aggregate import AskedPeriod
from ingest.facts.model import Fact
from ingest.language.terms import tokens


def figures_by_period(candidate: Candidate, periods: Sequence[AskedPeriod], facts: Sequence[Fact]) -> list[Fact]:
    """Return the figure of each period in the row that a candidate is a cell of, in the order of the periods.

    :param facts: of the candidate's report.
    :return: empty where it is no cell, or where a period has no figure in its row or more than one.
    """
    stretch = candidate.stretch
    if stretch.cell is None:
        return []
    of_row = [
        fact
        for fact in facts
        if fact.passage == candidate.hit.passage.id and fact.title and fact.begin <= stretch.start < fact.stop
    ]
    alike = [fact for fact in of_row if _untimed(fact.title) == _untimed(stretch.title)]  # "Năm 2023 Tập thể", "… Cá nhân"
    return _one_each(of_row, periods) or _one_each(alike, periods)


def _untimed(title: str) -> list[str]:
    """Return the words of a column's title but for its year."""
    return [word for word in tokens(title) if word != "năm" and not word.isdigit()]


def figures_of_total(parts: Sequence[Fact], periods: Sequence[AskedPeriod], facts: Sequence[Fact]) -> list[Fact]:
    """Return the figures of the row of totals in the table of some figures, likewise; empty where it has none.

    A row of totals is one without a name of its own ("Cộng", "Tổng số").
    """
    tables = {fact.passage for fact in parts}
    totals = [fact for fact in facts if fact.passage in tables and fact.title and not fact.name]
    return _one_each(totals, periods)


def _one_each(facts: Sequence[Fact], periods: Sequence[AskedPeriod]) -> list[Fact]:
    """Return the one figure of each period, empty where one is missing or not clear."""
    by_period = [[fact for fact in facts if (fact.since, fact.year) == (period.since, period.year)] for period in periods]
    return [same[0] for same in by_period] if all(len(same) == 1 for same in by_period) else []
