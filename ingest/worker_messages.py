"""What a worker and its process say to each other. Both sides import these classes from here, as pickle needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.limits import Limits

Task = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Order:
    """A task and its arguments."""

    task: Task
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ProgressMade:
    """How far a task has got, 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Ready:
    """The process is up."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a task returned."""

    result: Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of those that a task may raise; ``spent``: the process is not to be used again."""

    error: Exception
    spent: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What a process is started with."""

    limits: Limits
    pages: Path | None
    modules: tuple[str, ...]
    foreseen: tuple[type[Exception], ...]
    whole: bool = True  # of what is read; see :class:`ingest.reading.Reading`
