"""The MCP server: functions of the API as tools for assistants of other makers. The only module that knows ``mcp``."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, Any, Literal, TypeVar

import anyio.to_thread
from fastapi import FastAPI
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.routing import Route

from app import field_text
from app.access.audit import Action, Audit
from app.access.fair_queue import WRITERS, QueueFull, Turnstile
from app.access.person import LOCAL, Person
from app.access.person import Role as AccessRole
from app.assistant import Assistant
from app.drafting.request import BadRequest
from app.office import Office
from app.records.dismissals import Dismissals
from app.storage.store import Store
from app.web.handlers.ask import explained
from app.web.http import invalid_input, schemas
from app.web.http.api_access import Doorkeeper
from app.web.http.service import LastYear, NotThere, Service
from app.web.requester import where
from app.workers import pool
from settings import Settings

PATH = "/mcp"
NOTED = (
    schemas.AskSchema,
    schemas.SearchSchema,
    schemas.WordingRequestSchema,
    schemas.TabulationRequestSchema,
)  # what goes into the audit log
Result = TypeVar("Result")
READING = ToolAnnotations(read_only_hint=True, open_world_hint=False)
DISMISSING = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
NO_DRAFTER = "Soạn và soát báo cáo cần khóa của người có vai trò soạn thảo (drafter). Hãy xin người quản trị cấp khóa đó"
INSTRUCTIONS = (
    "Tra cứu các báo cáo của cơ quan. Mỗi ý trong câu trả lời mang số trích dẫn [n]; khi dùng lại, hãy giữ trích dẫn kèm "
    "tên báo cáo, mục, trang. “refused” là true nghĩa là các báo cáo không nêu điều được hỏi: đừng thay bằng phỏng đoán. "
    "Không cộng, trừ, chia các số liệu của báo cáo mà không nói rõ là tự tính."
)

Question = Annotated[str, Field(description="Câu hỏi bằng tiếng Việt, nên nêu địa phương và năm")]
Earlier = Annotated[
    list[str] | None,
    Field(description="Các câu đã hỏi trước trong cùng cuộc hỏi đáp, theo thứ tự; câu hỏi được hiểu theo chúng"),
]
Wanted = Annotated[str, Field(description="Nội dung cần tìm")]
Limit = Annotated[int, Field(ge=1, le=schemas.MOST, description="Số kết quả nhiều nhất")]
Offset = Annotated[int, Field(ge=0, description="Bỏ qua bao nhiêu báo cáo đầu")]
Indicators = Annotated[list[str], Field(description="Các chỉ tiêu, ví dụ “hộ nghèo”, “giấy khen cho cá nhân”")]
Reports = Annotated[list[str] | None, Field(description="Mã hoặc tên tệp của báo cáo; bỏ trống: mọi báo cáo")]
Years = Annotated[str, Field(description="2024 hoặc 2023-2025; rỗng: năm của từng báo cáo")]
Role = Annotated[str, Field(description="Vai trò của mục: limits, causes, lessons, rewards, opening…; rỗng: mọi mục")]
Kind = Annotated[
    Literal["", "annual", "five-year", "directive-ten-years"], Field(description="Loại báo cáo; rỗng: mọi loại")
]
Level = Annotated[Literal["", "tỉnh", "huyện", "xã"], Field(description="Cấp của cơ quan lập báo cáo; rỗng: mọi cấp")]
ReportKey = Annotated[str, Field(description="Mã báo cáo, lấy từ kết quả soát (report)")]
FindingKeys = Annotated[list[str], Field(description="Mã các điều, lấy từ kết quả soát (keys)")]
Back = Annotated[bool, Field(description="true: đưa lại những điều đã bỏ qua")]
LastYearReport = Annotated[str, Field(description="Báo cáo năm trước: mã hoặc tên tệp trong danh sách")]
NewReport = Annotated[
    schemas.DraftRequestSchema,
    Field(description="Thông tin của báo cáo mới; số liệu năm nay ở figures: mục → tên → giá trị như sẽ in"),
]
WithWord = Annotated[bool, Field(description="true: kèm tệp Word (base64)")]
Identity = Annotated[str, Field(description="Mã báo cáo, lấy từ danh sách")]


class SpeakingServer(MCPServer[Any]):
    """The package's server, but that what goes wrong is told in Vietnamese: the package says it in English."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None) -> Any:  # noqa: ANN401
        """Call a tool by name.

        :raises ToolError: it is unknown, its arguments are none, or it failed; the message says what to do.
        """
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            cause = error.__cause__
            raise UnexpectedToolError(explained(cause if isinstance(cause, Exception) else error)) from cause
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                raise ToolError(_wrong(cause)) from cause
            if isinstance(cause, ToolError):  # our own words, without the package's before them
                raise ToolError(str(cause)) from cause
            names = ", ".join(sorted(tool.name for tool in await self.list_tools()))
            raise ToolError(
                f"Không có công cụ “{field_text.shown(name)}”. Hãy dùng một trong các công cụ: {names}"
            ) from error


