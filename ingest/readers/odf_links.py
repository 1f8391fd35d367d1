"""Links of OpenDocument files (.odt, .fodt): all that points out of the file goes, so that nothing is fetched with it.

In ODF 1.3 what is fetched is named by ``xlink:href`` and, in forms and formulas, by an address in another attribute. A
link inside the package is a path of one of its members, or begins with "#".
"""

from __future__ import annotations

import base64
import binascii
import io
import posixpath
import zipfile
import zlib
from collections.abc import Collection
from urllib.parse import unquote

import regex as re
from lxml import etree

from ingest.errors import UnreadableFile

LINKS = {"href", "src"}  # of XLink, SVG and XForms, whatever prefix they have
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
BINARY = f"{OFFICE}binary-data"
SCRIPTS = {f"{OFFICE}scripts", f"{OFFICE}event-listeners"}
POLICY = {"LinkUpdateMode"}  # a document's own say about fetching its links
ADDRESS = re.compile(r"://|^\s*(?:file|https?|ftp|smb|dav|vnd\.[\w.+-]+|macro|service|slot|script):|^\s*\\\\", re.IGNORECASE)
CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")  # files in the file, with links of their own: zip, OLE, gzip
MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<|^(?:\xff\xfe|\xfe\xff)")
BROKEN = "tệp OpenDocument bị hỏng hoặc có mật khẩu; hãy mở bằng Word hoặc LibreOffice rồi lưu thành .docx"


def without_links(content: bytes) -> bytes:
    """Return an .odt or .fodt file without what points out of it; its words, tables and own pictures stay.

    :raises UnreadableFile: the file is damaged or locked.
    """
    return _package(content) if content.startswith(b"PK") else part_without_links(content, ())


def _package(content: bytes) -> bytes:
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            names = dict.fromkeys(old.namelist())  # a name that stands twice is written once
            for name in names:
                member = _member(name, old.read(name), names)
                if member is not None:
                    new.writestr(name, member, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:  # RuntimeError: locked
        raise UnreadableFile(BROKEN) from error
    return buffer.getvalue()


def _member(name: str, content: bytes, names: Collection[str]) -> bytes | None:
    """Return a member without its links; None for one that is left out."""
    if content.startswith(CONTAINERS):
        return None
    if not content or not (name.endswith(".xml") or MARKUP.match(content)):
        return content
    return part_without_links(content, names, posixpath.dirname(name))


def part_without_links(content: bytes, names: Collection[str], folder: str = "") -> bytes:
    """Return an XML part of a document without what leads out of it.

    :param names: parts of the package, to which links may lead; ``folder``: where in the package this part stands.
    :raises UnreadableFile: it is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(BROKEN) from error
    for element in list(root.iter(etree.Element)):
        _strip(element, names, folder)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)  # the root alone: a document type goes


def _strip(element: etree._Element, names: Collection[str], folder: str) -> None:
    if element.tag in SCRIPTS or element.get(f"{CONFIG}name") in POLICY or _is_container(element):
        element.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs do not know it
        return
    for name, value in list(element.attrib.items()):
        if etree.QName(name).localname in LINKS:
            outside = not _is_inside(str(value), names, folder)
        else:
            outside = ADDRESS.search(str(value)) is not None
        if outside:
            del element.attrib[name]


def _is_inside(href: str, names: Collection[str], folder: str) -> bool:
    """Say whether a link stays in the file: a place in the text, or a member of the package, or a folder of members."""
    if href.startswith("#"):
        return True
    path = posixpath.normpath(posixpath.join(folder, unquote(href)))
    return path in names or any(name.startswith(f"{path}/") for name in names)


def _is_container(element: etree._Element) -> bool:
    if element.tag != BINARY:
        return False
    try:
        head = base64.b64decode("".join((element.text or "")[:64].split())[:16])
    except (binascii.Error, ValueError):
        return True
    return head.startswith(CONTAINERS) or MARKUP.match(head) is not None
