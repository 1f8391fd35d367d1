"""The layout checker sees what is changed in a file that keeps every rule; the draft checker what is planted."""

import datetime
import json

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from app.drafting.draft import Draft, DraftParagraph, DraftText, Section
from app.drafting.layout import load
from app.drafting.outline import Head
from app.drafting.request import Request, Signer
from app.drafting.word import write
from app.wording.blanks import BlankedPiece
from eval.draft import unfounded
from eval.layout import check
from prompts import FOLDER, DataFileError

REQUEST = Request(
    "ỦY BAN NHÂN DÂN XÃ CẨM ĐÀI", "Cẩm Đài", 2025, 2025, "", "7/BC-UBND", datetime.date(2025, 6, 3),
    Signer("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Phúc"), ("Sở Nội vụ",), ("Sở Nội vụ",),
)  # fmt: skip


def paragraph(words, item=False):
    return DraftParagraph((DraftText((BlankedPiece(words),)),), item)


@pytest.fixture
def file(tmp_path):
    sections = (
        Section("I.", Head("section", ""), "Đặc điểm", (paragraph("Xã có phong trào tốt."),)),
        Section("1.", Head("clause", ""), "Kinh tế", (paragraph("Hộ nghèo: 41 hộ.", True),)),
        Section("a)", Head("point", ""), "Lúa", (paragraph("Được mùa."),)),
        Section("b)", Head("point", ""), "Cá", (paragraph("Được mùa."),)),
    )
    path = tmp_path / "d.docx"
    write(
        Draft(REQUEST, "Tổng kết năm 2025", "Ủy ban nhân dân xã Cẩm Đài báo cáo:", "Trên đây là báo cáo", sections, ()),
        path,
    )
    return path


def broken(path):
    return {verdict.rule for verdict in check(path) if verdict.broken}


def test_a_written_file_keeps_every_rule(file):
    verdicts = check(file)
    assert broken(file) == set()
    assert sum(v.broken == "" for v in verdicts) >= 80
    texts = [p.text for p in docx.Document(str(file)).tables[0].rows[1].cells[0].paragraphs]
    assert texts == ["Số: 07/BC-UBND"]
    assert docx.Document(str(file)).tables[0].rows[1].cells[1].text == "Cẩm Đài, ngày 03 tháng 6 năm 2025"


def change(file, edit):
    document = docx.Document(str(file))
    edit(document)
    document.save(str(file))
    return broken(file)


def line(document, start):
    return next(p for p in document.paragraphs if p.text.startswith(start))


CHANGES = [
    (lambda d: setattr(d.sections[0], "left_margin", Mm(20)), "Lề trái 30-35 mm"),
    (lambda d: setattr(d.sections[0], "different_first_page_header_footer", False), "Không hiện số trang ở trang thứ nhất"),
    (lambda d: setattr(line(d, "Xã có").runs[0].font, "size", Pt(12)), "Nội dung: cỡ chữ 13-14"),
    (lambda d: setattr(line(d, "Xã có").runs[0].font, "name", "Arial"), "Phông chữ Times New Roman cho mọi hệ chữ"),
    (lambda d: setattr(line(d, "Xã có"), "alignment", WD_ALIGN_PARAGRAPH.LEFT), "Nội dung: căn lề both"),
    (lambda d: setattr(line(d, "Xã có").paragraph_format, "first_line_indent", Mm(0)), "Dòng đầu lùi vào 10-12.7 mm"),
    (lambda d: setattr(line(d, "Xã có").paragraph_format, "space_before", Pt(0)), "Cách đoạn ít nhất 6 pt"),
    (lambda d: setattr(line(d, "Xã có").paragraph_format, "line_spacing", 2.0), "Cách dòng 1-1.5"),
    (lambda d: setattr(line(d, "I. ĐẶC").runs[0], "bold", False), "Mục: đậm đứng"),
    (lambda d: setattr(line(d, "I. ĐẶC").runs[0], "text", "I. Đặc điểm"), "Mục: chữ in hoa"),
    (lambda d: setattr(line(d, "b) ").runs[0], "text", "c) Cá"), "Điểm: đánh số liên tục"),
    (lambda d: setattr(line(d, "Trên đây").runs[0], "text", "Trên đây là báo cáo."), "Nội dung kết thúc bằng “./.”"),
    (lambda d: setattr(line(d, "BÁO CÁO"), "alignment", WD_ALIGN_PARAGRAPH.LEFT), "Tên loại: căn lề center"),
    (
        lambda d: setattr(d.tables[0].cell(1, 1).paragraphs[0].runs[0], "text", "Cẩm Đài, ngày 3 tháng 06 năm 2025"),
        "Ngày: dấu phẩy sau địa danh, số 0 trước ngày dưới 10 và tháng 1, 2",
    ),
    (
        lambda d: setattr(d.tables[0].cell(1, 0).paragraphs[0].runs[0], "text", "Số: 7/ BC - UBND"),
        "Số, ký hiệu: “Số:”, số dưới 10 có số 0, không cách",
    ),
    (
        lambda d: setattr(d.tables[0].cell(0, 1).paragraphs[2].paragraph_format, "left_indent", Mm(45)),
        "Tiêu ngữ: có đường kẻ liền bên dưới, bằng độ dài dòng chữ",
    ),
    (lambda d: setattr(d.tables[0], "style", "Table Grid"), "Đầu văn bản: hai cột không kẻ khung"),
    (
        lambda d: setattr(d.tables[1].cell(0, 1).paragraphs[-1].runs[0], "text", "ThS. Lò Văn Phúc"),
        "Họ tên người ký không ghi học hàm, học vị",
    ),
    (
        lambda d: setattr(d.tables[1].cell(0, 0).paragraphs[-1].runs[0], "text", "- Lưu VT"),
        "Nơi nhận: dòng cuối “Lưu: VT”, dấu chấm",
    ),
]


@pytest.mark.parametrize(("edit", "rule"), CHANGES, ids=[rule for _, rule in CHANGES])
def test_a_broken_rule_is_seen(file, edit, rule):
    assert rule in change(file, edit)


def test_rules_that_contradict_the_decree_do_not_load(tmp_path):
    wrong = tmp_path / "layout.toml"
    text = (FOLDER / "layout.toml").read_text(encoding="utf-8")
    wrong.write_text(text.replace("[element.motto]\nsize = 13.0", "[element.motto]\nsize = 20.0"), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"element\.motto"):
        load(wrong)


def test_what_was_not_given_is_seen_in_a_draft(file, tmp_path):
    request = tmp_path / "in.json"
    whole = {
        "agency": REQUEST.agency, "place": "Cẩm Đài", "number": "7/BC-UBND", "date": "2025-06-03",
        "period": {"from": 2025, "to": 2025},
        "signer": {"name": "Lò Văn Phúc"}, "figures": {"giảm nghèo": {"hộ nghèo": "41 hộ"}},
    }  # fmt: skip
    request.write_text(json.dumps(whole), encoding="utf-8")
    assert unfounded(file, request) == []
    change(
        file,
        lambda d: setattr(
            line(d, "Xã có").runs[0], "text", "Năm 2024 huyện Vân Sa, ông Bàn Phúc Lộc đạt 97,5% (khóa XIII)."
        ),
    )
    assert [doubt.split("” trong")[0] for doubt in unfounded(file, request)] == [
        "số “2024", "số “97,5", "số La Mã “XIII", "tên “Vân Sa", "tên “Bàn Phúc Lộc", "tên “Vân", "tên “Bàn",
    ]  # fmt: skip
