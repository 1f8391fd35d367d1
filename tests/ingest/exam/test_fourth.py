"""Forty inputs by a writer who had seen no reader, on 1 December 2026, as files: what is seen comes out, and nothing else.

At first 26 were right, where ``place`` is null for bodies that cover no unit below the province, as it is defined; 15 with
the unit that the writer gave those nineteen. Lost without a warning: sentences of two columns below a title, rows of a
table with rules at its head and end alone, the footer of the first page.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.exam import scoring

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = json.loads((HERE / "fourth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_an_input_gives_what_a_person_sees(name: str) -> None:
    scoring.check(HERE / "fourth" / name, EXPECTED[name])
