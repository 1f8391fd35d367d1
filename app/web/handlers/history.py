"""Kept conversations in the web app: words in, HTML out, no widgets. Everything is asked and done for one person."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import regex as re

from app import field_text
from app.access.person import Person, Role
from app.answer.model import Citation
from app.assistant import Assistant
from app.office import Office
from app.records.conversations import BadName, KeptTurn, NotFound
from app.records.export import word
from app.records.feedback import COMMENT_LONGEST, Remark, gold_lines
from app.records.shared_answers import LinkGone
from app.records.stored_answers import settled, slim
from app.web.handlers import suggestions
from app.web.handlers.ask import Turn, Turns, explained
from app.web.html import history as views
from app.web.html import messages
from app.web.html.answers import answered, turn
from index.constraints import ConstraintKind
from index.database.disk import StorageProblem
from index.database.model import ConstraintBroken

logger = logging.getLogger(__name__)

KEPT_TURNS = 40  # of a conversation stay on the page; each is sent again with every question
SEARCH_LONGEST = 200  # characters of what is looked for: every word of it is a condition of one query
LISTED = 50  # conversations in the list; the others are found by searching
FILE_LONGEST = 60  # characters of a saved file's name
UNREAD = "Chưa đọc được danh sách cuộc trò chuyện. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị kiểm tra đĩa."
TOO_LONG = f"Nội dung cần tìm dài quá {SEARCH_LONGEST} ký tự. Hãy gõ một vài từ của câu hỏi hoặc câu trả lời."
UNSAVED = "Câu trả lời này chưa lưu được vào danh sách cuộc trò chuyện. Hãy báo người quản trị kiểm tra dung lượng đĩa."


class History:
    """The handlers of kept conversations. None of them raises; what went wrong is told in a sentence."""

    def __init__(self, assistant: Assistant, office: Office) -> None:
        self.assistant = assistant
        self.office = office
        self._answers = 0  # being written just now
        self._lock = threading.Lock()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Hold off suggestions while an answer is being written, so that nobody waits for them."""
        with self._lock:
            self._answers += 1
        try:
            yield
        finally:
            with self._lock:
                self._answers -= 1

    def listing(self, person: Person, current: str, phrase: str = "", problem: str = "") -> str:
        """Return the list of a person's conversations; see :func:`app.web.html.history.listing`."""
        if len(phrase) > SEARCH_LONGEST:
            return messages.problem(TOO_LONG)
        try:
            conversations = self.office.conversations.listed(person.name, phrase, LISTED)
            counts = self.office.feedback.counts() if person.role.may(Role.ADMINISTRATOR) else (0, 0)
        except (StorageProblem, ConstraintBroken):
            logger.exception("the conversations could not be read")
            return messages.problem(UNREAD)
        opinions = views.opinions(*counts)
        return views.listing(conversations, current, phrase.strip(), problem, now=datetime.now(), opinions=opinions)

    def next_number(self, person: Person, conversation: str) -> int:
        """Return the number of the next turn of a conversation; 1 where there is no conversation yet."""
        try:
            return self.office.conversations.next_number(person.name, conversation) if conversation else 1
        except (StorageProblem, ConstraintBroken):
            logger.exception("the conversations could not be read")
            return 1

    def keep(self, person: Person, conversation: str, turn: Turn) -> tuple[str, Turn]:
        """Keep a turn that has an answer; return the id of its conversation, and the turn as it stays on the page."""
        if turn.answer is None:
            return conversation, turn
        answer = slim(turn.answer)
        turn, kept_turn = (
            replace(turn, answer=answer),
            KeptTurn(turn.number, turn.question, answer, turn.without, reports=turn.reports),
        )
        try:
            return self.office.conversations.keep(person.name, conversation, kept_turn), turn
        except (StorageProblem, ConstraintBroken, OSError):
            logger.exception("a turn could not be kept")
            return conversation, replace(turn, html=turn.html + messages.problem(UNSAVED))

    def opened(self, person: Person, conversation: str) -> tuple[str, Turns]:
        """Return what stands above the turns of a conversation, and its last turns.

        :raises NotFound: it is not one of this person's.
        """
        _, turns = self.office.conversations.one(person.name, conversation)
        opinions = self.office.feedback.said(person.name, conversation)
        turn_views = [self._turn_view(last, opinions.get((last.number, last.at))) for last in turns[-KEPT_TURNS:]]
        return views.cut(len(turns) - len(turn_views)), turn_views

    def stopped(self, person: Person, conversation: str, number: int, turns: Turns) -> Turns:
        """Return the turns with the one that was being answered as it was before, or with a word that it was stopped."""
        result: Turns = []
        for shown_turn in turns:
            if shown_turn.number == number:
                earlier = self._kept_turn(person, conversation, number)
                retry = views.stopped() + views.retry(shown_turn)
                stopped = replace(shown_turn, html=turn(shown_turn.question, retry), answer=None)
                shown_turn = self._turn_view(earlier) if earlier else stopped
            result.append(shown_turn)
        return result

    def rename(self, person: Person, conversation: str, name: str) -> str:
        """Rename a conversation; return what went wrong, nothing where it went well."""
        try:
            self.office.conversations.rename(person.name, conversation, name)
        except (BadName, NotFound) as error:
            return str(error)
        return ""

    def delete(self, person: Person, conversation: str) -> str:
        """Delete a conversation; return what went wrong, nothing where it went well."""
        try:
            self.office.conversations.delete(person.name, conversation)
        except NotFound as error:
            return str(error)
        return ""

    def saved(self, person: Person, conversation: str, number: int | None = None) -> str:
        """Return a conversation, or one turn of it, as a Word file to save; :raises NotFound: there is none such."""
        name, turns = self.office.conversations.one(person.name, conversation)
        if number is not None:
            turns = [kept_turn for kept_turn in turns if kept_turn.number == number]
            name = turns[0].question if turns else name
        if not turns:
            raise NotFound
        now = datetime.now()
        return views.file(_file_name(name), views.WORD_TYPE, word(name, turns, now.date()), now.timestamp())

    def shared(self, person: Person, conversation: str, number: int) -> str:
        """Share an answer with the office; return the errand that copies its link, or what went wrong, for below it."""
        try:
            _, turns = self.office.conversations.one(person.name, conversation)
            word = self.office.shared.share(person, next(kept_turn for kept_turn in turns if kept_turn.number == number))
        except (NotFound, StopIteration):
            text = "Câu trả lời này không được lưu nên chưa có đường dẫn. Hãy hỏi lại câu này rồi thử lại."
            return views.notice_below(number, text, time.time())
        except (StorageProblem, ConstraintBroken, OSError):
            logger.exception("an answer could not be shared")
            text = "Chưa tạo được đường dẫn. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị kiểm tra dung lượng đĩa."
            return views.notice_below(number, text, time.time())
        return views.link(number, word, time.time())

    def cited(self, person: Person, conversation: str, number: int) -> tuple[Citation, ...]:
        """Return the citations of an answer as the library has them now; none where there is no such answer."""
        kept_turn = self._kept_turn(person, conversation, number)
        return settled(kept_turn.answer, self.assistant.library.catalog).citations if kept_turn else ()

    def opened_link(self, word: str) -> str:
        """Return an answer that somebody shared, to be read; or what went wrong."""
        try:
            answer_shared = self.office.shared.one(word)
        except LinkGone as error:
            return messages.problem(str(error))
        answer = settled(answer_shared.answer, self.assistant.library.catalog)
        return views.shared_by(answer_shared.shown, datetime.fromtimestamp(answer_shared.at)) + answered(
            answer_shared.question, answer
        )

    def opinions(self, person: Person) -> str:
        """Return all remarks as a file of gold questions to save; "" for anybody but an administrator."""
        if not person.role.may(Role.ADMINISTRATOR):
            return ""
        now = datetime.now()
        content = gold_lines(self.office.feedback.all()).encode()
        return views.file(f"y-kien-{now:%Y-%m-%d}.jsonl", "application/jsonl", content, now.timestamp())

    def judge(
        self, person: Person, conversation: str, number: int, right: bool, reasons: Sequence[str], comment: str
    ) -> str:
        """Keep what a person says of an answer; return the word of thanks, or what went wrong, for below the answer."""
        try:
            field_text.check(comment, "Ý kiến", COMMENT_LONGEST)
            _, turns = self.office.conversations.one(person.name, conversation)
            judged = next(judged for judged in turns if judged.number == number)
            questions = tuple(before.question for before in turns if before.number <= number)
            opinion = (right, questions, judged.answer, tuple(reasons), comment, judged.without, judged.at)
            self.office.feedback.keep(Remark(person.name, conversation, number, *opinion))
            text = views.thanks(right)
        except field_text.BadText as error:
            text = f"Chưa ghi được ý kiến: {error}"
        except (NotFound, StopIteration):
            text = "Câu trả lời này không được lưu nên chưa ghi được ý kiến. Hãy hỏi lại câu này rồi đánh giá."
        except (StorageProblem, ConstraintBroken, OSError):
            logger.exception("a remark could not be kept")
            text = "Chưa ghi được ý kiến. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị kiểm tra dung lượng đĩa."
        return views.notice_below(number, text, time.time())

    def following(self, turns: Turns) -> str:
        """Return questions to ask after the last turn, each of which the library answers; none: nothing."""
        last = turns[-1] if turns else None
        if last is None or last.answer is None:
            return ""
        leans = any(part.key == ConstraintKind.CONTEXT for part in last.answer.understood)
        try:
            question = "" if leans or last.without else last.question
            extractive = self.assistant.within(last.reports).extractive()  # faster, and decides alone whether reports answer
            questions = suggestions.suggested(question, last.answer, extractive, lambda: not self._answers)
        except Exception as error:  # noqa: BLE001 - an answer stands without suggestions
            explained(error)
            return ""
        questions_before = {earlier.question.casefold() for earlier in turns}
        return views.following([question for question in questions if question.casefold() not in questions_before])

    def _kept_turn(self, person: Person, conversation: str, number: int) -> KeptTurn | None:
        try:
            _, turns = self.office.conversations.one(person.name, conversation)
        except NotFound:
            return None
        return next((kept_turn for kept_turn in turns if kept_turn.number == number), None)

    def _turn_view(self, kept_turn: KeptTurn, opinion: bool | None = None) -> Turn:
        answer = settled(kept_turn.answer, self.assistant.library.catalog)
        html = answered(kept_turn.question, answer, kept_turn.number, opinion)
        return Turn(kept_turn.number, kept_turn.question, html, kept_turn.without, kept_turn.reports, answer)


def _file_name(name: str) -> str:
    """Return a file's name for a conversation's: only letters, figures, spaces and hyphens, which every system takes."""
    plain = " ".join(re.sub(r"[^\p{L}\p{M}\p{N} -]+", " ", name).split())
    return f"{plain[:FILE_LONGEST].strip() or 'cuoc-tro-chuyen'}.docx"
