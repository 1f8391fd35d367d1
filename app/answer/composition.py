"""Putting an answer together from quoted stretches, one way for every shape of question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex as re

from app.answer.citations import Citations
from app.evidence.enumerations import Enumeration, enumerations, shown
from app.evidence.enumerations import best as best_enumeration
from app.evidence.ranking import SEPARATOR, TITLED, EvidenceUnit, past_bullet, stretches, trim, units
from app.evidence.sections import WholeSection, section_at, section_of_role
from app.question.question import Question, Shape
from app.question.vocabulary import message
from index.gazetteer.places import Place
from index.search.retrieval import Hit
from index.store.library import Library
from ingest.language.terms import fold, terms
from ingest.language.text import fold_spaces
from ingest.model import Passage
from ingest.passages import CLOSING_HEADING

FACT_WORDS = 85  # an answer to a factual question stays below this where a second sentence is optional
SECOND_BEST = 0.8  # a second sentence joins if it scores at least this share of the first
LIST_UNITS = 2  # stretches of a list answer
LIST_WORDS = 200  # a list goes on below its sentence up to here
GOES_ON = re.compile(r"(?:tiêu biểu|cụ thể|trong đó|ngoài ra|gồm|như|điển hình|đồng thời|bên cạnh)\b", re.IGNORECASE)
AUTHORITY = re.compile(r"\b(?:TM|KT|TL|TUQ|Q)\.")  # what a signature block opens with (Nghị định 30/2020, Phụ lục I, II.7)
NONE = re.compile(r"^[-–+*\s]*+không(?: có)?+(?: kiến nghị| gì|[,\s]|đề xuất)*+[.\s/]*+", re.IGNORECASE)  # "Không."
FIGURE = re.compile(r"\d+")
HEADINGS_READ = 5  # passages whose headings are compared with the question
HEADING_MATCH = 0.5  # share of the question's words, by weight, in the heading of the section it asks for
AROUND_WORDS = 170  # words of an answer made of one passage's sentences
COMPARED_WORDS = 160  # of a section's points, for each place of a comparison
SECTION_POINTS = 14  # a section with more points is shown so far and the rest counted
SECTION_WORDS = 300  # a section no longer than this is given whole
POINT_WORDS = 60  # a longer point is cut at a sentence
ENUMERATIONS_READ = 8  # passages in which a point of the enumeration asked for must stand
ITSELF_A_LIST = 6  # separators in a sentence that is a list by itself
EVIDENCE = 0.2  # share of the question's words, by weight, that the passage must hold; below it nothing was found


@dataclass(frozen=True, slots=True)
class Composition:
    """The text of an answer. If ``refused`` is true, the text is the reason for refusing."""

    text: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One place of a comparison: the question asked of it alone, its passages, the sentences that answer, best first.

    ``near_years``: if no sentence answers, the years for which the reports of the place do state what is asked.
    """

    place: Place
    question: Question
    hits: Sequence[Hit]
    units: Sequence[EvidenceUnit]
    weight: Mapping[str, float]
    near_years: Sequence[str] = ()


def compose(
    question: Question,
    hits: Sequence[Hit],
    ranked: Sequence[EvidenceUnit],
    weight: Mapping[str, float],
    citations: Citations,
    library: Library,
) -> Composition:
    """Return the answer's text; its statements are cited in ``citations``."""
    if question.shape is Shape.ACROSS:
        return _across(question, ranked, weight, citations)
    ranked = [unit for unit in ranked if unit.coverage >= EVIDENCE]
    if not ranked:
        return _refusal(question)
    if question.shape is Shape.SECTION:
        return _section(question, hits, ranked, weight, citations, library)
    if question.shape is Shape.LIST:
        return Composition(_enumeration(question, hits, ranked, weight, citations, library) or _list(ranked, citations))
    return Composition(_sentences(question, ranked, weight, citations))


