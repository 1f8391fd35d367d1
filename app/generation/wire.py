"""The connection to a model's server: it gives up when the time of the answer is over, and when too much comes.

The time limits of HTTP libraries count for each piece that is read: a server that sends a byte now and then, in a head that
never ends, in comments or in an endless line, is waited for as long as it likes. Here every read, and every step of
connecting, has no more than what is left of the whole.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2
import httpx2

LARGEST = 4_000_000  # bytes of one reply; 700 tokens in a chunk each take some 300,000


class _Bounds:
    """The time and bytes that one reply may still take. ``until`` is on the clock of :func:`time.monotonic`."""

    def __init__(self, until: float) -> None:
        self._until, self._left = until, LARGEST

    def seconds(self, timeout: float | None) -> float:
        """Return how long one step may take.

        :raises httpcore2.ReadTimeout: no time is left.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time of the whole reply is over")
        return left if timeout is None else min(left, timeout)

    def count(self, size: int) -> None:
        """Take bytes off what may still come.

        :raises httpcore2.ReadError: there are too many.
        """
        self._left -= size
        if self._left < 0:
            raise httpcore2.ReadError("the reply is too long")


_bounds: ContextVar[_Bounds] = ContextVar("bounds of a reply")


@contextmanager
def bounded(until: float) -> Iterator[None]:
    """Bound what is read inside, in this thread: to ``until`` on the clock of :func:`time.monotonic`, and to its size."""
    token = _bounds.set(_Bounds(until))
    try:
        yield
    finally:
        _bounds.reset(token)


def client(timeout: float) -> httpx2.Client:
    """Return an HTTP client to be used inside :func:`bounded`; it follows no redirect and knows no proxy.

    :param timeout: seconds that one step may take at most.
    """
    transport = httpx2.HTTPTransport(trust_env=False)
    transport._pool = httpcore2.ConnectionPool(  # there is no public way to a backend of one's own
        ssl_context=httpx2.create_ssl_context(trust_env=False), network_backend=_Backend()
    )
    return httpx2.Client(transport=transport, trust_env=False, timeout=timeout, follow_redirects=False)


class _Backend(httpcore2.NetworkBackend):
    def __init__(self) -> None:
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        left = _bounds.get().seconds(timeout)
        return _BoundedStream(self._plain.connect_tcp(host, port, left, local_address, socket_options))


class _BoundedStream(httpcore2.NetworkStream):
    def __init__(self, plain: httpcore2.NetworkStream) -> None:
        self._plain = plain

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        bounds = _bounds.get()
        read = self._plain.read(max_bytes, bounds.seconds(timeout))
        bounds.count(len(read))
        return read

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._plain.write(buffer, _bounds.get().seconds(timeout))

    def close(self) -> None:
        self._plain.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        return _BoundedStream(self._plain.start_tls(ssl_context, server_hostname, _bounds.get().seconds(timeout)))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401
        return self._plain.get_extra_info(info)
