"""Numbers of documents of State and Party in every form met, and what looks like one and is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.documents import document_numbers


@pytest.mark.parametrize(
    ("text", "key", "kind", "body"),
    [
        ("Số: 214/BC-UBND", "214/BC-UBND", "báo cáo", "UBND"),
        ("Quyết định số 1846/QĐ-UBND ngày", "1846/QĐ-UBND", "quyết định", "UBND"),
        ("số 05/QĐ-UBND", "5/QĐ-UBND", "quyết định", "UBND"),
        ("12/QĐ-\n\nUBND", "12/QĐ-UBND", "quyết định", "UBND"),
        ("80/ KH-UBND", "80/KH-UBND", "kế hoạch", "UBND"),
        ("02/CTr-UBND", "2/CTr-UBND", "chương trình", "UBND"),
        ("17/TTr-HĐTĐKT", "17/TTr-HĐTĐKT", "tờ trình", "HĐTĐKT"),
        ("228/SNV-TĐKT", "228/SNV-TĐKT", "công văn", "SNV-TĐKT"),
        ("3922/UBND-VX", "3922/UBND-VX", "công văn", "UBND-VX"),
        ("98/2023/NĐ-CP", "98/2023/NĐ-CP", "nghị định", "CP"),
        ("Luật số 06/2022/QH15", "6/2022/QH15", "luật", "QH15"),
        ("Nghị quyết số 88/2019/QH14", "88/2019/QH14", "nghị quyết", "QH14"),
        ("26/2018/QĐ-UBND", "26/2018/QĐ-UBND", "quyết định", "UBND"),
        ("10/2020/TTLT-BNV-BTC", "10/2020/TTLT-BNV-BTC", "thông tư liên tịch", "BNV-BTC"),
        ("34-CT/TW", "34-CT/TW", "chỉ thị", "TW"),
        ("15-BC/ĐU", "15-BC/ĐU", "báo cáo", "ĐU"),
        ("57-NQ/TW", "57-NQ/TW", "nghị quyết", "TW"),
        ("05-HD/VPTW", "5-HD/VPTW", "hướng dẫn", "VPTW"),
        ("04 - CTr/HU", "4-CTr/HU", "chương trình", "HU"),
        ("theo Nghị quyết 41 hỗ trợ", "nghị quyết 41", "nghị quyết", ""),
        ("NQ số 57", "nghị quyết 57", "nghị quyết", ""),
    ],
)
def test_a_number(text, key, kind, body):
    (one,) = document_numbers(text)
    assert (one.key, one.kind, one.body) == (key, kind, body)
    assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    "text",
    ["", "10/14 chỉ tiêu", "12/Thôn Đông", "5/Sở", "15/5/2024", "Kế hoạch 12 tỷ đồng", "kế hoạch 40", "3-5 người", "km12/H"],
)
def test_what_is_no_number(text):
    assert document_numbers(text) == []


@given(
    number=st.integers(1, 99_999),
    code=st.sampled_from(("QĐ", "KH", "BC", "CTr", "TTr", "NQ")),
    body=st.sampled_from(("UBND", "HĐND", "SNV", "VP")),
    year=st.none() | st.integers(1990, 2099),
)
def test_state_numbers_are_read_back(number, code, body, year):
    written = f"{number}/{f'{year}/' if year else ''}{code}-{body}"
    (one,) = document_numbers(f"Theo văn bản số {written} của cấp trên")
    assert (one.text, one.number, one.year, one.body, one.party) == (written, str(number), str(year or ""), body, False)
