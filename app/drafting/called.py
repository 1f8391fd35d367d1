"""What the figures of an outline are called besides, by ``prompts/drafting.toml``: "dân số" is told as "nhân khẩu" too."""

from __future__ import annotations

import functools
from pathlib import Path

from ingest.language.terms import fold
from prompts import FOLDER, Tables
from prompts import load as load_file


def names_of(figure: str) -> tuple[str, ...]:
    """Return all names of a figure, folded, its own first."""
    own = fold(figure)
    return next((group for group in _called() if own in group), (own,))


@functools.cache
def _called() -> tuple[tuple[str, ...], ...]:
    return load(FOLDER / "drafting.toml")


def load(file: Path) -> tuple[tuple[str, ...], ...]:
    """Load the file.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load_file(file, _groups)


def _groups(tables: Tables) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(name) for name in group) for group in tables["called"])
