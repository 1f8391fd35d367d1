"""The desk's tabs without a browser: sheets of figures, the form, a draft changed, what is shown, escaped."""

import json
from dataclasses import replace

import openpyxl
import pytest

from app.access.person import LOCAL
from app.assistant import Assistant
from app.checks.model import Finding, FindingKind, Quote
from app.drafting import sheet
from app.drafting.editing import as_lines
from app.drafting.last_year import PastFigure
from app.drafting.model import Draft, DraftParagraph, DraftText, Section
from app.drafting.outline import Head, of_kind
from app.drafting.request import BadRequest, of_json
from app.records.drafts import Drafts
from app.storage.store import Store
from app.web.handlers.draft_desk import Desk
from app.web.handlers.draft_form import figures_of, problems
from app.web.handlers.drafting import Drafting
from app.web.html import checks, draft_form, messages, wording
from app.web.html import draft as draft_views
from app.wording.blanks import BlankedPiece, Gap
from app.wording.search import Position, Wording
from ingest.model import Passage

EVIL = "<img src=x onerror=alert(1)>"
PASSAGE = Passage("a-0001", "a", "a.txt", f"Báo cáo {EVIL}", ("II",), "HẠN CHẾ", ("HẠN CHẾ",), 3, 0, 5, "Chữ", "", "")


def test_the_template_comes_back_with_the_values_typed_into_it(tmp_path):
    file = tmp_path / "mau.csv"
    lines = sheet.template(of_kind("annual")).splitlines()
    assert len(lines) > 15
    at = next(n for n, line in enumerate(lines) if "hộ nghèo" in line)
    lines[at] += '"41 hộ, chiếm 1,37%"'
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    assert sheet.read(file) == {"Lĩnh vực văn hóa - xã hội": {"hộ nghèo": "41 hộ, chiếm 1,37%"}}


