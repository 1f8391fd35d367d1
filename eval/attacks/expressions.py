"""Every regular expression of the program, those inside functions too."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import regex

Compiled = Any  # an expression of re or of regex

PACKAGES = ("ingest", "index", "app")
ENGINES = {"re", "regex"}
FUNCTIONS = {"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"}


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression and where it stands: ``app/grounding/claims.py:32``."""

    place: str
    pattern: Compiled  # of re or of regex; a part that only a call knows is filled with a word

    def __str__(self) -> str:
        return f"{self.place} {self.pattern.pattern!r:.90}"


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
        names = builtins if isinstance(builtins, dict) else vars(builtins)
        return names.get(name, _Unknown("tỉnh"))


def expressions(root: Path) -> list[Expression]:
    """Return every expression of the program once, those inside functions too, in order of their places."""
    by_pattern: dict[tuple[str | bytes, int], Expression] = {}
    for module in _modules():
        path = Path(str(module.__file__))
        place = path.relative_to(root).as_posix()
        for pattern in _expressions_of(vars(module).values(), depth=3):
            by_pattern.setdefault((pattern.pattern, pattern.flags), Expression(place, pattern))
        for line, pattern in _in_calls(module, path):
            by_pattern[pattern.pattern, pattern.flags] = Expression(f"{place}:{line}", pattern)
    return sorted(by_pattern.values(), key=lambda expression: expression.place)


def _modules() -> Iterator[ModuleType]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for info in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def _expressions_of(values: Iterable[object], depth: int) -> Iterator[Compiled]:
    """Yield the compiled expressions among values, also in tuples, lists and dictionaries."""
    for value in values:
        if isinstance(value, re.Pattern | regex.Pattern):
            yield value
        elif depth and isinstance(value, tuple | list | set | frozenset):
            yield from _expressions_of(value, depth - 1)
        elif depth and isinstance(value, dict):
            yield from _expressions_of(list(value.values()), depth - 1)


def _in_calls(module: ModuleType, path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the expressions of a module's calls (``re.search(r"…", text)``) with their lines."""
    names = _Names(vars(module))
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.func, ast.Attribute):
            continue
        engine, function = node.func.value, node.func.attr
        if not isinstance(engine, ast.Name) or engine.id not in ENGINES or function not in FUNCTIONS:
            continue
        pattern = _value(node.args[0], names)
        flags = next((_value(word.value, names) for word in node.keywords if word.arg == "flags"), 0)
        if function == "compile" and len(node.args) > 1:
            flags = _value(node.args[1], names)
        elif function in ("search", "match", "fullmatch", "finditer", "findall") and len(node.args) > 2:
            flags = _value(node.args[2], names)
        if isinstance(pattern, str | bytes):
            yield node.lineno, names[engine.id].compile(str(pattern) if isinstance(pattern, str) else pattern, flags)


def _value(node: ast.expr, names: _Names) -> object:
    return eval(compile(ast.Expression(node), "<expression>", "eval"), names)  # noqa: S307
