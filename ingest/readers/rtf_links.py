"""Links of RTF files: fields that fetch, linked and embedded objects and templates go, and leave the result they show."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex as re

TOKEN = re.compile(
    rb"\\bin(?P<size>\d+) ?|\\(?P<word>[a-zA-Z]+)-?\d* ?|\\'[0-9a-fA-F]{2}|\\.|(?P<open>\{)|(?P<close>\})|[^\\{}]+|.",
    re.DOTALL,
)
# Groups of the specification (RTF 1.9.1) that name or hold another file; an object leaves its \result.
GONE = {b"objdata", b"objname", b"objclass", b"objalias", b"objsect", b"template", b"mailmerge", b"filetbl", b"datafield",
        b"blipuid", b"nextfile", b"xmlns", b"datastore", b"subdocument"}  # fmt: skip
# Fields that show what is in the document, or count. All others keep the result that they showed last.
FIELDS = {b"PAGE", b"NUMPAGES", b"SECTIONPAGES", b"PAGEREF", b"REF", b"NOTEREF", b"SEQ", b"EQ", b"LISTNUM", b"AUTONUM",
          b"AUTONUMLGL", b"AUTONUMOUT", b"SYMBOL", b"FORMTEXT", b"FORMCHECKBOX", b"FORMDROPDOWN"}  # fmt: skip
SHAPE_WORDS = {b"gtextUNICODE", b"wzName", b"wzDescription"}  # properties of a shape that are words to be read
MARKS = re.compile(rb"\\[a-zA-Z]+-?\d* ?|[{}\r\n]|\\\*")
NAMED = re.compile(rb"\\sn\b ?([^\\{}]*)")
VALUE = re.compile(rb"\\sv\b ?([^\\{}]*)")


@dataclass(slots=True)
class _Group:
    start: int  # the piece of what is written that its brace is
    words: set[bytes] = field(default_factory=set)


def without_links(content: bytes) -> bytes:
    """Return an RTF file without what points to another file. Bytes that are no RTF come back as they are."""
    pieces: list[bytes] = []
    groups: list[_Group] = []
    at = 0
    while at < len(content):
        token = TOKEN.match(content, at)
        if token is None:
            break
        at = token.end()
        if token["size"]:
            at += int(token["size"])
            pieces.append(content[token.start() : at])
        elif token["close"]:
            pieces.append(b"}")
            _end(pieces, groups)
        else:
            if token["open"]:
                groups.append(_Group(len(pieces)))
            elif token["word"] and groups:
                groups[-1].words.add(token["word"])
            pieces.append(token[0])
    while groups:  # cut off before its end
        _end(pieces, groups)
    return b"".join(pieces)


def _end(pieces: list[bytes], groups: list[_Group]) -> None:
    """Take the group that ends here out of the pieces if it points to another file."""
    if not groups:
        return
    group = groups.pop()
    content = b"".join(pieces[group.start :]) if group.words & {b"fldinst", b"sp"} else b""
    outside = bool(group.words & GONE)
    outside |= b"fldinst" in group.words and not _is_harmless(content)
    outside |= b"sp" in group.words and not _is_plain(content)
    if outside:
        pieces[group.start :] = [b"{}"]  # its braces part the words before and after it


def _is_harmless(instruction: bytes) -> bool:
    r"""Say whether a field is one of :data:`FIELDS`; one that is spelt with escapes (\'49) is not."""
    bare = MARKS.sub(b"", instruction)
    words = bare.split()
    return rb"\'" not in instruction and rb"\u" not in instruction and bool(words) and words[0].upper() in FIELDS


def _is_plain(shape: bytes) -> bool:
    """Say whether a property of a shape is a number, a picture of the file's own, or words to be read."""
    name, value = NAMED.search(shape), VALUE.search(shape)
    if name and name[1].strip() in SHAPE_WORDS and b"://" not in shape:
        return True
    return value is None or not value[1].strip() or value[1].strip().lstrip(b"-").replace(b";", b"").isdigit()
