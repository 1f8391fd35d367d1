"""The guard: holds every sentence of an answer, whoever wrote it, against the passages that it cites.

What can be told by words is told by words: the citation exists, a quotation is word for word, figures, dates, document
numbers and names stand in what is cited, and a figure is said of the same year, place, unit and thing as there. The rest
of a sentence must be made of the passage's words for the most part. A sentence that fails is not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex as re

from app.answer.citations import MARKER
from app.answer.model import Citation, GroundingFault, Problem
from app.evidence.support import glossary_forms
from app.grounding import claims
from app.grounding.untrusted import grounding_words, without_orders
from app.question.vocabulary import question_words
from ingest.language.terms import fold, tokens
from ingest.language.text import fold_spaces, normalize
from ingest.model import Metadata, Passage

WORDS_HELD = 0.65  # share of a sentence's words of content that what it cites must hold; faithful ones measured hold more
BESIDE_HELD = 0.6  # share of the words around a figure that must stand around it there too, or in the headings
MARKUP = re.compile(r"<[^>\s][^>]*>?|\bon[a-z]+\s*=|https?:|www\.|\]\(|javascript:|`|\{\{|<\|", re.IGNORECASE)
CLUSTER = re.compile(r"(?<!\s)(?:\s*+\[\d++\])++")
GAP = r"(?:\s+(?:của|do|và|là|,))?\s+"  # a word between the parts of a name that may be left out
TIMES = frozenset("năm tháng ngày tuần quý".split())  # a stretch of time is said of many things
OF_PLACES = ("xã", "huyện", "tỉnh", "thị", "trấn", "phường", "quận", "thành", "phố", "đảo", "đặc", "khu")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage as sentences are held against it.

    ``folded``: its words, rows of tables written out too. ``around``: title, headings, place and issuer of its report.
    ``own``: kind and folded name of the place whose report it is, empty where it does not say. ``years``: those of title,
    headings and period.
    """

    passage: Passage
    folded: str
    around: str
    figures: Mapping[str, Sequence[claims.ClaimedFigure]]
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]  # of neighbouring words
    headed: frozenset[str]  # figures, dates, numbers of documents in ``around``
    own: tuple[str, str]
    years: frozenset[str]

    @classmethod
    def of(cls, passage: Passage, about: Metadata) -> Evidence:
        """Return the evidence that a passage is, less orders to the machine; ``about``: what its report says of itself."""
        text = claims.written(without_orders("\n".join([passage.text, *(row.text for row in passage.rows)])))
        places = (about.place, about.province, about.issuer)
        descriptions = (passage.title, passage.heading, *passage.headings, *places, about.title)
        around = claims.written(" ; ".join(without_orders(item) for item in descriptions if item))
        named = claims.places_named(claims.written(about.place or ""))
        own = (named[0][0], fold(named[0][1])) if named else ("", "")
        if about.province and not about.place:
            own = ("tỉnh", fold(about.province))
        by_key: dict[str, list[claims.ClaimedFigure]] = {}
        for item in claims.figures(text, own, [own[1]]):
            by_key.setdefault(item.key, []).append(item)
        period = {str(year) for year in (about.period_from, about.period_to) if year}
        return cls(
            passage,
            fold_spaces(fold(text)),
            fold_spaces(fold(around)),
            by_key,
            frozenset((*tokens(text), *tokens(around))),
            frozenset(pair for item in map(tokens, (text, around)) for pair in pairwise(item)),
            frozenset(key for item in claims.figures(around) for key in (item.key, *claims.parts(item.key))),
            own,
            frozenset((*claims.YEAR.findall(around), *period)),
        )

    def says(self, phrase: str) -> bool:
        """Say whether passage or headings hold a phrase as whole words, whatever its spelling."""
        pattern = GAP.join(re.escape(word) for word in fold(phrase).split())
        return any(re.search(rf"(?<!\p{{L}}){pattern}(?!\p{{L}})", text) for text in (self.folded, self.around))


def faults(sentence: str, evidence: Mapping[int, Evidence]) -> list[GroundingFault]:
    """Return what is wrong with a sentence that cites by "[n]"; the list is empty for a sound one.

    What stands before a citation must stand in it; what follows the last one, in the last one.
    """
    plain = normalize(sentence)
    if MARKUP.search(plain):
        return [GroundingFault(Problem.MARKUP)]
    if CLUSTER.sub("", plain).rstrip(" .").endswith("?"):
        return [GroundingFault(Problem.QUESTION)]
    cited = [int(n) for n in MARKER.findall(plain)]
    if not cited:
        return [GroundingFault(Problem.UNCITED)]
    unknown = [n for n in cited if n not in evidence]
    if unknown:
        return [GroundingFault(Problem.CITATION, f"[{n}]") for n in unknown]
    text, parts = _part(plain)
    problems: list[GroundingFault] = []
    for begin, end, numbers in parts:
        against = [evidence[n] for n in numbers]
        problems += _quotations(text, begin, end, against)
        problems += _figures(text, begin, end, against, evidence.values())
        problems += _names(text, begin, end, against)
    problems += _words(text, [evidence[n] for n in dict.fromkeys(cited)])
    return list(dict.fromkeys(problems))


