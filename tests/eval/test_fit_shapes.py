"""Fitting the weights of the question's form: learnt from a few questions, judged without their report."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.question import shape
from app.question.shape import FORMS, shape_model
from eval import fit_shapes
from eval.questions import Gold

QUESTIONS = (
    ("fact", "Có bao nhiêu đàn ong?"),
    ("noisy", "co bao nhieu con trau"),
    ("list", "Kể tên những thôn nuôi ong"),
    ("list", "Liệt kê từng loại giống"),
    ("section", "Việc nuôi ong ra sao?"),
    ("section", "Công tác phòng dịch tới đâu rồi?"),
    ("compare", "So sánh hai xã"),
)


def _golds() -> list[Gold]:
    return [
        Gold(f"{doc}-{at}", kind, (text,), (doc,), (), (), ())
        for doc in ("a", "b", "c")
        for at, (kind, text) in enumerate(QUESTIONS)
    ]


def test_only_questions_whose_form_is_known_are_learnt_from() -> None:
    questions = fit_shapes.questions_of(_golds(), shape_model())
    assert [FORMS[question.form] for question in questions[:6]] == ["fact", "fact", "list", "list", "section", "section"]
    assert len(questions) == 18 and {question.report for question in questions} == {"a", "b", "c"}


def test_the_weights_tell_what_they_were_fitted_on() -> None:
    questions = fit_shapes.questions_of(_golds(), shape_model())
    weights = fit_shapes.fit(questions)
    forms = [int(np.argmax(np.r_[question.signs, 1.0] @ weights)) for question in questions]
    assert forms == [question.form for question in questions]
    assert fit_shapes.report_fit(questions).splitlines()[0].split() == ["loại", *FORMS]


def test_nothing_to_learn_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="no questions"):
        fit_shapes.fit([])


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shapes.toml").write_text((fit_shapes.FOLDER / "shapes.toml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(fit_shapes, "FOLDER", tmp_path)
    questions = fit_shapes.questions_of(_golds(), shape_model())
    fit_shapes.write(questions, "ours")
    again = shape.read(tmp_path / "shapes.toml")
    assert again.signs == shape_model().signs
    assert np.allclose(again.weights, fit_shapes.fit(questions), atol=1e-3)
    assert "# Fitted on: ours." in (tmp_path / "shapes.toml").read_text(encoding="utf-8")
