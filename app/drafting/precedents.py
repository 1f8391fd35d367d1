"""Sentences of the library's reports that can be reused: sought by phrase and role, blanked, fitted to the office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import regex as re

from app.assistant import Assistant
from app.drafting.formulas import formula_of
from app.drafting.outline import RESULTS, Head, role_of
from app.drafting.request import BadRequest, Request
from app.evidence.candidates import weights
from app.wording.blanks import BlankedPiece, Gap, blank_out, gaps, keeping, unknown_short
from app.wording.filters import fields_of, fields_of_heading
from index.query.facets import Facets, facet_words
from index.search.retrieval import Hit
from ingest.language.sentences import clauses, sentences
from ingest.language.terms import fold, tokens
from ingest.language.unit_names import LOCAL, UNITS
from ingest.model import Metadata, Passage
from ingest.passages import CLOSING_HEADING

COMPARED = 30  # sentences whose meaning is compared with the phrase's
READ = 40  # passages looked at for one phrase
SHORTEST, LONGEST = 10, 75  # words of a sentence worth borrowing
MOST_GAPS = 3  # blanks; with more a sentence says little
GAP_COST = 0.12  # of a blank, on the scale of a coverage (0-1)
LEAST_SHARE = 0.35  # of the phrase's words, by weight, that a sentence must hold; one with less speaks of something else
PASSAGE_SHARE = 0.3  # what the passage's place adds
MEANING_SHARE, FARTHEST = 0.15, 2.0  # of likeness of meaning, in standard deviations over the sentences met, at most so many
OTHER_FIELD = (
    0.4  # off where the passage's heading tells other fields than the phrase: economy is not spoken of under defence
)
LEAST_SCORE = 0.5  # below it a section is better left open: chosen on hand-judged drafts, see tests and README
ALIKE = 0.55  # share of words in common from which two sentences say the same
COMMUNES = ("xã", "phường", "thị trấn", "đặc khu")
# Words that lean on a sentence before, and words that announce what does not follow.
LEANS = re.compile(
    r"(?i:trong đó|bên cạnh|qua đó|từ đó|đồng thời|cụ thể|ngoài ra|kết quả|tuy|song|nhờ|những kết quả|đó là|do đó|vì vậy|"
    r"theo đó|cùng với|mặt khác|đặc biệt|riêng|trên cơ sở|thứ \p{L}+|một là|hai là|ba là|bốn là|năm là|"
    r"nêu gương|và|với|đối với|điển hình|tiêu biểu|"
    r"căn cứ|theo|để|thực hiện|hưởng ứng|trên đây|kính|kỷ niệm)(?!\p{L})"
)
ANNOUNCES = re.compile(r"(?:như sau|sau đây|như|sau|là|đó)\s*+[:;.…]*+$|:\s*+$|…\s*+[.;]?$", re.IGNORECASE)
OPENER = re.compile(
    r"^(?:[-–+*•]\s*+|\(?[a-zđ\d]{1,2}[.)]\s++|(?:Thứ \p{L}++|Một|Hai|Ba|Bốn|Năm|Sáu)(?:\s++là)?+\s*+[:,]\s*+)++"
)
AHEAD = re.compile(r"(?i:tiếp tục|phấn đấu|cần|cần phải|đề nghị|kiến nghị|thời gian tới)(?!\p{L})")
TOLD_BACK = (RESULTS, "strengths")  # sections about what was done: a sentence about what is to come does not fit
BAD_GAPS = frozenset((Gap.PERSON, Gap.NAME, Gap.DOCUMENT, Gap.DATE))  # a sentence about someone in particular


@dataclass(frozen=True, slots=True)
class Precedent:
    """A borrowed sentence: its pieces, the passage it stands in, the words as they stand there."""

    pieces: tuple[BlankedPiece, ...]
    passage: Passage
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that fits the office: as it stands there and blanked, its passage, the phrase's words it holds (0-1)."""

    text: str
    pieces: tuple[BlankedPiece, ...]
    hit: Hit
    share: float


