"""Reading in a process of its own: a file that hangs, crashes or devours memory is refused, and the next one is read."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path

import docx
import pytest

from ingest import worker, worker_process
from ingest.errors import UnreadableFile
from ingest.limits import Limits
from ingest.report import understand
from ingest.worker import ReportReader, Worker
from ingest.worker_messages import Order, Ready, Terms
from tests.ingest import tasks


@pytest.fixture
def reader() -> Iterator[ReportReader]:
    with ReportReader() as made:
        yield made


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "xa-cam-dai.txt"
    file.write_text("I. KẾT QUẢ\n\nXã có 12 thôn văn hóa.\n", encoding="utf-8")
    return file


@pytest.fixture
def hanging(tmp_path: Path) -> Path:
    """A file that is never read to its end: a pipe into which nobody writes."""
    pipe = tmp_path / "treo.txt"
    os.mkfifo(pipe)
    return pipe


def test_the_same_report_as_without_it(reader: ReportReader, good: Path) -> None:
    assert reader.understand(good, "tên khác.txt") == understand(good, "tên khác.txt")


def test_a_file_read_ahead(reader: ReportReader, good: Path, hanging: Path, tmp_path: Path) -> None:
    reader.expect(good)
    assert reader.understand(good).file == "xa-cam-dai.txt"
    reader.expect(hanging)  # something else was expected: that reading is given up
    assert reader.understand(good).file == "xa-cam-dai.txt"


def test_a_refusal_comes_through(reader: ReportReader, tmp_path: Path, good: Path) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(UnreadableFile, match="rỗng"):
        reader.understand(tmp_path / "a.txt")
    assert reader.understand(good).text


def test_a_file_that_hangs(good: Path, hanging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.2)
    with ReportReader(Limits(max_seconds=3)) as reader:
        reader.understand(good)  # the process is up
        began = time.monotonic()
        with pytest.raises(UnreadableFile, match=r"sau 3 giây.*MAX_SECONDS"):
            reader.understand(hanging)
        assert time.monotonic() - began < 6
        assert reader.understand(good).text


def test_a_reader_that_crashes(reader: ReportReader, good: Path, hanging: Path) -> None:
    reader.understand(good)
    reader.expect(hanging)
    assert reader.pid is not None
    os.kill(reader.pid, signal.SIGSEGV)
    with pytest.raises(UnreadableFile, match="dừng đột ngột"):
        reader.understand(hanging)
    assert reader.understand(good).text


def test_a_file_that_takes_too_much_memory(tmp_path: Path, good: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Kết quả năm 2024. " * 2_000_000)  # 40 MB of text, packed in little
    document.save(str(tmp_path / "lon.docx"))
    with ReportReader(Limits(max_memory_mb=160)) as reader:
        with pytest.raises(UnreadableFile, match=r"160 MB bộ nhớ.*MAX_MEMORY_MB"):
            reader.understand(tmp_path / "lon.docx")
        assert reader.understand(good).text


def test_nothing_is_left_running(good: Path) -> None:
    with ReportReader() as reader:
        reader.understand(good)
        process = reader.pid
        assert process is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_an_unforeseen_failure_is_a_refusal(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*order: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ingest.report.understand", failing)  # ingest.worker takes it from there at each call
    monkeypatch.setattr(worker_process, "_bound_memory", lambda megabytes: None)
    here, there = Pipe()
    here.send(Terms(Limits(), None, (), (UnreadableFile,)))
    serving = threading.Thread(target=worker_process.serve, args=(there,))
    serving.start()
    assert isinstance(here.recv(), Ready)
    here.send(Order(worker.understood, (good, None)))
    assert "chương trình chưa biết" in str(here.recv().error)
    here.close()
    serving.join(5)
    assert not serving.is_alive()


def test_any_task_and_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.2)
    with Worker(Limits(max_seconds=3, max_memory_mb=200), foreseen=(UnreadableFile, tasks.Foreseen), longest=4) as made:
        assert made.do(tasks.doubled, 21) == 42
        with pytest.raises(tasks.Foreseen, match=r"^sai ở hàng 3$"):
            made.do(tasks.refused, "sai ở hàng 3")
        with pytest.raises(UnreadableFile, match="quá nhiều nội dung"):
            made.do(tasks.large, worker_process.LARGEST_ANSWER)
        with pytest.raises(UnreadableFile, match="MAX_MEMORY_MB"):
            made.do(tasks.greedy, 500)
        assert made.do(tasks.doubled, 2) == 4
        for task in (tasks.spinning, tasks.endless):  # what gets on for ever comes to an end too
            began = time.monotonic()
            with pytest.raises(UnreadableFile, match="MAX_SECONDS"):
                made.do(task)
            assert time.monotonic() - began < 12  # with the start of a process
        assert made.do(tasks.doubled, 1) == 2


@pytest.mark.parametrize("unheard", [b"", b"x" * 100])
def test_the_process_ends_quietly_when_the_other_side_is_gone(unheard: bytes) -> None:
    here, there = Pipe()
    if unheard:
        there.send_bytes(unheard)  # a socket that is closed with something unread resets the other side
    here.close()
    worker_process.serve(there)
