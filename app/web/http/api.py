"""The HTTP API below ``/api``: its routes, and its own page of documentation, which loads nothing from outside."""

from __future__ import annotations

import functools
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Annotated, Any, TypeVar, cast

from fastapi import APIRouter, FastAPI, File, Form, HTTPException, Path, Query, Request, Response, Security, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.security import HTTPBearer
from pydantic import ValidationError

from app import field_text
from app.access.audit import Action
from app.access.fair_queue import Turnstile
from app.access.person import Role
from app.assistant import Assistant
from app.checks.keys import finding_keys
from app.office import Office
from app.records.dismissals import apart
from app.renewal.model import RenewalState
from app.web.html import api_page
from app.web.http import schemas
from app.web.http.api_access import Doorkeeper
from app.web.http.api_errors import error_handlers
from app.web.http.json_weight import HEAVY, is_heavy
from app.web.http.service import LastYear, Service
from app.web.requester import where
from app.workers import tasks

Result = TypeVar("Result")

PATH = "/api"
VERSION = "1"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NEEDS = dict.fromkeys(("/draft", "/draft/renewal", "/check", "/check/dismiss"), Role.DRAFTER)
PUBLIC = ("/docs", "/openapi.json")
SUFFIX = re.compile(r"\.[A-Za-z]{1,5}$")  # of a file name that the system may be asked for
ABOUT = """Các chức năng của Trợ lý Báo cáo cho phần mềm khác của cơ quan.

Mỗi lời gọi gửi kèm khóa do người quản trị cấp: `Authorization: Bearer KHÓA`. Khi ứng dụng chỉ mở cho một người trên chính
máy này thì không cần khóa. Lỗi trả về dạng `{"detail": "…"}`, nói điều gì sai và cần làm gì."""

ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Kết quả"},
    401: {"model": schemas.ProblemSchema, "description": "Thiếu khóa, khóa sai hoặc đã thu hồi"},
    403: {"model": schemas.ProblemSchema, "description": "Vai trò của khóa không cho phép việc này"},
    413: {"model": schemas.ProblemSchema, "description": "Nội dung gửi lên quá lớn"},
    422: {"model": schemas.ProblemSchema, "description": "Đầu vào sai: nêu mục nào và cần gì"},
    503: {"model": schemas.ProblemSchema, "description": "Đang quá tải hoặc thư viện chưa dùng được: hãy thử lại sau"},
}
router = APIRouter(responses=ANSWERS)


def application(assistant: Assistant, office: Office) -> FastAPI:
    """Return the API as an application to be mounted at :data:`PATH`."""
    api = FastAPI(
        title="Trợ lý Báo cáo",
        version=VERSION,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        exception_handlers=error_handlers(PATH),
        separate_input_output_schemas=False,
    )
    api.add_middleware(Doorkeeper, office=office, needs=NEEDS, files=("/check", "/draft/renewal"), public=PUBLIC)
    api.state.service, api.state.office = Service(assistant, office.settings), office
    api.include_router(router, dependencies=[Security(HTTPBearer(auto_error=False, description="Khóa API"))])

    @api.get("/docs", include_in_schema=False)
    def documentation() -> HTMLResponse:
        return HTMLResponse(api_page.page(api.openapi(), PATH))

    return api


@router.post("/ask", summary="Hỏi", description="Trả lời một câu hỏi, mỗi ý kèm trích dẫn. Báo cáo không nêu thì nói rõ.")
async def ask(request: Request, content: schemas.AskSchema) -> schemas.AnswerSchema:
    """Answer a question, or the last turn of a conversation."""
    completed = await _in_turn(request, Action.QUESTION, content.conversation[-1], _service(request).ask, content)
    async with _office(request).writers.turn_of(request.state.caller.name):
        return await run_in_threadpool(completed)  # others have their turn while a model writes


@router.post("/search", summary="Tìm đoạn văn", description="Các đoạn gần với nội dung cần tìm, kèm lý do; không trả lời.")
async def search(request: Request, content: schemas.SearchSchema) -> schemas.FoundSchema:
    """Return passages."""
    return await _in_turn(request, Action.SEARCH, content.text, _service(request).search, content)


@router.get("/reports", summary="Danh sách báo cáo", description="Các báo cáo của thư viện theo tên tệp, từng trang.")
async def reports(
    request: Request,
    offset: Annotated[int, Query(ge=0, description="Bỏ qua bao nhiêu báo cáo đầu")] = 0,
    limit: Annotated[int, Query(ge=1, le=schemas.MOST, description="Số báo cáo nhiều nhất")] = 50,
) -> schemas.ReportsSchema:
    """Return a page of the list of reports."""
    async with _office(request).turnstile.turn_of(request.state.caller.name):  # else one caller has all threads
        return await run_in_threadpool(_service(request).reports, offset, limit)


