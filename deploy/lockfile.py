"""Lock files: every package at one version, with the hashes that its files may have.

The form is that of pip's requirement files, so ``pip install --require-hashes`` reads them. No host and no path stands in
one: where a package comes from is the machine's setting, what it must be is the hash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "locks"
NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
PIN = re.compile(rf"(?P<name>{NAME})(?:\[[\w,-]+\])?==(?P<version>[A-Za-z0-9][A-Za-z0-9.!+_-]*)(?: ; (?P<marker>[^#]+))?")
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


class LockError(Exception):
    """A lock file, or what one is made from, cannot be used as it is. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One package of a lock: normalised name, version, marker ("" for every platform), hashes, and who asks for it."""

    name: str
    version: str
    marker: str = ""
    hashes: tuple[str, ...] = ()
    via: tuple[str, ...] = ()


def normal(name: str) -> str:
    """Return a package's name in its normal form (PEP 503): ``Foo_Bar`` is ``foo-bar``."""
    return re.sub(r"[-_.]+", "-", name).lower()


def public(version: str) -> str:
    """Return a version without its local part: ``2.13.0+cpu`` is ``2.13.0``."""
    return version.partition("+")[0]


def parse(text: str) -> list[Entry]:
    """Return the entries of a lock file in their order; none for an empty one.

    :raises LockError: a line is neither an exact pin, a SHA-256 hash nor a comment, or a pin has no hash.
    """
    entries: list[Entry] = []
    for line in (line.strip().removesuffix("\\").strip() for line in text.splitlines()):
        if pin := PIN.fullmatch(line):
            entries.append(Entry(normal(pin["name"]), pin["version"], (pin["marker"] or "").strip()))
        elif (found := HASH.fullmatch(line)) and entries:
            last = entries[-1]
            entries[-1] = Entry(last.name, last.version, last.marker, (*last.hashes, found[1]))
        elif line.startswith("# via ") and entries:
            last = entries[-1]
            entries[-1] = Entry(last.name, last.version, last.marker, last.hashes, tuple(line[6:].split(", ")))
        elif line and not line.startswith("#"):
            raise LockError(f"Not a line of a lock file: {line!r}. Run: make lock")
    bare = [entry.name for entry in entries if not entry.hashes]
    if bare:
        raise LockError(f"Locked without a hash: {', '.join(bare)}. Run: make lock")
    return entries


def render(entries: Iterable[Entry], title: str) -> str:
    """Return a lock file's text, sorted by name and version, under ``title`` as its first line."""
    lines = [f"# {title}", "# Written by `make lock`; change requirements*.txt or locks/left-out.txt instead."]
    for entry in sorted(entries, key=lambda entry: (entry.name, entry.version)):
        marker = f" ; {entry.marker}" if entry.marker else ""
        hashes = " \\\n".join(f"    --hash={value}" for value in sorted(entry.hashes))
        lines.append(f"{entry.name}=={entry.version}{marker} \\\n{hashes}")
        if entry.via:
            lines.append(f"    # via {', '.join(entry.via)}")
    return "\n".join(lines) + "\n"


def read(name: str, folder: Path = LOCKS) -> list[Entry]:
    """Read ``locks/NAME.lock``.

    :raises LockError: it is missing or not a lock file.
    """
    try:
        return parse((folder / f"{name}.lock").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LockError(f"locks/{name}.lock is missing. Run: make lock") from error


def pins(path: Path) -> dict[str, str]:
    """Return name and version of each line ``name==version`` of a requirements file; ``-r`` lines are passed over.

    :raises LockError: a line pins no version.
    """
    pinned = {}
    for line in _lines(path):
        if not line.startswith("-r "):
            pin = PIN.fullmatch(line)
            if pin is None:
                raise LockError(f"{path.name}: {line!r} pins no version. Write: name==version")
            pinned[normal(pin["name"])] = pin["version"]
    return pinned


def left_out(folder: Path = LOCKS) -> list[str]:
    """Return the packages that others ask for and that are not installed (``locks/left-out.txt``)."""
    return [normal(line) for line in _lines(folder / "left-out.txt")]


def _lines(path: Path) -> Sequence[str]:
    stripped = (line.partition(" #")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in stripped if line and not line.startswith("#")]
