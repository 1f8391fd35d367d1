"""Indexing time: this product against a plain LangChain pipeline on the same model weights and the same files.

The plain pipeline is what tutorials build: the files' text as it is, RecursiveCharacterTextSplitter 1000/200,
HuggingFaceEmbeddings at its defaults, Chroma; a second one adds what tutorials of hybrid search add, bm25s over the same
pieces. All run in this process by turns, model loading left out and Chroma included; the only module that imports langchain.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from index.build import bring_in
from index.embedding import e5_weights
from index.embedding.embedder import SentenceEmbedder
from index.folders import find_files
from index.store.library import Library
from ingest import readers
from settings import Settings


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds and pieces of one pipeline: ``wall`` by the clock, ``processor`` spent by this process and by its readers."""

    wall: float
    processor: float
    pieces: int


def compare(paths: Sequence[Path], settings: Settings, rounds: int = 1) -> dict[str, list[Timing]]:
    """Return the timings of each pipeline for bringing these files into an empty index, taken by turns.

    The one with bm25s (requirements-eval.txt) is left out where it is not installed.
    """
    files = find_files(paths)
    ours, plain = _ours(settings), _plain(settings)
    pipelines: dict[str, Callable[[Path], int]] = {
        "Sản phẩm này": lambda scratch: ours(files, scratch),
        "LangChain, Chroma": lambda scratch: len(plain(files, scratch)),
    }
    if importlib.util.find_spec("bm25s") is not None:
        pipelines["LangChain, Chroma, bm25s"] = lambda scratch: _with_keywords(plain(files, scratch))
    timings: dict[str, list[Timing]] = {name: [] for name in pipelines}
    for _ in range(rounds):
        for name, bring in pipelines.items():
            with tempfile.TemporaryDirectory() as scratch:
                started, spent = time.perf_counter(), _processor()
                pieces = bring(Path(scratch))
                timings[name].append(Timing(time.perf_counter() - started, _processor() - spent, pieces))
    return timings


def _processor() -> float:
    """Return the seconds of processor time of this process and of those that it has seen end."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _ours(settings: Settings) -> Callable[[Sequence[Path], Path], int]:
    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    embedder.passages(["khởi động"])
    embedder.count_tokens(["khởi động"])

    def bring(files: Sequence[Path], scratch: Path) -> int:
        own = replace(settings, data_dir=scratch, chroma_url=None, database_url=None)
        return bring_in(Library.open(own, create=True), embedder, files).passages

    return bring


def _plain(settings: Settings) -> Callable[[Sequence[Path], Path], list[Document]]:
    folder = e5_weights.ensure_folder(settings.model_dir)
    embeddings = HuggingFaceEmbeddings(model_name=str(folder), model_kwargs={"model_kwargs": {"dtype": "float32"}})
    embeddings.embed_documents(["khởi động"])

    def bring(files: Sequence[Path], scratch: Path) -> list[Document]:
        texts = ["\n".join(line.text + ("\n" if line.gap else "") for line in readers.read(f).lines) for f in files]
        chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).create_documents(texts)
        Chroma.from_documents(chunks, embeddings, persist_directory=str(scratch))
        return chunks

    return bring


def _with_keywords(chunks: Sequence[Document]) -> int:
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize([chunk.page_content for chunk in chunks], show_progress=False), show_progress=False)
    return len(chunks)
