"""A line of a page as it is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as printed: its text, the size of its letters, where it begins from the page's lower left.

    Size and place are in points, or in any unit that is the same all over the page. ``unsure`` holds the words with figures
    that two readings by OCR differ in.
    """

    text: str
    size: float
    x: float = 0.0
    y: float = 0.0
    unsure: tuple[str, ...] = ()
