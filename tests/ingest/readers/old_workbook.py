"""A workbook of Excel 97 (BIFF8 in an OLE container), as few records as a reader needs: no program here writes one."""

from __future__ import annotations

import struct
from pathlib import Path

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
FORMS = ("General", "#,##0", "0.00%", "dd/mm/yyyy")
Value = str | float


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _globals(places: list[int], names: tuple[str, ...]) -> bytes:
    made = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x1FAF, 1997, 0, 6))
    for struck in (0, 0, 0, 0, 8):
        made += _record(
            0x31, struct.pack("<HHHHHBBBB", 200, struck, 0x7FFF, 400, 0, 0, 0, 0, 0) + struct.pack("<BB", 5, 0) + b"Arial"
        )
    for at, form in enumerate(FORMS):
        made += _record(0x41E, struct.pack("<H", 164 + at) + _text(form))
    for at in range(len(FORMS)):
        made += _record(0xE0, struct.pack("<HHH", 0, 164 + at, 1) + bytes(14))
    made += _record(0xE0, struct.pack("<HHH", 5, 164, 1) + bytes(14))
    for place, name in zip(places, names, strict=True):
        made += _record(0x85, struct.pack("<IBBBB", place, 0, 0, len(name), 1) + name.encode("utf-16-le"))
    return made + _record(0x0A, b"")


def _sheet(rows: list[tuple[tuple[Value, int], ...]], hidden: frozenset[int]) -> bytes:
    made = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x1FAF, 1997, 0, 6))
    made += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for number, row in enumerate(rows):
        options = 0x100 | (0x20 if number in hidden else 0)
        made += _record(0x208, struct.pack("<HHHHHHI", number, 0, len(row), 255, 0, 0, options))
    for number, row in enumerate(rows):
        for column, (value, look) in enumerate(row):
            place = struct.pack("<HHH", number, column, look)
            if isinstance(value, str):
                made += _record(0x204, place + _text(value))
            else:
                made += _record(0x203, place + struct.pack("<d", value))
    return made + _record(0x0A, b"")


def write(file: Path, rows: list[tuple[tuple[Value, int], ...]], *, hidden: frozenset[int] = frozenset()) -> Path:
    """Write a sheet; a cell is a value and the number of its form in :data:`FORMS`, 4 for struck out."""
    names = ("Số liệu",)
    start = len(_globals([0], names))
    stream = _globals([start], names) + _sheet(rows, hidden)
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    fat = struct.pack(f"<{SECTOR // 4}I", *(chain + [FREE] * (SECTOR // 4 - len(chain))))
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(stream)) + bytes(2 * 128)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, END, 0, END, 0, 0) + struct.pack("<I", FREE) * 108
    file.write_bytes(head[:SECTOR].ljust(SECTOR, b"\xff") + fat + directory + stream)
    return file


def _entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    named = name.encode("utf-16-le")
    made = named.ljust(64, b"\0") + struct.pack("<HBBIII", len(named) + 2, kind, 1, FREE, FREE, child)
    return made + bytes(16 + 4 + 16) + struct.pack("<III", first, size, 0)
