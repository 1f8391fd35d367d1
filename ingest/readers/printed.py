"""What is printed on a page: lines, and the pieces (letters or words) they are made of, with their places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page as it is shown, in shares (0-1) of its width and height from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """The height, as a share of the page's."""
        return self.bottom - self.top

    def around(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A letter of a page's text layer, or a word that OCR read, and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as printed: its text, the size of its letters, where it begins from the page's lower left.

    Size and place are in points, or in any unit that is the same all over the page. ``words``: those of a line read by
    OCR, as they were read, before anything is mended; ``unsure``: those with figures that two readings by OCR differ in;
    ``bold``: how many letters and figures from the first on are set bold.
    """

    text: str
    size: float
    x: float = 0.0
    y: float = 0.0
    words: tuple[Piece, ...] = ()
    unsure: tuple[str, ...] = ()
    bold: int = 0
