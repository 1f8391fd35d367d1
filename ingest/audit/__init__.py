"""What a person sees in a file and the reader did not take: found by other means than the reader's, at every ingest."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ingest.audit import other, pdf, word
from ingest.audit.model import Missing, SeenFigures, missing

MOST_TOLD = 12  # figures that one warning names

HEAD = 1024  # bytes in which a format shows itself


def audit(path: Path, read: str, ocr: Collection[int] = ()) -> tuple[Missing, ...]:
    """Return the figures of a file that ``read``, all that was read of it, lacks, in the file's order.

    ``ocr``: pages whose letters are not what is printed. A format that the audit does not know gives nothing.
    """
    return tuple(missing(_seen(path, ocr), read))


def told(lacking: Collection[Missing]) -> tuple[str, ...]:
    """Return what the user should know, in Vietnamese; empty for nothing."""
    if not lacking:
        return ()
    shown = "; ".join(map(str, list(lacking)[:MOST_TOLD]))
    more = f"; và {len(lacking) - MOST_TOLD} số nữa" if len(lacking) > MOST_TOLD else ""
    return (f"có số nhìn thấy trong tệp mà chưa đọc được, hãy đối chiếu với bản gốc: {shown}{more}",)


def _seen(path: Path, ocr: Collection[int]) -> list[SeenFigures]:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if b"%PDF-" in head:
        return pdf.seen(path, ocr)
    if head.startswith(b"PK"):
        return word.seen(path)
    return other.seen(path)