def attribute(sentence: str, evidence: Mapping[int, Evidence]) -> str:
    """Return an uncited sentence with the marker of the first passage that supports it, or unchanged if none does."""
    for number in evidence:
        cited = f"{sentence.rstrip(' .')} [{number}]."
        if not MARKER.search(sentence) and not faults(cited, evidence):
            return cited
    return sentence


def unsound(text: str, citations: Sequence[Citation], about: Mapping[str, Metadata]) -> Iterator[tuple[str, GroundingFault]]:
    """Yield the faults of an answer as it is to be shown, each with its line.

    A stretch that is its own quotation needs no check but that of its citation, which :mod:`app.answer.citations` makes;
    what comes before it on its line, and a line that ends in a colon, must agree with what is cited.
    """
    evidence = {c.n: Evidence.of(c.passage, about.get(c.passage.report, Metadata())) for c in citations}
    quotes = {c.n: fold_spaces(c.quote) for c in citations}
    for line in text.split("\n"):
        stated = line
        for match in MARKER.finditer(line):
            quote = quotes.get(int(match[1]), "")
            if quote:
                stated = stated.replace(f"{quote} {match[0]}", match[0], 1)
        rest = CLUSTER.sub("", stated).strip(" -")
        if not rest:
            continue
        if MARKER.search(stated) is None:
            if rest.endswith(":") and evidence:
                against = list(evidence.values())
                written = claims.written(rest)
                yield from ((line, fault) for fault in _names(written, 0, len(written), against))
            continue
        if stated != line:
            numbers = [int(n) for n in MARKER.findall(stated) if int(n) in evidence]
            written, _ = _part(stated)
            against = [evidence[n] for n in numbers]
            yield from ((line, fault) for fault in _names(written, 0, len(written), against))
        else:
            yield from ((line, fault) for fault in faults(line, evidence))


def _part(sentence: str) -> tuple[str, list[tuple[int, int, tuple[int, ...]]]]:
    """Return the written sentence without its markers, and its stretches with the numbers that each cites."""
    text, parts, begin, done = "", [], 0, 0
    clusters = list(CLUSTER.finditer(sentence))
    for match in clusters:
        text += claims.written(sentence[done : match.start()])
        done = match.end()
        parts.append((begin, len(text), tuple(int(n) for n in MARKER.findall(match[0]))))
        begin = len(text)
        text += f" {claims.PART} "
    text += claims.written(sentence[done:])
    first, _, numbers = parts[-1]
    parts[-1] = (first, len(text), numbers)
    return text, parts


def _quotations(text: str, begin: int, end: int, against: Sequence[Evidence]) -> Iterator[GroundingFault]:
    for quoted, at in claims.quotations(text):
        if begin <= at < end and not any(
            fold_spaces(fold(quoted)).rstrip(" .,;") in f"{e.folded} {e.around}" for e in against
        ):
            yield GroundingFault(Problem.QUOTATION, f"“{quoted}”")


def _figures(
    text: str, begin: int, end: int, against: Sequence[Evidence], evidence: Collection[Evidence]
) -> Iterator[GroundingFault]:
    for figure in claims.figures(text, _only([e.own for e in against]), [e.own[1] for e in evidence]):
        if begin <= figure.start < end:
            problem = _problem_of(figure, against)
            if problem:
                yield GroundingFault(problem, _describe(figure, problem))


def _describe(figure: claims.ClaimedFigure, problem: Problem) -> str:
    counted, years = " ".join(figure.counted[:2]), ", ".join(sorted(figure.years))
    tail = {Problem.UNIT: figure.unit, Problem.COUNTED: counted, Problem.YEAR: years}
    return f"{figure.written} {tail.get(problem, '')}".strip()


def _problem_of(figure: claims.ClaimedFigure, against: Sequence[Evidence]) -> Problem | None:
    """Return what is wrong with a figure: where it stands in what is cited, it must be said of the same."""
    stand = [(e, other) for e in against for other in e.figures.get(figure.key, ())]
    heads = (figure.key in e.headed or (figure.is_year and figure.key in e.years) for e in against)
    if not figure.bare and (stand or any(heads)):
        return None
    if not stand:
        loose = any(figure.key in claims.parts(key) for e in against for key in e.figures)
        return None if loose else Problem.YEAR if figure.is_year else Problem.FIGURE
    for problem, agrees in (
        (Problem.UNIT, _same_unit),
        (Problem.COUNTED, _same_thing),
        (Problem.YEAR, _same_years),
        (Problem.PLACE, _same_places),
        (Problem.SUBJECT, _same_subject),
    ):
        stand = [(e, other) for e, other in stand if agrees(figure, other, e)] if figure.bare else stand
        if not stand:
            return problem
    return None


