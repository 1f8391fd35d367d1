"""A kill in the midst of each operation loses and doubles nothing; the long version is ``python -m eval kill``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eval.kill import OPERATIONS
from tests.conftest import REPO


@pytest.mark.slow
def test_one_kill_each(reports: Path) -> None:
    command = [sys.executable, "-m", "eval", "kill", str(reports), "--times", "1"]
    ran = subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=300, check=False)
    lines = ran.stdout.splitlines()
    assert ran.returncode == 0 and lines[-1] == f"0 lượt hỏng trong {len(OPERATIONS)}", ran.stdout + ran.stderr[-2000:]
    assert [line.split()[0] for line in lines[:-1]] == list(OPERATIONS)


def test_an_operation_that_there_is_not(reports: Path) -> None:
    command = [sys.executable, "-m", "eval", "kill", str(reports), "--operations", "bay"]
    ran = subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode != 0 and "không có việc bay" in ran.stderr and "Traceback" not in ran.stderr
