"""Twenty-four Word files of the kinds that lost words, written before the reader was looked into; see ``test_pdf_exam``."""

# ruff: noqa: E501 - a case reads best in one line

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval.wild import find_faults
from ingest.report import understand
from tests.ingest.readers.word_files import NAMES, field, level, numbered, p, r, table, write

BOLD, UP = "<w:b/>", '<w:vertAlign w:val="superscript"/>'
START, CONTROL = ' w:val="restart"', '<w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox>'
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def b(text: str) -> str:
    return p(r(text, BOLD))


def head(
    above: str, own: str, number: str, day: str = "Khe Vàng, ngày 15 tháng 11 năm 2031", motto: tuple[str, ...] = MOTTO
) -> str:
    return table((p(above) + b(own) + p(number), "".join(map(b, motto)) + p(r(day, "<w:i/>"))))


HEAD = head("UBND HUYỆN SÔNG LẪM", "UBND XÃ KHE VÀNG", "Số: 88/BC-UBND")


def title(text: str) -> str:
    return b("BÁO CÁO") + b(text)


def sdt(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def cell(content: str, properties: str = "") -> str:
    held = content if content.startswith("<") else p(content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{held}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    held = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{held}</w:tr>"


def grid(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def box(text: str) -> str:
    held = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    new = f"<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{held}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict>"
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'


def math(part: str, **parts: str) -> str:
    held = "".join(f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>" for name, text in parts.items())
    return f"<m:oMath><m:{part}>{held}</m:{part}></m:oMath>"


def series(name: str, values: tuple[float, ...], form: str = "General") -> str:
    names = "".join(f'<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>' for at, text in enumerate(("Quý I", "Quý II", "Quý III")))
    points = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values))
    called = f'<c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    return f"<c:ser>{called}<c:cat><c:strRef><c:strCache>{names}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>{form}</c:formatCode>{points}</c:numCache></c:numRef></c:val></c:ser>"


CHART = f"<c:chartSpace {NAMES}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Số vụ hòa giải</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart>{series('Thành', (19, 23, 31))}{series('Tỷ lệ', (0.864, 0.92, 0.951), '0.0%')}</c:barChart></c:plotArea></c:chart></c:chartSpace>"
CHART_HERE = '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="chart0"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
BREAK = "<w:r><w:br/></w:r>"
SIGN = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'
ENDNOTE = f'<w:endnotes {NAMES}><w:endnote w:id="2"><w:p>{r("Theo sổ hộ nghèo 2033, gồm 8 hộ mới.")}</w:p></w:endnote></w:endnotes>'
STAMPED = table(
    (p("SỞ NỘI VỤ TỈNH LAM KHÊ") + b("CHI CỤC VĂN THƯ - LƯU TRỮ"), "".join(map(b, MOTTO))),
    (p("Số: 31/BC-VTLT"), p("Lam Khê, ngày 03 tháng 7 năm 2031")),
)
SIX_ROWS = table(
    (p("CÔNG AN TỈNH LAM KHÊ"), b(MOTTO[0])), (b("CÔNG AN HUYỆN SÔNG LẪM"), b(MOTTO[1])), (p(""), p("")),
    (p("Số: 745/BC-CAH"), p("Sông Lẫm, ngày 20 tháng 6 năm 2031")), (p("V/v sơ kết 6 tháng"), p("")), (p(""), p("")),
)  # fmt: skip
HEADINGS = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục lớn"/><w:basedOn w:val="Heading1"/></w:style><w:style w:type="paragraph" w:styleId="Nho"><w:name w:val="Mục nhỏ"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
HIDDEN = '<w:style w:type="paragraph" w:styleId="an"><w:rPr><w:vanish/></w:rPr></w:style>'


def styled(text: str, style: str) -> str:
    return p(text, pr=f'<w:pStyle w:val="{style}"/>')


def lists(*levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="1">{"".join(levels)}</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>{more}'


AGAIN = '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>'
CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "content controls": (
        HEAD + title("Kết quả bình xét năm 2031") + p("I. KẾT QUẢ") + p("Đăng ký: ", sdt(r("1.316"), "<w:text/>"), " hộ; họp ngày ", sdt(r("09/11/2031"), "<w:date/>"), ".")
        + p("Mức: ", sdt(r("Chọn một mục"), "<w:dropDownList/><w:showingPlcHdr/>"), "; cấp trên xếp: ", sdt(r("Loại khá"), '<w:dropDownList><w:listItem w:displayText="Loại giỏi" w:value="1"/></w:dropDownList>'))
        + grid(row("Thôn", "Số hộ"), sdt(row("Thôn Đồi Chè", "214"))) + p(sdt(r("☒"), CONTROL.format(1)), " Đề nghị công nhận  ", sdt(r("☐"), CONTROL.format(0)), " Không đề nghị"),
        {}, {"text": ["1.316 hộ", "09/11/2031", "Loại khá", "☒ Đề nghị", "☐ Không"], "rows": ["Thôn Đồi Chè ¦ 214"], "absent": ["Chọn một mục", "Loại giỏi"],
             "metadata": {"issuer": "UBND xã Khe Vàng", "number": "88/BC-UBND", "date": "2031-11-15"}},
    ),
    "equations": (
        HEAD + title("Giảm nghèo năm 2031") + p("I. KẾT QUẢ") + p("Tỷ lệ ", math("f", num="45", den="1.500"), " × 100 = 3,0%.") + p("Diện tích ", math("sSup", e="2.750 m", sup="2"), ", đã giao 61 hộ."),
        {}, {"text": ["45/1.500", "3,0%", "61 hộ", "2.750"], "absent": ["451", "m22"]},
    ),
    "text boxes": (
        HEAD + title("Khuyến học năm 2031") + p("I. SỐ LIỆU") + p(box("Quỹ: 385 triệu đồng"), box("Học bổng: 172 suất")) + p("II. ĐÁNH GIÁ") + p("Tốt."),
        {}, {"once": ["385 triệu", "172 suất"], "outline": ["I", "II"]},
    ),
    "chapters and articles": (
        head("UBND HUYỆN SÔNG LẪM", "UBND XÃ KHE VÀNG", "Số: 12/QĐ-UBND") + b("QUYẾT ĐỊNH") + b("Ban hành Quy chế thi đua") + numbered("QUY ĐỊNH CHUNG", 0) + numbered("Phạm vi", 1)
        + p("Áp dụng với 14 thôn.") + numbered("Nguyên tắc", 1) + p("Công khai.") + numbered("TỔ CHỨC THỰC HIỆN", 0) + numbered("Trách nhiệm", 1) + p("Lập hồ sơ trước ngày 20/11."),
        {"numbering": lists(level(0, "upperRoman", "Chương %1"), level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>'))},
        {"outline": ["Chương I", "Chương I.Điều 1", "Chương I.Điều 2", "Chương II", "Chương II.Điều 3"], "metadata": {"kind_of_document": "quyết định", "number": "12/QĐ-UBND"}},
    ),
    "raised marks": (
        HEAD + title("Trồng rừng năm 2031") + p("I. KẾT QUẢ") + p("Trồng 318", r("1", UP), " ha, hiến 4.200 m", r("2", UP), " đất, gồm 27", r("2", UP), " hộ.") + p(r("1", UP), " Không tính rừng phân tán.") + p(r("2", UP), " Gồm cả hộ nơi khác."),
        {}, {"text": ["318", "27", "4.200 m"], "absent": ["3181", "272"], "footnotes": ["1", "2"]},
    ),
    "hidden, deleted, moved, struck": (
        HEAD + title("Bảo hiểm năm 2031") + p("I. KẾT QUẢ") + p("Có ", '<w:del w:author="a"><w:r><w:delText>7.001</w:delText></w:r></w:del>', f'<w:ins w:author="a">{r("7.414")}</w:ins>', " người.")
        + styled("Thực ra 6.003 người.", "an") + p(r("Chưa duyệt 5.112", '<w:color w:val="FFFFFF"/>')) + f'<w:p><w:moveFrom w:author="a">{r("Chuyển 333 thẻ.")}</w:moveFrom></w:p><w:p><w:moveTo w:author="a">{r("Chuyển 333 thẻ.")}</w:moveTo></w:p>' + p(r("Thu hồi 999 thẻ", "<w:dstrike/>")),
        {"styles": HIDDEN}, {"text": ["Có 7.414 người"], "absent": ["7.001", "6.003", "5.112", "999"], "once": ["333"]},
    ),
    "rows taken out and put in": (
        HEAD + title("Hiến đất năm 2031") + p("I. KẾT QUẢ") + grid(row("Thôn", "Hộ", "m2"), row("Đồi Chè", "31", "1.905"), row("Bến Sậy", "77", "4.018", properties='<w:del w:author="a"/>'), row("Bến Sậy", "79", "4.118", properties='<w:ins w:author="a"/>'), row("Cửa Rừng", p(r("55", "<w:strike/>"), "58"), "2.600")),
        {}, {"rows": ["Đồi Chè ¦ 31 ¦ 1.905", "Bến Sậy ¦ 79 ¦ 4.118", "Cửa Rừng ¦ 58 ¦ 2.600"], "absent": ["77", "4.018", "55"]},
    ),
    "a head in the first page's header": (
        title("Công tác lưu trữ 6 tháng đầu năm 2031") + p("I. KẾT QUẢ") + p("Chỉnh lý 1.240 mét tài liệu."),
        {"parts": {"header1.xml": ("header", f"<w:hdr {NAMES}>{STAMPED}</w:hdr>".encode()), "header2.xml": ("header", f"<w:hdr {NAMES}>{p('Trang ', field('PAGE', '2'))}</w:hdr>".encode())},
         "section": '<w:headerReference w:type="first" r:id="header0"/><w:headerReference w:type="default" r:id="header1"/><w:titlePg/>'},
        {"text": ["1.240"], "metadata": {"issuer": "Chi cục Văn thư - Lưu trữ tỉnh Lam Khê", "parent": "Sở Nội vụ tỉnh Lam Khê", "number": "31/BC-VTLT", "date": "2031-07-03"}},
    ),
    "soft breaks": (
        HEAD + f"<w:p>{r('BÁO CÁO', BOLD)}{BREAK}{r('Công tác phòng cháy năm 2031', BOLD)}</w:p><w:p>" + BREAK.join(map(r, ("I. TÌNH HÌNH", "Xảy ra 03 vụ cháy nhỏ.", "II. KẾT QUẢ", "1. Tuyên truyền", "Tổ chức 46 buổi cho 2.915 lượt người.", "2. Kiểm tra", "Kiểm tra 118 cơ sở.", "III. KIẾN NGHỊ", "Cấp 12 bình."))) + "</w:p>",
        {}, {"outline": ["I", "II", "II.1", "II.2", "III"], "text": ["2.915"]},
    ),
    "styles that are headings": (
        HEAD + title("Dân số năm 2031") + styled("Tình hình chung", "Muc") + p("Dân số 9.812 người.") + styled("Kết quả thực hiện", "Muc") + styled("Truyền thông", "Nho") + p("Tổ chức 64 buổi.") + styled("Khó khăn", "Muc") + p("Thiếu 02 cộng tác viên."),
        {"styles": HEADINGS}, {"outline": ["*Tình hình chung", "*Kết quả thực hiện", "*Kết quả thực hiện.*Truyền thông", "*Khó khăn"]},
    ),
    "annexes": (
        HEAD + title("Thi đua năm 2031") + p("I. KẾT QUẢ") + p("Có 35 tập thể (Phụ lục I kèm theo).") + "".join(map(p, ("Nơi nhận:", "- UBND huyện;", "- Lưu: VT."))) + "".join(map(b, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lường Văn Sáng", "PHỤ LỤC I", "DANH SÁCH TẬP THỂ ĐƯỢC KHEN")))
        + table(("TT", "Tập thể", "Mức"), ("1", "Thôn Đồi Chè", "1.170.000")) + b("PHỤ LỤC II") + b("BIỂU TỔNG HỢP QUỸ KHEN") + table(("Nguồn", "Triệu đồng"), ("Xã hội hóa", "17,9")),
        {}, {"rows": ["1 ¦ Thôn Đồi Chè ¦ 1.170.000", "Xã hội hóa ¦ 17,9"], "outline": ["I", "PHỤ LỤC I", "PHỤ LỤC II"], "metadata": {"signer": "Lường Văn Sáng"}},
    ),
    "a chart": (
        HEAD + title("Hòa giải năm 2031") + p("I. KẾT QUẢ") + p(CHART_HERE) + p("II. HẠN CHẾ") + p("Còn 04 tổ yếu."),
        {"parts": {"charts/chart1.xml": ("chart", CHART.encode())}}, {"text": ["Số vụ hòa giải", "19", "23", "31", "86,4%"], "outline": ["I", "II"]},
    ),
    "merged cells": (
        HEAD + title("Nước sạch năm 2031") + p("I. SỐ LIỆU") + grid(row(cell("Thôn", f"<w:vMerge{START}/>"), cell("Năm 2031", '<w:gridSpan w:val="2"/>')), row(cell("", "<w:vMerge/>"), "Kế hoạch", "Thực hiện"), row(cell("Đồi Chè", f"<w:vMerge{START}/>"), "120", "131"), row(cell("", "<w:vMerge/>"), "45", "44"), row("Cộng", "165", "175")),
        {}, {"rows": ["Thôn ¦ Năm 2031 ¦ Năm 2031", "Đồi Chè ¦ 120 ¦ 131", "Đồi Chè ¦ 45 ¦ 44", "Cộng ¦ 165 ¦ 175"]},
    ),
    "cells merged the old way, a table in a table": (
        HEAD + title("Kết quả năm 2033") + p("I. SỐ LIỆU") + grid(row("Xóm", cell("Số hộ", f"<w:hMerge{START}/>"), cell("", "<w:hMerge/>")), row("", "Nghèo", "Khá"), row("Tà Lèng", "16", "83")) + p("") + grid(row("Chi tiết", table(("Giống", "Cây"), ("Mận", "1.145")) + p(""))),
        {}, {"rows": ["Xóm ¦ Số hộ ¦ Số hộ", "Tà Lèng ¦ 16 ¦ 83", "Mận ¦ 1.145"]},
    ),
    "items, a subject, words before their text": (
        HEAD + b("BÁO CÁO") + b("V/v báo cáo công tác cải cách hành chính quý III năm 2031") + b("I. KẾT QUẢ") + p("1. Tiếp nhận 1.911 hồ sơ, giải quyết đúng hạn 1.902 hồ sơ.") + p("2. Niêm yết công khai 214 thủ tục.") + p("3. Trả lời 17 kiến nghị.")
        + p(r("Về công nghệ thông tin. ", BOLD), "Trang bị 09 máy tính cho bộ phận một cửa.") + b("II. HẠN CHẾ") + p("Còn 09 hồ sơ quá hạn.") + b("III. NHIỆM VỤ QUÝ IV") + p("Hoàn thành 100% chỉ tiêu."),
        {}, {"outline": ["I", "I.*Về công nghệ thông tin", "II", "III"], "metadata": {"period_from": 2031, "kind_of_document": "báo cáo"}},
    ),
    "a document of the Party": (
        head("ĐẢNG BỘ HUYỆN SÔNG LẪM", "ĐẢNG ỦY XÃ KHE VÀNG", "Số 57-BC/ĐU", "Khe Vàng, ngày 02 tháng 12 năm 2031", ("ĐẢNG CỘNG SẢN VIỆT NAM",)) + b("BÁO CÁO") + b("kết quả lãnh đạo thực hiện nhiệm vụ năm 2031") + p("-----")
        + "".join(map(p, ("A- TÌNH HÌNH", "I- THUẬN LỢI", "Có 17 chi bộ với 396 đảng viên.", "II- KHÓ KHĂN", "Còn 02 chi bộ ghép.", "B- KẾT QUẢ", "I- XÂY DỰNG ĐẢNG", "1- Kết nạp", "Kết nạp 11 đảng viên.", "2- Kiểm tra", "Kiểm tra 06 chi bộ.")))
        + table((p("Nơi nhận:") + p("- Huyện ủy."), b("T/M ĐẢNG ỦY") + b("BÍ THƯ") + b("Tòng Thị Mây"))),
        {}, {"outline": ["A", "A.I", "A.II", "B", "B.I", "B.I.1", "B.I.2"], "metadata": {"issuer": "Đảng ủy xã Khe Vàng", "number": "57-BC/ĐU", "signer": "Tòng Thị Mây", "place": "xã Khe Vàng"}},
    ),
    "a head of six rows": (
        SIX_ROWS + title("Sơ kết công tác an ninh 6 tháng đầu năm 2031") + p("I. TÌNH HÌNH") + p("Xảy ra 41 vụ, giảm 07 vụ.") + p("II. KẾT QUẢ") + p("Làm rõ 36 vụ, đạt 87,8%.") + table((p("Nơi nhận:") + p("- Lưu: VT."), b("KT. TRƯỞNG CÔNG AN HUYỆN") + b("PHÓ TRƯỞNG CÔNG AN HUYỆN") + b("Thượng tá Đèo Văn Hưng"))),
        {}, {"outline": ["I", "II"], "metadata": {"issuer": "Công an huyện Sông Lẫm", "parent": "Công an tỉnh Lam Khê", "number": "745/BC-CAH", "date": "2031-06-20", "signer": "Đèo Văn Hưng", "place": "huyện Sông Lẫm"}},
    ),
    "a frame of one cell": (
        HEAD + grid(row(title("Phòng dịch năm 2033") + "".join(map(p, ("I. TÌNH HÌNH", "Phát hiện 27 ca.", "II. BIỆN PHÁP", "1. Tuyên truyền", "Phát 1.460 tờ rơi.", "2. Giám sát", "Lập 05 chốt."))))),
        {}, {"outline": ["I", "II", "II.1", "II.2"], "text": ["27 ca", "1.460"]},
    ),
    "a typed contents page": (
        HEAD + title("Thủy sản năm 2033") + "".join(map(p, ("MỤC LỤC", f"I. KẾT QUẢ {'.' * 24} 2", f"II. HẠN CHẾ {'.' * 24} 5", "I. KẾT QUẢ", "Sản lượng 318 tấn.", "II. HẠN CHẾ", "Chết 12 lồng cá."))),
        {}, {"outline": ["I", "II"], "absent": ["MỤC LỤC", "...."]},
    ),
    "signs, capitals by format, tags, fields": (
        HEAD + title("Đánh giá năm 2033") + p(r("i. kết quả chung", "<w:caps/>")) + p(SIGN.format("F0FE"), " Hoàn thành 17/19 chỉ tiêu ", SIGN.format("F0A8"), " Không") + p("Giá trị: ", f'<w:smartTag w:element="x">{r("2.385")}</w:smartTag>', " triệu đồng; tỷ lệ ", f'<w:fldSimple w:instr=" DOCPROPERTY a ">{r("88,4%")}</w:fldSimple>', "."),
        {}, {"text": ["KẾT QUẢ CHUNG", "2.385 triệu", "88,4%", "17/19"], "outline": ["I"]},
    ),
    "a font of the years before Unicode": (
        HEAD + title("Công tác năm 2033") + p("I. KẾT QUẢ") + p(r("Toµn x· cã 173 hé nghÌo, gi¶m 29 hé.", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>')),
        {}, {"text": ["Toàn xã có 173 hộ nghèo, giảm 29 hộ."]},
    ),
    "a large first letter, an endnote": (
        HEAD + title("Công tác năm 2033") + p("I. KẾT QUẢ") + p(r("T"), pr='<w:framePr w:dropCap="drop" w:lines="3"/>') + p("oàn xã còn 58 hộ nghèo", '<w:r><w:endnoteReference w:id="2"/></w:r>', ", giảm 21 hộ."),
        {"parts": {"endnotes.xml": ("endnotes", ENDNOTE.encode())}}, {"text": ["Toàn xã còn 58 hộ nghèo", "giảm 21 hộ", "gồm 8 hộ mới"], "absent": ["581", "582"]},
    ),
    "a page within the file": (
        HEAD + title("Công tác năm 2033") + p("I. KẾT QUẢ") + p("Đạt 16 tiêu chí.") + '<w:altChunk r:id="aFChunk0"/>' + p("III. KIẾN NGHỊ") + p("Cấp 4 km ống."),
        {"parts": {"chunk1.html": ("aFChunk", "<html><head><meta charset='utf-8'></head><body><p>II. HẠN CHẾ</p><p>Còn 31 hộ.</p></body></html>".encode())}}, {"outline": ["I", "II", "III"], "text": ["31 hộ"]},
    ),
    "numbers of three levels, begun anew": (
        HEAD + title("Công tác năm 2033") + numbered("KẾT QUẢ", 0) + numbered("Kinh tế", 1) + p("Tăng 7,2%.") + numbered("Xã hội", 1) + numbered("Giáo dục", 2) + p("Có 64 lớp.") + numbered("HẠN CHẾ", 0) + p("Thiếu 9 giáo viên.") + numbered("NHIỆM VỤ", 0, 6) + p("Làm 3 km đường."),
        {"numbering": lists(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "<w:isLgl/>"), level(2, "lowerLetter", "%3)"), more=AGAIN)}, {"outline": ["I", "I.1.1", "I.1.2", "I.1.2.a", "II", "III"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_word_file_gives_what_a_person_sees(tmp_path: Path, name: str) -> None:
    body, more, wanted = CASES[name]
    assert list(find_faults(understand(write(tmp_path / "a.docx", body, **more)), wanted)) == []
