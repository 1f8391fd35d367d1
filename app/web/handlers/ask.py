"""What happens when something is asked, searched or opened in the web app: words in, HTML out, no widgets."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app import field_text
from app.access.fair_queue import QueueFull, Turnstile
from app.answer.model import Answer, SearchResult
from app.assistant import Assistant
from app.checks.two_values import TwoValues
from app.library import narrowing
from app.library.facsimiles import Facsimiles
from app.library.narrowing import Narrowing
from app.library.summary import LibrarySummary, summarize_library
from app.web import error_log
from app.web.html import answers as views
from app.web.html import history, library, messages, panel, passages_found
from index.constraints import ConstraintKind, parse_keys
from index.database.disk import disk_problem
from index.embedding.e5_weights import WeightsError
from index.embedding.embedder import ModelNotFound
from index.errors import IndexProblem

TITLE = "Trợ lý Báo cáo"
STEPS, STEP_SECONDS = 12, 0.025  # in which an answer appears: 0.3 s in all
LONGEST = 2000  # characters of a question
HEAD = 200  # characters of one that is too long that are shown: all of it would stay on the page, and come with every turn
COUNTED = 50  # passages of which the narrowings are counted
MOST_KEYS = 10_000  # characters of a list of keys; what is understood of a question has some hundred
LINE = "page"  # in which questions wait of which it is not said who asks them


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a conversation: its number (1, 2, …), the question, its HTML, keys of what was taken off the question.

    ``answer``: once it is complete; None while it is being made, and where there is none.
    """

    number: int
    question: str
    html: str
    without: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()  # ids of those that alone are asked; none: all
    answer: Answer | None = field(default=None, compare=False)


Turns = list[Turn]


