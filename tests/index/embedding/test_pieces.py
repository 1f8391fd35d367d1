"""The vocabulary looked up on disk gives the tokens that the whole vocabulary gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.embedding import e5_weights, pieces
from index.embedding.encoder import Encoder

TEXTS = [
    "query: Năm 2024 huyện có bao nhiêu hộ nghèo?",
    "passage: ho ngheo, HỘ NGHÈO; “hộ” 12.345,6 % m² ½ 🙂 漢字 \u00a0\u200bx",
    "",
    "   ",
    "ba\u0301o cáo\tmột\nhai",
    "ﬁ Ａ ㎡ kilômétvuông" * 3,
]


def test_a_small_vocabulary(tmp_path: Path) -> None:
    vocabulary = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁báo", -1.0), ("▁cáo", -2.0)]
    vocabulary += [("▁", -3.0), ("c", -6.0), ("á", -5.0), ("o", -7.0)]
    pieces.write(tmp_path / pieces.FILE, vocabulary)
    known = pieces.Pieces.of(tmp_path)
    assert known is not None
    whole = e5_weights.tokenizer(vocabulary)
    texts = ["báo cáo", "báocáo", "oán  cáo x", ""]
    assert known.encode(texts) == [encoding.ids for encoding in whole.encode_batch(texts)]


def test_many_words_are_left_to_the_whole_vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MOST_WORDS", 2)
    vocabulary = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -3.0)]
    pieces.write(tmp_path / pieces.FILE, vocabulary)
    known = pieces.Pieces.of(tmp_path)
    assert known is not None and known.encode(["một hai ba"]) is None


def test_no_file_yet(tmp_path: Path) -> None:
    assert pieces.Pieces.of(tmp_path) is None
    (tmp_path / pieces.FILE).write_bytes(b"hong")
    assert pieces.Pieces.of(tmp_path) is None


@pytest.mark.slow
def test_the_packaged_vocabulary(model_dir: Path) -> None:
    import torch

    folder = e5_weights.ensure_folder(model_dir)
    whole = Encoder(folder, torch.float32)
    expected = [encoding.ids for encoding in whole.tokenizer.encode_batch(TEXTS)]  # which writes the pieces
    known = pieces.Pieces.of(folder)
    assert known is not None and known.encode(TEXTS) == expected
    asked_once = Encoder(folder, torch.float32)
    assert asked_once.embed(TEXTS, "query") == pytest.approx(whole.embed(TEXTS, "query"), abs=1e-6)
    assert "tokenizer" not in vars(asked_once)
