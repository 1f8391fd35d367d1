"""The functions behind the forms' fields: whatever is typed, they take it or say in words why not."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access import passwords
from app.access.accounts import AccountProblem, Accounts, NotSignedIn
from app.access.audit import Action, Audit
from app.access.person import Role
from app.drafting.lines import break_lines
from app.drafting.request import BadRequest, Request, of_json
from app.library.facts_form import FIELDS, BadFacts, read
from app.library.watched_folders import BadFolder, Folders
from app.records.conversations import BadName, Conversations, NotFound
from app.storage.store import Store
from app.wording.filters import BadFilter, Filter, reports, years_of
from eval.attacks.fields import DRAFT, TEXTS, VALUES
from settings import Settings

VALUE = st.sampled_from(list(VALUES.values())) | st.text(st.characters() | st.just("\ud800"), max_size=30)
TEXT = st.sampled_from(list(TEXTS.values())) | st.text(st.characters() | st.just("\ud800"), max_size=30)
ENTRIES = (
    *("agency", "place", "period", "parent_agency", "number", "date", "signer", "recipients", "addressee", "basis"),
    *("directive", "next_period", "figures", "basket", "outline", "last_year", "compared"),
)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2**4)
    monkeypatch.setattr(passwords, "NOBODYS", passwords.hashed("của không ai cả"))


@pytest.fixture
def own(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def store(own):
    return Store.open(own)


def sendable(error: Exception) -> None:
    """A message goes to a page: in UTF-8, and short enough to be read."""
    assert str(error).strip()
    assert len(str(error).encode()) < 4_000


@MANY
@given(st.dictionaries(st.sampled_from(ENTRIES), VALUE, max_size=3))
def test_the_input_of_a_draft(changed):
    try:
        request = of_json(DRAFT | changed)
    except BadRequest as error:
        sendable(error)
    else:
        assert isinstance(request, Request)
        repr(request).encode()


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_every_bad_value_of_an_input_is_taken_or_told(name, value):
    with suppress(BadRequest):
        of_json(DRAFT | {name: value})


@pytest.mark.parametrize("agency", ["X" * 300, "BÁO", "ỦYBANNHÂNDÂN" * 20, "👩‍👩‍👧" * 30, "HUYỆN HUYỆN HUYỆN " * 15])
def test_a_name_of_one_long_word_has_a_line(agency):
    assert "".join("".join(line.split()) for line in break_lines(agency, 13, 60)) == "".join(agency.split())


@MANY
@given(st.dictionaries(st.sampled_from(list(FIELDS)), VALUE))
def test_the_facts_of_a_report(fields):
    try:
        json.dumps(read(fields), ensure_ascii=False).encode()
    except BadFacts as error:
        sendable(error)


@MANY
@given(VALUE, TEXT)
def test_the_filters_of_a_search(years, place):
    for deed in (lambda: years_of(years), lambda: reports({}, Filter(place=place))):
        try:
            deed()
        except BadFilter as error:
            sendable(error)


@MANY
@given(TEXT, TEXT)
def test_the_names_of_people(store, own, name, shown):
    accounts = Accounts(store, own)
    with suppress(AccountProblem):
        accounts.add(name, shown, Role.READER)
    try:
        accounts.reset(name)
    except AccountProblem as error:
        sendable(error)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_signing_in(store, own, text):
    with pytest.raises(NotSignedIn):
        Accounts(store, own).check(text, text, "10.0.0.1")


@MANY
@given(TEXT)
def test_what_the_audit_log_keeps(store, own, text):
    Audit(store, own).record("an", Action.QUESTION, text)


@MANY
@given(TEXT)
def test_the_name_of_a_conversation(store, name):
    try:
        Conversations(store, 30).rename("an", "không có", name)
    except BadName as error:
        sendable(error)
    except NotFound:
        pass


@MANY
@given(TEXT)
def test_a_folder_to_watch(store, own, path):
    folders = Folders(store, own)
    for typed in (path, f"/{path}"):
        with suppress(BadFolder):
            folders.add(typed)
            folders.drop(typed)
