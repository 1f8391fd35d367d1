"""The reader on whole reports: the samples of the project, and the five real ones where they lie beside it."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.metrics import comparable
from eval.questions import load
from ingest import readers
from ingest.errors import UnreadableFile
from ingest.language.text import fold_spaces, normalize
from ingest.model import Report
from ingest.passages import cut
from ingest.report import understand

FIVE = ("ba-to", "binh-son", "hong-ngu", "ha-trung", "ly-son")
Row = tuple[str, str, str | None]  # label, title, title of the heading above


def _plain(text: str) -> str:
    """Case, white space and punctuation folded."""
    return re.sub(r"[\s\W_]+", " ", unicodedata.normalize("NFC", text)).strip().lower()


def _wanted(nodes: list[dict[str, Any]], above: str | None = None) -> Iterator[Row]:
    for node in nodes:
        yield _plain(node["label"]), _plain(node["title"]), above
        yield from _wanted(node["children"], _plain(node["title"]))


def _found(report: Report) -> list[Row]:
    headings = report.headings
    return [
        (_plain(h.label), _plain(h.title), None if h.parent is None else _plain(headings[h.parent].title)) for h in headings
    ]


def _f1(pairs: list[tuple[list[Any], list[Any]]]) -> float:
    """2 × right / (found + wanted), over (found, wanted) of all reports."""
    right = sum(len(set(found) & set(wanted)) for found, wanted in pairs)
    return 2 * right / sum(len(set(found)) + len(set(wanted)) for found, wanted in pairs)


def test_f1_by_hand() -> None:
    # 2 right, 3 found, 4 wanted: 2 × 2 / 7
    assert _f1([(["a", "b", "x"], ["a", "b", "c", "d"])]) == pytest.approx(4 / 7)


def _check_spans(report: Report) -> None:
    lines = report.text.split("\n")
    assert [report.text[s.start : s.end] for s in report.paragraphs] == lines
    ends = 0
    for heading in report.headings:
        assert ends <= heading.span.start < heading.span.end
        ends = heading.span.end
        own = report.text[heading.span.start : heading.span.end]
        assert _plain(heading.title) in _plain(own)
        assert heading.label == "*" or _plain(own).startswith(_plain(heading.label))
    for passage in cut(report, lambda texts: [len(t.split()) for t in texts]):
        assert passage.text == report.text[passage.start : passage.end]
        assert not any(passage.start < h.span.start < passage.end for h in report.headings)


# The samples


@pytest.fixture(scope="module")
def sample_reports(samples: Path) -> dict[str, Report]:
    """The six sample reports by name."""
    return {file.stem: understand(file) for file in sorted((samples / "reports").iterdir())}


def _truth(samples: Path, name: str) -> dict[str, Any]:
    return json.loads((samples / "truth" / f"{name}.json").read_text(encoding="utf-8"))


def test_there_are_six_samples_each_with_its_truth(samples: Path, sample_reports: dict[str, Report]) -> None:
    assert sorted(sample_reports) == sorted(file.stem for file in (samples / "truth").glob("*.json"))
    assert len(sample_reports) == 6


def test_sample_outlines_with_parents(samples: Path, sample_reports: dict[str, Report]) -> None:
    pairs = [(_found(r), list(_wanted(_truth(samples, name)["outline"]))) for name, r in sample_reports.items()]
    assert _f1(pairs) >= 0.98


def _committee(name: str | None) -> str | None:
    """The two ways of writing People's Committee count as one."""
    return name and re.sub(r"^(?:UBND|[ỦU][ỷyỶỦ]? ?[Bb]an [Nn]hân [Dd]ân|Uỷ ban nhân dân|Ủy ban nhân dân)\b", "UBND", name)


@pytest.mark.parametrize("name", ["cam-dai", "lam-tra", "moc-linh", "phu-van", "van-sa", "yen-say"])
def test_sample_metadata(samples: Path, sample_reports: dict[str, Report], name: str) -> None:
    truth, facts = _truth(samples, name)["metadata"], sample_reports[name].metadata
    found = {key: getattr(facts, key) for key in truth}
    for facts_ in (truth, found):
        facts_["issuer"] = _committee(facts_["issuer"])
        facts_["title"] = facts_["title"] and _plain(facts_["title"])
    assert found == truth