def place_of(passage: Passage) -> str:
    """Return what a report is called in a sentence: its place, or its title."""
    parts = [part.strip() for part in passage.title.split(",")]
    named = [part for part in parts if part.split(" ")[0] in ("huyện", "xã", "thị", "phường", "thành", "đặc", "quận")]
    return named[-1] if named else passage.title


def _refusal(question: Question) -> Composition:
    if question.scope.places:
        names = ", ".join(place.called for place in question.scope.places)
        return Composition(message("refusal.in_report", places=names), refused=True)
    return Composition(message("refusal.nothing"), refused=True)


def other_years(question: Question, years: Sequence[str]) -> Composition:
    """Return the refusal that names the years for which the reports do tell what is asked."""
    places = ", ".join(place.called for place in question.scope.places)
    asked = ", ".join(question.years)
    return Composition(message("refusal.other_years", places=places, asked=asked, told=", ".join(years)), refused=True)


def _quote(unit: EvidenceUnit, citations: Citations) -> str:
    passage = unit.hit.passage
    markers = citations.cite(passage, unit.start, unit.end)
    titles = _titles(unit) if unit.written else None
    if titles:
        markers += citations.cite(passage, *titles)
    return f"{fold_spaces(unit.statement)} {markers}"


def _titles(unit: EvidenceUnit) -> tuple[int, int] | None:
    """Return where the titles above a row written out stand, if it takes figures from them ("năm 2018: 806")."""
    taken = set(FIGURE.findall(unit.written)) - set(FIGURE.findall(unit.text))
    above = [row for row in unit.hit.passage.rows if row.end <= unit.start and TITLED not in row.text]
    titles = [row for row in above if taken & set(FIGURE.findall(row.text))]
    return (titles[-1].start, titles[-1].end) if titles else None


def _sentences(question: Question, ranked: Sequence[EvidenceUnit], weight: Mapping[str, float], citations: Citations) -> str:
    """Return the best sentence, and a second one of the same report if it is nearly as good and short enough."""
    chosen = [trim(ranked[0], question, weight)]
    for unit in ranked[1:4]:
        short = trim(unit, question, weight)
        if (
            unit.score >= SECOND_BEST * ranked[0].score
            and unit.hit.passage.report == chosen[0].hit.passage.report
            and len(chosen[0].text.split()) + len(short.text.split()) <= FACT_WORDS
        ):
            chosen.append(short)
            break
    lead = message("answer.lead", place=place_of(chosen[0].hit.passage))
    return "\n".join([lead, *(f"- {_quote(unit, citations)}" for unit in chosen)])


def _enumeration(
    question: Question,
    hits: Sequence[Hit],
    ranked: Sequence[EvidenceUnit],
    weight: Mapping[str, float],
    citations: Citations,
    library: Library,
) -> str | None:
    """Return the points of the enumeration that the question asks for, or None if the passages hold none."""
    best = ranked[0]
    passages = library.catalog.passages_of(best.hit.passage.report)
    near = {hit.passage.id for hit in hits[:ENUMERATIONS_READ]}
    candidates = [e for e in enumerations(passages) if any(point[0].id in near for point in e.points)]
    chosen = best_enumeration(question, candidates, weight)
    if chosen is None or (len(SEPARATOR.findall(best.text)) >= ITSELF_A_LIST and not _in(best, chosen)):
        return None
    lead = message("answer.lead", place=place_of(best.hit.passage))
    first = [chosen.lead] if chosen.lead else []
    return "\n".join([lead, *(f"- {_stretch(*stretch, citations)}" for stretch in [*first, *shown(chosen)])])


def _in(unit: EvidenceUnit, enumeration: Enumeration) -> bool:
    stretches = [*enumeration.points, *([enumeration.lead] if enumeration.lead else [])]
    return any(unit.hit.passage.id == p.id and start <= unit.start < end for p, start, end in stretches)


