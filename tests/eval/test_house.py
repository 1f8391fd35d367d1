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
    assert house.bland == {"app/web": {"one": 1, "made": 1}}, "what is only read does not count"
    assert house.patterns == {"index": 1}
    assert house.constants == {"settings.py": 1, "index": 1}, "True is no number"
    assert house.knowing == {"gradio": ("app/web/b.py",), "langchain": ("app/web/b.py",)}


def test_bland_names_long_modules_and_broad_handlers(root: Path) -> None:
    (root / "app" / "door.py").write_text(
        "for found in range(3):\n    print(found)\n"
        "def g(kept):\n"
        "    try:\n        return [one for one in kept]\n"
        "    except (OSError, Exception):\n        return None\n"
        "    except ValueError as error:\n        return error\n" + "\n" * 300
    )
    house = count(root)
    assert house.bland == {"app/web": {"one": 1, "made": 1}, "app": {"found": 1, "kept": 1, "one": 1}}
    assert house.long == {"app/door.py": 309}
    assert house.broad == {"app": 1}
    text = as_text(house)
    assert "bland names bound: 5 (one 2, made 1, found 1," in text
    assert "  app: 3\n  app/web: 2\n" in text
    assert "modules of more than 300 lines: 1\n  app/door.py: 309\nhandlers of Exception: app 1\n" in text


def test_the_text_names_what_is_twice(root: Path) -> None:
    assert "  Hit: index/a.py, app/web/b.py" in as_text(count(root))
