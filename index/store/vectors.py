"""The vector store. The only module that knows chromadb.

Chroma holds what the catalogue holds, keyed by passage id, in cosine space: embedded in ``DATA_DIR`` by default, or
on the server named by ``CHROMA_URL``. It can always be made anew from the catalogue.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings

from index.embedding.embedder import Vectors
from index.errors import IndexProblem, StoreFailed, guarded
from index.store.seal import Seal

# Near-identical reports lie close together; with Chroma's defaults (16, 100, 100) the graph found as little as a third of
# the true nearest hundred among 20,000 passages, with these all of them, at 6 ms a search.
GRAPH: Any = {"space": "cosine", "max_neighbors": 64, "ef_construction": 400, "ef_search": 400}
M_PERTURB = -6  # malloc.h of GNU's C library: fill what is taken and what is freed
FILLING = 0xFF  # taken memory is filled with its complement, 0
BATCH = 2000  # rows a call; Chroma's own limit is 5,461


def _quiet() -> ChromaSettings:
    """Return new settings for every client, since Chroma writes the address it connects to into them."""
    return ChromaSettings(anonymized_telemetry=False)


@dataclass(slots=True)
class _Filling:
    """How many blocks of :func:`filled_memory` are open; counted with the lock held."""

    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


_filling = _Filling()


@contextmanager
def filled_memory() -> Iterator[None]:
    """Fill memory when it is allocated. Chroma writes the unused rows of its graph to disk with their former content.

    That could be the words of a deleted report. Only GNU's C library offers it; elsewhere nothing happens.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", lambda option, value: 0) if os.name == "posix" else lambda *_: 0
    with _filling.lock:
        _filling.count += 1
        set_option(M_PERTURB, FILLING)
    try:
        yield
    finally:
        with _filling.lock:
            _filling.count -= 1
            if not _filling.count:  # the option is the whole process's: another thread may still need it
                set_option(M_PERTURB, 0)


