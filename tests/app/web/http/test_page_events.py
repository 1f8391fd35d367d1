"""Events of the page, checked and written anew."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.http.page_events import (
    FIELDS,
    EventRefused,
    cancellation,
    check_fields,
    check_texts,
    function_of,
    read,
    rewrite,
    session_of,
)

OWN = "/uploads/an/bao-cao.docx"


def holds(path: str) -> bool:
    return path == OWN


def written(event: dict[str, object]) -> dict[str, object]:
    return json.loads(rewrite(event, holds))


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff", b'{"data": NaN}', b"[" * 250])
def test_what_is_no_object_is_refused_with_what_to_do(body: bytes) -> None:
    with pytest.raises(EventRefused) as refused:
        read(body)
    assert refused.value.status == 400 and "tải lại trang" in refused.value.detail


@pytest.mark.parametrize("body", [rb'{"data": ["a\ud800"]}', rb'{"data": [], "event_data": {"\udfff": 1}}'])
def test_half_a_letter_is_refused_in_words(body: bytes) -> None:
    """No answer that repeats it can be sent: the open page would hear no more of any event."""
    with pytest.raises(EventRefused) as refused:
        rewrite(read(body), holds)
    assert refused.value.status == 422 and "gõ lại" in refused.value.detail
    assert written(read(rb'{"data": ["\ud83d\ude00"]}'))["data"] == ["😀"]


@pytest.mark.parametrize("told", ["x", 7, [{"do": "open"}], True])
def test_what_an_event_tells_is_an_object_or_nothing(told: object) -> None:
    assert written({"data": [], "event_data": told})["event_data"] is None
    assert written({"data": [], "event_data": {"do": "open"}})["event_data"] == {"do": "open"}


@pytest.mark.parametrize("trigger", ["x", 1.5, [], {}, None])
def test_what_fired_an_event_is_a_number_or_left_out(trigger: object) -> None:
    assert "trigger_id" not in written({"data": [], "trigger_id": trigger})
    assert written({"data": [], "trigger_id": 12})["trigger_id"] == 12


@pytest.mark.parametrize("session", [None, 7, "", "abc", "a" * 41, "ABCD", "ab/../cd", "abcd\n"])
def test_a_session_is_named_as_the_page_names_it(session: object) -> None:
    with pytest.raises(EventRefused):
        session_of({"session_hash": session})
    assert session_of({"session_hash": "ab12cd34ef"}) == "ab12cd34ef"


@pytest.mark.parametrize("number", [None, "3", 3.0, True])
def test_a_function_is_a_whole_number(number: object) -> None:
    with pytest.raises(EventRefused):
        function_of({"fn_index": number})
    assert function_of({"fn_index": 3}) == 3


def test_only_what_the_page_sends_goes_on() -> None:
    event = {"data": ["xin chào", {"a": [1, None]}], "fn_index": 3, "session_hash": "abcd", "request": {"user": "khác"}}
    assert written(event) == {"data": ["xin chào", {"a": [1, None]}], "fn_index": 3, "session_hash": "abcd"}


def test_an_own_file_keeps_its_names_and_loses_every_address() -> None:
    file = {"path": OWN, "url": "http://nơi.khác", "orig_name": "bao-cao.docx", "size": 12, "mime_type": 7, "meta": {"x": 1}}
    assert written({"data": [[file]]}) == {
        "data": [[{"path": OWN, "orig_name": "bao-cao.docx", "size": 12, "meta": {"_type": "gradio.FileData"}}]]
    }


@pytest.mark.parametrize(
    "file",
    [
        {"path": "/etc/passwd"},
        {"path": None},
        {"path": OWN, "is_stream": True},
        {"meta": {"_type": "gradio.FileData"}},
        {"url": "http://nơi.khác", "meta": {"_type": "gradio.FileData"}},
    ],
)
@pytest.mark.parametrize("place", ["data", "event_data"])
def test_a_file_of_another_is_refused_wherever_it_stands(file: dict[str, object], place: str) -> None:
    with pytest.raises(EventRefused) as refused:
        rewrite({"data": [], place: [{"sâu": [file]}]}, holds)
    assert refused.value.status == 403 and "không do bạn tải lên" in refused.value.detail


@pytest.mark.parametrize(
    ("event", "status"), [({}, 400), ({"data": None}, 400), ({"data": {"0": 1}}, 400), ({"data": [1]}, 422)]
)
def test_an_event_without_all_its_fields_is_told_so(event: dict[str, object], status: int) -> None:
    with pytest.raises(EventRefused) as refused:
        check_fields(event, 2)
    assert refused.value.status == status and "tải lại trang" in refused.value.detail
    check_fields({"data": [None, None, None]}, 2)


def test_an_event_without_data_is_refused() -> None:
    with pytest.raises(EventRefused):
        rewrite({"fn_index": 1}, holds)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(values, max_size=4), st.dictionaries(st.text(max_size=8), values, max_size=3))
def test_what_names_no_file_goes_on_as_it_is(data: list[object], more: dict[str, object]) -> None:
    try:
        again = written({**more, "data": data})
    except EventRefused as refused:
        assert refused.status == 403  # hypothesis has written a "path" by itself
    else:
        assert again["data"] == data and again.keys() <= set(FIELDS)


def test_a_cancellation_names_one_event_of_one_session() -> None:
    assert json.loads(cancellation("abcd", 3, "e1")) == {"session_hash": "abcd", "fn_index": 3, "event_id": "e1"}


def test_an_event_of_many_small_values_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "loads", None)
    for values in (b"[]," * 600_000, b"[]," * 400, b"1," * 5_000):
        with pytest.raises(EventRefused) as refused:
            read(b'{"data": [null], "event_data": {"x": [' + values + b"1]}}")
        assert refused.value.status == 413


def test_a_choice_of_thousands_of_reports_goes_on() -> None:
    reports = [f"{number:064}" for number in range(3_000)]
    assert read(json.dumps({"data": [None], "event_data": {"do": "ask", "reports": reports}}).encode())


@pytest.mark.parametrize("place", ["data", "event_data"])
def test_a_text_that_no_field_takes_is_refused_wherever_it_stands(place: str) -> None:
    """Before anything shows it, keeps it or takes it apart."""
    for value in ("a" * 20_001, ["a" * 20_001], {"a" * 20_001: 1}, {"do": {"a": "a" * 20_001}}):
        with pytest.raises(EventRefused) as refused:
            check_texts({place: value})
        assert refused.value.status == 422 and "20001 ký tự" in refused.value.detail
    check_texts({place: ["a" * 20_000, {"do": "a" * 20_000}, 7, None]})
    check_texts({place: {"form": "a" * 500_000}}, 600_000)
