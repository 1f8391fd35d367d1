"""Texts that are hard for a regular expression: runs of what it repeats, with no end to match.

They are derived from the expression's own structure (what it repeats, what stands before that, its words, pairs of its
runs), besides runs that are hard for many.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import regex

from eval.attacks.expressions import Compiled

Node = Any  # a part of an expression as regex parses it: internal to that module, and without types
core: Any = importlib.import_module("regex._regex_core")

PAIRED = 4  # runs of an expression that are tried in pairs: more take longer than all others, and showed nothing more
UNBOUNDED = 12  # times: what may repeat more often than that is run
KINDS = ("aàbđn", "AĐTX", "1203", " \t", "\n", "-.,;:/()[]“\"%*_+!?…²'<>=&#@", "≠")  # letters and signs to choose from
COMMON = (
    *(" ", "\t", "\n", "1", "a", "A", "-", ".", "(", ")", ",", "/", "“", "*", "_", "#", "<", "…"),
    *(
        "a ",
        "A ",
        "Aa ",
        "1 ",
        "1. ",
        "1.",
        "1,",
        "1/",
        "1-",
        "1% ",
        "I. ",
        "- ",
        "a) ",
        ". ",
        " \n",
        "- \n",
        "[1] ",
        "[",
        "năm ",
    ),
)
FLAGS = regex.IGNORECASE | regex.MULTILINE | regex.DOTALL | regex.VERBOSE | regex.ASCII


def runs(pattern: Compiled) -> list[tuple[str, str]]:
    """Return (beginning, run) of the texts that are hard for an expression: the run repeats until the text is long."""
    texts: dict[tuple[str, str], None] = dict.fromkeys(("", common) for common in COMMON)
    parts = tree(pattern)
    for prefix, repeat in _repeats(parts, ""):
        for body in filter(None, samples(repeat.subpattern)):
            texts[prefix, body] = None
            texts["", prefix + body] = None
    for word in filter(None, _words(parts)):
        texts["", word] = None
        texts["", word + " "] = None
    for sample in samples(parts):
        texts["", sample] = None
        texts["", sample[:-1]] = None
    for first, other in pairs(pattern):
        texts["", first + other] = None
    return [(start, run) for start, run in texts if run]


def pairs(pattern: Compiled) -> list[tuple[str, str]]:
    """Return what an expression repeats in pairs: a text of the one run and then the other is hard where they overlap."""
    repeats = (samples(repeat.subpattern)[:2] for _, repeat in _repeats(tree(pattern), ""))
    bodies = list(dict.fromkeys(body for some in repeats for body in some if body))[:PAIRED]
    return list(permutations(bodies, 2))


def tree(pattern: Compiled) -> Node:
    """Return the parts of an expression as the regex module sees them."""
    source_text, flags = pattern.pattern, pattern.flags & FLAGS
    source_text = source_text.decode("latin-1") if isinstance(source_text, bytes) else source_text
    while True:
        try:
            source = core.Source(source_text)
            info = core.Info(flags, source.char_type, {})
            info.guess_encoding = core.UNICODE
            source.ignore_space = bool(info.flags & regex.VERBOSE)
            return core._parse_pattern(source, info)
        except core._UnscopedFlagSet:
            flags = info.global_flags


def _parts(node: Node) -> list[Node]:
    if isinstance(node, core.Sequence):
        return list(node.items)
    if isinstance(node, core.Branch):
        return list(node.branches)
    inner = getattr(node, "subpattern", None)
    return [] if inner is None else [inner]


def _repeats(node: Node, prefix: str) -> Iterator[tuple[str, Node]]:
    """Yield what repeats without a near bound, with a sample of what must stand before it."""
    if isinstance(node, core.GreedyRepeat | core.LazyRepeat) and (node.max_count is None or node.max_count > UNBOUNDED):
        yield prefix, node
    for part in _parts(node):
        yield from _repeats(part, prefix)
        if isinstance(node, core.Sequence):
            prefix += next(iter(samples(part)), "")


def _words(node: Node) -> Iterator[str]:
    """Yield the literals of an expression: what stands written in a row, and every branch of a choice."""
    if isinstance(node, core.Sequence):
        text = ""
        for item in node.items:
            if isinstance(item, core.Character):
                text += chr(item.value)
            else:
                yield text
                text = ""
        yield text
    if isinstance(node, core.LookAround):
        return
    for part in _parts(node):
        yield from _words(part)


def samples(node: Node) -> list[str]:
    """Return up to eight short texts that a part of an expression matches; [""] for what matches a place."""
    if isinstance(node, core.LookAround):
        return [""]
    if isinstance(node, core.Character):
        return [chr(node.value)] if node.positive else [_other(node)]
    if isinstance(node, core.Any):
        return ["a", " ", "1"]
    if isinstance(node, core.Sequence):
        each = [samples(item) for item in node.items]
        count = min(8, max(map(len, each), default=1))
        return list(dict.fromkeys("".join(some[at % len(some)] for some in each if some) for at in range(count))) or [""]
    if isinstance(node, core.Branch):
        return list(dict.fromkeys(sample for branch in node.branches for sample in samples(branch)[:2]))[:8]
    if isinstance(node, core.GreedyRepeat | core.LazyRepeat):
        times = min(max(1, node.min_count), 40)
        return [sample * times for sample in samples(node.subpattern)]
    if isinstance(node, core.Range | core.Property | core.SetBase):
        return [sign for kind in KINDS if (sign := next((c for c in kind if node.matches(ord(c))), ""))] or [""]
    inner = _parts(node)
    return samples(inner[0]) if inner else [""]


def _other(node: Node) -> str:
    return next(c for kind in KINDS for c in kind if node.matches(ord(c)))
