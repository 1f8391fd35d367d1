"""A passage as sentences are held against it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

import regex as re

from app.evidence.support import glossary_forms
from app.grounding.claims import Claim, claims
from app.grounding.clauses import JOINED, SentenceClauses, clauses
from app.grounding.clauses import PIECE as PIECE_ENDS
from app.grounding.periods import Period, periods
from app.grounding.surroundings import content
from app.grounding.untrusted import without_orders
from app.grounding.vocabulary import grounding_words
from ingest.language.bodies import units
from ingest.language.dates import Date
from ingest.language.sentences import sentences
from ingest.language.terms import fold, tokens
from ingest.language.text import fold_spaces, normalize
from ingest.model import Metadata, Passage

GAP = r"(?:\s+(?:của|do|và|là|,))?\s+"  # a word between the parts of a name that may be left out
IS = " là "  # "Kế hoạch năm 2025: 18.500" says "Kế hoạch năm 2025 là 18.500"
SHORT = re.compile(r"(?<!\p{L})\p{Lu}[\p{Lu}&]+(?!\p{L})")
PIECE = re.compile(r"[,;:()¦]|[.!?…](?=\s|$)")
ENDS = " .,;:-–+*•"


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence or row written out; ``lead``: syllables of the line above that ends in a colon.

    ``words``: syllables that say something; ``denied`` of them behind a denial in its clause, ``plain`` elsewhere.
    """

    text: str
    words: frozenset[str]
    denied: frozenset[str]
    plain: frozenset[str]
    lead: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """A passage less orders to the machine.

    ``lines``: its prose and its rows written out, each line a sentence or more. ``around``: title, headings, place and
    issuer of its report. ``own``: kind and folded name of the place whose report it is, empty where it does not say;
    ``own_words``: the syllables by which it may be called. ``period``: of the report, None where it does not say.
    """

    passage: Passage
    lines: str
    around: str
    own: tuple[str, str]
    own_words: frozenset[str]
    period: Period | None

    @classmethod
    def of(cls, passage: Passage, about: Metadata) -> Evidence:
        """Return the evidence that a passage is; ``about``: what its report says of itself."""
        prose, at = "", 0
        for row in sorted(passage.rows, key=lambda row: row.start):  # as printed a row does not say what its figures are of
            prose, at = prose + passage.text[at : row.start] + "\n", max(at, row.end)
        prose += passage.text[at:]
        lines = normalize(without_orders("\n".join([prose, *(row.text for row in passage.rows)])))
        names = (about.place, about.province, about.issuer)
        descriptions = (passage.title, passage.heading, *passage.headings, *names, about.title)
        around = normalize(" ; ".join(dict.fromkeys(without_orders(item) for item in descriptions if item)))
        place_units = units(normalize(about.place or ""))
        own = (place_units[0].kind, fold(place_units[0].name)) if place_units else ("", "")
        if about.province and not about.place:
            own = ("tỉnh", fold(about.province))
        years = [year for year in (about.period_from, about.period_to) if year]
        period = Period(frozenset(range(min(years), max(years) + 1))) if years else None
        own_words = frozenset(tokens(" ".join(filter(None, names)))) | {"toàn", "địa", "bàn"}
        return cls(passage, lines, around, own, own_words, period)

    @functools.cached_property
    def folded(self) -> str:
        """The words of the passage as printed and of its rows written out."""
        return fold_spaces(fold(f"{without_orders(self.passage.text)}\n{self.lines}"))

    @functools.cached_property
    def folded_around(self) -> str:
        """The words around the passage."""
        return fold_spaces(fold(self.around))

    @functools.cached_property
    def claims(self) -> list[Claim]:
        """What the passage states with numbers, in order; claims of different lines know nothing of each other."""
        prose, *rows = self.blocks
        stated = claims(prose, self.own, [self.own[1]])
        for row in rows:
            name = row.split(IS)[0].rpartition(",")[0]  # the name of the row stands before every figure of it
            stated += [replace(claim, beside=claim.beside.behind(name)) for claim in claims(row, self.own, [self.own[1]])]
        return stated

    @functools.cached_property
    def blocks(self) -> list[str]:
        """The prose as one text, and every row written out as a sentence: a title is its figure's subject."""
        rows = {row.text for row in self.passage.rows}
        prose_lines = [line for line in self.lines.split("\n") if line not in rows]
        return ["\n".join(prose_lines), *(line.replace(": ", IS) for line in self.lines.split("\n") if line in rows)]

    @functools.cached_property
    def by_key(self) -> Mapping[str, list[Claim]]:
        """The claims by what their numbers say alone."""
        claims_by_key: dict[str, list[Claim]] = {}
        for claim in self.claims:
            claims_by_key.setdefault(claim.key, []).append(claim)
        return claims_by_key

    @functools.cached_property
    def headed(self) -> frozenset[str]:
        """What the numbers around the passage say."""
        return frozenset(claim.key for claim in claims(self.around))

    @functools.cached_property
    def dates(self) -> list[Date]:
        """The dates of the passage and around it."""
        stated = [*self.claims, *claims(self.around)]
        return [claim.reading for claim in stated if isinstance(claim.reading, Date)]

    @functools.cached_property
    def sentences(self) -> list[EvidenceSentence]:
        """Its sentences and rows, in order."""
        cut: list[EvidenceSentence] = []
        for block in self.blocks:
            lead: frozenset[str] = frozenset()
            for start, end in sentences(block):
                text = block[start:end]
                denied, plain = polarity(text)
                cut.append(EvidenceSentence(text, with_forms(text), denied, plain, lead))
                lead = lead if text.lstrip().startswith(("-", "–", "+", "*")) else frozenset()
                lead = cut[-1].words | lead if text.endswith(":") else lead
        return cut

    @functools.cached_property
    def clauses(self) -> list[tuple[EvidenceSentence, SentenceClauses]]:
        """The clauses of its sentences and rows, in order; of those that "và" joins, together and each by itself."""
        cut = [(item, clauses(item.text, ends)) for item in self.sentences for ends in (PIECE_ENDS, JOINED)]
        return [(item, SentenceClauses(parts, item.lead)) for item, parts in dict.fromkeys(cut)]

    @functools.cached_property
    def _by_text(self) -> Mapping[str, EvidenceSentence]:
        return {item.text: item for item in self.sentences}

    def sentence_of(self, claim: Claim) -> EvidenceSentence:
        """Return the sentence that makes a claim."""
        return self._by_text[claim.sentence]

    @functools.cached_property
    def periods(self) -> list[Period]:
        """The times of figures whose sentences say none: those of the headings, and the report's."""
        periods_around = [span.period for span in periods(self.around) if span.period.years]
        report = [self.period] if self.period and len(self.period.years) == 1 else []
        return periods_around or report

    @functools.cached_property
    def around_words(self) -> frozenset[str]:
        """The syllables around the passage that say something."""
        return with_forms(self.around)

    @functools.cached_property
    def whole(self) -> frozenset[str]:
        """Its sentences and lines, folded: what is said in one of these words for word is so."""
        spans = [item.text for item in self.sentences] + self.lines.split("\n") + self.passage.text.split("\n")
        return frozenset(bare(item) for item in spans)

    def says(self, phrase: str) -> bool:
        """Say whether passage or headings hold a phrase as whole words, whatever its spelling."""
        pattern = GAP.join(re.escape(word) for word in fold(phrase).split())
        return any(re.search(rf"(?<!\p{{L}}){pattern}(?!\p{{L}})", text) for text in (self.folded, self.folded_around))


def bare(text: str) -> str:
    """Return a text folded, without bullets and marks at its ends."""
    return fold_spaces(fold(text)).strip(ENDS)


def with_forms(text: str) -> frozenset[str]:
    """Return the syllables of a text that say something, and those of the long forms of its abbreviations."""
    words = set(content(text))
    for short in set(SHORT.findall(text)):
        words.update(word for form in glossary_forms(short) for word in form.split())
    return frozenset(words)


def polarity(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the syllables that clauses of a text deny, those behind a denial, and all others that say something."""
    denied, plain = set[str](), set[str]()
    for clause in PIECE.split(fold(text)):
        match = grounding_words().denial.search(clause)
        plain.update(content(clause[: match.start()] if match else clause))
        denied.update(content(clause[match.end() :]) if match else ())
    return frozenset(denied), frozenset(plain)
