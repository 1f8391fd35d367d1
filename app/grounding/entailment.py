"""Grounding: holds every sentence of an answer, whoever wrote it, against the passages that it cites.

What can be told by words is told by words: the citation exists, a quotation is word for word, every number says what it says
there (:mod:`app.grounding.agreement`), names stand there, and so does every word that says something
(:mod:`app.grounding.wording`). A sentence that fails is not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import regex as re

from app.answer.citations import MARKER, unmarked
from app.answer.model import Citation, GroundingFault, Problem
from app.grounding.agreement import judge
from app.grounding.bearers import bearer_faults
from app.grounding.claims import Claim, claims
from app.grounding.clauses import clause_faults, told_whole
from app.grounding.evidence import Evidence, EvidenceSentence, bare, with_forms
from app.grounding.matching import Stated
from app.grounding.names import name_faults
from app.grounding.wording import word_faults
from ingest.language.context import Change
from ingest.language.names import quotations
from ingest.language.quantity import Quantity
from ingest.language.terms import fold, tokens
from ingest.language.text import fold_spaces, normalize
from ingest.model import Metadata

MARKUP = re.compile(r"<[^>\s][^>]*>?|\bon[a-z]+\s*=|https?:|www\.|\]\(|javascript:|`|\{\{|<\|", re.IGNORECASE)
CLUSTER = re.compile(r"(?<!\s)(?:\s*+\[\d++\])++")
MOST_NUMBERS = 40  # numbers of one sentence that is no report's own: nobody writes more; each is compared with every other
PART = "¦"  # parts of a sentence that cite differently

__all__ = ["CLUSTER", "Evidence", "attribute", "faults", "unsound"]


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
        against = [evidence[n] for n in dict.fromkeys(numbers)]
        if any(bare(text[begin:end].strip(f" {PART}")) in e.whole for e in against):
            continue
        problems += _quotations(text, begin, end, against)
        problems += _statements(text, begin, end, against, evidence.values())
        problems += name_faults(text, begin, end, against)
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
    quotes = {c.n: unmarked(fold_spaces(c.quote)) for c in citations}  # as an answer repeats them
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
                plain = normalize(rest)
                yield from ((line, fault) for fault in name_faults(plain, 0, len(plain), against))
            continue
        if stated != line:
            numbers = [int(n) for n in MARKER.findall(stated) if int(n) in evidence]
            statement, _ = _part(normalize(stated))
            against = [evidence[n] for n in numbers]
            yield from ((line, fault) for fault in name_faults(statement, 0, len(statement), against))
        else:
            yield from ((line, fault) for fault in faults(line, evidence))


def _part(sentence: str) -> tuple[str, list[tuple[int, int, tuple[int, ...]]]]:
    """Return a sentence without its markers, and its stretches with the numbers that each cites."""
    text, parts, begin, cut = "", [], 0, 0
    for match in CLUSTER.finditer(sentence):
        text += sentence[cut : match.start()]
        cut = match.end()
        parts.append((begin, len(text), tuple(int(n) for n in MARKER.findall(match[0]))))
        begin = len(text)
        text += f" {PART} "
    text += sentence[cut:]
    first, _, numbers = parts[-1]
    parts[-1] = (first, len(text), numbers)
    return text, parts


def _quotations(text: str, begin: int, end: int, against: Sequence[Evidence]) -> Iterator[GroundingFault]:
    for quoted in quotations(text):
        if begin <= quoted.start < end and not any(
            fold_spaces(fold(quoted.text)).rstrip(" .,;") in f"{e.folded} {e.folded_around}" for e in against
        ):
            yield GroundingFault(Problem.QUOTATION, f"“{quoted.text}”")


def _statements(
    text: str, begin: int, end: int, against: Sequence[Evidence], evidence: Collection[Evidence]
) -> Iterator[GroundingFault]:
    """Yield what is wrong with the numbers and the words of a stretch."""
    own = _only([e.own for e in against])
    stated = [claim for claim in claims(text, own, [e.own[1] for e in evidence]) if begin <= claim.reading.start < end]
    words = frozenset(tokens(text[begin:end])) | with_forms(text[begin:end])
    if len(stated) > MOST_NUMBERS:
        yield GroundingFault(Problem.FIGURE, stated[-1].reading.text)
        return
    moves = _moves(stated)
    sentences_held: list[EvidenceSentence] = []
    around = frozenset(word for e in against for word in (*e.around_words, *e.own_words))
    parts = [item for e in against for _, item in e.clauses]
    cut = [sentence for e in against for sentence, _ in e.clauses]
    for claim in stated:
        problem, supports = judge(
            Stated(claim, words, moves, tuple(other for other in stated if other is not claim)), against
        )
        if problem is Problem.SUBJECT and isinstance(claim.reading, Quantity):
            whole = list(told_whole(text[begin:end], claim.key, parts, around))
            sentences_held += [cut[number] for number in whole]
            problem = problem if not whole else None
        if problem:
            yield GroundingFault(problem, _describe(claim, problem))
        sentences_held += [item.evidence.sentence_of(item.claim) for item in supports]
    if not any(isinstance(claim.reading, Quantity) for claim in stated):
        yield from bearer_faults(text[begin:end], against)
    yield from clause_faults(text[begin:end], parts, around)
    yield from word_faults(text[begin:end], list(dict.fromkeys(sentences_held)), against, moves)


def _moves(stated: Sequence[Claim]) -> int:
    """Return which way the figures of a sentence go from the start of a change to its end; 0 where it does not tell both."""
    ends = {
        claim.reading.change: claim.reading.value
        for claim in stated
        if isinstance(claim.reading, Quantity) and claim.reading.value is not None
    }
    if Change.FROM not in ends or Change.TO not in ends:
        return 0
    start, end = ends[Change.FROM], ends[Change.TO]
    return (end > start) - (end < start)


def _describe(claim: Claim, problem: Problem) -> str:
    reading = claim.reading
    if not isinstance(reading, Quantity):
        return reading.text
    years = ", ".join(map(str, sorted(claim.period.years))) if claim.period else ""
    tail = {Problem.COUNTED: " ".join(reading.counted.split()[:2]), Problem.YEAR: years}
    return f"{reading.text} {tail.get(problem, '')}".strip()


def _only(places: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return places[0] if len(set(places)) == 1 else ("", "")
