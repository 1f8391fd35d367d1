"""The vector store against brute force."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding.embedder import Vectors
from index.store.vectors import VectorStore, filled_memory

REPO = Path(__file__).resolve().parents[3]
COUNT, DIMENSION = 150, 16


@pytest.fixture
def stored() -> dict[str, Vectors]:
    """Unit vectors by id."""
    vectors = np.random.default_rng(7).normal(size=(COUNT, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {f"p{n:03d}": vector for n, vector in enumerate(vectors)}


@pytest.fixture
def store(tmp_path: Path, stored: dict[str, Vectors]) -> VectorStore:
    """A store that holds them, of three reports in turn."""
    opened = VectorStore(tmp_path / "chroma", "passages-test")
    opened.put(stored, _owners(stored))
    return opened


def _owners(stored: dict[str, Vectors]) -> dict[str, str]:
    return {key: f"r{n % 3}" for n, key in enumerate(stored)}


def _brute(stored: dict[str, Vectors], vector: Vectors, keys: list[str]) -> list[tuple[str, float]]:
    return sorted(((key, float(stored[key] @ vector)) for key in keys), key=lambda item: -item[1])


@pytest.mark.parametrize("limit", [1, 10, COUNT, COUNT + 50])
def test_nearest_is_the_order_of_cosine(store: VectorStore, stored: dict[str, Vectors], limit: int) -> None:
    for seed in range(5):
        vector = np.random.default_rng(100 + seed).normal(size=DIMENSION).astype(np.float32)
        vector /= np.linalg.norm(vector)
        expected = _brute(stored, vector, list(stored))[:limit]
        nearest = store.nearest(vector, limit, None)
        assert [key for key, _ in nearest] == [key for key, _ in expected]
        assert [score for _, score in nearest] == pytest.approx([score for _, score in expected], abs=1e-5)


def test_nearest_within_reports(store: VectorStore, stored: dict[str, Vectors]) -> None:
    vector = stored["p000"]
    owners = _owners(stored)
    expected = _brute(stored, vector, [key for key in stored if owners[key] in ("r1", "r2")])[:20]
    nearest = store.nearest(vector, 20, ["r1", "r2"])
    assert [key for key, _ in nearest] == [key for key, _ in expected]
    assert store.nearest(vector, 5, ["không có"]) == []
    assert store.nearest(vector, 5, []) == []
    assert store.nearest(vector, 0, None) == []


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    empty = VectorStore(tmp_path / "chroma", "passages-test")
    assert empty.nearest(np.ones(DIMENSION, np.float32), 5, None) == []
    assert (empty.count(), empty.ids()) == (0, set())


def test_put_overwrites_and_drop_takes_out(store: VectorStore, stored: dict[str, Vectors]) -> None:
    store.put({"p000": stored["p001"]}, {"p000": "r9"})
    assert store.count() == COUNT
    assert store.nearest(stored["p001"], 5, ["r9"])[0][0] == "p000"
    store.drop(["p000", "p001", "không có"])
    store.drop([])
    assert store.ids() == set(stored) - {"p000", "p001"}


def test_a_store_opened_again_holds_the_same(tmp_path: Path, store: VectorStore, stored: dict[str, Vectors]) -> None:
    again = VectorStore(tmp_path / "chroma", "passages-test")
    assert again.ids() == set(stored)


def test_reset_empties(store: VectorStore, stored: dict[str, Vectors]) -> None:
    store.reset()
    assert store.count() == 0
    store.put({"p000": stored["p000"]}, {"p000": "r0"})
    assert store.ids() == {"p000"}


def test_two_names_are_two_stores(tmp_path: Path, store: VectorStore) -> None:
    assert VectorStore(tmp_path / "chroma", "passages-other").count() == 0
    assert store.count() == COUNT


def _in_a_process_of_its_own(code: str) -> str:
    """Run code in a fresh interpreter at the repository's root and return what it prints."""
    begin = "from pathlib import Path; from index.store.vectors import VectorStore; from index.errors import IndexProblem\n"
    process = subprocess.run(
        [sys.executable, "-c", begin + code], cwd=REPO, capture_output=True, text=True, timeout=60, check=False
    )
    assert process.returncode == 0, process.stderr
    return process.stdout


NO_SERVER = """
try:
    VectorStore(Path("unused"), "passages-test", "http://127.0.0.1:9")
except IndexProblem as problem:
    print(problem)
"""


def test_no_server_is_one_error_with_the_remedy() -> None:
    output = _in_a_process_of_its_own(NO_SERVER)
    assert "CHROMA_URL" in output and output.count("\n") == 1


def test_a_server_tried_before_does_not_bend_an_embedded_store(tmp_path: Path) -> None:
    output = _in_a_process_of_its_own(
        f"{NO_SERVER}\nprint(VectorStore(Path({str(tmp_path / 'chroma')!r}), 'passages-test').count())"
    )
    assert output.splitlines()[-1] == "0"


def test_no_reports_as_a_tuple(store: VectorStore, stored: dict[str, Vectors]) -> None:
    assert store.nearest(stored["p000"], 5, ()) == []


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="not GNU's C library")
def test_what_stood_in_memory_is_not_written_with_the_graph() -> None:
    libc = ctypes.CDLL(None)
    libc.malloc.restype = libc.calloc.restype = ctypes.c_void_p
    libc.free.argtypes = [ctypes.c_void_p]
    size = 50_000  # below what the C library asks the system for anew
    for _ in range(20):
        room = libc.malloc(size)
        ctypes.memset(room, ord("M"), size)
        libc.free(room)
        with filled_memory():
            room = libc.malloc(size)
        assert ctypes.string_at(room, size) == bytes(size)
        libc.free(room)
