"""The packaged weights: layout, dequantisation, the folder made once."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from index.embedding import e5_weights
from index.embedding.e5_weights import (
    FOLDER_NAME,
    SHA256,
    WeightsError,
    dequantise,
    ensure_folder,
    packaged_bytes,
    parse,
    tokenizer,
)


def _block(scale: float, weights: list[int]) -> bytes:
    """A Q4_0 block of 32 weights between -8 and 7: low nibbles are weights 0-15, high nibbles 16-31."""
    packed = bytes((weights[n] + 8) | ((weights[n + 16] + 8) << 4) for n in range(16))
    return np.float16(scale).tobytes() + packed


def test_dequantise_by_hand() -> None:
    weights = [*range(-8, 8), *range(7, -9, -1)]
    result = dequantise(_block(0.5, weights) + _block(2.0, [3] * 32), 64)
    assert result.dtype == np.float32
    assert result.tolist() == [0.5 * w for w in weights] + [6.0] * 32
    assert dequantise(_block(1.0, weights), 5).tolist() == [-8.0, -7.0, -6.0, -5.0, -4.0]


def _tiny_file() -> bytes:
    """The layout of the module's docstring with two pieces and two tensors."""
    pieces, blob = [("<s>", 0.0), ("▁xã", -1.5)], "<s>▁xã".encode()
    head = (
        b"E5S1"
        + struct.pack("<i", 1)
        + struct.pack("<7i", 32, 1, 1, 32, 2, 8, 1)
        + struct.pack("<f", 1e-5)
        + struct.pack("<i", 32)
    )
    vocabulary = struct.pack("<5i", 2, 0, 2, 1, 3) + struct.pack("<Q", len(blob))
    vocabulary += (
        np.array([0, 3, len(blob)], np.uint32).tobytes() + np.array([s for _, s in pieces], np.float32).tobytes() + blob
    )
    mapping = struct.pack("<iI", 0, 4) + b"skip"
    tensors = [("a.w", 1, 32, _block(0.5, [2] * 32)), ("a.b", 0, 3, np.array([1, 2, 3], np.float32).tobytes())]
    size = len(head) + len(vocabulary) + len(mapping) + 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    size += -size % 4  # float32 data may stand anywhere; here it is aligned
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, kind, count, raw in tensors:
        directory += (
            struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, size + len(data), len(raw))
        )
        data += raw + bytes(-len(raw) % 4)
    content = head + vocabulary + mapping + directory
    return content + bytes(size - len(content)) + data


def test_parse_a_hand_made_file() -> None:
    weights = parse(_tiny_file())
    assert weights.shape == (32, 1, 1, 32, 2, 8, 1)
    assert weights.epsilon == pytest.approx(1e-5)
    assert weights.pieces == [("<s>", 0.0), ("▁xã", -1.5)]
    assert weights.tensors["a.w"].tolist() == [1.0] * 32
    assert weights.tensors["a.b"].tolist() == [1.0, 2.0, 3.0]


def test_parse_another_kind_of_file() -> None:
    with pytest.raises(WeightsError, match="E5S1"):
        parse(b"GGUF" + bytes(100))


def test_the_tokenizer_splits_as_the_pieces_say() -> None:
    splitter = tokenizer(
        [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁báo", -1.0), ("▁cáo", -1.0), ("▁", -5.0)]
    )
    assert splitter.encode("báo   cáo").tokens == ["<s>", "▁báo", "▁cáo", "</s>"]
    assert splitter.encode("ba\u0301o").tokens == ["<s>", "▁báo", "</s>"]  # NFKC composes


def test_another_version_of_the_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5_weights, "SHA256", "0" * 64)
    with pytest.raises(WeightsError) as refused:
        packaged_bytes()
    assert SHA256[:12] in str(refused.value) and "make install" in str(refused.value)


def test_no_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(package: str) -> Path:
        raise ModuleNotFoundError(package)

    monkeypatch.setattr(e5_weights.importlib.resources, "files", absent)
    with pytest.raises(WeightsError, match="make install"):
        packaged_bytes()


def test_a_folder_that_is_there_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []

    def write(folder: Path) -> None:
        folders.append(folder)
        (folder / "config.json").write_text("{}", encoding="utf-8")

    monkeypatch.setattr(e5_weights, "write_folder", write)
    first = ensure_folder(tmp_path / "models")
    assert first == ensure_folder(tmp_path / "models") == tmp_path / "models" / FOLDER_NAME
    assert len(folders) == 1
    assert [p.name for p in (tmp_path / "models").iterdir()] == [FOLDER_NAME]


def test_a_failure_leaves_no_half_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(folder: Path) -> None:
        (folder / "config.json").write_text("{}", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(e5_weights, "write_folder", failing)
    with pytest.raises(OSError, match="No space"):
        ensure_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_folder_is_complete(model_dir: Path) -> None:
    folder = ensure_folder(model_dir)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert (config["hidden_size"], config["num_hidden_layers"], config["vocab_size"]) == (384, 12, 250037)
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert ensure_folder(model_dir) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == before
