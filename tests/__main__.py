"""``python -m tests``: the whole suite, two pytest processes at a time, each with the tests of one folder or several.

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
ALONE = ("browser", "app", "ingest", "eval")  # folders with a process of their own, the longest first; the others share one
AT_ONCE = 2  # processes; more would make those late that measure how long something waits


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended: the paths it tested, what it said, its exit status, and how many seconds it took."""

    paths: tuple[str, ...]
    said: str
    status: int
    seconds: float

    def __str__(self) -> str:
        outcome = "passed" if self.status == 0 else f"failed with status {self.status}"
        return f"{' '.join(self.paths)}: {outcome} in {self.seconds:.0f} s"


def groups(tests: Path = TESTS) -> list[tuple[str, ...]]:
    """Return the paths that each process is given, relative to the folder above; together they hold every test once."""
    holders = sorted({file.relative_to(tests).parts[0] for file in tests.rglob("test_*.py")})
    alone = [name for name in ALONE if name in holders]
    rest = [name for name in holders if name not in alone]
    return [tuple(f"{tests.name}/{name}" for name in names) for names in (*([name] for name in alone), rest) if names]


def run(paths: tuple[str, ...], folder: Path, environment: dict[str, str]) -> Ended:
    """Test some paths, relative to a folder, in a process of their own."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", *paths]
    ended = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return Ended(paths, ended.stdout, ended.returncode, time.monotonic() - began)


def main(tests: Path = TESTS) -> int:
    """Run all, show what each process says, and return the exit status."""
    every: list[Ended] = []
    with tempfile.TemporaryDirectory() as models, ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as pool:
        environment = {"TEST_MODEL_DIR": models} | dict(os.environ)  # the packaged model is unpacked once for all
        for future in as_completed([pool.submit(run, paths, tests.parent, environment) for paths in groups(tests)]):
            ended = future.result()
            every.append(ended)
            sys.stdout.write(f"\n===== {' '.join(ended.paths)} =====\n{ended.said}\n")
            sys.stdout.flush()
    sys.stdout.write("".join(f"{ended}\n" for ended in every))
    return int(any(ended.status for ended in every))


if __name__ == "__main__":
    sys.exit(main())
