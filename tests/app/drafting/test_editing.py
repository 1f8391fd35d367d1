"""Editing a draft: sources stay with their sentences, typed figures are marked, a program may add nothing."""

from app.drafting.draft import another, make
from app.drafting.editing import as_lines, dropped, edited, inserted
from app.drafting.model import Draft, DraftParagraph, DraftText, Section, missing
from app.drafting.outline import Head
from app.drafting.precedents import Precedent
from app.drafting.request import of_json
from app.wording.blanks import BlankedPiece, Gap, blank_out
from ingest.model import Passage
from tests.app.drafting.conftest import GIVEN

LEAST = {"agency": "UBND XÃ SƠN HẢI", "place": "Sơn Hải", "period": {"from": 2025, "to": 2025}}
REQUEST = of_json(LEAST | {"figures": {"giảm nghèo": {"hộ nghèo": "41 hộ"}}})
HEAD = Head("section", "Giảm nghèo", "results", figures=("hộ nghèo", "hộ cận nghèo"))
FIRST = DraftText(blank_out("Phong trào giảm nghèo được Nhân dân hưởng ứng tích cực."), "Mượn câu của: A")
SECOND = DraftText(blank_out("Quỹ vận động được 12 triệu đồng."), "Mượn câu của: B")
OWN = DraftText((BlankedPiece("Hộ nghèo: 41 hộ."),))
SECTION = Section("I.", HEAD, "Giảm nghèo", (DraftParagraph((FIRST, SECOND)), DraftParagraph((OWN,), item=True)))
OTHER = Section("II.", Head("section", "Hạn chế", "limits", listed=True), "Hạn chế", (DraftParagraph((FIRST,), item=True),))
DRAFT = Draft(REQUEST, "t", "o", "c", (SECTION, OTHER), ())


def lines(draft, at=0):
    return as_lines(draft.sections[at]).split("\n")


def test_a_section_left_as_it_is_stays_as_it_is():
    assert edited(DRAFT, 0, as_lines(SECTION)) == DRAFT
    assert lines(DRAFT)[1] == "- Hộ nghèo: 41 hộ."


def test_sources_stay_with_their_sentences_and_typed_figures_are_marked():
    text = (
        "Phong trào giảm nghèo được Nhân dân hưởng ứng tích cực. Xã còn 41 hộ nghèo, 17 hộ cận nghèo, […] hộ khác.\n- Mới."
    )
    made = edited(DRAFT, 0, text).sections[0].paragraphs
    assert made[0].texts[0] == FIRST
    typed = made[0].texts[1]
    assert (typed.own, typed.source) == (True, None)
    assert [piece.text for piece in typed.pieces if piece.typed] == ["17"]
    assert [piece.text for piece in typed.pieces if piece.gap] == ["[…]"]
    assert (made[1].item, made[1].text) == (True, "Mới.")


def test_a_changed_sentence_says_so_beside_its_source():
    text = as_lines(SECTION).replace("được […] triệu đồng", "được 25 triệu đồng")
    made = edited(DRAFT, 0, text)
    changed = made.sections[0].paragraphs[0].texts[1]
    assert changed.source == "Mượn câu của: B (Người soạn đã sửa câu này.)"
    assert [piece.text for piece in changed.pieces if piece.typed] == ["25"]
    assert edited(made, 0, as_lines(made.sections[0])) == made
    assert made.sections[1] == OTHER


def test_a_sentence_is_dropped_and_the_last_leaves_a_blank():
    assert lines(dropped(DRAFT, 0, 1)) == ["Phong trào giảm nghèo được Nhân dân hưởng ứng tích cực.", "- Hộ nghèo: 41 hộ."]
    assert lines(dropped(DRAFT, 1, 0), 1) == ["[…]"]
    assert dropped(DRAFT, 0, 9) == DRAFT


def test_a_kept_passage_is_put_in_with_its_source():
    passage = Passage("a-1", "a", "a.txt", "Báo cáo A", ("I",), "Hạn chế", ("Hạn chế",), 2, 0, 9, "x")
    borrowed = [Precedent(blank_out("Có 12 thôn chậm."), passage, "Có 12 thôn chậm.", 1.0)]
    made = inserted(DRAFT, 1, borrowed).sections[1].paragraphs[-1]
    assert (made.item, made.text) == (True, "Có […] thôn chậm.")
    assert made.texts[0].source == "Mượn câu của: Báo cáo A, mục I (Hạn chế), trang 2. Nguyên văn: “Có 12 thôn chậm.”"
    assert inserted(DRAFT, 1, []) == DRAFT


def test_what_is_missing_follows_the_edits():
    def of_section(draft):
        return [line for at, line in missing(draft) if at == 0]

    assert of_section(DRAFT) == [
        "Mục “Giảm nghèo”: chưa có số liệu về hộ cận nghèo",
        "Mục “Giảm nghèo”: còn chỗ trống […] chưa điền",
    ]
    assert of_section(edited(DRAFT, 0, "Xã còn 41 hộ nghèo và 17 hộ cận nghèo năm 2025.")) == []
    emptied = of_section(edited(DRAFT, 0, ""))
    assert emptied[0].startswith("Mục “Giảm nghèo”: chưa có câu mẫu")
    assert "hộ nghèo; hộ cận nghèo" in emptied[1]
    only_year = of_section(edited(DRAFT, 0, "Năm 2025 hộ nghèo, hộ cận nghèo giảm."))
    assert only_year == ["Mục “Giảm nghèo”: chưa có số liệu về hộ nghèo; hộ cận nghèo"]


def test_another_wording_for_one_section_leaves_the_rest_and_the_drafters_own(assistant):
    draft = make(assistant, "annual", of_json(GIVEN))
    at = next(n for n, s in enumerate(draft.sections) if s.head.role == "limits")
    mine = edited(draft, at, as_lines(draft.sections[at]) + "\n- Câu của tôi.")
    made = another(assistant, mine, at)
    assert lines(made, at) != lines(mine, at)
    assert lines(made, at)[-1] == "- Câu của tôi."
    assert [s for n, s in enumerate(made.sections) if n != at] == [s for n, s in enumerate(mine.sections) if n != at]


def test_blanks_keep_their_place_in_an_edited_sentence():
    made = edited(DRAFT, 0, "[…] hộ thoát nghèo.").sections[0].paragraphs[0].texts[0]
    assert made.pieces[0] == BlankedPiece("[…]", Gap.NAME)
