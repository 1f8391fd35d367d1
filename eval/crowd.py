"""Do near-identical reports push the right passage down? Gold questions with the real reports alone, and in a crowd.

The crowd is made of the real reports (:mod:`eval.invented`), so every sentence of theirs stands beside dozens that
differ in place and figures. A question that names a place should not mind. One that names none ("wording") may well be
answered from an invented report; the gold knows only the real ones, so those questions are shown apart.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from app.assistant import Assistant
from eval.bodies import refill
from eval.invented import invent
from eval.questions import EvidenceScore, Gold, found_in
from index.build import bring_in
from index.embedding.embedder import Embedder
from index.folders import find_files
from index.search.retrieval import Hit
from index.store.library import Library
from ingest.language.terms import fold
from ingest.language.text import strip_marks
from ingest.language.unit_names import LOCAL
from ingest.report import understand
from settings import Settings

BAR = "{desc} {percentage:3.0f}% |{bar:30}| {elapsed} < {remaining}"
WANTED = 0.04  # at most: the fall of hit@1
MEASURES: Mapping[str, Callable[[EvidenceScore], float]] = {
    "hit@1": lambda score: score.hit1,
    "hit@5": lambda score: score.hit5,
    "ev@4000": lambda score: score.evidence,
}
NAMED, UNNAMED, ALL, SAME = "nêu địa danh", "không nêu", "tất cả", "câu giống hệt"


@dataclass(frozen=True, slots=True)
class CrowdScore:
    """One gold question: what was found with the real reports alone, and in the crowd."""

    gold: Gold
    names_place: bool  # the question names the place of a real report
    alone: EvidenceScore
    crowd: EvidenceScore
    same: (
        EvidenceScore  # in the crowd; where no place is named, the same sentence word for word in an invented report counts
    )


def measure(
    gold: Sequence[Gold],
    folder: Path,
    count: int,
    settings: Settings,
    embedder: Embedder,
    scratch: Path,
    bodies: Path | None = None,
) -> list[CrowdScore]:
    """Return both findings for every question that has evidence, in order.

    :param folder: the real reports, on which the gold questions are.
    :param count: how many invented reports stand beside them.
    :param bodies: reports whose paragraphs the invented ones have below the real ones' headings; None: the real ones'.
    :param scratch: where the two libraries and the invented files go; what a run left there is used again.
    """
    real = _library(settings, embedder, scratch / "alone", [folder], "báo cáo thật")
    invented = scratch / "invented"
    seeds = write_invented(find_files([folder]), count, invented, find_files([bodies]) if bodies else ())
    crowd = _library(settings, embedder, scratch / "crowd", [folder, invented], "báo cáo thật và phỏng theo")
    names = [strip_marks(fold(_name(r.metadata.place))) for r in real.catalog.reports() if r.metadata.place]
    questions = [question for question in gold if question.evidence]
    before = answer_all(questions, Assistant(real, embedder), "một mình")
    after = answer_all(questions, Assistant(crowd, embedder), "giữa đám đông")
    return [
        _compare(question, _names_one(question, names), before[question.id], after[question.id], seeds)
        for question in questions
    ]


def _compare(
    gold: Gold, names_place: bool, alone: Sequence[Hit], crowd: Sequence[Hit], seeds: Mapping[str, str]
) -> CrowdScore:
    same = crowd if names_place else [_as_if_real(hit, seeds) for hit in crowd]
    return CrowdScore(gold, names_place, _score_of(gold, alone), _score_of(gold, crowd), _score_of(gold, same))


def _score_of(gold: Gold, hits: Sequence[Hit]) -> EvidenceScore:
    score = found_in(gold, hits)
    assert score is not None, "only questions with evidence are asked"
    return score


def _as_if_real(hit: Hit, seeds: Mapping[str, str]) -> Hit:
    file = seeds.get(hit.passage.file, hit.passage.file)
    return replace(hit, passage=replace(hit.passage, file=file))


def write_invented(files: Sequence[Path], count: int, folder: Path, bodies: Sequence[Path] = ()) -> dict[str, str]:
    """Write invented reports into ``folder``; return the names of the files they were made of, by their own.

    Files that an earlier run left there and this one does not make are deleted.

    :param bodies: files whose paragraphs stand below the headings; none: those of ``files`` themselves.
    """
    folder.mkdir(parents=True, exist_ok=True)
    seeds: dict[str, str] = {}
    frames = [report for report in map(understand, files) if report.metadata.place]
    if bodies:
        frames = refill(frames, [understand(file) for file in bodies], count)
    for report in invent(frames, count):
        (folder / report.file).write_text(report.text, encoding="utf-8")
        seeds[report.file] = report.seed.file
    for stale in folder.glob("*.txt"):
        if stale.name not in seeds:
            stale.unlink()
    return seeds


def answer_all(gold: Sequence[Gold], assistant: Assistant, title: str) -> dict[str, tuple[Hit, ...]]:
    """Return the passages that come with each answer, by question id; with a progress bar."""
    return {
        question.id: assistant.converse(question.turns).hits for question in tqdm(gold, desc=title, unit="câu", disable=None)
    }


def table(compared: Sequence[CrowdScore]) -> dict[str, dict[str, float]]:
    """Return n and the means alone, in the crowd and the fall; by type, by whether a place is named, over all."""
    groups: dict[str, list[CrowdScore]] = {}
    for score in compared:
        groups.setdefault(score.gold.type, []).append(score)
    groups[NAMED] = [score for score in compared if score.names_place]
    groups[UNNAMED] = [score for score in compared if not score.names_place]
    groups[ALL] = list(compared)
    as_same = [replace(score, crowd=score.same) for score in compared]
    groups[f"{UNNAMED}, {SAME}"] = [score for score in as_same if not score.names_place]
    groups[f"{ALL}, {SAME}"] = as_same
    return {name: _means(group) for name, group in groups.items() if group}


def as_text(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Return the table as aligned text."""
    columns = list(next(iter(rows.values()))) if rows else []
    lines = ["loại".ljust(25) + "".join(column.rjust(14) for column in columns)]
    for name, row in rows.items():
        lines.append(name.ljust(25) + "".join((f"{v:.0f}" if c == "n" else f"{v:.3f}").rjust(14) for c, v in row.items()))
    return "\n".join(lines) + "\n"


