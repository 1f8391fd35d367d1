"""Putting an answer together from quoted stretches and blocks: one pure way for every shape of question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from app.answer.citations import Citations, unmarked
from app.answer.short import asks_several, figure_of, short_of
from app.evidence.blocks import Block, BlockKind
from app.evidence.candidates import Candidate, RankedBlock
from app.evidence.figure_fit import MEASURES
from app.evidence.frame import Frame, words_of
from app.evidence.scoring import scoring
from app.evidence.stretches import past_bullet
from app.evidence.trimming import trim
from app.question.question import Question
from app.question.vocabulary import message
from app.question.wants import Wanted
from index.gazetteer.issuers import COMMITTEE
from index.gazetteer.places import Place
from index.store.library import Library
from ingest.language.amounts import POINTS, write_amount, write_value
from ingest.language.context import Bound, Change
from ingest.language.quantity import Quantity
from ingest.language.terms import fold
from ingest.language.text import fold_spaces
from ingest.model import Passage
from ingest.passages import CLOSING_HEADING

FACT_WORDS = 60  # an answer to a factual question stays below this where a second sentence is optional
AUTHORITY = re.compile(r"\b(?:TM|KT|TL|TUQ|Q)\.")  # what a signature block opens with (Nghị định 30/2020, Phụ lục I, II.7)
NONE = re.compile(r"^[-–+*\s]*+không(?: có)?+(?: kiến nghị| gì|[,\s]|đề xuất)*+[.\s/]*+", re.IGNORECASE)  # "Không."
FIGURE = re.compile(r"\d+")
ROW_WORDS = 40  # a table's row no longer than this is shown whole, with all its cells
COMPARED_WORDS = 160  # points of a section that are shown for each place of a comparison
SHOWN_POINTS = 20  # a block with more points is shown so far and the rest counted
WHOLE_WORDS = 300  # a block no longer than this is given whole
POINT_WORDS = 60  # a longer point is cut at a sentence
OTHER_HALF = 0.15  # share of a question's words, by weight, that a second statement must add where two things are asked
PAIR = 2  # sides whose difference is told
SENTENCE_END = re.compile(r"[.;](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Composition:
    """The text of an answer. If ``refused`` is true, the text is the reason for refusing.

    ``short``: the shortest stretch that answers, word for word in the first citation; None where none fits.
    """

    text: str
    refused: bool = False
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One place of a comparison: the question asked of it alone, the candidates that answer, or the block asked for.

    ``near_years``: if nothing answers, the years for which the reports of the place do state what is asked.
    """

    place: Place
    frame: Frame
    candidates: Sequence[Candidate]
    block: Block | None = None
    near_years: Sequence[str] = ()


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
    chosen = [best, *(_other_half(frame, ranked) or _second(ranked))]
    lead = message("answer.lead", place=citations.reporter(best.hit.passage))
    lines = [f"- {quote(candidate, frame, citations)}" for candidate in chosen]
    return Composition("\n".join([lead, *lines]), short=short_of(frame, best))


def _second(ranked: Sequence[Candidate]) -> list[Candidate]:
    best, near = ranked[0], scoring().thresholds["second"]
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
    told, other = max(others, key=lambda item: item[0], default=(0.0, best))
    enough = told >= OTHER_HALF * sum(frame.words.values())
    return [other] if enough and len(f"{best.statement} {other.statement}".split()) <= 2 * FACT_WORDS else []


def _other_rows(best: Candidate, other: Candidate) -> tuple[str, ...]:
    """Return the row of another candidate if it is not the best one's, which is shown whole."""
    return (other.stretch.row,) if other.stretch.row != best.stretch.row else ()


def quote(candidate: Candidate, frame: Frame, citations: Citations) -> str:
    """Return a candidate with its citations: prose trimmed; the row of a cell, of a long one the cell alone, with titles."""
    passage, stretch = candidate.hit.passage, candidate.stretch
    if stretch.cell is None:
        start, end = trim(stretch, frame)
        return citations.quoted(passage, start, end)
    markers = citations.cite(passage, stretch.start, stretch.end)
    text = stretch.row if len(stretch.row.split()) <= ROW_WORDS else stretch.statement
    titles = _titles(candidate, text)
    if titles:
        markers += citations.cite(passage, *titles)
    return f"{unmarked(fold_spaces(text))} {markers}"


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
        first = _paragraphs(passage.text)[0]
        if len(block.parts) == 1 and NONE.fullmatch(passage.text[first[0] : first[1]].strip()):
            quoted = _stretch((passage, *first), citations)
            text = message("refusal.none", place=citations.reporter(passage), heading=heading, text=quoted)
            return Composition(text, refused=True)
    points = [block.opening] if block.opening else []
    points += [(p, *span) for p, start, end in block.parts for span in _within(_paragraphs(p.text), start, end)]
    whole = sum(len(p.text[start:end].split()) for p, start, end in points) <= WHOLE_WORDS
    points_shown = [(p, start, end if whole else _cut_point(p.text, start, end)) for p, start, end in points[:SHOWN_POINTS]]
    left = len(points) - len(points_shown)
    more = [message("answer.more", count=left)] if left else []
    return Composition("\n".join([lead, *(f"- {_stretch(span, citations)}" for span in points_shown), *more]))


def close_block(question: Question, passage: Passage, citations: Citations, library: Library) -> Composition:
    """Return what the closing block of a report says: the signature where the signer is asked, else the whole block."""
    lead = message("answer.lead_section", place=citations.reporter(passage), heading=CLOSING_HEADING)
    start, end = _closing_part(question, passage, library)
    return Composition(f"{lead}\n- {_stretch((passage, start, end), citations)}")


