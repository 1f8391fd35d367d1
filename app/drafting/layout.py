"""Loads ``prompts/layout.toml``: the decree's layout rules, one place for the writer and the checker."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prompts import FOLDER, Tables
from prompts import load as load_file

ALIGNMENTS = frozenset(("left", "center", "both"))


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks: size in points, sizes the decree allows, bold, italic, alignment, case."""

    size: float
    allowed: tuple[float, float]
    bold: bool
    italic: bool
    align: str
    upper: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The rules: lengths in millimetres, sizes in points; see the file."""

    page: Mapping[str, Any]
    head: Mapping[str, Any]
    texts: Mapping[str, str]
    body: Mapping[str, Any]
    looks: Mapping[str, Look]


@functools.cache
def layout() -> Layout:
    """Return the rules of this installation."""
    return load(FOLDER / "layout.toml")


def load(file: Path) -> Layout:
    """Load the rules.

    :raises DataFileError: an entry is missing, or a size lies outside what it says is allowed.
    """
    return load_file(file, _layout_of)


def _layout_of(tables: Tables) -> Layout:
    looks = {name: _look(name, entry) for name, entry in tables["element"].items()}
    return Layout(tables["page"], tables["head"], tables["texts"], tables["body"], looks)


def _look(name: str, entry: Mapping[str, Any]) -> Look:
    low, high = entry["allowed"]
    if not low <= entry["size"] <= high or entry["align"] not in ALIGNMENTS:
        raise ValueError(f"element.{name}: size {entry['size']} (cho phép {low}-{high}), align {entry['align']!r}")
    return Look(entry["size"], (low, high), entry["bold"], entry["italic"], entry["align"], entry["case"] == "upper")
