"""Writing what a reader learned as low-rank sums to the weights of the packaged model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from eval.reader.model import TaughtReader
from index.embedding.reader import NORMS, PRODUCTS

RANK = 96  # of each sum; the file has 8.0 MB and scores differ by .1 where they have a deviation of 2.7
OVER, ROUNDS = 16, 4  # of the search for the largest parts of a change


def export(learned: TaughtReader, folder: Path, target: Path) -> float:
    """Write what was learned; return how much of the change of the weights, by its square, is kept.

    :param folder: the packaged model that the reader started from.
    """
    torch.manual_seed(0)
    base = TaughtReader(folder)
    parts: dict[str, Any] = {}
    kept = total = 0.0
    for at, (before, after) in enumerate(zip(base.upper, learned.upper, strict=True), start=len(base.lower)):
        for product in PRODUCTS:
            change = (getattr(after, product).weight - getattr(before, product).weight).detach()
            u, s, v = torch.svd_lowrank(change, RANK + OVER, niter=ROUNDS)
            root = s[:RANK].sqrt()
            parts[f"{at}.{product}.up"] = (u[:, :RANK] * root).half()
            parts[f"{at}.{product}.down"] = (v[:, :RANK] * root).T.half()
            parts[f"{at}.{product}.bias"] = getattr(after, product).bias
            kept, total = kept + float((s[:RANK] ** 2).sum()), total + float((change**2).sum())
        for norm in NORMS:
            parts[f"{at}.{norm}.weight"], parts[f"{at}.{norm}.bias"] = getattr(after, norm).weight, getattr(after, norm).bias
        parts[f"{at}.between"] = after.between
    parts["hidden.weight"], parts["hidden.bias"] = learned.hidden.weight.half(), learned.hidden.bias
    parts["last.weight"], parts["scale"], parts["offset"] = learned.last.weight, learned.scale, learned.offset
    save_file({name: part.detach().contiguous() for name, part in parts.items()}, target)
    return kept / total if total else 1.0
