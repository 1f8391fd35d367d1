"""An answer from a table: the row as it is written out, cited with the titles that it takes figures from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from app.assistant import Assistant
from index.build import bring_in
from index.store.library import Library
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")


def test_years_of_a_row_are_cited_where_they_stand(settings: Settings, embedder: Any, samples: Path) -> None:
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [samples / "reports" / "van-sa.pdf"])
    answer = Assistant(library, embedder).answer("Năm 2022 huyện Vân Sa tặng Giấy khen cho bao nhiêu cá nhân?")
    line = next(line for line in answer.text.split("\n") if "Giấy khen, " in line)
    cited = [answer.citations[int(n) - 1].quote for n in re.findall(r"\[(\d)\]", line)]
    assert len(cited) == 2, "the row, and the titles above it"
    figures = re.findall(r"\d+", re.sub(r"\[\d\]", "", line))
    assert "2022" in figures and all(figure in " ".join(cited) for figure in figures)
