"""Word files for tests, written part by part as different programs write them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from ingest import readers
from ingest.model import Source
from ingest.report import understand

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
NAMES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in SPACES.items())
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def p(*runs: str, pr: str = "") -> str:
    """A paragraph; a run that is no tag is plain text."""
    held = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{pr}</w:pPr>' if pr else ''}{held}</w:p>"


def r(text: str, pr: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{pr}</w:rPr>" if pr else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell that is no tag is a paragraph of plain text."""
    cells = [[cell if cell.startswith("<") else p(cell) for cell in row] for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(f'<w:tc>{c}</w:tc>' for c in row)}</w:tr>" for row in cells) + "</w:tbl>"


def field(code: str, result: str = "", form: str = "") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
    shown = mark.format("separate", "") + r(result) if result else ""
    return mark.format("begin", form) + f"<w:r><w:instrText> {code} </w:instrText></w:r>{shown}" + mark.format("end", "")


def numbered(text: str, depth: int, number: int = 5) -> str:
    return p(text, pr=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, form: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def write(
    file: Path,
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    parts: Mapping[str, tuple[str, bytes]] | None = None,
    section: str = "",
    strict: bool = False,
    content_type: str = MAIN,
) -> Path:
    """Write a Word file. ``parts``: by name in word/, the kind of relation (its identity too) and the content."""
    held: dict[str, tuple[str, bytes]] = dict(parts or {})
    held["styles.xml"] = ("styles", f"<w:styles {NAMES}>{styles}</w:styles>".encode())
    if numbering:
        held["numbering.xml"] = ("numbering", f"<w:numbering {NAMES}>{numbering}</w:numbering>".encode())
    document = f"<w:document {NAMES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    relations = "".join(
        f'<Relationship Id="{kind}{at}" Type="{KIND}{kind}" Target="{name}"/>'
        for at, (name, (kind, _)) in enumerate(held.items())
    )
    main = f'<Relationship Id="a" Type="{KIND}officeDocument" Target="word/document.xml"/>'
    content = {
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{content_type}"/>'
        "</Types>".encode(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{main}</Relationships>'.encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'.encode(),
        "word/document.xml": document.encode(),
        **{f"word/{name}": data for name, (_, data) in held.items()},
    }
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, _strict(data) if strict else data)
    return file


def _strict(data: bytes) -> bytes:
    base = b"http://purl.oclc.org/ooxml/"
    data = data.replace(SPACES["w"].encode(), base + b"wordprocessingml/main")
    return data.replace(b"http://schemas.openxmlformats.org/officeDocument/2006/", base + b"officeDocument/")


def source(tmp_path: Path, body: str, **more: object) -> Source:
    return readers.read(write(tmp_path / "a.docx", body, **more))  # type: ignore[arg-type]


def lines(tmp_path: Path, body: str, **more: object) -> list[str]:
    return [line.text for line in source(tmp_path, body, **more).lines]


def outline(tmp_path: Path, body: str, **more: object) -> list[str]:
    """The labels of every heading from the outermost on, or its title where it has no number."""
    report = understand(write(tmp_path / "a.docx", body, **more))  # type: ignore[arg-type]
    paths = (report.path(at) for at in range(len(report.headings)))
    return [".".join(step.title if step.label == "*" else step.label for step in path) for path in paths]
