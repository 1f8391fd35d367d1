"""Reading question and statement together: how well a statement, where it stands, answers a question.

The reader is the packaged embedding model, whose last layers see both texts. Through the first layers, which are the
embedding model's own, they go apart; then every head has a number that says how much they see of one another. What those
layers learned (``eval.reader``) lies beside this module as low-rank sums, which are added when the reader is loaded.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  # as all of torch's users call it
from numpy.typing import NDArray
from safetensors import safe_open

from index.embedding.embedder import ReadStatement
from index.embedding.encoder import Encoder, Layer, Norm, batches, linear

LEARNED = Path(__file__).parent / "reader.safetensors"
QUESTION, HEADINGS, LEAD, STATEMENT = 34, 24, 20, 52  # tokens of each that are read; .95 of statements are no longer
INNERMOST = 2  # headings that are read
UNSEEN = -1e4  # added to the attention to padding
REMEMBERED = 20_000  # readings kept, the longest unused go first; about 10 MB
BEGIN, END, PADDING = 0, 2, 1  # tokens
PRODUCTS = ("projections", "attended", "widened", "narrowed")  # of a layer, as they are called in what was learned
NORMS = ("attention_norm", "output_norm")


def question_tokens(encoder: Encoder, question: str) -> list[int]:
    """Return the tokens of a question that are read."""
    (ids,) = encoder.tokens([f"query: {question}"])
    return [BEGIN, *ids[1:-1][:QUESTION], END]


def statement_tokens(encoder: Encoder, statements: Sequence[ReadStatement]) -> list[tuple[list[int], int]]:
    """Return for each statement the tokens that are read of it where it stands, and how many come before its own."""
    above = [" > ".join(statement.headings[-INNERMOST:]) for statement in statements]
    texts = ["passage:", *(f"passage: {heading}." if heading else "passage:" for heading in above)]
    texts += [statement.lead for statement in statements] + [statement.text for statement in statements]
    mark, *ids = (own[1:-1] for own in encoder.tokens(texts))
    count, tokens = len(statements), []
    for heading, lead, text in zip(ids[:count], ids[count : 2 * count], ids[2 * count :], strict=True):
        shortened = heading if len(heading) <= HEADINGS else [*mark, *heading[len(mark) - HEADINGS :]]
        before = [BEGIN, *shortened, *lead[-LEAD:]]
        tokens.append(([*before, *text[:STATEMENT], END], len(before)))
    return tokens


class JointReader:
    """Reads questions with statements. Threads may share it.

    :param encoder: the packaged model, whose first layers are used as they are.
    :param learned: what was learned, as :mod:`eval.reader.export` writes it.
    """

    def __init__(self, encoder: Encoder, learned: Path = LEARNED) -> None:
        self._encoder = encoder
        self._known: OrderedDict[tuple[str, ReadStatement], float] = OrderedDict()
        self._lock = threading.Lock()
        with safe_open(learned, "pt") as parts:
            self._parts = {name: parts.get_tensor(name).float() for name in parts.keys()}  # noqa: SIM118  # no mapping
        self._layers: list[tuple[Layer, torch.Tensor]] = []
        with safe_open(encoder.folder / "model.safetensors", "pt") as base:
            self._apart = len(encoder.layers) - sum(name.endswith(".between") for name in self._parts)
            for at in range(self._apart, len(encoder.layers)):
                self._layers.append((self._layer(base.get_tensor, at), self._parts[f"{at}.between"]))

    def read(self, question: str, statements: Sequence[ReadStatement]) -> NDArray[np.float32]:
        """Return for each statement how likely it answers the question, as log-odds against "none of them"."""
        with self._lock:
            scores = {s: self._known[question, s] for s in statements if (question, s) in self._known}
        unread = list(dict.fromkeys(s for s in statements if s not in scores))
        if unread:
            scores.update(zip(unread, self._read(question, unread), strict=True))
        with self._lock:
            for s in statements:
                self._known[question, s] = scores[s]
                self._known.move_to_end((question, s))
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return np.array([scores[s] for s in statements], dtype=np.float32)

    def _read(self, question: str, statements: Sequence[ReadStatement]) -> list[float]:
        question_ids = question_tokens(self._encoder, question)
        tokens, starts = zip(*statement_tokens(self._encoder, statements), strict=True)
        scores = [0.0] * len(statements)
        with torch.inference_mode(), self._encoder.working(sum(map(len, tokens))):
            states = self._alone([question_ids])
            for batch in batches([len(ids) + len(question_ids) for ids in tokens]):
                read = self._together(states, [tokens[at] for at in batch], [starts[at] for at in batch])
                for at, score in zip(batch, read.tolist(), strict=True):
                    scores[at] = score
        return scores

    def _alone(self, tokens: Sequence[list[int]]) -> torch.Tensor:
        """Return the states of texts behind the layers that they go through apart, padded to one length."""
        ids, present = _padded(tokens)
        mask = None if bool(present.all()) else present[:, None, None, :]
        x = self._encoder.begin(ids)
        for layer in self._encoder.layers[: self._apart]:
            x = layer(x, self._encoder.heads, mask)
        return x

    def _together(self, question: torch.Tensor, tokens: Sequence[list[int]], starts: Sequence[int]) -> torch.Tensor:
        count, question_length = len(tokens), question.shape[1]
        x = torch.cat([question.expand(count, -1, -1), self._alone(tokens)], 1)
        present = torch.cat([torch.ones(count, question_length, dtype=torch.bool), _padded(tokens)[1]], 1)
        place = torch.arange(x.shape[1])
        is_question = place < question_length
        between = (is_question[:, None] != is_question[None, :]).to(x.dtype)
        padding = torch.zeros(present.shape, dtype=x.dtype).masked_fill(~present, UNSEEN)[:, None, None, :]
        for layer, distance in self._layers:
            x = layer(x, self._encoder.heads, padding + distance.to(x.dtype)[:, None, None] * between)
        x = x.float()
        own = (present & (place >= question_length + torch.tensor(starts)[:, None]))[:, :, None]
        q, s = x[:, :question_length].mean(1), (x * own).sum(1) / own.sum(1)
        parts = self._parts
        hidden = F.gelu(F.linear(torch.cat([q, s, q * s, (q - s).abs()], 1), parts["hidden.weight"], parts["hidden.bias"]))
        scores: torch.Tensor = parts["scale"] * F.cosine_similarity(q, s) + parts["offset"]
        scores += (hidden @ parts["last.weight"].T)[:, 0]
        return scores

    def _layer(self, stored: Callable[[str], torch.Tensor], at: int) -> Layer:
        """Return a layer of the packaged model with what was learned."""
        name, dtype = f"encoder.layer.{at}.", self._encoder.dtype
        own = f"{name}attention.self."
        names = {
            "projections": (f"{own}query", f"{own}key", f"{own}value"),
            "attended": (f"{name}attention.output.dense",),
            "widened": (f"{name}intermediate.dense",),
            "narrowed": (f"{name}output.dense",),
        }
        products = []
        for product in PRODUCTS:
            key = f"{at}.{product}"
            weight = torch.cat([stored(f"{part}.weight") for part in names[product]]).float()
            weight += self._parts.pop(f"{key}.up") @ self._parts.pop(f"{key}.down")
            products.append(linear(weight.to(dtype), self._parts.pop(f"{key}.bias").to(dtype)))
        norms = []
        for norm in NORMS:
            weight, bias = (self._parts.pop(f"{at}.{norm}.{part}").to(dtype) for part in ("weight", "bias"))
            norms.append(Norm(weight, bias, self._encoder.epsilon))
        return Layer(products[0], products[1], norms[0], products[2], products[3], norms[1])


def _padded(tokens: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the tokens of texts as one table, and which of its places hold a token."""
    longest = max(map(len, tokens))
    ids = torch.tensor([[*own, *[PADDING] * (longest - len(own))] for own in tokens])
    return ids, torch.arange(longest) < torch.tensor([len(own) for own in tokens])[:, None]
