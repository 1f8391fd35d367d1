"""Abbreviations learned from the library's reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import bring_in
from index.query.abbreviations import abbreviations_of, phrases_for
from index.query.glossary import glossary
from index.query.query import QueryReader
from index.query.spelling import model_of
from index.store.library import Library
from index.store.locks import write_lock

pytestmark = pytest.mark.usefixtures("reading_here")

BEES = "Xã có 12 tổ nuôi ong rừng (NOR). Năm 2024 các tổ NOR thu 900 lít mật.\n"


def test_the_best_supported_comes_first():
    texts = ["khuyến nông viên (KNV)", "kho nông vụ (KNV)", "Khuyến nông viên (KNV)"]
    assert abbreviations_of(texts) == {"KNV": ("khuyến nông viên", "kho nông vụ")}
    assert abbreviations_of([]) == {}


def test_what_is_known_is_not_inferred_again():
    text = "Các khuyến nông viên giỏi, một khuyến nông viên mới. Nhờ KNV mà khá, có KNV mà no."
    assert abbreviations_of([text]) == {"KNV": ("khuyến nông viên",)}
    assert abbreviations_of([text], known_forms={"knv"}) == {}


def test_beside_the_file_in_both_directions():
    forms = glossary().beside({"NOR": ("nuôi ong rừng",), "HU": ("huyện ủy",), "BHYT": ("bảo hiểm y tế",)})
    assert forms.added(["nor"]) == ["nuôi ong rừng"]
    assert forms.added(["nuôi", "ong", "rừng"]) == ["nor"]
    assert forms.added(["huyện", "ủy"]) == ["hu"] and not forms.is_short("hu")  # "hu" is a syllable
    assert forms.added(["bhyt"]) == ["bảo hiểm y tế"]
    assert forms.added(["bảo", "hiểm", "y", "tế"]) == ["bhyt"]


def test_a_library_teaches_its_reader_and_forgets_with_its_report(settings, embedder, tmp_path: Path):
    library = Library.open(settings, create=True)
    reader = QueryReader(library)
    assert reader.read("Tổ NOR ở thôn nào?").added == ()
    file = tmp_path / "ong.txt"
    file.write_text(BEES, encoding="utf-8")
    bring_in(library, embedder, [file])
    assert "nuôi ong rừng" in reader.read("Tổ NOR ở thôn nào?").added
    assert "nor" in reader.read("nuôi ong rừng được bao nhiêu").added
    with write_lock(settings):
        library.forget(str(file))
    assert reader.read("Tổ NOR ở thôn nào?").added == ()
    assert library.catalog.spellings() == []


@pytest.mark.parametrize("typed", ["gpld", "GPLĐ"])
def test_a_form_that_only_the_question_has_is_read_by_the_letters_of_the_librarys_phrases(typed: str) -> None:
    terms = ["giấy_phép", "phép_lao", "lao_động", "giấy_phải", "phải_lo", "giấy", "phép", "lao", "động", "lo"]
    model = model_of((term, 3 if "lao" in term or "phép" in term else 1) for term in terms)
    assert phrases_for(typed, model) == ("giấy phép lao động",)


@pytest.mark.parametrize("typed", ["lao", "gp", "gplđxyz", "gplx", "2024", ""])
def test_a_word_a_short_form_of_two_letters_and_one_that_fits_nothing_have_no_phrase(typed: str) -> None:
    model = model_of([("giấy_phép", 3), ("phép_lao", 3), ("lao_động", 3), ("lao", 3)])
    assert phrases_for(typed, model) == ()
