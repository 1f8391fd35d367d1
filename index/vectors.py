"""The vector store. The only module that knows chromadb.

Chroma holds what the catalogue holds, keyed by passage id, in cosine space: embedded in ``DATA_DIR`` by default, or
on the server named by ``CHROMA_URL``. It can always be made anew from the catalogue.
"""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from index.embedding import Vectors
from index.errors import IndexProblem, StoreFailed

logger = logging.getLogger(__name__)

# Near-identical reports lie close together; with Chroma's defaults (16, 100, 100) the graph found as little as a third of
# the true nearest hundred among 20,000 passages, with these all of them, at 6 ms a search.
GRAPH: Any = {"space": "cosine", "max_neighbors": 64, "ef_construction": 400, "ef_search": 400}
M_PERTURB = -6  # malloc.h of GNU's C library: fill what is taken and what is freed
FILLING = 0xFF  # taken memory is filled with its complement, 0
BATCH = 2000  # rows a call; Chroma's own limit is 5,461


def _quiet() -> ChromaSettings:
    """Return settings of their own for every client: Chroma writes the address it connects to into them."""
    return ChromaSettings(anonymized_telemetry=False)


@contextmanager
def _filled_memory() -> Iterator[None]:
    """Have memory filled as it is taken: Chroma writes the unused rows of its graph to disk, whatever stood there before.

    That could be the words of a deleted report. Only GNU's C library offers it; elsewhere nothing happens.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", lambda option, value: 0) if os.name == "posix" else lambda *_: 0
    set_option(M_PERTURB, FILLING)
    try:
        yield
    finally:
        set_option(M_PERTURB, 0)


class VectorStore:
    """Passage vectors in one Chroma collection.

    :param folder: where an embedded Chroma keeps its files; unused with ``url``.
    :param name: the collection's name.
    :param url: a Chroma server instead, such as ``http://localhost:8000``.
    """

    def __init__(self, folder: Path, name: str, url: str | None = None) -> None:
        self.folder, self.name, self.url = folder, name, url
        self._open()

    def _open(self) -> None:
        try:
            self._get_collection()
        except Exception as error:
            where = self.url or self.folder
            if self.url is not None or not self.folder.exists():
                raise IndexProblem(
                    f"Không mở được kho véc-tơ Chroma tại {where} ({error}). "
                    "Hãy kiểm tra CHROMA_URL hoặc quyền ghi của DATA_DIR"
                ) from error
            logger.warning("Kho véc-tơ hỏng (%s), đang dựng lại từ danh mục", error)
            self._delete_files()
            self._get_collection()

    def _get_collection(self) -> None:
        self._client = self._connect()
        with _filled_memory():
            self._collection = self._client.get_or_create_collection(
                self.name, configuration={"hnsw": GRAPH}, embedding_function=None
            )

    def _delete_files(self) -> None:
        forget_clients()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _connect(self) -> ClientAPI:
        if self.url is None:
            return chromadb.PersistentClient(str(self.folder), settings=_quiet())
        address = urlsplit(self.url)
        secure = address.scheme == "https"
        port = address.port or (443 if secure else 8000)
        return chromadb.HttpClient(address.hostname or "localhost", port, ssl=secure, settings=_quiet())

    def ids(self) -> set[str]:
        """Return the ids of all stored passages."""
        return set(self._collection.get(include=[])["ids"])

    def all(self) -> dict[str, Vectors]:
        """Return all stored vectors by passage id."""
        found = self._collection.get(include=["embeddings"])
        return {key: np.asarray(v, dtype=np.float32) for key, v in zip(found["ids"], found["embeddings"], strict=True)}  # type: ignore[arg-type]

    def count(self) -> int:
        """Return the number of stored passages."""
        return self._collection.count()

    def put(self, vectors: dict[str, Vectors], owners: dict[str, str]) -> None:
        """Store vectors by passage id, each with its report's id; what is there already is overwritten."""
        keys = list(vectors)
        for at in range(0, len(keys), BATCH):
            part = keys[at : at + BATCH]
            with _filled_memory():
                self._collection.upsert(
                    ids=part,
                    embeddings=np.stack([vectors[key] for key in part]),
                    metadatas=[{"report": owners[key]} for key in part],
                )

    def drop(self, ids: Sequence[str]) -> None:
        """Take passages out."""
        for at in range(0, len(ids), BATCH):
            self._collection.delete(ids=list(ids[at : at + BATCH]))

    def nearest(self, vector: Vectors, limit: int, reports: Sequence[str] | None) -> list[tuple[str, float]]:
        """Return the nearest passages as (id, cosine), best first, ties by id; ``reports`` restricts the search to these.

        :raises StoreFailed: Chroma could not search.
        """
        try:
            return self._nearest(vector, limit, reports)
        except ChromaError as error:
            raise StoreFailed(str(error)) from error

    def _nearest(self, vector: Vectors, limit: int, reports: Sequence[str] | None) -> list[tuple[str, float]]:
        size = self.count()
        if not size or not limit or (reports is not None and not reports):
            return []
        where: Any = {"report": {"$in": list(reports)}} if reports is not None else None
        found = self._collection.query(
            query_embeddings=vector[np.newaxis, :], n_results=min(limit, size), where=where, include=["distances"]
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)  # type: ignore[index]
        return sorted(((key, 1.0 - float(d)) for key, d in pairs), key=lambda item: (-round(item[1], 6), item[0]))

    def reset(self) -> None:
        """Empty the store; an embedded one is deleted from disk, in case its files are damaged."""
        if self.url is None:
            self._delete_files()
        else:
            self._client.delete_collection(self.name)
        self._open()

    def delete(self) -> None:
        """Delete the collection for good, an embedded one with its folder. The store cannot be used afterwards."""
        if self.url is not None:
            self._client.delete_collection(self.name)
            return
        if isinstance(self._client, Client):
            self._client.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def forget_clients() -> None:
    """Let go of embedded stores: Chroma keeps a client a path, which would go on with files moved away or deleted."""
    SharedSystemClient.clear_system_cache()
