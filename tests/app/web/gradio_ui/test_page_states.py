"""A new page of the browser costs the thread that answers everybody next to nothing."""

from __future__ import annotations

from typing import Any

import gradio as gr
import pytest
from gradio.blocks import BlocksConfig

from app.web.gradio_ui.page_states import LightStates


@pytest.fixture
def page() -> gr.Blocks:
    with gr.Blocks() as made:
        gr.State([])
        gr.Textbox("chữ", elem_id="field")
    return made


def test_a_new_page_copies_no_component(page: gr.Blocks, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = []
    plain = BlocksConfig.config_for_block

    def counted(*given: Any, **named: Any) -> Any:
        copied.append(1)
        return plain(*given, **named)

    monkeypatch.setattr(BlocksConfig, "config_for_block", counted)
    states = LightStates(page)
    for number in range(50):
        assert states[f"trang{number}"] is states[f"trang{number}"]
    assert copied == []


def test_each_page_holds_its_own(page: gr.Blocks) -> None:
    states = LightStates(page)
    [state] = [number for number, one in page.blocks.items() if isinstance(one, gr.State)]
    [field] = [number for number, one in page.blocks.items() if isinstance(one, gr.Textbox)]
    states["mot"][state] = ["một"]
    assert states["mot"][state] == ["một"] and states["hai"][state] == []
    states["mot"]._update_value_in_config(field, "sửa")  # as Gradio does with what an event gives
    assert states["mot"].config_values[field]["props"]["value"] == "sửa"


def test_the_page_unused_longest_is_forgotten_first(page: gr.Blocks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.gradio_ui.page_states.MOST_PAGES", 3)
    states = LightStates(page)
    for one in ("mot", "hai", "ba", "mot", "bon"):
        assert states[one]
    assert sorted(states.session_data) == ["ba", "bon", "mot"]


def test_what_a_page_holds_can_be_dropped(page: gr.Blocks) -> None:
    states = LightStates(page)
    assert states["mot"] and states["hai"]
    for _ in range(2):
        states.forget("mot")
        assert list(states.session_data) == list(states.time_last_used) == ["hai"]
