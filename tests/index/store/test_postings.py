"""The files of the keyword index: BM25, commits, readers beside a writer, terms that leave the disk, damage."""

from __future__ import annotations

import json
import math
import multiprocessing
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
import tantivy

from index.errors import StoreFailed
from index.store import postings as module
from index.store.postings import Postings, Searched
from tests.conftest import REPO

K1, B = 1.2, 0.75


@pytest.fixture
def postings(tmp_path: Path) -> Postings:
    """An index of nothing."""
    return Postings(tmp_path / "keywords")


def _passages(report: str, *texts: str) -> list[Searched]:
    return [(f"{report}-{n:04d}", report, text) for n, text in enumerate(texts)]


def _ids(hits: list[tuple[str, float]]) -> list[str]:
    return [identity for identity, _ in hits]


def _bm25(passages: list[Searched], terms: list[str]) -> dict[str, float]:
    """By brute force, with exact lengths."""
    split = {identity: Counter(text.split()) for identity, _, text in passages}
    size, mean = len(split), sum(own_terms.total() for own_terms in split.values()) / len(split)
    scores: dict[str, float] = {}
    for term in terms:
        within = sum(term in own_terms for own_terms in split.values())
        weight = math.log(1 + (size - within + 0.5) / (within + 0.5))
        for identity, own_terms in split.items():
            if times := own_terms[term]:
                lengthy = K1 * (1 - B + B * own_terms.total() / mean)
                scores[identity] = scores.get(identity, 0.0) + weight * times * (K1 + 1) / (times + lengthy)
    return scores


def test_bm25_by_hand(postings: Postings) -> None:
    postings.put(_passages("r1", "hộ nghèo giảm hộ_nghèo nghèo_giảm", "hộ", "rừng " * 7, "trường học trường_học"))
    # N = 4, mean length (5 + 1 + 7 + 3) / 4 = 4. "rừng" stands in one: ln(1 + 3.5 / 1.5); 7 times in 7 terms.
    expected = math.log(1 + 3.5 / 1.5) * 7 * 2.2 / (7 + 1.2 * (0.25 + 0.75 * 7 / 4))
    assert postings.search(["rừng"], 10) == [("r1-0002", pytest.approx(expected))]
    # "hộ" stands in two: ln(1 + 2.5 / 2.5); the shorter comes first, 1 × 2.2 / (1 + 1.2 × (.25 + .75 × 1/4)).
    first, second = postings.search(["hộ"], 10)
    assert first == ("r1-0001", pytest.approx(math.log(2) * 2.2 / (1 + 1.2 * (0.25 + 0.75 / 4))))
    assert second == ("r1-0000", pytest.approx(math.log(2) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 5 / 4))))


def test_scores_are_those_of_brute_force(postings: Postings) -> None:
    """Up to 40 terms lengths are kept exactly; longer ones lose up to an eighth."""
    draw = random.Random(3)
    words = [f"từ{n}" for n in range(60)]
    passages = [
        passage
        for report in range(40)
        for passage in _passages(
            f"r{report:02d}", *(" ".join(draw.choices(words, k=draw.randrange(1, 40))) for _ in range(8))
        )
    ]
    for report in range(40):  # many commits, so that files are merged
        postings.put(passage for passage in passages if passage[1] == f"r{report:02d}")
    for size in (1, 3, 8):
        terms = draw.sample(words, size)
        expected = sorted(_bm25(passages, terms).items(), key=lambda item: -item[1])
        hits = postings.search(terms, len(passages))
        assert dict(hits) == pytest.approx(dict(expected), rel=1e-5)
        assert dict(postings.search(terms, 20)) == pytest.approx(dict(hits[:20])) or hits[19][1] == pytest.approx(
            hits[20][1]
        )