def _list(ranked: Sequence[EvidenceUnit], citations: Citations) -> str:
    """Return the whole sentence that holds the list, and the sentences after it if the list continues in them."""
    best = ranked[0]
    passage = best.hit.passage
    spans = [(start, end) for start, end, _ in stretches(passage)]
    at = spans.index((best.start, best.end))
    last = at
    while last + 1 < len(spans) and _words(passage.text, spans[at][0], spans[last + 1][1]) <= LIST_WORDS:
        ends_open = passage.text[: spans[last][1]].rstrip().endswith((":", ";", ","))
        if not ends_open and not GOES_ON.match(passage.text[spans[last + 1][0] :]):
            break
        last += 1
    lead = message("answer.lead", place=place_of(passage))
    lines = [lead, *(f"- {_stretch(passage, *spans[i], citations)}" for i in range(at, last + 1))]
    others = [u for u in ranked[1:6] if u.score >= SECOND_BEST * best.score and u.hit.passage.report == passage.report]
    shown = {spans[i] for i in range(at, last + 1)}
    for unit in others:
        if len(lines) <= LIST_UNITS and not (unit.hit.passage is passage and (unit.start, unit.end) in shown):
            lines.append(f"- {_quote(unit, citations)}")
    return "\n".join(lines)


def _words(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())


def _stretch(passage: Passage, start: int, end: int, citations: Citations) -> str:
    return f"{fold_spaces(passage.text[start:end])} {citations.cite(passage, start, end)}"


def _section(
    question: Question,
    hits: Sequence[Hit],
    ranked: Sequence[EvidenceUnit],
    weight: Mapping[str, float],
    citations: Citations,
    library: Library,
) -> Composition:
    """Return the points of the section asked for, or the sentences of the best passage if there is no such section."""
    reports = question.scope.reports or (hits[0].passage.report,)
    asked = section_of_role(question, reports, hits, weight, library)
    if asked is not None:
        return _points(question, asked, citations, library)
    words = {term: w for term, w in weight.items() if "_" not in term}
    for hit in (hit for hit in hits[:HEADINGS_READ] if hit.passage.headings):
        matching = set(terms(hit.passage.heading)) & words.keys()
        if sum(words[t] for t in matching) >= HEADING_MATCH * sum(words.values()):
            return _points(question, section_at(hit.passage, library), citations, library)
    return Composition(_around(ranked, citations))


def _around(ranked: Sequence[EvidenceUnit], citations: Citations) -> str:
    passage = ranked[0].hit.passage
    same = sorted((u for u in ranked if u.hit.passage is passage), key=lambda u: -u.score)
    chosen: list[EvidenceUnit] = []
    words = 0
    for unit in same:
        size = len(unit.text.split())
        if chosen and words + size > AROUND_WORDS:
            break
        chosen.append(unit)
        words += size
    chosen.sort(key=lambda unit: unit.start)
    lead = message("answer.lead", place=place_of(passage))
    return "\n".join([lead, *(f"- {_quote(unit, citations)}" for unit in chosen)])


def _points(question: Question, asked: WholeSection, citations: Citations, library: Library) -> Composition:
    same, passage = asked.pieces, asked.pieces[0]
    lead = message("answer.lead_section", place=place_of(passage), heading=asked.heading)
    if asked.heading == CLOSING_HEADING:
        return Composition(f"{lead}\n- {_stretch(passage, *_closing_part(question, passage, library), citations)}")
    start, end = _paragraphs(passage.text)[0]
    if NONE.fullmatch(passage.text[start:end].strip()):  # the heading stands there for the form's sake
        quotation = _stretch(passage, start, end, citations)
        refusal = message("refusal.none", place=place_of(passage), heading=asked.heading, text=quotation)
        return Composition(refusal, refused=True)
    lines: list[str] = []
    left = 0
    whole = sum(len(piece.text.split()) for piece in same) <= SECTION_WORDS
    for piece in same:
        for start, end in _paragraphs(piece.text):
            if len(lines) >= SECTION_POINTS:
                left += 1
                continue
            stop = end if whole else _cut_point(piece.text, start, end)
            lines.append(f"- {_stretch(piece, start, stop, citations)}")
    more = [message("answer.more", count=left)] if left else []
    return Composition("\n".join([lead, *lines, *more]))


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
    """Return where a point is cut: at the end of the sentence that takes it past POINT_WORDS."""
    words = 0
    for a, b in units(text[start:end]):
        words += len(text[start + a : start + b].split())
        if words >= POINT_WORDS:
            return start + b
    return end