class VectorStore:
    """Passage vectors in one Chroma collection.

    :param folder: where an embedded Chroma keeps its files; unused with ``url``.
    :param name: the collection's name.
    :param url: a Chroma server instead, such as ``http://localhost:8000``.
    """

    def __init__(self, folder: Path, name: str, url: str | None = None) -> None:
        self.folder, self.name, self.url = folder, name, url
        self.damage = ""  # why it cannot be used, in Vietnamese; then every call but reset() raises StoreFailed
        self._seal = Seal(folder) if url is None else None
        self._sealed = ""
        self._held: Collection | None = None
        self._open()

    def _open(self) -> None:
        is_new = not self.folder.exists()
        self._held, self.damage, self._is_loaded = None, self.problem(), False
        if self.damage:
            return
        try:
            self._get_collection()
        except StoreFailed as error:
            if self.url is not None or is_new:
                where = self.url or self.folder
                raise IndexProblem(
                    f"Không mở được kho véc-tơ Chroma tại {where} ({error}). "
                    "Hãy kiểm tra CHROMA_URL, quyền ghi và dung lượng đĩa của DATA_DIR"
                ) from error
            self.damage = str(error)
        self._sealed = self._seal.stamp() if self._seal else ""

    def problem(self) -> str:
        """Return what is wrong with the files of an embedded store, in Vietnamese; an empty text for whole ones."""
        return self.damage or (self._seal.problem() if self._seal else "")

    def is_stale(self) -> bool:
        """Say whether another process has written since this one opened the store."""
        return self._seal is not None and self._seal.stamp() != self._sealed

    def stamp(self) -> str:
        """Return what tells the last write of this process from those of others; an empty text for a server's store."""
        return self._sealed

    @property
    def _collection(self) -> Collection:
        if self._held is None:
            raise StoreFailed(self.damage or "chưa mở")
        return self._held

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Break the seal while the block writes and close it afterwards. A write that fails leaves the seal broken.

        Memory is filled throughout: the graph is built not when rows are put but when they are carried over.
        """
        with guarded(), filled_memory():
            if self._seal:
                self._seal.open()
            yield
            if self._seal:
                self._seal.close()
                self._sealed = self._seal.stamp()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Guard a reading. The first one loads the graph, in filled memory: writing carries its unused rows to disk."""
        with guarded():
            if self._is_loaded:
                yield
                return
            with filled_memory():
                yield
            self._is_loaded = True

    def _get_collection(self) -> None:
        with guarded(), filled_memory():
            self._client = self._connect()
            self._held = self._client.get_or_create_collection(
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
        with self._reading():
            return set(self._collection.get(include=[])["ids"])

    def ids_of(self, report: str) -> set[str]:
        """Return the ids of the stored passages of a report."""
        with self._reading():
            return set(self._collection.get(where={"report": report}, include=[])["ids"])

    def all(self) -> dict[str, Vectors]:
        """Return all stored vectors by passage id."""
        with self._reading():
            records = self._collection.get(include=["embeddings"])
        return {key: np.asarray(v, dtype=np.float32) for key, v in zip(records["ids"], records["embeddings"], strict=True)}  # type: ignore[arg-type]

    def count(self) -> int:
        """Return the number of stored passages."""
        with guarded():
            return self._collection.count()

    def put(self, vectors: dict[str, Vectors], owners: dict[str, str]) -> None:
        """Store vectors by passage id, each with its report's id; what is there already is overwritten."""
        keys = list(vectors)
        if not keys:
            return
        with self._writing():
            for at in range(0, len(keys), BATCH):
                part = keys[at : at + BATCH]
                self._collection.upsert(
                    ids=part,
                    embeddings=np.stack([vectors[key] for key in part]),
                    metadatas=[{"report": owners[key]} for key in part],
                )
            self._settle(vectors[keys[0]])

    def drop(self, ids: Sequence[str]) -> None:
        """Take passages out."""
        if not ids:
            return
        with self._writing():
            for at in range(0, len(ids), BATCH):
                self._collection.delete(ids=list(ids[at : at + BATCH]))
            self._settle(None)

    def _settle(self, vector: Vectors | None) -> None:
        """Make Chroma carry its log into rows and graph now. Else the next reading does so, after the seal is closed."""
        self._collection.get(limit=1, include=[])
        if vector is None:
            some = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
            vector = np.asarray(some[0], dtype=np.float32) if some is not None and len(some) else None
        if vector is not None:
            self._collection.query(query_embeddings=vector[np.newaxis, :], n_results=1, include=[])

    def nearest(self, vector: Vectors, limit: int, reports: Sequence[str] | None) -> list[tuple[str, float]]:
        """Return the nearest passages as (id, cosine), best first, ties by id; ``reports`` restricts the search to these.

        :raises StoreFailed: Chroma could not search.
        """
        with self._reading():
            return self._nearest(vector, limit, reports)

    def _nearest(self, vector: Vectors, limit: int, reports: Sequence[str] | None) -> list[tuple[str, float]]:
        size = self.count()
        if not size or not limit or (reports is not None and not reports):
            return []
        where: Any = {"report": {"$in": list(reports)}} if reports is not None else None
        nearest = self._collection.query(
            query_embeddings=vector[np.newaxis, :], n_results=min(limit, size), where=where, include=["distances"]
        )
        pairs = zip(nearest["ids"][0], nearest["distances"][0], strict=True)  # type: ignore[index]
        return sorted(((key, 1.0 - float(d)) for key, d in pairs), key=lambda item: (-round(item[1], 6), item[0]))

    def reset(self) -> None:
        """Empty the store; an embedded one is deleted from disk, in case its files are damaged.

        :raises IndexProblem: it cannot be made anew.
        """
        self.damage = ""
        if self.url is None:
            self._delete_files()
        else:
            with guarded():
                self._client.delete_collection(self.name)
        self._open()

    def delete(self) -> None:
        """Delete the collection for good, an embedded one with its folder. The store cannot be used afterwards."""
        if self.url is not None:
            with guarded():
                self._client.delete_collection(self.name)
            return
        if isinstance(self._client, Client):
            self._client.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def forget_clients() -> None:
    """Close embedded stores. Chroma keeps one client for each path, which would go on with moved or deleted files."""
    SharedSystemClient.clear_system_cache()
