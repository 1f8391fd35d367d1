"""Fact, list or section: told by signs of the language, never by the matter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.question.question import asks_of
from app.question.shape import FORMS, GIVEN, form_of, read, shape_model, signs_of
from index.query.facets import spoken
from ingest.language.text import strip_marks
from prompts import FOLDER, DataFileError


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Xã Lũng Vầu có bao nhiêu đàn ong?", "fact"),
        ("Cầu treo khánh thành ngày nào?", "fact"),
        ("Xã trồng được mấy héc ta quế?", "fact"),
        ("Kể tên những xã đã trồng quế", "list"),
        ("Mỗi thôn được cấp những loại giống nào?", "list"),
        ("Việc nuôi ong ở xã tới đâu rồi?", "section"),
        ("Công tác phòng dịch cho đàn ong còn yếu ở chỗ nào?", "section"),
        ("Tình hình nuôi ong ra sao?", "section"),
    ],
)
def test_the_form_is_told_by_the_words_of_asking(text: str, form: str) -> None:
    folded = spoken(text)
    assert form_of(folded, asks_of(folded), role=False) == form


def test_signs_are_read_with_and_without_marks() -> None:
    names = shape_model().names
    text = "Tình hình chăn nuôi ra sao"
    full = dict(zip(names, signs_of(spoken(text), (), role=False), strict=True))
    bare = dict(zip(names, signs_of(spoken(strip_marks(text)), (), role=False), strict=True))
    assert full["how"] == full["matter"] == 1 and full["how_many"] == 0 and full["length"] == 0.6
    assert bare["matter"] == 1  # "sao" is too short to be known without its marks


def test_a_sign_of_the_end_counts_there_only() -> None:
    at = shape_model().names.index("ends_what")
    assert signs_of(spoken("Xã làm được những gì?"), (), role=False)[at] == 1
    assert signs_of(spoken("Gì cũng được, kể các thôn"), (), role=False)[at] == 0


def test_what_is_asked_and_the_role_are_signs_too() -> None:
    signs = dict(zip(shape_model().names, signs_of("ai kí", {"person"}, role=True), strict=True))
    assert signs["asks_document"] == signs["role"] == 1
    assert shape_model().weights.shape == (len(shape_model().signs) + len(GIVEN) + 1, len(FORMS))


def test_a_sign_without_weights_is_an_error_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "shapes.toml"
    text = (FOLDER / "shapes.toml").read_text(encoding="utf-8")
    file.write_text(text.replace("\nwhich = {", "\nwhish = {"), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"whi[cs]h"):
        read(file)
    file.write_text(text.replace("section = ", "sektion = ", 1), encoding="utf-8")
    with pytest.raises(DataFileError, match="section"):
        read(file)


def test_equal_scores_give_the_first_form(monkeypatch: pytest.MonkeyPatch) -> None:
    model = shape_model()
    flat = type(model)(model.signs, model.last, np.zeros_like(model.weights))
    monkeypatch.setattr("app.question.shape.shape_model", lambda: flat)
    assert form_of("gì", (), role=False) == "fact"
