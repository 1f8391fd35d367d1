"""Stretches of a Word paragraph replaced, whatever runs they stand in."""

import docx
import pytest

from app.renewal.paragraph_text import ParagraphText, clean


def paragraph(*runs):
    made = docx.Document().add_paragraph()
    for text in runs:
        made.add_run(text)
    return made, ParagraphText(made._p)


@pytest.mark.parametrize("runs", [("Còn 64 hộ nghèo",), ("Còn 6", "4 hộ", " nghèo"), ("Còn ", "6", "4", " hộ nghèo")])
def test_a_figure_over_any_runs_is_replaced(runs):
    made, held = paragraph(*runs)
    assert held.replace(4, 6, "41")
    assert made.text == "Còn 41 hộ nghèo"


def test_the_looks_of_the_first_letter_stay_and_the_rest_keeps_its_own():
    made, held = paragraph("Còn ", "64", " hộ")
    made.runs[1].bold = True
    held.replace(4, 6, "41")
    assert [(run.text, run.bold) for run in made.runs] == [("Còn ", None), ("41", True), (" hộ", None)]


def test_cutting_out_changes_no_word():
    made, held = paragraph("Còn 64 hộ")
    (run,) = held.cut_out(4, 6)
    assert (run.text, made.text) == ("64", "Còn 64 hộ")


def test_an_empty_stretch_and_one_beyond_the_end_change_nothing():
    made, held = paragraph("Còn 64 hộ")
    assert held.replace(4, 4, "x") == [] == held.replace(90, 95, "x")
    assert made.text == "Còn 64 hộ"


def test_tabs_and_breaks_count_as_one_letter_each():
    made, held = paragraph("1.\tHộ\n64")
    assert held.text == "1.\tHộ\n64"
    held.replace(6, 8, "41")
    assert made.text == "1.\tHộ\n41"


def test_tracked_changes_are_accepted_and_letters_get_one_form():
    made = docx.Document().add_paragraph("Còn ")._p
    inserted = made.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}ins")
    deleted = made.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}del")
    for parent, text in ((inserted, "64 ho\u0302\u0323"), (deleted, "70")):
        other = docx.Document().add_paragraph(text)._p
        parent.append(other.r_lst[0])
        made.append(parent)
    clean(made)
    assert ParagraphText(made).text == "Còn 64 hộ"
