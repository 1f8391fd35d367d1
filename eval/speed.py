"""Indexing time: this product against a plain LangChain pipeline on the same model weights and the same files.

The plain pipeline is what tutorials build: the files' text as it is, RecursiveCharacterTextSplitter 1000/200,
HuggingFaceEmbeddings at its defaults, Chroma. Both run in this process, one after the other, model loading left out
and Chroma included; the only module that imports langchain.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from langchain_chroma import Chroma
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
    """Seconds and pieces of one pipeline."""

    seconds: float
    pieces: int


def compare(paths: Sequence[Path], settings: Settings) -> tuple[Timing, Timing]:
    """Return the timings of (this product, the plain pipeline) for bringing these files into an empty index."""
    files = find_files(paths)
    return _ours(files, settings), _plain(files, settings)


def _ours(files: Sequence[Path], settings: Settings) -> Timing:
    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    embedder.passages(["khởi động"])
    with tempfile.TemporaryDirectory() as scratch:
        own = replace(settings, data_dir=Path(scratch), chroma_url=None, database_url=None)
        started = time.perf_counter()
        outcome = bring_in(Library.open(own, create=True), embedder, files)
        return Timing(time.perf_counter() - started, outcome.passages)


def _plain(files: Sequence[Path], settings: Settings) -> Timing:
    folder = e5_weights.ensure_folder(settings.model_dir)
    embeddings = HuggingFaceEmbeddings(model_name=str(folder), model_kwargs={"model_kwargs": {"dtype": "float32"}})
    embeddings.embed_documents(["khởi động"])
    with tempfile.TemporaryDirectory() as scratch:
        started = time.perf_counter()
        texts = ["\n".join(line.text + ("\n" if line.gap else "") for line in readers.read(f).lines) for f in files]
        chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).create_documents(texts)
        Chroma.from_documents(chunks, embeddings, persist_directory=scratch)
        return Timing(time.perf_counter() - started, len(chunks))
