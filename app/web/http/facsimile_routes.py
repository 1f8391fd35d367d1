"""Pages of reports over HTTP: their pictures, the marks on them, and the original files. Nothing here takes a path."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse

from app.access.audit import Action, Audit
from app.access.fair_queue import QueueFull, Turnstile
from app.assistant import Assistant
from app.library.facsimiles import AT_ONCE, Facsimiles, NotShown
from app.web.html.panel import Reference
from app.web.requester import where, who

logger = logging.getLogger(__name__)

Identity = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]  # SHA-256 of the file: what a report is called
Number = Annotated[int, Path(ge=1, le=100_000)]
NOT_FOUND, BUSY = 404, 503
# A report's id is that of its bytes, so a page never changes; yet it may be deleted, and then soon be gone from browsers.
KEPT = {"Cache-Control": "private, max-age=600", "X-Content-Type-Options": "nosniff"}
# What is downloaded is never shown by the browser in the app's name.
DOWNLOADED = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


def router(assistant: Assistant, facsimiles: Facsimiles, audit: Audit) -> APIRouter:
    """Return the routes for pictures, marks and originals; who takes an original away is noted."""
    routes = APIRouter()
    turns = Turnstile(AT_ONCE, each=AT_ONCE - 1)  # who waits holds no thread, and one person's pages leave a place

    @routes.get("/facsimiles/{report}/{page}.webp")
    async def picture(report: Identity, page: Number, request: Request) -> FileResponse:
        try:
            async with turns.turn_of(who(request).name):
                file = await run_in_threadpool(facsimiles.picture, report, page)
        except NotShown as error:
            raise HTTPException(NOT_FOUND, str(error)) from error
        except QueueFull as error:
            raise HTTPException(BUSY, str(error)) from error
        return FileResponse(file, media_type="image/webp", headers=KEPT)

    @routes.get("/facsimiles/{report}/{page}/marks/{key}")
    async def marks(report: Identity, page: Number, key: str, request: Request) -> JSONResponse:
        try:
            async with turns.turn_of(who(request).name):
                return await run_in_threadpool(marked, report, page, key)
        except QueueFull as error:
            raise HTTPException(BUSY, str(error)) from error

    def marked(report: str, page: int, key: str) -> JSONResponse:
        try:
            reference = Reference.parse(key)
            passage = assistant.library.catalog.passages([reference.passage])[reference.passage]
            if passage.report != report:
                raise KeyError(report)
            start, end = reference.within(passage)
            boxes = facsimiles.boxes(report, start, end, page)
        except (ValueError, KeyError) as error:
            raise HTTPException(NOT_FOUND, "Đoạn này không còn trong thư viện. Hãy hỏi lại.") from error
        except NotShown as error:
            raise HTTPException(NOT_FOUND, str(error)) from error
        return JSONResponse({"boxes": [(box.left, box.top, box.right, box.bottom) for box in boxes]}, headers=KEPT)

    @routes.get("/originals/{report}")
    def original(report: Identity, request: Request) -> FileResponse:
        try:
            copy, name = facsimiles.original(report)
        except NotShown as error:
            raise HTTPException(NOT_FOUND, str(error)) from error
        audit.record(who(request), Action.EXPORT, f"tệp gốc {name}", where(request))
        return FileResponse(copy, filename=name, media_type="application/octet-stream", headers=DOWNLOADED)

    return routes
