"""The tab "Hỏi đáp": the conversation, and the line in which questions are typed. Knows Gradio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from app.access.audit import Action
from app.office import Office
from app.web.gradio_ui import library_tab
from app.web.gradio_ui.history_tab import ConversationView, PastConversations
from app.web.handlers.ask import Screen, Turn, Turns, placed
from app.web.handlers.history import History
from app.web.html import history as aside
from app.web.requester import where, who


class AskTab:
    """The tab, added to the tabs that are open.

    ``places``: where answers stand, and hear clicks on them. ``chosen``: ids of the reports that alone are asked; ``within``
    says which.
    """

    def __init__(self, screen: Screen, history: History, office: Office, html: Callable[..., gr.HTML], bridge: str) -> None:
        self._screen, self._history, self._office = screen, history, office
        with gr.Tab("Hỏi đáp", id="ask") as self._tab:
            self._turns, self.chosen = gr.State([]), gr.State(())  # between tabs they would count as one
            with gr.Row(elem_id="talk"):
                with gr.Column(elem_id="aside"):
                    self._past = PastConversations(history, bridge)
                with gr.Column(elem_id="chat"):
                    html("aside-tool", aside.TOOL)
                    self._earlier, self._latest = html("earlier"), html("latest")
                    self.places = (self._earlier, self._latest)
                    self._past.below()
                    self._line(html)

    def _line(self, html: Callable[..., gr.HTML]) -> None:
        """Add the line one types in. It takes more than is answered: what is too long is told, never cut (page.js)."""
        with gr.Row(elem_id="ask"):
            self._question = gr.Textbox(
                label="Câu hỏi",
                placeholder="Hỏi về các báo cáo…",
                show_label=False,
                container=False,
                lines=1,
                max_lines=5,
                elem_id="question",
                autofocus=True,
            )
            self._send = gr.Button("Gửi", variant="primary", elem_id="send")
            self._stop = gr.Button("Dừng", elem_id="stop")
            self._again = gr.Button("Cuộc trò chuyện mới", elem_id="again")
            self.within = html("within", script=library_tab.SCRIPT)

    @property
    def conversation(self) -> gr.State:
        """The id of the conversation shown."""
        return self._past.conversation

    @property
    def errand(self) -> gr.HTML:
        """What the page is told to do below an answer."""
        return self._past.errand

    def wire(self, page: gr.Blocks, top: gr.HTML, quiet: dict[str, Any]) -> None:
        """Connect the events; ``top``: the head of the page, which lists the library."""
        past, latest, earlier = self._past, self._latest, self._earlier
        outputs = [earlier, latest, self._question, self._send, self._turns]
        outputs += [past.pending, past.conversation, past.mark, past.list, past.following]
        clicked = (place.submit for place in (latest, earlier, past.following))
        answering = gr.on(
            [self._question.submit, self._send.click, *clicked],  # one event: one question at a time
            self._ask,
            [self._question, self._turns, past.conversation, self.chosen],
            outputs,
            concurrency_limit=4,
            trigger_mode="once",
            **quiet,
        )
        self._tab.select(self._greet, [self._turns], [latest, top], **quiet)  # the library may hold more by now
        started = page.load(self._screen.first_view, None, [latest, top], **quiet)
        view = ConversationView(earlier, latest, self._send, self._turns, lambda: self._screen.first_view()[0])
        past.wire(view, anew=self._again, stop=self._stop, asking=answering, started=started)

    def _ask(
        self, text: str, turns: Turns, conversation: str, chosen: tuple[str, ...], request: gr.Request, event: gr.EventData
    ) -> Iterator[dict[object, object]]:
        """Answer what was typed or clicked, or an earlier turn again, in its place; then keep it."""
        person, past = who(request), self._past
        again, steps = self._steps(text, turns, conversation, chosen, request, event)
        now = turns
        with self._history.answering():
            for index, step in enumerate(self._office.work.through("Trả lời câu hỏi", person.name, steps)):
                conversation_id, turn = self._history.keep(person, conversation, step)  # before it is shown whole
                now = placed(turn, turns)
                first, last = index == 0, turn is now[-1]
                updates: dict[object, object] = {self._latest: turn.html} if last else {}
                if not last or (first and not again):
                    updates[self._earlier] = "".join(earlier_turn.html for earlier_turn in now[:-1])
                if first:
                    updates |= {self._question: gr.skip() if again else "", self._send: gr.Button(interactive=False)}
                    updates |= {self._turns: now, past.pending: turn.number} | ({past.following: ""} if last else {})
                if turn.answer is not None:
                    updates |= past.added(person, conversation, conversation_id)
                yield updates
        yield past.complete(now)

    def _steps(
        self, text: str, turns: Turns, conversation: str, chosen: tuple[str, ...], request: gr.Request, event: gr.EventData
    ) -> tuple[bool, Iterator[Turn]]:
        """Return whether an earlier turn is asked again, and the turn that is asked, ever more complete."""
        on_page, person = isinstance(event.target, gr.HTML), who(request)
        if on_page and hasattr(event, "turn"):
            return True, self._screen.again(int(event.turn), str(event.keys), turns, person.name)
        question = str(event.text) if on_page else text
        if not question.strip():
            return False, iter(())
        self._office.audit.record(person, Action.QUESTION, question, where(request))
        number = self._history.next_number(person, conversation)
        name = self._office.sets.name_of(person.name, chosen) if chosen else ""
        return False, self._screen.ask(question, turns, number, chosen, person.name, name)

    def _greet(self, turns: Turns) -> list[object]:
        welcome, head = self._screen.first_view()
        return [gr.skip() if turns else welcome, head]