def test_an_excel_file_and_a_csv_with_semicolons(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(sheet.COLUMNS)
    book.active.append(("giảm nghèo", "tỷ lệ", 1.37))
    book.active.append(("giảm nghèo", "hộ nghèo", 41))
    book.save(tmp_path / "a.xlsx")
    assert sheet.read(tmp_path / "a.xlsx") == {"giảm nghèo": {"tỷ lệ": "1,37", "hộ nghèo": "41"}}
    (tmp_path / "b.csv").write_text("giảm nghèo;hộ nghèo;41 hộ\n", encoding="utf-8")
    assert sheet.read(tmp_path / "b.csv") == {"giảm nghèo": {"hộ nghèo": "41 hộ"}}


def test_what_is_wrong_with_a_sheet_is_told(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("giảm nghèo,,41\n", encoding="utf-8")
    with pytest.raises(BadRequest, match="hàng 1"):
        sheet.read(file)
    file.write_bytes("giảm nghèo".encode("utf-16"))
    with pytest.raises(BadRequest, match="UTF-8"):
        sheet.read(file)


FORM = {
    "kind": "annual", "agency": "UBND XÃ SƠN HẢI", "place": "Sơn Hải", "from": "2025", "to": "",
    "recipients": "- Sở Nội vụ;\nTT Đảng ủy", "figures": [["giảm nghèo", "hộ nghèo", "41 hộ"], ["giảm nghèo", "x", ""]],
    "compared": ["hộ nghèo", "x"], "last_year": "tan-lap.txt",
}  # fmt: skip
PAST = (
    PastFigure("hộ nghèo", "64 hộ", 2024, Quote(("I",), 1, "còn 64 hộ nghèo", 0)),
    PastFigure("x", "1", 2024, Quote((), 1, "", 0)),
)


@pytest.fixture
def drafting(library, embedder, settings):
    return Drafting(Assistant(library, embedder), Drafts.open(Store.open(settings)))


def test_the_form_shows_what_is_wrong_beside_its_fields():
    shown = draft_form.form({}, [], [], [], [], problems({}))
    assert shown.count("aria-invalid") == 3
    assert 'id="wrong-agency">Hãy điền tên cơ quan' in shown


def test_the_form_shows_figures_a_section_with_last_years_beside_them():
    heads = [Head("clause", "Giảm nghèo", "results", figures=("hộ nghèo", "hộ cận nghèo")), Head("part", "Khác")]
    rows = [("Giảm nghèo", "hộ nghèo", "41 hộ"), ("Y tế", "trạm", "3")]
    shown = draft_form.form(FORM, heads, rows, PAST, ["cam-dai.docx"])
    assert "Giảm nghèo (1/2)" in shown
    assert "Y tế (1/1)" in shown
    assert 'title="Báo cáo năm trước viết: “còn 64 hộ nghèo”">năm 2024: 64 hộ</span>' in shown
    assert '<input type="checkbox" data-compare="hộ nghèo" checked>' in shown
    assert shown.count("<details") == 3 + 2


def test_a_sheet_fills_the_form_and_what_was_typed_stays(drafting, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("giảm nghèo,hộ nghèo,99 hộ\ngiảm nghèo,hộ cận nghèo,50 hộ\n", encoding="utf-8")
    made = drafting.with_sheet(Desk(FORM), file)
    assert figures_of(made.form) == [("giảm nghèo", "hộ nghèo", "41 hộ"), ("giảm nghèo", "hộ cận nghèo", "50 hộ")]


def test_a_form_of_another_shape_changes_nothing(drafting):
    desk = Desk(FORM)
    assert drafting.filled(desk, "[1]") is drafting.filled(desk, "{") is desk


def test_a_draft_is_made_changed_undone_and_found_again(drafting):
    desk = drafting.keep(LOCAL, drafting.draft(Desk(FORM, PAST)))
    at = next(n for n, s in enumerate(desk.draft.sections) if s.head.role == "limits")
    changed = drafting.change(desk, "save", at, "Còn 7 hộ chưa tham gia.")
    assert as_lines(changed.draft.sections[at]) == "Còn 7 hộ chưa tham gia."
    assert drafting.change(changed, "undo", -1, "").draft == desk.draft
    assert drafting.change(changed, "drop", at, "0").draft.sections[at].blank
    assert drafting.change(changed, "save", 9999, "x") is changed
    assert drafting.change(changed, "nothing", at, "x") is changed
    drafting.keep(LOCAL, changed)
    found = drafting.open(LOCAL)
    assert (found.draft, found.form, found.past, found.before) == (changed.draft, FORM, PAST, ())
    assert "giảm 23 hộ so với năm 2024" in json.dumps([as_lines(s) for s in found.draft.sections], ensure_ascii=False)


def test_words_of_a_deleted_report_leave_every_desk(drafting):
    desk = drafting.keep(LOCAL, drafting.draft(Desk(FORM, PAST)))
    at = next(n for n, s in enumerate(desk.draft.sections) if any(t.reports for p in s.paragraphs for t in p.texts))
    mine = drafting.keep(LOCAL, drafting.change(desk, "save", at, as_lines(desk.draft.sections[at]) + "\nCâu của tôi."))
    texts = [t for s in mine.draft.sections for p in s.paragraphs for t in p.texts]
    lost = next(t for t in texts if t.reports).reports[0]
    catalog = drafting.assistant.library.catalog
    drafting.assistant.library.forget(next(path for path, held in catalog.sources().items() if held == lost))
    drafting.forget_lost()
    kept = drafting.drafts.of(LOCAL)
    assert lost not in kept and not any(t.source in kept for t in texts if lost in t.reports)
    assert as_lines(drafting.open(LOCAL).draft.sections[at]).endswith("Câu của tôi.")
    assert "41 hộ" in kept, "the office's own figures stay"
    assert lost not in str(drafting.keep(LOCAL, mine).draft), "nor does a page left open bring them back"
    assert mine.past == PAST
    assert drafting.without_lost(Desk(FORM | {"last_year": "khac.txt"}, PAST)).past == ()


def test_what_cannot_be_done_is_told(drafting):
    desk = drafting.draft(Desk(FORM))
    at = next(n for n, s in enumerate(desk.draft.sections) if s.head.role == "limits")
    with pytest.raises(BadRequest, match="không còn trong thư viện"):
        drafting.change(desk, "insert", at, "nothing#0")
    with pytest.raises(BadRequest, match="Không có báo cáo năm trước"):
        drafting.with_last_year(Desk(FORM | {"last_year": "cam-dai.docx"}))


def test_a_kept_line_is_shown_and_put_in(drafting):
    catalog = drafting.assistant.library.catalog
    passage = next(p for i in catalog.report_ids() for p in catalog.passages_of(i) if p.headings)
    desk = replace(drafting.draft(Desk(FORM)), basket=(f"{passage.id}#0", "lost#1"))
    assert drafting.basket(desk) == [(f"{passage.id}#0", passage.text.split("\n")[0])]
    at = next(n for n, s in enumerate(desk.draft.sections) if s.head.role)
    made = drafting.change(desk, "insert", at, f"{passage.id}#0").draft.sections[at].paragraphs[-1].texts[0]
    assert passage.title in made.source


def test_a_desk_that_cannot_be_read_is_an_empty_one(drafting):
    drafting.drafts.keep(LOCAL, "{")
    assert drafting.open(LOCAL) == Desk()


def test_a_draft_is_shown_with_blanks_typed_figures_sources_and_what_is_missing():
    borrowed = DraftText((BlankedPiece("Có "), BlankedPiece("[…]", Gap.NUMBER), BlankedPiece(" hộ.")), "Mượn câu của: A")
    own = DraftText((BlankedPiece("Thêm "), BlankedPiece("7", typed=True)), own=True)
    head = Head("clause", "Giảm nghèo", "results", figures=("hộ nghèo",))
    request = of_json({"agency": "A", "place": "B", "period": {"from": 2025, "to": 2025}})
    draft = Draft(request, "t […]", "o", "c", (Section("1.", head, "Giảm nghèo", (DraftParagraph((borrowed, own)),)),), ())
    shown = draft_views.document(draft, [("p#1", "Câu đã giữ")], undo=False)
    assert 'Có <mark class="blank" title="Chỗ trống cần điền">[…]</mark> hộ.' in shown
    assert 'title="Số do người soạn tự gõ, hãy kiểm tra">7</mark>' in shown
    assert "2 câu, 1 câu mượn: xem nguồn" in shown
    assert '<option value="p#1">Câu đã giữ…</option>' in shown
    assert 'data-at="0">Mục “Giảm nghèo”: chưa có số liệu về hộ nghèo</button>' in shown
    assert "Số, ký hiệu văn bản</li>" in shown, "without the name of the input file's entry"
    assert 'data-act="undo" disabled' in shown
    assert "Viết lại bằng mô hình" not in shown
    assert "Viết lại bằng mô hình" in draft_views.document(draft, [], undo=True, model=True)


def test_words_of_documents_are_escaped():
    quote = Quote(("II",), 3, EVIL, 0)
    finding = Finding(FindingKind.SUM, EVIL, (quote, quote))
    made = checks.findings([finding], [finding], EVIL)
    one = Wording(EVIL, EVIL, f'"{EVIL}', 1.0, (Position(PASSAGE, EVIL), Position(PASSAGE, EVIL)))
    made += wording.wordings([one]) + messages.problem(EVIL)
    head = Head("clause", EVIL, "results", figures=(EVIL,))
    request = of_json({"agency": EVIL, "place": EVIL, "period": {"from": 2025, "to": 2025}})
    section = Section("1.", head, EVIL, (DraftParagraph((DraftText((BlankedPiece(EVIL),), EVIL),)),))
    made += draft_views.document(Draft(request, EVIL, EVIL, EVIL, (section,), ()), [(EVIL, EVIL)], undo=True, message=EVIL)
    values = {"agency": EVIL, "last_year": EVIL, "outline": EVIL, "recipients": f"</textarea>{EVIL}"}
    past = [PastFigure(EVIL, EVIL, 2024, quote)]
    made += draft_form.form(values, [head], [(EVIL, EVIL, EVIL)], past, [EVIL], {"agency": EVIL})
    assert "<img" not in made
    assert made.count("mục II, trang 3") == 1
    assert 'data-copy="&quot;&lt;img' in made


def test_a_kept_wording_says_so():
    one = Wording("x", "x", "x", 1.0, (Position(PASSAGE, "x", 2),))
    assert 'data-keep="a-0001#2">Giữ vào giỏ' in wording.wordings([one])
    assert "Đã giữ trong giỏ" in wording.wordings([one], ["a-0001#2"])
    assert "Giỏ đang giữ 2 đoạn" in wording.basket(2)
