"""A digest of everything that makes up how a page looks, under which what OCR gave of it is kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from ingest.errors import UnreadableFile
from ingest.readers import photographs
from ingest.readers.pdf.damage import DAMAGE, DAMAGED, LOCKED


def digest(path: Path, number: int) -> str:
    """Return the digest of page ``number`` (from 1) under which what OCR gave of it is kept.

    :raises UnreadableFile: the file is damaged or locked, or has no such page.
    """
    if photographs.is_picture(path):
        return of_picture(path, number)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(LOCKED)
        return of_page(reader.pages[number - 1])
    except DependencyError as error:
        raise UnreadableFile(LOCKED) from error
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error


def of_picture(path: Path, number: int) -> str:
    """Return the digest of picture ``number`` (from 1) of a photograph's file."""
    with path.open("rb") as content:
        return f"{hashlib.file_digest(content, 'sha256').hexdigest()} {number}"


def of_page(page: PageObject) -> str:
    """Return a digest of everything that makes up how a page looks, as it is stored."""
    checksum = hashlib.sha256()
    visited: set[tuple[int, int]] = set()

    def add(value: object) -> None:
        if isinstance(value, IndirectObject):
            if (value.idnum, value.generation) in visited:
                return
            visited.add((value.idnum, value.generation))
            value = value.get_object()
        if isinstance(value, StreamObject):
            checksum.update(value._data if isinstance(value._data, bytes) else str(value._data).encode())
        if isinstance(value, DictionaryObject):
            for key in sorted(value.keys() - {"/Parent"}):
                checksum.update(key.encode())
                add(value.raw_get(key))
        elif isinstance(value, ArrayObject):
            for index in range(len(value)):
                add(list.__getitem__(value, index))
        else:
            checksum.update(repr(value).encode())

    for key in ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate"):
        try:
            add(page.get(key))
        except DAMAGE:
            checksum.update(b"damaged")
    return checksum.hexdigest()
