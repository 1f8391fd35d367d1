"""Frames filled anew keep their headings, opening and closing, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bodies import refill
from index.folders import find_files
from ingest.report import understand


@pytest.fixture
def reports_read(reports: Path) -> dict[str, object]:
    return {file.stem: understand(file) for file in find_files([reports])}


def test_the_outline_stays_and_the_sentences_are_others(reports_read) -> None:
    frame, source = reports_read["tan-lap"], reports_read["dong-khe"]
    (report,) = refill([frame], [source], 1)
    assert [(h.label, h.title) for h in report.headings] == [(h.label, h.title) for h in frame.headings]
    assert report.metadata.place == frame.metadata.place
    assert "3.215 hộ dân" not in report.text and "2.450 m2" not in report.text
    assert "Nơi nhận" in report.text and "Lò Văn Phúc" in report.text
    paragraphs = [report.text[span.start : span.end] for span in report.paragraphs]
    assert any(text and text in source.text for text in paragraphs if len(text.split()) > 8)


def test_the_same_again_and_different_from_each_other(reports_read) -> None:
    frame, sources = reports_read["tan-lap"], [reports_read["dong-khe"], reports_read["suoi-may"]]
    first, second = refill([frame], sources, 2), refill([frame], sources, 2)
    assert [report.text for report in first] == [report.text for report in second]


def test_nothing_to_fill_with(reports_read) -> None:
    with pytest.raises(ValueError, match="không báo cáo nguồn nào"):
        refill([reports_read["tan-lap"]], [], 1)
