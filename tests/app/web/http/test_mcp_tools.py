"""The MCP server, asked by the client of the official package: in this process, over HTTP, over standard input."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from app.access.fair_queue import Turnstile
from app.access.person import Role
from app.records.dismissals import Dismissals
from app.storage.store import Store
from app.web.http import mcp_tools

QUESTION = "Xã Tân Lập còn bao nhiêu hộ nghèo?"
REPO = Path(__file__).resolve().parents[4]


async def _ask_everything(client: Client) -> None:
    listed = (await client.list_tools()).tools
    names = "ask check_report dismiss_findings list_reports read_report renew_report search table wording".split()
    assert sorted(tool.name for tool in listed) == names
    for tool in listed:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is (tool.name != "dismiss_findings")
        assert "ctx" not in tool.input_schema["properties"]
        assert all(one["description"] for one in tool.input_schema["properties"].values())
    answer = (await client.call_tool("ask", {"question": QUESTION})).structured_content
    assert "41 hộ nghèo" in answer["answer"] and answer["citations"][0]["file"] == "tan-lap.txt"
    followed = (await client.call_tool("ask", {"question": "Còn hạn chế?", "earlier": [QUESTION]})).structured_content
    assert followed["understood"][0]["key"] == "context"
    found = (await client.call_tool("search", {"text": "trồng rừng phòng hộ", "limit": 1})).structured_content
    assert [one["file"] for one in found["passages"]] == ["dong-khe.txt"]
    held = (await client.call_tool("list_reports", {})).structured_content
    assert held["total"] == 3
    opened = (await client.call_tool("read_report", {"identity": held["reports"][0]["id"]})).structured_content
    assert opened["file"] == "dong-khe.txt" and opened["outline"]
    made = (await client.call_tool("wording", {"text": "hồ sơ khen thưởng gửi muộn"})).structured_content
    assert made["wordings"][0]["places"][0]["file"] == "tan-lap.txt"
    table = (await client.call_tool("table", {"indicators": ["hộ nghèo"]})).structured_content
    assert [cell["value"] for row in table["rows"] for cell in row["cells"]] == [41]
    new = {"agency": "ỦY BAN NHÂN DÂN XÃ TÂN LẬP", "place": "Tân Lập", "period": {"from": 2026, "to": 2026}}
    asked = {"report": "tan-lap.txt", "given": {**new, "figures": {"giảm nghèo": {"hộ nghèo": "35 hộ"}}}}
    renewed = (await client.call_tool("renew_report", asked)).structured_content
    assert ("41", "35", "filled") in [(one["old"], one["new"], one["state"]) for one in renewed["places"]]
    assert renewed["word"] == ""
    of = {"identity": held["reports"][0]["id"]}
    checked = (await client.call_tool("check_report", of)).structured_content
    assert checked["findings"]
    gone = {"report": checked["report"], "findings": checked["findings"][0]["keys"]}
    assert (await client.call_tool("dismiss_findings", gone)).structured_content["dismissed"] == len(gone["findings"])
    after = (await client.call_tool("check_report", of)).structured_content
    assert after["findings"] == checked["findings"][1:] and after["dismissed"] == 1
    assert (await client.call_tool("dismiss_findings", {**gone, "back": True})).structured_content["dismissed"] == 0
    wrong = await client.call_tool("read_report", {"identity": "none"})
    assert wrong.is_error and "Hãy lấy mã" in wrong.content[0].text
    assert (await client.call_tool("search", {"text": "a", "limit": 0})).is_error
    bad = {"ask": {"question": "x" * 5_000}, "search": {"text": "a\0"}, "table": {"indicators": ["a"] * 99}}
    for tool, given in bad.items():
        refused = await client.call_tool(tool, given)
        assert refused.is_error and "Đầu vào sai" in refused.content[0].text


def test_every_tool_answers_in_this_process(assistant, settings):
    async def run():
        kept = Dismissals(Store.open(settings))
        async with Client(mcp_tools.server(assistant, settings, Turnstile(), dismissals=kept)) as client:
            assert "trích dẫn" in client.instructions
            await _ask_everything(client)

    asyncio.run(run())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_every_tool_answers_over_http(live, mode):
    async def run():
        async with Client(f"{live}/mcp", mode=mode) as client:
            await _ask_everything(client)

    asyncio.run(run())


WRONG = (None, 7, -1, 10**30, True, "x", "a" * 30_000, "\x00\x1b", [1, None], [7] * 100_000, {"a": 1})
ENGLISH = ("Error executing", "validation error", "Input should", "Field required", "pydantic", "Unknown tool")


def test_what_is_wrong_with_a_call_is_told_in_vietnamese_and_in_few_words(assistant, settings):
    async def run():
        kept = Dismissals(Store.open(settings))
        async with Client(mcp_tools.server(assistant, settings, Turnstile(), dismissals=kept)) as client:
            tools = {tool.name: tool.input_schema["properties"] for tool in (await client.list_tools()).tools}
            calls = [(name, {}) for name in tools]
            calls += [(name, dict.fromkeys(fields, value)) for name, fields in tools.items() for value in WRONG]
            refused = 0
            for name, given in [*calls, ("khong-co", {}), ("x\n" * 5_000, {"a": 1})]:
                answer = await client.call_tool(name, given)
                if not answer.is_error:
                    continue
                refused += 1
                said = " ".join(part.text for part in answer.content)
                assert not any(words in said for words in ENGLISH) and len(said) < 1000, (name, said[:300])
            assert refused > len(calls) / 2

    asyncio.run(run())


def test_a_key_is_asked_for_and_opens(live, office, monkeypatch):
    monkeypatch.setattr("app.web.http.caller.is_at_this_machine", lambda asked, office: False)
    token = office.keys.add("tro-ly-khac", Role.READER)

    async def listed(headers):
        http = httpx2.AsyncClient(headers=headers)
        async with http, Client(streamable_http_client(f"{live}/mcp", http_client=http)) as client:
            refused = await client.call_tool("check_report", {"identity": "x"})
            assert refused.is_error and "drafter" in refused.content[0].text, "the key is a reader's"
            return len((await client.list_tools()).tools)

    assert asyncio.run(listed({"Authorization": f"Bearer {token}"})) == 9
    for wrong in ({}, {"Authorization": "Bearer nope"}):
        assert httpx2.post(f"{live}/mcp", json={}, headers=wrong).status_code == 401
        with pytest.raises(BaseExceptionGroup):
            asyncio.run(listed(wrong))


def test_an_unforeseen_error_keeps_its_details(assistant, settings, monkeypatch):
    def failing(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(assistant, "stream", failing)

    async def run():
        kept = Dismissals(Store.open(settings))
        async with Client(mcp_tools.server(assistant, settings, Turnstile(), dismissals=kept)) as client:
            return await client.call_tool("ask", {"question": "a"})

    told = asyncio.run(run())
    assert told.is_error and "secret" not in told.content[0].text and "Hãy thử lại" in told.content[0].text


@pytest.mark.slow
def test_it_answers_over_standard_input(reports, settings, model_dir):
    """The real command, with the packaged model."""
    from index.build import bring_in
    from index.embedding.embedder import PACKAGED, SentenceEmbedder
    from index.store.library import Library

    own = replace(settings, embedding_model=PACKAGED, model_dir=model_dir)
    library = Library.open(own, create=True)
    bring_in(library, SentenceEmbedder(PACKAGED, model_dir), [reports])
    environment = {"DATA_DIR": str(own.data_dir), "MODEL_DIR": str(model_dir), "PYTHONPATH": str(REPO)}
    command = StdioServerParameters(command=sys.executable, args=["-m", "app", "mcp"], env=environment, cwd=str(REPO))

    async def run():
        async with Client(stdio_client(command)) as client:
            await _ask_everything(client)

    asyncio.run(run())