def test_ties_limit_and_reports(postings: Postings) -> None:
    postings.put(_passages("r1", "giấy khen", "bằng khen", "khác hẳn"))
    postings.put(_passages("r2", "giấy khen", "khác nữa", "khác hẳn"))
    hits = postings.search(["giấy", "khen"], 10)
    assert _ids(hits) == ["r1-0000", "r2-0000", "r1-0001"]
    assert hits[0][1] == hits[1][1] > hits[2][1] > 0
    assert postings.search(["giấy", "khen"], 1)[0][1] == hits[0][1]
    assert postings.search(["giấy", "khen"], 10, ["r2"]) == [hits[1]], "a restriction leaves the scores"
    assert postings.search(["giấy"], 10, ["r1", "r2", "không có"]) == postings.search(["giấy"], 10)
    assert postings.search(["giấy"], 10, []) == [] == postings.search([], 10) == postings.search(["giấy"], 0)
    assert postings.search(["vắng"], 10) == []


def test_a_restriction_to_thousands_of_reports(postings: Postings) -> None:
    with postings.together():
        for report in range(3000):
            postings.put(_passages(f"r{report:04d}", "hộ nghèo"))
    odd = [f"r{report:04d}" for report in range(1, 3000, 2)]
    assert {identity[:5] for identity, _ in postings.search(["hộ"], 3000, odd)} == set(odd)


@pytest.mark.parametrize("term", ['"', "a OR b", "NEAR(a b)", "hộ*", "-", "words:hộ", "()", "", "h.*", "HỘP"])
def test_a_term_is_never_query_language(postings: Postings, term: str) -> None:
    postings.put(_passages("r1", "hộp giấy nghèo", "a c", "b c", ""))
    assert postings.search([term], 10) == []


def test_what_is_taken_out_is_not_found(postings: Postings) -> None:
    postings.put([*_passages("r1", "hộ nghèo", "hộ"), *_passages("r2", "hộ")])
    assert postings.passage_counts() == {"r1": 2, "r2": 1} and postings.count() == 3
    postings.drop(["r1", "không có"])
    assert _ids(postings.search(["hộ"], 10)) == ["r2-0000"]
    assert postings.passage_counts() == {"r2": 1} and postings.count() == 1
    postings.put(_passages("r1", "rừng"))
    assert _ids(postings.search(["hộ", "rừng"], 10)) == ["r1-0000", "r2-0000"]
    postings.drop([])


def test_terms_that_were_taken_out_leave_the_disk_when_it_is_renewed(postings: Postings) -> None:
    postings.put([*_passages("r1", "ngỗngtrắng hộ"), *_passages("r2", "hộ khá")])
    assert not postings.is_loose()
    postings.drop(["r1"])
    assert postings.is_loose() and stored_terms(postings) == {"ngỗngtrắng", "hộ", "khá"}
    before, files = postings.search(["khá"], 10), _files(postings)
    postings.renew(_passages("r2", "hộ khá"))
    assert not postings.is_loose() and stored_terms(postings) == {"hộ", "khá"}
    assert files and not files & _files(postings), "nothing of the old files is left, whatever they held"
    assert _ids(postings.search(["khá"], 10)) == _ids(before) and not postings.problem()
    postings.renew([])
    assert postings.count() == 0 and not _files(postings)


def stored_terms(postings: Postings) -> set[str]:
    """All terms in the dictionaries on the disk, of passages taken out too."""
    index = tantivy.Index.open(str(postings.folder))
    return {term for term, _ in index.searcher().terms_with_prefix("words", "")}


def _files(postings: Postings) -> set[str]:
    return {file.name for file in postings.folder.glob("[0-9a-f]*.*")}


def test_what_is_written_together_is_found_at_the_end(postings: Postings, monkeypatch: pytest.MonkeyPatch) -> None:
    with postings.together():
        postings.put(_passages("r1", "hộ"))
        with postings.together():
            postings.put(_passages("r2", "hộ"))
        postings.drop(["r1"])
        postings.put(_passages("r1", "rừng"))
        assert postings.search(["hộ", "rừng"], 10) == []
    assert _ids(postings.search(["hộ", "rừng"], 10)) == ["r1-0000", "r2-0000"]
    monkeypatch.setattr(module, "TOGETHER", 2)
    with postings.together():
        postings.put(_passages("r3", "sim", "sim"))
        assert len(postings.search(["sim"], 10)) == 2, "a long run is found as it goes on"
        postings.put(_passages("r4", "sim"))
        assert len(postings.search(["sim"], 10)) == 2
    assert len(postings.search(["sim"], 10)) == 3


