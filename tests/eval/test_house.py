"""Counting the house, on one of two small modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.house import as_text, count


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "settings.py").write_text("PORT = 7860\nDEBUG = True\nclass Settings: ...\n")
    for package in ("ingest", "index", "app", "eval"):
        (tmp_path / package).mkdir()
    (tmp_path / "index" / "a.py").write_text(
        "import re\nWIDTH: int = 3\nX = re.compile('a')\nclass Hit: ...\nclass HitSchema: ...\n"
    )
    (tmp_path / "app" / "web").mkdir()
    (tmp_path / "app" / "web" / "b.py").write_text(
        "from langchain_openai import X\nimport gradio as gr\nclass Hit: ...\nclass HitSchema: ...\n"
        "def f(one):\n    made = one\n    return made\n"
    )
    return tmp_path


def test_counts_by_hand(root: Path) -> None:
    house = count(root)
    assert house.modules == 3
    assert house.lines == 3 + 5 + 7
    assert house.twice == {"Hit": ("index/a.py", "app/web/b.py")}
    assert house.empty_names == {"one": 1, "made": 1}, "what is only read does not count"
    assert house.patterns == {"index": 1}
    assert house.constants == {"settings.py": 1, "index": 1}, "True is no number"
    assert house.knowing == {"gradio": ("app/web/b.py",), "langchain": ("app/web/b.py",)}


def test_the_text_names_what_is_twice(root: Path) -> None:
    assert "  Hit: index/a.py, app/web/b.py" in as_text(count(root))
