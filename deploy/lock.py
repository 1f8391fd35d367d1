"""``python -m deploy.lock``: write locks/*.lock from requirements*.txt (``make lock``).

Versions that are locked already stay, unless a requirement asks for others or ``--upgrade`` does: the same input writes
the same files. uv resolves, for every platform at once; its own version and hashes are locked with the rest.

PyTorch is published twice under one version: the usual index has the build with CUDA, which asks for gigabytes of
libraries; the build for processors alone is on PyTorch's own index. The first is in ``app.lock``, what only it asks for
apart in ``cuda.lock``, and the second in ``torch-cpu.lock``, which is kept by hand.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from deploy import lockfile
from deploy.lockfile import LOCKS, ROOT, Entry, LockError

LINUX = "sys_platform == 'linux'"  # the marker of what PyTorch's CUDA build asks for, and of nothing else that it asks for
TITLES = {
    "app": "What the app runs on: requirements.txt and all that it asks for.",
    "dev": "What `make test` needs besides: requirements-dev.txt.",
    "cuda": "What PyTorch's CUDA build asks for besides; installed only where that build was.",
    "llm": "For LLM=llamacpp:…: requirements-llm.txt.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the locks; return 0, or 2 with a message where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m deploy.lock", description="Write locks/*.lock from requirements*.txt.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that the requirements allow")
    options = parser.parse_args(arguments)
    try:
        locked = [] if options.upgrade else [entry for name in TITLES for entry in lockfile.read(name)]
        for name, entries in lock(_uv(), locked).items():
            (LOCKS / f"{name}.lock").write_text(lockfile.render(entries, TITLES[name]), encoding="utf-8")
            sys.stdout.write(f"locks/{name}.lock: {len(entries)} packages\n")
    except LockError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def lock(uv: Path, locked: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the entries of each lock by its name; versions in ``locked`` are kept where the requirements allow it.

    :raises LockError: no versions fit together, a package left out needs another that is not named with it, or
        ``torch-cpu.lock`` is of another version.
    """

    def resolve(requirements: str, without: Iterable[str] = ()) -> list[Entry]:
        return _resolve(uv, [requirements], without, everything)

    left_out = lockfile.left_out()
    everything = _resolve(uv, ["requirements.txt", "requirements-dev.txt", "requirements-llm.txt"], (), locked)
    accelerators = [entry.name for entry in everything if "torch" in entry.via and LINUX in entry.marker]
    app = resolve("requirements.txt", [*left_out, *accelerators])
    dev = _less(resolve("requirements-dev.txt", [*left_out, *accelerators]), app)
    cuda = _less(resolve("requirements.txt", left_out), app)
    llm = _less(resolve("requirements-llm.txt"), app)
    strays = {entry.name for entry in _less(everything, [*app, *dev, *cuda, *llm])} - set(left_out)
    if strays:
        raise LockError(
            f"Only packages left out need these; name them in locks/left-out.txt too: {', '.join(sorted(strays))}"
        )
    _check_cpu_build(next(entry for entry in app if entry.name == "torch"))
    return {"app": app, "dev": dev, "cuda": cuda, "llm": llm}


def _resolve(uv: Path, requirements: Sequence[str], without: Iterable[str], locked: Iterable[Entry]) -> list[Entry]:
    """Return all that the requirements files ask for, less ``without`` and what only those need."""
    with tempfile.TemporaryDirectory() as folder:
        excluded, written = Path(folder) / "without.txt", Path(folder) / "written.lock"
        excluded.write_text("\n".join(without), encoding="utf-8")
        written.write_text(lockfile.render(locked, ""), encoding="utf-8")  # uv keeps the versions of the file that it writes
        command: list[str | Path] = [
            uv, "pip", "compile", "--no-config", "--quiet", "--universal", "--python-version", "3.11",
            "--generate-hashes", "--no-header", "--annotation-style", "line",
            "--excludes", excluded, "--output-file", written, *requirements,
        ]  # fmt: skip
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise LockError(f"No versions fit together: {ran.stderr.strip()}")
        return lockfile.parse(written.read_text(encoding="utf-8"))


def _less(entries: Iterable[Entry], known: Iterable[Entry]) -> list[Entry]:
    names = {entry.name for entry in known}
    return [entry for entry in entries if entry.name not in names]


def _check_cpu_build(torch: Entry) -> None:
    """Refuse hashes of another version's build for processors."""
    (cpu,) = lockfile.read("torch-cpu")
    if lockfile.public(cpu.version) != torch.version:
        raise LockError(
            f"locks/torch-cpu.lock has torch {cpu.version}, requirements.txt {torch.version}. Download the wheel of "
            f"torch {torch.version}+cpu from PyTorch's index of CPU builds, and put version and sha256sum there."
        )


def _uv() -> Path:
    """Return uv's program; it is installed into this environment first where its locked version is not there."""
    (uv,) = [entry for entry in lockfile.read("dev") if entry.name == "uv"]
    if uv.version not in [found.version for found in importlib.metadata.distributions(name="uv")]:
        with tempfile.TemporaryDirectory() as folder:
            alone = Path(folder) / "uv.lock"
            alone.write_text(lockfile.render([uv], ""), encoding="utf-8")
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
            if subprocess.run([*pip, "--requirement", str(alone)], check=False).returncode:
                raise LockError(f"uv {uv.version}, which makes the locks, could not be installed.")
    return Path(sys.executable).with_name("uv")


if __name__ == "__main__":
    sys.exit(main())
