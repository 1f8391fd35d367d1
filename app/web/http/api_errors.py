"""What the API answers where a call fails: a status, and {"detail": what is wrong and what to do}."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app import field_text
from app.access.fair_queue import QueueFull
from app.drafting.request import BadRequest
from app.web.handlers.ask import explained
from app.web.http import invalid_input
from app.web.http.service import NotThere
from index.database.disk import disk_problem
from index.embedding.e5_weights import WeightsError
from index.embedding.embedder import ModelNotFound
from index.errors import IndexProblem
from ingest.errors import UnreadableFile
from prompts import DataFileError

RETRY_SECONDS = 60
STATUS = {  # of what goes wrong in a way that is foreseen
    BadRequest: 422,
    DataFileError: 422,
    UnreadableFile: 422,
    NotThere: 404,
    QueueFull: 503,
    IndexProblem: 503,
    ModelNotFound: 503,
    WeightsError: 503,
}


def error_handlers(path: str) -> dict[Any, Any]:
    """Return what answers an error of each kind.

    :param path: where the API is mounted, for the way to its documentation.
    """

    def foreseen(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
        status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
        headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else None
        return _problem(str(error), status, headers)

    def unforeseen(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
        is_known = isinstance(error, IndexProblem) or (isinstance(error, OSError) and disk_problem(error, Path()))
        return _problem(explained(error), 503 if is_known else 500)

    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:  # noqa: ARG001
        return _problem(f"Đầu vào sai: {invalid_input.explain_all(error.errors())}. Xem {path}/docs", 422)

    def refused(request: Request, error: HTTPException) -> JSONResponse:
        messages = {
            404: f"Không có địa chỉ {request.url.path}. Các lời gọi có ở {path}/docs",
            405: f"Địa chỉ {request.url.path} không nhận {request.method}. Các lời gọi có ở {path}/docs",
            400: f"Không đọc được nội dung gửi lên. Hãy xem cách gửi ở {path}/docs",
        }
        return _problem(messages.get(error.status_code, error.detail), error.status_code, error.headers)

    handlers: dict[Any, Any] = dict.fromkeys(STATUS, foreseen)
    return {**handlers, RequestValidationError: invalid, HTTPException: refused, Exception: unforeseen}


def _problem(detail: str, status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"detail": field_text.printable(detail)}, status, headers)  # half a sign has no bytes to be sent as
