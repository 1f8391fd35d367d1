"""Formats beside PDF, Word and plain text: told by their content, whatever the file is called."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import readers
from ingest.errors import UnreadableFile
from ingest.limits import Limits
from ingest.model import Kind
from ingest.readers import office
from ingest.readers.grid import filled
from ingest.reading import Reading

PAGE = """<!DOCTYPE html><html><head><title>Tiêu đề</title><script>alert(1)</script><style>p {}</style></head>
<body><h2>I. KẾT QUẢ</h2><p>Xã có <b>12</b> thôn<br>văn hóa.</p><!-- ghi chú -->
<table><tr><th>Stt</th><th colspan="2">Nội dung</th><th>2024</th></tr>
<tr><td rowspan="2">1</td><td rowspan="2">Giấy khen</td><td>Tập thể</td><td>27</td></tr>
<tr><td>Cá nhân</td><td>103</td></tr></table>
<table><tr><td>Bảng chỉ để dàn trang</td></tr></table><div>Hết.</div></body></html>"""


def _file(tmp_path: Path, content: bytes, name: str) -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.doc", "a.txt"])
def test_a_web_page_under_any_name(tmp_path: Path, name: str) -> None:
    source = readers.read(_file(tmp_path, PAGE.encode(), name))
    assert [(line.text, line.kind) for line in source.lines] == [
        ("I. KẾT QUẢ", Kind.TEXT), ("Xã có 12 thôn", Kind.TEXT), ("văn hóa.", Kind.TEXT),
        ("Stt Nội dung 2024", Kind.TABLE), ("1 Giấy khen Tập thể 27", Kind.TABLE), ("Cá nhân 103", Kind.TABLE),
        ("Bảng chỉ để dàn trang", Kind.TEXT), ("Hết.", Kind.TEXT),
    ]  # fmt: skip
    (table,) = source.tables
    assert table.rows == (
        ("Stt", "Nội dung", "Nội dung", "2024"), ("1", "Giấy khen", "Tập thể", "27"), ("1", "Giấy khen", "Cá nhân", "103"),
    )  # fmt: skip
    assert [line.row for line in source.lines if line.kind is Kind.TABLE] == [(0, 0), (0, 1), (0, 2)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_web_page_is_decoded_by_its_bytes_not_by_what_it_says(tmp_path: Path, encoding: str) -> None:
    words = "Thị trấn đã tổ chức phong trào thi đua"
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{words}</p></body></html>'
    if encoding == "cp1258":
        page = page.replace(words, "Thi\u0323 trâ\u0301n đa\u0303 tô\u0309 chư\u0301c phong tra\u0300o thi đua")
    made = readers.read(_file(tmp_path, page.encode(encoding), "a.html"))
    assert [line.text for line in made.lines] == [words]


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x</script></body></html>"])
def test_a_web_page_without_words(tmp_path: Path, page: str) -> None:
    with pytest.raises(UnreadableFile, match="HTML"):
        readers.read(_file(tmp_path, page.encode(), "a.html"))


@given(st.text(max_size=200))
def test_any_page_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = _file(tmp_path_factory.mktemp("pages"), f"<html><body>{text}".encode(errors="replace"), "a.html")
    try:
        readers.read(file)
    except UnreadableFile as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"\xff\xd8\xff\xe0 JFIF", "quet.jpg", "tệp ảnh hỏng"),
        (b"<html><body>Not found</body></html>", "bao-cao.pdf", "không phải tệp PDF"),
        (b"PK\x03\x04 broken", "a.docx", "không phải tệp .docx"),
        (b"just text", "a.docx", "không phải tệp .docx"),
        (office_mark := b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "không phải văn bản Word"),
        (office_mark + "EncryptedPackage".encode("utf-16-le"), "a.docx", "mật khẩu"),
    ],
)
def test_what_is_not_what_it_is_called(tmp_path: Path, content: bytes, name: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        readers.read(_file(tmp_path, content, name))


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"dung lượng tệp \(MB\) là 2, quá giới hạn 1.*MAX_FILE_MB"):
        readers.read(_file(tmp_path, b"a" * 2_000_000, "a.txt"), Reading(Limits(max_file_mb=1)))


def test_utf16_without_a_mark(tmp_path: Path) -> None:
    text = "Báo cáo tổng kết phong trào thi đua năm 2024"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert readers.read(_file(tmp_path, text.encode(encoding), "a.txt")).lines[0].text == text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="Debian's libreoffice-writer-nogui is not installed")
@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_formats_that_libreoffice_turns_into_word(tmp_path: Path, kind: str) -> None:
    document = docx.Document()
    document.add_paragraph("I. KẾT QUẢ PHONG TRÀO")
    document.add_paragraph("Thị trấn Phú Vân có 12 tổ dân phố văn hóa.")
    document.save(str(tmp_path / "a.docx"))
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "a.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    made = readers.read(tmp_path / f"a.{kind}")
    assert [line.text for line in made.lines] == ["I. KẾT QUẢ PHONG TRÀO", "Thị trấn Phú Vân có 12 tổ dân phố văn hóa."]


def test_a_conversion_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60 & wait\n")
    slow.chmod(0o755)
    with pytest.raises(UnreadableFile, match="MAX_SECONDS"):
        office.convert(str(slow), tmp_path / "a.doc", 1)


def test_cells_that_reach_over_rows_and_columns() -> None:
    rows = [[("a", 1, 3), ("b", 2, 1)], [("c", 1, 1), ("d", 1, 2)], [("e", 1, 1)]]
    assert filled(rows) == (("a", "b", "b"), ("a", "c", "d"), ("a", "e", "d"))
    assert filled([]) == ()