def _best_by_report(ranked: Sequence[EvidenceUnit]) -> dict[str, EvidenceUnit]:
    best: dict[str, EvidenceUnit] = {}
    for unit in ranked:
        best.setdefault(unit.hit.passage.report, unit)
    return best


def compare(question: Question, sides: Sequence[Side], citations: Citations, library: Library) -> Composition:
    """Return one line for each place, in the order of the question. The line of a place without evidence says so."""
    lines, answered = [], 0
    for side in sides:
        name = side.place.called[:1].upper() + side.place.called[1:]
        quoted = _side_points(side, citations, library) or _side_sentences(side, citations)
        if quoted:
            lines.append("- " + message("answer.line_place", place=name, text=" ".join(quoted)))
            answered += 1
        else:
            lines.append("- " + _silent(name, side))
    return Composition("\n".join(lines)) if answered else _refusal(question)


def _silent(name: str, side: Side) -> str:
    if not side.near_years:
        return message("answer.silent", place=name)
    asked, years = ", ".join(side.question.years), ", ".join(side.near_years)
    return message("answer.silent_years", place=name, asked=asked, told=years)


def _side_sentences(side: Side, citations: Citations) -> list[str]:
    """Return the best sentence of one place, and a second one if it is nearly as good and both are short."""
    fitting = [unit for unit in side.units if unit.coverage >= EVIDENCE]
    chosen = [trim(unit, side.question, side.weight) for unit in fitting[:1]]
    for unit in fitting[1:3]:
        short = trim(unit, side.question, side.weight)
        if unit.score >= SECOND_BEST * fitting[0].score and _size(*chosen, short) <= FACT_WORDS:
            chosen.append(short)
            break
    return [_quote(unit, citations) for unit in chosen]


def _side_points(side: Side, citations: Citations, library: Library) -> list[str]:
    """Return the points of the section asked for, as many as a comparison has room for; empty if no section is asked for."""
    asked = section_of_role(side.question, side.place.reports, side.hits, side.weight, library)
    quoted: list[str] = []
    words = 0
    for piece in asked.pieces if asked else ():
        for start, end in _paragraphs(piece.text):
            stop = _cut_point(piece.text, start, end)
            words += _words(piece.text, start, stop)
            if quoted and words > COMPARED_WORDS:
                return quoted
            quoted.append(_stretch(piece, start, stop, citations))
    return quoted


def _size(*units: EvidenceUnit) -> int:
    return sum(len(unit.text.split()) for unit in units)


def _across(
    question: Question, ranked: Sequence[EvidenceUnit], weight: Mapping[str, float], citations: Citations
) -> Composition:
    """Return one line for every report with a sentence nearly as good as the best."""
    best = _best_by_report(ranked)
    top = max((unit.coverage for unit in best.values()), default=0.0)
    lines = []
    for unit in best.values():
        if unit.coverage >= EVIDENCE and unit.coverage >= 0.75 * top:
            name = place_of(unit.hit.passage)
            short = trim(unit, question, weight)
            lines.append(
                "- " + message("answer.line_place", place=name[:1].upper() + name[1:], text=_quote(short, citations))
            )
    return Composition("\n".join([message("answer.lead_across"), *lines])) if lines else _refusal(question)
