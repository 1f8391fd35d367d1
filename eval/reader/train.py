"""Teaching the reader: which of a question's candidates answers it, if any does.

The reader's last layers learn, those that both texts go through apart stay: their states are computed once a text. One
processor with bfloat16 learns from about two groups a second.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812  # as all of torch's users call it
from torch import Tensor, nn

from eval.reader.groups import ReadingGroup, drawn
from eval.reader.model import TaughtReader
from index.embedding.encoder import Encoder
from index.embedding.reader import question_tokens, statement_tokens

BATCH = 8  # groups
RATE = 8e-5  # of the layers; from there down to LEAST_RATE of it in equal steps, after WARMING steps up
HEAD_RATE, END_RATE, BETWEEN_RATE = 5e-4, 5e-3, 1e-2
LEAST_RATE = 0.02
WARMING = 40
DECAY = 0.01
STEEPEST = 1.0  # norm of the gradient
SEED = 1
Log = Callable[[str], object]


def train(
    folder: Path, groups: Sequence[ReadingGroup], steps: int, log: Log = lambda line: None, before: Path | None = None
) -> TaughtReader:
    """Return a reader that learned from groups for as many steps of :data:`BATCH` groups.

    :param folder: the packaged model.
    :param before: what a reader learned before, from which it goes on; None begins with the packaged model.
    :raises ValueError: there are no groups.
    """
    if not groups:
        raise ValueError("không có nhóm nào để học")
    torch.manual_seed(SEED)
    draw = random.Random(SEED)  # noqa: S311 - no secrets
    reader, texts = TaughtReader(folder), _Texts(Encoder(folder, torch.float32))
    if before is not None:
        reader.take_up(before)
    optimizer, layers = _optimizer(reader)
    rates = [group["lr"] for group in optimizer.param_groups]
    queue: list[ReadingGroup] = []
    for step in range(steps):
        if len(queue) < BATCH:
            queue = draw.sample(list(groups), len(groups))
        batch, queue = queue[:BATCH], queue[BATCH:]
        share = min(1.0, (step + 1) / WARMING) * max(LEAST_RATE, 1 - step / steps)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * share
        loss = _loss(reader, texts, batch, draw)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(layers, STEEPEST)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        log(f"{step + 1}/{steps}: {loss.item():.3f}")
    return reader


def _optimizer(reader: TaughtReader) -> tuple[torch.optim.Optimizer, list[nn.Parameter]]:
    """Return what changes the parameters, and those whose gradient is kept short."""
    between = [layer.between for layer in reader.upper]
    layers = [parameter for parameter in reader.upper.parameters() if all(parameter is not other for other in between)]
    head, ends = [*reader.hidden.parameters(), *reader.last.parameters()], [reader.scale, reader.offset]
    rates = [
        {"params": layers, "lr": RATE},
        {"params": between, "lr": BETWEEN_RATE, "weight_decay": 0.0},
        {"params": head, "lr": HEAD_RATE},
        {"params": ends, "lr": END_RATE, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(rates, weight_decay=DECAY, fused=True), [*layers, *head]


class _Texts:
    """Tokens and states of texts, computed once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._tokens: dict[object, tuple[list[int], int]] = {}
        self._states: dict[object, Tensor] = {}

    def states(self, reader: TaughtReader, keys: Sequence[object]) -> tuple[list[Tensor], list[int]]:
        """Return the states of questions (text) or statements, and where a statement's own tokens begin."""
        for key in dict.fromkeys(key for key in keys if key not in self._tokens):
            is_question = isinstance(key, str)
            self._tokens[key] = (
                (question_tokens(self._encoder, str(key)), 0) if is_question else statement_tokens(self._encoder, [key])[0]  # type: ignore[list-item]
            )
        new = list(dict.fromkeys(key for key in keys if key not in self._states))
        self._states.update(zip(new, reader.apart([self._tokens[key][0] for key in new]), strict=True))
        return [self._states[key] for key in keys], [self._tokens[key][1] for key in keys]


def _loss(reader: TaughtReader, texts: _Texts, batch: Sequence[ReadingGroup], draw: random.Random) -> Tensor:
    """Return how unlikely the right choice is in each group: one of the right statements, or none where none is right."""
    draws = [drawn(group, draw) for group in batch]
    questions = [question for question, statements, _ in draws for _ in statements]
    statements = [statement for _, own, _ in draws for statement in own]
    asked, _ = texts.states(reader, questions)
    told, starts = texts.states(reader, statements)
    order = sorted(range(len(asked)), key=lambda at: len(asked[at]) + len(told[at]))
    halves = order[: len(order) // 2], order[len(order) // 2 :]  # by length, so that few tokens are padding
    with torch.autocast("cpu", torch.bfloat16):
        parts = [reader([asked[a] for a in h], [told[a] for a in h], [starts[a] for a in h]) for h in halves if h]
    scores = torch.zeros(len(order)).scatter(0, torch.tensor(order), torch.cat(parts).float())
    losses, at = [], 0
    for group, (_, own, right) in zip(batch, draws, strict=True):
        chances = F.log_softmax(torch.cat([scores[at : at + len(own)], torch.zeros(1)]), 0)
        losses.append(-group.weight * torch.logsumexp(chances[torch.tensor([*right, not any(right)])], 0))
        at += len(own)
    return torch.stack(losses).mean()
