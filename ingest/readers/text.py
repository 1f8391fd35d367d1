"""Plain text, in Unicode or in a Vietnamese code table of the years before it; form feeds mark pages."""

from __future__ import annotations

import codecs
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.language.text import normalize
from ingest.model import Line, Source
from ingest.readers import drawn_tables, encodings, mojibake, spaced_tables, viqr
from ingest.reading import Reading

HEAD = 4096  # bytes in which the kind of text is looked for
TAB = "    "  # as wide as the gap between columns
LEAST_READABLE = 0.5  # of the words typed in no Unicode encoding that must come out as Vietnamese


def read(path: Path, reading: Reading) -> Source:  # noqa: ARG001 - every reader is called the same way
    """Return the file's lines; ``pages`` is None unless form feeds separate pages.

    :raises UnreadableFile: no text, or in a code table that is none of Vietnam's.
    """
    return of_bytes(path.read_bytes())


def of_bytes(content: bytes) -> Source:
    """Return the lines of a text's bytes; see :func:`read`."""
    text, warnings = decoded(content)
    paged = text.split("\f")
    if len(paged) > 2 and not paged[-1].strip():  # pdftotext ends every page with a form feed, the last one too
        paged.pop()
    lines: list[Line] = []
    for number, page in enumerate(paged, start=1):
        gap = True
        for raw in page.splitlines():
            typed = normalize(raw.replace("\t", TAB)).rstrip()
            if typed.strip():
                lines.append(Line(typed, number if len(paged) > 1 else None, gap=gap))
            gap = not typed.strip()
    if not lines:
        raise UnreadableFile("tệp không có chữ nào; hãy kiểm tra lại nội dung tệp")
    lines, tables = spaced_tables.with_tables(*drawn_tables.with_tables(lines))
    return Source(tuple(lines), len(paged) if len(paged) > 1 else None, tables, warnings)


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text, and what the user should know of how it was decoded.

    :raises UnreadableFile: no text, or in a code table that is none of Vietnam's.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _wide(content, "utf-16"), ()
    head = content[:HEAD]
    if b"\0" in head:
        wide = [
            name for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])) if high.count(0) > len(head) / 4
        ]
        if not wide:
            raise UnreadableFile("không phải tệp văn bản; hãy dùng tệp .pdf, .docx, .doc, .odt, .rtf, .txt, .md hoặc .html")
        return _wide(content, wide[0]), ()
    lines: list[str] = []
    surfaces: list[bool] = []
    for raw in content.removeprefix(codecs.BOM_UTF8).split(b"\n"):  # a file may mix encodings
        try:
            lines.append(raw.decode("utf-8"))
            surfaces.append(False)
        except UnicodeDecodeError:
            lines.append(encodings.surface(raw))
            surfaces.append(True)
    texts, code_tables = encodings.to_unicode(lines, surfaces)
    _check_readable([text for text, was_bytes in zip(texts, surfaces, strict=True) if was_bytes])
    mended, twice = mojibake.repaired(texts)
    whole, typed = viqr.to_unicode("\n".join(mended))
    return whole, (*encodings.told(code_tables), *twice, *typed)


def _wide(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"chữ không theo bảng mã Unicode (UTF-16), sai từ byte thứ {error.start + 1}; "
            "hãy mở bằng Word hoặc Notepad rồi lưu lại với bảng mã UTF-8"
        ) from error


def _check_readable(texts: list[str]) -> None:
    counts = [encodings.marked_words(text) for text in texts]
    if sum(right for _, right in counts) < LEAST_READABLE * sum(words for words, _ in counts):
        raise UnreadableFile(
            "chữ không theo bảng mã nào nhận ra được (Unicode, TCVN3, VNI, Windows-1258); "
            "hãy mở bằng Word hoặc Notepad rồi lưu lại với bảng mã UTF-8"
        )
