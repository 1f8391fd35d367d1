"""A reader of question and candidate together, grown out of the packaged embedding model.

Both texts go through the first layers apart, as the embedding model takes them, and through the others together. There every
head of every layer has one number that says how much the two texts see of one another: where it is far below zero, the
model is the embedding model itself and the cosine of its two means is what it starts from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812  # as all of torch's users call it
from safetensors import safe_open
from torch import Tensor, nn

from index.embedding.reader import NORMS, PRODUCTS

TOGETHER = 6  # layers that see both texts, the last ones
APART = -3.0  # of the scores of attention between the texts, before learning
SCALE = 30.0  # of the cosine before learning
USUAL = 0.85  # cosine of question and answer in the embedding model: then the candidate and none are as likely


class TaughtLayer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, stored: Callable[[str], Tensor], name: str, heads: int, epsilon: float) -> None:
        super().__init__()
        own = f"{name}attention.self."
        self.heads, self.epsilon = heads, epsilon

        def linear(*names: str) -> nn.Linear:
            weight = torch.cat([stored(f"{n}.weight") for n in names]).float()
            made = nn.Linear(weight.shape[1], weight.shape[0])
            made.weight.data, made.bias.data = weight, torch.cat([stored(f"{n}.bias") for n in names]).float()
            return made

        def norm(key: str) -> nn.LayerNorm:
            weight = stored(f"{key}.weight").float()
            made = nn.LayerNorm(weight.shape[0], eps=epsilon)
            made.weight.data, made.bias.data = weight, stored(f"{key}.bias").float()
            return made

        self.projections = linear(f"{own}query", f"{own}key", f"{own}value")
        self.attended = linear(f"{name}attention.output.dense")
        self.attention_norm = norm(f"{name}attention.output.LayerNorm")
        self.widened = linear(f"{name}intermediate.dense")
        self.narrowed = linear(f"{name}output.dense")
        self.output_norm = norm(f"{name}output.LayerNorm")
        self.between = nn.Parameter(torch.full((heads,), APART))

    def forward(self, x: Tensor, present: Tensor, sides: Tensor | None) -> Tensor:
        """Return the states behind the layer.

        :param present: what is added to the attention to each token, shape (batch, 1, 1, tokens).
        :param sides: 1 for tokens of the question, -1 for those of the candidate; None for one text.
        """
        batch, count, width = x.shape
        each = width // self.heads
        q, k, v = self.projections(x).view(batch, count, 3, self.heads, each).permute(2, 0, 3, 1, 4)
        if sides is None:
            seen = F.scaled_dot_product_attention(q, k, v, attn_mask=present.to(q.dtype))
        else:  # one number more in queries and keys: what is added within a text, and taken off between the two
            s = sides.to(q.dtype)[:, None, :, None].expand(batch, self.heads, count, 1)
            half = (-self.between / 2 * each**0.5).to(q.dtype)[None, :, None, None]
            pad = q.new_zeros(batch, self.heads, count, 7)
            q = torch.cat([q, s * half, pad], -1)
            k = torch.cat([k, s, pad], -1)
            v8 = torch.cat([v, v.new_zeros(batch, self.heads, count, 8)], -1)
            seen = F.scaled_dot_product_attention(q, k, v8, attn_mask=present.to(q.dtype), scale=each**-0.5)[..., :each]
        seen = self.attended(seen.transpose(1, 2).reshape(batch, count, width))
        x = self.attention_norm(x + seen)
        after: Tensor = self.output_norm(x + self.narrowed(F.gelu(self.widened(x))))
        return after


class TaughtReader(nn.Module):
    """Scores of candidates. ``lower``: layers that both texts go through apart, which stay as they are; ``upper``: the rest.

    :param folder: the packaged model.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        heads, epsilon = config["num_attention_heads"], config["layer_norm_eps"]
        with safe_open(folder / "model.safetensors", "pt") as weights:
            stored = weights.get_tensor
            self.words = stored("embeddings.word_embeddings.weight")
            self.positions = (
                stored("embeddings.position_embeddings.weight") + stored("embeddings.token_type_embeddings.weight")[0]
            ).float()
            self.norm_weight = stored("embeddings.LayerNorm.weight").float()
            self.norm_bias = stored("embeddings.LayerNorm.bias").float()
            self.epsilon = epsilon
            every = [
                TaughtLayer(stored, f"encoder.layer.{at}.", heads, epsilon) for at in range(config["num_hidden_layers"])
            ]
        self.lower, self.upper = nn.ModuleList(every[:-TOGETHER]), nn.ModuleList(every[-TOGETHER:])
        self.lower.requires_grad_(False)
        width = config["hidden_size"]
        self.scale = nn.Parameter(torch.tensor(SCALE))
        self.offset = nn.Parameter(torch.tensor(-SCALE * USUAL))
        self.hidden = nn.Linear(4 * width, 256)
        self.last = nn.Linear(256, 1, bias=False)
        nn.init.normal_(self.last.weight, std=0.02)

    @torch.no_grad()
    def take_up(self, learned: Path) -> None:
        """Go on from what a reader learned before.

        :param learned: as :mod:`eval.reader.export` writes it.
        """
        with safe_open(learned, "pt") as parts:
            part = parts.get_tensor
            for at, layer in enumerate(self.upper, start=len(self.lower)):
                for product in PRODUCTS:
                    name, linear = f"{at}.{product}", getattr(layer, product)
                    linear.weight += part(f"{name}.up").float() @ part(f"{name}.down").float()
                    linear.bias.copy_(part(f"{name}.bias"))
                for norm in NORMS:
                    getattr(layer, norm).weight.copy_(part(f"{at}.{norm}.weight"))
                    getattr(layer, norm).bias.copy_(part(f"{at}.{norm}.bias"))
                cast(TaughtLayer, layer).between.copy_(part(f"{at}.between"))
            for name in ("hidden.weight", "hidden.bias", "last.weight", "scale", "offset"):
                self.get_parameter(name).copy_(part(name))

    @torch.no_grad()
    def apart(self, tokens: Sequence[Sequence[int]]) -> list[Tensor]:
        """Return the states of every text behind the layers that it goes through apart, in bfloat16."""
        states: list[Tensor] = [torch.empty(0)] * len(tokens)
        order = sorted(range(len(tokens)), key=lambda at: len(tokens[at]))
        for start in range(0, len(order), 64):
            places = order[start : start + 64]
            longest = len(tokens[places[-1]])
            ids = torch.tensor([[*tokens[at], *[1] * (longest - len(tokens[at]))] for at in places])
            lengths = torch.tensor([len(tokens[at]) for at in places])
            x = self.words[ids].float() + self.positions[:longest]
            x = F.layer_norm(x, (x.shape[-1],), self.norm_weight, self.norm_bias, self.epsilon)
            mask = torch.zeros(len(places), 1, 1, longest).masked_fill_(
                (torch.arange(longest) >= lengths[:, None])[:, None, None], -1e4
            )
            with torch.autocast("cpu", torch.bfloat16):
                for layer in self.lower:
                    x = layer(x, mask, None)
            for row, at in enumerate(places):
                states[at] = x[row, : len(tokens[at])].to(torch.bfloat16).clone()
        return states

    def forward(self, questions: Sequence[Tensor], candidates: Sequence[Tensor], starts: Sequence[int]) -> Tensor:
        """Return the scores of pairs, given by the states of both texts; 0 is as likely as none."""
        a = torch.tensor([len(q) for q in questions])[:, None]
        b = torch.tensor([len(c) for c in candidates])[:, None]
        longest = int((a + b).max())
        x = nn.utils.rnn.pad_sequence(
            [torch.cat([q, c]) for q, c in zip(questions, candidates, strict=True)], batch_first=True
        ).float()
        place = torch.arange(longest)
        first, second = place < a, (place >= a) & (place < a + b)
        mask = torch.zeros(len(questions), 1, 1, longest).masked_fill_(~(first | second)[:, None, None], -1e4)
        sides = first.float() - second.float()
        for layer in self.upper:
            x = layer(x, mask, sides)
        x = x.float()
        q = (x * first[..., None]).sum(1) / a
        told = second & (place >= a + torch.tensor(starts)[:, None])
        c = (x * told[..., None]).sum(1) / told.sum(1, keepdim=True)
        more = self.last(F.gelu(self.hidden(torch.cat([q, c, q * c, (q - c).abs()], -1)))).float()[:, 0]
        scores: Tensor = self.scale * F.cosine_similarity(q, c) + self.offset + more
        return scores
