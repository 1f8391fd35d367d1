"""The packaged model run directly: tokens to vectors, with weights laid out for the processor once.

It computes what sentence-transformers computes from the same folder (BERT, mean of the tokens' vectors). Three things make
it faster there. Weights are brought into the order the processor multiplies in when they are loaded, not at every call.
The three products that attention begins with are one. Texts are put together by length, so that few tokens are padding.
"""

from __future__ import annotations

import functools
import json
import platform
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  # as all of torch's users call it
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from index.embedding.pieces import Pieces, ensure

TOKENS = 1024  # of one batch, padding included; with 512 or 2048 it takes a few percent longer
FEW = 6  # calls, such as one question in a terminal makes, before the whole vocabulary is read
ALONE = 64  # tokens of a batch up to which threads that wait for one another cost more than they bring where others work too

# What torch's own compiler makes of products, on oneDNN; absent where torch is built without it.
_FUSED: Any = getattr(torch.ops.mkldnn, "_linear_pointwise", None)


class Linear(NamedTuple):
    """A product with weights and the sum with a bias; ``packed``: the weights are in the processor's own order."""

    weight: torch.Tensor
    bias: torch.Tensor
    packed: bool

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """Return the product for every row of ``x``."""
        if self.packed:
            fused: torch.Tensor = _FUSED(x, self.weight, self.bias, "none", [], "")
            return fused
        return F.linear(x, self.weight, self.bias)

    def gelu(self, x: torch.Tensor) -> torch.Tensor:
        """Return GELU of the product."""
        if self.packed:
            fused: torch.Tensor = _FUSED(x, self.weight, self.bias, "gelu", [], "none")
            return fused
        return F.gelu(self(x))

    def plus(self, x: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
        """Return the product and ``other`` together."""
        if self.packed:
            fused: torch.Tensor = _FUSED.binary(x, other, self.weight, self.bias, "add")
            return fused
        return self(x).add_(other)


class Norm(NamedTuple):
    """A layer norm."""

    weight: torch.Tensor
    bias: torch.Tensor
    epsilon: float

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """Return every row of ``x`` with mean 0 and deviation 1, scaled and moved."""
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, self.epsilon)


