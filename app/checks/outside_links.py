"""What Word would fetch from elsewhere when it opens a file, taken out of it before the file is handed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap
from lxml import etree
from lxml.etree import _Element

W, R = f"{{{nsmap['w']}}}", f"{{{nsmap['r']}}}"
IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
# Elements that are nothing without what they name; a picture without it is an empty frame.
WHOLE = frozenset(
    (*(f"{W}{name}" for name in ("attachedTemplate", "altChunk", "subDoc", "dataSource", "headerSource")), IMAGE, OLE)
)


def unlink(parts: Iterable[Part], opened: Mapping[Part, _Element] | None = None) -> None:
    """Take templates, pictures and objects of elsewhere out of the parts of a file.

    A link to be clicked stays: Word goes there only when somebody clicks.

    :param opened: parts whose XML somebody else holds and will save.
    """
    for part in list(parts):
        outside = {key for key, relation in part.rels.items() if relation.is_external and relation.reltype != RT.HYPERLINK}
        if not outside:
            continue
        root = (opened or {}).get(part, getattr(part, "element", None))
        if root is not None:
            _strip(root, outside)
        elif part.content_type.endswith("xml"):
            root = parse_xml(part.blob)
            _strip(root, outside)
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for key in outside:
            part.rels.pop(key)


def _strip(root: Any, outside: set[str]) -> None:  # noqa: ANN401 - lxml has no types for what follows
    """Take the names of relations off the elements that have them, or the elements."""
    for element in list(root.iter()):
        for name in [name for name, value in element.attrib.items() if name.startswith(R) and value in outside]:
            if element.tag in WHOLE and element.getparent() is not None:
                element.getparent().remove(element)
                break
            del element.attrib[name]
