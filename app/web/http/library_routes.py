"""Where the page sends files: streamed to disk as they arrive, so that a large one takes no memory."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from urllib.parse import unquote

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from app.access.audit import Action, Audit
from app.access.person import Person, Role
from app.library.incoming import BadUpload
from app.library.ingestion import Shelving
from app.web.requester import current
from index.errors import IndexProblem

logger = logging.getLogger(__name__)

AT_ONCE = 20  # files of one person on their way: the page sends one after the other; each takes a connection and disk
NOT_GIVEN = "tài khoản của bạn chưa được giao việc nạp báo cáo; hãy nhờ quản trị viên"
ADDRESS = "/kho-bao-cao/tep"
NAME = "x-file-name"  # percent-encoded; a page of another site cannot send it, since browsers ask before they do


def add(
    server: FastAPI,
    shelving: Shelving,
    audit: Audit,
    who: Callable[[Request], Person],
    where: Callable[[Request], str],
) -> None:
    """Add the address to a server, and let the work begin and end with it.

    :param who: tells who sent a request; ``where``: from which address.
    """
    arriving: Counter[str] = Counter()  # files on their way, by person

    async def receive(request: Request) -> JSONResponse:
        person = who(request)
        if not person.role.may(Role.DRAFTER):
            return _refused(NOT_GIVEN, 403)
        if arriving[person.name] >= AT_ONCE:
            return _refused(f"bạn đang tải lên {AT_ONCE} tệp cùng lúc; hãy đợi các tệp đó xong rồi nạp tiếp")
        arriving[person.name] += 1
        try:
            return await take_in(request, person)
        finally:
            arriving[person.name] -= 1

    async def take_in(request: Request, person: Person) -> JSONResponse:
        name = unquote(request.headers.get(NAME, ""))
        try:
            incoming = shelving.uploads.begin(name, shelving.library.settings.limits.max_file_mb)
        except BadUpload as error:
            return _refused(str(error))
        except OSError as error:
            return _refused(_disk(error))
        try:
            async for part in request.stream():
                incoming.write(part)
            incoming.close()
            present = await run_in_threadpool(current, request.scope.get("state", {}))  # a slow line takes hours
            if present is None or not present.role.may(Role.DRAFTER):
                incoming.discard()
                return _refused(NOT_GIVEN, 403)
            # Noted first: where that fails the file is not taken, and nothing waits that the sender was told is lost.
            await run_in_threadpool(audit.record, person, Action.UPLOAD, f"tệp {incoming.name}", where(request))
            upload = await run_in_threadpool(shelving.hand_in, incoming, person.name)
        except (BadUpload, IndexProblem) as error:
            incoming.discard()
            return _refused(str(error))
        except OSError as error:
            incoming.discard()
            return _refused(_disk(error))
        except ClientDisconnect:
            incoming.discard()
            return _refused("đường truyền bị ngắt khi đang tải lên; hãy nạp lại tệp này")
        except BaseException:
            incoming.discard()
            raise
        return JSONResponse({"number": upload.number, "state": upload.state.value})

    server.add_api_route(ADDRESS, receive, methods=["POST"], include_in_schema=False)
    server.router.on_startup.append(shelving.start)
    server.router.on_shutdown.append(shelving.stop)


def _disk(error: OSError) -> str:
    logger.error("an upload could not be kept: %s", error)
    return f"máy chủ không ghi được tệp ({error.strerror}); hãy báo quản trị viên kiểm tra dung lượng đĩa và quyền ghi"


def _refused(why: str, status: int = 200) -> JSONResponse:
    """Return why a file is not taken; it is no error of the address, which browsers would write into their console."""
    return JSONResponse({"why": why}, status)
