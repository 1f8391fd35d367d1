"""Places on a page, in points from its upper left corner, and the ruled lines between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Cell = tuple[float, float, float, float]  # of a table: its left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Its area; 0 for one turned inside out."""
        return max(0.0, self.width) * max(0.0, self.height)

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies within."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def shared(self, other: Rectangle) -> float:
        """Return the area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, high)

    def around(self, other: Rectangle) -> Rectangle:
        """Return the smallest place that holds both."""
        return Rectangle(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def wider(self, by: float) -> Rectangle:
        """Return the place with a margin of so many points on every side."""
        return Rectangle(self.left - by, self.top - by, self.right + by, self.bottom + by)


def bounds(places: Iterable[Rectangle]) -> Rectangle:
    """Return the smallest place that holds all.

    :raises ValueError: there is none.
    """
    every = list(places)
    return Rectangle(
        min(p.left for p in every), min(p.top for p in every), max(p.right for p in every), max(p.bottom for p in every)
    )


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruled line: level or upright, where it lies (y or x), from where to where. ``shade``: the side of a shaded box."""

    level: bool
    at: float
    start: float
    end: float
    shade: bool = False

    @classmethod
    def across(cls, y: float, left: float, right: float) -> Edge:
        """Return a level line."""
        return cls(True, y, left, right)

    @classmethod
    def down(cls, x: float, top: float, bottom: float) -> Edge:
        """Return an upright line."""
        return cls(False, x, top, bottom)

    @classmethod
    def shaded(cls, place: Rectangle) -> tuple[Edge, Edge, Edge, Edge]:
        """Return the four sides of a shaded box."""
        return (
            cls(True, place.top, place.left, place.right, True),
            cls(True, place.bottom, place.left, place.right, True),
            cls(False, place.left, place.top, place.bottom, True),
            cls(False, place.right, place.top, place.bottom, True),
        )
