"""Cells that people named, against the table: right, with another value beside it, silent, wrong."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from eval.cells import NamedCell, load, outcomes, summary
from index.build import bring_in
from index.store.library import Library
from settings import Settings
from tests.conftest import KeywordEmbedder

TOWN = """BÁO CÁO

Sơ kết công tác nuôi ong năm 2031

UBND thị trấn Lũng Vầu báo cáo như sau:

I. KẾT QUẢ

Thị trấn Lũng Vầu còn 41 hộ nghèo. Riêng tổ dân phố Pá Nặm còn 17 hộ nghèo. Sản lượng mật ong đạt 3,5 tấn.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with the report of one town."""
    world = tmp_path_factory.mktemp("cells")
    (world / "lung-vau.txt").write_text(TOWN, encoding="utf-8")
    opened = Library.open(Settings(data_dir=world / "data", embedding_model=KeywordEmbedder().name), create=True)
    bring_in(opened, KeywordEmbedder(), [world / "lung-vau.txt"])
    return opened


@pytest.mark.parametrize(
    ("indicator", "value", "outcome"),
    [
        ("hộ nghèo", "41", "right"),
        ("hộ nghèo tổ dân phố Pá Nặm", "17", "right"),  # the indicator itself names the unit
        ("hộ nghèo", "14", "wrong"),
        ("đàn trâu", "12", "silent"),
    ],
)
def test_how_a_cell_comes_out(library: Library, indicator: str, value: str, outcome: str) -> None:
    cell = NamedCell("lung-vau", indicator, 2031, Decimal(value))
    results = list(outcomes(library, [cell]))
    assert results == [(cell, outcome)]
    assert f"{outcome} 1" in summary(results) and ("sai: lung-vau" in summary(results)) == (outcome == "wrong")


def test_cells_are_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "cells.jsonl"
    line = {"doc": "a", "indicator": "hộ nghèo", "year": 2031, "value": 3.5, "quote": "…"}
    file.write_text(f"{json.dumps(line)}\n\n", encoding="utf-8")
    assert load(file) == [NamedCell("a", "hộ nghèo", 2031, Decimal("3.5"))]
    file.write_text('{"doc": "a"}', encoding="utf-8")
    with pytest.raises(KeyError):
        load(file)
