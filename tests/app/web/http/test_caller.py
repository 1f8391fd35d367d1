from dataclasses import replace
from types import SimpleNamespace

import pytest
from starlette.requests import HTTPConnection

from app.access.person import LOCAL, Person, Role
from app.web.http.caller import CallRefused, caller

READER = Person("an", "Nguyễn An", Role.READER)


def _asked(client="127.0.0.1", host="127.0.0.1:7860", state=None, **headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": host, **headers}.items()]
    scope = {"type": "http", "headers": raw, "client": (client, 5) if client else None, "state": state or {}}
    return HTTPConnection(scope)


def _refused(asked, office, wanted=Role.READER):
    with pytest.raises(CallRefused) as error:
        caller(asked, office, wanted)
    return error.value.status


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "[::1]:7860", "localhost"])
@pytest.mark.parametrize("client", ["127.0.0.1", "::1"])
def test_alone_at_this_machine_no_key_is_needed(office, host, client):
    assert caller(_asked(client, host), office, Role.DRAFTER) == LOCAL


@pytest.mark.parametrize(
    "asked",
    [
        _asked("192.0.2.7"),
        _asked(None),
        _asked(host="bao-cao.example:7860"),  # a name of a hostile page that leads here
        _asked(host=""),
        _asked(x_forwarded_for="192.0.2.7"),  # a proxy on this machine stands between
        _asked(forwarded="for=192.0.2.7"),
    ],
)
def test_whoever_comes_from_elsewhere_needs_a_key(office, asked):
    assert _refused(asked, office) == 401


def test_an_app_open_to_the_network_lets_nobody_in_for_sitting_at_it(office):
    open_to_all = replace(office, settings=replace(office.settings, host="0.0.0.0"))
    assert _refused(_asked(), open_to_all) == 401
    assert _refused(_asked(state={"person": LOCAL}), open_to_all) == 401


def test_who_was_let_in_as_the_one_person_is_checked_again(office):
    assert caller(_asked(state={"person": LOCAL}), office) == LOCAL
    assert _refused(_asked(state={"person": LOCAL}, x_forwarded_for="192.0.2.7"), office) == 401


def test_pages_of_other_sites_are_refused(office):
    assert _refused(_asked(origin="http://example.com"), office) == 403
    assert _refused(_asked(origin="null"), office) == 403
    assert caller(_asked(origin="http://127.0.0.1:7860"), office) == LOCAL
    signed_in = _asked(state={"person": READER}, origin="http://example.com")
    assert _refused(signed_in, office) == 403


def test_a_key_opens_from_anywhere_within_its_role(office):
    key = f"Bearer {office.keys.add('van-thu', Role.READER)}"
    asked = _asked("192.0.2.7", "bao-cao.example", authorization=key)
    assert caller(asked, office).name == "key:van-thu"
    assert _refused(asked, office, Role.DRAFTER) == 403
    office.keys.revoke("van-thu")
    assert _refused(asked, office) == 401


@pytest.mark.parametrize("wrong", ["Bearer nope", "Bearer", "Basic YTpi", "Bearer  "])
def test_a_wrong_key_is_refused_even_at_this_machine(office, wrong):
    assert _refused(_asked(authorization=wrong), office) == 401


def test_with_accounts_this_machine_needs_a_session_or_a_key(office, with_accounts):
    assert _refused(_asked(), with_accounts) == 401
    assert _refused(_asked(state={"person": None}), office) == 401  # the sign-in stands before, and nobody is signed in
    assert caller(_asked("192.0.2.7", state={"person": READER}), with_accounts) == READER
    assert _refused(_asked(state={"person": READER}), with_accounts, Role.DRAFTER) == 403


def test_a_session_does_not_lend_its_role_to_a_key(with_accounts):
    administrator = SimpleNamespace(name="x", shown="x", role=Role.ADMINISTRATOR)
    key = with_accounts.keys.add("van-thu", Role.READER)
    asked = _asked(state={"person": administrator}, authorization=f"Bearer {key}")
    assert caller(asked, with_accounts).role is Role.READER
