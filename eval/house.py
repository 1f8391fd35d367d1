"""The house in figures: class names, bland names, long modules, broad handlers, patterns, constants, who knows what library.

Counted on the syntax trees of ``ingest``, ``index``, ``app``, ``eval`` and ``settings.py``, so that a review's counts can be
repeated after a change.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# Pronouns and participles that do not say what the value is: "passages" does, "found" does not.
BLAND_NAMES = (
    "one", "made", "found", "told", "said", "held", "given", "got", "kept", "taken", "gone", "done", "meant", "shown",
    "seen", "asked", "wanted", "named", "known", "written",
)  # fmt: skip
LONG = 300  # lines of a module from which a split by subject is worth a thought: twice the usual module
FRAMEWORKS = (
    "gradio",
    "docx",
    "chromadb",
    "tantivy",
    "pypdf",
    "pdfplumber",
    "pypdfium2",
    "langchain",
    "sentence_transformers",
    "torch",
    "mcp",
)
SCHEMA = "Schema"  # ending of the API's classes, which may share their stem with a noun
COMPILED = ("compile",)
BROAD = ("Exception", "BaseException")


@dataclass(frozen=True)
class House:
    """What was counted.

    ``twice``: class name to the modules that define it. ``bland``: package to each bland name that it binds, with its count.
    ``long``: module to its lines, where these are more than LONG. ``broad``: package to its handlers of ``Exception``.
    The rest are counts by package.
    """

    modules: int
    lines: int
    twice: Mapping[str, tuple[str, ...]]
    bland: Mapping[str, Mapping[str, int]]
    long: Mapping[str, int]
    broad: Mapping[str, int]
    patterns: Mapping[str, int]
    constants: Mapping[str, int]
    knowing: Mapping[str, tuple[str, ...]]


def count(root: Path) -> House:
    """Count the code below ``root``. Raises SyntaxError where a module does not parse."""
    trees = {path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in _modules(root)}
    lengths = {module: len((root / module).read_text(encoding="utf-8").splitlines()) for module in trees}
    classes: defaultdict[str, list[str]] = defaultdict(list)
    knowing: defaultdict[str, list[str]] = defaultdict(list)
    bland: defaultdict[str, Counter[str]] = defaultdict(Counter)
    patterns, constants, broad = Counter[str](), Counter[str](), Counter[str]()
    for module, tree in trees.items():
        package = _package(module)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.endswith(SCHEMA):
                classes[node.name].append(module)
        bland[package].update(name for name in _bound(tree) if name in BLAND_NAMES)
        broad[package] += sum(1 for node in ast.walk(tree) if _is_broad(node))
        patterns[package] += sum(1 for node in ast.walk(tree) if _compiles(node))
        constants[package] += sum(1 for node in tree.body if _is_number(node))
        for framework in sorted(set(_imported(tree)) & set(FRAMEWORKS)):
            knowing[framework].append(module)
    twice = {name: tuple(where) for name, where in sorted(classes.items()) if len(where) > 1}
    return House(
        len(trees), sum(lengths.values()), twice,
        {package: dict(names) for package, names in bland.items() if names},
        {module: n for module, n in lengths.items() if n > LONG},
        _without_none(broad), _without_none(patterns), _without_none(constants),
        {framework: tuple(where) for framework, where in sorted(knowing.items())},
    )  # fmt: skip


def as_text(house: House) -> str:
    """Return the counts as lines, the longest lists last."""
    rows = [f"{house.modules} modules, {house.lines} lines"]
    rows.append(f"class names defined more than once: {len(house.twice)}")
    rows += [f"  {name}: {', '.join(where)}" for name, where in house.twice.items()]
    names = sum((Counter(counts) for counts in house.bland.values()), Counter[str]())
    rows.append(f"bland names bound: {names.total()} ({', '.join(f'{name} {names[name]}' for name in BLAND_NAMES)})")
    rows += [f"  {package}: {sum(counts.values())}" for package, counts in sorted(house.bland.items())]
    rows.append(f"modules of more than {LONG} lines: {len(house.long)}")
    rows += [f"  {module}: {n}" for module, n in sorted(house.long.items(), key=lambda item: -item[1])]
    rows.append("handlers of Exception: " + ", ".join(f"{package} {n}" for package, n in sorted(house.broad.items())))
    rows.append("compiled patterns: " + ", ".join(f"{package} {n}" for package, n in sorted(house.patterns.items())))
    rows.append("numeric constants: " + ", ".join(f"{package} {n}" for package, n in sorted(house.constants.items())))
    rows += [f"modules that import {framework}: {', '.join(where)}" for framework, where in house.knowing.items()]
    return "\n".join(rows) + "\n"


def _modules(root: Path) -> Iterable[Path]:
    yield root / "settings.py"
    for package in ("ingest", "index", "app", "eval"):
        yield from sorted((root / package).rglob("*.py"))


def _package(module: str) -> str:
    """Return the room that a module is counted in: "app/answer" for its modules, "app" for those directly in it."""
    folders = module.split("/")[:-1]
    return "/".join(folders[:2]) if folders[:1] == ["app"] else folders[0] if folders else module


def _bound(tree: ast.AST) -> Iterator[str]:
    """Yield every name that the tree binds: by assignment, as a parameter, as a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name.lstrip("_")


def _is_broad(node: ast.AST) -> bool:
    """Tell whether a node is a handler that catches every error."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD) for kind in kinds)


def _compiles(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in COMPILED


def _is_number(node: ast.stmt) -> bool:
    """Tell whether a statement names a number at the level of the module: ``PATIENCE = 0.5``."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, int | float) and not isinstance(value.value, bool)


def _imported(tree: ast.AST) -> Iterator[str]:
    """Yield the top-level name of everything imported; LangChain's parts count as LangChain."""
    for node in ast.walk(tree):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules = [node.module]
        for module in modules:
            top = module.split(".")[0]
            yield "langchain" if top.startswith("langchain") else top


def _without_none(counts: Counter[str]) -> dict[str, int]:
    return {name: n for name, n in counts.items() if n}
