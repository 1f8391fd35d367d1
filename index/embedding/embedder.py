"""Turning text into vectors. Only this package knows sentence-transformers and torch."""

from __future__ import annotations

import functools
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding import e5_weights

if TYPE_CHECKING:
    from index.embedding.reader import JointReader

Vectors = NDArray[np.float32]

# How long OpenMP's threads spin before they sleep. By default they spin so long that two processes on the same
# processors (the app, and an ingest beside it) take five times as long as they should; set before torch is loaded.
os.environ.setdefault("GOMP_SPINCOUNT", "2000")

PACKAGED = "multilingual-e5-small"  # the model that comes with the installation
BATCH = 4  # passages at once; on two cores larger batches are slower (12 s at 4, 17 s at 16) for their padding


class ReadStatement(NamedTuple):
    """What a stretch of a passage states, with the headings above it (outermost first) and the words that lead up to it."""

    headings: tuple[str, ...]
    lead: str
    text: str


class Embedder(Protocol):
    """What the index needs of a model."""

    name: str

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (len(texts), dimension), in the order of ``texts``."""

    def query(self, text: str) -> Vectors:
        """Return the unit vector of a question, shape (dimension,)."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return for each text how many tokens the model makes of it; more than it reads may count as what it reads."""

    def read(self, question: str, statements: Sequence[ReadStatement]) -> Vectors | None:
        """Return for each statement how likely it answers the question, as log-odds against none of them.

        None from a model that has not learned to read.
        """


class ModelNotFound(Exception):
    """The embedding model named in the settings cannot be loaded."""


class Engine(Protocol):
    """What runs a model; ``kind``: "query" or "document"."""

    dimension: int

    def embed(self, texts: Sequence[str], kind: str) -> Vectors:
        """Return the unit vectors of the texts."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See :class:`Embedder`."""


class SentenceEmbedder:
    """An embedding model: the packaged one, or any name or folder of sentence-transformers; loaded when first needed.

    Nothing is fetched from elsewhere unless HF_HUB_OFFLINE=0: a name has to be of what was fetched before.

    :param model: :data:`PACKAGED`, a folder, or a name that sentence-transformers knows.
    :param cache: folder in which the packaged weights are unpacked once.
    :raises ModelNotFound: when first needed, if the model cannot be loaded.
    """

    def __init__(self, model: str, cache: Path) -> None:
        self.name = model
        self._cache = cache

    @functools.cached_property
    def engine(self) -> Engine:
        """What runs the model, loaded when it is first needed."""
        if self.name != PACKAGED:
            return SentenceModel(self.name)
        from index.embedding.encoder import Encoder

        return Encoder(e5_weights.ensure_folder(self._cache), _fast_type())

    @functools.cached_property
    def _reader(self) -> JointReader | None:
        """What reads questions and statements: only the packaged model has learned it."""
        if self.name != PACKAGED:
            return None
        from index.embedding.encoder import Encoder
        from index.embedding.reader import JointReader

        return JointReader(self.engine) if isinstance(self.engine, Encoder) else None

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See :class:`Embedder`."""
        if not texts:
            return np.zeros((0, self.engine.dimension), dtype=np.float32)
        return self.engine.embed(texts, "document")

    def query(self, text: str) -> Vectors:
        """See :class:`Embedder`."""
        return np.asarray(self.engine.embed([text], "query")[0], dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See :class:`Embedder`."""
        return self.engine.count_tokens(texts) if texts else []

    def read(self, question: str, statements: Sequence[ReadStatement]) -> Vectors | None:
        """See :class:`Embedder`."""
        return self._reader.read(question, statements) if self._reader else None


class SentenceModel:
    """A model run by sentence-transformers, which knows every kind of model and takes seconds to load.

    :param source: a folder, or a name that sentence-transformers knows.
    :raises ModelNotFound: it cannot be loaded.
    """

    def __init__(self, source: str) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        offline = os.environ.setdefault("HF_HUB_OFFLINE", "1") != "0"
        import huggingface_hub.constants
        import transformers
        from sentence_transformers import SentenceTransformer

        huggingface_hub.constants.HF_HUB_OFFLINE = offline  # Gradio had it read the variable before
        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        try:
            self.model = SentenceTransformer(source, device="cpu", model_kwargs={"dtype": _fast_type()})
        except (OSError, ValueError) as error:
            raise ModelNotFound(
                f"Không nạp được mô hình nhúng {source!r}. Hãy kiểm tra biến EMBEDDING_MODEL: tên hoặc thư mục "
                f"của một mô hình sentence-transformers đã có trên máy này (HF_HUB_OFFLINE=0 cho phép tải về), hoặc bỏ "
                f"trống để dùng {PACKAGED}"
            ) from error
        if "e5" in Path(source).name.lower() and not any(self.model.prompts.values()):
            self.model.prompts = {"query": "query: ", "document": "passage: "}  # E5 needs them, few folders say so
        self.dimension = int(self.model.get_embedding_dimension())

    def embed(self, texts: Sequence[str], kind: str) -> Vectors:
        """See :class:`Engine`."""
        encode = self.model.encode_query if kind == "query" else self.model.encode_document
        vectors = encode(list(texts), batch_size=BATCH, convert_to_tensor=True).float().numpy()
        return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See :class:`Embedder`."""
        # the tokenizer itself: the way through transformers would change how another thread's texts are padded meanwhile
        encoded = self.model.tokenizer.backend_tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [sum(encoding.attention_mask) for encoding in encoded]


def _fast_type() -> Any:  # noqa: ANN401  # a torch.dtype; torch is loaded only by those who embed
    """Return the type of number in which the processor multiplies fastest."""
    import torch

    return torch.bfloat16 if bfloat16_is_fast() else torch.float32


def bfloat16_is_fast() -> bool:
    """Say whether the processor multiplies bfloat16 in hardware (AMX or AVX-512-BF16); elsewhere it is emulated."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


class Remembering:
    """An embedder that remembers the vectors of short texts: questions, and sentences that questions keep coming back to.

    :param embedder: what makes the vectors; asked again only for what is not remembered.
    :param limit: texts remembered; the longest unused go first. 20,000 take about 35 MB.
    """

    def __init__(self, embedder: Embedder, limit: int = 20_000) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._limit = limit
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()  # the app answers several questions at once
        self.query = functools.lru_cache(maxsize=1024)(embedder.query)
        self.count_tokens = embedder.count_tokens
        self.read = embedder.read

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See :class:`Embedder`."""
        with self._lock:
            vectors = {text: self._known[text] for text in texts if text in self._known}
        missing = list(dict.fromkeys(text for text in texts if text not in vectors))
        if missing or not texts:
            fresh = self._embedder.passages(missing)
            if not texts:
                return fresh
            vectors.update(zip(missing, fresh, strict=True))
        with self._lock:
            for text in texts:
                self._known[text] = vectors[text]
                self._known.move_to_end(text)
            while len(self._known) > self._limit:
                self._known.popitem(last=False)
        return np.stack([vectors[text] for text in texts])
