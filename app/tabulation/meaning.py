"""Facts that share no word with an indicator: the nearest in meaning are read, and offered.

"cửa nhà túng thiếu" is what a report calls "hộ nghèo". Of 38 figures that readers named in words of their own and no fact of
the report had, the nearest statement was the right one for 22, and one of the three nearest, read, for 25 (reports and names
not read before).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from app.tabulation.features import NAMES
from app.tabulation.indicator import IndicatorQuery
from app.tabulation.matching import Match
from app.tabulation.reading import LIKELY, READ_OF_CELL, statement_of
from app.tabulation.ready_facts import ReportFacts
from index.embedding.embedder import Embedder
from ingest.facts.model import Fact

# Facts that one table compares by meaning; one takes 8 ms on a busy machine, and is remembered. A table over many reports
# has some for the first of those that words tell nothing of.
FACTS_OF_TABLE = 400


def facts_of_years(report: ReportFacts, years: Collection[int]) -> list[Fact]:
    """Return the facts of a report that are of one of some years, in reading order."""
    return [fact for fact in report.facts if fact.year in years]


def nearest_in_meaning(indicator: IndicatorQuery, facts: Sequence[Fact], embedder: Embedder) -> list[Match]:
    """Return the facts that are nearest to an indicator in meaning, best first.

    Their score lets them be read and offered, and fills no cell by itself.
    """
    if not facts:
        return []
    statements = [f"{read.lead} {read.text}".strip() for read in map(statement_of, facts)]
    likeness = embedder.passages(statements) @ embedder.query(indicator.restored)
    best = np.argsort(-likeness, kind="stable")[:READ_OF_CELL]
    return [Match(facts[int(at)], LIKELY / 2 - rank / 100, (0.0,) * len(NAMES)) for rank, at in enumerate(best)]
