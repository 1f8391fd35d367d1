"""What a reader is told beside the file: limits, where read pages are kept, whom to tell of progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.limits import Limits


@dataclass(frozen=True, slots=True)
class Reading:
    """The circumstances of reading one file.

    ``pages``: folder that keeps the text of OCR pages, None to keep none. ``progress`` is called with the share (0-1) of
    the file that is read, at least once a page of OCR. ``whole``: what a PDF holds beside its pages is read behind them;
    else its pages alone, since those files are read by themselves.
    """

    limits: Limits = field(default_factory=Limits)
    pages: Path | None = None
    progress: Callable[[float], None] = lambda share: None
    whole: bool = True
