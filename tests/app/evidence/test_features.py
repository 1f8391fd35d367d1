"""Each feature by itself: where a stretch agrees with a question, where one is silent, where they disagree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.evidence.features import NAMES, features_of, standing_out, year_fit
from app.evidence.figure_fit import local_figure
from app.evidence.frame import Frame, coverage, frame_of
from app.evidence.stretches import stretches_of
from app.question.question import understand
from index.gazetteer.scope import Scope
from index.query.query import QueryReader
from index.search.retrieval import Hit
from ingest.model import Metadata, Passage, WrittenRow

YEAR_2024 = Metadata(period_from=2024, period_to=2024)
FIVE_YEARS = Metadata(period_from=2020, period_to=2024)


def _frame(library: Any, text: str) -> Frame:
    question = understand(QueryReader(library).read(text), Scope())
    return frame_of(question, dict.fromkeys(question.content, 1.0))


def _hit(text: str, rows: tuple[WrittenRow, ...] = (), headings: tuple[str, ...] = ()) -> Hit:
    heading = headings[-1] if headings else ""
    passage = Passage("p", "r", "a.txt", "Báo cáo", (), heading, headings, None, 0, len(text), text, rows=rows)
    return Hit(passage, 0.5, 0.5, 0.5)


def _features(library: Any, question: str, hit: Hit, at: int = 0, facts: Metadata = YEAR_2024) -> dict[str, float]:
    vector = features_of(_frame(library, question), stretches_of(hit.passage)[at], hit, 0, facts)
    return dict(zip(NAMES, map(float, vector), strict=True))


def test_coverage_is_a_share_by_weight() -> None:
    assert coverage({"hộ": 1.0, "nghèo": 3.0}, {"nghèo"}) == 0.75
    assert coverage({}, {"nghèo"}) == 0.0


def test_every_feature_lies_between_minus_one_and_one_but_for_counts(library: Any) -> None:
    features = _features(library, "Xã còn bao nhiêu hộ nghèo?", _hit("Toàn xã còn 41 hộ nghèo."))
    assert all(-1 <= features[name] <= 1 for name in NAMES if name not in ("density", "cosine"))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Toàn xã còn 41 hộ nghèo.", 1.0),
        ("Thu ngân sách đạt 41 tỷ đồng.", -1.0),  # money is no count of households
        ("Toàn xã có nhiều hộ nghèo.", -1.0),  # no figure at all
    ],
)
def test_unit(library: Any, text: str, fits: float) -> None:
    assert _features(library, "Xã còn bao nhiêu hộ nghèo?", _hit(text))["unit"] == fits


def test_the_figure_that_fits_is_the_one_whose_words_the_question_uses(library: Any) -> None:
    frame = _frame(library, "Xã tặng giấy khen cho bao nhiêu cá nhân?")
    figure = local_figure(frame, "Tặng giấy khen cho 57 tập thể, 203 cá nhân; hiến 2.450 m2 đất.")[1]
    assert figure is not None and figure.text.startswith("203")
    assert local_figure(frame, "Không có con số nào.") == (0.0, None)


@pytest.mark.parametrize(
    ("years", "text", "near", "facts", "fits"),
    [
        (("2023",), "Năm 2023 còn 64 hộ.", "", FIVE_YEARS, 1.0),
        (("2023",), "Còn 64 hộ.", "Kết quả năm 2023", FIVE_YEARS, 0.6),
        (("2024",), "Còn 41 hộ.", "", YEAR_2024, 0.4),
        (("2023",), "Còn 64 hộ.", "", FIVE_YEARS, 0.1),
        (("2019",), "Còn 64 hộ.", "", YEAR_2024, -0.7),
        (("2023",), "Năm 2022 còn 80 hộ.", "", FIVE_YEARS, -1.0),
        # it opens with another year, though what leads up to it or its report is of the one asked for
        (("2024",), "Năm 2023 kiểm tra 49 cuộc.", "Kết quả năm 2024", YEAR_2024, -1.0),
        (("2024",), "Kiểm tra 55 cuộc, năm 2023 là 49.", "Kết quả năm 2024", YEAR_2024, -0.3),
        # the year against which a figure is held is not the figure's own; below the aims of another year it is that year's
        (("2024",), "Thu nhập đạt 67 triệu đồng, tăng 8% so với năm 2024.", "Chỉ tiêu năm 2025", YEAR_2024, -1.0),
        (("2023",), "Còn 41 hộ, giảm 23 hộ so với năm 2023 (64 hộ).", "", YEAR_2024, 1.0),
        (("2024",), "Phấn đấu còn 30 hộ.", "Phương hướng, nhiệm vụ năm 2025", YEAR_2024, -1.0),
        # a school year is its two years together
        (("2020", "2021"), "Sách thư viện, 2021-2022: 3.412", "", FIVE_YEARS, -1.0),
        (("2021", "2022"), "Sách thư viện, 2021-2022: 3.412", "", FIVE_YEARS, 1.0),
        ((), "Năm 2019 còn 90 hộ.", "", YEAR_2024, -0.5),
        ((), "Còn 41 hộ.", "", YEAR_2024, 0.0),
        (("2023",), "Còn 41 hộ, năm trước 64 hộ.", "", YEAR_2024, 0.6),
        (("2025",), "Phấn đấu còn 30 hộ.", "Phương hướng, nhiệm vụ", YEAR_2024, 0.1),
        (("2026",), "Phấn đấu còn 30 hộ.", "Phương hướng, nhiệm vụ", YEAR_2024, -0.7),
        (("2022",), "Còn 41 hộ, năm trước 64 hộ.", "", YEAR_2024, -0.7),
    ],
)
def test_year(years: tuple[str, ...], text: str, near: str, facts: Metadata, fits: float) -> None:
    assert year_fit(years, text, near, facts) == fits


def test_a_plan_is_no_result(library: Any) -> None:
    rows = (WrittenRow(0, 23, "Thu ngân sách", (("Kế hoạch", "121"), ("Thực hiện", "138"))),)
    hit = _hit("Thu ngân sách 121 138 x", rows)
    question = "Thu ngân sách được bao nhiêu?"
    assert [_features(library, question, hit, at)["plan"] for at in (0, 1)] == [-1.0, 0.0]
    assert _features(library, "Kế hoạch thu ngân sách là bao nhiêu?", hit)["plan"] == 0.0


def test_what_a_label_says_beyond_the_question_counts_against_its_cells(library: Any) -> None:
    rows = (WrittenRow(0, 7, "Hộ nghèo", (("Số", "41"),)), WrittenRow(7, 14, "Hộ nghèo dân tộc Mông", (("Số", "9"),)))
    hit = _hit("x" * 14, rows)
    own, other = (_features(library, "Xã có bao nhiêu hộ nghèo?", hit, at)["label_left"] for at in (0, 1))
    assert own > other


@pytest.mark.parametrize(
    ("text", "fits"),
    [("Ban hành Kế hoạch số 21/KH-UBND.", 1.0), ("Ban hành Quyết định số 21/QĐ-UBND.", -1.0)],
)
def test_a_document_is_of_the_kind_asked_for(library: Any, text: str, fits: float) -> None:
    assert _features(library, "Phong trào thực hiện theo kế hoạch nào?", _hit(text))["document"] == fits
    assert _features(library, "Phong trào có bao nhiêu xã?", _hit(text))["document"] == 0.0


def test_a_date_is_that_behind_the_number_asked_about(library: Any) -> None:
    question = "Quyết định số 118/QĐ-UBND ban hành ngày nào?"
    own = "Theo Quyết định số 118/QĐ-UBND ngày 03/02/2020 của huyện."
    other = "Theo Quyết định số 118/QĐ-UBND và Kế hoạch số 21/KH-UBND ngày 15/01/2025."
    assert [_features(library, question, _hit(text))["dated"] for text in (own, other)] == [1.0, -1.0]


def test_a_line_that_leads_up_to_others_introduces(library: Any) -> None:
    assert _features(library, "Các xã nào?", _hit("Các xã đạt chuẩn gồm:"))["introduces"] == -1.0


def test_standing_out_is_on_one_scale_for_every_model() -> None:
    low, high = np.array([0.1, 0.2, 0.6]), np.array([0.81, 0.82, 0.86])
    assert np.allclose(standing_out(low), standing_out(high), atol=0.1)
    assert np.allclose(standing_out(np.array([0.5, 0.5])), 0.0)
