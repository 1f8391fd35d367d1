"""docs/ARCHITECTURE.md is true: what it names exists, and every module lies in a room that it tells of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import regex as re

ROOT = Path(__file__).resolve().parents[2]
PAPER = ROOT / "docs" / "ARCHITECTURE.md"
FOLDERS = ("ingest", "index", "app", "eval", "prompts", "deploy", "docs", "tests")
NAMED = re.compile(r"`([\w./{},-]+)`")
BRACES = re.compile(r"(.*)\{(.*)\}(.*)")


def _rooms_and_tasks() -> str:
    """Return the paper up to its glossary, which names no files."""
    return PAPER.read_text(encoding="utf-8").partition("## Glossary")[0]


def _expanded(name: str) -> Iterator[str]:
    """Yield the names that "app/{a,b}.py" stands for."""
    braces = BRACES.fullmatch(name)
    if braces is None:
        yield name
    else:
        yield from (f"{braces[1]}{part}{braces[3]}" for part in braces[2].split(","))


def _named(text: str) -> set[str]:
    """Return the paths that the text names; a bare name lies beside the path named before it in its cell of a table."""
    paths = set()
    for cell in re.split(r"[|\n]", text):
        folder = ""
        for match in NAMED.finditer(cell):
            for name in _expanded(match[1]):
                if "/" in name:
                    folder = name if "." not in name.rpartition("/")[2] else name.rpartition("/")[0]
                    paths.add(name.removesuffix("/"))
                elif name.endswith((".py", ".toml")):
                    paths.add(name if not folder or (ROOT / name).exists() else f"{folder}/{name}")
    return paths


def test_every_file_and_room_that_the_paper_names_exists() -> None:
    known = [path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    known += [path.name for path in ROOT.iterdir()]
    named = _named(_rooms_and_tasks())
    assert not {name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in known)}


@pytest.mark.parametrize("package", ["ingest", "index", "app"])
def test_every_module_lies_in_a_room_of_the_paper(package: str) -> None:
    rooms = _named(_rooms_and_tasks().partition("## Where to put what")[0]) - {package}
    for module in (ROOT / package).rglob("*.py"):
        path = module.relative_to(ROOT)
        if path.name not in ("__init__.py", "__main__.py"):
            around = {path.as_posix(), *(folder.as_posix() for folder in path.parents)}
            assert around & rooms, f"{path} is in no room of docs/ARCHITECTURE.md"