def server(
    assistant: Assistant,
    settings: Settings,
    turnstile: Turnstile,
    audit: Audit | None = None,
    writers: Turnstile | None = None,
    dismissals: Dismissals | None = None,
) -> MCPServer[Any]:
    """Return the MCP server of one library.

    :param dismissals: of the office; without them there are no tools that check.
    :param audit: where questions that come over HTTP are noted.
    :param writers: lets those in for whom a language model writes.
    """
    writers = writers or Turnstile(WRITERS)
    mcp_server = SpeakingServer("tro-ly-bao-cao", title="Trợ lý Báo cáo", instructions=INSTRUCTIONS, log_level="WARNING")
    service = Service(assistant, settings)

    async def turn(ctx: Context[Any, Any], work: Callable[..., Result], *arguments: object) -> Result:
        request = ctx.request_context.request
        if audit is not None and isinstance(request, Request) and isinstance(arguments[0], (*NOTED, str)):
            await anyio.to_thread.run_sync(_note, audit, request, arguments[0])
        return await _in_turn(turnstile, _caller(ctx), work, *arguments)

    @mcp_server.tool(
        title="Hỏi báo cáo", description="Trả lời một câu hỏi từ các báo cáo, có trích dẫn.", annotations=READING
    )
    async def ask(ctx: Context[Any, Any], question: Question, earlier: Earlier = None) -> schemas.AnswerSchema:
        completed = await turn(ctx, service.ask, _checked(schemas.AskSchema, turns=[*(earlier or []), question]))
        return await _in_turn(writers, _caller(ctx), completed)  # others have their turn while a model writes

    @mcp_server.tool(title="Tìm đoạn văn", description="Các đoạn của báo cáo gần với nội dung cần tìm.", annotations=READING)
    async def search(ctx: Context[Any, Any], text: Wanted, limit: Limit = 10) -> schemas.FoundSchema:
        return await turn(ctx, service.search, _checked(schemas.SearchSchema, text=text, limit=limit))

    @mcp_server.tool(title="Danh sách báo cáo", description="Các báo cáo của thư viện, theo tên tệp.", annotations=READING)
    async def list_reports(ctx: Context[Any, Any], offset: Offset = 0, limit: Limit = 50) -> schemas.ReportsSchema:
        return await turn(ctx, service.reports, offset, limit)

    @mcp_server.tool(title="Một báo cáo", description="Đề cương, siêu dữ liệu, bảng của một báo cáo.", annotations=READING)
    async def read_report(ctx: Context[Any, Any], identity: Identity) -> schemas.ReportSchema:
        return await turn(ctx, service.report, identity)

    @mcp_server.tool(title="Tìm mẫu câu", description="Cách các báo cáo khác diễn đạt một điều.", annotations=READING)
    async def wording(
        ctx: Context[Any, Any], text: Wanted, role: Role = "", kind: Kind = "", level: Level = "", limit: Limit = 10
    ) -> schemas.WordingsSchema:
        request = _checked(schemas.WordingRequestSchema, text=text, role=role, kind=kind, level=level, limit=limit)
        return await turn(ctx, service.wording, request)

    @mcp_server.tool(
        title="Lập bảng số liệu",
        description="Số liệu của nhiều báo cáo cạnh nhau, mỗi ô kèm trích dẫn; tổng tính sẵn hoặc lý do không cộng.",
        annotations=READING,
    )
    async def table(
        ctx: Context[Any, Any], indicators: Indicators, reports: Reports = None, years: Years = ""
    ) -> schemas.TabulationSchema:
        request = _checked(schemas.TabulationRequestSchema, indicators=indicators, reports=reports or [], years=years)
        return await turn(ctx, service.table, request)

    @mcp_server.tool(
        title="Soạn từ báo cáo năm trước",
        description="Báo cáo năm trước của kho thành khung của báo cáo mới: chỗ nào đã điền, còn trống, giữ nguyên. "
        "Không tự nghĩ ra số liệu: chỉ ghi ở given những gì người dùng cho.",
        annotations=READING,
    )
    async def renew_report(
        ctx: Context[Any, Any], report: LastYearReport, given: NewReport, with_word: WithWord = False
    ) -> schemas.RenewalSchema:
        _drafter(ctx)
        await _record(audit, ctx, f"{given.agency} (MCP)")
        last = LastYear(functools.partial(pool.now, settings.limits), report)
        return await turn(ctx, functools.partial(service.renewal, word=with_word), given, last)

    if dismissals is None:
        return mcp_server
    dismissed_findings = dismissals

    @mcp_server.tool(
        title="Soát một báo cáo của kho",
        description="Những điều cần xem lại, mỗi điều kèm mã để bỏ qua.",
        annotations=READING,
    )
    async def check_report(ctx: Context[Any, Any], identity: Identity) -> schemas.FindingsSchema:
        _drafter(ctx)
        return await turn(ctx, service.checked, identity, dismissed_findings)  # an id: noted as one that is read

    @mcp_server.tool(
        title="Bỏ qua một điều khi soát",
        description="Điều được bỏ qua không trở lại khi soát báo cáo đó; chỉ làm khi người dùng đã xem và bảo bỏ qua.",
        annotations=DISMISSING,
    )
    async def dismiss_findings(
        ctx: Context[Any, Any], report: ReportKey, findings: FindingKeys, back: Back = False
    ) -> schemas.DismissedSchema:
        person = _drafter(ctx)
        dismissal = _checked(schemas.DismissalSchema, report=report, findings=findings, back=back)
        await _record(audit, ctx, f"{'đưa lại' if back else 'bỏ qua'} {len(findings)} điều khi soát (MCP)")
        return await turn(ctx, service.dismissed, dismissal, person, dismissed_findings)

    return mcp_server


