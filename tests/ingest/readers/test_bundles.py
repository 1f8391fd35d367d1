"""Archives and letters are taken apart: every file within is read by itself or named with its reason."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest import readers
from ingest.errors import UnreadableFile
from ingest.limits import Limits
from ingest.readers import bundles
from ingest.reading import Reading
from ingest.report import audited
from tests.ingest.readers.word_files import p, table, write


def _archive(path: Path, **files: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path


def _unpacked(path: Path, folder: Path, **limits: int) -> list[tuple[str, str]]:
    folder.mkdir()
    return [(one.name, one.refused) for one in bundles.unpacked(path, folder, Reading(Limits(**limits)))]


def test_every_file_within_is_read_or_named(tmp_path: Path) -> None:
    word = write(tmp_path / "a.docx", p("Khe Sơn có 64 hộ khá.") + table(("Thôn", "Hộ"), ("Khe Sơn", "64"))).read_bytes()
    file = _archive(
        tmp_path / "a.zip", nam__a_dot_docx=word, nam__b_dot_csv="Thôn;Hộ\nThác Bạc;19\n", c_dot_amr=b"x", thumbs_dot_db=b"x"
    )
    source = readers.read(file)
    texts = [line.text for line in source.lines]
    assert texts[:2] == ["Tệp: nam/a.docx", "Khe Sơn có 64 hộ khá."] and "Tệp: nam/b.csv" in texts
    assert [grid.rows[1] for grid in source.tables] == [("Khe Sơn", "64"), ("Thác Bạc", "19")]
    assert {line.row for line in source.lines if line.text == "Thác Bạc 19"} == {(1, 1)}
    assert len(source.warnings) == 1 and source.warnings[0].startswith("tệp c.amr: chưa đọc được loại tệp này (.amr)")
    assert audited(file, Reading()) == ()


def test_an_archive_in_a_letter_is_taken_apart_too(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = "Báo cáo quý III/2031", "a@khe-son.example", "b@huyen.example"
    letter.set_content("Gửi kèm tệp nén.\n")
    held = _archive(tmp_path / "x.zip", a_dot_txt="Khe Sơn có 64 hộ").read_bytes()
    letter.add_attachment(held, maintype="application", subtype="zip", filename="x.zip")
    (tmp_path / "a.eml").write_bytes(letter.as_bytes())
    assert _unpacked(tmp_path / "a.eml", tmp_path / "out") == [
        ("Nội dung thư - Báo cáo quý III-2031.txt", ""),
        ("x.zip/a.txt", ""),
    ]


def test_an_archive_beyond_the_deepest_is_not_opened(tmp_path: Path) -> None:
    file = _archive(tmp_path / "0.zip", a_dot_txt="Khe Sơn")
    for depth in range(1, 6):
        file = _archive(tmp_path / f"{depth}.zip", a_dot_zip=file.read_bytes())
    assert _unpacked(file, tmp_path / "out") == [("a.zip/a.zip/a.zip", "")]


def test_names_lead_out_of_no_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../thoát.txt", "Khe Sơn")
        archive.writestr("/gốc.txt", "Thác Bạc")
    assert _unpacked(tmp_path / "a.zip", tmp_path / "out") == [("thoát.txt", ""), ("gốc.txt", "")]
    assert sorted(file.name for file in tmp_path.rglob("*.txt")) == ["1.txt", "2.txt"]


def test_names_without_a_code_are_read_as_their_system_wrote_them(tmp_path: Path) -> None:
    for at, code in enumerate(("utf-8", "cp1258")):
        with zipfile.ZipFile(tmp_path / f"{at}.zip", "w") as archive:
            archive.writestr("xx.txt", "Khe Sơn")
        raw = "ô.txt".encode(code)
        data = (tmp_path / f"{at}.zip").read_bytes().replace(b"xx.txt", raw.rjust(6, b"a"))
        (tmp_path / f"{at}.zip").write_bytes(data)
        assert _unpacked(tmp_path / f"{at}.zip", tmp_path / f"out{at}")[0][0].lstrip("a") == "ô.txt"


def test_limits_hold_for_all_files_together(tmp_path: Path) -> None:
    file = _archive(
        tmp_path / "a.zip",
        a_dot_txt="x" * 700_000,
        b_dot_zip=_archive(tmp_path / "b.zip", c_dot_txt="y" * 700_000).read_bytes(),
    )
    with pytest.raises(UnreadableFile, match="MAX_UNPACKED_MB"):
        _unpacked(file, tmp_path / "out", max_unpacked_mb=1)


def test_what_is_locked_damaged_or_empty_says_so(tmp_path: Path) -> None:
    file = _archive(tmp_path / "a.zip", a_dot_txt="Khe Sơn có 64 hộ", b_dot_txt="Thác Bạc")
    data = bytearray(file.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the first file has a password
    data[data.index("Thác Bạc".encode())] ^= 1  # the second does not give its sum
    file.write_bytes(data)
    assert _unpacked(file, tmp_path / "out") == [("a.txt", bundles.WITH_PASSWORD), ("b.txt", bundles.NOT_UNPACKED)]
    with pytest.raises(UnreadableFile, match=r"không đọc được tệp nào bên trong: tệp a\.txt: có mật khẩu"):
        readers.read(file)
    with pytest.raises(UnreadableFile, match="không có tệp nào bên trong"):
        readers.read(_archive(tmp_path / "e.zip"))


def test_a_document_named_as_an_archive_is_one_file(tmp_path: Path) -> None:
    write(tmp_path / "a.docx", p("Khe Sơn có 64 hộ khá.")).rename(tmp_path / "a.zip")
    assert [line.text for line in readers.read(tmp_path / "a.zip").lines] == ["Khe Sơn có 64 hộ khá."]
    assert _unpacked(tmp_path / "a.zip", tmp_path / "out") == []


def test_what_lies_on_the_disk_for_a_path_within(tmp_path: Path) -> None:
    file = _archive(tmp_path / "a.zip", b_dot_txt="x")
    assert bundles.holder(file / "nam" / "b.txt") == file and bundles.holder(tmp_path / "c.txt") == tmp_path / "c.txt"
