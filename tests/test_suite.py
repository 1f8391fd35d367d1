"""``python -m tests`` runs every test once and fails where any of them does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.__main__ import TESTS, commands, groups, main


def test_every_file_of_tests_is_in_one_group() -> None:
    files = [file.relative_to(TESTS.parent) for file in TESTS.rglob("test_*.py")]
    paths = [Path(path) for group in groups() for path in group]
    assert len(files) > 150
    assert [file for file in files if sum(file.is_relative_to(path) for path in paths) != 1] == []


def test_browser_tests_share_their_process_with_no_other() -> None:
    assert [group for group in groups() if any("browser" in path for path in group)] == [("tests/browser",)]


def test_a_folder_within_another_has_a_process_of_its_own_too() -> None:
    assert ("tests/app/web",) in groups()
    assert len([group for group in groups() if any(path.startswith("tests/app") for path in group)]) == 2


def test_lint_is_one_more_process_where_it_is_asked_for() -> None:
    assert set(commands(lint=True)) - set(commands()) == {"lint"}
    assert len(commands()) == len(groups())


def test_one_failure_in_any_process_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # quicker, and not needed
    for folder, holds in (("app", False), ("index", True)):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        (tmp_path / "tests" / folder / "test_a.py").write_text(f"def test_a():\n    assert {holds}\n", encoding="utf-8")
    assert main(tmp_path / "tests") == 1
    output = capsys.readouterr().out
    assert "tests/app/test_a.py: failed with status 1" in output and "tests/index: passed" in output
    (tmp_path / "tests" / "app" / "test_a.py").unlink()
    assert main(tmp_path / "tests") == 0