def test_a_failed_write_leaves_what_was_there(postings: Postings) -> None:
    postings.put(_passages("r1", "hộ"))

    def failing() -> list[Searched]:
        yield from _passages("r2", "hộ")  # type: ignore[misc]
        raise OSError("đĩa")

    with pytest.raises(StoreFailed, match="đĩa"):
        postings.put(failing())
    assert _ids(postings.search(["hộ"], 10)) == ["r1-0000"]
    with pytest.raises(StoreFailed, match="đĩa"):
        postings.renew(failing())
    assert _ids(postings.search(["hộ"], 10)) == ["r1-0000"] and postings.count() == 1
    postings.put(_passages("r3", "hộ"))
    assert _ids(postings.search(["hộ"], 10)) == ["r1-0000", "r3-0000"]


KILLED = """
import os, signal, sys
from pathlib import Path
from index.store import postings as module
from index.store.postings import Postings
postings = Postings(Path(sys.argv[1]))
def endless(report):
    for n in range(5000):
        yield f"{report}-{n:04d}", report, "cụt"
    print("written", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
getattr(postings, sys.argv[2])(endless("r9"))
"""


@pytest.mark.parametrize("write", ["put", "renew"])
def test_a_killed_write_leaves_what_was_there(postings: Postings, write: str) -> None:
    postings.put([*_passages("r1", "hộ"), *_passages("r2", "rừng")])
    before = postings.search(["hộ", "rừng"], 10)
    ran = subprocess.run([sys.executable, "-c", KILLED, str(postings.folder), write], cwd=REPO, capture_output=True)
    assert ran.returncode == -9 and ran.stdout, ran.stderr
    again = Postings(postings.folder)
    assert not again.problem() and again.search(["hộ", "rừng"], 10) == before == postings.search(["hộ", "rừng"], 10)
    assert again.search(["cụt"], 10) == []
    again.put(_passages("r3", "hộ"))  # the lock of the dead is free, and its files go
    segments = {
        part["segment_id"].replace("-", "") for part in json.loads((again.folder / "meta.json").read_text())["segments"]
    }
    assert {file.stem.split(".")[0] for file in again.folder.glob("[0-9a-f]*")} == segments


def test_a_deletion_killed_before_its_commit_is_done_again(postings: Postings) -> None:
    """The file of what is deleted has the same name both times."""
    postings.put([*_passages("r1", "hộ"), *_passages("r2", "hộ")])
    meta = postings.folder / "meta.json"
    before = meta.read_bytes()
    postings.drop(["r1"])
    deleted = list(postings.folder.glob("*.del"))
    meta.write_bytes(before)
    deleted[0].write_bytes(b"half")
    again = Postings(postings.folder)
    assert not again.damage
    assert len(deleted) == 1 and _ids(again.search(["hộ"], 10)) == ["r1-0000", "r2-0000"]
    again.drop(["r1"])
    assert _ids(again.search(["hộ"], 10)) == ["r2-0000"] and list(postings.folder.glob("*.del")) == deleted


def test_threads_search_while_one_writes(postings: Postings) -> None:
    """Every reader sees whole commits: a report with all its passages or none of them."""
    postings.put(_passages("r0", *["hộ"] * 5))
    ended, answers, wrong = threading.Event(), set(), []

    def read() -> None:
        while not ended.is_set():
            counts = Counter(identity[:2] for identity, _ in postings.search(["hộ"], 100))
            answers.add(len(counts))
            if set(counts.values()) != {5} or "r0" not in counts:
                wrong.append(counts)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for report in range(1, 7):
        postings.put(_passages(f"r{report}", *["hộ"] * 5))
    postings.renew([passage for report in range(7) for passage in _passages(f"r{report}", *["hộ"] * 5)])
    postings.drop(["r5"])
    time.sleep(0.05)
    ended.set()
    for reader in readers:
        reader.join()
    assert not wrong and len(answers) > 2
    assert {identity[:2] for identity, _ in postings.search(["hộ"], 100)} == {f"r{n}" for n in (0, 1, 2, 3, 4, 6)}


