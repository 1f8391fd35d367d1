"""``python -m tests``: the whole suite, two pytest processes at a time, each with the tests of one folder or several.

With ``--lint``, ``make lint`` runs beside them as one more process: mypy alone would leave a core idle for a minute.
The browser tests need a process of their own: Playwright keeps an event loop running in the main thread, in which no other
test can run one. They and the tests of the web app wait much, so that two processes keep two cores busy. What a process
says is shown in one piece when it ends. The exit status is 0 only where every process ended with 0.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent
# Folders with a process of their own, the longest first, so that both processes end at about one time; the others share one.
ALONE = ("browser", "app", "app/web", "ingest", "eval", "index")
NAMED = 5  # paths that are told by name
AT_ONCE = 2  # processes; more would make those late that measure how long something waits


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended: its name, what it said, its exit status, and how many seconds it took."""

    name: str
    said: str
    status: int
    seconds: float

    def __str__(self) -> str:
        outcome = "passed" if self.status == 0 else f"failed with status {self.status}"
        return f"{self.name}: {outcome} in {self.seconds:.0f} s"


def groups(tests: Path = TESTS) -> list[tuple[str, ...]]:
    """Return the paths that each process is given, relative to the folder above; together they hold every test once."""
    paths: dict[str, dict[str, None]] = {name: {} for name in (*ALONE, "")}
    for file in sorted(path.relative_to(tests) for path in tests.rglob("test_*.py")):
        group = max((name for name in ALONE if file.is_relative_to(name)), key=len, default="")
        is_divided = not group or any(name.startswith(f"{group}/") for name in ALONE)
        path = file.parts[: len(Path(group).parts) + is_divided]
        paths[group]["/".join((tests.name, *path))] = None
    return [tuple(held) for held in paths.values() if held]


def commands(tests: Path = TESTS, *, lint: bool = False) -> dict[str, list[str]]:
    """Return what is run, by name: ``make lint`` if asked for, and a pytest process for each group."""
    linting = {"lint": ["make", "--no-print-directory", "lint"]} if lint else {}
    return linting | {_name(paths): [sys.executable, "-m", "pytest", *paths] for paths in groups(tests)}


def _name(paths: tuple[str, ...]) -> str:
    return " ".join(paths) if len(paths) <= NAMED else f"{os.path.commonpath(paths)}/…"


def run(name: str, command: list[str], folder: Path, environment: dict[str, str]) -> Ended:
    """Run a command in a folder."""
    began = time.monotonic()
    ended = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return Ended(name, ended.stdout, ended.returncode, time.monotonic() - began)


def main(tests: Path = TESTS, *, lint: bool = False) -> int:
    """Run all, show what each process says, and return the exit status."""
    every: list[Ended] = []
    with tempfile.TemporaryDirectory() as models, ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as pool:
        environment = {"TEST_MODEL_DIR": models} | dict(os.environ)  # the packaged model is unpacked once for all
        running = [
            pool.submit(run, name, command, tests.parent, environment)
            for name, command in commands(tests, lint=lint).items()
        ]
        for future in as_completed(running):
            ended = future.result()
            every.append(ended)
            sys.stdout.write(f"\n===== {ended.name} =====\n{ended.said}\n")
            sys.stdout.flush()
    sys.stdout.write("".join(f"{ended}\n" for ended in every))
    return int(any(ended.status for ended in every))


if __name__ == "__main__":
    sys.exit(main(lint="--lint" in sys.argv[1:]))
