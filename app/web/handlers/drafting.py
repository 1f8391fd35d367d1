"""What happens on the drafting desk: a form, last year's figures, a draft and its changes. Words in, a new desk out.

Every action returns a new :class:`Desk`; the one before is kept to go back to. No widgets, no HTML.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app import field_text
from app.access.person import LOCAL, Person
from app.answer.model import Citation
from app.assistant import Assistant
from app.drafting import last_year
from app.drafting import outline as outlines
from app.drafting.draft import another
from app.drafting.editing import as_lines, dropped, edited, held_by, inserted
from app.drafting.last_year import PastFigure
from app.drafting.outline import Head
from app.drafting.precedents import of_basket
from app.drafting.prepare import chosen, identity_of, in_library, prepare
from app.drafting.request import MOST_NAMED, BadRequest, Request, of_json
from app.drafting.rewriting import Rewriter
from app.records.drafts import Drafts
from app.web.handlers.draft_desk import Desk, as_request, drafts_before, read_desk, write_desk
from app.web.handlers.draft_form import figures_of
from app.workers import tasks
from app.workers.pool import Workshop

LONGEST = 20_000  # characters of a section that is sent back
LONGEST_KEPT = 100  # characters of a passage's id with its line
MOST_LINES = 500  # of a section: each is looked for among the sentences that it had


class Drafting:
    """The actions of the desk over one library.

    :param rewriter: a model that rewrites sections, where there is one.
    :param workshop: where files are read; None: in one of its own.
    """

    def __init__(
        self,
        assistant: Assistant,
        drafts: Drafts,
        rewriter: Rewriter | None = None,
        workshop: Workshop | None = None,
    ) -> None:
        self.assistant = assistant
        self.drafts = drafts
        self.rewriter = rewriter
        self.workshop = workshop or Workshop(assistant.library.settings.limits)

    def open(self, person: Person) -> Desk:
        """Return the desk as the person left it; one that cannot be read any more is an empty one."""
        stored = self.drafts.of(person)
        return self.without_lost(read_desk(stored)) if stored else Desk()

    def keep(self, person: Person, desk: Desk) -> Desk:
        """Keep the desk for the person and return it; a page left open may hold words of a report deleted meanwhile."""
        current = self.without_lost(desk)
        self.drafts.keep(person, write_desk(current))
        return current

    def without_lost(self, desk: Desk) -> Desk:
        """Return the desk without words of reports that the library does not hold any more."""
        reports = frozenset(self.assistant.library.catalog.report_ids())
        earlier = str(desk.form.get("last_year") or "")
        lost = earlier and identity_of(self.assistant, earlier) is None
        return replace(
            desk,
            draft=desk.draft and held_by(desk.draft, reports),
            before=tuple(held_by(draft, reports) for draft in desk.before),
            past=() if lost else desk.past,
        )

    def forget_lost(self) -> None:
        """Remove the words of deleted reports from the desks of all persons. Called when a report is deleted."""
        self.drafts.change_all(lambda stored: write_desk(self.without_lost(read_desk(stored))))

    def filled(self, desk: Desk, form: str) -> Desk:
        """Return the desk with the form as the page sends it (a JSON object); anything else changes nothing."""
        try:
            fields = json.loads(form)
        except (ValueError, RecursionError):
            return desk
        return replace(desk, form=fields) if isinstance(fields, dict) else desk

    def heads(self, desk: Desk) -> tuple[Head, ...]:
        """Return the headings of the outline chosen; one that cannot be had is the kind's."""
        request = Request("", "", 0, 0, outline=str(desk.form.get("outline") or "") or None)
        try:
            return chosen(self.assistant, desk.kind, request).heads
        except BadRequest:
            return outlines.of_kind(desk.kind).heads

    def files(self) -> list[str]:
        """Return the names of the library's files, in order."""
        return [report.file for report in self.assistant.library.catalog.reports()]

    def with_sheet(self, desk: Desk, file: Path, person: Person = LOCAL) -> Desk:
        """Return the desk with the figures of a sheet in the form; what was typed stays.

        :raises BadRequest: see :func:`app.drafting.sheet.read`.
        :raises UnreadableFile: reading it was stopped at a limit.
        :raises Busy: too many are waiting.
        """
        typed = {(section, name): value for section, name, value in figures_of(desk.form) if value}
        sheet = self.workshop.do(person.name, tasks.sheet_of, file)
        read = {(section, name): value for section, values in sheet.items() for name, value in values.items()}
        return replace(desk, form={**desk.form, "figures": [[*key, value] for key, value in (read | typed).items()]})

    def with_last_year(self, desk: Desk, file: Path | None = None, person: Person = LOCAL) -> Desk:
        """Return the desk with what last year's report tells: an uploaded file's, or that of the report chosen.

        :raises BadRequest: the report chosen is not in the library.
        :raises UnreadableFile: the file cannot be read.
        :raises Busy: too many are waiting.
        """
        names = [name for _, name, _ in figures_of(desk.form)] + [n for head in self.heads(desk) for n in head.figures]
        if file is not None:
            form = {**desk.form, "last_year": "", "last_year_shown": file.name}
            return replace(desk, form=form, past=tuple(self._figures(person, last_year.figures_in, file, names)))
        earlier = str(desk.form.get("last_year") or "")
        report = in_library(self.assistant, earlier) if earlier else None
        if earlier and report is None:
            raise BadRequest(
                f"Không có báo cáo năm trước “{earlier}” trong thư viện. Hãy chọn lại, hoặc nạp tệp của báo cáo đó"
            )
        return replace(desk, past=tuple(self._figures(person, last_year.figures_of, report, names)) if report else ())

    def _figures(self, person: Person, task: Callable[..., list[PastFigure]], *arguments: object) -> list[PastFigure]:
        return self.workshop.do(person.name, task, *arguments)

    def draft(self, desk: Desk) -> Desk:
        """Return the desk with a new draft of the form.

        :raises BadRequest: the form cannot be used; see also :func:`problems`.
        """
        request = of_json(as_request(desk))
        draft = prepare(self.assistant, desk.kind, request)
        return replace(desk, draft=draft, before=drafts_before(desk))

    def change(self, desk: Desk, act: str, at: int, value: str) -> Desk:
        """Return the desk after an action on a section of its draft.

        ``act``: "save" (value: the section's new text), "another", "drop" (value: number of the sentence), "insert" (value:
        id of a kept passage), "rewrite", "undo". One that does not fit the draft changes nothing.

        :raises BadRequest: there is no other wording, or a passage is no longer in the library.
        :raises NotRewritten: a model wrote nothing that holds; the section stays.
        """
        try:
            field_text.check(value, "Nội dung mục", LONGEST)
        except field_text.BadText as error:
            raise BadRequest(str(error)) from error
        draft = desk.draft
        if act == "undo":
            return replace(desk, draft=desk.before[-1], before=desk.before[:-1]) if desk.before else desk
        if draft is None or not 0 <= at < len(draft.sections):
            return desk
        revised = draft
        if act == "save":
            if (lines := value.count("\n")) > MOST_LINES:
                raise BadRequest(f"Nội dung mục có {lines} dòng; hãy rút gọn còn nhiều nhất {MOST_LINES} dòng")
            revised = edited(draft, at, value)
        elif act == "drop" and value.isdecimal():
            revised = dropped(draft, at, int(value))
        elif act == "another":
            revised = another(self.assistant, draft, at)
            if revised == draft:
                raise BadRequest(f"Thư viện không có câu mẫu nào khác cho mục “{draft.sections[at].title}”")
        elif act == "insert":
            revised = inserted(draft, at, of_basket(self.assistant, value, draft.request)[1])
            if len(as_lines(revised.sections[at])) > LONGEST:
                raise BadRequest(f"Mục “{draft.sections[at].title}” đã đầy ({LONGEST} ký tự). Hãy bỏ bớt câu rồi chèn lại")
        elif act == "rewrite" and self.rewriter is not None:
            revised = self.rewriter.rewritten(draft, at)
        return desk if revised == draft else replace(desk, draft=revised, before=drafts_before(desk))

    def toggle(self, desk: Desk, passage: str) -> Desk:
        """Return the desk with a passage put into the basket, or taken out if it is there.

        :raises BadRequest: the basket is full.
        """
        if passage in desk.basket:
            return replace(desk, basket=tuple(other for other in desk.basket if other != passage))
        if len(desk.basket) >= MOST_NAMED or len(passage) > LONGEST_KEPT:
            raise BadRequest(f"Giỏ câu mẫu đã đủ {MOST_NAMED} câu. Hãy bỏ bớt câu không dùng rồi thêm lại")
        return replace(desk, basket=(*desk.basket, passage))

    def quoting(self, desk: Desk, citations: Sequence[Citation]) -> tuple[Desk, int]:
        """Return the desk with the sentences that an answer cites in the basket, and how many there were.

        Rows of tables make no sentences; what the basket holds already stays where it is.

        :raises BadRequest: the basket is full.
        """
        passages = self.assistant.library.catalog.passages([citation.passage.id for citation in citations])
        keys = []
        for citation in citations:
            passage = passages.get(citation.passage.id)
            if passage is None or any(r.start < citation.end and citation.start < r.end for r in passage.rows):
                continue
            line = passage.text.count("\n", 0, citation.start)
            keys.append(f"{passage.id}#{line}")
        for key in dict.fromkeys(keys):
            desk = desk if key in desk.basket else self.toggle(desk, key)
        return desk, len(set(keys))

    def basket(self, desk: Desk) -> list[tuple[str, str]]:
        """Return what is kept, in order, each with its words; what the library lost is left out."""
        passages = self.assistant.library.catalog.passages([key.partition("#")[0] for key in desk.basket])
        entries = []
        for key in desk.basket:
            identity, _, line = key.partition("#")
            lines = passages[identity].text.split("\n") if identity in passages else []
            if lines:
                entries.append((key, lines[int(line)] if line.isdecimal() and int(line) < len(lines) else lines[0]))
        return entries
