"""Putting an answer together from quoted stretches and blocks: one pure way for every shape of question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from app.answer.citations import Citations, unmarked
from app.answer.points import cut_point, paragraphs, within
from app.answer.short import asks_several, short_of
from app.answer.sources import joined
from app.evidence.blocks import BlockKind
from app.evidence.candidates import Candidate, RankedBlock
from app.evidence.figure_fit import MEASURES
from app.evidence.frame import Frame
from app.evidence.scoring import scoring
from app.evidence.trimming import trim
from app.question.question import Question
from app.question.vocabulary import message, question_words
from app.question.wants import Wanted
from index.query.facets import says, spoken
from index.store.library import Library
from ingest.language.terms import fold
from ingest.language.text import capitalized, fold_spaces
from ingest.model import Passage
from ingest.passages import CLOSING_HEADING

FACT_WORDS = 60  # an answer to a factual question stays below this where a second sentence is optional
AUTHORITY = re.compile(r"\b(?:TM|KT|TL|TUQ|Q)\.")  # what a signature block opens with (Nghị định 30/2020, Phụ lục I, II.7)
NONE = re.compile(r"^[-–+*\s]*+không(?: có)?+(?: kiến nghị| gì|[,\s]|đề xuất)*+[.\s/]*+", re.IGNORECASE)  # "Không."
FIGURE = re.compile(r"\d+")
ROW_WORDS = 40  # a table's row no longer than this is shown whole, with all its cells
SHOWN_POINTS = 20  # a block with more points is shown so far and the rest counted
WHOLE_WORDS = 300  # a block no longer than this is given whole
OTHER_HALF = 0.15  # share of a question's words, by weight, that a second statement must add where two things are asked
# Share of the question's words, by weight, that a report's line must have itself: of 40 right lines 1 has less, of
# 26 wrong ones 6, which stand in the section asked for and speak of something else.
LEAST_SAID = 0.05


@dataclass(frozen=True, slots=True)
class Composition:
    """The text of an answer. If ``refused`` is true, the text is the reason for refusing.

    ``short``: the shortest stretch that answers, word for word in the first citation; None where none fits.
    """

    text: str
    refused: bool = False
    short: str | None = None


def refuse(
    question: Question, near_years: Sequence[str] = (), nearby: Sequence[str] = (), missing: Sequence[Wanted] = ()
) -> Composition:
    """Return the refusal.

    :param near_years: years for which the reports do tell what is asked; they are named.
    :param nearby: quotes, with their markers, of what comes nearest; they are shown as what they are.
    :param missing: what the question wants and the first of them lacks; it is named.
    """
    places = ", ".join(place.called for place in question.scope.places)
    if near_years and places:
        text = message("refusal.other_years", places=places, asked=", ".join(question.years), told=", ".join(near_years))
    elif places:
        text = message("refusal.in_report", places=places)
    else:
        text = message("refusal.nothing")
    if not nearby:
        return Composition(text, refused=True)
    things = ", ".join(dict.fromkeys(map(_name_of, missing)))
    heading = message("refusal.lacking", things=things) if things else message("refusal.nearby")
    return Composition("\n".join([text, heading, *(f"- {line}" for line in nearby)]), refused=True)


def _name_of(missing: Wanted) -> str:
    """Return what is missing in a reader's words."""
    unit = missing.focus.unit if missing.focus else ""
    if unit in MEASURES:
        return message("want.measure", unit=unit)
    return message(f"want.{missing.kind.value}", **({"head": missing.head} if missing.head else {}))


def state_fact(frame: Frame, ranked: Sequence[Candidate], citations: Citations) -> Composition:
    """Return the best candidate, and a second one of the same report if it is nearly as good and both are short."""
    best = ranked[0]
    chosen = [best, *(_other_half(frame, ranked) or runner_up(ranked))]
    lead = message("answer.lead", place=citations.reporter(best.hit.passage))
    lines = [f"- {quote(candidate, frame, citations)}" for candidate in chosen]
    if asks_section(frame.question) and best.hit.passage.headings:
        lines.append(message("answer.section", path=_path_of(best.hit.passage)))
    return Composition("\n".join([lead, *lines]), short=short_of(frame, best))


def _path_of(passage: Passage) -> str:
    """Return "II.1.a “Kết quả” / “Thu ngân sách”", the page behind it where it is known."""
    headings = " / ".join(f"“{unmarked(heading)}”" for heading in passage.headings)
    page = f", trang {passage.page}" if passage.page else ""
    return f"{joined(passage.section)} {headings}{page}".strip()


def asks_section(question: Question) -> bool:
    """Say whether a question asks in which section or on which page something stands."""
    folded = spoken(question.query.restored)
    return any(says(folded, cue) for cue in question_words().itself["where"])


