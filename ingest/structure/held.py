"""A file that holds several: which of them is the report that says what the whole is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.model import Paragraph
from ingest.structure.letterhead import LONGEST, letterhead


def report_among(paragraphs: Sequence[Paragraph], titles: Sequence[str]) -> tuple[int, int]:
    """Return the first paragraph of the first file with a letterhead, and the one after its last.

    :param titles: the lines that name the files held, each above its file; empty where the file holds none.

    All paragraphs where there are no files, or none of them has a head.
    """
    named = [at for at, paragraph in enumerate(paragraphs) if paragraph.text in titles]
    for title, stop in pairwise([-1, *named, len(paragraphs)]):
        head = [paragraph.text for paragraph in paragraphs[title + 1 : min(stop, title + 1 + LONGEST)]]
        if named and letterhead(head).bodies:
            return title + 1, stop
    return 0, len(paragraphs)
