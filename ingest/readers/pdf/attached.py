"""The files within a PDF: those that it lists, and those that are pinned to a place of a page."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import DictionaryObject, StreamObject

from ingest.readers.pdf.damage import DAMAGE

EMBEDDED = b"/EmbeddedFile"  # in every PDF that holds files, whose streams are never packed away
NAMELESS = "tệp đính kèm"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file within a PDF: its name, and the stream that holds it."""

    name: str
    stream: StreamObject

    def unpacked(self) -> bytes:
        """Return its content.

        :raises ValueError: it is damaged, or larger than pypdf lets a stream grow (75 MB).
        """
        try:
            return self.stream.get_data()
        except DAMAGE as error:
            raise ValueError(self.name) from error


def may_be_in(path: Path) -> bool:
    """Say whether a PDF may hold files, from its bytes; False where it cannot be opened."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(EMBEDDED) >= 0
    except (OSError, ValueError):  # an empty file cannot be mapped
        return False


def within(path: Path) -> tuple[AttachedFile, ...]:
    """Return the files within a PDF, those it lists first; none for one that is damaged or locked."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return ()
        return tuple(listed(reader))
    except (DependencyError, *DAMAGE):
        return ()


def listed(reader: PdfReader) -> Iterator[AttachedFile]:
    """Yield the files within an opened PDF, each once."""
    streams: set[int] = set()
    specifications = [*(entry.pdf_object for entry in reader.attachment_list), *_pinned(reader)]
    for specification in specifications:
        versions = specification.get("/EF")
        versions = versions.get_object() if versions is not None else None
        if not isinstance(versions, DictionaryObject):
            continue
        stream = next((versions[key].get_object() for key in ("/UF", "/F") if key in versions), None)
        if isinstance(stream, StreamObject) and id(stream) not in streams:
            streams.add(id(stream))
            name = str(specification.get("/UF") or specification.get("/F") or NAMELESS)
            yield AttachedFile(name, stream)


def _pinned(reader: PdfReader) -> Iterator[DictionaryObject]:
    for page in reader.pages:
        for annotation in page.annotations or ():
            note = annotation.get_object()
            if not isinstance(note, DictionaryObject) or note.get("/Subtype") != "/FileAttachment" or "/FS" not in note:
                continue
            if isinstance(file := note["/FS"].get_object(), DictionaryObject):
                yield file