def test_sample_spans_are_verbatim(sample_reports: dict[str, Report]) -> None:
    for report in sample_reports.values():
        _check_spans(report)


def test_the_evidence_of_every_sample_question_stands_in_its_report(
    samples: Path, sample_reports: dict[str, Report]
) -> None:
    texts = {name: comparable(report.text) for name, report in sample_reports.items()}
    gold = [one for file in sorted((samples / "questions").glob("*.jsonl")) for one in load(file)]
    assert len(gold) > 50
    missing = [(one.id, quote) for one in gold for doc, quote in one.evidence if comparable(quote) not in texts[doc]]
    assert missing == []


# The five real reports


@pytest.mark.parametrize(("kind", "least"), [("txt", 0.95), ("docx", 0.99), ("pdf", 0.97)])
def test_real_outlines(shared: Path, kind: str, least: float) -> None:
    truth = json.loads((shared / "reports" / "truth.json").read_text(encoding="utf-8"))["reports"]
    pairs = []
    for name in FIVE:
        report = understand(shared / "reports" / kind / f"{name}.{kind}")
        _check_spans(report)
        pairs.append(([row[:2] for row in _found(report)], [row[:2] for row in _wanted(truth[name]["outline"])]))
    assert _f1(pairs) >= least


def test_real_questions_evidence_stands_in_the_word_files(shared: Path) -> None:
    texts = {name: comparable(understand(shared / "reports" / "docx" / f"{name}.docx").text) for name in FIVE}
    gold = load(shared / "eval" / "questions.dev.jsonl")
    pieces = [(doc, quote) for one in gold for doc, quote in one.evidence]
    missing = [(doc, quote) for doc, quote in pieces if comparable(quote) not in texts[doc]]
    assert len(missing) <= 0.03 * len(pieces), missing  # quotes of lines that only the text has (restored heads)


@pytest.mark.parametrize("name", ["empty.pdf", "not-a-pdf.pdf", "truncated.pdf", "zero.pdf", "zip-bomb.docx"])
def test_hard_files_are_refused_in_one_line_and_quickly(shared: Path, name: str) -> None:
    began = time.perf_counter()
    with pytest.raises(UnreadableFile) as refused:
        readers.read(shared / "reports" / "hard" / name)
    assert time.perf_counter() - began < 3
    assert str(refused.value) and "\n" not in str(refused.value)


def test_the_encrypted_file_is_refused(shared: Path) -> None:
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        readers.read(shared / "reports" / "hard" / "encrypted.pdf")


@pytest.mark.parametrize("kind", ["txt", "pdf"])
def test_decomposed_files_give_composed_text(shared: Path, kind: str) -> None:
    report = understand(shared / "reports" / "hard" / f"nfd.{kind}")
    assert unicodedata.is_normalized("NFC", report.text)
    assert "Lý Sơn" in report.text


def test_the_long_name_gives_the_same_words(shared: Path) -> None:
    (long,) = [file for file in (shared / "reports" / "hard").glob("*.docx") if len(file.name) > 150]
    report = understand(long)
    assert report.file == normalize(long.name)
    assert fold_spaces(report.text) == fold_spaces(understand(shared / "reports" / "docx" / "ly-son.docx").text)


def test_the_huge_table_is_read_to_its_last_row(shared: Path) -> None:
    began = time.process_time()
    report = understand(shared / "reports" / "hard" / "huge-table.docx")
    assert time.process_time() - began < 20
    ((table, _),) = report.tables
    assert len(table.rows) == 2001
    assert table.rows[-1][:2] == ("2000", "Đỗ Kim Hạnh") and table.rows[-1][-1] == "290.000"


def test_legacy_letters_in_a_word_file_are_never_taken_as_they_are(shared: Path) -> None:
    try:
        report = understand(shared / "reports" / "legacy" / "tcvn3.docx")
    except UnreadableFile:
        return
    assert "hµ" not in report.text and "Thùc hiÖn" not in report.text
