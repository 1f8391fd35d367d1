"""Who calls the API or the MCP server: somebody signed in, the holder of a key, or the one person of this machine."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from app.access.person import LOCAL, Person, Role
from app.office import Office
from app.web.http.addresses import host_of, name_of
from app.web.http.proxies import traces


@dataclass
class CallRefused(Exception):
    """The call is not allowed: HTTP status, and what to do, in Vietnamese."""

    status: int
    detail: str


def caller(connection: HTTPConnection, office: Office, least: Role = Role.READER) -> Person:
    """Return who calls, if they may do what ``least`` may.

    ``connection.state.person``, where the sign-in has set it, is who is signed in (None: nobody).

    :raises Refused: nobody that is known (401), or somebody who may not (403).
    """
    signed_in: Person | None = getattr(connection.state, "person", LOCAL if office.alone else None)
    if signed_in == LOCAL and not is_at_this_machine(connection, office):
        signed_in = None
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme:
        person = office.keys.bearer(token.strip()) if scheme.lower() == "bearer" else None
        if person is None:
            raise CallRefused(401, "Khóa API không đúng hoặc đã bị thu hồi. Hãy xin người quản trị cấp khóa mới")
    elif signed_in is not None:
        if _from_elsewhere(connection):  # a page of another site must not ask with the cookie of whoever looks at it
            raise CallRefused(403, "Lời gọi đến từ một trang web khác nên bị từ chối. Hãy gọi bằng khóa API")
        person = signed_in
    else:
        raise CallRefused(
            401,
            "Cần khóa API: gửi kèm đầu mục “Authorization: Bearer KHÓA”. Khóa do người quản trị cấp: python -m app keys add",
        )
    if not person.role.may(least):
        raise CallRefused(
            403, f"“{person.shown}” có vai trò {person.role}, việc này cần vai trò {least}. Hãy hỏi người quản trị"
        )
    return person


def is_at_this_machine(connection: HTTPConnection, office: Office) -> bool:
    """Say whether a call comes from this machine to this machine by name, through no proxy, to an app for it alone.

    The name counts too: a hostile page can have its own name resolved to 127.0.0.1.
    """
    forwarded = traces(connection.headers, connection.scope.get("http_version", "1.1"))
    name = name_of(connection.headers.get("host", ""))
    ends = [connection.client.host if connection.client else "", name, office.settings.host]
    return not forwarded and all(map(_is_loopback, ends))


def _from_elsewhere(connection: HTTPConnection) -> bool:
    origin = connection.headers.get("origin")
    return origin is not None and host_of(origin) != connection.headers.get("host", "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
