"""Where the page's buttons send a file that is to be read once: a report to check, a sheet of figures, last year's report.

It stands before Gradio's own address of that name, which takes files of any number from anybody.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from app.access.person import Role
from app.storage.transit import Owner, Transit
from app.web.requester import NOT_ALLOWED, who

ADDRESS = "/gradio_api/upload"
AT_ONCE = 3  # uploads of one person
FILES = 4  # of one request; the page's buttons take one each
FORM_BYTES = 65_536  # of what stands around a file


def add(server: FastAPI, transit: Transit, most_mb: int) -> None:
    """Add the address to a server; ``most_mb``: megabytes of the largest file."""
    going: Counter[Owner] = Counter()

    async def receive(request: Request) -> Response:
        if not who(request).role.may(Role.DRAFTER):
            return JSONResponse({"detail": NOT_ALLOWED}, 403)
        owner: Owner = request.state.owner
        if going[owner] >= AT_ONCE:
            return PlainTextResponse("Đang tải lên nhiều tệp cùng lúc. Hãy đợi các tệp này xong rồi tải tiếp.", 429)
        going[owner] += 1
        try:
            return await _stored(request, transit, owner, most_mb)
        finally:
            going[owner] -= 1

    server.add_api_route(ADDRESS, receive, methods=["POST"], include_in_schema=False)


async def _stored(request: Request, transit: Transit, owner: Owner, most_mb: int) -> Response:
    """Keep the files of a form; return their paths, by which events of the page name them."""
    most = most_mb * 1_000_000 + FORM_BYTES
    too_large = PlainTextResponse(
        f"Tệp lớn quá {most_mb} MB. Hãy chia nhỏ tệp, hoặc nhờ quản trị viên đặt MAX_FILE_MB.", 413
    )
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > most:
        return too_large
    request = Request(request.scope, _Bounded(request, most).receive)
    try:
        async with request.form(max_files=FILES, max_fields=FILES) as form:
            files = [upload for upload in form.getlist("files") if isinstance(upload, UploadFile)]
            paths = [transit.place(owner, upload.filename or "", upload.size or 0) for upload in files]
            for path, upload in zip(paths, files, strict=True):
                await run_in_threadpool(_write, upload.file, path)
    except _TooLarge:
        return too_large
    except HTTPException:
        return PlainTextResponse("Tệp đến không đầy đủ. Hãy chọn lại tệp và tải lên lần nữa.", 400)
    except OSError as error:
        why = f"Máy chủ không ghi được tệp ({error.strerror}). Hãy báo quản trị viên xem dung lượng đĩa."
        return PlainTextResponse(why, 507)
    return JSONResponse([str(path) for path in paths])


class _TooLarge(Exception):
    """More has come than may."""


class _Bounded:
    """The body of a request, broken off where it is longer than ``most`` bytes."""

    def __init__(self, request: Request, most: int) -> None:
        self._request, self._left = request, most

    async def receive(self) -> dict[str, object]:
        message = await self._request.receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooLarge
        return dict(message)


def _write(source: BinaryIO, path: Path) -> None:
    with path.open("xb") as target:
        shutil.copyfileobj(source, target)
