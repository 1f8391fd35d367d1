"""Every regular expression of the program, and texts that are hard for each: runs of what it repeats, with no end to match.

An expression is hard where the time it takes grows faster than the text. The texts are derived from the expression's own
structure (what it repeats, what stands before that, its words, pairs of its runs), besides runs that are hard for many.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import math
import pkgutil
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from types import ModuleType
from typing import Any

import regex

Compiled = Any  # an expression of re or of regex
Node = Any  # a part of an expression as regex parses it: internal to that module, and without types
core: Any = importlib.import_module("regex._regex_core")

PACKAGES = ("ingest", "index", "app")
LENGTH = 50_000  # characters of a hostile text: a long paragraph of a large report is a tenth of it
LIMIT = 0.2  # seconds that one expression may take on one hostile text
SEED = 40  # characters of the very first try of what cannot be stopped: it shows what takes exponential time
LENGTHS = (SEED, 312, 625, 2_500, 10_000, LENGTH)  # one try after another, while it may still turn out too slow
PATIENCE = 3.0  # seconds after which a search is stopped: what grows by the square shows itself long before
STEEP = 1.5  # exponent of growth: 1 is as the text, 2 by its square; on a busy machine bounded runs seem to have up to 1.4
PAIRED = 4  # runs of an expression that are tried in pairs: more take longer than all others, and showed nothing more
UNBOUNDED = 12  # times: what may repeat more often than that is run
ENGINES = {"re", "regex"}
FUNCTIONS = {"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"}
END = "≠"  # a sign that no expression of the program expects
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


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression and where it stands: ``app/grounding/claims.py:32``."""

    place: str
    pattern: Compiled  # of re or of regex; a part that only a call knows is filled with a word

    def __str__(self) -> str:
        return f"{self.place} {self.pattern.pattern!r:.90}"


@dataclass(frozen=True, slots=True)
class Slow:
    """An expression that took ``seconds`` for a text of ``length`` characters, of which ``run`` is the beginning."""

    expression: Expression
    deed: str
    run: str
    length: int
    seconds: float
    growth: (
        float  # the exponent by which the time grew from the text before, up to five times shorter; infinite for the first
    )

    @property
    def is_steep(self) -> bool:
        """Whether the time grows faster than the text, on any machine; what is only near LIMIT depends on the machine."""
        return self.growth > STEEP

    def __str__(self) -> str:
        return f"{self.expression}: {self.deed} of {self.length} characters {self.run!r}: {self.seconds:.2f} s"


class _Unknown(str):
    """A word in the place of what only a call knows; whatever is asked of it is that word."""

    __slots__ = ()

    def __getattr__(self, name: str) -> _Unknown:
        return self

    def __call__(self, *_: object, **__: object) -> _Unknown:
        return self

    def __getitem__(self, _: object) -> _Unknown:
        return self

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter((_Unknown("tỉnh"),))


class _Names(dict[str, Any]):
    def __missing__(self, name: str) -> object:
        builtins = self["__builtins__"]
        known = builtins if isinstance(builtins, dict) else vars(builtins)
        return known.get(name, _Unknown("tỉnh"))


def expressions(root: Path) -> list[Expression]:
    """Return every expression of the program once, those inside functions too, in order of their places."""
    found: dict[tuple[str | bytes, int], Expression] = {}
    for module in _modules():
        path = Path(str(module.__file__))
        place = path.relative_to(root).as_posix()
        for pattern in _held(vars(module).values(), depth=3):
            found.setdefault((pattern.pattern, pattern.flags), Expression(place, pattern))
        for line, pattern in _written(module, path):
            found[pattern.pattern, pattern.flags] = Expression(f"{place}:{line}", pattern)
    return sorted(found.values(), key=lambda one: one.place)


def _modules() -> Iterator[ModuleType]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for info in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def _held(values: Iterable[object], depth: int) -> Iterator[Compiled]:
    """Yield the compiled expressions among values, also in tuples, lists and dictionaries."""
    for value in values:
        if isinstance(value, re.Pattern | regex.Pattern):
            yield value
        elif depth and isinstance(value, tuple | list | set | frozenset):
            yield from _held(value, depth - 1)
        elif depth and isinstance(value, dict):
            yield from _held(list(value.values()), depth - 1)


