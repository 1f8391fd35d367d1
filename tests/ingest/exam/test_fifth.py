"""Forty more inputs by another writer who had seen no reader, on 1 December 2026: what is seen comes out, nothing else.

At first 33 were right as written, a place counting with its kind and "UBND" as "Ủy ban nhân dân"; 35 where two expectations
are put right (``note``). Wrong without a warning: a figure that a workbook held as text ("187.306"), a running head of
figures inside a sentence, a court and a number that OCR misread, a commune's name cut at "Hội". With one: the half of a scan
that its text layer left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.exam import scoring

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = json.loads((HERE / "fifth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_an_input_gives_what_a_person_sees(name: str) -> None:
    scoring.check(HERE / "fifth" / name, EXPECTED[name])
