"""``python -m deploy.install``: install what locks/*.lock name into the environment of this Python, and nothing else.

pip checks the hash of every file and adds nothing of its own (``--require-hashes --no-deps``). The libraries for CUDA follow
only where the PyTorch that was installed says that it needs them. Packages of ``locks/left-out.txt`` are removed.

This runs before anything is installed: it imports the standard library alone, and pip's own copy of packaging.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement

from deploy import lockfile
from deploy.lockfile import ROOT, Entry, LockError


class NotFound(LockError):
    """No place that pip looks in has a package at its locked version."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Install or download; return 0, or 2 with a message where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m deploy.install", description="Install what locks/*.lock name.")
    parser.add_argument("--dev", action="store_true", help="also what make test needs")
    parser.add_argument("--wheels", type=Path, metavar="FOLDER", help="take all from this folder, nothing from the network")
    parser.add_argument("--download", type=Path, metavar="FOLDER", help="write the wheels into this folder, install nothing")
    options = parser.parse_args(arguments)
    names = ["app", "dev"] if options.dev else ["app"]
    try:
        _agree(names)
        if options.download:
            download(names, options.download)
        else:
            install(names, options.wheels)
    except LockError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def install(names: Sequence[str], wheels: Path | None = None) -> None:
    """Install the locks of these names, from the folder ``wheels`` alone where one is given.

    :raises LockError: pip refused (a hash that differs, a file that is missing), or the packages do not fit together.
    """
    source = ["--no-index", "--find-links", str(wheels.resolve())] if wheels else []
    _fetch("install", names, source, lambda: importlib.metadata.distribution("torch"))
    unwanted = sorted(set(lockfile.left_out()) & {lockfile.normal(found.name) for found in _installed()})
    if unwanted:
        subprocess.run([sys.executable, "-m", "pip", "uninstall", "--quiet", "--yes", *unwanted], check=True)
    problems = unmet(_installed(), lockfile.left_out())
    if problems:
        raise LockError(
            "Installed packages do not fit together: " + "; ".join(problems) + ". Run: make lock, then make install"
        )


def download(names: Sequence[str], folder: Path) -> None:
    """Write the wheels of these locks for this machine's kind into ``folder``.

    Only wheels: what is built here from source has a hash of its own, which no lock can know.

    :raises LockError: pip refused.
    """
    _fetch("download", names, ["--dest", str(folder), "--only-binary", ":all:"], lambda: _torch_in(folder))


def _fetch(what: str, names: Sequence[str], options: Sequence[str], torch: Callable[[], Distribution]) -> None:
    """Fetch the locks: PyTorch's build for processors where pip finds one, else the usual build and what it asks for."""
    entries = [entry for name in names for entry in lockfile.read(name)]
    cpu = lockfile.read("torch-cpu")
    try:
        _pip(what, cpu, options)
    except NotFound:
        _pip(what, entries, options)
        if needs_cuda(torch()):
            _pip(what, lockfile.read("cuda"), options)
    else:
        _pip(what, [entry for entry in entries if entry.name != "torch"], options)


def needs_cuda(torch: Distribution) -> bool:
    """Whether this build of PyTorch asks, on this machine, for a package of ``cuda.lock``."""
    locked = {entry.name for entry in lockfile.read("cuda")}
    return any(lockfile.normal(asked.name) in locked for asked in _asked(torch))


def unmet(installed: Iterable[Distribution], left_out: Iterable[str]) -> list[str]:
    """Say which requirements of installed packages are not met, sorted: what ``pip check`` says, less what is left out."""
    found = {lockfile.normal(one.name): one for one in installed}
    return sorted(
        f"{name} needs {asked}"
        for name, one in found.items()
        for asked in _asked(one)
        if lockfile.normal(asked.name) not in left_out
        and not (
            (there := found.get(lockfile.normal(asked.name))) and asked.specifier.contains(there.version, prereleases=True)
        )
    )


def _asked(distribution: Distribution) -> list[Requirement]:
    """Return what it requires on this machine, without its extras."""
    every = [Requirement(text) for text in distribution.requires or ()]
    return [one for one in every if one.marker is None or one.marker.evaluate({"extra": ""})]


def _torch_in(folder: Path) -> Distribution:
    (wheel,) = folder.glob("torch-*.whl")
    root = zipfile.Path(wheel)
    return PathDistribution(next(part for part in root.iterdir() if part.name.endswith(".dist-info")))


def _installed() -> list[Distribution]:
    return list(importlib.metadata.distributions())


def _agree(names: Iterable[str]) -> None:
    """Refuse a lock that requirements*.txt have left behind."""
    for name in names:
        path = ROOT / ("requirements.txt" if name == "app" else f"requirements-{name}.txt")
        locked = {(entry.name, entry.version) for entry in lockfile.read(name)}
        behind = [
            f"{pinned}=={version}" for pinned, version in lockfile.pins(path).items() if (pinned, version) not in locked
        ]
        if behind:
            raise LockError(f"locks/{name}.lock does not have {', '.join(behind)} of {path.name}. Run: make lock")


def _pip(what: str, entries: Iterable[Entry], options: Sequence[str]) -> None:
    """Run pip on these entries, with hashes required and no dependency followed."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", what, "--quiet", "--require-hashes", "--no-deps"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requirements.lock"
        file.write_text(lockfile.render(entries, "Part of locks/"), encoding="utf-8")
        ran = subprocess.run([*command, "--requirement", file, *options], stderr=subprocess.PIPE, text=True, check=False)
    if ran.returncode:
        problem = NotFound if "No matching distribution found" in ran.stderr else LockError
        raise problem(f"{ran.stderr.strip()}\npip could not {what} what locks/ names; it says above why.")


if __name__ == "__main__":
    sys.exit(main())
