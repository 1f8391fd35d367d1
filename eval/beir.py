"""Retrieval measures on a folder in BEIR form: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv``.

Texts go through the product's own embedder, keyword analysis and fusion; a document is one passage, its title the
passage's context.
"""

from __future__ import annotations

import csv
import json
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from eval.metrics import ndcg_at, recall_at, reciprocal_rank_at
from index.embedding.embedder import Embedder
from index.search.retrieval import Retriever
from index.store.library import Library
from ingest.model import Metadata, Passage, Report
from settings import Settings

TOGETHER = 500  # documents of one stored "report"


def measure(folder: Path, embedder: Embedder, settings: Settings) -> dict[str, float]:
    """Return Recall@1, @5, @10, MRR@10 and nDCG@10 over the queries that have relevance judgements."""
    queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    grades = _grades(folder / "qrels" / "test.tsv")
    with tempfile.TemporaryDirectory() as scratch:
        library = Library.open(replace(settings, data_dir=Path(scratch), chroma_url=None, database_url=None), create=True)
        _fill(library, embedder, list(_rows(folder / "corpus.jsonl")))
        retriever = Retriever(library, embedder)
        rankings = {
            key: [hit.passage.heading for hit in retriever.search(queries[key], 10)]
            for key in tqdm(grades, unit="câu hỏi", disable=None)
        }
    return {
        "n": float(len(rankings)),
        **{f"Recall@{k}": statistics.fmean(recall_at(r, grades[q], k) for q, r in rankings.items()) for k in (1, 5, 10)},
        "MRR@10": statistics.fmean(reciprocal_rank_at(r, grades[q], 10) for q, r in rankings.items()),
        "nDCG@10": statistics.fmean(ndcg_at(r, grades[q], 10) for q, r in rankings.items()),
    }


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _grades(file: Path) -> dict[str, dict[str, float]]:
    grades: dict[str, dict[str, float]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if float(row["score"]) > 0:
                grades.setdefault(row["query-id"], {})[row["corpus-id"]] = float(row["score"])
    return grades


def _fill(library: Library, embedder: Embedder, corpus: list[dict[str, str]]) -> None:
    for at in tqdm(range(0, len(corpus), TOGETHER), unit="phần", disable=None):
        part = corpus[at : at + TOGETHER]
        identity = f"{at:064d}"
        passages = [
            Passage(
                id=f"{at:08d}-{number:04d}",
                report=identity,
                file="corpus.jsonl",
                title=row.get("title", ""),
                section=(),
                heading=row["_id"],
                headings=(),
                page=None,
                start=0,
                end=len(row["text"]),
                text=row["text"],
                context=row.get("title", ""),
                label=row.get("title", ""),
            )
            for number, row in enumerate(part)
        ]
        report = Report(identity, "corpus.jsonl", "", (), (), (), 0, (), None, Metadata())
        library.add(report, passages, embedder.passages([p.embedded for p in passages]), f"corpus:{at}")
