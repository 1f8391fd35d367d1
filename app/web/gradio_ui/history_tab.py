"""The conversations on the page: list, search, what happens to them. Like ``app.web.gradio_ui.page`` it knows Gradio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.access.person import Person
from app.records.conversations import NotFound
from app.web.handlers.ask import Turns
from app.web.handlers.history import KEPT_TURNS, SEARCH_LONGEST, History
from app.web.html import history as history_views
from app.web.requester import who

QUIET = {"show_progress": "hidden", "api_visibility": "private"}
# The tab of the browser remembers which conversation is open (bridge.js), so that a reload brings it back. A link to a
# shared answer comes before it, once: a reload shows what has been asked since.
LINK = "cau"
REMEMBERED = f"""() => {{
  const word = new URLSearchParams(location.search).get('{LINK}');
  if (word === null) return [sessionStorage.getItem('conversation') ?? ''];
  history.replaceState(null, '', location.pathname);
  return ['{LINK}=' + word];
}}"""

Values = dict[Any, Any]  # new values, by component


@dataclass(frozen=True, slots=True)
class ConversationView:
    """The components that show a conversation; ``first_view`` gives what stands there while there is none."""

    earlier: gr.HTML
    latest: gr.HTML
    send: gr.Button
    turns: gr.State
    first_view: Callable[[], str]


class PastConversations:
    """The list of conversations and what the page knows of the one it shows.

    Made where the list stands on the page; then :meth:`below` where suggestions stand, and :meth:`wire` for the events.
    ``conversation``: id of the one shown, empty for a new one. ``pending``: number of the turn being answered, or 0.
    """

    view: ConversationView
    following: gr.HTML

    def __init__(self, history: History, bridge: str) -> None:
        self.history = history
        self.bridge = bridge
        self.conversation, self.pending, self.remembered = gr.State(""), gr.State(0), gr.Textbox(visible=False)
        with gr.Group(elem_id="past"):
            self.phrase = gr.Textbox(
                "",
                label="Tìm trong các cuộc trò chuyện",
                lines=1,
                max_lines=1,
                max_length=SEARCH_LONGEST,
                elem_id="past-find",
            )
            self.list = self._html("history")
        self.errand, self.mark = self._html("errand"), self._html("current")  # in a closed box they would not be there

    def below(self) -> None:
        """Add what stands below the latest answer."""
        self.following = self._html("following")

    def wire(self, view: ConversationView, anew: gr.Button, stop: gr.Button, asking: Any, started: Any) -> None:  # noqa: ANN401
        """Add the events.

        :param asking: the event that answers; ``started``: the page's own event at its start.
        """
        self.view = view
        outputs = [
            view.earlier,
            view.latest,
            view.turns,
            view.send,
            self.conversation,
            self.mark,
            self.pending,
            self.following,
        ]
        every = [*outputs, self.list]
        inputs = [self.conversation, self.phrase]
        # only when the event has ended: what is sent while it is still under way is lost (trigger_mode)
        asking.success(self.ready, None, view.send, **QUIET)
        suggesting = asking.then(self.history.following, view.turns, self.following, concurrency_limit=1, **QUIET)
        leaving = {"cancels": [asking, suggesting], **QUIET}
        # first nothing is on its way any more, then the page changes; what follows has no data of the click, though
        stopping = stop.click(None, cancels=[asking], **QUIET)
        stopping.then(self.stopped, [view.turns, self.pending, self.conversation], outputs, **QUIET)
        anew.click(None, **leaving).then(self.begun, self.phrase, every, **QUIET)
        self.list.select(self.chosen, self.phrase, every, **leaving)
        self.list.delete(self.deleted, inputs, every, **QUIET)
        self.list.edit(self.renamed, inputs, self.list, **QUIET)
        self.phrase.change(self.listed, inputs, self.list, trigger_mode="always_last", **QUIET)
        answers = (view.earlier, view.latest)
        gr.on([place.like for place in answers], self.judged, self.conversation, self.errand, **QUIET)
        gr.on([place.download for place in (*answers, self.list)], self.saved, self.conversation, self.errand, **QUIET)
        gr.on([place.copy for place in answers], self.shared, self.conversation, self.errand, **QUIET)
        started.then(self.restored, self.remembered, every, js=REMEMBERED, **QUIET)

    # What happens

    def chosen(self, phrase: str, request: gr.Request, event: gr.EventData) -> Values:
        """Open a conversation of the list."""
        person, identity = who(request), str(event.id)
        try:
            above, turns = self.history.opened(person, identity)
        except NotFound as error:
            return {self.list: self.history.listing(person, "", phrase, str(error))}
        listing = self.history.listing(person, identity, phrase)
        return self._view(above, turns, identity) | {self.list: listing}

    def restored(self, identity: str, request: gr.Request) -> Values:
        """Open the conversation that the tab of the browser had open, if there was one."""
        person = who(request)
        if identity.startswith(f"{LINK}="):
            shared = self.history.opened_link(identity.removeprefix(f"{LINK}="))
            return self._view(shared, [], "") | {self.list: self.history.listing(person, "")}
        try:
            above, turns = self.history.opened(person, identity)
        except NotFound:
            return {self.list: self.history.listing(person, "")}
        return self._view(above, turns, identity) | {self.list: self.history.listing(person, identity)}

    def begun(self, phrase: str, request: gr.Request) -> Values:
        """Begin a new conversation."""
        return self._empty() | {self.list: self.history.listing(who(request), "", phrase)}

    def stopped(self, turns: Turns, number: int, conversation: str, request: gr.Request) -> Values:
        """Show the turn that was being answered as it was before, or that it was stopped."""
        if not number:  # it was complete already
            return {self.view.send: self.ready()}
        remaining = self.history.stopped(who(request), conversation, number, turns)
        return self._view("", remaining, conversation)

    def listed(self, current: str, phrase: str, request: gr.Request) -> str:
        """List the conversations that hold what is wanted."""
        return self.history.listing(who(request), current, phrase)

    def renamed(self, current: str, phrase: str, request: gr.Request, event: gr.EventData) -> str:
        """Rename a conversation of the list."""
        person = who(request)
        return self.history.listing(person, current, phrase, self.history.rename(person, str(event.id), str(event.name)))

    def deleted(self, current: str, phrase: str, request: gr.Request, event: gr.EventData) -> Values:
        """Delete a conversation of the list; where it is the one shown, a new one begins."""
        person, identity = who(request), str(event.id)
        wrong = self.history.delete(person, identity)
        left = "" if identity == current and not wrong else current
        listing = {self.list: self.history.listing(person, left, phrase, wrong)}
        return listing if left == current else self._empty() | listing

    def saved(self, current: str, request: gr.Request, event: gr.EventData) -> str:
        """Save a conversation of the list, one answer of the conversation shown, or all remarks of readers."""
        person = who(request)
        if hasattr(event, "opinions"):
            return self.history.opinions(person)
        try:
            if hasattr(event, "turn"):
                return self.history.saved(person, current, int(event.turn))
            return self.history.saved(person, str(event.id))
        except NotFound as error:
            raise gr.Error(str(error), title="Thông báo", print_exception=False) from error

    def shared(self, current: str, request: gr.Request, event: gr.EventData) -> str:
        """Share an answer of the conversation shown with the office."""
        return self.history.shared(who(request), current, int(event.turn))

    def judged(self, current: str, request: gr.Request, event: gr.EventData) -> str:
        """Keep what the reader says of an answer of the conversation shown."""
        reasons = [str(reason) for reason in event.reasons] if hasattr(event, "reasons") else []
        comment = str(event.comment) if hasattr(event, "comment") else ""
        return self.history.judge(who(request), current, int(event.turn), bool(event.right), reasons, comment)

    # What is shown

    def shows(self, conversation: str) -> Values:
        """Return the values that say which conversation is shown, to the events and to the tab of the browser."""
        return {self.conversation: conversation, self.mark: history_views.current(conversation)}

    def added(self, person: Person, before: str, conversation: str) -> Values:
        """Return what changes when a turn has been kept: its conversation comes first in the list, or begins there."""
        begun = {} if conversation == before else self.shows(conversation)
        return begun | {self.list: self.history.listing(person, conversation)}

    def complete(self, turns: Turns) -> Values:
        """Return what changes when an answer is complete."""
        return {self.view.turns: turns[-KEPT_TURNS:], self.pending: 0}

    def ready(self) -> gr.Button:
        """Return the button that sends, ready for the next question."""
        return gr.Button(interactive=True)

    def _html(self, identity: str) -> gr.HTML:
        return gr.HTML("", elem_id=identity, js_on_load=self.bridge, apply_default_css=False)

    def _empty(self) -> Values:
        return self._view("", [], "") | {self.view.latest: self.view.first_view()}

    def _view(self, above: str, turns: Turns, conversation: str) -> Values:
        """Return a conversation as the page shows it when nothing is being answered."""
        return {
            self.view.earlier: above + "".join(turn.html for turn in turns[:-1]),
            self.view.latest: turns[-1].html if turns else "",
            self.view.turns: turns,
            self.view.send: self.ready(),
            **self.shows(conversation),
            self.pending: 0,
            self.following: "",
        }
