"""A library of invented communes: what each report says is written here, so that every number of the tests is known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.query.query import QueryReader
from index.store.library import Library
from ingest.model import Kind, Line, Source, Table
from ingest.passages import cut
from ingest.report import assemble
from settings import Settings

HEADS = {
    "khe-son.docx": ("XÃ KHE SƠN", 2023, "12"),
    "khe-son-2024.docx": ("XÃ KHE SƠN", 2024, "13"),
    "dong-vai.docx": ("XÃ ĐỒNG VẢI", 2024, "14"),
    "tho-loc.docx": ("XÃ THỌ LỘC", 2024, "15"),
}
BODIES = {
    "khe-son.docx": (
        "Cuối năm toàn xã còn 130 hộ nghèo, chiếm 6,5%.",
        "Chủ tịch UBND xã tặng giấy khen cho 11 tập thể, 52 cá nhân.",
    ),
    "khe-son-2024.docx": (
        "Cuối năm toàn xã còn 104 hộ nghèo, chiếm 5,2%, giảm 26 hộ so với năm 2023; 77 hộ cận nghèo.",
        "Chủ tịch UBND xã tặng giấy khen cho 14 tập thể, 61 cá nhân.",
        "Trong năm kết nạp 9 đảng viên mới (kế hoạch 12, năm 2023 kết nạp 7).",
    ),
    "dong-vai.docx": (
        "Kết quả rà soát, xã có 88 hộ nghèo (4,4%), 60 hộ cận nghèo. Hỗ trợ sửa nhà cho 15 hộ nghèo.",
        "Giấy khen của Chủ tịch UBND xã: 9 tập thể, 40 cá nhân.",
        "Kết nạp mới 6 đảng viên.",
    ),
    "tho-loc.docx": (
        "Số hộ cận nghèo còn 35 hộ.",
        "Chủ tịch UBND xã tặng giấy khen cho 7 tập thể, 33 cá nhân.",
        "Ở phần đánh giá, xã nêu đã tặng giấy khen cho 36 cá nhân.",
    ),
}
TABLE = Table(
    (
        ("TT", "Thôn", "Hộ nghèo 2023", "Hộ nghèo 2024", "Tỷ lệ (%)"),
        ("1", "Bản Mạy", "51", "40", "6,0"),
        ("2", "Nà Cườm", "30", "21", "4,1"),
        ("3", "Khau Vai", "49", "43", "7,7"),
        ("", "Cộng", "130", "104", "5,2"),
    ),
    None,
)


def _count(texts: Sequence[str]) -> list[int]:
    """A token is a word."""
    return [len(text.split()) for text in texts]


@pytest.fixture(scope="module")
def communes(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Four reports of three invented communes; one of them has a table of its villages."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("communes"), embedding_model="none")
    library = Library.open(settings, create=True)
    for file, (place, year, number) in HEADS.items():
        head = ("ỦY BAN NHÂN DÂN", place, "BÁO CÁO", f"Tình hình kinh tế - xã hội năm {year}")
        lines = [Line(text, whole=True) for text in (*head, "I. KẾT QUẢ ĐẠT ĐƯỢC", *BODIES[file])]
        tables = (TABLE,) if file == "khe-son-2024.docx" else ()
        for table in tables:
            rows = enumerate(table.rows)
            lines += [Line(" ".join(row), kind=Kind.TABLE, whole=True, row=(0, at)) for at, row in rows]
        report = assemble(Source(tuple(lines), tables=tables), number * 32, file)
        passages = cut(report, _count)
        vectors = np.ones((len(passages), 4), dtype=np.float32) / 2
        library.add(report, passages, vectors, f"/{file}")
    return library


@pytest.fixture(scope="module")
def reader(communes: Library) -> QueryReader:
    """Reads indicators with the library's words."""
    return QueryReader(communes)


def identity(file: str) -> str:
    """Return the id of an invented report."""
    return HEADS[file][2] * 32


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder to write into."""
    return tmp_path
