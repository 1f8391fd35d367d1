"""The checked report as Word: comments stand where the findings are, and LibreOffice opens the file with all of them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.checks import check_file
from app.checks.commented import write

WRONG = "Có 95/118 thôn đạt chuẩn, chiếm 84,5%. Phong trào sôi nổi."
TABLE = [("Thôn", "Số hộ"), ("Hạ", "120"), ("Thượng", "80"), ("Trung", "150"), ("Cộng", "530")]


@pytest.fixture
def report(tmp_path):
    made = docx.Document()
    for text in ("BÁO CÁO", "Tình hình năm 2024", "I. KẾT QUẢ", "Nhà nước hổ trợ vốn.", WRONG):
        made.add_paragraph(text)
    table = made.add_table(rows=0, cols=2)
    for row in TABLE:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row
    file = tmp_path / "bao-cao.docx"
    made.save(file)
    return file


def comments(file) -> dict[str, str]:
    """Return what every comment of a Word file says, by the text of the place that it stands at."""
    made = docx.Document(file)
    found = {}
    blocks = [*made.paragraphs, *(p for table in made.tables for row in table.rows for c in row.cells for p in c.paragraphs)]
    for comment in made.comments:
        at = [p.text for p in blocks if f'w:commentRangeStart w:id="{comment.comment_id}"' in p._p.xml]
        found[comment.text] = at[0] if at else ""
    return found


def test_a_word_file_comes_back_with_a_comment_at_each_place(report, tmp_path):
    findings = check_file(report)
    out = tmp_path / "soat.docx"
    out.write_bytes(write(report, findings))
    told = comments(out)
    assert len(told) == sum(len(finding.quotes) for finding in findings) >= 3
    at = {
        kind: place
        for text, place in told.items()
        for kind in ("tỷ lệ phần trăm", "chính tả", "cộng số liệu")
        if kind in text
    }
    assert at == {"tỷ lệ phần trăm": WRONG, "chính tả": "Nhà nước hổ trợ vốn.", "cộng số liệu": "Cộng"}
    assert [p.text for p in docx.Document(out).paragraphs] == [p.text for p in docx.Document(report).paragraphs]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_with_every_comment(report, tmp_path):
    findings = check_file(report)
    out = tmp_path / "soat.docx"
    out.write_bytes(write(report, findings))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "soat.odt") as odt:
        assert odt.read("content.xml").decode("utf-8").count("<office:annotation ") == len(comments(out))


def test_other_formats_come_back_as_a_list(tmp_path):
    file = tmp_path / "bao-cao.txt"
    file.write_text(f"BÁO CÁO\n\nTình hình năm 2024\n\nI. KẾT QUẢ\n\n{WRONG}\n", encoding="utf-8")
    out = tmp_path / "soat.docx"
    out.write_bytes(write(file, check_file(file)))
    text = "\n".join(p.text for p in docx.Document(out).paragraphs)
    assert "1. [tỷ lệ phần trăm] 95/118 = 80,51%, báo cáo ghi 84,5%." in text
    assert "mục I: “Có 95/118 thôn đạt chuẩn, chiếm 84,5%.”" in text
    out.write_bytes(write(file, []))
    assert "Không thấy điều gì cần xem lại." in docx.Document(out).paragraphs[1].text


NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
OUTSIDE = "http://may-la.vn/"
REMOTE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def test_the_copy_fetches_nothing_from_elsewhere(report):
    """A template would bring macros of another machine, a picture would tell it who opens the file."""
    document = docx.Document(str(report))
    settings = document.part._settings_part
    key = settings.relate_to(f"{OUTSIDE}mau.dotm", f"{REMOTE}attachedTemplate", is_external=True)
    template = OxmlElement("w:attachedTemplate")
    template.set(qn("r:id"), key)
    settings.element.insert(0, template)
    document.part.relate_to(f"{OUTSIDE}anh.png", f"{REMOTE}image", is_external=True)
    document.part.relate_to(f"{OUTSIDE}xem", f"{REMOTE}hyperlink", is_external=True)
    notes = Part(PackURI("/word/footnotes.xml"), NOTES, b'<a xmlns:r="%s"><b r:id="rId1"/></a>' % REMOTE[:-1].encode())
    notes.relate_to(f"{OUTSIDE}chu-thich.png", f"{REMOTE}image", is_external=True)
    document.part.relate_to(notes, f"{REMOTE}footnotes")
    document.save(str(report))
    with zipfile.ZipFile(io.BytesIO(write(report, []))) as made:
        held = {name: made.read(name).decode() for name in made.namelist() if name.endswith((".xml", ".rels"))}
    assert [part for text in held.values() for part in re.findall(rf"{OUTSIDE}([\w.-]+)", text)] == ["xem"]
    assert "attachedTemplate" not in held["word/settings.xml"] and "r:id" not in held["word/footnotes.xml"]
