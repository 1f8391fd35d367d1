"""Questions to ask next, drawn from the library: sections beside the one cited, the same question of another place or year.

Nothing is offered that the assistant has not answered on trial, from the report that the question is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

import regex as re

from app.answer.model import Answer
from app.assistant import Assistant
from app.library.summary import SUBJECTS
from app.question.vocabulary import message
from index.gazetteer.scope import Place
from index.query.facets import YEAR, facet_words
from ingest.language.terms import fold
from ingest.language.text import capitalized
from ingest.model import Heading, Metadata, Report

OFFERED = 3  # questions after an answer
TRIED = 6  # candidates that are asked on trial for them; each takes as long as an answer
SHORTEST_HEADING, LONGEST_HEADING = 3, 14  # words of a heading that says by itself what it is about, and is no sentence


@dataclass(frozen=True, slots=True)
class QuestionCandidate:
    """A question that may have an answer.

    It must come from these ``reports``, from the section with this ``heading`` if one is given, with all ``words`` quoted.
    """

    question: str
    reports: tuple[str, ...]
    words: frozenset[str] = frozenset()
    heading: str = ""


def suggested(question: str, answer: Answer, assistant: Assistant, idle: Callable[[], bool] = lambda: True) -> list[str]:
    """Return questions near an answered one that the library answers, too; none after a refusal.

    :param question: as it can be understood by itself; of a follow-up, give "" and only sections are offered.
    :param idle: asked before every trial; once it says no, what has been found by then is returned.
    """
    if answer.refused or not answer.citations:
        return []
    trials = takewhile(lambda _: idle(), islice(_candidates(question, answer, assistant), TRIED))
    return list(islice((trial.question for trial in trials if _holds(trial, answer, assistant)), OFFERED))


def _holds(candidate: QuestionCandidate, before: Answer, assistant: Assistant) -> bool:
    """Say whether a candidate is answered from its reports, and by something else than what stands there already."""
    try:
        answer = assistant.answer(candidate.question)
    except KeyError:  # its report was deleted while it was being answered
        return False
    quotes = [citation.quote for citation in answer.citations]
    return (
        not answer.refused
        and bool(quotes)
        and all(citation.passage.report in candidate.reports for citation in answer.citations)
        and all(not candidate.heading or candidate.heading in c.passage.headings for c in answer.citations)
        and not set(quotes) <= {citation.quote for citation in before.citations}
        and candidate.words <= _words(" ".join(quotes))
    )


def _candidates(question: str, answer: Answer, assistant: Assistant) -> Iterator[QuestionCandidate]:
    """Yield candidates, kinds in turn: another place, another year, a section, and again."""
    cited = answer.citations[0].passage
    try:
        report = assistant.library.catalog.report(cited.report)
    except KeyError:  # deleted since
        return
    own = next((place for place in assistant.places() if report.id in place.reports), None)
    kinds: list[Iterator[QuestionCandidate]] = []
    if own is not None:
        if question:
            kinds += [_elsewhere(question, own, assistant, answer), _other_years(question, own, report, answer)]
        kinds.append(_sections(report, own, answer))
    used = {question.casefold()}
    while kinds:
        for kind in list(kinds):
            candidate = next(kind, None)
            if candidate is None:
                kinds.remove(kind)
            elif candidate.question.casefold() not in used:
                used.add(candidate.question.casefold())
                yield candidate


def _elsewhere(question: str, own: Place, assistant: Assistant, answer: Answer) -> Iterator[QuestionCandidate]:
    """Yield the question with the name of each other place in the place of its own, places alike first.

    The reports of the place must cover the years that the question names.
    """
    name = re.compile(rf"\b(?:{re.escape(own.kind)}\s+)?{re.escape(own.name)}\b", re.IGNORECASE)
    if own.issuer or not name.search(question):  # a question about a body is not asked of a place
        return
    shared = _shared(name.sub(" ", question), answer)
    years, facts = set(map(int, YEAR.findall(question))), assistant.library.catalog.facts()
    for place in sorted(assistant.places(), key=lambda place: place.kind != own.kind):
        covered = {year for report in place.reports if report in facts for year in _years(facts[report])}
        if not place.issuer and place.called != own.called and years <= covered:
            yield QuestionCandidate(capitalized(name.sub(place.called, question)), place.reports, shared)


def _other_years(question: str, own: Place, report: Report, answer: Answer) -> Iterator[QuestionCandidate]:
    """Yield the question with each other year of the report's period that the answer does not quote, the nearest first."""
    years = YEAR.findall(question)
    if len(years) != 1:
        return
    year_asked = int(years[0])
    quoted = {int(year) for citation in answer.citations for year in YEAR.findall(citation.quote)}
    for year in sorted(set(_years(report.metadata)) - {year_asked} - quoted, key=lambda y: (abs(y - year_asked), -y)):
        shared = _shared(question.replace(years[0], " "), answer)
        yield QuestionCandidate(question.replace(years[0], str(year)), own.reports, shared | {str(year)})


def _sections(report: Report, own: Place, answer: Answer) -> Iterator[QuestionCandidate]:
    """Yield a question for each section that can be asked for: of those with a role, then of the others, the nearest first.

    A question for a role is understood as one for a section, and nearly always answered from it.
    """
    cited = {citation.passage.heading for citation in answer.citations}
    titles = [heading.title for heading in report.headings]
    at = next((n for n, title in enumerate(titles) if title in cited), 0)
    nearest = (*report.headings[at:], *reversed(report.headings[:at]))
    for heading in sorted(nearest, key=lambda heading: _role(heading) is None):
        question = _asking(heading, own) if heading.title not in cited else None
        if question:
            yield QuestionCandidate(question, (report.id,), heading=heading.title)


def _asking(heading: Heading, own: Place) -> str | None:
    """Return the question for a section: by its role where it has one, else by its heading if that is short and no shout."""
    role = _role(heading)
    if role is not None:
        return message("suggest.role", subject=SUBJECTS[role], place=own.called)
    title = heading.title.strip(" .:;")
    if title.isupper() or not SHORTEST_HEADING <= len(title.split()) <= LONGEST_HEADING:
        return None
    quoted = title if re.search('[“”"]', title) else f"“{title}”"
    return message("suggest.heading", heading=quoted, place=own.called)


def _role(heading: Heading) -> str | None:
    """Return the role by which a section can be asked for."""
    roles = (role.name for role in facet_words().roles if role.name in SUBJECTS and role.is_of(heading.title))
    return next(roles, None)


def _years(about: Metadata) -> range:
    first, last = about.period_from, about.period_to
    return range(first, last + 1) if first is not None and last is not None else range(0)


def _shared(question: str, answer: Answer) -> frozenset[str]:
    """Return the words that a question shares with its answer's quotes; a similar question's answer must hold them too."""
    return _words(question) & _words(" ".join(citation.quote for citation in answer.citations))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\p{L}\p{N}]+", fold(text)))
