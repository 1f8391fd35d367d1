"""Five hundred damaged copies of PDF and Word files: each is read or refused in one line; none hangs or fails unforeseen."""

from __future__ import annotations

import io
import random
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.limits import Limits
from ingest.worker import STOPPED, ReportReader
from ingest.worker_process import BROKEN

SECONDS = 20


def _flipped(content: bytes, draw: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(draw.choice((1, 4, 30, 300))):
        made[draw.randrange(len(made))] = draw.randrange(256)
    return bytes(made)


def _cut(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(1, len(content))]


def _without_a_piece(content: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(content))
    return content[:start] + content[start + draw.randrange(1, 2000) :]


def _with_a_piece_twice(content: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(content))
    return content[:start] + content[start : start + 500] * 2 + content[start + 500 :]


def _with_other_figures(content: bytes, draw: random.Random) -> bytes:
    """Change figures to others of the same length: offsets, counts and sizes that lie."""
    made = bytearray(content)
    places = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
    for at in draw.sample(places, min(len(places), draw.choice((1, 5, 40)))):
        made[at] = draw.randrange(48, 58)
    return bytes(made)


DAMAGES: list[Callable[[bytes, random.Random], bytes]] = [
    _flipped, _cut, _without_a_piece, _with_a_piece_twice, _with_other_figures,
]  # fmt: skip


def _inside(content: bytes, damage: Callable[[bytes, random.Random], bytes], draw: random.Random) -> bytes:
    """Damage a part of a Word file, packed again so that the archive itself is sound."""
    old, made = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    parts = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
    hurt = draw.choice([*parts, "word/document.xml", "word/document.xml"])
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, damage(old.read(name), draw) if name == hurt else old.read(name))
    return made.getvalue()


def _copies(file: Path, count: int, seed: int) -> list[bytes]:
    draw, content = random.Random(seed), file.read_bytes()
    made = []
    for number in range(count):
        damage = draw.choice(DAMAGES)
        packed = file.suffix == ".docx" and number % 2 == 0
        made.append(_inside(content, damage, draw) if packed else damage(content, draw))
    return made


def _read_all(copies: list[bytes], suffix: str, folder: Path) -> tuple[int, list[str]]:
    """Return how many of the copies were read, and what went wrong."""
    read, wrong = 0, []
    with ReportReader(Limits(max_seconds=SECONDS)) as reader:
        for number, content in enumerate(copies):
            file = folder / f"{number}{suffix}"
            file.write_bytes(content)
            began = time.monotonic()
            try:
                reader.understand(file)
                read += 1
            except UnreadableFile as error:
                if str(error) in (BROKEN, STOPPED) or "\n" in str(error) or not str(error):
                    wrong.append(f"{file.name}: {error}")
            if time.monotonic() - began > SECONDS:
                wrong.append(f"{file.name}: took {time.monotonic() - began:.0f} s")
            else:
                file.unlink(missing_ok=bool(wrong))
    return read, wrong


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("formats/suoi-ngan.pdf", 200),
        ("reports/yen-say.pdf", 45),
        ("reports/lam-tra.docx", 150),
        ("reports/cam-dai.docx", 95),
    ],
)
def test_damaged_copies(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, count: int) -> None:
    monkeypatch.setenv("PATH", "")  # no OCR: damaged text layers would send every other copy through it
    read, wrong = _read_all(_copies(samples / name, count, seed=count), Path(name).suffix, tmp_path)
    assert wrong == []
    assert 0 < read < count  # some damage does no harm, some does


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="Debian's libreoffice-writer-nogui is not installed")
def test_damaged_copies_of_old_word(samples: Path, tmp_path: Path) -> None:
    _, wrong = _read_all(_copies(samples / "formats" / "suoi-ngan.doc", 10, seed=10), ".doc", tmp_path)
    assert wrong == []