def _means(group: Sequence[CrowdScore]) -> dict[str, float]:
    row = {"n": float(len(group))}
    for name, of in MEASURES.items():
        alone = statistics.fmean(of(score.alone) for score in group)
        crowd = statistics.fmean(of(score.crowd) for score in group)
        row |= {name: alone, f"{name} đông": crowd, f"{name} giảm": alone - crowd}
    return row


def _library(settings: Settings, embedder: Embedder, folder: Path, paths: Sequence[Path], title: str) -> Library:
    library = Library.open(replace(settings, data_dir=folder, chroma_url=None, database_url=None), create=True)
    stale = [path for path in library.catalog.sources() if not Path(path).exists()]
    for path in stale:
        library.forget(path)
    with _bar(title) as progress:
        bring_in(library, embedder, paths, progress)
    return library


@contextmanager
def _bar(title: str) -> Iterator[Callable[[str, float], None]]:
    with tqdm(total=100, desc=title, bar_format=BAR, disable=None) as bar:

        def progress(name: str, share: float) -> None:  # noqa: ARG001
            bar.update(share * 100 - bar.n)

        yield progress


def _name(place: str | None) -> str:
    match = LOCAL.match(place or "")
    return match[2] if match else place or ""


def _names_one(gold: Gold, names: Sequence[str]) -> bool:
    text = strip_marks(fold(" ".join(gold.turns)))
    return any(name in text or name.replace(" ", "") in text for name in names)