def read_until(folder: str, wanted: str, answers: multiprocessing.Queue[object]) -> None:
    """Search in a process of its own until a term is found; then answer with what else is found."""
    postings, deadline = Postings(Path(folder)), time.monotonic() + 60
    answers.put(len(postings.search(["hộ"], 100)))
    while not postings.search([wanted], 10) and time.monotonic() < deadline:
        time.sleep(0.005)
    answers.put(sorted(postings.search(["hộ", wanted], 100)))


def test_other_processes_find_what_is_committed(postings: Postings) -> None:
    postings.put(_passages("r1", "hộ", "hộ khá"))
    spawning = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[object] = spawning.Queue()
    readers = [spawning.Process(target=read_until, args=(str(postings.folder), "rừng", answers)) for _ in range(2)]
    for reader in readers:
        reader.start()
    assert [answers.get(timeout=60) for _ in readers] == [2, 2]
    postings.drop(["r1"])
    postings.renew(_passages("r2", "hộ rừng"))
    assert [answers.get(timeout=60) for _ in readers] == [sorted(postings.search(["hộ", "rừng"], 100))] * 2
    for reader in readers:
        reader.join(60)
        assert reader.exitcode == 0


@pytest.mark.parametrize("damage", ["flipped", "cut", "missing", "garbled meta", "empty meta"])
def test_damaged_files_are_told_and_made_anew(postings: Postings, damage: str) -> None:
    passages = _passages("r1", *[f"hộ từ{n}" for n in range(200)])
    postings.put(passages)
    expected = postings.search(["hộ", "từ7"], 3)
    meta = postings.folder / "meta.json"
    files = sorted(file for file in postings.folder.glob("[0-9a-f]*.*"))
    assert len(files) >= 4 and not postings.problem()
    for number, file in enumerate(files if "meta" not in damage else [meta]):
        whole = file.read_bytes()
        if damage == "flipped":
            file.write_bytes(bytes([whole[0] ^ 4, *whole[1:]]))
        elif damage == "cut":
            file.write_bytes(whole[: len(whole) // 2])
        elif damage == "missing":
            file.unlink()
        else:
            file.write_text("{}" if damage == "empty meta" else "rác")
        if damage != "missing" or number == len(files) - 1:
            spoilt = Postings(postings.folder)
            assert spoilt.damage and spoilt.problem()
            with pytest.raises(StoreFailed):
                spoilt.search(["hộ"], 3)
            with pytest.raises(StoreFailed):
                spoilt.put(passages)
        if damage != "missing":
            file.write_bytes(whole)
    if damage != "missing":
        assert not Postings(postings.folder).damage
    spoilt.renew(passages)
    assert not spoilt.damage and not spoilt.problem()
    assert spoilt.search(["hộ", "từ7"], 3) == expected == Postings(postings.folder).search(["hộ", "từ7"], 3)


def test_a_search_that_failed_once_is_tried_again(postings: Postings, monkeypatch: pytest.MonkeyPatch) -> None:
    postings.put(_passages("r1", "hộ"))

    def failing(self: Postings, index: object) -> object:
        raise OSError("too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(Postings, "_searcher", failing)
        with pytest.raises(StoreFailed, match="too many"):
            postings.search(["hộ"], 10)
    with pytest.raises(StoreFailed, match="too many"):
        postings.search(["hộ"], 10)
    assert not postings.problem() and _ids(postings.search(["hộ"], 10)) == ["r1-0000"]


def test_a_missing_folder_is_an_empty_index(tmp_path: Path) -> None:
    postings = Postings(tmp_path / "a" / "b")
    assert (
        not postings.damage
        and postings.search(["hộ"], 3) == []
        and postings.count() == 0
        and postings.passage_counts() == {}
    )
