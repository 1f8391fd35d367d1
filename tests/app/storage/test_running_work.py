import pytest

from app.storage.running_work import Task, Work


def test_work_is_shown_while_it_runs_with_its_progress():
    work = Work(lambda: 5.0)
    with work.running("Nạp", "lan") as progress:
        assert work.tasks() == [Task("Nạp", "lan", 5.0)]
        progress("a.pdf", 0.5)
        assert work.tasks() == [Task("Nạp", "lan", 5.0, 0.5, "a.pdf")]
    assert work.tasks() == []


def test_it_ends_with_an_error_and_when_nobody_reads_on():
    work = Work()
    with pytest.raises(ValueError), work.running("Nạp", "lan"):
        raise ValueError
    steps = work.through("Trả lời", "lan", iter([1, 2, 3]))
    assert next(steps) == 1 and len(work.tasks()) == 1
    steps.close()
    assert work.tasks() == []