@router.get(
    "/reports/{id}",
    summary="Một báo cáo",
    description="Đề cương, siêu dữ liệu, bảng, chú thích và các lưu ý khi đọc của một báo cáo.",
    responses={404: {"model": schemas.ProblemSchema, "description": "Không có báo cáo này"}},
)
async def report(request: Request, id: Annotated[str, Path(description="Mã báo cáo")]) -> schemas.ReportSchema:  # noqa: A002
    """Return what the reader understood of one report."""
    return await _in_turn(request, Action.SEARCH, f"đọc báo cáo {id} (API)", _service(request).report, id)


@router.post("/wording", summary="Tìm mẫu câu", description="Cách diễn đạt của các báo cáo khác, mỗi mẫu một lần.")
async def wording(request: Request, content: schemas.WordingRequestSchema) -> schemas.WordingsSchema:
    """Return precedent wordings."""
    return await _in_turn(request, Action.SEARCH, content.text, _service(request).wording, content)


@router.post(
    "/table",
    summary="Lập bảng số liệu",
    description="Một bảng từ nhiều báo cáo: mỗi dòng một báo cáo, mỗi chỉ tiêu một cột, mỗi ô có trích dẫn; tổng tính sẵn.",
)
async def table(request: Request, content: schemas.TabulationRequestSchema) -> schemas.TabulationSchema:
    """Return a table over reports."""
    detail = "; ".join(content.indicators)
    return await _in_turn(request, Action.SEARCH, detail, _service(request).table, content)


@router.post(
    "/draft",
    summary="Soạn dự thảo",
    description="Dự thảo báo cáo (.docx) theo Nghị định 30/2020/NĐ-CP. Đầu mục trả về X-Missing: số thông tin còn thiếu; "
    "chúng được liệt kê ở cuối dự thảo. Cần vai trò drafter.",
    response_class=Response,
    responses={200: {"content": {WORD: {}}, "description": "Tệp Word"}},
)
async def draft(
    request: Request,
    content: schemas.DraftRequestSchema,
    kind: Annotated[schemas.DraftKind, Query(description="Loại báo cáo")],
    final: Annotated[bool, Query(description="true: bỏ ghi chú nguồn, tô màu và danh mục còn thiếu")] = False,
    accept_open: Annotated[
        bool, Query(description="true: bản trình được tạo dù còn chỗ mở; mặc định trả lỗi 422 kể các chỗ đó")
    ] = False,
    variant: Annotated[int, Query(ge=0, le=9, description="0: câu mẫu hợp nhất; 1: câu kế tiếp…")] = 0,
) -> Response:
    """Return a draft as a Word file."""
    drafting = functools.partial(_service(request).draft, kind=kind, final=final, go_on=accept_open, variant=variant)
    drafters = _office(request).drafters
    word, missing = await _in_turn(request, Action.DRAFT, content.agency, drafting, content, turnstile=drafters)
    headers = {"Content-Disposition": f'attachment; filename="du-thao-{kind}.docx"', "X-Missing": str(len(missing))}
    return Response(word, media_type=WORD, headers=headers)


@router.post(
    "/draft/renewal",
    summary="Soạn từ báo cáo năm trước",
    description="Báo cáo năm trước (mục file, hoặc report: tên tệp hay mã trong thư viện) thành khung của báo cáo mới: "
    "số liệu, ngày, tên người, số văn bản được điền từ given và sheet, tự tính hoặc để trống; chữ khác giữ nguyên. "
    "Đầu mục trả về X-Filled, X-Missing: số chỗ đã điền, còn trống. Tệp không được giữ lại. Cần vai trò drafter.",
    response_class=Response,
    responses={200: {"content": {WORD: {}}, "description": "Tệp Word"}},
)
async def draft_from_last_year(
    request: Request,
    given: Annotated[str, Form(description="Thông tin của báo cáo mới: JSON như nội dung gửi tới /draft")],
    report: Annotated[str, Form(description="Báo cáo năm trước trong thư viện: tên tệp hoặc mã")] = "",
    file: Annotated[UploadFile | None, File(description="Hoặc tệp báo cáo năm trước")] = None,
    sheet: Annotated[UploadFile | None, File(description="Bảng số liệu năm nay (.xlsx), lấy từ --template")] = None,
    final: Annotated[bool, Query(description="true: bỏ ghi chú, tô màu")] = False,
    accept_open: Annotated[bool, Query(description="true: bản trình được tạo dù còn chỗ mở")] = False,
) -> Response:
    """Return a draft from last year's report as a Word file; files that were sent are not kept."""
    if is_heavy(given.encode()):
        raise HTTPException(413, HEAVY)
    try:
        content = schemas.DraftRequestSchema.model_validate_json(given)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    office, caller = _office(request), request.state.caller
    with tempfile.TemporaryDirectory(prefix="soan-") as folder:
        sent = [await _sent(upload, FilePath(folder), name) for upload, name in ((file, "bao-cao"), (sheet, "so-lieu"))]
        last = LastYear(functools.partial(office.workshop.do, caller.name), report, *sent)
        renewing = functools.partial(_service(request).renewed, content, last, final=final, go_on=accept_open)
        word, renewal = await _in_turn(request, Action.DRAFT, content.agency, renewing, turnstile=office.drafters)
    headers = {
        "Content-Disposition": 'attachment; filename="du-thao-tu-nam-truoc.docx"',
        "X-Filled": str(renewal.count(RenewalState.FILLED)),
        "X-Missing": str(renewal.count(RenewalState.BLANK)),
    }
    return Response(word, media_type=WORD, headers=headers)


