"""What is said of a file that holds others."""

from __future__ import annotations

from app.library.upload_outcome import describe_members
from app.library.uploads import UploadState

READ, SAME, UNREAD, OCR = UploadState.READ, UploadState.SAME, UploadState.UNREAD, UploadState.OCR


def test_each_member_but_the_unchanged_is_named() -> None:
    state, message = describe_members([("a.docx", READ, "3 mục"), ("b.docx", SAME, "-"), ("c.pdf", UNREAD, "tệp rỗng")])
    assert state is READ
    assert message == ("có 3 tệp bên trong, đã nạp 1, 1 tệp không đổi, 1 tệp không đọc được. a.docx: 3 mục. c.pdf: tệp rỗng")


def test_the_state_of_the_whole() -> None:
    assert describe_members([("a", UNREAD, "x"), ("b", UNREAD, "y")])[0] is UNREAD
    assert describe_members([("a", UNREAD, "x"), ("b", SAME, "y")])[0] is SAME
    assert describe_members([("a", READ, "x"), ("b", OCR, "y")])[0] is OCR