def find(assistant: Assistant, phrase: str, head: Head, request: Request) -> list[Precedent]:
    """Return the sentences that fit a phrase of a section, best first.

    Its score grows with the rare words of the phrase that it holds, its likeness of meaning and the rank of its passage. A
    blank lowers it, and so does a section on another field.
    """
    met = _candidates(assistant, phrase, head, request)
    if not met:
        return []
    vectors = assistant.retriever.embedder.passages([candidate.text for candidate in met])
    alikeness = vectors @ assistant.retriever.embedder.query(phrase)
    spread = float(alikeness.std()) or 1.0
    nearer = np.clip((alikeness - alikeness.mean()) / spread, -FARTHEST, FARTHEST)
    fields = fields_of_heading(phrase) or fields_of_heading(head.heading)
    fitting = []
    for candidate, near in zip(met, nearer, strict=True):
        own = fields_of(candidate.hit.passage)
        off = OTHER_FIELD if fields and own and not fields & own else 0.0
        score = (
            candidate.share
            + PASSAGE_SHARE * candidate.hit.score
            + MEANING_SHARE * float(near)
            - GAP_COST * gaps(candidate.pieces)
            - off
        )
        if candidate.share >= LEAST_SHARE and score >= LEAST_SCORE:
            fitting.append(Precedent(candidate.pieces, candidate.hit.passage, candidate.text, score))
    return _distinct(sorted(fitting, key=lambda precedent: (-precedent.score, precedent.passage.id)))


def _candidates(assistant: Assistant, phrase: str, head: Head, request: Request) -> list[_Candidate]:
    content = list(dict.fromkeys(tokens(phrase)))
    frequencies, size = assistant.library.catalog.document_frequencies(content)
    weight = weights(content, frequencies, size)
    total = sum(weight.values()) or 1.0
    facts = assistant.retriever.facts()
    candidates: dict[str, _Candidate] = {}
    for hit in _hits(assistant, phrase, head.role):
        about = facts.get(hit.passage.report, Metadata())
        headings = {fold(OPENER.sub("", title).rstrip(" .:;")) for title in hit.passage.headings}
        for sentence in _usable(hit.passage.text, head.listed):
            text = formula_of(sentence, head.role, request.unit)
            if len(text.split()) < SHORTEST or text.count("(") != text.count(")"):
                continue
            if text.isupper() or fold(text.rstrip(" .:;")) in headings:
                continue  # a heading that the passage repeats is no sentence
            pieces = fitted(text, about, request)
            if pieces is None or text in candidates or (head.role in TOLD_BACK and AHEAD.match(text)):
                continue
            share = sum(weight.get(token, 0.0) for token in set(tokens(text)) if token in weight) / total
            candidates[text] = _Candidate(text, pieces, hit, share)
    return sorted(candidates.values(), key=lambda candidate: -candidate.share)[:COMPARED]


def of_basket(assistant: Assistant, key: str, request: Request) -> tuple[Passage, list[Precedent]]:
    """Return a kept passage and its sentences, in order, blanked, whatever their length.

    :param key: a passage's id, or "id#line" for one of its lines, counted from 0.
    :raises BadRequest: the library does not hold it any more.
    """
    identity, _, line = key.partition("#")
    passage = assistant.library.catalog.passages([identity]).get(identity)
    lines = passage.text.split("\n") if passage else []
    if passage is None or (line and not (line.isdecimal() and int(line) < len(lines))):
        raise BadRequest(
            f"Giỏ câu mẫu (basket) có đoạn không còn trong thư viện: {key}. Hãy tìm lại ở “Mẫu câu” hoặc bằng lệnh wording"
        )
    text, about = lines[int(line)] if line else passage.text, assistant.retriever.facts()[passage.report]
    texts = [OPENER.sub("", text[a:b]).strip() for a, b in sentences(text)]
    return passage, [Precedent(_owned(blank_out(t, _names(about)), about, request), passage, t, 1.0) for t in texts if t]


def fitted(text: str, about: Metadata, request: Request) -> tuple[BlankedPiece, ...] | None:
    """Return a sentence's pieces, blanked and with the office's own place; None if it does not fit the office.

    :param about: what the sentence's report says of itself.
    """
    if unknown_short(text) or any(word in text.lower() for word in keeping().local) or not _same_rank(text, about, request):
        return None
    pieces = blank_out(text, _names(about))
    if gaps(pieces) > MOST_GAPS or any(piece.gap in BAD_GAPS for piece in pieces):
        return None
    owned = _owned(pieces, about, request)
    return None if any(piece.gap is Gap.PLACE for piece in owned) else owned


