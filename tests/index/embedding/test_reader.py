"""Reading question and statement together with the packaged model; all of it is slow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding import embedder as embedding
from index.embedding.embedder import PACKAGED, ReadStatement, SentenceEmbedder
from index.embedding.reader import HEADINGS, LEAD, QUESTION, STATEMENT, JointReader, question_tokens, statement_tokens

pytestmark = pytest.mark.slow
ASKED = "Đàn ong của xã có bao nhiêu tổ?"
TOLD = ReadStatement(("Nông nghiệp", "Chăn nuôi"), "", "Cả xã nuôi 412 tổ ong lấy mật.")
OTHER = ReadStatement(("Nông nghiệp", "Trồng trọt"), "", "Diện tích lúa cả năm đạt 318 ha.")


@pytest.fixture(scope="module")
def embedder(model_dir: Path) -> SentenceEmbedder:
    """The packaged model in float32."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "bfloat16_is_fast", lambda: False)
        embedder = SentenceEmbedder(PACKAGED, model_dir)
        embedder.query("nạp mô hình")
    return embedder


def _read(embedder: SentenceEmbedder, question: str, *statements: ReadStatement) -> Any:
    readings = embedder.read(question, statements)
    assert readings is not None
    return readings


def test_what_answers_reads_better(embedder: SentenceEmbedder) -> None:
    told, other = _read(embedder, ASKED, TOLD, OTHER)
    assert told > other + 1


def test_a_statement_reads_the_same_alone_and_beside_others(embedder: SentenceEmbedder) -> None:
    long = ReadStatement(("Chăn nuôi",), "Trong năm:", " ".join(["Đàn ong được chăm sóc tốt."] * 20))
    together = JointReader(embedder.engine).read(ASKED, [TOLD, long, OTHER, TOLD])  # type: ignore[arg-type]
    alone = [JointReader(embedder.engine).read(ASKED, [s])[0] for s in (TOLD, long, OTHER)]  # type: ignore[arg-type]
    assert np.allclose(together[:3], alone, atol=1e-3) and together[0] == together[3]


def test_no_statements_give_no_readings(embedder: SentenceEmbedder) -> None:
    assert _read(embedder, ASKED).shape == (0,)


def test_only_the_packaged_model_has_learned_to_read(tmp_path: Path) -> None:
    assert SentenceEmbedder("không có", tmp_path).read(ASKED, [TOLD]) is None


def test_of_long_texts_a_part_is_read(embedder: SentenceEmbedder) -> None:
    encoder: Any = embedder.engine
    assert len(question_tokens(encoder, "mật ong " * 60)) == QUESTION + 2
    long = ReadStatement(("mật ong " * 40,), "mật ong " * 40, "mật ong " * 60)
    ((ids, start),) = statement_tokens(encoder, [long])
    assert (start, len(ids)) == (1 + HEADINGS + LEAD, 1 + HEADINGS + LEAD + STATEMENT + 1)
    ((ids, start),) = statement_tokens(encoder, [ReadStatement((), "", "mật")])
    assert encoder.tokenizer.decode(ids[:start]) == "<s> passage:"
