"""Files are read and checked in processes apart: one that hangs or devours memory keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import io
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.drafting.request import BadRequest
from app.workers import tasks
from app.workers.pool import Workshop, now
from ingest.errors import UnreadableFile
from ingest.limits import Limits
from tests.ingest import tasks as trials

REPORT = "BÁO CÁO\nKết quả năm 2024\n\nI. KẾT QUẢ\n\nXã có 12 thôn văn hóa.\n\nIII. HẠN CHẾ\n\nCòn ít.\n"


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    opened = Workshop(Limits(max_seconds=20))
    yield opened
    opened.close()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "xa-cam-dai.txt"
    file.write_text(REPORT, encoding="utf-8")
    return file


def test_a_report_is_checked_without_what_takes_seconds_to_load(workshop: Workshop, report: Path) -> None:
    findings = workshop.do("an", tasks.checked, report, "báo cáo.txt")
    assert any("thiếu “II”" in finding.message for finding in findings.listed) and findings.more == 0
    assert workshop.do("an", trials.loaded) == []
    began = time.monotonic()
    workshop.do("an", tasks.checked, report, None)
    assert time.monotonic() - began < 5  # the process is kept


def test_errors_come_through_with_their_words(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("giảm nghèo,,41\n", encoding="utf-8")
    with pytest.raises(BadRequest, match="hàng 1"):
        workshop.do("an", tasks.sheet_of, tmp_path / "a.csv")
    with pytest.raises(UnreadableFile, match="không mở được"):
        workshop.do("an", tasks.checked, tmp_path / "none.txt", None)


def test_a_file_that_hangs_keeps_nobody_else_waiting(workshop: Workshop, report: Path, tmp_path: Path) -> None:
    ended: list[int] = []
    hanging = [
        threading.Thread(target=lambda: ended.append(workshop.do("an", trials.waiting, tmp_path / "end"))) for _ in range(2)
    ]
    for thread in hanging:  # An's second file waits for his first
        thread.start()
    for _ in range(3):
        assert workshop.do("bình", tasks.checked, report, None).listed
    assert ended == []
    (tmp_path / "end").touch()
    for thread in hanging:
        thread.join(60)
    assert ended == [1, 1]


def test_nobody_holds_a_thread_while_waiting(workshop: Workshop) -> None:
    async def run() -> tuple[int, list[int]]:
        before = threading.active_count()
        tasks_begun = [asyncio.create_task(workshop.do_async("an", trials.doubled, n)) for n in range(20)]
        await asyncio.sleep(0.1)
        threads = threading.active_count() - before
        return threads, await asyncio.gather(*tasks_begun)

    threads, answers = asyncio.run(run())
    assert answers == [2 * n for n in range(20)] and threads <= 2


def test_too_many_findings_are_counted_not_listed(monkeypatch: pytest.MonkeyPatch, report: Path) -> None:
    from ingest.reading import Reading

    monkeypatch.setattr(tasks, "MOST_FINDINGS", 0)
    findings = tasks.checked(report, None, Reading())
    assert findings.listed == () and findings.more >= 1


def test_a_package_that_is_no_report(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", "b")
    (tmp_path / "a.xlsx").write_bytes(buffer.getvalue())
    with pytest.raises(BadRequest):  # as the command line does it: in a process that ends with the task
        now(Limits(), tasks.sheet_of, tmp_path / "a.xlsx")
