"""Whether a file of tantivy's is as it was written, by the checksum at its end."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import pytest

from index.store import footer
from index.store.footer import is_whole
from index.store.postings import Postings


def _file(folder: Path, content: bytes, check: int | None = None) -> Path:
    about = json.dumps({"version": {}, "crc": zlib.crc32(content) if check is None else check}).encode()
    file = folder / "a.idx"
    file.write_bytes(content + about + struct.pack("<II", len(about), 1337))
    return file


@pytest.mark.parametrize("content", [b"", b"x", b"abc" * 1000])
def test_by_hand(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(footer, "PART", 7)
    assert is_whole(_file(tmp_path, content))
    assert not is_whole(_file(tmp_path, content, zlib.crc32(content) ^ 1))


def test_what_has_no_such_end(tmp_path: Path) -> None:
    file = tmp_path / "a.idx"
    file.write_bytes(b"short")
    assert not is_whole(file)
    file.write_bytes(b"x" * 100)
    with pytest.raises((ValueError, OSError)):
        is_whole(file)


def test_every_byte_of_real_files_counts(tmp_path: Path) -> None:
    Postings(tmp_path / "k").put([(f"r-{n}", "r", f"hộ từ{n}") for n in range(20)])
    for file in (tmp_path / "k").glob("[0-9a-f]*.*"):
        content = file.read_bytes()
        assert is_whole(file)
        length, _ = struct.unpack("<II", content[-8:])
        for at in range(0, len(content) - 8 - length, 11):
            file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            assert not is_whole(file), (file.name, at)
        file.write_bytes(content)