def mount(application: FastAPI, assistant: Assistant, office: Office) -> None:
    """Put the MCP server at :data:`PATH` of a server (streamable HTTP), behind the same key check as the API."""
    # Without sessions: each call stands alone and shows its key. Names of hosts are checked by the doorkeeper.
    http = server(
        assistant, office.settings, office.turnstile, office.audit, office.writers, office.dismissals
    ).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    application.router.routes.append(Route(PATH, Doorkeeper(http, office)))
    outer = application.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with http.router.lifespan_context(http), outer(app) as state:
            yield state

    application.router.lifespan_context = lifespan


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the tools over standard input and output until the other side hangs up."""
    server(assistant, settings, Turnstile(), dismissals=Dismissals(Store.open(settings))).run("stdio")


def _checked(schema: Callable[..., Result], **fields: object) -> Result:
    """Return an input as the API has it.

    :raises ToolError: it is none; the message says what is wrong.
    """
    try:
        return schema(**fields)
    except ValidationError as error:
        raise ToolError(_wrong(error)) from error


def _wrong(error: ValidationError) -> str:
    return f"Đầu vào sai: {invalid_input.explain_all(error.errors(), 0)}"


def _drafter(ctx: Context[Any, Any]) -> Person:
    """Return who calls, at this machine or with a key.

    :raises ToolError: the key is none of a drafter.
    """
    request = ctx.request_context.request
    person: Person = request.state.caller if isinstance(request, Request) else LOCAL
    if not person.role.may(AccessRole.DRAFTER):
        raise ToolError(NO_DRAFTER)
    return person


async def _record(audit: Audit | None, ctx: Context[Any, Any], deed: str) -> None:
    """Note what a drafter does; none: nobody keeps a log."""
    request = ctx.request_context.request
    if audit is not None and isinstance(request, Request):
        await anyio.to_thread.run_sync(audit.record, request.state.caller, Action.DRAFT, deed, where(request))


def _caller(ctx: Context[Any, Any]) -> str:
    request = ctx.request_context.request
    return str(request.state.caller.name) if isinstance(request, Request) else "stdio"


def _note(
    audit: Audit,
    request: Request,
    content: schemas.AskSchema | schemas.SearchSchema | schemas.WordingRequestSchema | schemas.TabulationRequestSchema | str,
) -> None:
    """Note what is looked for; a mere text is the id of a report that is read."""
    entry: tuple[Action, str]
    if isinstance(content, str):
        entry = Action.SEARCH, f"đọc báo cáo {content} (MCP)"
    elif isinstance(content, schemas.AskSchema):
        entry = Action.QUESTION, content.conversation[-1]
    else:
        entry = (
            Action.SEARCH,
            "; ".join(content.indicators) if isinstance(content, schemas.TabulationRequestSchema) else content.text,
        )
    audit.record(request.state.caller, *entry, where(request))


async def _in_turn(turnstile: Turnstile, caller: str, work: Callable[..., Result], *arguments: object) -> Result:
    """Do the work in a thread, once it is the caller's turn; see :func:`_errors_in_words`."""
    with _errors_in_words():
        async with turnstile.turn_of(caller):
            return await anyio.to_thread.run_sync(work, *arguments)


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """Turn whatever goes wrong into words for whoever called.

    :raises ToolError: with them.
    """
    try:
        yield
    except (BadRequest, QueueFull, NotThere) as error:
        raise ToolError(str(error)) from error
    except Exception as error:
        raise ToolError(explained(error)) from error
