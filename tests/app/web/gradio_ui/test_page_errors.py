"""What fails on the page: a line in the log, bounded, and words for whoever sent it."""

import asyncio

import gradio as gr
import pytest
from fastapi import Request
from gradio.state_holder import SessionState

from app.access.person import Person, Role
from app.web import error_log
from app.web.gradio_ui.page_errors import FAILED, ErrorPage
from app.web.gradio_ui.rights import needs
from app.web.requester import NOT_ALLOWED, SIGNED_OUT
from index.errors import IndexProblem


@pytest.fixture
def page():
    def broken(text: str) -> str:
        raise {"kho": IndexProblem("Kho đang bận."), "lời": gr.Error("Hãy chọn lại.")}.get(text) or ValueError(
            f"{text}\nhai"
        )

    with ErrorPage() as made:
        box = gr.Textbox()
        box.submit(broken, box, box)
    return made


def run(page, given):
    [number] = page.fns
    with pytest.raises(gr.Error) as failed:
        asyncio.run(page.process_api(page.fns[number], given))
    assert not failed.value.print_exception  # or Gradio would print a traceback
    return failed.value.message


def test_an_event_that_no_page_sends_is_one_line(page, caplog):
    assert run(page, []) == FAILED
    [record] = caplog.records
    assert "\n" not in record.getMessage() and "ValueError" in record.getMessage()
    assert record.exc_info is None


def test_an_error_of_ours_keeps_its_traceback_the_first_time(page, caplog, monkeypatch):
    monkeypatch.setattr(error_log, "APP", error_log.APP.parent)  # the handler of this test is ours too
    for _ in range(3):
        assert run(page, ["một"]) == FAILED
    assert ["Traceback" in one.getMessage() for one in caplog.records] == [True, False, False]
    assert all("một hai" in one.getMessage() for one in caplog.records)


def asked(then: Person, now: Person | None) -> gr.Request:
    """Return a request that somebody sent, who is somebody else, or nobody, by the time that it is worked at."""
    state = {"person": then, "again": lambda: now}
    return gr.Request(Request({"type": "http", "headers": [], "query_string": b"", "state": state}))


def test_an_event_that_waited_has_the_rights_of_now():
    done = []

    def draft(text: str) -> str:
        done.append(text)
        return text

    with ErrorPage() as page:
        box = gr.Textbox()
        box.submit(needs(Role.DRAFTER)(draft), box, box)
    [event] = page.fns.values()
    drafter, reader = (Person("lan", "Lan", role) for role in (Role.DRAFTER, Role.READER))
    for now, said in ((reader, NOT_ALLOWED), (None, SIGNED_OUT)):
        with pytest.raises(gr.Error, match=said[:30]):
            asyncio.run(page.process_api(event, ["một"], request=asked(drafter, now), state=SessionState(page)))
    assert done == []
    asyncio.run(page.process_api(event, ["hai"], request=asked(reader, drafter), state=SessionState(page)))
    assert done == ["hai"]


def test_what_is_meant_to_be_shown_is_shown(page, caplog):
    assert run(page, ["lời"]) == "Hãy chọn lại."
    assert caplog.records == []
    assert run(page, ["kho"]) == "Kho đang bận."
