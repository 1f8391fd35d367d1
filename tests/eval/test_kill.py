"""A kill in the midst of each operation loses and doubles nothing; the long version is ``python -m eval kill``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.commands.shared import MISUSED
from eval.kill import OPERATIONS
from tests.conftest import REPO


@pytest.mark.slow
def test_one_kill_each(reports: Path) -> None:
    command = [sys.executable, "-m", "eval", "kill", str(reports), "--times", "1"]
    ran = subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=300, check=False)
    lines = ran.stdout.splitlines()
    assert ran.returncode == 0 and lines[-1] == f"0 lượt hỏng trong {len(OPERATIONS)}", ran.stdout + ran.stderr[-2000:]
    assert [line.split()[0] for line in lines[:-1]] == list(OPERATIONS)


def test_an_operation_that_there_is_not(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kill", str(reports), "--operations", "bay"]) == MISUSED
    assert "không có việc bay" in capsys.readouterr().err
