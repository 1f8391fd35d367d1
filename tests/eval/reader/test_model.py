"""The reader that learns beside the one that reads: two ways to compute the same, so each is the other's oracle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from eval.reader.export import export
from eval.reader.model import TaughtReader
from index.embedding import embedder as embedding
from index.embedding.e5_weights import ensure_folder
from index.embedding.embedder import PACKAGED, ReadStatement, SentenceEmbedder
from index.embedding.reader import LEARNED, JointReader, question_tokens, statement_tokens

pytestmark = pytest.mark.slow
ASKED = "Đàn ong của xã có bao nhiêu tổ?"
STATEMENTS = (
    ReadStatement(("Nông nghiệp", "Chăn nuôi"), "Trong năm:", "Cả xã nuôi 412 tổ ong lấy mật."),
    ReadStatement((), "", "Diện tích lúa cả năm đạt 318 ha."),
)
ROUNDED = 0.1  # what bfloat16 states and halves of the sums make of a score; scores differ by 1.7 within a question


@pytest.fixture(scope="module")
def taught(model_dir: Path) -> TaughtReader:
    """A reader that goes on from what the one in use has learned."""
    taught = TaughtReader(ensure_folder(model_dir))
    taught.take_up(LEARNED)
    return taught


def _encoder(model_dir: Path) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "bfloat16_is_fast", lambda: False)
        embedder = SentenceEmbedder(PACKAGED, model_dir)
        embedder.query("nạp mô hình")
    return embedder.engine


def _scores(taught: TaughtReader, encoder: Any) -> Any:
    tokens, starts = zip(*statement_tokens(encoder, STATEMENTS), strict=True)
    asked = taught.apart([question_tokens(encoder, ASKED)] * len(STATEMENTS))
    with torch.no_grad():
        return taught(asked, taught.apart(tokens), starts).numpy()


def test_what_goes_on_from_a_reader_reads_as_it_does(taught: TaughtReader, model_dir: Path) -> None:
    encoder = _encoder(model_dir)
    assert np.allclose(_scores(taught, encoder), JointReader(encoder).read(ASKED, STATEMENTS), atol=ROUNDED)


def test_what_is_written_is_read_again(taught: TaughtReader, model_dir: Path, tmp_path: Path) -> None:
    kept = export(taught, ensure_folder(model_dir), tmp_path / "again.safetensors")
    encoder = _encoder(model_dir)
    again = JointReader(encoder, tmp_path / "again.safetensors").read(ASKED, STATEMENTS)
    assert kept > 0.99 and np.allclose(_scores(taught, encoder), again, atol=ROUNDED)