def _written(module: ModuleType, path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the expressions of a module's calls (``re.search(r"…", text)``) with their lines."""
    names = _Names(vars(module))
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.func, ast.Attribute):
            continue
        engine, function = node.func.value, node.func.attr
        if not isinstance(engine, ast.Name) or engine.id not in ENGINES or function not in FUNCTIONS:
            continue
        written = _value(node.args[0], names)
        flags = next((_value(word.value, names) for word in node.keywords if word.arg == "flags"), 0)
        if function == "compile" and len(node.args) > 1:
            flags = _value(node.args[1], names)
        elif function in ("search", "match", "fullmatch", "finditer", "findall") and len(node.args) > 2:
            flags = _value(node.args[2], names)
        if isinstance(written, str | bytes):
            yield node.lineno, names[engine.id].compile(str(written) if isinstance(written, str) else written, flags)


def _value(node: ast.expr, names: _Names) -> object:
    return eval(compile(ast.Expression(node), "<expression>", "eval"), names)  # noqa: S307


def runs(pattern: Compiled) -> list[tuple[str, str]]:
    """Return (beginning, run) of the texts that are hard for an expression: the run repeats until the text is long."""
    found: dict[tuple[str, str], None] = dict.fromkeys(("", common) for common in COMMON)
    tree = _tree(pattern)
    for prefix, repeat in _repeats(tree, ""):
        for body in filter(None, _samples(repeat.subpattern)):
            found[prefix, body] = None
            found["", prefix + body] = None
    for word in filter(None, _words(tree)):
        found["", word] = None
        found["", word + " "] = None
    for sample in _samples(tree):
        found["", sample] = None
        found["", sample[:-1]] = None
    for one, other in pairs(pattern):
        found["", one + other] = None
    return [(start, run) for start, run in found if run]


def pairs(pattern: Compiled) -> list[tuple[str, str]]:
    """Return what an expression repeats in pairs: a text of the one run and then the other is hard where they overlap."""
    repeats = (_samples(repeat.subpattern)[:2] for _, repeat in _repeats(_tree(pattern), ""))
    bodies = list(dict.fromkeys(body for samples in repeats for body in samples if body))[:PAIRED]
    return list(permutations(bodies, 2))


def _tree(pattern: Compiled) -> Node:
    """Return the parts of an expression as the regex module sees them."""
    written, flags = pattern.pattern, pattern.flags & FLAGS
    written = written.decode("latin-1") if isinstance(written, bytes) else written
    while True:
        try:
            source = core.Source(written)
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
            prefix += next(iter(_samples(part)), "")


def _words(node: Node) -> Iterator[str]:
    """Yield the literals of an expression: what stands written in a row, and every branch of a choice."""
    if isinstance(node, core.Sequence):
        written = ""
        for item in node.items:
            if isinstance(item, core.Character):
                written += chr(item.value)
            else:
                yield written
                written = ""
        yield written
    if isinstance(node, core.LookAround):
        return
    for part in _parts(node):
        yield from _words(part)


def _samples(node: Node) -> list[str]:
    """Return up to eight short texts that a part of an expression matches; [""] for what matches a place."""
    if isinstance(node, core.LookAround):
        return [""]
    if isinstance(node, core.Character):
        return [chr(node.value)] if node.positive else [_other(node)]
    if isinstance(node, core.Any):
        return ["a", " ", "1"]
    if isinstance(node, core.Sequence):
        each = [_samples(item) for item in node.items]
        count = min(8, max(map(len, each), default=1))
        return list(dict.fromkeys("".join(some[at % len(some)] for some in each if some) for at in range(count))) or [""]
    if isinstance(node, core.Branch):
        return list(dict.fromkeys(sample for branch in node.branches for sample in _samples(branch)[:2]))[:8]
    if isinstance(node, core.GreedyRepeat | core.LazyRepeat):
        times = min(max(1, node.min_count), 40)
        return [sample * times for sample in _samples(node.subpattern)]
    if isinstance(node, core.Range | core.Property | core.SetBase):
        return [sign for kind in KINDS if (sign := next((c for c in kind if node.matches(ord(c))), ""))] or [""]
    inner = _parts(node)
    return _samples(inner[0]) if inner else [""]


