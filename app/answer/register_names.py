"""Reports of the register by what people call them, where a question says more than a name and a matter.

A run of words ("ngành y tế", "cơ quan đảng", "cấp xã") means the reports whose own names hold most of it: title, issuer with
every way of naming it, what it is part of, place, province, and level.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.answer.register_match import NOTHING, Entry
from app.question.library_words import library_words
from app.question.vocabulary import question_words
from index.gazetteer.body_forms import forms
from index.gazetteer.issuers import PARTY, issuer_words, reporting_body
from index.gazetteer.units import agrees
from index.query.facets import spoken
from ingest.language.bodies import bodies

LEAST = 0.5  # share of a run's words that a report's names must hold
PARTY_WORDS = "cơ quan đảng tổ chức đảng đảng bộ đảng ủy khối đảng"


def reports_called(runs: Sequence[Sequence[str]], entries: Sequence[Entry]) -> list[Entry]:
    """Return the reports that one of the runs means, in their order; none where no run holds a word that tells anything."""
    idle = _idle()
    identities: set[str] = set()
    for run in runs:
        telling = [word for word in run if word not in idle]
        shares = {entry.report: _share(telling, words_of(entry)) for entry in entries}
        most = max(shares.values(), default=0.0)
        if telling and most >= LEAST:
            identities |= {report for report, share in shares.items() if share == most}
    return [entry for entry in entries if entry.report in identities]


def says_anything(runs: Sequence[Sequence[str]]) -> bool:
    """Say whether a run holds a word that could tell one report from another."""
    idle = _idle()
    return any(word not in idle for run in runs for word in run)


def _idle() -> frozenset[str]:
    """Return the words that tell no report from another: "lực lượng" frames a body. Kinds of unit do ("cấp xã")."""
    kinds = {word for unit in library_words().units for word in unit}
    frames = {word for frame in issuer_words().before for word in frame.split()}
    return (NOTHING | question_words().ignored | frames) - kinds


def _share(words: Sequence[str], entry_words: Sequence[str]) -> float:
    return sum(any(agrees(word, form) for form in entry_words) for word in words) / len(words) if words else 0.0


def words_of(entry: Entry) -> list[str]:
    """Return the words of all names of a report, each once (:func:`index.query.facets.spoken`)."""
    facts = entry.facts
    names = [entry.title, facts.issuer, facts.parent, facts.place, facts.province, facts.kind_of_document]
    body = reporting_body(entry.report, facts)
    if body is not None:
        names += [" ".join(form.words) for form in forms(body)]
        names += [f"cấp {body.unit_kind}"] if body.unit_kind else []
        named_in = bodies(f"{facts.issuer} {facts.parent or ''}")
        if body.kind == PARTY or any(issuing.kind.endswith(" ủy") for issuing in named_in):
            names.append(PARTY_WORDS)
    return list(dict.fromkeys(spoken(" ".join(name for name in names if name)).split()))