def name_of_side(place: Place) -> str:
    """Return what a side of a comparison or sum is called: a body that alone reports of a place is not the place itself."""
    other = [body for body in place.bodies if body.kind != COMMITTEE]
    called = other[0].name if len(place.bodies) == 1 and other and not place.issuer else place.called
    return called[:1].upper() + called[1:]


def compare(question: Question, sides: Sequence[Side], citations: Citations) -> Composition:
    """Return one line for each place, in the order of the question. The line of a place without evidence says so."""
    lines, answered = [], 0
    for side in sides:
        name = name_of_side(side.place)
        quoted = _side_points(side, citations) or [
            quote(candidate, side.frame, citations) for candidate in [*side.candidates[:1], *_second_of(side)]
        ]
        if quoted:
            lines.append("- " + message("answer.line_place", place=name, text=" ".join(quoted)))
            answered += 1
        else:
            lines.append("- " + _silent(name, side))
    if answered == len(sides) == PAIR and (computed := _difference(sides)):
        lines.append(computed)
    return Composition("\n".join(lines)) if answered else refuse(question)


def _difference(sides: Sequence[Side]) -> str | None:
    """Return the line that tells by how much one of two sides has more.

    None where a side has no clear figure, or the figures are no exact ones of one unit and thing.
    """
    if any(not side.candidates or side.block for side in sides):
        return None
    figures = [figure_of(side.frame, side.candidates[0]) for side in sides]
    first, last = figures
    if first is None or last is None or first.value is None or last.value is None or not _is_same_thing(first, last):
        return None
    if first.value == last.value:
        return message("answer.equal")
    scale = min(first.scale, last.scale)
    larger, smaller = max(first.value, last.value), min(first.value, last.value)
    unit = POINTS if first.unit == "%" else first.unit or first.counted
    return message(
        "answer.difference",
        place=name_of_side(sides[0 if larger == first.value else 1].place),
        result=write_amount(larger - smaller, unit, scale),
        formula=f"{write_value(larger, scale)} − {write_value(smaller, scale)}",
    )


def _is_same_thing(figure: Quantity, other: Quantity) -> bool:
    """Say whether one of two exact figures can be taken from the other: the same unit, else the same thing counted."""
    exact = all(
        f.high is None and f.whole is None and f.bound is Bound.EXACT and f.change is Change.NONE for f in (figure, other)
    )
    if not exact or figure.per != other.per or figure.unit != other.unit:
        return False
    return figure.is_measure or not words_of(figure.counted).isdisjoint(words_of(other.counted))


def _second_of(side: Side) -> list[Candidate]:
    return _second(side.candidates) if side.candidates else []


def _silent(name: str, side: Side) -> str:
    if not side.near_years:
        return message("answer.silent", place=name)
    asked_years, years = ", ".join(side.frame.question.years), ", ".join(side.near_years)
    return message("answer.silent_years", place=name, asked=asked_years, told=years)


def _side_points(side: Side, citations: Citations) -> list[str]:
    """Return the points of the section asked for, as many as a comparison has room for; empty if no section is asked for."""
    quoted: list[str] = []
    words = 0
    for passage, begin, end in side.block.parts if side.block else ():
        for start, stop in _within(_paragraphs(passage.text), begin, end):
            cut = _cut_point(passage.text, start, stop)
            words += len(passage.text[start:cut].split())
            if quoted and words > COMPARED_WORDS:
                return quoted
            quoted.append(_stretch((passage, start, cut), citations))
    return quoted


def state_across(frame: Frame, ranked: Sequence[Candidate], citations: Citations) -> Composition:
    """Return one line for every report with a candidate that passes; refused where none does."""
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        speaks_of_it = candidate.feature("words_own") == 1  # the stretch has every word asked for
        if speaks_of_it or candidate.score >= scoring().thresholds["across"]:
            best.setdefault(candidate.hit.passage.report, candidate)
    lines = []
    for candidate in best.values():
        name = citations.reporter(candidate.hit.passage)
        text = quote(candidate, frame, citations)
        lines.append("- " + message("answer.line_place", place=name[:1].upper() + name[1:], text=text))
    return Composition("\n".join([message("answer.lead_across"), *lines])) if lines else refuse(frame.question)


def _stretch(span: tuple[Passage, int, int], citations: Citations) -> str:
    return citations.quoted(*span)


def _within(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]


def _closing_part(question: Question, passage: Passage, library: Library) -> tuple[int, int]:
    """Return the signature, from the authority signed for to the name, where the signer is asked; else the whole block."""
    signer = library.catalog.report(passage.report).metadata.signer
    at = passage.text.rfind(signer) if signer else -1
    if at < 0 or not re.search(r"\bkí\b", fold(question.query.restored)):
        return 0, len(passage.text)
    authority = AUTHORITY.search(passage.text)
    return authority.start() if authority and authority.start() < at else at, at + len(signer or "")


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans, begin = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((past_bullet(text, begin), begin + len(line)))
        begin += len(line) + 1
    return spans


def _cut_point(text: str, start: int, end: int) -> int:
    """Return where a long point is cut: after the last sentence or clause that ends within its first words."""
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) <= POINT_WORDS:
        return end
    limit = start + words[POINT_WORDS - 1].end()
    ends = [match.start() + 1 for match in SENTENCE_END.finditer(text, start, limit) if text[match.start()] == "."]
    clauses = [match.start() for match in SENTENCE_END.finditer(text, start, limit) if text[match.start()] == ";"]
    return max([*ends, *clauses], default=end)
