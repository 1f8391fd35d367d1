"""Values that nobody types: refused in words, whatever they are; what people type passes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import field_text

HUGE = st.just(10**4000)
AT_LEISURE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.just("\ud800") | HUGE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters()), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("xã\0", "“Tên” có ký tự không in được (U+0000 NUL, ký tự thứ 3)"),
        ("\x1b[31m", "U+001B"),
        ("a\x85", "U+0085"),
        ("\u202etxt", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\ud800", "U+D800"),
        ("\uffff", "U+FFFF"),
        ("a" * 101, "“Tên” dài 101 ký tự; hãy rút gọn còn nhiều nhất 100 ký tự"),
        (float("nan"), "“Tên” có số không dùng được"),
        (-(10**31), "quá lớn"),
        pytest.param(10**5000, "quá lớn", id="huge"),
        ({"chung": {"số xã\x07": 1}}, "“Tên → chung” có ký tự không in được"),
        ({"chung": ["a", {"số xã": "\x07"}]}, "“Tên → chung → số xã” có ký tự không in được"),
        ([[[[[[[[[1]]]]]]]]], "lồng quá nhiều cấp"),
        ([0] * 2001, "có 2001 mục"),
    ],
)
def test_what_cannot_be_used_is_named(value, message):
    with pytest.raises(field_text.BadText) as refused:
        field_text.check(value, "Tên", 100)
    assert message in str(refused.value)


@pytest.mark.parametrize("value", ["", "Xã Tân Lập\n\t- 12 hộ", "👩‍👩‍👧 45 %", None, 12, 1.5, True, {"a": ["b", 1]}])
def test_what_people_type_passes(value):
    field_text.check(value, "Tên")


def test_a_line_is_one():
    assert field_text.line("  xã Tân Lập ", "Địa phương") == "xã Tân Lập"
    assert field_text.line(None, "Địa phương") == ""
    for value in ("a\nb", "a\u2028b", 12, ["a"], "a" * 301):
        with pytest.raises(field_text.BadText, match="“Địa phương”"):
            field_text.line(value, "Địa phương")


@AT_LEISURE
@given(ANYTHING)
def test_nothing_but_a_message_that_can_be_sent_comes_of_it(value):
    for deed in (lambda: field_text.check(value, "Tên", 50), lambda: field_text.line(value, "Tên")):
        try:
            deed()
        except field_text.BadText as refused:
            str(refused).encode()
            assert len(str(refused)) < 1000
    field_text.shown(value).encode()


@AT_LEISURE
@given(st.text(st.characters() | st.just("\ud800")))
def test_what_is_printable_can_be_kept_and_typed_again(text):
    field_text.printable(text).encode()
    field_text.check(field_text.printable(text), "Tên")
