"""Pages of reports over HTTP: their pictures, the marks on them, and the original files. Nothing here takes a path."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import FileResponse, JSONResponse

from app.assistant import Assistant
from app.facsimiles import Facsimiles, NotShown
from app.web.panel import Reference

logger = logging.getLogger(__name__)

Identity = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]  # SHA-256 of the file: what a report is called
Number = Annotated[int, Path(ge=1, le=100_000)]
NOT_FOUND = 404
# A report's id is that of its bytes, so a page never changes; yet it may be deleted, and then soon be gone from browsers.
KEPT = {"Cache-Control": "private, max-age=600", "X-Content-Type-Options": "nosniff"}
# What is downloaded is never shown by the browser in the app's name.
DOWNLOADED = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


def router(assistant: Assistant, facsimiles: Facsimiles) -> APIRouter:
    """Return the routes for pictures, marks and originals."""
    made = APIRouter()

    @made.get("/facsimiles/{report}/{page}.webp")
    def picture(report: Identity, page: Number) -> FileResponse:
        try:
            return FileResponse(facsimiles.picture(report, page), media_type="image/webp", headers=KEPT)
        except NotShown as error:
            raise HTTPException(NOT_FOUND, str(error)) from error

    @made.get("/facsimiles/{report}/{page}/marks/{key}")
    def marks(report: Identity, page: Number, key: str) -> JSONResponse:
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

    @made.get("/originals/{report}")
    def original(report: Identity) -> FileResponse:
        try:
            copy, name = facsimiles.original(report)
        except NotShown as error:
            raise HTTPException(NOT_FOUND, str(error)) from error
        return FileResponse(copy, filename=name, media_type="application/octet-stream", headers=DOWNLOADED)

    return made
