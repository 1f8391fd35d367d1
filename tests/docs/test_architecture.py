"""docs/ARCHITECTURE.md is true: what it names exists, and every module lies in a room that it tells of."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex as re

ROOT = Path(__file__).resolve().parents[2]
PAPER = ROOT / "docs" / "ARCHITECTURE.md"
PACKAGES = ("ingest", "index", "app", "eval", "prompts", "deploy", "tests")
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
    names = itertools.chain.from_iterable(_expanded(match[1]) for match in NAMED.finditer(text))
    return {name for name in names if "/" in name or name.endswith((".py", ".toml"))}


def _modules() -> list[Path]:
    folders = [ROOT / package for package in PACKAGES]
    return [path for folder in folders for path in folder.rglob("*.py") if "__pycache__" not in path.parts]


def test_every_file_and_room_that_the_paper_names_exists() -> None:
    text = _rooms_and_tasks()
    known = {path.relative_to(ROOT).as_posix() for folder in PACKAGES for path in (ROOT / folder).rglob("*")}
    missing = {
        name
        for name in _named(text)
        if not (ROOT / name).exists() and not any(f"/{path}".endswith(f"/{name}") for path in known)
    }
    assert not missing


@pytest.mark.parametrize("package", ["ingest", "index", "app"])
def test_every_module_lies_in_a_room_of_the_paper(package: str) -> None:
    rooms = _named(_rooms_and_tasks().partition("## Where to put what")[0])
    told = {name.removesuffix("/") for name in rooms if name.startswith(f"{package}/")}
    bare = set(NAMED.findall(_rooms_and_tasks()))
    for module in _modules():
        path = module.relative_to(ROOT)
        if path.parts[0] != package or path.name in ("__init__.py", "__main__.py"):
            continue
        in_room = any(folder.as_posix() in told for folder in path.parents if folder.as_posix() != package)
        assert in_room or path.as_posix() in told or path.name in bare, f"{path} is in no room of docs/ARCHITECTURE.md"
