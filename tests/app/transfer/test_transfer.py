"""A library copied to the other engine, backed up and restored, says the same; what is broken off is whole or refused."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.__main__ import main
from app.access.person import LOCAL, Role
from app.answer.model import Answer
from app.assistant import Assistant
from app.office import Office
from app.records.conversations import KeptTurn
from app.transfer import backup
from app.transfer.copies import TransferProblem, copy, settings_of
from index.database.choice import office_database
from index.database.model import Database
from index.errors import IndexProblem
from index.store.library import Library
from index.store.place import UNFINISHED_COPY, place_of
from settings import Settings
from tests.conftest import REPO, KeywordEmbedder
from tests.postgresql import Cluster

QUESTIONS = ("Xã Tân Lập còn bao nhiêu hộ nghèo?", "Ngành giáo dục Đông Khê có bao nhiêu trường?", "Tồn tại của xã Tân Lập?")


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """The address of an empty database."""
    name = cluster.create()
    yield cluster.url(name)
    cluster.let_go()
    cluster.drop(name)


@pytest.fixture
def used(library: Library, settings: Settings, one_report: Answer) -> Settings:
    """The settings of a library in use: people, conversations of one second, a dismissed finding, a correction's file."""
    office = Office.open(settings)
    office.accounts.add("lan", "Phạm Thị Lan", Role.READER)
    for number in range(3):
        office.conversations.keep("lan", "", KeptTurn(1, f"Hỏi lần {number}", one_report))
    office.drafts.keep(LOCAL, '{"a": "chè"}')
    (settings.data_dir / "corrections.json").write_text("{}", encoding="utf-8")
    return settings


def _said(settings: Settings) -> list[str]:
    assistant = Assistant(Library.open(settings), KeywordEmbedder())
    return [repr(replace(assistant.answer(question), ms=0)) for question in QUESTIONS]


def _rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: [
            tuple(row)
            for row in database.rows(
                f"SELECT {', '.join(database.columns(table))} FROM {table} ORDER BY {database.order_of(table)}"
            )
        ]
        for table in database.tables()
    }


def _all_rows(settings: Settings) -> list[dict[str, list[tuple[object, ...]]]]:
    catalog = place_of(settings).find()
    assert catalog is not None
    return [_rows(catalog.database), _rows(office_database(settings))]


def test_there_and_back(used: Settings, url: str, tmp_path: Path) -> None:
    there = replace(used, database_url=url)
    before, said = _all_rows(used), _said(used)
    counts = copy(used, there)
    assert counts["reports"] == 3 and counts["turns"] == 3 and counts["people"] == 1
    assert _all_rows(there)[0] == before[0] == _all_rows(used)[0]
    assert {table: rows for table, rows in _all_rows(there)[1].items() if rows} == {
        t: rows for t, rows in before[1].items() if rows
    }
    assert _said(there) == said
    listed = [one.name for one in Office.open(there).conversations.listed("lan")]
    assert listed == [one.name for one in Office.open(used).conversations.listed("lan")]
    back = replace(used, data_dir=tmp_path / "back")
    back.data_dir.mkdir()
    copy(replace(there, data_dir=back.data_dir), back)
    assert _all_rows(back)[0] == before[0] and _said(back) == said
    Office.open(there).accounts.add("an", "", Role.READER)  # numbers that count themselves go on
    Office.open(there).conversations.keep(
        "an", "", KeptTurn(1, "Mới", Office.open(there).conversations.one("lan", _first(there))[1][0].answer)
    )


def _first(settings: Settings) -> str:
    return Office.open(settings).conversations.listed("lan")[0].id


def test_what_holds_something_is_not_written_over(used: Settings, url: str, tmp_path: Path) -> None:
    there = replace(used, database_url=url)
    copy(used, there)
    before = _all_rows(there)
    with pytest.raises(TransferProblem, match=r"đã có dữ liệu.*Hãy chọn nơi trống"):
        copy(used, there)
    with pytest.raises(TransferProblem, match="đã có dữ liệu"):
        copy(there, used)
    backup.back_up(used, tmp_path / "a.tar")
    with pytest.raises(TransferProblem, match="đã có dữ liệu"):
        backup.restore(used, tmp_path / "a.tar")
    assert _all_rows(there) == before
    with pytest.raises(TransferProblem, match="Không có thư viện nào để chép"):
        copy(replace(used, data_dir=tmp_path / "khong"), replace(used, data_dir=tmp_path / "khac"))
    with pytest.raises(TransferProblem, match="DATABASE_URL=postgresql"):
        settings_of(used, "postgresql")


