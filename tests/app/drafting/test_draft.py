"""Drafts of all kinds from the sample reports: nothing unfounded, the decree's layout, sources for the drafter only."""

import json
import zipfile

import docx
import pytest

from app import __main__ as door
from app.commands import draft as command_module
from app.drafting.draft import as_said, make, sentence_name, with_figures
from app.drafting.outline import KINDS
from app.drafting.precedents import of_basket
from app.drafting.prepare import past
from app.drafting.request import BadRequest, of_json
from app.drafting.word import write
from app.wording.blanks import blank_out, drawn
from eval.draft import paragraphs, unfounded
from eval.layout import check
from ingest.reading import Reading
from tests.app.drafting.conftest import GIVEN, draft_of

LEAST = {"agency": "UBND XÃ SƠN HẢI", "place": "Sơn Hải", "period": {"from": 2025, "to": 2025}}


def drafted(assistant, tmp_path, kind="five-year", final=False, **changed):
    given = GIVEN | changed
    file, source = tmp_path / f"{kind}.docx", tmp_path / "in.json"
    source.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    draft = draft_of(assistant, kind, given)
    write(draft, file, final=final)
    return draft, file, source


def in_this_process(task, *given):
    return task(*given, Reading())


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_breaks_no_rule_and_says_nothing_that_was_not_given(assistant, tmp_path, kind):
    draft, file, source = drafted(assistant, tmp_path, kind)
    verdicts = check(file)
    assert [v for v in verdicts if v.broken] == []
    assert sum(v.broken is not None for v in verdicts) >= 90
    assert unfounded(file, source) == []
    borrowed = [t for s in draft.sections for p in s.paragraphs for t in p.texts if t.source]
    assert len(borrowed) > 10


def test_the_least_input_gives_blanks_and_a_list_of_what_is_missing(assistant, tmp_path):
    file = tmp_path / "d.docx"
    draft = draft_of(assistant, "annual", LEAST)
    write(draft, file)
    assert [v for v in check(file) if v.broken] == []
    lines = paragraphs(file)
    assert "Số: […]" in lines
    assert "Sơn Hải, ngày […] tháng […] năm […]" in lines
    assert any("UBND xã Sơn Hải báo cáo" in line for line in lines)
    assert sum(line.startswith("Thông tin chung") for line in draft.missing) == 6
    assert any("Họ tên người ký" in line for line in lines)


def test_a_figure_told_by_another_name_or_in_another_section_is_not_missing(assistant):
    given = LEAST | {
        "figures": {
            "đặc điểm": {"nhân khẩu": "8.990 nhân khẩu", "số thôn": "9 thôn"},
            "giao quân": {"giao quân": "11/11 thanh niên"},
        },
    }
    lacking = "; ".join(make(assistant, "annual", of_json(given)).missing)
    assert "dân số" not in lacking
    assert "số thôn" not in lacking
    assert "nhập ngũ" not in lacking
    assert "diện tích tự nhiên" in lacking


def test_figures_stand_as_given_and_tables_go_into_an_annex(assistant, tmp_path):
    _, file, _ = drafted(assistant, tmp_path)
    lines = paragraphs(file)
    assert any(line.startswith("Về giảm nghèo: 412 hộ nghèo, chiếm 1,37%") for line in lines)
    at = lines.index("Phụ lục")
    assert lines[at + 1] == "SỐ LIỆU KHEN THƯỞNG THEO NĂM"
    assert [line for line in lines[at:] if line in ("2021", "31", "131")] == ["2021", "31", "131"]
    assert "(Số liệu chi tiết tại Phụ lục kèm theo)." in lines


def test_sources_are_comments_and_the_final_file_has_none(assistant, tmp_path):
    draft, file, _ = drafted(assistant, tmp_path)
    comments = [c.text for c in docx.Document(str(file)).comments]
    borrowed = [c for c in comments if not c.startswith("Chưa có gì để viết mục này. Mục thường nêu: ")]
    assert len(borrowed) > 10
    assert all(c.startswith("Mượn câu của: ") and "Nguyên văn: “" in c for c in borrowed)
    texts = {r.id: " ".join(r.text.split()) for r in assistant.library.catalog.reports()}
    quotes = [c.split("Nguyên văn: “", 1)[1].rsplit("”", 1)[0].rstrip(".") for c in borrowed]
    assert all(any(quote in text for text in texts.values()) for quote in quotes)
    write(draft, file, final=True)
    with zipfile.ZipFile(file) as archive:
        document = archive.read("word/document.xml").decode()
    assert "commentReference" not in document
    assert "w:highlight" not in document
    assert not any("còn thiếu" in line for line in paragraphs(file))


def test_a_blank_is_filled_only_where_the_whole_name_follows():
    pieces = blank_out("Cuối kỳ còn 148 hộ nghèo, chiếm 2,70%; 176 hộ cận nghèo.")
    filled = with_figures(pieces, [("hộ nghèo", "41 hộ, chiếm 1,37%")])
    assert drawn(filled) == "Cuối kỳ còn 41 hộ nghèo, chiếm 1,37%; […] hộ cận nghèo."
    down = blank_out("Giảm 148 hộ nghèo.")
    assert drawn(with_figures(down, [("hộ nghèo", "41 hộ")])) == "Giảm […] hộ nghèo."


