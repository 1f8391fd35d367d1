"""What other programs can ask of the app: one function a call of the API, or a tool of the MCP server. Free of HTTP."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app import field_text
from app.access.person import Person
from app.assistant import Assistant
from app.checks import check, raw_text
from app.checks.keys import finding_keys, report_key
from app.checks.two_values import TwoValues
from app.drafting.doubts import Doubts
from app.drafting.prepare import prepare
from app.drafting.request import BadRequest, of_json
from app.drafting.word import write
from app.records.dismissals import Dismissals, apart
from app.renewal import prepare as renewing
from app.renewal import sheet
from app.renewal.model import Renewal, RenewalState
from app.renewal.output import KINDS, counts, still_open
from app.renewal.renewing import with_head
from app.tabulation.request import BadTable, request_of
from app.tabulation.table import build_table
from app.web.http import schemas
from app.wording import search as wording
from app.wording.filters import BadFilter, Filter, fields, roles
from index.constraints import parse_keys
from index.originals import original
from ingest import outline_json
from ingest.language.text import normalize
from settings import Settings

NO_REPORT = "Không có báo cáo mang mã “{identity}”. Hãy lấy mã ở danh sách báo cáo; báo cáo có thể đã được thay hoặc xóa"


NO_LAST_YEAR = (
    "Chưa có báo cáo năm trước. Hãy gửi tệp ở mục file, hoặc ghi ở mục report tên tệp hay mã của một báo cáo trong thư viện"
)


@dataclass(frozen=True, slots=True)
class LastYear:
    """What a draft from last year's report is made of: a report of the library by name or id, or a file; a sheet of figures.

    ``do``: does a task with a file in a process of its own.
    """

    do: renewing.Do
    report: str = ""
    file: Path | None = None
    sheet: Path | None = None


class NotThere(Exception):
    """What was asked for is not in the library; the message says so, in Vietnamese."""


class Service:
    """The functions of one library."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._settings = settings
        self._two_values = TwoValues(lambda: assistant.library)

    def ask(self, request: schemas.AskSchema) -> Callable[[], schemas.AnswerSchema]:
        """Search the reports for a question, or for the last turn of a conversation, and return what completes the answer.

        A language model may take its time over that; searching is what keeps the processors busy.
        """
        answers = self._assistant.stream(request.conversation, parse_keys(request.without))
        first = next(answers)

        def completed() -> schemas.AnswerSchema:
            *_, last = first, *answers
            return schemas.AnswerSchema.model_validate(self._two_values.warned(last).as_json())

        return completed

    def search(self, request: schemas.SearchSchema) -> schemas.FoundSchema:
        """Return the best passages; a text that says nothing finds none."""
        result = self._assistant.find(request.text, request.limit, parse_keys(request.without))
        understood = [{"key": constraint.key, "shown": constraint.shown} for constraint in result.understood]
        return schemas.FoundSchema.model_validate(
            {"passages": result.as_json(), "notes": list(result.notes), "understood": understood}
        )

    def reports(self, offset: int = 0, limit: int = schemas.MOST) -> schemas.ReportsSchema:
        """Return a page of the list of reports, ordered by file name."""
        catalog = self._assistant.library.catalog
        facts = catalog.facts()
        page = list(facts)[offset : offset + limit]
        entries = [schemas.EntrySchema(id=key, file=catalog.file_of(key), metadata=_metadata(facts[key])) for key in page]
        return schemas.ReportsSchema(total=len(facts), offset=offset, reports=entries)

    def report(self, identity: str) -> schemas.ReportSchema:
        """Return one report: outline, metadata, tables, footnotes, warnings.

        :raises NotThere: no such report.
        """
        try:
            report = self._assistant.library.catalog.report(identity)
        except KeyError as error:
            raise NotThere(NO_REPORT.format(identity=field_text.shown(identity))) from error
        return schemas.ReportSchema.model_validate({"id": identity, **outline_json.as_json(report)})

    def wording(self, request: schemas.WordingRequestSchema) -> schemas.WordingsSchema:
        """Return precedent wordings.

        :raises BadRequest: there is no such role or field, or no report of the place.
        """
        if request.role and request.role not in roles():
            choices = ", ".join(f"{name} ({title})" for name, title in roles().items())
            raise BadRequest(f"Không có vai trò “{field_text.shown(request.role)}”. Các vai trò: {choices}")
        if request.field and request.field not in fields():
            choices = ", ".join(f"{name} ({title})" for name, title in fields().items())
            raise BadRequest(f"Không có lĩnh vực “{field_text.shown(request.field)}”. Các lĩnh vực: {choices}")
        chosen = Filter(request.role, request.kind, request.level, request.field, request.place, request.years)
        try:
            wordings = wording.search(self._assistant, request.text, chosen, request.limit)
        except BadFilter as error:
            raise BadRequest(str(error)) from error
        return schemas.WordingsSchema.model_validate({"wordings": [precedent.as_json() for precedent in wordings]})

    def table(self, request: schemas.TabulationRequestSchema) -> schemas.TabulationSchema:
        """Return a table over reports.

        :raises BadRequest: nothing is asked for, or a report is not in the library.
        """
        library, retriever = self._assistant.library, self._assistant.retriever
        try:
            asked = request_of(library, request.indicators, request.reports, request.years)
            table = build_table(library, retriever.reader, asked, retriever.embedder)
        except BadTable as error:
            raise BadRequest(str(error)) from error
        return schemas.TabulationSchema.model_validate(table.as_json())

    def draft(
        self, content: schemas.DraftRequestSchema, kind: schemas.DraftKind, *, final: bool, go_on: bool, variant: int
    ) -> tuple[bytes, tuple[str, ...]]:
        """Return a draft as a Word file, and what the office still has to give.

        :param go_on: a final file is wanted although something is open.
        :raises BadRequest: an entry cannot be used; :class:`StillOpen`: a final file is wanted without that.
        """
        entries = content.model_dump(by_alias=True, exclude_none=True)
        if "outline" in entries:
            entries["outline"] = self._report_named(str(entries["outline"]))
        draft = prepare(self._assistant, kind, of_json(entries), variant)
        if final:
            Doubts.of(draft).allow(go_on=go_on)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "du-thao.docx"
            write(draft, file, final=final)
            return file.read_bytes(), draft.missing

    def renewed(
        self, content: schemas.DraftRequestSchema, last: LastYear, *, final: bool = False, go_on: bool = False
    ) -> tuple[bytes, Renewal]:
        """Return a draft that has last year's report for its frame as a Word file, and what became of each place.

        :param go_on: a final file is wanted although something is open.
        :raises BadRequest: no report is named, or an entry cannot be used; :class:`StillOpen`: as for :meth:`draft`.
        :raises UnreadableFile: a file cannot be read.
        """
        if last.file is not None:
            frame = renewing.frame_of_file(last.file, last.do, last.file.name)
        elif last.report:
            frame = renewing.frame_in(self._assistant, last.report, last.do)
        else:
            raise BadRequest(NO_LAST_YEAR)
        request = of_json(content.model_dump(by_alias=True, exclude_none=True))
        figures = last.do(sheet.figures_of, last.sheet) if last.sheet is not None else []
        renewal, headed = renewing.renewed(self._assistant, frame, request, figures), with_head(request, frame)
        if final:
            still_open(renewal, headed).allow(go_on=go_on)
        return renewing.word_of(renewal, headed, last.do, final=final), renewal

    def renewal(self, content: schemas.DraftRequestSchema, last: LastYear, *, word: bool) -> schemas.RenewalSchema:
        """Return the same told place by place, with the Word file where it is wanted; raises what :meth:`renewed` does."""
        file, renewal = self.renewed(content, last)
        places = [
            {
                "section": renewed.place.section,
                "name": renewed.place.name or KINDS[renewed.place.kind],
                "old": renewed.place.old,
                "new": renewed.new,
                "state": renewed.state.value,
                "note": renewed.note,
            }
            for renewed in renewal.places
            if renewed.state is not RenewalState.MOVED
        ]
        details = {
            "summary": counts(renewal),
            "places": places,
            "unused": list(renewal.unused),
            "kept_paragraphs": len(renewal.frame.plain),
            "word": base64.b64encode(file).decode("ascii") if word else "",
        }
        return schemas.RenewalSchema.model_validate(details)

    def checked(self, identity: str, dismissals: Dismissals) -> schemas.FindingsSchema:
        """Return the findings in a report of the library, less those that the office dismissed.

        :raises NotThere: there is no such report.
        """
        library = self._assistant.library
        try:
            report, file = library.catalog.report(identity), library.catalog.file_of(identity)
        except KeyError as error:
            raise NotThere(NO_REPORT.format(identity=field_text.shown(identity))) from error
        copy = original(library.settings.originals_dir, identity, file)
        findings = check(report, raw_text(copy) if copy.is_file() else "")
        key = report_key(report)
        standing, dismissed_findings = apart(findings, dismissals.of(key))
        rows = [{**finding.as_json(), "keys": finding_keys(finding)} for finding in standing]
        return schemas.FindingsSchema.model_validate({"report": key, "findings": rows, "dismissed": len(dismissed_findings)})

    def dismissed(self, request: schemas.DismissalSchema, person: Person, dismissals: Dismissals) -> schemas.DismissedSchema:
        """Dismiss findings of a report for all who check it, or bring them back."""
        dismissals.change(person, request.report, request.findings, back=request.back)
        return schemas.DismissedSchema(dismissed=len(dismissals.of(request.report)))

    def _report_named(self, outline: str) -> str:
        """Return the id of the report whose outline is asked for: a caller's word must never open a file of this machine."""
        catalog = self._assistant.library.catalog
        folded_outline = normalize(outline).casefold()
        for key in catalog.report_ids():
            file = catalog.file_of(key)
            if folded_outline in (file.casefold(), Path(file).stem.casefold(), key):
                return key
        raise BadRequest(
            f"Không có báo cáo “{field_text.shown(outline)}” trong thư viện. Hãy ghi đúng tên tệp như trong danh sách báo "
            "cáo, hoặc để outline là null để dùng đề cương có sẵn"
        )


def _metadata(facts: object) -> schemas.MetadataSchema:
    return schemas.MetadataSchema.model_validate(
        {name: getattr(facts, name) for name in schemas.MetadataSchema.model_fields}
    )
