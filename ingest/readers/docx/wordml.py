"""Word 2003 XML (WordprocessingML of 2003): one file, turned into the parts that later versions keep apart.

Most names are the same; lists, notes, sections and tracked changes are written otherwise.
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import SubElement, _Element

from ingest.readers.docx.names import FOOTNOTE, P_PR, VALUE, P, W
from ingest.readers.docx.package import CONTENT_TYPES, GivenParts, Package, parsed

NAMESPACE = b"http://schemas.microsoft.com/office/word/2003/wordml"
AML = "{http://schemas.microsoft.com/aml/2001/core}"
# Formats of numbers by their codes.
FORMS = {"0": "decimal", "1": "upperRoman", "2": "lowerRoman", "3": "upperLetter", "4": "lowerLetter", "22": "decimalZero",
         "23": "bullet", "255": "none"}  # fmt: skip
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
LEFT_OUT = frozenset({"Word.Deletion", "Word.Comment", "Word.Comment.Start", "Word.Comment.End"})


def package(content: bytes) -> Package | None:
    """Return the parts of such a file, None where it holds no body.

    :raises lxml.etree.LxmlError: it is no XML.
    """
    root = parsed(content.replace(NAMESPACE, W.strip("{}").encode()))
    body = root.find(f"{W}body")
    if body is None:
        return None
    _unwrap_annotations(root)
    for wrapper in [
        e for e in body.iter() if isinstance(e.tag, str) and e.tag.endswith(("}sect", "}sub-section", "}pBdrGroup"))
    ]:
        _unwrap(wrapper)
    for place in list(body.iter(f"{W}listPr")):
        _renamed(place)
    notes = _notes(body)
    document = etree.Element(f"{W}document")
    document.append(body)
    parts = {"word/document.xml": etree.tostring(document), "word/footnotes.xml": etree.tostring(notes)}
    styles = root.find(f"{W}styles")
    lists = root.find(f"{W}lists")
    if styles is not None:
        parts["word/styles.xml"] = etree.tostring(styles)
    if lists is not None:
        parts["word/numbering.xml"] = etree.tostring(_numbering(lists))
    rows = "".join(
        f'<Relationship Id="{name}" Type="{KIND}{name}" Target="{name}.xml"/>'
        for name in ("styles", "numbering", "footnotes")
    )
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'.encode()
    main = f'<Relationship Id="a" Type="{KIND}officeDocument" Target="word/document.xml"/>'
    parts["_rels/.rels"] = f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>'.encode()
    return Package(GivenParts(parts | {CONTENT_TYPES: b""}))


def _unwrap_annotations(root: _Element) -> None:
    """Take out what is deleted and comments; what is inserted stays."""
    for annotation in list(root.iter(f"{AML}annotation")):
        if annotation.get(f"{W}type") in LEFT_OUT:
            parent = annotation.getparent()
            if parent is not None:
                parent.remove(annotation)
        else:
            for content in list(annotation.iter(f"{AML}content")):
                _unwrap(content)
            _unwrap(annotation)


def _unwrap(element: _Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent.remove(element)
    for child in reversed(list(element)):
        parent.insert(at, child)


def _renamed(place: _Element) -> None:
    place.tag = f"{W}numPr"
    for number in place.iterfind(f"{W}ilfo"):
        number.tag = f"{W}numId"


def _notes(body: _Element) -> _Element:
    """Take the notes out of the runs that hold them; a reference stays in their place."""
    notes = etree.Element(f"{W}footnotes")
    for number, note in enumerate(list(body.iter(f"{W}footnote", f"{W}endnote")), start=1):
        parent = note.getparent()
        if parent is None or not note.findall(P):
            continue
        reference = etree.Element(FOOTNOTE)
        reference.set(f"{W}id", str(number))
        parent.replace(note, reference)
        note.tag = f"{W}footnote"
        note.attrib.clear()
        note.set(f"{W}id", str(number))
        notes.append(note)
    return notes


def _numbering(lists: _Element) -> _Element:
    numbering = etree.Element(f"{W}numbering")
    for kind in lists.iterfind(f"{W}listDef"):
        abstract = SubElement(numbering, f"{W}abstractNum")
        abstract.set(f"{W}abstractNumId", kind.get(f"{W}listDefId", ""))
        for level in kind.iterfind(f"{W}lvl"):
            for code in level.iterfind(f"{W}nfc"):
                code.tag = f"{W}numFmt"
                code.set(VALUE, FORMS.get(code.get(VALUE, "0"), "decimal"))
            for style in [*level.iterfind(P_PR)]:
                level.remove(style)
            abstract.append(level)
    for entry in lists.iterfind(f"{W}list"):
        number = SubElement(numbering, f"{W}num")
        number.set(f"{W}numId", entry.get(f"{W}ilfo", ""))
        for kind in entry.iterfind(f"{W}ilst"):
            SubElement(number, f"{W}abstractNumId").set(VALUE, kind.get(VALUE, ""))
        for change in entry.iterfind(f"{W}lvlOverride"):
            number.append(change)
    return numbering