def runner_up(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Return the second candidate if it is of the best one's report and nearly as good, and both are short; else none."""
    best = ranked[0]
    near = scoring().threshold("second", read=best.reading is not None)
    for other in ranked[1:4]:
        words = len(best.statement.split()) + len(other.statement.split())
        same = other.hit.passage.report == best.hit.passage.report
        apart = other.stretch.row != best.stretch.row if best.stretch.row else other.statement != best.statement
        if other.score >= best.score - near and same and words <= FACT_WORDS and apart:
            return [other]
    return []


def _other_half(frame: Frame, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidate of the same report that tells most of what the best one leaves out.

    None where one thing is asked.
    """
    best = ranked[0]
    left = {word: weight for word, weight in frame.words.items() if word not in best.stretch.terms}
    if not asks_several(frame) or not left:
        return []
    others = [
        (sum(weight for word, weight in left.items() if word in other.stretch.terms), other)
        for other in ranked[1:]
        if other.hit.passage.report == best.hit.passage.report and other.stretch.row in ("", *_other_rows(best, other))
    ]
    weight, other = max(others, key=lambda item: item[0], default=(0.0, best))
    enough = weight >= OTHER_HALF * sum(frame.words.values())
    return [other] if enough and len(f"{best.statement} {other.statement}".split()) <= 2 * FACT_WORDS else []


def _other_rows(best: Candidate, other: Candidate) -> tuple[str, ...]:
    """Return the row of another candidate if it is not the best one's, which is shown whole."""
    return (other.stretch.row,) if other.stretch.row != best.stretch.row else ()


def quote(candidate: Candidate, frame: Frame, citations: Citations) -> str:
    """Return a candidate with its citations: prose trimmed; the row of a cell, of a long one the cell alone, with titles."""
    passage, stretch = candidate.hit.passage, candidate.stretch
    if stretch.cell is None:
        return citations.quoted(passage, *trim(stretch, frame))
    markers = cite_candidate(candidate, frame, citations)
    text = stretch.row if len(stretch.row.split()) <= ROW_WORDS else stretch.statement
    titles = _titles(candidate, text)
    if titles:
        markers += citations.cite(passage, *titles)
    return f"{unmarked(fold_spaces(text))} {markers}"


def cite_candidate(candidate: Candidate, frame: Frame, citations: Citations) -> str:
    """Return the marker of what is quoted of a candidate: prose trimmed, the row of a cell."""
    stretch = candidate.stretch
    start, end = trim(stretch, frame) if stretch.cell is None else (stretch.start, stretch.end)
    return citations.cite(candidate.hit.passage, start, end)


def _titles(candidate: Candidate, text: str) -> tuple[int, int] | None:
    """Return where the titles above a row stand, if what is shown of it takes figures from them ("năm 2018: 806")."""
    passage, stretch = candidate.hit.passage, candidate.stretch
    inherited = set(FIGURE.findall(text)) - set(FIGURE.findall(passage.text[stretch.start : stretch.end]))
    above = [row for row in passage.rows if row.end <= stretch.start and not row.cells]
    titles = [row for row in above if inherited & set(FIGURE.findall(row.label))]
    return (titles[-1].start, titles[-1].end) if titles else None


def list_block(ranked: RankedBlock, citations: Citations) -> Composition:
    """Return the points of a block: all of a short one, of a long one so many as are shown."""
    block = ranked.block
    passage = block.parts[0][0]
    lead = message("answer.lead", place=citations.reporter(passage))
    if block.kind is BlockKind.SECTION:
        heading = unmarked(block.path[-1])
        lead = message("answer.lead_section", place=citations.reporter(passage), heading=heading)
        first = paragraphs(passage.text)[0]
        if len(block.parts) == 1 and NONE.fullmatch(passage.text[first[0] : first[1]].strip()):
            quoted = citations.quoted(passage, *first)
            text = message("refusal.none", place=citations.reporter(passage), heading=heading, text=quoted)
            return Composition(text, refused=True)
    points = [block.opening] if block.opening else []
    points += [(p, *span) for p, start, end in block.parts for span in within(paragraphs(p.text), start, end)]
    whole = sum(len(p.text[start:end].split()) for p, start, end in points) <= WHOLE_WORDS
    points_shown = [(p, start, end if whole else cut_point(p.text, start, end)) for p, start, end in points[:SHOWN_POINTS]]
    left = len(points) - len(points_shown)
    more = [message("answer.more", count=left)] if left else []
    return Composition("\n".join([lead, *(f"- {citations.quoted(*span)}" for span in points_shown), *more]))


def close_block(question: Question, passage: Passage, citations: Citations, library: Library) -> Composition:
    """Return what the closing block of a report says: the signature where the signer is asked, else the whole block."""
    if re.search(r"\bkí\b", fold(question.query.restored)):
        return sign_block(passage, citations, library)
    return _closing(passage, (0, len(passage.text)), citations)


def sign_block(passage: Passage, citations: Citations, library: Library) -> Composition:
    """Return the signature of a closing block, from the authority signed for to the name; the whole block without a name."""
    return _closing(passage, _signature(passage, library), citations)


def _closing(passage: Passage, span: tuple[int, int], citations: Citations) -> Composition:
    lead = message("answer.lead_section", place=citations.reporter(passage), heading=CLOSING_HEADING)
    return Composition(f"{lead}\n- {citations.quoted(passage, *span)}")


def state_across(frame: Frame, ranked: Sequence[Candidate], citations: Citations) -> Composition:
    """Return one line for every report with a candidate that passes; refused where none does."""
    best: dict[str, Candidate] = {}
    thresholds = scoring().thresholds
    highest = max((candidate.score for candidate in ranked), default=0.0)
    least = max(thresholds["across"], highest - thresholds["across_below"])
    for candidate in ranked:
        words = candidate.feature("words_own")
        if words == 1 or (words >= LEAST_SAID and candidate.score >= least):
            best.setdefault(candidate.hit.passage.report, candidate)
    lines = []
    for candidate in best.values():
        name = citations.reporter(candidate.hit.passage)
        text = quote(candidate, frame, citations)
        lines.append("- " + message("answer.line_place", place=capitalized(name), text=text))
    return Composition("\n".join([message("answer.lead_across"), *lines])) if lines else refuse(frame.question)


def _signature(passage: Passage, library: Library) -> tuple[int, int]:
    signer = library.catalog.report(passage.report).metadata.signer
    at = passage.text.rfind(signer) if signer else -1
    if at < 0:
        return 0, len(passage.text)
    authority = AUTHORITY.search(passage.text)
    return authority.start() if authority and authority.start() < at else at, at + len(signer or "")
