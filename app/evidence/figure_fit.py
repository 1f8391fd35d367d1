"""Whether a figure is of the unit or thing that a question asks for, and which figure of a text fits it best."""

from __future__ import annotations

from collections.abc import Collection

from app.evidence.frame import Frame, coverage, figures_of, words_of
from ingest.language.context import Change
from ingest.language.quantity import Quantity, counted_end

MEASURES = frozenset({"%", "‰", "đồng", "USD", "ha", "km", "m", "m2", "m3", "tấn", "tạ", "kg", "điểm", "điểm phần trăm"})


def local_figure(frame: Frame, text: str) -> tuple[float, Quantity | None]:
    """Return the figure of a text that fits the question best, with the share of the question's words that stand with it.

    The words of a figure are those from the figure before it to the end of what it counts. None where no figure has the
    unit asked for.
    """
    best: tuple[float, Quantity | None] = (0.0, None)
    before = 0
    for figure in figures_of(text):
        end = counted_end(text, figure)
        own = words_of(text[before:end])
        fit = unit_fit(frame, figure, own)
        if fit >= 0:
            share = (
                coverage(frame.words, own) + 0.5 * coverage(frame.pairs, own) + 0.5 * fit + 0.3 * _change_fit(frame, figure)
            )
            if best[1] is None or share > best[0]:
                best = share, figure
        before = end
    return best


def unit_fit(frame: Frame, figure: Quantity, own: Collection[str]) -> float:
    """Return 1 where a figure has the unit or counts the thing asked for, 0 where either is silent, -1 where not."""
    focus = frame.focus
    if focus is None or not (focus.unit or focus.counted):
        return 0.0
    if focus.unit and focus.unit == figure.unit:
        return 1.0
    if focus.unit and figure.unit and (focus.unit in MEASURES or figure.unit in MEASURES):
        return -1.0
    return 0.5 if focus.counted and not words_of(focus.counted).isdisjoint(own) else 0.0


def _change_fit(frame: Frame, figure: Quantity) -> float:
    focus = frame.focus
    if focus is None:
        return 0.0
    asks_change = focus.change is Change.BY or bool(focus.direction)
    is_change = figure.change is Change.BY
    if asks_change and is_change:
        return 1.0 if focus.direction in (0, figure.direction) else -1.0
    return -1.0 if asks_change != is_change else 0.0
