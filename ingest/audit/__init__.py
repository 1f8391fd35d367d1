"""What a person sees in a file and the reader did not take: found by other means than the reader's, at every ingest."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path

from ingest import readers
from ingest.audit import old_sheets, other, pdf, sheets, slides, word
from ingest.audit.model import Doubt, Missing, SeenFigures, missing
from ingest.readers import bundles
from ingest.reading import Reading

MOST_TOLD = 12  # figures that one warning names

HEAD = 1024  # bytes in which a format shows itself


def audit(path: Path, read: str, ocr: Collection[int] = (), *, whole: bool = True) -> tuple[Missing, ...]:
    """Return the figures of a file that ``read``, all that was read of it, lacks, in the file's order.

    ``ocr``: pages whose letters are not what is printed. ``whole``: the files that a PDF holds were read with it. A format
    that the audit does not know gives nothing.
    """
    doubt = Doubt(read)
    seen = _seen(path, ocr, doubt, read, whole=whole)
    return tuple(missing(seen, doubt.held))


def told(lacking: Collection[Missing]) -> tuple[str, ...]:
    """Return what the user should know, in Vietnamese; empty for nothing."""
    if not lacking:
        return ()
    figures = "; ".join(map(str, list(lacking)[:MOST_TOLD]))
    more = f"; và {len(lacking) - MOST_TOLD} số nữa" if len(lacking) > MOST_TOLD else ""
    return (f"có số nhìn thấy trong tệp mà chưa đọc được, hãy đối chiếu với bản gốc: {figures}{more}",)


def _seen(path: Path, ocr: Collection[int], doubt: Doubt, read: str = "", *, whole: bool = True) -> list[SeenFigures]:
    with path.open("rb") as file:
        head = file.read(HEAD)
    is_pdf = b"%PDF-" in head and not head.startswith(readers.HOLDERS)
    pages = pdf.seen(path, ocr, doubt) if is_pdf else []
    if whole and bundles.may_hold_files(path):
        return [*pages, *_seen_within(path, doubt, read)]
    if is_pdf:
        return pages
    if head.startswith(b"PK"):
        return word.seen(path, doubt) or slides.seen(path) or sheets.seen(path, read)
    if head.startswith(readers.LEGACY_WORD):
        return old_sheets.seen(path, read)
    return other.seen(path)


def _seen_within(path: Path, doubt: Doubt, read: str) -> list[SeenFigures]:
    """Return the figures of the files within one, page numbers left out: a page is that of a file by itself."""
    with tempfile.TemporaryDirectory() as folder:
        members = bundles.unpacked(path, Path(folder), Reading())
        files = [member.path for member in members if member.path is not None and member.path != path]
        lines = [line for file in files for line in _seen(file, (), doubt, read, whole=False)]
    return [SeenFigures(line.text) for line in lines]
