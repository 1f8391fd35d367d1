"""Answering and scoring a file of gold questions: a table by question type, and a result file named by commit."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex as re

from app.answer.citations import MARKER
from app.answer.model import Answer, Citation
from app.assistant import Assistant
from eval.metrics import answered, comparable, evidence_within, fold, hit_at
from index.search.retrieval import Hit
from index.store.library import Library

BUDGET = 4000  # characters of passages read for "evidence"
ENUMERATOR = r"(?:[ivxlc]+|\d+|\p{L})"
LABEL = re.compile(
    rf"(?:(?:phần|mục|chương|điều|tiểu mục|phụ lục)\s+)?(?:thứ\s+\p{{L}}+|{ENUMERATOR}(?:[.\-]{ENUMERATOR})*)\.?",
    re.IGNORECASE,
)
# "PHẦN I" is "I" too: people leave the word out, or say it.
WORD_OF_LABEL = re.compile(rf"^(?:phần|mục|chương)\s+(?={ENUMERATOR}(?:[.\-]|$))", re.IGNORECASE)
BEFORE_OR_AFTER = ("mở đầu", "kết thúc")  # gold names for what stands before the first heading and after the last


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold question: what is asked (turns in order), where the answer stands, what it must hold.

    ``within``: it is asked within its own reports, which it does not name.
    """

    id: str
    type: str
    turns: tuple[str, ...]
    docs: tuple[str, ...]
    sections: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]  # (document, quote)
    keys: tuple[tuple[str, ...], ...]
    within: bool = False

    @property
    def report(self) -> str:
        """The report that is left out together with the question where weights are judged."""
        return self.docs[0] if self.docs else self.id.rsplit("-", 1)[0]


@dataclass(frozen=True, slots=True)
class Score:
    """What one answer achieved; None where a measure does not apply."""

    id: str
    type: str
    hit1: bool | None
    hit3: bool | None
    hit5: bool | None
    evidence: float | None
    answered: bool | None
    refused: bool
    section: bool | None
    verbatim: bool
    markers: bool
    words: int
    ms: int


@dataclass(frozen=True, slots=True)
class EvidenceScore:
    """Where the evidence stands: within the first hit, three, five; share of it in the first :data:`BUDGET` characters."""

    hit1: bool
    hit3: bool
    hit5: bool
    evidence: float


def load(file: Path) -> list[Gold]:
    """Read gold questions, one JSON object a line; a folder stands for its ``*.jsonl`` files, in order of name.

    A line with "todo" is not a gold question yet (:mod:`app.records.feedback`) and is left out.
    """
    files = sorted(file.glob("*.jsonl")) if file.is_dir() else [file]
    golds = []
    for line in (line for path in files for line in path.read_text(encoding="utf-8").splitlines()):
        raw: dict[str, Any] = json.loads(line) if line.strip() else {}
        if raw and "todo" not in raw:
            golds.append(
                Gold(
                    raw["id"],
                    raw["type"],
                    tuple(raw.get("turns") or (raw["question"],)),
                    tuple(raw.get("docs", ())),
                    tuple(raw.get("sections") or ()),
                    tuple((e["doc"], e["quote"]) for e in raw.get("evidence", ())),
                    tuple(tuple(forms) for forms in raw.get("keys", ())),
                    bool(raw.get("within", False)),
                )
            )
    return golds


def asked_of(assistant: Assistant, gold: Gold) -> Assistant:
    """Return the assistant that a question is put to: one limited to its own reports, where it is asked within them."""
    if not gold.within:
        return assistant
    catalog = assistant.library.catalog
    return assistant.within([report for report in catalog.report_ids() if Path(catalog.file_of(report)).stem in gold.docs])


def score(gold: Gold, answer: Answer, library: Library) -> Score:
    """Score one answer."""
    evidence = found_in(gold, answer.hits)
    return Score(
        gold.id,
        gold.type,
        evidence.hit1 if evidence else None,
        evidence.hit3 if evidence else None,
        evidence.hit5 if evidence else None,
        evidence.evidence if evidence else None,
        (not answer.refused and answered(answer.text, gold.keys)) if gold.keys else None,
        answer.refused,
        _section_right(gold, answer),
        all(_verbatim(c.quote, library.catalog.report(c.passage.report).text) for c in answer.citations),
        _markers_resolve(answer),
        len(MARKER.sub("", answer.text).split()),
        answer.ms,
    )