@router.post(
    "/check",
    summary="Soát báo cáo",
    description="Những chỗ cần xem lại trong một báo cáo gửi lên (multipart, mục file). Tệp không được giữ lại. "
    "Cần vai trò drafter.",
)
async def check(
    request: Request, file: Annotated[UploadFile, File(description="Báo cáo cần soát")]
) -> schemas.FindingsSchema:
    """Return the findings in an uploaded report; the file is not kept."""
    name = field_text.shown(FilePath(file.filename or "tep").name, field_text.LONGEST_LINE)
    ending = SUFFIX.search(name)
    with tempfile.TemporaryDirectory(prefix="soat-") as folder:
        path = FilePath(folder) / f"bao-cao{ending[0] if ending else ''}"
        await run_in_threadpool(_copy, file, path)
        office, caller = _office(request), request.state.caller
        await run_in_threadpool(office.audit.record, caller, Action.DRAFT, name, where(request))
        result = await office.workshop.do_async(caller.name, tasks.checked, path, name)
        standing, dismissed = apart(result.listed, office.dismissals.of(result.key))
    findings = [{**finding.as_json(), "keys": finding_keys(finding)} for finding in standing]
    content = {"report": result.key, "findings": findings, "more": result.more, "dismissed": len(dismissed)}
    return schemas.FindingsSchema.model_validate(content)


@router.post(
    "/check/dismiss",
    summary="Bỏ qua một điều khi soát",
    description="Điều được bỏ qua không trở lại khi soát báo cáo đó, ở mọi nơi; back = true thì đưa lại. "
    "Cần vai trò drafter.",
)
async def dismiss(request: Request, content: schemas.DismissalSchema) -> schemas.DismissedSchema:
    """Dismiss findings of a report for all who check it, or bring them back."""
    office, caller = _office(request), request.state.caller
    deed = f"{'đưa lại' if content.back else 'bỏ qua'} {len(content.findings)} điều khi soát (API)"
    await run_in_threadpool(office.audit.record, caller, Action.DRAFT, deed, where(request))
    await run_in_threadpool(office.dismissals.change, caller, content.report, content.findings, back=content.back)
    return schemas.DismissedSchema(dismissed=len(await run_in_threadpool(office.dismissals.of, content.report)))


async def _sent(file: UploadFile | None, folder: FilePath, name: str) -> FilePath | None:
    """Return where a file that was sent lies now, under a name of ours; None for none."""
    if file is None:
        return None
    ending = SUFFIX.search(FilePath(file.filename or "").name)
    path = folder / f"{name}{ending[0] if ending else ''}"
    await run_in_threadpool(_copy, file, path)
    return path


def _copy(file: UploadFile, path: FilePath) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out)


def _service(request: Request) -> Service:
    return cast(Service, request.app.state.service)


def _office(request: Request) -> Office:
    return cast(Office, request.app.state.office)


async def _in_turn(
    request: Request,
    action: Action,
    detail: str,
    work: Callable[..., Result],
    *arguments: object,
    turnstile: Turnstile | None = None,
) -> Result:
    """Note what is asked, and do the work in a thread, once it is the caller's turn; None: among those who ask."""
    office, caller = _office(request), request.state.caller
    await run_in_threadpool(office.audit.record, caller, action, detail, where(request))
    async with (turnstile or office.turnstile).turn_of(caller.name):
        return await run_in_threadpool(work, *arguments)
