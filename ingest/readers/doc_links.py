"""Links of Word 97-2003 files (.doc): fields that fetch, linked pictures, linked and embedded objects are put out of action.

The file keeps its form ([MS-CFB], [MS-DOC]): what points to another file is overwritten where it stands.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import olefile
import regex as re

from ingest.errors import UnreadableFile

TEXT = "worddocument"
TABLES = ("0table", "1table")
PICTURES = "data"
KEPT = {TEXT, *TABLES, PICTURES, "\x05summaryinformation", "\x05documentsummaryinformation"}
WORD_97 = 0x00C1  # nFib: from here on fields are listed in a table stream
FIRST_PAIR = 154  # of (offset, length) in the file information block, [MS-DOC] 2.5.6
FIELD_LISTS = (16, 17, 18, 19, 20, 48, 57, 59)  # pairs: of the text, headers, footnotes, comments, macros, endnotes, boxes
BEGIN, UNKNOWN = 0x13, 0x01  # a field's first character; the type of a field that Word does not know: its result is shown
# Types ([MS-DOC] 2.9.90) that show what is in the document, or count: REF, SEQ, TOC, NUMPAGES, DATE, TIME, PAGE, PAGEREF,
# EQ, AUTONUM*, SYMBOL, SECTIONPAGES, FORM*, NOTEREF, HYPERLINK, LISTNUM.
FIELDS = {
    0x03,
    0x0C,
    0x0D,
    0x1A,
    0x1F,
    0x20,
    0x21,
    0x25,
    0x31,
    0x34,
    0x35,
    0x36,
    0x39,
    0x41,
    0x46,
    0x47,
    0x48,
    0x53,
    0x58,
    0x5A,
}
# "://" and "\\" of a network share, a byte or two a character.
ADDRESS = re.compile(rb"://|:\0/\0/\0|\\\\(?=\w)|\\\0\\\0(?=\w)")
BROKEN = "tệp Word đời cũ (.doc) bị hỏng; hãy mở bằng Word rồi lưu thành .docx"


def without_links(content: bytes) -> bytes:
    """Return a .doc file without what points to another file or holds one; its words, tables and own pictures stay.

    :raises UnreadableFile: the file is damaged.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            return _overwritten(bytearray(content), container)
    except (OSError, ValueError, IndexError, TypeError, struct.error, AttributeError) as error:  # olefile's, of damage
        raise UnreadableFile(BROKEN) from error


@dataclass(frozen=True, slots=True)
class _Stream:
    """A stream of the container: its content, and the places in the file (offset, length) that it lies in."""

    name: str
    places: tuple[tuple[int, int], ...]
    content: bytes


def _overwritten(file: bytearray, container: olefile.OleFileIO) -> bytes:
    streams: dict[str, _Stream] = {}
    top = {id(entry) for entry in container.root.kids}
    for entry in filter(None, container.direntries):
        if entry.entry_type != olefile.STGTY_STREAM:
            continue
        stream = _stream(file, container, entry)
        if id(entry) in top and stream.name in KEPT and stream.name not in streams:
            streams[stream.name] = stream
        else:  # macros, objects, and what Word itself would not look at
            _write(file, stream, bytes(len(stream.content)))
    for name, content in _without(streams):
        _write(file, streams[name], content)
    return bytes(file)


def _stream(file: bytearray, container: olefile.OleFileIO, entry: olefile.OleDirectoryEntry) -> _Stream:
    places = tuple(_places(container, entry))
    return _Stream(entry.name.lower(), places, b"".join(bytes(file[at : at + size]) for at, size in places))


def _places(container: olefile.OleFileIO, entry: olefile.OleDirectoryEntry) -> Iterator[tuple[int, int]]:
    """Yield where in the file a stream lies, ([MS-CFB] 2.2): short ones in small sectors of the root's stream."""
    size = container.sectorsize
    if entry.size >= container.minisectorcutoff:
        left = entry.size
        for sector in _chain(container.fat, entry.isectStart):
            yield (sector + 1) * size, min(size, left)
            left -= size
            if left <= 0:
                return
        return
    container.loadminifat()
    whole = list(_chain(container.fat, container.root.isectStart))
    small, left = container.mini_sector_size, entry.size
    for sector in _chain(container.minifat, entry.isectStart):
        at = sector * small
        yield (whole[at // size] + 1) * size + at % size, min(small, left)
        left -= small
        if left <= 0:
            return


def _chain(table: object, sector: int) -> Iterator[int]:
    """Yield the sectors of a chain; one that runs in a circle ends."""
    places: set[int] = set()
    while sector < len(table) and sector not in places:  # type: ignore[arg-type]
        places.add(sector)
        yield sector
        sector = table[sector]  # type: ignore[index]


def _write(file: bytearray, stream: _Stream, content: bytes) -> None:
    end_of_last = 0
    for at, size in stream.places:
        end = min(at + size, len(file))
        if at < end:
            file[at:end] = content[end_of_last : end_of_last + end - at]
        end_of_last += size


def _without(streams: dict[str, _Stream]) -> Iterator[tuple[str, bytes]]:
    """Yield the streams that change: field types in the table, addresses beside the text.

    The text keeps its addresses: they are words of the report. Before Word 97 all stands in one stream.
    """
    if TEXT not in streams:
        raise UnreadableFile(BROKEN)
    head = streams[TEXT].content
    version, flags = struct.unpack_from("<H", head, 2)[0], struct.unpack_from("<H", head, 10)[0]
    if version < WORD_97:
        yield TEXT, _blurred(head)
    table = TABLES[1 if flags & 0x0200 else 0]
    for name in (*TABLES, PICTURES):
        if name in streams:
            content = streams[name].content
            yield name, _blurred(_tamed(head, content) if name == table and version >= WORD_97 else content)


def _blurred(content: bytes) -> bytes:
    return ADDRESS.sub(lambda match: bytes(len(match[0])), content)


def _tamed(head: bytes, table: bytes) -> bytes:
    """Return a table stream whose fields are all of :data:`FIELDS` or unknown."""
    tamed = bytearray(table)
    for pair in FIELD_LISTS:
        at = FIRST_PAIR + pair * 8
        if at + 8 > len(head):
            break
        start, length = struct.unpack_from("<II", head, at)
        count = max(0, length - 4) // 6
        first = start + (count + 1) * 4
        for place in range(first, min(first + count * 2, len(tamed) - 1), 2):
            if tamed[place] & 0x1F == BEGIN and tamed[place + 1] not in FIELDS:
                tamed[place + 1] = UNKNOWN
    return bytes(tamed)
