"""Code tables from before Unicode: recognised line by line, converted before anything is cleaned."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import encodings
from ingest.readers.encodings import TCVN3, VNI, Encoding, converted, recognised, surface, to_unicode

SENTENCE = "Ủy ban nhân dân xã đã tổ chức phát động phong trào thi đua yêu nước, ký kết giao ước giữa các thôn."
# The letters of Vietnamese with their marks, in small letters.
LETTERS = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"


def _typed(text: str, encoding: Encoding) -> str:
    """The text as surface, by the tables turned round; what has no code stays."""
    if encoding is Encoding.WINDOWS_1258:
        # base letter with its vowel mark, then the tone by itself
        pieces = []
        for letter in unicodedata.normalize("NFC", text):
            parts = unicodedata.normalize("NFD", letter)
            tone = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            pieces.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone)) + tone)
        return surface("".join(pieces).encode("cp1258"))
    if encoding is Encoding.TCVN3:
        back = {new: chr(old) for old, new in TCVN3.items()}
        return "".join(back.get(c, back.get(c.lower(), c)) for c in text)
    back = {}
    for old, new in VNI.items():
        back.setdefault(new, old)
    return "".join(back.get(c, c) for c in text)


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI, Encoding.WINDOWS_1258])
def test_every_letter_comes_back(encoding: Encoding) -> None:
    for letter in LETTERS:
        assert converted(_typed(letter, encoding), encoding) == letter
    capitals = LETTERS.upper() if encoding is not Encoding.TCVN3 else "ĂÂÊÔƠƯĐ"
    for letter in capitals:
        assert converted(_typed(letter, encoding), encoding) == letter


def test_words_known_from_documents_of_the_time() -> None:
    assert converted("Céng hoµ x· héi chñ nghÜa ViÖt Nam", Encoding.TCVN3) == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert converted("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", Encoding.VNI) == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert converted("n\xad\xedc", Encoding.TCVN3) == "nước"


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI, Encoding.WINDOWS_1258])
def test_a_sentence_tells_its_table(encoding: Encoding) -> None:
    texts, found = to_unicode([_typed(SENTENCE, encoding)], [encoding is Encoding.WINDOWS_1258])
    assert found == [encoding]
    assert texts[0].lower() == SENTENCE.lower()


def test_a_file_that_mixes_tables() -> None:
    lines = [SENTENCE, _typed(SENTENCE, Encoding.TCVN3), "Số liệu năm 2024:", _typed(SENTENCE, Encoding.VNI), "12 15 18"]
    texts, found = to_unicode(lines)
    assert [text.lower() for text in texts[:4]] == [
        SENTENCE.lower(),
        SENTENCE.lower(),
        "số liệu năm 2024:",
        SENTENCE.lower(),
    ]
    assert found[:4] == [Encoding.UNICODE, Encoding.TCVN3, Encoding.UNICODE, Encoding.VNI]
    assert texts[4] == "12 15 18"


def test_a_line_too_short_to_tell_goes_with_the_one_before() -> None:
    texts, _ = to_unicode([_typed(SENTENCE, Encoding.TCVN3), _typed("Giấy khen: 12", Encoding.TCVN3)])
    assert texts[1] == "Giấy khen: 12"


@pytest.mark.parametrize(
    "text", [SENTENCE, "Café, naïve, Ångström, 25 °C, 10 m², «guillemets»", "Hà Nội", "Plain ASCII.", "", "±5 % · × ÷"]
)
def test_unicode_stays_as_it_is(text: str) -> None:
    assert to_unicode([text]) == ([text], [Encoding.UNICODE])


def test_the_font_is_a_hint_and_the_text_decides() -> None:
    assert recognised([SENTENCE], hints=[Encoding.TCVN3]) == [Encoding.UNICODE]
    assert recognised([_typed("ủ", Encoding.TCVN3)], hints=[Encoding.TCVN3]) == [Encoding.TCVN3]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("KếT QUả PHONG TRàO", "KẾT QUẢ PHONG TRÀO"),
        ("Xã SUốI NGầN", "XÃ SUỐI NGẦN"),
        ("Xã Suối Ngần có 12 thôn", "Xã Suối Ngần có 12 thôn"),
        ("UBND xã ở Số: 47/BC-UBND", "UBND xã ở Số: 47/BC-UBND"),
    ],
)
def test_capitals_that_tcvn3_cannot_write(typed: str, meant: str) -> None:
    assert encodings.raise_capitals(typed) == meant


@given(st.text(max_size=80))
def test_any_text_comes_back_as_some_text(text: str) -> None:
    (made,), (encoding,) = to_unicode([text])
    assert (made == text) if encoding is Encoding.UNICODE else isinstance(made, str)


@given(st.binary(max_size=80))
def test_any_bytes_have_a_surface(content: bytes) -> None:
    assert len(surface(content)) == len(content)


def test_what_the_user_is_told() -> None:
    assert encodings.told([Encoding.UNICODE, Encoding.VNI, Encoding.VNI]) == (
        "2 dòng theo bảng mã VNI: đã chuyển sang Unicode",
    )
    assert encodings.told([Encoding.UNICODE]) == ()


def test_a_first_line_that_reads_in_two_code_tables_goes_with_the_rest() -> None:
    lines = [
        "Phụ lục 1",
        "Danh sách ấp đạt chuẩn văn hóa: ấp Chợ Cũ, ấp Rạch Tràm.",
        "Quỹ vận động 268 triệu đồng.",
    ]
    back = {letter: byte for byte, letter in encodings._VISCII.items()}
    typed = [surface(bytes(back.get(c, ord(c) if c.isascii() else 63) for c in line)) for line in lines]
    assert to_unicode(typed, [True] * 3) == (lines, [Encoding.VISCII] * 3)


@pytest.mark.parametrize("typed", ["Sè líp", "Sè hé"])
def test_words_that_read_well_as_they_are_go_with_their_font(typed: str) -> None:
    """ "Sè" and "hé" are syllables too; so the font of the line decides, where the other lines of the file agree with it."""
    old, new = [_typed("Học sinh toàn huyện", Encoding.TCVN3), typed], ["Học sinh toàn huyện", typed]
    assert recognised(old, hints=[Encoding.TCVN3] * 2) == [Encoding.TCVN3] * 2
    assert recognised(new, hints=[Encoding.TCVN3] * 2) == [Encoding.UNICODE] * 2
    assert recognised(old) == [Encoding.TCVN3, Encoding.UNICODE]
