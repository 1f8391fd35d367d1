"""Precedent wording: how others put it. Whole points of reports, those that say the same shown once, ready to be reused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import regex as re

from app.answer.sources import passage_line
from app.assistant import Assistant
from app.evidence.candidates import weights
from app.wording.blanks import show_blanks
from app.wording.filters import ANY, Filter, fields_of, reports, words
from app.wording.grouping import Formula, formula, is_ending, is_row, same
from index.query.facets import Facets, facet_words, facets_of
from index.search.retrieval import Hit
from ingest.language.sentences import sentences
from ingest.language.terms import fold, tokens
from ingest.language.text import fold_spaces
from ingest.language.unit_names import LOCAL
from ingest.model import Metadata, Passage
from ingest.passages import CLOSING_HEADING

LIMIT = 10  # results shown
READ = 60  # passages looked at
COMPARED = 24  # points whose meaning is compared with what is asked
SHORTEST = 8  # words of a point worth reusing
SHORTEST_OPENING = 18  # words of a point before the first heading, where the head's lines stand too
MEANING_SHARE = 0.5  # weight of likeness of meaning, scaled to 0-1 over the points, against the passage's own score
WORDS_SHARE = 0.3  # weight of the share of the asked words that a point holds
Ranked = tuple[float, Hit, str, int]  # score, passage, the point, its line
BULLET = re.compile(
    r"^[-–+*•\s]*+(?:(?:\d{1,2}[.)]|\p{Ll}\)|\(\d{1,2}\))\s++)?+"
)  # "- ", "1. ", "a) ": of the list that it stands in


@dataclass(frozen=True, slots=True)
class Position:
    """Where a wording stands: the passage, its words there, and which of the passage's lines they are, from 0."""

    passage: Passage
    quote: str
    line: int = 0

    @property
    def basket_key(self) -> str:
        """Return what a basket holds of it: "passage#line"; see :func:`app.drafting.precedents.of_basket`."""
        return f"{self.passage.id}#{self.line}"

    def as_json(self) -> dict[str, Any]:
        """Return file, title, section, heading, page, passage id, what to put into a basket, and quote."""
        passage = self.passage
        return {
            "file": passage.file,
            "title": passage.title,
            "section": list(passage.section),
            "heading": passage.heading,
            "page": passage.page,
            "passage": passage.id,
            "basket": self.basket_key,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Wording:
    """One formula: the whole point, its sentence that fits best, the point with blanks, and where it stands.

    ``places``: the one shown first, then its likes; ``reports``: how many reports use it.
    """

    text: str
    best: str
    blanked: str
    score: float
    places: tuple[Position, ...]

    @property
    def reports(self) -> int:
        """Return how many reports use the formula."""
        return len({place.passage.report for place in self.places})

    @property
    def source(self) -> str:
        """Return the source of the one shown."""
        return passage_line(self.places[0].passage)

    def as_json(self) -> dict[str, Any]:
        """Return the wording as JSON."""
        return {
            "text": self.text,
            "best": self.best,
            "blanked": self.blanked,
            "score": round(self.score, 4),
            "reports": self.reports,
            "source": self.source,
            "places": [place.as_json() for place in self.places],
        }


def without_asking(text: str) -> str:
    """Return a request without the words of asking: "Cho câu mẫu về giảm nghèo" is about "giảm nghèo"."""
    bare, folded = text, fold(text)
    if len(folded) != len(text):
        return text
    for phrase in words().asking:
        for match in re.finditer(rf"(?<!\p{{L}}){re.escape(phrase)}(?!\p{{L}})", folded):
            bare = bare[: match.start()] + " " * len(match[0]) + bare[match.end() :]
        folded = fold(bare)
    if bare == text:
        return text.strip(" ,:.?") or text
    left, ends = bare.strip(" ,:.?").split(), words().ends
    while left and fold(left[0]) in ends:
        del left[0]
    while left and fold(left[-1]) in ends:
        del left[-1]
    return " ".join(left).strip(" ,:.?") or text


def search(assistant: Assistant, text: str, chosen: Filter = ANY, limit: int = LIMIT) -> list[Wording]:
    """Return wordings for what is asked, best first, each formula once. The list is empty if nothing fits.

    :raises BadFilter: the place chosen has no report.
    """
    matter = without_asking(text)
    if not tokens(matter):
        return []
    hits = [hit for hit in _hits(assistant, matter, chosen) if hit.passage.heading != CLOSING_HEADING]
    points = _rank(assistant, matter, [(hit, point, line) for hit in hits for line, point in _points(hit.passage, chosen)])
    return _group(assistant, points, matter, limit)


def _hits(assistant: Assistant, matter: str, chosen: Filter) -> list[Hit]:
    role = next((candidate for candidate in facet_words().roles if candidate.name == chosen.role), None)
    facets = facets_of(matter)
    if role is not None:
        facets = Facets(role, facets.kind, facets.years)
    fitting = reports(assistant.retriever.facts(), chosen)
    strict = bool(chosen.role or chosen.field)  # passages drop out, so more are looked at
    hits = assistant.retriever.search(matter, READ * 3 if strict else READ, fitting, facets)
    own = role or (words().roles[chosen.role][0] if chosen.role in words().roles else None)
    if own is not None and own.headings:
        hits = [hit for hit in hits if any(own.is_of(heading) for heading in hit.passage.headings)]
    if chosen.field:
        hits = [hit for hit in hits if chosen.field in fields_of(hit.passage)]
    return hits[:READ]


def _points(passage: Passage, chosen: Filter) -> list[tuple[int, str]]:
    """Return the points of a passage, each with its line: its paragraphs, headings and scraps left out."""
    where = words().roles[chosen.role][1] if chosen.role in words().roles else ""
    if where == "first" and passage.headings:
        return []
    shortest = SHORTEST if passage.headings else SHORTEST_OPENING
    numbered = [(number, BULLET.sub("", fold_spaces(line))) for number, line in enumerate(passage.text.split("\n"))]
    numbered = [
        (number, line)
        for number, line in numbered
        if (len(line.split()) >= shortest or is_ending(line)) and not line.isupper()
    ]
    if where == "last":
        return [(number, line) for number, line in numbered if is_ending(line)]
    return [(number, line) for number, line in numbered if not is_row(line)]


def _rank(assistant: Assistant, matter: str, points: Sequence[tuple[Hit, str, int]]) -> list[Ranked]:
    """Return the points, best first: the passage's score, the asked words held, likeness of meaning for the best."""
    content = list(dict.fromkeys(tokens(matter)))
    frequencies, size = assistant.library.catalog.document_frequencies(content)
    weight = weights(content, frequencies, size)
    total = sum(weight.values()) or 1.0
    rough = []
    for hit, point, line in points:
        coverage = sum(weight.get(token, 0.0) for token in set(tokens(point)) if token in weight) / total
        rough.append((hit.score + WORDS_SHARE * coverage, hit, point, line))
    rough.sort(key=lambda entry: (-entry[0], entry[1].passage.id, entry[3]))
    near, far = rough[:COMPARED], rough[COMPARED:]
    if not near:
        return []
    vector = assistant.retriever.embedder.query(matter)
    pieces = [(number, piece) for number, (_, _, point, _) in enumerate(near) for piece in _sentences(point)]
    alike = assistant.retriever.embedder.passages([piece for _, piece in pieces]) @ vector
    likeness = np.zeros(len(near))
    np.maximum.at(likeness, [number for number, _ in pieces], alike)
    low, high = float(likeness.min()), float(likeness.max())
    scaled = (likeness - low) / ((high - low) or 1.0)
    nearest = [
        (score + MEANING_SHARE * float(like), hit, point, line)
        for (score, hit, point, line), like in zip(near, scaled, strict=True)
    ]
    return [*sorted(nearest, key=lambda entry: -entry[0]), *far]


def _sentences(point: str) -> list[str]:
    return [point[a:b] for a, b in sentences(point)] or [point]


def _group(assistant: Assistant, points: Sequence[Ranked], matter: str, limit: int) -> list[Wording]:
    """Put points that are one formula together; the first of each group is shown."""
    vectors = assistant.retriever.embedder.passages([point for _, _, point, _ in points[: 2 * COMPARED]])
    groups: list[tuple[int, Formula, Wording]] = []
    facts = assistant.retriever.facts()
    for number, (score, hit, point, line) in enumerate(points[: 2 * COMPARED]):
        local = LOCAL.match(facts.get(hit.passage.report, Metadata()).place or "")
        own, place = formula(point, [local[2]] if local else [], hit.passage.report), Position(hit.passage, point, line)
        for at, (first, other, group) in enumerate(groups):
            if same(other, own, float(np.dot(vectors[first], vectors[number]))):
                groups[at] = (first, other, replace(group, places=(*group.places, place)))
                break
        else:
            groups.append((number, own, Wording(point, _best(point, matter), show_blanks(own.pieces), score, (place,))))
    return [group for _, _, group in groups[:limit]]


def _best(point: str, matter: str) -> str:
    """Return the sentence of a point that holds most of what is asked."""
    content = set(tokens(matter))
    spans = sentences(point) or [(0, len(point))]
    start, end = max(spans, key=lambda span: (len(content & set(tokens(point[span[0] : span[1]]))), span[0] - span[1]))
    return point[start:end]


def as_text(wordings: Sequence[Wording]) -> str:
    """Return the wordings as numbered blocks: the point, its source, its version with blanks."""
    if not wordings:
        return "Không tìm thấy câu mẫu nào. Hãy thử từ khác hoặc bỏ bớt điều kiện lọc.\n"
    blocks = []
    for number, wording in enumerate(wordings, start=1):
        uses = f" ({wording.reports} báo cáo dùng)" if wording.reports > 1 else ""
        lines = (
            f"Nguồn: {wording.source}",
            f"Mã để giữ vào giỏ: {wording.places[0].basket_key}",
            f"Để trống: {wording.blanked}",
        )
        blocks.append("\n   ".join((f"{number}.{uses} {wording.text}", *lines)) + "\n")
    return "\n".join(blocks)
