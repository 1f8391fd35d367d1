"""What a person sees on the pages of a PDF is read, in the order of the page; what nobody sees is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from ingest import readers
from ingest.errors import UnreadableFile
from ingest.model import Kind, Source, Table
from ingest.readers.pdf import forms
from ingest.readers.pdf.places import Rectangle
from ingest.readers.pdf.words import Word

N = NameObject


def _font(name: str) -> DictionaryObject:
    return DictionaryObject({N("/Type"): N("/Font"), N("/Subtype"): N("/Type1"), N("/BaseFont"): N(name)})


def _page(writer: PdfWriter, drawn: str, box: tuple[int, int, int, int] = (0, 0, 595, 842)) -> DictionaryObject:
    page = writer.add_blank_page(595, 842)
    fonts = DictionaryObject({N("/F1"): _font("/Helvetica"), N("/F2"): _font("/Times-Bold")})
    page[N("/Resources")] = DictionaryObject({N("/Font"): fonts})
    page[N("/MediaBox")] = page[N("/CropBox")] = ArrayObject([NumberObject(n) for n in box])
    stream = DecodedStreamObject()
    stream.set_data(drawn.encode())
    page[N("/Contents")] = writer._add_object(stream)
    return page


def _text(x: float, y: float, text: str, size: float = 12, font: str = "F1", more: str = "") -> str:
    return f"BT {more} /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET"


def _read(tmp_path: Path, writer: PdfWriter) -> Source:
    writer.write(str(tmp_path / "a.pdf"))
    return readers.read(tmp_path / "a.pdf")


def _lines(tmp_path: Path, *drawn: str) -> list[str]:
    writer = PdfWriter()
    _page(writer, "\n".join(drawn))
    return [line.text.strip() for line in _read(tmp_path, writer).lines]


def _tables(tmp_path: Path, *drawn: str) -> tuple[Table, ...]:
    writer = PdfWriter()
    _page(writer, "\n".join(drawn))
    return _read(tmp_path, writer).tables


PROSE = _text(72, 700, "Lang co nhieu ho kha va giau trong nam nay")


# Words and lines


def test_lines_are_read_from_the_top_whatever_the_drawing_order(tmp_path: Path) -> None:
    drawn = [_text(72, 640, "dong ba"), _text(72, 660, "dong hai 8"), _text(72, 680, "dong mot")]
    assert _lines(tmp_path, *drawn) == ["dong mot", "dong hai 8", "dong ba"]


def test_a_figure_drawn_by_itself_is_read_in_its_blank(tmp_path: Path) -> None:
    drawn = _text(72, 700, "Con         ho, giam         ho") + _text(100, 700, "84", font="F2") + _text(182, 700, "19")
    (line,) = _lines(tmp_path, drawn)
    assert line.split() == ["Con", "84", "ho,", "giam", "19", "ho"]


def test_letters_of_another_font_stand_in_their_words(tmp_path: Path) -> None:
    # n, h and m are 6.67, 6.67 and 10 points wide in Helvetica at 12: what is left out is drawn afterwards
    first = "BT /F1 12 Tf 1 0 0 1 72 700 Tm [(t) -556 (p xa) -278 ( nay)] TJ ET"
    (line,) = _lines(tmp_path, first, _text(75.34, 700, "o"), _text(101.0, 700, ","))
    assert line == "top xa, nay"


def test_a_space_beside_a_letter_of_another_font_parts_words(tmp_path: Path) -> None:
    # N is 8.67 wide at 12, a space 3.34; the letter drawn afterwards is an O (9.34) and leans over the space behind it
    first = "BT /F1 12 Tf 1 0 0 1 72 700 Tm [(N) -650 ( VA N) -650 (M)] TJ ET"
    second = _text(80.67, 700, "O") + _text(119.81, 700, "A")
    assert _lines(tmp_path, first + second) == ["NO VA NAM"]


def test_letters_drawn_twice_are_read_once(tmp_path: Path) -> None:
    drawn = [_text(72, 700, "Tong 11 lang, 33 ho"), _text(72.4, 700, "Tong 11 lang, 33 ho")]
    assert _lines(tmp_path, *drawn) == ["Tong 11 lang, 33 ho"]


def test_spaced_letters_are_words(tmp_path: Path) -> None:
    assert _lines(tmp_path, _text(72, 700, "BAO CAO NAM 2031", more="4 Tc")) == ["BAO CAO NAM 2031"]


def test_a_raised_figure_is_never_a_digit_of_the_number_beside_it(tmp_path: Path) -> None:
    drawn = _text(72, 700, "Toan lang co 64") + _text(153.5, 705, "2", size=7) + _text(161, 700, "ho kha va 48 m")
    drawn += _text(243.5, 705, "2", size=7) + _text(251, 700, "dat o.")
    (line,) = _lines(tmp_path, drawn)
    assert line == "Toan lang co 64² ho kha va 48 m2 dat o."


def test_a_raised_mark_is_tied_to_the_note_at_the_foot_of_the_page(tmp_path: Path) -> None:
    writer = PdfWriter()
    body = [_text(72, 700 - 20 * n, f"Dong {n} cua bao cao ve phong trao thi dua o cac lang") for n in range(3)]
    mark = _text(72, 620, "Toan lang co 64") + _text(153.5, 625, "1", size=7) + _text(161, 620, "ho kha.")
    _page(writer, "\n".join([*body, mark, _text(72, 80, "1 Theo ra soat thang muoi.", size=9)]))
    source = _read(tmp_path, writer)
    line = next(line for line in source.lines if "64" in line.text)
    assert line.text.strip() == "Toan lang co 64 ho kha." and line.marks == ((15, "1"),)
    assert source.lines[-1].kind is Kind.NOTE


@pytest.mark.parametrize("annex", [False, True])
def test_a_raised_mark_is_tied_to_the_note_at_the_end_of_the_document(tmp_path: Path, annex: bool) -> None:
    writer = PdfWriter()
    body = [_text(72, 700 - 20 * n, f"Dong {n} cua bao cao ve phong trao thi dua o cac lang") for n in range(3)]
    mark = _text(72, 620, "Toan lang co 64") + _text(153.5, 625, "1", size=7) + _text(161, 620, "ho kha.")
    _page(writer, "\n".join([*body, mark]))
    last = [] if annex else [_text(72, 700, "Noi dung cua trang cuoi cung trong bao cao")]
    _page(writer, "\n".join([*last, _text(72, 80, "1 Theo ra soat thang muoi.", size=9)]))
    source = _read(tmp_path, writer)
    line = next(line for line in source.lines if "64" in line.text)
    assert line.text.strip() == "Toan lang co 64 ho kha." and line.marks == ((15, "1"),)
    assert source.lines[-1].kind is Kind.NOTE


def test_a_large_figure_is_read_with_the_words_below_it(tmp_path: Path) -> None:
    assert _lines(tmp_path, PROSE, _text(72, 640, "64", size=30), _text(72, 618, "ho kha cuoi nam"))[1:] == [
        "64 ho kha cuoi nam"
    ]


def test_two_columns_of_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [_text(72, 700 - 20 * n, f"cot trai dong thu {n} cua bai") for n in range(6)]
    right = [_text(320, 700 - 20 * n, f"cot phai dong thu {n} cua bai") for n in range(6)]
    made = _lines(tmp_path, *[drawn for both in zip(left, right, strict=True) for drawn in both])
    assert [line.split()[1] for line in made] == ["trai"] * 6 + ["phai"] * 6


# Pages


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_that_stands_on_its_side_is_read(tmp_path: Path, turn: int) -> None:
    matrix = {90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[turn]
    places = {90: (200, 220), 180: (500, 500), 270: (220, 200)}[turn]
    step = {90: (20, 0), 180: (0, 20), 270: (-20, 0)}[turn]
    drawn = [
        f"BT /F1 12 Tf {matrix} {places[0] + n * step[0]} {places[1] + n * step[1]} Tm (dong {n} co {n}7 ho) Tj ET"
        for n in range(3)
    ]
    assert _lines(tmp_path, *drawn) == ["dong 0 co 07 ho", "dong 1 co 17 ho", "dong 2 co 27 ho"]


def test_a_turned_page_and_a_box_that_begins_elsewhere_keep_their_table(tmp_path: Path) -> None:
    rules = "".join(f"{x} -40 m {x} -100 l S " for x in (100, 200, 300))
    rules += "".join(f"100 {y} m 300 {y} l S " for y in (-40, -70, -100))
    cells = [(105, -60, "Lang"), (205, -60, "Ho"), (105, -90, "Thac Bac"), (205, -90, "64")]
    drawn = rules + "".join(_text(x, y, text) for x, y, text in cells) + _text(100, -130, "Chua ke 5 ho moi")
    for turn in (0, 90):
        writer = PdfWriter()
        page = _page(writer, drawn, (50, -300, 645, 100))
        page[N("/Rotate")] = NumberObject(turn)
        source = _read(tmp_path, writer)
        if not turn:
            (table,) = source.tables
            assert table.rows == (("Lang", "Ho"), ("Thac Bac", "64"))
        assert sum("64" in line.text for line in source.lines) == 1 and "5 ho moi" in source.lines[-1].text


def test_a_page_of_figures_is_read_as_it_is(tmp_path: Path) -> None:
    rows = [[f"{10 * r + c}.{r}{c}5" for c in range(4)] for r in range(6)]
    drawn = [_text(72 + 110 * c, 700 - 25 * r, rows[r][c]) for c in range(4) for r in range(6)]  # drawn column by column
    writer = PdfWriter()
    _page(writer, "\n".join(drawn))
    source = _read(tmp_path, writer)
    assert [line.text.split() for line in source.lines] == rows and not source.warnings and not source.ocr


# What nobody sees


@pytest.mark.parametrize(
    "unseen",
    [
        _text(72, 600, "so that 99 ho", more="1 1 1 rg"),
        _text(72, 600, "so that 99 ho", more="3 Tr"),
        _text(72, -40, "so that 99 ho"),
        f"q 0 0 10 10 re W n {_text(72, 600, 'so that 99 ho')} Q",
        f"{_text(72, 600, 'so that 99 ho')} 0 g 60 590 200 30 re f",
    ],
    ids=["white", "invisible", "off the page", "cut off", "blacked out"],
)
def test_text_that_leaves_no_trace_is_not_read(tmp_path: Path, unseen: str) -> None:
    assert _lines(tmp_path, PROSE, unseen) == ["Lang co nhieu ho kha va giau trong nam nay"]


def test_white_text_on_a_dark_ground_is_read(tmp_path: Path) -> None:
    assert "Tong 64 ho" in _lines(
        tmp_path, PROSE, "0 0 0.5 rg 60 590 200 30 re f", _text(72, 600, "Tong 64 ho", more="1 1 1 rg")
    )


def test_a_hidden_layer_is_not_read(tmp_path: Path) -> None:
    writer = PdfWriter()
    page = _page(writer, f"{PROSE} /OC /L1 BDC {_text(72, 600, 'so that 99 ho')} EMC")
    layer = writer._add_object(DictionaryObject({N("/Type"): N("/OCG"), N("/Name"): TextStringObject("nhap")}))
    page[N("/Resources")][N("/Properties")] = DictionaryObject({N("/L1"): layer})
    writer._root_object[N("/OCProperties")] = DictionaryObject(
        {N("/OCGs"): ArrayObject([layer]), N("/D"): DictionaryObject({N("/OFF"): ArrayObject([layer])})}
    )
    assert not any("99" in line.text for line in _read(tmp_path, writer).lines)


# Tables


def _rules(xs: list[int], ys: list[int], *, level: bool = True, outer: bool = True) -> str:
    made = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in (ys if level else (ys[0], ys[1], ys[-1]))]
    made += [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in (xs if outer else xs[1:-1])]
    return "\n".join(made)


ROWS = [["Lang", "Ho kha", "Ghi chu"], ["Thac Bac", "64", "tang 7"], ["Khe Son", "9", "giam 2"], ["Doi Che", "118", "dat"]]


@pytest.mark.parametrize(
    ("level", "outer"), [(True, True), (True, False), (False, True)], ids=["ruled", "open sides", "no row rules"]
)
def test_a_table_keeps_every_cell(tmp_path: Path, level: bool, outer: bool) -> None:
    xs, ys = [72, 200, 300, 420], [700, 675, 650, 625, 600]
    cells = [_text(xs[c] + 4, ys[r] - 17, ROWS[r][c]) for r in range(4) for c in range(3)]
    writer = PdfWriter()
    _page(writer, "\n".join([_rules(xs, ys, level=level, outer=outer), *cells]))
    source = _read(tmp_path, writer)
    (table,) = source.tables
    assert [list(row) for row in table.rows] == ROWS
    assert len(source.lines) == 4 and all(line.row is not None for line in source.lines)


@pytest.mark.parametrize("outer", [True, False], ids=["closed sides", "open sides"])
@pytest.mark.parametrize("missing", [0, -1], ids=["no rule above", "no rule below"])
def test_a_table_without_its_first_or_last_rule_keeps_that_row(tmp_path: Path, missing: int, outer: bool) -> None:
    xs, ys = [72, 200, 300, 420], [700, 675, 650, 625, 600]
    cells = [_text(xs[c] + 4, ys[r] - 17, ROWS[r][c]) for r in range(4) for c in range(3)]
    rules = _rules(xs, ys, outer=outer).replace(f"72 {ys[missing]} m 420 {ys[missing]} l S", "")
    (table,) = _tables(tmp_path, rules, *cells)
    assert [list(row) for row in table.rows] == ROWS


@pytest.mark.parametrize("figures", [0, 14], ids=["at the head", "at mid-height"])
def test_rows_that_no_rule_parts_are_told_by_the_space_between_them(tmp_path: Path, figures: int) -> None:
    """The names have three lines each and the figures one; the last row has no number of its own."""
    xs, ys = [72, 110, 300, 360, 420], [700, 675, 500]
    cells = [_text(xs[c] + 4, 683, title) for c, title in enumerate(("TT", "Ten", "Ho", "Nguoi"))]
    for top, number, letter, count, more in (
        (655, "1", "a", "64", "9.120"),
        (602, "2", "b", "118", "77,5"),
        (549, "", "c", "9", "15"),
    ):
        cells += [_text(114, top - 14 * n, f"{letter}{n} chu") for n in range(3)]
        cells += [_text(x + 4, top - figures, text) for x, text in ((72, number), (300, count), (360, more)) if text]
    (table,) = _tables(tmp_path, _rules(xs, ys), *cells)
    assert table.rows == (
        ("TT", "Ten", "Ho", "Nguoi"), ("1", "a0 chu a1 chu a2 chu", "64", "9.120"),
        ("2", "b0 chu b1 chu b2 chu", "118", "77,5"), ("", "c0 chu c1 chu c2 chu", "9", "15"),
    )  # fmt: skip


def test_a_row_broken_over_the_page_is_one_row_and_the_head_stands_once(tmp_path: Path) -> None:
    xs = [72, 200, 300, 520]
    writer = PdfWriter()
    first = [["Lang", "Ho kha", "Thanh tich"], ["Thac Bac", "64", "Dan dau phong trao lam duong,"]]
    second = [["Lang", "Ho kha", "Thanh tich"], ["", "", "dai 820 met"], ["Khe Son", "9", "Dat chuan"]]
    for rows, top in ((first, 100), (second, 780)):
        ys = [top - 25 * n for n in range(len(rows) + 1)]
        cells = [_text(xs[c] + 4, ys[r] - 17, rows[r][c]) for r in range(len(rows)) for c in range(3) if rows[r][c]]
        _page(writer, "\n".join([_rules(xs, ys), *cells]))
    (table,) = _read(tmp_path, writer).tables
    whole = ("Thac Bac", "64", "Dan dau phong trao lam duong, dai 820 met")
    assert table.rows == (("Lang", "Ho kha", "Thanh tich"), whole, ("Khe Son", "9", "Dat chuan"))


def test_turned_heads_of_narrow_columns_are_read(tmp_path: Path) -> None:
    xs, ys = [72, 200, 230, 260], [700, 600, 575]
    turned = [f"BT /F1 11 Tf 0 1 -1 0 {xs[c] + 19} 610 Tm ({text}) Tj ET" for c, text in ((1, "Ho kha"), (2, "Ho ngheo"))]
    cells = [_text(76, 650, "Lang"), _text(76, 583, "Thac Bac"), _text(206, 583, "64"), _text(236, 583, "9")]
    writer = PdfWriter()
    _page(writer, "\n".join([_rules(xs, ys), *turned, *cells]))
    (table,) = _read(tmp_path, writer).tables
    assert table.rows == (("Lang", "Ho kha", "Ho ngheo"), ("Thac Bac", "64", "9"))


def test_white_shades_behind_paragraphs_are_no_table(tmp_path: Path) -> None:
    shades = [f"1 g 70 {y - 4} 400 18 re f 1 g 70 {y + 14} 200 18 re f" for y in (700, 664, 628)]
    texts = [_text(72, y, f"Doan van so {y} cua bao cao nay", more="0 g") for y in (714, 700, 678, 664, 642, 628)]
    writer = PdfWriter()
    _page(writer, "\n".join([*shades, *texts]))
    source = _read(tmp_path, writer)
    assert not source.tables and len(source.lines) == 6


# Forms, notes, files within files


def _field(writer: PdfWriter, page: DictionaryObject, rect: tuple[int, int, int, int], **more: object) -> None:
    field = DictionaryObject(
        {N("/Type"): N("/Annot"), N("/Rect"): ArrayObject([FloatObject(n) for n in rect]), N("/F"): NumberObject(4)}
    )
    field.update({N(f"/{key}"): value for key, value in more.items()})
    if "/Annots" not in page:
        page[N("/Annots")] = ArrayObject()
    page[N("/Annots")].append(writer._add_object(field))


def test_what_is_filled_in_a_form_is_read(tmp_path: Path) -> None:
    writer = PdfWriter()
    page = _page(writer, "\n".join([_text(72, 700, "So ho kha:"), _text(92, 660, "Dat"), _text(92, 630, "Khong dat")]))
    on = DictionaryObject({N("/N"): DictionaryObject({N("/Yes"): writer._add_object(DecodedStreamObject())})})
    common = {"Subtype": N("/Widget")}
    _field(writer, page, (200, 696, 300, 712), **common, FT=N("/Tx"), T=TextStringObject("a"), V=TextStringObject("64"))
    _field(
        writer, page, (72, 658, 84, 670), **common, FT=N("/Btn"), T=TextStringObject("b"), V=N("/Yes"), AS=N("/Yes"), AP=on
    )
    _field(
        writer, page, (72, 628, 84, 640), **common, FT=N("/Btn"), T=TextStringObject("c"), V=N("/Off"), AS=N("/Off"), AP=on
    )
    fonts = DictionaryObject({N("/Font"): DictionaryObject({N("/F1"): _font("/Helvetica")})})
    writer._root_object[N("/AcroForm")] = DictionaryObject(
        {
            N("/Fields"): page[N("/Annots")],
            N("/NeedAppearances"): BooleanObject(True),
            N("/DR"): fonts,
            N("/DA"): TextStringObject("/F1 11 Tf"),
        }
    )
    made = [" ".join(line.text.split()) for line in _read(tmp_path, writer).lines]
    assert made == ["So ho kha: 64", "☑ Dat", "☐ Khong dat"]


def test_a_note_typed_over_the_page_is_read(tmp_path: Path) -> None:
    writer = PdfWriter()
    page = _page(writer, PROSE)
    _field(
        writer,
        page,
        (300, 640, 500, 660),
        Subtype=N("/FreeText"),
        Contents=TextStringObject("them 05 ho"),
        DA=TextStringObject("/Helv 11 Tf"),
    )
    assert any("them 05 ho" in line.text for line in _read(tmp_path, writer).lines)


def test_what_is_typed_into_a_field_counts_where_its_font_lacks_letters(tmp_path: Path) -> None:
    writer = PdfWriter()
    page = _page(writer, "\n".join([_text(72, 700, "Xa:"), _text(72, 660, "Muc:"), _text(72, 620, "So ho kha:")]))
    common = {"Subtype": N("/Widget")}
    options = ArrayObject([TextStringObject(text) for text in ("Nhẹ", "Nặng")])
    _field(writer, page, (120, 696, 300, 712), **common, FT=N("/Tx"), T=TextStringObject("a"), V=TextStringObject("Bến Sậy"))
    more = {"T": TextStringObject("b"), "V": TextStringObject("Nặng"), "Opt": options}
    _field(writer, page, (120, 656, 200, 672), **common, FT=N("/Ch"), **more)
    writer._root_object[N("/AcroForm")] = DictionaryObject(
        {
            N("/Fields"): page[N("/Annots")],
            N("/NeedAppearances"): BooleanObject(True),
            N("/DA"): TextStringObject("/Helv 11 Tf"),
        }
    )
    made = [" ".join(line.text.split()) for line in _read(tmp_path, writer).lines]
    assert made == ["Xa: Bến Sậy", "Muc: Nặng", "So ho kha:"]


def test_a_note_typed_over_words_is_read_beside_them(tmp_path: Path) -> None:
    writer = PdfWriter()
    page = _page(writer, PROSE)
    _field(writer, page, (100, 698, 130, 712), Subtype=N("/FreeText"), Contents=TextStringObject("93"))
    text = " ".join(line.text for line in _read(tmp_path, writer).lines)
    assert "93" in text.split() and "nhieu ho kha" in text


def test_files_within_the_file_that_no_reader_knows_are_named(tmp_path: Path) -> None:
    writer = PdfWriter()
    _page(writer, PROSE)
    writer.add_attachment("bieu-so.dwg", b"AC1027")
    writer.write(tmp_path / "a.pdf")
    (warning,) = readers.read(tmp_path / "a.pdf").warnings
    assert warning.startswith("tệp đính kèm bieu-so.dwg: chưa đọc được")


def test_an_xfa_form_is_refused_with_its_reason(tmp_path: Path) -> None:
    writer = PdfWriter()
    _page(writer, _text(72, 700, "Please wait... If this message is not replaced, your viewer cannot show it."))
    writer._root_object[N("/AcroForm")] = DictionaryObject({N("/XFA"): ArrayObject(), N("/Fields"): ArrayObject()})
    with pytest.raises(UnreadableFile, match="XFA"):
        _read(tmp_path, writer)


def test_bold_words_at_the_start_of_a_line_are_counted(tmp_path: Path) -> None:
    writer = PdfWriter()
    _page(
        writer, "\n".join([_text(72, 700, "Quy", font="F2"), _text(110, 700, "thu 64 trieu"), PROSE.replace("700", "660")])
    )
    assert [line.bold for line in _read(tmp_path, writer).lines] == [3, 0]


def test_letters_set_apart_before_a_figure_that_is_not_are_one_word(tmp_path: Path) -> None:
    drawn, x = [PROSE], 72.0
    for letter in "SAN LUONG":
        drawn.append(_text(x, 650, letter))
        x += {"S": 8.0, "A": 8.0, "N": 8.7, "L": 6.7, "U": 8.7, "O": 9.3, "G": 9.3, " ": 3.3}[letter] + 2.2
    (_, line) = _lines(tmp_path, *drawn, _text(x + 8, 650, "7.940 tan"))
    assert line == "SAN LUONG 7.940 tan"


def test_the_option_that_is_chosen_is_read_by_its_label(tmp_path: Path) -> None:
    writer = PdfWriter()
    page = _page(writer, "\n".join([_text(72, 700, "Cap:"), PROSE.replace("700", "640")]))
    options = ArrayObject(
        [ArrayObject([TextStringObject(a), TextStringObject(b)]) for a, b in (("1", "huyện"), ("2", "tỉnh"))]
    )
    more = {
        "FT": N("/Ch"),
        "Ff": NumberObject(1 << 17),
        "T": TextStringObject("a"),
        "V": TextStringObject("2"),
        "Opt": options,
    }
    _field(writer, page, (110, 696, 260, 712), Subtype=N("/Widget"), **more)
    form = {"Fields": page[N("/Annots")], "NeedAppearances": BooleanObject(True), "DA": TextStringObject("/Helv 11 Tf")}
    writer._root_object[N("/AcroForm")] = DictionaryObject({N(f"/{key}"): value for key, value in form.items()})
    assert " ".join(_read(tmp_path, writer).lines[0].text.split()) == "Cap: tỉnh"


def test_two_columns_below_a_title_are_read_one_after_the_other(tmp_path: Path) -> None:
    def side_by_side(top: int, count: int) -> list[str]:
        rows = range(count)
        lines = [(f"cot trai dong thu {n} cua bai", f"cot phai dong thu {n} cua bai") for n in rows]
        return [_text(x, top - 20 * n, lines[n][side]) for n in rows for side, x in enumerate((72, 320))]

    head = [_text(72, 780, "CONG HOA"), _text(420, 780, "Doc lap"), _text(220, 750, "BAO CAO CUA TRUONG TRONG CA NAM HOC")]
    across = _text(72, 560, "mot dong dai qua ca hai cot thi dung lai o giua hai khoi chu nay")
    made = _lines(tmp_path, *head, *side_by_side(700, 6), across, *side_by_side(520, 5))
    sides = [line.split()[1] for line in made[-23:]]
    assert sides == ["trai"] * 6 + ["phai"] * 6 + ["dong"] + ["trai"] * 5 + ["phai"] * 5


def test_what_a_form_asks_for_and_what_is_filled_in_stand_on_one_line(tmp_path: Path) -> None:
    asked = [_text(72, 700 - 25 * n, f"Tong so nguoi den kham lan {n}:") for n in range(5)]
    filled = [_text(320, 700 - 25 * n, f"{n}7 nguoi cua thon Bac Ha") for n in range(5)]
    made = _lines(tmp_path, *[drawn for both in zip(asked, filled, strict=True) for drawn in both])
    assert [" ".join(line.split()) for line in made] == [
        f"Tong so nguoi den kham lan {n}: {n}7 nguoi cua thon Bac Ha" for n in range(5)
    ]


def test_a_field_shows_what_is_drawn_in_it_and_not_another_value() -> None:
    place = Rectangle(100, 100, 300, 120)
    shown = Word("1.047", Rectangle(103, 104, 140, 116), 115, 12, spaced=False)
    drawn = forms.filled([shown], [], [forms.FilledIn(place, "x", lettered=True)])
    assert [word.text for word in drawn] == ["1.047"]
    dots = Word("......", Rectangle(103, 104, 290, 116), 115, 12, spaced=False)
    assert [word.text for word in forms.filled([dots], [], [forms.FilledIn(place, "1.047")])] == ["......", "1.047"]
    poor = Word("Bn", Rectangle(103, 104, 140, 116), 115, 12, spaced=False)
    assert [word.text for word in forms.filled([poor], [], [forms.FilledIn(place, "Bến", lettered=True)])] == ["Bến"]
