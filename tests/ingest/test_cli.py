"""``python -m ingest``: exit status, the one line for a file that cannot be read, the summary."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import chromadb
import pytest

from ingest.__main__ import NOTHING, OK, PARTLY, main
from settings import Settings

REPO = Path(__file__).resolve().parents[2]


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, embedder: Any) -> Any:
    """The command line with the fake embedder in the model's place."""
    monkeypatch.setattr("index.embedding.embedder.SentenceEmbedder", lambda model, cache: embedder)
    return embedder


def test_outline_prints_json(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outline", str(reports / "tan-lap.txt")]) == OK
    printed = json.loads(capsys.readouterr().out)
    assert printed["file"] == "tan-lap.txt"
    assert [node["label"] for node in printed["outline"]] == ["I", "II", "III"]
    assert [node["label"] for node in printed["outline"][1]["children"]] == ["1", "2"]
    assert printed["metadata"]["number"] == "15/BC-UBND"


@pytest.mark.parametrize("name", ["khong-co.txt", "zero.pdf", "page.pdf", "folder"])
def test_outline_of_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / "zero.pdf").touch()
    (tmp_path / "page.pdf").write_text("<html>", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    assert main(["outline", str(tmp_path / name)]) == PARTLY
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1 and name in shown.err


def test_outline_touches_no_data_folder(reports: Path, tmp_path: Path) -> None:
    main(["outline", str(reports / "tan-lap.txt")])
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("given", [[], ["/khong/co"], ["--la"]])
def test_nothing_to_do(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(given) == NOTHING
    assert "Traceback" not in capsys.readouterr().err


def test_help_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == OK
    assert "--rebuild" in capsys.readouterr().out


def test_bringing_in_and_again(door: Any, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(reports)]) == OK
    assert "Mới 3," in capsys.readouterr().out
    door.embedded.clear()
    assert main([str(reports)]) == OK
    assert "không đổi 3," in capsys.readouterr().out
    assert door.embedded == []


def test_one_broken_file_is_named_and_the_others_are_in(
    door: Any, reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "hong.pdf").write_bytes(b"%PDF-1.7 cut short")
    assert main([str(reports)]) == PARTLY
    shown = capsys.readouterr()
    assert [line for line in shown.err.splitlines() if "hong.pdf" in line and "hỏng" in line]
    assert "Thư viện có 3 báo cáo" in shown.out


def test_a_vanished_file_stays_until_it_is_forgotten(door: Any, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(reports)])
    (reports / "dong-khe.txt").unlink()
    assert main([str(reports)]) == OK
    assert "Thư viện có 3 báo cáo" in capsys.readouterr().out.splitlines()[-1]
    assert main([str(reports), "--forget-missing"]) == OK
    assert "Thư viện có 2 báo cáo" in capsys.readouterr().out.splitlines()[-1]


def test_another_model_is_refused_with_the_remedy(
    door: Any, reports: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(reports)])
    monkeypatch.setenv("EMBEDDING_MODEL", "mo-hinh-khac")
    assert main([str(reports)]) == NOTHING
    assert "--rebuild" in capsys.readouterr().err
    chromadb.api.client.SharedSystemClient.clear_system_cache()  # every command is a process of its own
    assert main(["--rebuild"]) == OK
    assert main([str(reports)]) == OK


def test_a_bad_setting_is_one_line(
    reports: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "bảy nghìn")
    assert main([str(reports)]) == NOTHING
    assert capsys.readouterr().err.count("\n") == 1


def test_a_data_folder_that_is_a_file(door: Any, reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").write_text("tệp", encoding="utf-8")
    assert main([str(reports)]) == NOTHING
    assert "Không nạp được" in capsys.readouterr().err


def test_rebuild_without_a_library(door: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rebuild"]) == NOTHING
    assert "Chưa có thư viện" in capsys.readouterr().err


def test_rebuild_with_paths_still_tells_what_the_rebuild_could_not_read(door: Any, reports: Path, tmp_path: Path) -> None:
    main([str(reports)])
    shutil.rmtree(Settings.from_env().originals_dir)
    shutil.rmtree(reports)
    more = tmp_path / "more.txt"
    more.write_text("I. KẾT QUẢ\n\nXã đạt kết quả tốt trong năm.", encoding="utf-8")
    assert main(["--rebuild", str(more)]) == PARTLY


@pytest.mark.slow
def test_the_real_command_with_the_packaged_model(
    reports: Path, model_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MODEL_DIR", str(model_dir))
    (reports / "zero.pdf").touch()

    def ingest(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ingest", *arguments]
        return subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=300, check=False)

    first = ingest(str(reports))
    assert first.returncode == PARTLY, first.stderr
    assert "zero.pdf" in first.stderr and "Traceback" not in first.stderr
    assert "Mới 3," in first.stdout
    again = ingest(str(reports / "tan-lap.txt"))
    assert again.returncode == OK and "không đổi 1," in again.stdout
    assert ingest(str(tmp_path / "khong-co")).returncode == NOTHING
    assert (tmp_path / "data" / "index").is_dir()


def test_a_link_out_of_the_folder_is_named(
    door: Any, reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mat.txt").write_text("I. BÍ MẬT\n\nKhông ai được đọc.", encoding="utf-8")
    (reports / "xa.txt").symlink_to(tmp_path / "mat.txt")
    assert main([str(reports)]) == 1, "something was passed over"
    said = capsys.readouterr().out
    assert f"Bỏ qua {reports / 'xa.txt'}: liên kết trỏ ra ngoài thư mục" in said and "Mới 3," in said
