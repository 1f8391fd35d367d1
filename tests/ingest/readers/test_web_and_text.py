"""Web pages, Markdown, MHTML, tables as text, and text in code tables that few remember."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import readers
from ingest.model import Kind, Line, Source
from ingest.readers import mojibake, viqr
from ingest.readers.sheet_cells import shown
from ingest.report import understand
from ingest.structure.furniture import without_furniture


def _read(tmp_path: Path, text: str | bytes, name: str = "a.html") -> Source:
    content = text if isinstance(text, bytes) else text.encode()
    if name == "a.html" and isinstance(text, str):
        content = f"<!doctype html><body>{text}</body>".encode()
    (tmp_path / name).write_bytes(content)
    return readers.read(tmp_path / name)


def _lines(tmp_path: Path, text: str | bytes, name: str = "a.html") -> list[str]:
    return [line.text for line in _read(tmp_path, text, name).lines]


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("<p>Còn <del>19</del> 14 hộ, <span style='text-decoration: line-through'>3</span> 4 bản</p>", ["Còn 14 hộ, 4 bản"]),
        ("<style>.kin, #x {display:none}</style><p class='a kin'>19</p><p id=x>8</p><p>14</p>", ["14"]),
        ("<p>14</p><p style='visibility:hidden'>19</p><p hidden>8</p><span style='mso-hide:all'>7</span>", ["14"]),
        ("<p>14 <span style='color:#FFFFFF'>19</span></p>", ["14"]),
        ("<p style='background:#036'><span style='color:white'>14</span></p>", ["14"]),
        ("<p><![if !supportLists]>1.<![endif]> Giảm nghèo</p>", ["1. Giảm nghèo"]),
        ("<pre>I. KẾT QUẢ\nCó <b>14</b> hộ.\n</pre>", ["I. KẾT QUẢ", "Có 14 hộ."]),
        ("<nav>I. Tin</nav><div class='sidebar'>99</div><div>Xã Đin có 14 hộ thoát nghèo trong năm vừa qua</div>"
         "<footer>1.204</footer>",
         ["Xã Đin có 14 hộ thoát nghèo trong năm vừa qua"]),
        ("<p>Tỷ lệ <math><mfrac><mn>14</mn><mn>560</mn></mfrac></math></p>", ["Tỷ lệ 14/560"]),
    ],
)  # fmt: skip
def test_what_a_page_shows(tmp_path: Path, page: str, read: list[str]) -> None:
    assert _lines(tmp_path, page) == read


@pytest.mark.parametrize(
    ("items", "read"),
    [
        ("<ol type=I start=3><li>A<li>B</ol>", ["III. A", "IV. B"]),
        ("<ol reversed><li>A</li><li>B</li></ol>", ["2. A", "1. B"]),
        ("<ol style='list-style-type:lower-alpha'><li>A</li><li value=5>B</li></ol>", ["a. A", "e. B"]),
        ("<ol><li><p>A</p><ol type=a><li>B</li></ol></li><li>C</li></ol>", ["1. A", "a. B", "2. C"]),
        ("<ul><li>A</li></ul>", ["A"]),
        ("<ol style='list-style:none'><li>I. A</li></ol>", ["I. A"]),
    ],
)
def test_numbers_of_lists(tmp_path: Path, items: str, read: list[str]) -> None:
    assert _lines(tmp_path, items) == read


def test_values_of_forms(tmp_path: Path) -> None:
    page = (
        "<p>Hộ: <input value=14> hộ <input type=hidden value=99></p>"
        "<p>Loại: <select><option>A<option selected>B</select></p>"
        "<p><input type=radio checked> Đạt <input type=radio> Chưa</p>"
        "<p><select><option>Khá</option><option>Kém</option></select></p>"
    )
    assert _lines(tmp_path, page) == ["Hộ: 14 hộ", "Loại: B", "☑ Đạt ☐ Chưa", "Khá"]


def test_cells_keep_their_letters_together(tmp_path: Path) -> None:
    page = (
        "<table><caption>Biểu 2</caption><tfoot><tr><td>Cộng<td>9</tfoot>"
        "<tr><th>Xã<th>Hộ<tr><td>Đ<b>in</b><td>1<i>.2</i>04<br>hộ</table>"
    )
    made = _read(tmp_path, page)
    assert made.lines[0].text == "Biểu 2"
    assert made.tables[0].rows == (("Xã", "Hộ"), ("Đin", "1.204 hộ"), ("Cộng", "9"))


def test_raised_marks_of_notes(tmp_path: Path) -> None:
    page = "<p>Có 45<sup>1</sup> hộ, 8 km<sup>2</sup>, 10<sup>3</sup> m.</p><p><sup>1</sup> Tháng 10.</p>"
    made = _read(tmp_path, page)
    assert [(line.text, line.kind, line.mark) for line in made.lines] == [
        ("Có 45 hộ, 8 km2, 10³ m.", Kind.TEXT, ""), ("Tháng 10.", Kind.NOTE, "1"),
    ]  # fmt: skip
    word = (
        '<p>Có 45<a href="#_ftn1" name="_ftnref1">[1]</a> hộ.</p><p><a href="#_ftnref1" name="_ftn1">[1]</a> Tháng 10.</p>'
    )
    assert [(line.text, line.mark) for line in _read(tmp_path, word).lines] == [("Có 45 hộ.", ""), ("Tháng 10.", "1")]


def test_the_head_of_a_report_is_no_table(tmp_path: Path) -> None:
    head = "<tr><td>UBND XÃ ĐIN<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<tr><td>Số: 9/BC-UBND<td>Độc lập"
    page = f"<table>{head}</table><p>BÁO CÁO</p>"
    made = _read(tmp_path, page)
    assert made.tables == () and [line.text for line in made.lines][:2] == ["UBND XÃ ĐIN", "Số: 9/BC-UBND"]


def test_a_fragment_without_a_head_is_a_page(tmp_path: Path) -> None:
    assert _lines(tmp_path, b"<div><p>C\xc3\xb3 14 h\xe1\xbb\x99.</p></div>", "a.txt") == ["Có 14 hộ."]


def test_headings_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text(
        "<html><h1>Kết quả</h1><p>A.</p><h2>Giảm nghèo</h2><p>Còn 14 hộ.</p></html>", encoding="utf-8"
    )
    report = understand(tmp_path / "b.html")
    assert [(heading.title, heading.level) for heading in report.headings] == [("Kết quả", 1), ("Giảm nghèo", 2)]


MHTML = """From: <Saved by Word>
MIME-Version: 1.0
Content-Type: multipart/related;
 boundary="x"

