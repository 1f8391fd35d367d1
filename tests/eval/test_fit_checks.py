"""Fitting the checks of what is told twice: hand-made pairs, and a planted contradiction found among those of a report."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from docx import Document

from eval.fit_checks import PairsOfReport, fit, judged, pairs_of

TEXT = (
    "Năm 2031 xã có 142 hộ nuôi ong lấy mật ở các thôn.",
    "Đường liên thôn được sửa 3,5 km.",
    "Số hộ nuôi ong lấy mật của xã là 124 hộ.",
)


def _reports() -> list[PairsOfReport]:
    """Twelve reports of two pairs, of which the one with a high first feature is planted."""
    features = np.array([[2.0, 0.3], [-2.0, 0.3]])
    return [PairsOfReport(features, np.array([1, 0])) for _ in range(12)]


def test_what_tells_planted_pairs_has_weight_and_what_does_not_has_none() -> None:
    bias, telling, idle = fit(_reports())
    assert telling > 0.5 and abs(idle) < 0.1 and abs(bias) < 2


def test_each_report_is_judged_by_others() -> None:
    [(_, found, total, others)] = judged(_reports(), [-0.7])
    assert (found, total, others) == (12, 12, 0)


def test_many_pairs_lower_every_score() -> None:
    assert PairsOfReport(np.zeros((500, 1)), np.zeros(500, int)).offset == pytest.approx(np.log(11))
    assert PairsOfReport(np.zeros((2, 1)), np.zeros(2, int)).offset == pytest.approx(np.log(2))


def test_nothing_planted_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="đã gài"):
        fit([PairsOfReport(np.zeros((2, 1)), np.zeros(2, int))])


def test_the_pair_that_holds_both_quotes_is_the_planted_one(tmp_path: Path) -> None:
    document = Document()
    for line in TEXT:
        document.add_paragraph(line)
    (tmp_path / "docx").mkdir()
    document.save(str(tmp_path / "docx" / "xa.docx"))
    planted = [{"doc": "xa", "kind": "conflict", "quotes": ["142 hộ nuôi ong", "là 124 hộ"], "what": "142 và 124"}]
    (tmp_path / "planted.json").write_text(json.dumps(planted), encoding="utf-8")
    [report] = pairs_of("told_twice", tmp_path / "planted.json")
    assert list(report.planted).count(1) == 1
