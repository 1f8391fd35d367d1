"""The parts of a Word file and what they refer to: a zip in the Open Packaging Conventions, or the same as one flat XML.

Strict files (ISO/IEC 29500) differ from transitional ones in the names of their namespaces; they come out as transitional.
An audit may go through :attr:`Package.names` and parse every part anew.
"""

from __future__ import annotations

import base64
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Protocol
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element

STRICT = b"http://purl.oclc.org/ooxml/"
TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
CONTENT_TYPES = "[content_types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind ("header", "image"), the name of the part; empty where it lies outside the file."""

    kind: str
    target: str


class Parts(Protocol):
    """Where the bytes of parts come from, by their names in small letters without a leading stroke."""

    def names(self) -> list[str]: ...  # noqa: D102

    def read(self, name: str) -> bytes: ...  # noqa: D102


class ZipParts:
    """The parts of a zip file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(file)
        self._names = {_key(item): item for item in self._archive.namelist()}

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return list(self._names)

    def read(self, name: str) -> bytes:
        """Return the content of a part; KeyError where there is none."""
        return self._archive.read(self._names[name])


class GivenParts:
    """Parts that are in memory already."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = {_key(name): content for name, content in parts.items()}

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """Return the content of a part; KeyError where there is none."""
        return self._parts[name]


class Package:
    """A Word file's parts by name, and their relations."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.names = frozenset(parts.names())
        self._relations: dict[str, dict[str, Relation]] = {}

    def read(self, name: str) -> bytes:
        """Return the bytes of a part; KeyError where there is none."""
        return self._parts.read(_key(name))

    def root(self, name: str) -> _Element:
        """Return the root of a part, parsed anew; KeyError or an error of lxml where that cannot be."""
        return parsed(self.read(name))

    def relations(self, name: str) -> Mapping[str, Relation]:
        """Return what a part refers to by the identities it uses; "" for the package itself."""
        if name not in self._relations:
            folder, base = posixpath.split(name)
            part_name = _key(f"{folder}/_rels/{base}.rels")
            rows = self.root(part_name).iter(RELATIONS) if part_name in self.names else ()
            self._relations[name] = {row.get("Id", ""): _relation(row, folder) for row in rows}
        return self._relations[name]

    def related(self, name: str, kind: str) -> str | None:
        """Return the first part of a kind that a part refers to and that is there, None for none."""
        targets = (relation.target for relation in self.relations(name).values() if relation.kind == kind)
        return next((target for target in targets if target in self.names), None)

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the body.

        :raises ValueError: there is none, or the package says nothing of its parts.
        """
        name = self.related("", "officeDocument")
        if name is None or CONTENT_TYPES not in self.names:
            raise ValueError("no main part")
        return name


def flat(content: bytes) -> Package | None:
    """Return the package that a single XML file holds ("Word XML document"), None where it is no such file."""
    root = parsed(content)
    if root.tag != f"{FLAT}package":
        return None
    parts = {CONTENT_TYPES: b""}
    for part in root:
        xml_data = part.find(f"{FLAT}xmlData")
        binary = part.find(f"{FLAT}binaryData")
        if xml_data is not None and len(xml_data):
            parts[part.get(f"{FLAT}name", "")] = etree.tostring(xml_data[0])
        elif binary is not None:
            parts[part.get(f"{FLAT}name", "")] = base64.b64decode(binary.text or "")
    return Package(GivenParts(parts))


def parsed(content: bytes) -> _Element:
    """Return the root of XML that is trusted with nothing: no entities, no network."""
    if STRICT in content:
        for strict, transitional in TRANSITIONAL:
            content = content.replace(strict, transitional)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


def _relation(row: _Element, folder: str) -> Relation:
    kind = row.get("Type", "").rpartition("/")[2]
    if row.get("TargetMode") == "External":
        return Relation(kind, "")
    target = unquote(row.get("Target", "")).replace("\\", "/")
    return Relation(kind, _key(target if target.startswith("/") else posixpath.join(folder, target)))


def _key(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()
