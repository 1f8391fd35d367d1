"""Where the paragraphs of a Word file stand in the text that was read of it, letter by letter, blanks left out."""

from __future__ import annotations

from collections.abc import Sequence

SHORT = 12  # letters of a paragraph that many places may hold
NEAR = 600  # letters ahead in which a short one is looked for


class TextAlignment:
    """Aligned paragraphs, in order; ``share``: of the letters that were found."""

    def __init__(self, texts: Sequence[str], report: str) -> None:
        squeezed, places = _squeezed(report)
        self._starts: list[list[int] | None] = []
        cursor = matched = total = 0
        for text in texts:
            letters, own = _squeezed(text)
            total += len(letters)
            at = squeezed.find(letters, cursor) if letters else -1
            if at >= 0 and len(letters) < SHORT and at - cursor > NEAR:
                at = -1
            if at < 0:
                self._starts.append(None)
                continue
            cursor = at + len(letters)
            matched += len(letters)
            there = [-1] * (len(text) + 1)
            for offset, place in enumerate(own):
                there[place] = places[at + offset]
            self._starts.append(there)
        self.share = matched / total if total else 0.0

    def place(self, paragraph: int, offset: int) -> int | None:
        """Return where a letter of a paragraph stands in the report's text; None where the paragraph was not found."""
        there = self._starts[paragraph]
        return there[offset] if there is not None and there[offset] >= 0 else None

    def start(self, paragraph: int) -> int | None:
        """Return where a paragraph begins in the report's text; None for an empty one and one that was not found."""
        there = self._starts[paragraph]
        return next((place for place in there if place >= 0), None) if there is not None else None


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Return the letters of a text in small, and where each stands."""
    letters, places = [], []
    for at, letter in enumerate(text):
        if letter.isspace():
            continue
        small = letter.lower()
        letters.append(small if len(small) == 1 else letter)
        places.append(at)
    return "".join(letters), places