@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_restored_library_says_the_same(
    used: Settings, url: str, cluster: Cluster, tmp_path: Path, source: str, target: str
) -> None:
    said, rows = _said(used), _all_rows(used)
    if source == "postgresql":
        copy(used, replace(used, database_url=url))
        used = replace(used, database_url=url)
    file, stop = tmp_path / "sao-luu.tar", threading.Event()
    asking = threading.Thread(target=lambda: _ask(used, stop))
    asking.start()
    try:
        reports, size = backup.back_up(used, file)
    finally:
        stop.set()
        asking.join()
    assert reports == 3 and size == file.stat().st_size and file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if "sao-luu" in path.name) == ["sao-luu.tar"]
    other = cluster.create()
    restored = replace(used, data_dir=tmp_path / "khac", database_url=cluster.url(other) if target == "postgresql" else None)
    assert backup.restore(restored, file) == 3
    assert _said(restored) == said and _all_rows(restored)[0] == rows[0]
    assert _all_rows(restored)[1]["people"] == rows[1]["people"] and len(_all_rows(restored)[1]["turns"]) >= 3
    originals = {path.name for path in (restored.data_dir / "originals").iterdir()}
    assert originals == {path.name for path in used.originals_dir.iterdir()}
    assert (restored.data_dir / "corrections.json").exists() and not (restored.data_dir / UNFINISHED_COPY).exists()
    cluster.let_go()
    cluster.drop(other)


def _ask(settings: Settings, stop: threading.Event) -> None:
    office, assistant = Office.open(settings), Assistant(Library.open(settings), KeywordEmbedder())
    while not stop.is_set():
        office.conversations.keep("an", "", KeptTurn(1, QUESTIONS[0], assistant.answer(QUESTIONS[0])))


