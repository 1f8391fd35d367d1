"""How a photograph's file is told: by its first bytes; its name counts only where a folder is gone through."""

from __future__ import annotations

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff"})
LONGEST = 16  # bytes in which a picture shows itself
STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*")
HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def is_picture(head: bytes) -> bool:
    """Say whether these first bytes are a JPEG's, a PNG's, a TIFF's, a WebP's or a HEIF's."""
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return head.startswith(STARTS) or webp or (head[4:8] == b"ftyp" and head[8:12] in HEIF)
