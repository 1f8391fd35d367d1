"""The Word file of a renewal: nothing unmarked of last year, the decree's layout, comments, the office's tables."""

import io
import json
import zipfile

import docx
import pytest
import regex as re
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from app.checks.outside_links import R
from app.drafting.request import of_json
from app.renewal.frame import frame_of
from app.renewal.new_figures import new_figures
from app.renewal.output import still_open
from app.renewal.paragraph_text import W
from app.renewal.renewing import renew, with_head
from app.renewal.writing import write_renewal
from eval.draft import paragraphs
from eval.layout import check
from eval.open_reports import write_word
from eval.renewal import lines, unmarked
from ingest.reading import Reading
from tests.app.renewal.conftest import GIVEN, HEAD, PAIRS, SIGNED, given_of

YELLOW, TURQUOISE = WD_COLOR_INDEX.YELLOW, WD_COLOR_INDEX.TURQUOISE


def drafted(assistant, path, request, tmp_path, final=False):
    frame = frame_of(path, None, Reading())
    renewal = renew(frame, request, new_figures(request), assistant.retriever.reader, assistant.library.catalog)
    file = tmp_path / "du-thao.docx"
    file.write_bytes(write_renewal(renewal, with_head(request, frame), final))
    return renewal, file


@pytest.mark.parametrize(("name", "given"), PAIRS)
def test_the_samples_say_nothing_unmarked_and_break_no_rule(assistant, last_year, tmp_path, name, given):
    source, request = given_of(given)
    renewal, file = drafted(assistant, last_year[name], request, tmp_path)
    assert unmarked(file, source, last_year[name]) == []
    assert len(unmarked(last_year[name], source, last_year[name])) > 15  # the measure can fail
    assert [one for one in check(file) if one.broken] == []
    assert renewal.missing
    text = "\n".join(paragraphs(file))
    assert request.signer.name in text
    assert docx.Document(str(last_year[name])).tables[1].rows[0].cells[1].text in text


def test_blanks_show_the_old_value_and_what_stays_is_marked(assistant, last_year, tmp_path):
    _, file = drafted(assistant, last_year["xa-2024"], given_of("xa-2025")[1], tmp_path)
    runs = [run for paragraph in docx.Document(str(file)).paragraphs for run in paragraph.runs]
    yellow = [run.text for run in runs if run.font.highlight_color == YELLOW]
    assert "[… năm 2024: 14]" in yellow
    assert "[… năm 2024: Lê Hữu Thắng]" in yellow
    assert "[… chỉ tiêu trước: 70]" in yellow
    turquoise = [run.text for run in runs if run.font.highlight_color == TURQUOISE]
    assert "30/2020/NĐ-CP ngày 05/3/2020" in turquoise
    assert "24,36" in turquoise


def test_comments_tell_new_values_computed_ones_and_paragraphs_that_stay(assistant, last_year, tmp_path):
    _, file = drafted(assistant, last_year["xa-2024"], given_of("xa-2025")[1], tmp_path)
    told = [comment.text for comment in docx.Document(str(file)).comments]
    assert any("71 (năm 2024: 96) – hộ nghèo" in one and "giảm 25" in one for one in told)
    assert any("không so với cùng thời điểm" in one for one in told)
    assert any("chỉ chuyển năm" in one for one in told)  # "Trên đây là báo cáo …"
    assert sum(one.startswith("Giữ nguyên? Đoạn này không có số liệu") for one in told) == 2
    assert any("tính bằng phép trừ: 71 - 96" in line.comments for line in lines(file))


def test_the_final_file_has_neither_marks_nor_comments_nor_old_values(assistant, last_year, tmp_path):
    _, file = drafted(assistant, last_year["xa-2024"], given_of("xa-2025")[1], tmp_path, final=True)
    document = docx.Document(str(file))
    assert list(document.comments) == []
    assert all(run.font.highlight_color is None for paragraph in document.paragraphs for run in paragraph.runs)
    assert any("[…]" in line for line in paragraphs(file))
    assert not any("năm 2024:" in line for line in paragraphs(file))