class Screen:
    """The handlers of one app. Whatever goes wrong is told to the reader in a sentence; none of them raises."""

    def __init__(self, assistant: Assistant, turnstile: Turnstile | None = None) -> None:
        self.assistant = assistant
        self._turnstile = turnstile or Turnstile()
        self._summary: tuple[str, LibrarySummary] = ("", LibrarySummary())
        self._two_values = TwoValues(lambda: assistant.library)
        self._facsimiles = Facsimiles(lambda: assistant.library, assistant.library.settings)

    def summary(self) -> LibrarySummary:
        """Return what the library holds; read anew when the library has changed."""
        catalog = self.assistant.library.catalog
        about = catalog.about()
        revision = f"{about['library']} {about['revision']}"  # an index made anew counts from the beginning
        if self._summary[0] != revision:
            self._summary = (revision, summarize_library(list(catalog.reports())))
        return self._summary[1]

    def first_view(self) -> tuple[str, str]:
        """Return the welcome, and the head of the page with the list of the library."""
        try:
            summary = self.summary()
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return messages.problem(explained(error)), views.top(TITLE)
        return views.welcome(summary), views.top(TITLE, summary.reports)

    def ask(
        self, text: str, before: Turns, number: int = 1, reports: Sequence[str] = (), caller: str = LINE, name: str = ""
    ) -> Iterator[Turn]:
        """Yield a new turn, ever more complete; its number is at least ``number``.

        :param reports: ids of those that alone are asked; none: all. ``name``: of their set.
        :param caller: in whose line it waits for its turn.
        """
        number = max(number, before[-1].number + 1 if before else 1)
        question = text.strip()
        turn = Turn(number, question, "", reports=tuple(reports))
        if len(question) > LONGEST:  # the page says so before it is sent
            head = field_text.shown(question, HEAD)
            yield replace(turn, question=head, html=views.turn(head, messages.problem(f"{too_long(question)}.")))
            return
        yield from self._answered(turn, before, caller, name)

    def limit(self, reports: Sequence[str], name: str = "") -> str:
        """Return the line that says which reports alone are asked, to be taken off with a click; ``name``: of their set."""
        try:
            return library.limit(self.assistant.limit_of(reports, name).shown if reports else "")
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return messages.problem(explained(error))

    def again(self, number: int, keys: str, turns: Turns, caller: str = LINE) -> Iterator[Turn]:
        """Yield the turn with this number asked again without what ``keys`` name (a JSON list); none such: nothing."""
        for turn in turns:
            if turn.number == number:
                before = [earlier for earlier in turns if earlier.number < number]
                yield from self._answered(Turn(number, turn.question, "", _listed(keys), turn.reports), before, caller)

    def _answered(self, turn: Turn, before: Turns, caller: str, name: str = "") -> Iterator[Turn]:
        question, number = field_text.printable(turn.question), turn.number
        turn = replace(turn, question=question)
        yield replace(turn, html=views.working(question))
        try:
            assistant = self.assistant.within(turn.reports, name) if turn.reports else self.assistant
            answers = assistant.stream([*_leant_on(before), question], parse_keys(turn.without))
            with self._turnstile.turn(caller):  # while the reports are searched; a language model then writes elsewhere
                answer = next(answers)
            if assistant.writer is not None:
                yield replace(turn, html=views.speaking(question, answer, answer.text, number))
            for answer in answers:
                yield replace(turn, html=views.speaking(question, answer, answer.text, number))
            if self.assistant.writer is None:
                yield from self._spoken(turn, answer)
            answer = self._two_values.warned(answer)  # a report seen for the first time is looked through
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            yield replace(turn, html=views.turn(question, messages.problem(explained(error)) + history.retry(turn)))
            return
        yield replace(turn, html=views.answered(question, answer, number), answer=answer)

    def _spoken(self, turn: Turn, answer: Answer) -> Iterator[Turn]:
        """Yield the parts of an answer that is complete at once, so that it appears word by word."""
        words = answer.text.split(" ")
        for step in range(1, STEPS + 1):
            part = " ".join(words[: len(words) * step // STEPS])
            yield replace(turn, html=views.speaking(turn.question, answer, part, turn.number))
            time.sleep(STEP_SECONDS)

    def search(
        self, text: str, count: int, keys: str = "[]", caller: str = LINE, reports: Sequence[str] = (), name: str = "",
        narrowed: str = "[]",
    ) -> str:  # fmt: skip
        """Return found passages; ``keys``: what is not to be understood from the text (a JSON list).

        :param reports: ids of those that alone are searched; none: all. ``name``: of their set.
        :param narrowed: keys of :class:`app.library.narrowing.Narrowing` (a JSON list).
        """
        question = text.strip()
        if not question:
            return '<p class="quiet">Hãy gõ nội dung cần tìm.</p>'
        try:
            if len(question) > LONGEST:
                raise field_text.BadText(too_long(question))
            field_text.check(question, "Nội dung cần tìm")
            with self._turnstile.turn(caller):
                return self._search_text(question, count, keys, reports, name, narrowing.parse(_listed(narrowed)))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return messages.problem(explained(error))

    def _search_text(
        self, text: str, count: int, keys: str, reports: Sequence[str], name: str, chosen: Sequence[Narrowing]
    ) -> str:
        facts = self.assistant.retriever.facts()
        within = narrowing.reports_of(chosen, facts)
        if within is not None:
            within = [report for report in within if not reports or report in reports]
            if not within:
                return passages_found.results(SearchResult(), text, (), chosen)
        only = within if within is not None else list(reports)
        assistant = self.assistant.within(only, name if within is None else "") if only else self.assistant
        result = assistant.find(text, max(count, COUNTED), parse_keys(_listed(keys)))
        fitting = [
            (hit, why) for hit, why in zip(result.hits, result.why, strict=True) if narrowing.fits(hit.passage, chosen)
        ]
        offered = narrowing.narrowings([hit for hit, _ in fitting], facts)
        shown_result = replace(
            result, hits=tuple(hit for hit, _ in fitting[:count]), why=tuple(why for _, why in fitting[:count])
        )
        if within is not None:  # what the narrowing did is said beside the passages
            shown_result = replace(
                shown_result,
                understood=tuple(
                    constraint for constraint in shown_result.understood if constraint.key != ConstraintKind.REPORTS
                ),
            )
        return passages_found.results(shown_result, text, offered, chosen)

    def open(self, keys: str, at: int) -> str:
        """Return the side panel for the key at position ``at`` of ``keys`` (one word each)."""
        try:
            parts = keys.split()
            reference = panel.Reference.parse(parts[at])
            catalog = self.assistant.library.catalog
            passage = catalog.passages([reference.passage])[reference.passage]
            if not reference.holds(passage):
                return panel.gone_passage()
            as_pages = self._facsimiles.has_pages(passage.report)
            return panel.source(catalog.report(passage.report), passage, reference, parts, at, as_pages=as_pages)
        except (KeyError, IndexError, ValueError):
            return panel.gone_passage()
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return panel.failed(explained(error))


def placed(turn: Turn, turns: Turns) -> Turns:
    """Return the turns with this one in the place of the one with its number, or at the end."""
    before = [other for other in turns if other.number < turn.number]
    after = [other for other in turns if other.number > turn.number]
    return [*before, turn, *after]


def _leant_on(before: Turns) -> list[str]:
    """Return the questions that a new one may refer to: those since the last one that stood by itself."""
    alone = [at for at, turn in enumerate(before) if ConstraintKind.CONTEXT in turn.without]
    return [turn.question for turn in before[alone[-1] if alone else 0 :]]


def _listed(keys: str) -> tuple[str, ...]:
    """Return the words of a JSON list; anything else, which our page does not send, counts as an empty one.

    One longer than :data:`MOST_KEYS` does too: keys are kept with the turn that they belong to.
    """
    if len(keys) > MOST_KEYS:
        return ()
    try:
        entries = json.loads(keys)
    except ValueError:
        return ()
    return tuple(key for key in entries if isinstance(key, str)) if isinstance(entries, list) else ()


def too_long(text: str) -> str:
    """Return what to tell of a text that is longer than a question may be."""
    return f"Nội dung dài {len(text)} ký tự, nhiều nhất {LONGEST}; hãy rút gọn hoặc chia thành nhiều câu rồi gửi lại"


def explained(error: Exception) -> str:
    """Return what to tell the reader: our own errors say it themselves, others go to the log."""
    if isinstance(error, field_text.BadText):
        return f"{error}."
    if isinstance(error, QueueFull | IndexProblem | ModelNotFound | WeightsError):
        return str(error)
    problem = disk_problem(error, Path("DATA_DIR")) if isinstance(error, OSError) else None
    if problem is not None:
        return str(problem)
    error_log.log.note("a request", error)
    return (
        "Có lỗi ngoài dự kiến nên chưa trả lời được. Hãy thử lại; nếu vẫn lỗi, hãy tắt và mở lại ứng dụng, rồi gửi "
        "nội dung trong cửa sổ dòng lệnh cho người quản trị."
    )