class Layer(NamedTuple):
    """One layer of the encoder."""

    projections: Linear  # to queries, keys and values at once
    attended: Linear
    attention_norm: Norm
    widened: Linear
    narrowed: Linear
    output_norm: Norm

    def __call__(self, x: torch.Tensor, heads: int, mask: torch.Tensor | None) -> torch.Tensor:
        """Return the layer's vector of every token. ``mask``: which tokens a token sees, or how much of them; None: all."""
        count, longest, width = x.shape
        shape = (count, longest, 3, heads, width // heads)
        queries, keys, values = self.projections(x).view(shape).permute(2, 0, 3, 1, 4)
        attention = F.scaled_dot_product_attention(queries, keys, values, attn_mask=mask)
        x = self.attention_norm(self.attended.plus(attention.transpose(1, 2).reshape(x.shape), x))
        return self.output_norm(self.narrowed.plus(self.widened.gelu(x), x))


class Encoder:
    """The model of one folder in ``dtype``. Threads may share it.

    :param folder: a BERT model with mean pooling, as :mod:`index.embedding.e5_weights` writes it.
    """

    def __init__(self, folder: Path, dtype: torch.dtype) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.dimension: int = config["hidden_size"]
        self.heads: int = config["num_attention_heads"]
        self._longest: int = config["max_position_embeddings"]
        about = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        self._prompts: dict[str, str] = about["prompts"]
        self.dtype = dtype
        self.folder = folder
        self._pieces = Pieces.of(folder)
        self._asked = 0
        self._threads = torch.get_num_threads()
        self._at_work = 0
        self._lock = threading.Lock()
        with safe_open(folder / "model.safetensors", "pt") as weights:
            self.epsilon: float = config["layer_norm_eps"]
            read = StoredParts(weights.get_tensor, dtype, self.epsilon)
            # the file's own pages, read where they are looked up: 190 MB that no process converts or holds for itself
            self._words = weights.get_tensor("embeddings.word_embeddings.weight")
            kinds = read.tensor("embeddings.token_type_embeddings.weight")
            self._positions = read.tensor("embeddings.position_embeddings.weight") + kinds[0]
            self._norm = read.norm("embeddings.LayerNorm")
            self.layers = [read.layer(f"encoder.layer.{at}.") for at in range(config["num_hidden_layers"])]

    @functools.cached_property
    def tokenizer(self) -> Tokenizer:
        """The whole vocabulary, read when it is first needed."""
        whole = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        ensure(self.folder, whole)
        return whole

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without those that open and close it."""
        return [len(e.ids) for e in self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def embed(self, texts: Sequence[str], kind: str) -> NDArray[np.float32]:
        """Return the unit vectors of the texts, shape (len(texts), dimension); of a long text its beginning counts.

        :param kind: "query" or "document".
        """
        prompt = self._prompts[kind]
        tokens = [self._cut(ids) for ids in self.tokens([prompt + text for text in texts])]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for batch in batches([len(ids) for ids in tokens]):
            with self.working(len(batch) * len(tokens[batch[0]])), torch.inference_mode():
                vectors[batch] = self._pooled([tokens[at] for at in batch]).numpy()
        return vectors

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the tokens of texts, with those that open and close them.

        The first few calls look up what they need; who asks more has all pieces read.
        """
        if self._pieces is not None and self._asked < FEW:
            self._asked += 1
            ids = self._pieces.encode(texts)
            if ids is not None:
                return ids
        self._pieces = None
        return [encoding.ids for encoding in self.tokenizer.encode_batch_fast(texts)]

    def _cut(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self._longest else [*ids[: self._longest - 1], ids[-1]]

    def _pooled(self, tokens: Sequence[list[int]]) -> torch.Tensor:
        """Return the unit vectors of texts given by their tokens."""
        longest = max(map(len, tokens))
        ids = torch.tensor([[*own, *[0] * (longest - len(own))] for own in tokens])
        lengths = torch.tensor([len(own) for own in tokens])
        present = torch.arange(longest) < lengths[:, None]
        every = len(set(map(len, tokens))) == 1
        states = self._states(ids, None if every else present[:, None, None, :]).float()
        means = (states * present[:, :, None]).sum(1) / lengths[:, None]
        return F.normalize(means, dim=1)

    def _states(self, ids: torch.Tensor, present: torch.Tensor | None) -> torch.Tensor:
        """Return the last layer's vector of every token. ``present``: which tokens are no padding; None: all."""
        x = self.begin(ids)
        for layer in self.layers:
            x = layer(x, self.heads, present)
        return x

    def begin(self, ids: torch.Tensor) -> torch.Tensor:
        """Return what the first layer is given for tokens, shape (texts, tokens, dimension)."""
        return self._norm(self._words[ids].to(self.dtype) + self._positions[: ids.shape[1]])

    @contextmanager
    def working(self, tokens: int) -> Iterator[None]:
        """Let a short text be worked on by one thread as long as another text is being worked on."""
        with self._lock:
            self._at_work += 1
            threads = 1 if self._at_work > 1 and tokens <= ALONE else self._threads
        torch.set_num_threads(threads)  # of the calling thread; set every time, since threads are used again
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1


class StoredParts(NamedTuple):
    """Reads the parts of the model from its file by their names there."""

    stored: Callable[[str], torch.Tensor]
    dtype: torch.dtype
    epsilon: float

    def tensor(self, *names: str) -> torch.Tensor:
        """Return tensors, one below the other."""
        return torch.cat([self.stored(name).to(self.dtype) for name in names])

    def linear(self, *names: str) -> Linear:
        """Return products of the same input as one."""
        return linear(self.tensor(*(f"{name}.weight" for name in names)), self.tensor(*(f"{name}.bias" for name in names)))

    def norm(self, name: str) -> Norm:
        """Return a layer norm."""
        return Norm(self.tensor(f"{name}.weight"), self.tensor(f"{name}.bias"), self.epsilon)

    def layer(self, name: str) -> Layer:
        """Return a layer of the encoder."""
        attention = f"{name}attention.self."
        return Layer(
            self.linear(f"{attention}query", f"{attention}key", f"{attention}value"),
            self.linear(f"{name}attention.output.dense"),
            self.norm(f"{name}attention.output.LayerNorm"),
            self.linear(f"{name}intermediate.dense"),
            self.linear(f"{name}output.dense"),
            self.norm(f"{name}output.LayerNorm"),
        )


def linear(weight: torch.Tensor, bias: torch.Tensor) -> Linear:
    """Return a product, its weights laid out for this processor where that can be done."""
    packed = is_packable()
    return Linear(torch.ops.mkldnn._reorder_linear_weight(weight, None) if packed else weight, bias, packed)


def is_packable() -> bool:
    """Say whether weights can be laid out once for this processor (oneDNN on x86)."""
    x86 = platform.machine().lower() in ("x86_64", "amd64")
    return _FUSED is not None and x86 and bool(torch.backends.mkldnn.is_available())  # type: ignore[no-untyped-call]


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Return the places of texts as batches of about one length, each of at most :data:`TOKENS` tokens or one text."""
    batch: list[int] = []
    parts = [batch]
    for at in sorted(range(len(lengths)), key=lambda at: -lengths[at]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > TOKENS:
            batch = []
            parts.append(batch)
        batch.append(at)
    return [part for part in parts if part]
