"""What the tests of the office share: a store, and answers that cite invented passages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer.model import Answer, Citation
from app.storage.store import Store
from index.database.sqlite import SqliteDatabase
from ingest.model import Passage
from settings import Settings

VAN_SA, LAM_TRA = "a" * 64, "b" * 64  # ids of two reports


@pytest.fixture
def store(settings: Settings) -> Store:
    """An empty store."""
    return Store.open(settings)


def cited(n: int, report: str, quote: str, file: str = "van-sa.pdf", section: tuple[str, ...] = ("II", "1")) -> Citation:
    """Return a citation of a passage that is its quote."""
    passage = Passage(
        f"{report[:16]}-{n:04d}", report, file, "Tổng kết năm 2024", section, "Giảm nghèo", ("Kết quả", "Giảm nghèo"), 3,
        100, 100 + len(quote), quote, "bối cảnh của đoạn", "nhãn",
    )  # fmt: skip
    return Citation(n, passage, 0, len(quote), quote, 3)


@pytest.fixture
def two_reports() -> Answer:
    """An answer with a line from each of two reports."""
    quotes = "năm 2024 còn 1.037 hộ nghèo", "cuối năm 2023 còn 1.618 hộ nghèo"
    citations = (cited(1, VAN_SA, quotes[0]), cited(2, LAM_TRA, quotes[1], "lam-tra.docx", ()))
    text = f"Các báo cáo nêu:\n- Huyện Vân Sa: {quotes[0]} [1]\n- Huyện Lam Trà: {quotes[1]} [2]"
    return Answer(text, False, "extractive", citations, (), 12, ("Lưu ý một điều.",))


@pytest.fixture
def one_report() -> Answer:
    """An answer from one report."""
    return Answer("Năm 2024 còn 1.037 hộ nghèo [1]", False, "extractive", (cited(1, VAN_SA, "còn 1.037 hộ nghèo"),), (), 9)


@pytest.fixture
def leftovers(store: Store) -> Callable[[], bytes]:
    """Return all bytes of the store's file; in PostgreSQL, whose files are its own affair, of its rows."""
    return lambda: held(store)


def held(store: Store) -> bytes:
    """Return what a store holds as bytes, of files where it has its own."""
    if isinstance(store.database, SqliteDatabase):
        return b"".join(file.read_bytes() for file in store.database.file.parent.glob("*.sqlite*"))
    rows = [tuple(row) for table in store.database.tables() for row in store.rows(f"SELECT * FROM {table}")]
    return repr(rows).encode()