def _other(node: Node) -> str:
    return next(c for kind in KINDS for c in kind if node.matches(ord(c)))


def slow(expression: Expression) -> Iterator[Slow]:
    """Yield, for every way to search, the first hostile text for which the expression takes longer than LIMIT."""
    pattern = expression.pattern
    # what matches stands at the end, or an engine that looks for its letters first would not begin
    tail = f"{END}Zz9{END}{next(iter(_samples(_tree(pattern))), '')}{END}"
    texts = [*((start, (run,)) for start, run in runs(pattern)), *(("", pair) for pair in pairs(pattern))]
    deeds = dict(_deeds(pattern))
    for start, parts in texts:
        for deed, act in list(deeds.items()):
            search = _Search(act, start, parts, tail, isinstance(pattern.pattern, bytes))
            if excess := _excess(search, LENGTHS[isinstance(pattern, regex.Pattern) :]):
                del deeds[deed]
                yield Slow(expression, deed, (start + "".join(parts))[:40], *excess)


@dataclass(frozen=True, slots=True)
class _Search:
    """A search through a text that can be of any length: a start, its runs by equal parts, and a tail."""

    act: Callable[[Any], object]
    start: str
    runs: tuple[str, ...]
    tail: str
    in_bytes: bool

    def seconds(self, length: int) -> float:
        """Return the processor time; the least of three where it is a bit too long: the machine has other work."""
        size = max(length - len(self.start), 1) // len(self.runs) + 1
        text = self.start + "".join((run * (size // len(run) + 1))[:size] for run in self.runs) + self.tail
        subject = text.encode("utf-8") if self.in_bytes else text
        least = float("inf")
        for _ in range(3):
            begun = time.thread_time()
            with contextlib.suppress(TimeoutError):  # stopped: that it is slow, the clock says
                self.act(subject)
            least = min(least, time.thread_time() - begun)
            if not LIMIT < least < 3 * LIMIT:
                break
        return least


def _excess(search: _Search, lengths: Sequence[int]) -> tuple[int, float, float] | None:
    """Return the length of text for which a search takes too long, its time and growth; None where it does at no length."""
    shorter: tuple[int, float] | None = None
    for length in (one for one in lengths if one >= 4 * len(search.start) or one == LENGTH):  # most of it is the run
        taken = search.seconds(length)
        if taken > LIMIT:
            if shorter is None:
                return length, taken, math.inf  # so little text takes so long only where time grows without bound
            return length, taken, math.log(taken / shorter[1]) / math.log(length / shorter[0])
        if length == SEED:
            continue  # too short to tell how the time grows
        if taken < LIMIT * (length / LENGTH) ** 2:
            return None  # even if it takes time by the square of the length
        if shorter and _stays_quick(search, *shorter, length, taken):
            return None
        shorter = length, taken
    return None


def _stays_quick(search: _Search, shorter: int, before: float, longer: int, after: float) -> bool:
    """Say whether a search takes less than LIMIT at LENGTH, from two lengths; each is timed again where it decides."""
    if _expected(shorter, before, longer, after) >= LIMIT:  # other work during the longer one looks like growth
        after = min(after, search.seconds(longer))
    if _expected(shorter, before, longer, after) >= LIMIT:
        return False
    before = min(before, search.seconds(shorter))  # other work during the shorter one hides growth
    return _expected(shorter, before, longer, after) < LIMIT


def _expected(shorter: int, before: float, longer: int, after: float) -> float:
    """Return the time for LENGTH, if what grew from one text to the next grows with the length and with its square."""
    square = max(after - before * longer / shorter, 0.0) / (longer * (longer - shorter))
    return (after / longer - square * longer) * LENGTH + square * LENGTH**2


def _deeds(pattern: Compiled) -> list[tuple[str, Callable[[Any], object]]]:
    """Return the ways to search a text. What search, match and sub do is part of finditer, which goes through all of it."""
    limit = {"timeout": PATIENCE} if isinstance(pattern, regex.Pattern) else {}
    return [
        ("fullmatch", lambda text: pattern.fullmatch(text, **limit)),
        ("finditer", lambda text: deque(pattern.finditer(text, **limit), maxlen=0)),
    ]
