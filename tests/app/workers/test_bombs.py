"""Small files that unpack to very much: whoever sends one is told why it is refused, and nobody else waits."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.drafting import last_year
from app.drafting.request import BadRequest
from app.workers import tasks
from app.workers.pool import Workshop
from ingest.errors import UnreadableFile
from ingest.limits import Limits

MB = 1_000_000
SECONDS = 10
REPORT = "BÁO CÁO\nKết quả năm 2024\n\nI. KẾT QUẢ\n\nXã có 12 thôn văn hóa.\n"


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    opened = Workshop(Limits(max_seconds=SECONDS, max_memory_mb=500, max_unpacked_mb=20))
    yield opened
    opened.close()


def package(part: str, block: bytes, size: int) -> bytes:
    """Return a package of Office whose part ``part`` unpacks to ``size`` bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(part, "w") as unpacked:
            for _ in range(size // len(block) + 1):
                unpacked.write(block)
    return buffer.getvalue()


WORD = package("word/document.xml", bytes(MB), 30 * MB)


def pdf(size: int) -> bytes:
    """Return a PDF of one page whose content unpacks, twice, to ``size`` bytes."""
    words, packing = b"BT /F1 12 Tf (a) Tj ET\n" * 40_000, zlib.compressobj(1)
    packed = b"".join(packing.compress(words) for _ in range(size // len(words))) + packing.flush()
    packed = zlib.compress(packed, 9)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 "
        + font
        + b" >> >> >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(packed) + packed + b"\nendstream",
    ]
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%btrailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(file),
    )
    return bytes(file + end)


@pytest.mark.parametrize(
    ("name", "content", "task", "given", "error", "said"),
    [
        ("bom.docx", lambda: WORD, tasks.checked, [None], UnreadableFile, "MAX_UNPACKED_MB"),
        ("bom.docx", lambda: WORD, last_year.figures_in, [["hộ nghèo"]], UnreadableFile, "MAX_UNPACKED_MB"),
        ("bom.xlsx", lambda: package("xl/a.xml", b"<c/>" * 9999, 60 * MB), tasks.sheet_of, [], BadRequest, "bung ra 60 MB"),
        ("bom.pdf", lambda: pdf(200 * MB), tasks.checked, [None], UnreadableFile, "hãy"),
        ("bom.zip", lambda: package("bom.docx", bytes(MB), 30 * MB), tasks.checked, [None], UnreadableFile, "hãy"),
    ],
    ids=["check", "last year", "sheet", "content of a page", "archive"],
)  # fmt: skip
def test_a_bomb_is_refused_in_words_within_the_limits(
    workshop: Workshop,
    tmp_path: Path,
    name: str,
    content: Callable[[], bytes],
    task: Callable[..., object],
    given: list[object],
    error: type[Exception],
    said: str,
) -> None:
    file = tmp_path / name
    file.write_bytes(content())
    assert file.stat().st_size < MB
    began = time.monotonic()
    with pytest.raises(error, match=said):
        workshop.do("an", task, file, *given)
    assert time.monotonic() - began < 3 * SECONDS
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    assert workshop.do("bình", tasks.checked, tmp_path / "a.txt", None).more == 0