def test_the_basket_comes_first_and_a_lost_passage_is_told(assistant):
    passage = next(p for p in assistant.library.catalog.passages_of(assistant.library.catalog.report_ids()[0]) if p.headings)
    draft = make(assistant, "annual", of_json(GIVEN | {"basket": [passage.id]}))
    sources = [t.source for s in draft.sections for p in s.paragraphs for t in p.texts if t.source]
    assert any(passage.title in source for source in sources)
    with pytest.raises(BadRequest, match="không còn"):
        make(assistant, "annual", of_json(GIVEN | {"basket": ["nothing-0001"]}))


def test_one_line_of_a_kept_passage_is_put_in_alone(assistant):
    catalog = assistant.library.catalog
    passage = next(p for i in catalog.report_ids() for p in catalog.passages_of(i) if p.headings and p.text.count("\n") > 2)
    _, one = of_basket(assistant, f"{passage.id}#1", of_json(GIVEN))
    _, every = of_basket(assistant, passage.id, of_json(GIVEN))
    assert 0 < len(one) < len(every)
    assert all(sentence.quote in passage.text.split("\n")[1] for sentence in one)
    with pytest.raises(BadRequest, match="không còn"):
        of_basket(assistant, f"{passage.id}#999", of_json(GIVEN))


def test_last_years_figure_is_compared_where_the_office_confirms_it(assistant, tmp_path):
    compared = {"hộ nghèo": {"value": "498 hộ", "year": 2024}}
    _, file, source = drafted(assistant, tmp_path, compared=compared)
    assert "Về giảm nghèo: 412 hộ nghèo, chiếm 1,37%, giảm 86 hộ so với năm 2024." in paragraphs(file)
    assert unfounded(file, source) == []


def test_last_years_report_is_sought_in_the_library(assistant):
    request = of_json(GIVEN | {"last_year": "cam-dai"})
    offered = past(assistant, "annual", request, in_this_process)
    assert ("hộ nghèo", "148 hộ", 2025) in [(figure.name, figure.value, figure.year) for figure in offered]
    with pytest.raises(BadRequest, match=r"cam-dai\.docx"):
        past(assistant, "annual", of_json(GIVEN | {"last_year": "nothing"}), in_this_process)


def test_the_outline_of_a_report_of_the_library(assistant, tmp_path):
    draft, file, _ = drafted(assistant, tmp_path, "annual", outline="phu-van.txt")
    assert draft.sections[0].title.startswith("Kết quả phong trào thi đua")
    assert [v for v in check(file) if v.broken] == []
    with pytest.raises(BadRequest, match=r"phu-van\.txt"):
        drafted(assistant, tmp_path, outline="no-such-report")


def test_an_agency_in_a_sentence():
    assert sentence_name("ỦY BAN NHÂN DÂN THỊ TRẤN PHÚ VÂN") == "Ủy ban nhân dân thị trấn Phú Vân"
    assert sentence_name("PHÒNG GD&ĐT HUYỆN LAM TRÀ") == "Phòng GD&ĐT huyện Lam Trà"
    assert sentence_name("TRƯỜNG THCS XÃ SƠN HẢI") == "Trường THCS xã Sơn Hải"
    assert sentence_name("UBND HUYỆN LAM TRÀ") == "UBND huyện Lam Trà"
    assert sentence_name("Ủy ban nhân dân xã Cẩm Đài") == "Ủy ban nhân dân xã Cẩm Đài"


def test_another_variant_is_other_wording(assistant):
    first, second = draft_of(assistant, "annual", GIVEN), make(assistant, "annual", of_json(GIVEN), variant=1)
    assert first.sections != second.sections


def test_the_command(assistant, tmp_path, monkeypatch, capsys):
    said = []
    monkeypatch.setattr(command_module, "say", said.append)
    monkeypatch.setattr(command_module, "open_assistant", lambda settings, create: assistant)
    source, out = tmp_path / "in.json", tmp_path / "out.docx"
    source.write_text(json.dumps({"agency": "x"}), encoding="utf-8")
    command = ["draft", "--kind", "annual", "--input", str(source), "--out", str(out)]
    assert door.main(command) == 2
    assert "thiếu place, period" in capsys.readouterr().err
    source.write_text(json.dumps(GIVEN), encoding="utf-8")
    assert door.main(command) == 0
    assert "Còn thiếu - Thông tin chung: Văn bản yêu cầu báo cáo" in capsys.readouterr().err
    assert out.exists()


def test_a_section_of_which_nothing_is_known_says_what_is_expected(assistant, tmp_path):
    draft = draft_of(assistant, "annual", LEAST)
    write(draft, tmp_path / "d.docx")
    notes = [one.text for one in docx.Document(tmp_path / "d.docx").comments]
    assert any("Mục thường nêu: " in note for note in notes)
    write(draft, tmp_path / "final.docx", final=True)
    assert not list(docx.Document(tmp_path / "final.docx").comments)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("hộ nghèo", "88 hộ, chiếm 4,1%", "88 hộ nghèo, chiếm 4,1%"),
        ("giấy khen cho tập thể", "14 tập thể", "giấy khen cho 14 tập thể"),
        ("trường đạt chuẩn quốc gia", "4/5 trường", "4/5 trường đạt chuẩn quốc gia"),
        ("số hộ", "2.203 hộ", "2.203 hộ"),
        ("thu ngân sách", "6,4 tỷ đồng", "thu ngân sách 6,4 tỷ đồng"),
        ("tình hình", "ổn định", "tình hình: ổn định"),
    ],
)
def test_a_figure_is_said_as_one_says_it(name, value, said):
    assert as_said(name, value) == said