def test_a_text_file_becomes_a_word_file_of_the_same_paragraphs(assistant, tmp_path):
    file = tmp_path / "truoc.txt"
    file.write_text(
        "ỦY BAN NHÂN DÂN XÃ SA LẬU\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 9/BC-UBND\n\n"
        "BÁO CÁO\nKết quả công tác năm 2024\n\nI. KẾT QUẢ\n\nXã có 64 hộ nghèo, giảm 12 hộ so với năm 2023.\n",
        encoding="utf-8",
    )
    _, request = given_of("xa-2025")
    _, made = drafted(assistant, file, request, tmp_path)
    text = "\n".join(paragraphs(made))
    assert "Xã có 71 hộ nghèo, tăng 7 hộ so với năm 2024" in text
    assert "I. KẾT QUẢ" in text
    assert "Kết quả công tác năm 2025" in text


def test_tables_pictures_and_annexes_stay(assistant, tmp_path, last_year):
    source = docx.Document(str(last_year["xa-2024"]))
    source.add_paragraph("PHỤ LỤC")
    source.add_table(rows=1, cols=2).rows[0].cells[1].text = "Ghi chú riêng"
    file = tmp_path / "co-phu-luc.docx"
    source.save(str(file))
    _, made = drafted(assistant, file, given_of("xa-2025")[1], tmp_path)
    document = docx.Document(str(made))
    assert document.tables[-1].rows[0].cells[1].text == "Ghi chú riêng"
    assert len(document.sections) == 3  # the report, its annex, the page of figures that have no place


def test_a_report_of_the_party_keeps_its_head(assistant, tmp_path):
    file = tmp_path / "dang.docx"
    write_word(
        "@head\nĐẢNG BỘ TỈNH MAI SA | ĐẢNG CỘNG SẢN VIỆT NAM\n**ĐẢNG ỦY XÃ SA LẬU** | *\nSố 47-BC/ĐU | Sa Lậu, ngày 12 "
        "tháng 12 năm 2024\n@end\n\n@center **BÁO CÁO**\n\n@center **Kết quả công tác năm 2024**\n\n"
        "**I. KẾT QUẢ**\n\nĐảng bộ có 312 đảng viên.\n",
        file,
    )
    given = json.loads(given_of("xa-2025")[0].read_text(encoding="utf-8")) | {"number": "51-BC/ĐU"}
    _, made = drafted(assistant, file, of_json(given), tmp_path)
    text = "\n".join(paragraphs(made))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "CỘNG HÒA" not in text
    assert "47-BC" not in text
    assert "318 đảng viên" in text


def test_the_file_opens_again(assistant, last_year, tmp_path):
    _, file = drafted(assistant, last_year["so-2024"], given_of("so-2025")[1], tmp_path)
    out = io.BytesIO()
    docx.Document(str(file)).save(out)
    assert out.getvalue()


TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


def test_a_draft_fetches_nothing_from_elsewhere(tmp_path):
    file = tmp_path / "truoc.docx"
    write_word(HEAD + "Toàn tỉnh còn 640 hộ nghèo." + SIGNED, file)
    document = docx.Document(str(file))
    settings = document.part._settings_part
    for part, kind in ((settings, TEMPLATE), (document.part, RT.IMAGE), (document.part, RT.HYPERLINK)):
        key = part.relate_to(f"http://may-la.vn/{kind[-8:]}", kind, is_external=True)
        if part is settings:
            template = OxmlElement("w:attachedTemplate")
            template.set(qn("r:id"), key)
            settings.element.insert(0, template)
        elif kind == RT.IMAGE:
            drawing = parse_xml(
                f'<w:drawing xmlns:w="{W[1:-1]}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
                f'xmlns:r="{R[1:-1]}"><a:blip r:link="{key}"/></w:drawing>'
            )
            document.paragraphs[-1].add_run()._r.append(drawing)
    document.save(str(file))
    with zipfile.ZipFile(io.BytesIO(frame_of(file, None, Reading()).word)) as made:
        held = {name: made.read(name).decode() for name in made.namelist() if name.endswith((".xml", ".rels"))}
    outside = [line for text in held.values() for line in re.findall(r"http://may-la\.vn/\w+", text)]
    assert outside == ["http://may-la.vn/yperlink"], "a link waits for somebody to click it"
    assert "attachedTemplate" not in held["word/settings.xml"] and "r:link" not in held["word/document.xml"]


