"""A file on its way in: its name is made safe, and another one is found where a name is taken."""

from __future__ import annotations

import pytest

from app.library.incoming import BadUpload, another_name, safe_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("báo cáo.docx", "báo cáo.docx"),
        ("../../etc/x.txt", "x.txt"),
        ("C:\\Users\\a\\Bao cao.PDF", "Bao cao.PDF"),
        ("/abs/..\\..\\a.txt", "a.txt"),
        ("  a \n b\x00.txt", "a b.txt"),
        (".an.txt", "an.txt"),
        ("~$khoa.docx", "khoa.docx"),
        ("xã <b>:?*|\".txt", "xã b.txt"),
        ("ba\u0301o ca\u0301o.txt", "báo cáo.txt"),
        ("ễ" * 400 + ".txt", "ễ" * 120 + ".txt"),
    ],
)  # fmt: skip
def test_a_name_loses_its_folders_and_what_no_system_allows(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert len(safe_name(given).encode()) <= 255 * 3 // 2


@pytest.mark.parametrize("given", ["", "..", ".txt/..", "a.accdb", "a", "a.exe", "a.docx.exe", "/"])
def test_what_cannot_be_read_by_its_name_is_not_taken(given: str) -> None:
    with pytest.raises(BadUpload, match=r"\.docx"):
        safe_name(given)


def test_another_name() -> None:
    assert another_name("a.docx", set()) == "a (2).docx"
    assert another_name("a.docx", {"a (2).docx", "a (3).docx"}) == "a (4).docx"
