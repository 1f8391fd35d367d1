"""How a proxy shows itself."""

import pytest
from starlette.datastructures import Headers

from app.web.http.proxies import traces


def test_a_browsers_own_request_shows_none():
    assert traces(Headers({"host": "127.0.0.1:7860", "user-agent": "Firefox", "accept": "*/*"})) == []


@pytest.mark.parametrize(
    "name", ["Via", "Forwarded", "X-Forwarded-For", "X-Real-IP", "Remote-User", "X-Forwarded-Unheard-Of"]
)
def test_what_proxies_add_is_named_in_small_letters(name):
    assert traces(Headers({"host": "a", name: "10.0.0.1"})) == [name.lower()]


def test_several_are_named_in_order_each_once():
    raw = [(b"x-real-ip", b"1"), (b"via", b"a"), (b"via", b"b")]
    assert traces(Headers(raw=raw)) == ["via", "x-real-ip"]


def test_an_old_version_of_http_is_a_trace_where_no_header_is():
    assert traces(Headers({"host": "a"}), "1.0") == ["HTTP/1.0"]
    assert traces(Headers({"via": "a"}), "1.0") == ["via"]