def test_a_report_that_goes_while_it_is_backed_up_is_not_restored(
    used: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, calls = backup._Archive.add_trees, []

    def first_then_delete(archive: backup._Archive, *folders: Path) -> None:
        add(archive, *folders)
        calls.append(folders)
        if len(calls) == 1:
            library = Library.open(used)
            path, identity = next(iter(library.catalog.sources().items()))
            library.forget(path)
            for copied in used.originals_dir.glob(f"{identity}.*"):
                copied.unlink()

    monkeypatch.setattr(backup._Archive, "add_trees", first_then_delete)
    backup.back_up(used, tmp_path / "a.tar")
    restored = replace(used, data_dir=tmp_path / "khac")
    assert backup.restore(restored, tmp_path / "a.tar") == 2 == len(list(restored.originals_dir.iterdir()))


class TestBroken:
    def test_files_that_are_no_whole_backup(self, used: Settings, tmp_path: Path) -> None:
        backup.back_up(used, tmp_path / "a.tar")
        whole = (tmp_path / "a.tar").read_bytes()
        with tarfile.open(tmp_path / "b.tar", "w") as tar:
            tar.add(REPO / "README.md", "README.md")
        flipped = bytearray(whole)
        flipped[whole.index(b"SQLite format 3") + 3000] ^= 255
        empty = replace(used, data_dir=tmp_path / "khac")
        for content in (
            whole[: len(whole) // 2],
            whole[:-20_000],
            b"",
            b"khong phai" * 100,
            bytes(flipped),
            (tmp_path / "b.tar").read_bytes(),
        ):
            (tmp_path / "c.tar").write_bytes(content)
            with pytest.raises(TransferProblem, match=r"không phải bản sao lưu nguyên vẹn.*Hãy chọn"):
                backup.restore(empty, tmp_path / "c.tar")
            assert list(empty.data_dir.iterdir()) == []
        with pytest.raises(TransferProblem, match="Không có tệp"):
            backup.restore(empty, tmp_path / "khong.tar")

    def test_a_hostile_backup_writes_nowhere_else(self, used: Settings, tmp_path: Path) -> None:
        """Names of its list that lead out, by a link too; members that are no files; what the library makes itself."""
        backup.back_up(used, tmp_path / "a.tar")
        deep = [_member("a/b/c", tarfile.DIRTYPE), _member("deep", tarfile.SYMTYPE, "a/b/c"), _member("x/out.txt")]
        named = {
            "deep/../../../x/out.txt": deep,
            "../out.txt": [],
            str(tmp_path / "out.txt"): [],
            "writing.lock": [_member("writing.lock")],
            "index/out.txt": [_member("index/out.txt")],
            "office.sqlite-wal": [_member("office.sqlite-wal")],
            "a//out.txt": [_member("a/out.txt")],
        }
        unnamed = [[_member("link", tarfile.SYMTYPE, "a")], [_member("hard", tarfile.LNKTYPE, "corrections.json")],
                   [_member("pipe", tarfile.FIFOTYPE)]]  # fmt: skip
        target = tmp_path / "van-phong" / "moi" / "data"
        for name, members in [*named.items(), *(("", members) for members in unnamed)]:
            _changed(tmp_path / "a.tar", tmp_path / "b.tar", members, name)
            with pytest.raises(TransferProblem, match="không phải bản sao lưu nguyên vẹn"):
                backup.restore(replace(used, data_dir=target), tmp_path / "b.tar")
            assert not [path for path in (tmp_path / "van-phong").rglob("*") if path.is_file()], name
        assert not list(tmp_path.rglob("out.txt"))

    def test_a_backup_unpacks_to_no_more_than_it_is_long(self) -> None:
        sparse = tarfile.TarInfo("a")
        sparse.sparse, sparse.size = [(0, 1)], 10
        for member in (sparse, _member("a", size=101)):
            with pytest.raises(ValueError, match="không phải tệp thường"):
                backup._check_members([member], 100)
        backup._check_members([_member("a", size=50), _member("b", size=50)], 100)

    def test_a_backup_into_the_library_itself(self, used: Settings) -> None:
        with pytest.raises(TransferProblem, match="Hãy ghi ra ngoài"):
            backup.back_up(used, used.data_dir / "a.tar")

    def test_an_error_leaves_the_file_of_before(
        self, used: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a.tar").write_text("bản trước")
        monkeypatch.setattr(backup._Archive, "end", _fail)
        with pytest.raises(OSError, match="đầy"):
            backup.back_up(used, tmp_path / "a.tar")
        assert (tmp_path / "a.tar").read_text() == "bản trước"
        assert [path.name for path in tmp_path.iterdir() if "a.tar" in path.name] == ["a.tar"]

    @pytest.mark.parametrize(
        "at", ["app.transfer.copies.office_file_beside", "app.transfer.backup.put", "index.store.place.Catalog.create"]
    )
    def test_a_killed_restore_is_refused_and_can_be_done_again(self, used: Settings, tmp_path: Path, at: str) -> None:
        backup.back_up(used, tmp_path / "a.tar")
        said = _said(used)
        empty = replace(used, data_dir=tmp_path / "khac")
        _killed(empty, ["restore", str(tmp_path / "a.tar")], at)
        with pytest.raises(IndexProblem, match=r"dừng giữa chừng|Chưa có báo cáo"):
            Library.open(empty)
        assert backup.restore(empty, tmp_path / "a.tar") == 3
        assert _said(empty) == said

    def test_a_killed_copy_leaves_postgresql_empty(self, used: Settings, url: str) -> None:
        before = _all_rows(used)
        there = replace(used, database_url=url)
        _killed(there, ["copy", "--from", "sqlite", "--to", "postgresql"], "app.transfer.copies.swap_in")
        assert place_of(there).find() is None and _all_rows(used) == before
        copy(used, there)
        assert _all_rows(there)[0] == before[0]


def _fail(*_: object) -> None:
    raise OSError(28, "đầy")


def _killed(settings: Settings, command: list[str], at: str) -> None:
    """Run a command in a process that is killed when it comes to a function."""
    owner, _, name = at.rpartition(".")
    module, _, holder = owner.rpartition(".") if owner.rpartition(".")[2][0].isupper() else (owner, "", "")
    place = f"module.{holder}" if holder else "module"
    code = (
        f"import importlib, os, signal, sys\nmodule = importlib.import_module({module!r})\n"
        f"setattr({place}, {name!r}, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))\n"
        f"from app.__main__ import main\nsys.exit(main({command!r}))"
    )
    environment = {**os.environ, "DATA_DIR": str(settings.data_dir), "EMBEDDING_MODEL": settings.embedding_model}
    environment |= {"DATABASE_URL": settings.database_url or ""}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=REPO, capture_output=True, text=True, check=False
    )
    assert done.returncode == -9, done.stderr


def test_the_commands(
    used: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", used.embedding_model)
    monkeypatch.setenv("DATA_DIR", str(used.data_dir))
    assert main(["backup", str(tmp_path / "a.tar")]) == 0
    assert "Đã sao lưu 3 báo cáo" in capsys.readouterr().out
    assert main(["copy", "--from", "sqlite", "--to", "sqlite"]) == 2
    assert main(["copy", "--from", "sqlite", "--to", "postgresql"]) == 2
    assert "Hãy đặt DATABASE_URL" in capsys.readouterr().err
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "khac"))
    assert main(["restore", str(tmp_path / "a.tar")]) == 0
    assert "Đã khôi phục 3 báo cáo" in capsys.readouterr().out
    assert main(["migrate"]) == 0


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname, member.size = kind, link, size
    return member


def _changed(whole: Path, changed: Path, more: list[tarfile.TarInfo], listed: str) -> None:
    """Copy a backup with more members, and an empty file of this name in its list; "" for none."""
    with tarfile.open(whole) as source, tarfile.open(changed, "w", format=tarfile.PAX_FORMAT) as out:
        members = source.getmembers()
        for member in [*members[:-1], *more]:
            out.addfile(member, source.extractfile(member) if member in members else None)
        about = json.load(source.extractfile(members[-1]) or io.BytesIO())
        about["files"] |= {listed: hashlib.sha256().hexdigest()} if listed else {}
        content = json.dumps(about).encode()
        out.addfile(_member(members[-1].name, size=len(content)), io.BytesIO(content))
