"""The index made anew under a running assistant, and what the administrator is told of it."""

import time

import pytest

from app.assistant import Assistant
from app.library.reindex import Reindex
from app.library.state import disk_of, state_of
from app.storage.running_work import Work
from index.store.locks import write_lock

QUESTION = "Xã Tân Lập còn bao nhiêu hộ nghèo?"


@pytest.fixture
def assistant(library, embedder):
    return Assistant(library, embedder)


def _ended(reindex):
    for _ in range(600):
        if not reindex.running:
            return reindex.last
        time.sleep(0.05)
    raise AssertionError("it did not end")


def test_the_assistant_answers_all_the_while_and_then_from_the_new_index(assistant):
    before, answer = assistant.library.catalog, assistant.answer(QUESTION).text
    made, work = before.about()["library"], Work()
    reindex = Reindex(assistant, work)
    assert reindex.start("lan")
    assert not reindex.start("an"), "one at a time"
    seen = set()
    while reindex.running:
        assert assistant.answer(QUESTION).text == answer
        seen |= {(task.kind, task.name) for task in work.tasks()}
    last = _ended(reindex)
    assert (len(last.outcome.added), last.problem) == (3, "")
    assert seen == {("Tạo lại chỉ mục", "lan")} and work.tasks() == []
    assert assistant.library.catalog is not before
    assert assistant.library.catalog.about()["library"] != made
    assert assistant.answer(QUESTION).text == answer


def test_a_run_beside_another_writer_does_nothing_and_says_so(assistant, settings):
    before, reindex = assistant.library, Reindex(assistant, Work())
    with write_lock(settings):
        reindex.start("lan")
        assert "đang ghi vào thư viện" in _ended(reindex).problem
    assert assistant.library is before
    assert reindex.start("lan"), "and it can be begun again"
    assert _ended(reindex).outcome


def test_state_and_disk_are_what_is_there(assistant, settings):
    state = state_of(assistant)
    assert state.reports == 3 and state.passages == state.vectors > 3
    assert state.model == settings.embedding_model
    (settings.data_dir / "office.sqlite").write_bytes(b"x" * 1000)
    (settings.data_dir / "office.sqlite-wal").write_bytes(b"x" * 500)
    parts = dict(disk_of(settings).parts)
    originals = sum(file.stat().st_size for file in settings.originals_dir.iterdir())
    assert parts["Bản lưu các tệp báo cáo"] == originals > 0
    assert parts["Tài khoản, nhật ký, lịch sử"] == 1500
    every = sum(file.stat().st_size for file in settings.data_dir.rglob("*") if file.is_file())
    inside = settings.model_dir.is_relative_to(settings.data_dir)
    assert sum(parts.values()) - (0 if inside else parts["Mô hình"]) == every