def found_in(gold: Gold, hits: Sequence[Hit]) -> EvidenceScore | None:
    """Return how far the evidence stands among the hits, or None for a question without evidence.

    A passage counts only if it comes from the evidence's own report.
    """
    if not gold.evidence:
        return None
    quotes = [f"{doc}\0{comparable(quote)}" for doc, quote in gold.evidence]
    texts = [(Path(h.passage.file).stem, comparable(h.passage.text)) for h in hits]
    within, used = [], 0
    for hit in hits:
        if used >= BUDGET:
            break
        within.append((Path(hit.passage.file).stem, comparable(hit.passage.text[: BUDGET - used])))
        used += len(hit.passage.text)
    passage_quotes = [" ".join(f"{doc}\0{q}" for q in _quotes_in(text, doc, gold)) for doc, text in texts]
    near = [" ".join(f"{doc}\0{q}" for q in _quotes_in(text, doc, gold)) for doc, text in within]
    return EvidenceScore(
        hit_at(passage_quotes, quotes, 1),
        hit_at(passage_quotes, quotes, 3),
        hit_at(passage_quotes, quotes, 5),
        evidence_within(near, quotes),
    )


def _quotes_in(text: str, doc: str, gold: Gold) -> list[str]:
    return [q for d, quote in gold.evidence if d == doc and (q := comparable(quote)) in text]


def _section_right(gold: Gold, answer: Answer) -> bool | None:
    if not gold.sections or answer.refused:
        return None
    paths = [[] if path in BEFORE_OR_AFTER else path.split(" > ") for path in gold.sections]
    return any(is_section(path, c) for path in paths for c in answer.citations)


def is_section(path: Sequence[str], citation: Citation) -> bool:
    """Say whether a citation is of the section with a path of labels; a heading without a label stands there by its words.

    A label is as the report prints it ("PHẦN I"); whoever wrote the question may have put it in small letters. Of a heading
    its beginning is enough.
    """
    labels = tuple(_plain_label(part) for part in path if LABEL.fullmatch(part))
    named = [fold(part) for part in path if not LABEL.fullmatch(part)]
    headings = [fold(heading.strip("*: ")) for heading in citation.passage.headings]
    return labels == tuple(map(_plain_label, citation.section)) and all(
        any(heading.startswith(part) or part.startswith(heading) for heading in headings if heading) for part in named
    )


def _plain_label(label: str) -> str:
    return WORD_OF_LABEL.sub("", label.strip()).rstrip(".").casefold()


def _verbatim(quote: str, text: str) -> bool:
    return fold(quote) in fold(text)


def _markers_resolve(answer: Answer) -> bool:
    numbers = {c.n for c in answer.citations}
    markers = {int(n) for n in MARKER.findall(answer.text)}
    return answer.refused or (bool(markers) and markers <= numbers)


COLUMNS = ("n", "hit@1", "hit@3", "hit@5", "ev@4000", "answered", "refused", "section", "verbatim", "markers", "words", "ms")


def table(scores: Sequence[Score]) -> dict[str, dict[str, float | None]]:
    """Return the means by question type, in order of first appearance, and over all ("tất cả")."""
    groups: dict[str, list[Score]] = {}
    for score in scores:
        groups.setdefault(score.type, []).append(score)
    rows = {kind: _means(group) for kind, group in groups.items()}
    rows["tất cả"] = _means(scores)
    answerable = [s for s in scores if s.type != "unanswerable"]
    rows["tất cả"]["refused"] = _mean(s.refused for s in answerable)  # false refusals
    return rows


def _means(scores: Sequence[Score]) -> dict[str, float | None]:
    return {
        "n": float(len(scores)),
        "hit@1": _mean(s.hit1 for s in scores),
        "hit@3": _mean(s.hit3 for s in scores),
        "hit@5": _mean(s.hit5 for s in scores),
        "ev@4000": _mean(s.evidence for s in scores),
        "answered": _mean(s.answered for s in scores),
        "refused": _mean(s.refused for s in scores),
        "section": _mean(s.section for s in scores),
        "verbatim": _mean(s.verbatim for s in scores),
        "markers": _mean(s.markers for s in scores),
        "words": _mean(s.words for s in scores if not s.refused),
        "ms": _mean(s.ms for s in scores),
    }


def _mean(values: Iterable[float | None]) -> float | None:
    numbers = [float(value) for value in values if value is not None]
    return statistics.fmean(numbers) if numbers else None


def as_text(rows: dict[str, dict[str, float | None]]) -> str:
    """Return the table as aligned text."""
    lines = ["loại".ljust(14) + "".join(c.rjust(10) for c in COLUMNS)]
    for kind, row in rows.items():
        cells = []
        for column in COLUMNS:
            value = row[column]
            digits = 0 if column in ("n", "words", "ms") else 3
            cells.append(("-" if value is None else f"{value:.{digits}f}").rjust(10))
        lines.append(kind.ljust(14) + "".join(cells))
    return "\n".join(lines) + "\n(refused: tỷ lệ từ chối; ở dòng “tất cả” là từ chối nhầm câu có lời giải)\n"
