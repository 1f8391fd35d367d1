"""A word in two spellings is told once a text."""

from __future__ import annotations

from app.checks import consistency


def test_all_words_of_two_spellings_are_one_finding(sheet):
    made = sheet("I. KẾT QUẢ", "Đảng uỷ xã họp.", "Đảng ủy xã ban hành nghị quyết.", "Trong kỳ này, kì sau.")
    (found,) = consistency.check(made)
    assert found.kind == "wording"
    assert "“ủy”" in found.message
    assert "“uỷ” (1 lần)" in found.message
    assert "“kỳ” (1 lần)/“kì” (1 lần)" in found.message


def test_a_body_with_and_without_inner_capitals(sheet):
    made = sheet("I. KẾT QUẢ", "Ủy ban nhân dân xã và Ủy ban Nhân dân xã.")
    (found,) = consistency.check(made)
    assert "“Ủy ban nhân dân” (2 lần)/“Ủy ban Nhân dân” (1 lần)" in found.message


def test_one_spelling_is_no_finding(sheet):
    assert list(consistency.check(sheet("I. KẾT QUẢ", "Đảng ủy xã họp. Đảng ủy quyết định."))) == []