def _same_unit(figure: claims.ClaimedFigure, other: claims.ClaimedFigure, _: Evidence) -> bool:
    return not figure.unit or not other.unit or figure.unit == other.unit


def _same_thing(figure: claims.ClaimedFigure, other: claims.ClaimedFigure, _: Evidence) -> bool:
    """Where both are followed by words, they must share one: 57 tập thể is not 57 cá nhân."""
    return not figure.counted or not other.counted or bool(set(figure.counted[:3]) & set(other.counted))


def _same_years(figure: claims.ClaimedFigure, other: claims.ClaimedFigure, evidence: Evidence) -> bool:
    allowed = other.years or (other.before | evidence.years)
    return not figure.years or not allowed or bool(figure.years & allowed)


def _same_places(figure: claims.ClaimedFigure, other: claims.ClaimedFigure, evidence: Evidence) -> bool:
    own = frozenset({evidence.own[1]}) if evidence.own[1] else frozenset()
    allowed = other.places or own
    return not figure.places or not allowed or bool(figure.places & allowed)


def _same_subject(figure: claims.ClaimedFigure, other: claims.ClaimedFigure, evidence: Evidence) -> bool:
    """2.780 người found work is not 2.780 người in all: most words of its clause must be beside the figure there too."""
    if TIMES.intersection(figure.counted[:1]):
        return True
    claimed = _content(figure.beside, evidence)
    supported = frozenset(tokens(other.beside)) | frozenset(tokens(evidence.around))
    return len([word for word in claimed if word in supported]) >= BESIDE_HELD * len(claimed)


def _content(text: str, *evidence: Evidence) -> list[str]:
    """Return the words that say something, in order, each once; names of the places that are spoken of left out."""
    places = {word for e in evidence for word in e.own[1].split()}
    return [word for word in dict.fromkeys(tokens(text)) if word.isalpha() and word not in question_words().silent | places]


def _names(text: str, begin: int, end: int, against: Sequence[Evidence]) -> Iterator[GroundingFault]:
    """Yield the places and names of a stretch that nothing cited holds."""
    for kind, name, at in claims.places_named(text):
        if begin <= at < end and not any(e.says(name) for e in against):
            yield GroundingFault(Problem.PLACE, f"{kind} {name}")
    for name, at in claims.names(text):
        if begin <= at < end and not _held(name, _opens(text, at), against):
            yield GroundingFault(Problem.NAME, name)


def _opens(text: str, at: int) -> bool:
    """Say whether a word begins a sentence or a line, where any word has a capital."""
    return not re.search(r"[\p{L}\d,;)]\s*$", text[:at])


def _held(name: str, opening: bool, against: Sequence[Evidence]) -> bool:
    """Say whether a name stands in what is cited, in full, or its abbreviation or long form does.

    The first word of a sentence has its capital anyway, and a small word may follow a name of one syllable.
    """
    words = name.split()
    last = len(words) - 1 if words[-1].islower() else len(words)
    forms = [words, words[:last]]
    if opening:
        forms += [words[1:], words[1:last]]
        if len(words[:last]) == 1:
            return True
    kinds = [w for w in words if fold(w) in OF_PLACES]
    if kinds and words[0] in kinds:
        forms += [words[len(kinds) :], words[len(kinds) : last]]
    for form in forms:
        phrase = " ".join(form)
        if form and any(e.says(phrase) for e in against):
            return True
        if form and any(e.says(other) for other in glossary_forms(phrase) for e in against):
            return True
    return False


def _words(text: str, against: Sequence[Evidence]) -> Iterator[GroundingFault]:
    """Yield a fault for each word that reverses the sentence and is not cited, and one if too few words are cited."""
    stated = tokens(text)
    supported = frozenset(word for e in against for word in e.words)
    pairs = frozenset(pair for e in against for pair in e.pairs)
    for at, word in enumerate(stated):
        if word in grounding_words().turning:
            pair = _reversing_pair(stated, at)
            if word not in supported:
                yield GroundingFault(Problem.TURNED, word)
            elif pair and pair not in pairs:
                yield GroundingFault(Problem.TURNED, " ".join(pair))
    content = _content(text, *against)
    strange = [word for word in content if word not in supported]
    if content and 1 - len(strange) / len(content) < WORDS_HELD:
        yield GroundingFault(Problem.WORDS, " ".join(dict.fromkeys(strange)))


def _reversing_pair(words: Sequence[str], at: int) -> tuple[str, str] | None:
    """Return the pair of words by which the word at ``at`` reverses a sentence, or None if the word does so alone.

    "Giảm" reverses a sentence alone; "hơn" does so with the word before it ("nhiều hơn"), "không" with the word after it.
    """
    word, before, behind = words[at], words[max(0, at - 1)], words[min(at + 1, len(words) - 1)]
    if word in grounding_words().with_next or (word in grounding_words().with_previous and behind[0].isdigit()):
        return (word, behind) if at + 1 < len(words) else None
    return (before, word) if word in grounding_words().with_previous and at else None


def _only(places: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return places[0] if len(set(places)) == 1 else ("", "")