@pytest.mark.parametrize("final", [False, True])
def test_blanks_have_one_form_and_stand_off_from_what_follows(assistant, tmp_path, final):
    body = (
        "Tỷ lệ hộ nghèo còn 3,1%, hộ cận nghèo 4,2 %. Diện tích rừng trồng mới 25ha.\n\n"
        "@table\nChỉ tiêu | Năm 2024\nHộ nghèo (%) | 3,1%\n@end"
    )
    source = tmp_path / "truoc.docx"
    write_word(HEAD + body + SIGNED, source)
    _, file = drafted(assistant, source, of_json(GIVEN), tmp_path, final)
    text = "\n".join(paragraphs(file))
    blank = r"\[…\]" if final else r"\[… năm 2024: [\d,]+\]"
    assert re.search(rf"hộ nghèo còn {blank} %, hộ cận nghèo {blank} %\. Diện tích rừng trồng mới {blank} ha\.", text)
    cells = [cell.text for row in docx.Document(str(file)).tables[1].rows for cell in row.cells]
    assert re.fullmatch(rf"{blank} %", cells[-1])


EVENTS = (
    "Trong năm xảy ra 02 vụ cháy rừng tại bản Nà Lộc, Ban Chỉ huy quân sự xã đã huy động lực lượng dập tắt kịp thời.\n\n"
    "Công tác tuyên truyền được triển khai thường xuyên bằng nhiều hình thức, đến 12 bản trong toàn xã."
)


def test_what_happened_last_year_beside_a_blank_is_asked_about(assistant, tmp_path):
    source = tmp_path / "truoc.docx"
    write_word(HEAD + EVENTS + SIGNED, source)
    renewal, file = drafted(assistant, source, of_json(GIVEN), tmp_path)
    told = [comment.text for comment in docx.Document(str(file)).comments]
    asked = [one for one in told if "xảy ra" in one and "Giữ nguyên?" in one]
    assert len(asked) == 1
    assert "năm 2024" in asked[0]
    assert any("xảy ra" in line for line in still_open(renewal, of_json(GIVEN)).lines)


@pytest.mark.parametrize("final", [False, True])
def test_what_was_given_and_has_no_place_is_told_behind_the_report(assistant, tmp_path, final):
    path = tmp_path / "truoc.docx"
    write_word(f"{HEAD}Đã tuyển dụng 14 viên chức cho các trường.{SIGNED}", path)
    given = {**GIVEN, "figures": {"khác": {"máy bơm chữa cháy": "37 máy"}}}
    renewal, file = drafted(assistant, path, of_json(given), tmp_path, final)
    assert renewal.unused
    last = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs][-2:]
    told = "không thuộc báo cáo" in last[0] and "máy bơm chữa cháy: 37 máy" in last[1]
    assert told is not final
    marked = [run.font.highlight_color for run in docx.Document(str(file)).paragraphs[-1].runs]
    assert final or set(marked) == {TURQUOISE}


def test_heads_of_tables_stand_on_every_page_and_rows_are_not_parted(assistant, last_year, tmp_path):
    path = tmp_path / "truoc.docx"
    rows = "\n".join(f"{n} | Thôn {n} | {n + 40} | {n + 50}" for n in range(1, 6))
    table = f"@table\nTT | Thôn | Số hộ | <\n^ | ^ | 2023 | 2024\n(1) | (2) | (3) | (4)\n{rows}\n@end"
    write_word(f"{HEAD}Số hộ như sau:\n\n{table}{SIGNED}", path)
    _, file = drafted(assistant, path, of_json(GIVEN), tmp_path)
    tables = [table for table in docx.Document(str(file)).tables if len(table.rows) == 8]
    marked = [
        (row._tr.find(f".//{qn('w:tblHeader')}") is not None, row._tr.find(f".//{qn('w:cantSplit')}") is not None)
        for row in tables[0].rows
    ]
    assert marked == [(True, True)] * 3 + [(False, True)] * 5
