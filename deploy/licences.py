"""``python -m deploy.licences``: name, version and licence of every locked package that is installed here.

``--check`` fails where a licence is none of those allowed in ``licences.toml``, or cannot be told.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path

from deploy import lockfile

RULES = Path(__file__).with_name("licences.toml")
LOCKED = ("app", "dev", "cuda", "llm")
WORD = re.compile(r"\(|\)|[\w.+-]+(?: WITH [\w.+-]+)?")


@dataclass(frozen=True, slots=True)
class Rules:
    """Licences allowed, with the reason; what packages write for an SPDX name; licences of packages that name none."""

    allowed: Mapping[str, str]
    written: Mapping[str, str]
    packages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package and its licence as an SPDX expression, or as it words it; "" where it says nothing."""

    name: str
    version: str
    licence: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; with ``--check`` return 1 where a licence is not allowed."""
    parser = argparse.ArgumentParser(prog="python -m deploy.licences", description="Licences of what is installed.")
    parser.add_argument("--check", action="store_true", help="fail on a licence that deploy/licences.toml does not allow")
    options = parser.parse_args(arguments)
    rules = load()
    locked = {entry.name for name in LOCKED for entry in lockfile.read(name)}
    packages = inspect(importlib.metadata.distributions(), rules, locked)
    sys.stdout.writelines(f"{one.name:<42} {one.version:<18} {one.licence or '?'}\n" for one in packages)
    refused = [one for one in packages if not allows(one.licence, rules.allowed)]
    if options.check and refused:
        names = ", ".join(f"{one.name} ({one.licence or 'says nothing'})" for one in refused)
        sys.stderr.write(f"Not allowed in deploy/licences.toml: {names}. Leave them out, or add the licence with a reason\n")
        return 1
    return 0


def load(path: Path = RULES) -> Rules:
    """Load the rules."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Rules(data["allowed"], data["written"], data["packages"])


def inspect(installed: Iterable[Distribution], rules: Rules, names: Iterable[str]) -> list[Package]:
    """Return those of the installed packages that are in ``names``, sorted by name, with their licences."""
    wanted = set(names)
    found = ((lockfile.normal(one.name), one) for one in installed)
    return sorted(
        (Package(name, one.version, _licence(name, one, rules)) for name, one in found if name in wanted),
        key=lambda package: package.name,
    )


def _licence(name: str, distribution: Distribution, rules: Rules) -> str:
    """Read it from where packages state it, the strictest form first (PEP 639, then classifiers, then free text)."""
    if name in rules.packages:
        return rules.packages[name]
    about = distribution.metadata
    if expressions := about.get_all("License-Expression"):
        return str(expressions[0])
    free = "".join(about.get_all("License") or ()).strip().splitlines()
    classes = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    stated = [line for line in classes if line != "OSI Approved"] or free[:1]
    # Several classifiers do not say whether all hold or one may be chosen: all must be allowed.
    return " AND ".join(rules.written.get(line, line) for line in stated)


def allows(expression: str, allowed: Iterable[str]) -> bool:
    """Whether an SPDX expression is satisfied by allowed licences: each of an ``AND``, one of an ``OR``.

    False for what is no expression, "" included.
    """
    known = set(allowed)
    words = WORD.findall(expression)
    if "".join(words).replace(" ", "") != re.sub(r"\s", "", expression):
        return False

    def either() -> bool:
        held = both()
        while words and words[0] == "OR":
            words.pop(0)
            held = both() or held
        return held

    def both() -> bool:
        held = single()
        while words and words[0] == "AND":
            words.pop(0)
            held = single() and held
        return held

    def single() -> bool:
        word = words.pop(0) if words else ""
        if word != "(":
            return word in known
        held = either()
        return bool(words) and words.pop(0) == ")" and held

    return either() and not words


if __name__ == "__main__":
    sys.exit(main())