--x
Content-Type: text/html; charset="{charset}"
Content-Transfer-Encoding: {coding}

{body}
--x--
"""


@pytest.mark.parametrize("name", ["a.doc", "a.mht"])
def test_a_page_saved_as_one_file(tmp_path: Path, name: str) -> None:
    body = "<html><body><p>C=C3=B3 14=\n h=E1=BB=99.</p></body></html>"
    text = MHTML.format(charset="utf-8", coding="quoted-printable", body=body)
    assert _lines(tmp_path, text, name) == ["Có 14 hộ."]
    coded = MHTML.format(charset="utf-8", coding="base64", body="PHA+Q8OzIDE0IGjhu5kuPC9wPg==")
    assert _lines(tmp_path, coded.replace("\n", "\r\n"), name) == ["Có 14 hộ."]


MARKDOWN = """# BÁO CÁO
## Tổng kết năm 2031

**I. KẾT QUẢ**
Còn **14** hộ, *giảm* 3 hộ[^1], ~~19~~.

1. Xã Đin
1. Xã Khum

| Xã | Hộ |
|:--|--:|
| Đin | 14 |

[^1]: Theo rà soát.
"""


def test_markdown(tmp_path: Path) -> None:
    made = _read(tmp_path, MARKDOWN, "a.md")
    assert [line.text for line in made.lines] == [
        "BÁO CÁO", "Tổng kết năm 2031", "I. KẾT QUẢ", "Còn 14 hộ, giảm 3 hộ, .", "1. Xã Đin", "2. Xã Khum",
        "Xã Hộ", "Đin 14", "Theo rà soát.",
    ]  # fmt: skip
    assert (made.lines[-1].kind, made.lines[-1].mark) == (Kind.NOTE, "1")
    assert "gạch ngang" in made.warnings[0]


def test_a_wrapped_paragraph_of_markdown_is_one(tmp_path: Path) -> None:
    assert _lines(tmp_path, "Trong năm xã đã có\nmười bốn hộ thoát nghèo.\n- Còn chậm.\n", "a.md") == [
        "Trong năm xã đã có mười bốn hộ thoát nghèo.", "Còn chậm.",
    ]  # fmt: skip


def test_a_cell_of_several_lines_keeps_its_words_apart(tmp_path: Path) -> None:
    made = _read(tmp_path, 'Thôn;Ghi chú\n"Khe Sơn";"giảm 3 hộ;\nđạt"\n', "b.csv")
    assert made.tables[0].rows[1] == ("Khe Sơn", "giảm 3 hộ; đạt")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_table_as_text(tmp_path: Path, sign: str) -> None:
    text = f'Biểu 3\nXã{sign}Hộ{sign}Tỷ lệ\nĐin{sign}14{sign}"2,5%"\n'
    made = _read(tmp_path, text, "a.csv")
    assert made.lines[0].text == "Biểu 3"
    assert made.tables[0].rows == (("Xã", "Hộ", "Tỷ lệ"), ("Đin", "14", "2,5%"))


REPORT = "Xã Đin có mười bốn hộ nghèo, giảm ba hộ so với năm trước; thôn đạt chuẩn văn hóa."


def test_text_written_over_twice() -> None:
    once = REPORT.encode().decode("cp1252", errors="surrogateescape").encode("utf-8", "surrogateescape")
    twice = REPORT.encode().decode("latin-1")
    assert mojibake.repaired([twice])[0] == [REPORT]
    assert mojibake.repaired([twice.encode().decode("latin-1")])[0] == [REPORT]
    assert once  # what cp1252 leaves out comes back as control signs, as latin-1 has them


@pytest.mark.parametrize("text", [REPORT, "Café résumé naïve", "Größe: 5 Å", "“trích dẫn” – 5 €"])
def test_right_text_is_left_alone(text: str) -> None:
    assert mojibake.repaired([text]) == ([text], ())


def test_viscii_is_told_from_the_other_code_tables(tmp_path: Path) -> None:
    from ingest.readers.encodings import _VISCII

    bytes_of = {letter: n for n, letter in _VISCII.items()}
    typed = bytes(bytes_of.get(c, ord(c) if c.isascii() else 0x3F) for c in REPORT)
    made = _read(tmp_path, typed, "a.txt")
    assert [line.text for line in made.lines] == [REPORT] and "VISCII" in made.warnings[0]


VIQR = "Xa~ DDin co' 14 ho^. nghe`o, gia?m 3 ho^. so vo+'i na(m tru+o+'c; tho^n dda.t chua^?n va(n ho'a."


def test_viqr() -> None:
    text, told = viqr.to_unicode(VIQR)
    assert text == "Xã Đin có 14 hộ nghèo, giảm 3 hộ so với năm trước; thôn đạt chuẩn văn hóa." and told


@pytest.mark.parametrize(
    "text", [REPORT, "What is this? It's a test. See (a) and (b).", "Kinh te xa hoi. Tong ket nam 2031."]
)
def test_other_text_is_no_viqr(text: str) -> None:
    assert viqr.to_unicode(text) == (text, ())


@given(st.text(max_size=400))
def test_any_text_survives(text: str) -> None:
    assert len(mojibake.repaired([text])[0]) == 1
    viqr.to_unicode(text)


def _kept(*lines: Line) -> list[str]:
    return [line.text for _, line in without_furniture(list(enumerate(lines)))]


def test_bare_figures_of_a_text_without_pages_stay() -> None:
    texts = ["Số hộ", "14", "Số bản", "9", "Giấy khen", "23"]
    assert _kept(*map(Line, texts)) == texts


def test_numbers_that_count_pages_go() -> None:
    body = [f"Dòng thứ {n} của báo cáo" for n in range(14)]
    assert _kept(*map(Line, [*body, "2", *body, "3", *body])) == body * 3
    assert _kept(*map(Line, ["Đầu", "- 2 -", "Cuối"])) == ["Đầu", "Cuối"]


def test_first_lines_that_differ_in_figures_are_no_running_head() -> None:
    same = [
        Line(text, page)
        for page in (1, 2, 3, 4)
        for text in (f"Năm {2030 + page}: tặng {page * 17} giấy khen", "Đã xét " + "abcd"[page - 1])
    ]
    assert len(_kept(*same)) == 8
    heads = [Line(text, page) for page in (1, 2, 3, 4) for text in (f"Báo cáo thi đua - trang {page}", f"Đoạn {page * 31}")]
    assert _kept(*heads) == ["Báo cáo thi đua - trang 1", "Đoạn 31", "Đoạn 62", "Đoạn 93", "Đoạn 124"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1284, "General", "1284"), (1284, "#,##0", "1.284"), (0.0288, "0.00%", "2,88%"), (2.5, "General", "2,5"),
        (0.1 + 0.2, "General", "0,3"), (1250.5, "#,##0.0", "1.250,5"), ("61", "General", "61"), ("Xã 5", "0", "Xã 5"),
        (None, "0", ""), (True, "General", "Đúng"), (12, '0 "hộ"', "12 hộ"), (-3.14159, "0.0#", "-3,14"),
    ],
)  # fmt: skip
def test_figures_as_they_are_shown(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


def test_a_title_across_a_table_stands_above_it(tmp_path: Path) -> None:
    rows = "<tr><td colspan=2>TRẠM Y TẾ XÃ KHE MO<tr><td colspan=2>Tháng 8<tr><th>Thôn<th>Mũi 1<tr><td>Khe Sơn<td>38"
    (tmp_path / "a.html").write_text(f"<html><body><table border=1>{rows}</table></body></html>", encoding="utf-8")
    source = readers.read(tmp_path / "a.html")
    assert [line.text for line in source.lines if line.kind is Kind.TEXT] == ["TRẠM Y TẾ XÃ KHE MO", "Tháng 8"]
    assert [table.rows for table in source.tables] == [(("Thôn", "Mũi 1"), ("Khe Sơn", "38"))]
