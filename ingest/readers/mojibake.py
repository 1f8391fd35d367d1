"""Text whose UTF-8 was taken for Windows-1252 and written as UTF-8 again: "ToÃ n xÃ£" for "Toàn xã"."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

# A first byte of two or three as Windows-1252 shows it, and one that may follow it.
SUSPECT = re.compile(r"[ÃÂÄÅÆ][\x80-\xbf\u0152-\u2122 ]|á[º»\x80-\xbf]|â€")
LOST_SPACE = re.compile(r"(?<=[ÃÂ]) ")  # a byte that looks like a space (no-break) and became one
MOST_TIMES = 3  # that a text was written over
LEAST_LINES = 0.2  # of the lines with letters beyond ASCII; fewer are words of another language
_BYTES = {bytes([n]).decode("cp1252", errors="ignore") or chr(n): n for n in range(0x80, 0x100)}
_BYTES |= {chr(n): n for n in range(0x80, 0xA0)}


def repaired(lines: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the lines, those written over repaired, and what the user should know of it."""
    marked = [line for line in lines if not line.isascii()]
    if sum(SUSPECT.search(line) is not None for line in marked) < max(1, LEAST_LINES * len(marked)):
        return list(lines), ()
    mended = [_once(line) for line in lines]
    for _ in range(MOST_TIMES - 1):
        mended = [_once(line) for line in mended]
    changed = sum(a != b for a, b in zip(lines, mended, strict=True))
    warnings = (
        (f"{changed} dòng bị lưu sai bảng mã hai lần (UTF-8 đọc thành Windows-1252): đã khôi phục",) if changed else ()
    )
    return mended, warnings


def _once(line: str) -> str:
    """Return a line read back once; as it is where that gives no text."""
    if not SUSPECT.search(line):
        return line
    for typed in (line, LOST_SPACE.sub("\u00a0", line)):
        try:
            decoded = bytes(_BYTES.get(c, ord(c) if c.isascii() else 0x100) for c in typed).decode("utf-8")
        except (ValueError, UnicodeDecodeError):
            continue
        return decoded  # bytes that are UTF-8 by chance would have to fit in every letter of the line
    return line