def alike(first: str, second: str) -> bool:
    """Say whether most words of the shorter sentence stand in the other, so that both say the same."""
    words, others = set(tokens(first)), set(tokens(second))
    return len(words & others) >= ALIKE * min(len(words), len(others))


def _hits(assistant: Assistant, phrase: str, role: str) -> list[Hit]:
    """Return passages for a phrase that stand below a heading of the role."""
    own = next((facet for facet in facet_words().roles if facet.name == role), None)
    hits = assistant.retriever.search(phrase, READ * 3, None, Facets(own))
    fitting = [h for h in hits if h.passage.heading != CLOSING_HEADING and h.passage.headings]
    if role == RESULTS:
        return [h for h in fitting if role_of(h.passage.headings) in (RESULTS, "strengths")][:READ]
    return [h for h in fitting if role_of(h.passage.headings) == role][:READ]


def _usable(text: str, listed: bool) -> Iterator[str]:
    for start, end in sentences(text):
        sentence = OPENER.sub("", text[start:end]).strip()
        if listed and len(sentence.split()) > LONGEST // 2:
            first = clauses(sentence)[0]
            sentence = sentence[first[0] : first[1]].strip()
        sentence = sentence.rstrip(" ;.") + "."
        words = len(sentence.split())
        if (
            not SHORTEST <= words <= LONGEST
            or not sentence[0].isupper()
            or LEANS.match(sentence)
            or ANNOUNCES.search(sentence)
        ):
            continue
        if (
            sentence.count("“") != sentence.count("”")
            or '"' in sentence
            or "‘" in sentence
            or sentence.count("(") != sentence.count(")")
        ):
            continue
        if re.search(r"\p{Ll}\d|[*_]|/\.", sentence) or not (sentence[-2].isalnum() or sentence[-2] in "”)%"):
            continue  # a footnote's mark, Markdown
        yield sentence


def _same_rank(text: str, about: Metadata, request: Request) -> bool:
    """Say whether a sentence speaks of a unit of the office's rank, or of none."""
    own, theirs = request.unit, _kind(about)
    if not own:
        return True
    kinds = {
        kind
        for kind in (*UNITS, "tỉnh")
        if re.search(rf"(?i)(?<!\p{{L}}){kind}(?!\p{{L}}|\s+hội)", re.sub(r"(?i)hợp tác xã", "", text))
    }
    if own in COMMUNES:
        return not kinds - {own, "tỉnh"} and (theirs == own or own not in kinds)
    return theirs not in COMMUNES or not kinds & {theirs}


def _kind(about: Metadata) -> str:
    match = LOCAL.match(about.place or "")
    return match[1].lower() if match else ""


def _names(about: Metadata) -> list[str]:
    match = LOCAL.match(about.place or "")
    own = [match[2]] if match else [about.place] if about.place else []
    return [*own, *([about.province] if about.province else []), *([about.signer] if about.signer else [])]


def _owned(pieces: Sequence[BlankedPiece], about: Metadata, request: Request) -> tuple[BlankedPiece, ...]:
    """Put the office's own place where the report's own stood behind the same kind of unit."""
    match = LOCAL.match(about.place or "")
    owned: list[BlankedPiece] = []
    for piece in pieces:
        before = owned[-1].text if owned and owned[-1].gap is None else ""
        own = match is not None and piece.gap is Gap.PLACE and fold(piece.text) == fold(match[2])
        if own and request.unit and re.search(rf"(?i)\b{request.unit}\s$", before):
            owned.append(BlankedPiece(request.place))
        else:
            owned.append(piece)
    return tuple(owned)


def _distinct(ranked: Sequence[Precedent]) -> list[Precedent]:
    distinct: list[Precedent] = []
    for precedent in ranked:
        if len(distinct) >= READ:
            break
        if not any(alike(precedent.quote, other.quote) for other in distinct):
            distinct.append(precedent)
    return distinct
