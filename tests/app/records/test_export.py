import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from app.answer.model import Answer
from app.records.conversations import KeptTurn
from app.records.export import word
from ingest.language.text import fold_spaces
from tests.app.answer.test_quoted_rows import CITED, ROW
from tests.app.conftest import LAM_TRA, VAN_SA, cited

DAY = date(2026, 2, 3)


def _parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _notes(content):
    root = etree.fromstring(_parts(content)["word/footnotes.xml"])
    texts = {note.get(qn("w:id")): "".join(t.text for t in note.iter(qn("w:t"))) for note in root}
    return {number: text.strip() for number, text in texts.items() if text}


def _texts(content):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def test_citations_are_footnotes(two_reports):
    file = word("Hộ nghèo", [KeptTurn(1, "Còn bao nhiêu hộ nghèo?", two_reports)], DAY)
    notes = _notes(file)
    assert set(notes) == {"1", "2"}
    assert notes["1"] == "Báo cáo Tổng kết năm 2024, mục II.1, trang 3 (van-sa.pdf): “năm 2024 còn 1.037 hộ nghèo”"
    assert "lam-tra.docx" in notes["2"]
    texts = _texts(file)
    assert "Lưu ý: Lưu ý một điều." in texts
    assert "- Huyện Vân Sa: năm 2024 còn 1.037 hộ nghèo" in texts, "no [1] is left"
    body = etree.fromstring(_parts(file)["word/document.xml"])
    assert [reference.get(qn("w:id")) for reference in body.iter(qn("w:footnoteReference"))] == ["1", "2"]
    types = _parts(file)["[Content_Types].xml"].decode()
    assert "/word/footnotes.xml" in types and "footnotes+xml" in types
    assert b"footnotes.xml" in _parts(file)["word/_rels/document.xml.rels"]


def test_a_second_mark_of_one_citation_refers_to_its_footnote(one_report):
    twice = replace(one_report, text="Một [1]\n- Hai [1]. Ba [9]")
    file = word("Tên", [KeptTurn(1, "Hỏi", twice), KeptTurn(2, "Hỏi nữa", one_report)], DAY)
    assert set(_notes(file)) == {"1", "2"}  # the second turn has citations of its own
    body = etree.fromstring(_parts(file)["word/document.xml"])
    fields = [field.get(qn("w:instr")) for field in body.iter(qn("w:fldSimple"))]
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(fields) == 1 and fields[0].split()[:2] == ["NOTEREF", names[0]]
    assert any("Ba [9]" in text for text in _texts(file)), "a mark without a citation is left as it stands"


def test_it_is_set_as_offices_set_it(one_report):
    document = docx.Document(io.BytesIO(word("Tên", [KeptTurn(1, "Hỏi", one_report)], DAY)))
    style = document.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(14))
    assert round(document.sections[0].page_width.mm) == 210
    assert "03/02/2026" in document.paragraphs[1].text


def test_one_answer_is_named_by_its_question_once(one_report):
    assert _texts(word("Hỏi?", [KeptTurn(1, "Hỏi?", one_report)], DAY)).count("Hỏi?") == 1
    both = [KeptTurn(1, "Hỏi?", one_report), KeptTurn(2, "Nữa?", one_report)]
    assert _texts(word("Hỏi?", both, DAY)).count("Hỏi?") == 2


def test_an_answer_without_citations_has_no_footnotes(one_report):
    refused = replace(one_report, text="Không tìm thấy [1].", citations=(), refused=True)
    file = word("Tên", [KeptTurn(1, "Hỏi \x0b\ud800", refused)], DAY)
    assert "word/footnotes.xml" not in _parts(file)
    assert "Hỏi " in _texts(file)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="Debian's libreoffice-writer-nogui is not installed")
def test_libreoffice_shows_the_footnotes(tmp_path):
    # without marks: where Times New Roman is missing, a PDF's text has marked letters out of their order
    citations = (cited(1, VAN_SA, "con 1.037 gia dinh"), cited(2, LAM_TRA, "con 1.618 gia dinh", "lam-tra.docx"))
    answer = Answer("- Mot [1]\n- Hai [2]\n- Mot lan khac [1]", False, "extractive", citations, (), 3)
    (tmp_path / "out.docx").write_bytes(word("Ten", [KeptTurn(1, "Bao nhieu?", answer)], DAY))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "pdf", "out.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=180, capture_output=True)
    document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    text = fold_spaces("\n".join(page.get_textpage().get_text_bounded() for page in document))
    assert "(van-sa.pdf): “con 1.037 gia dinh”" in text
    assert "(lam-tra.docx): “con 1.618 gia dinh”" in text
    assert "- Mot1 - Hai2 - Mot lan khac1" in text, "the reference shows the footnote's number"


def test_a_row_of_a_table_is_a_table_with_the_answer_in_bold():
    answer = Answer(f"Theo báo cáo:\n- {ROW.text} [1]\nHết.", False, "extractive", CITED[:1], (), 1, short="52")
    file = word("Tên", [KeptTurn(1, "Hỏi", answer)], DAY)
    table = docx.Document(io.BytesIO(file)).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["", "ĐVT", "KH 2031", "TH 2031"],
        ["Thu hoạch tổ ong", "tổ", "40", "52"],
    ]
    assert [bool(cell.paragraphs[0].runs[0].bold) for cell in table.rows[1].cells] == [False, False, False, True]
    assert _notes(file)["1"].startswith("Báo cáo Tổng kết, mục II") and "52" in _texts(file) and "Hết." in _texts(file)
