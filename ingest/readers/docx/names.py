"""Names in the XML of Word files, in their transitional form."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

VALUE = f"{W}val"
P, RUN, TEXT, TABLE, ROW, CELL = f"{W}p", f"{W}r", f"{W}t", f"{W}tbl", f"{W}tr", f"{W}tc"
P_PR, R_PR = f"{W}pPr", f"{W}rPr"
CONTROL, CONTENT, CHUNK, SECTION = f"{W}sdt", f"{W}sdtContent", f"{W}altChunk", f"{W}sectPr"
FOOTNOTE, ENDNOTE = f"{W}footnoteReference", f"{W}endnoteReference"
TEXT_BOX = f"{W}txbxContent"
WRAPPERS = frozenset({CONTROL, CONTENT, *(f"{W}{name}" for name in ("customXml", "smartTag", "ins", "moveTo"))})
OFF = frozenset({"0", "false", "off", "none"})
