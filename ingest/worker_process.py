"""The process of a worker: it does one task after the other, within the limits, until its parent is gone.

Run by :mod:`ingest.worker` as ``python -m ingest.worker_process FD``; the file descriptor is of the connection to it.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import resource
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler

from ingest.errors import FULL_DISK, NO_ROOM, NoRoom, UnreadableFile
from ingest.limits import over
from ingest.reading import Reading
from ingest.worker_messages import Done, Order, ProgressMade, Ready, Refusal, Terms

logger = logging.getLogger(__name__)

GENTLE = 5  # added to the process's niceness: answers go first
WATCHED = 1.0  # seconds between two looks whether the parent process still lives
MEGABYTE = 1024 * 1024
# Taking an answer apart stops every other thread of the parent; a report of 1,000 pages makes one of some 10 MB.
LARGEST_ANSWER = 32 * MEGABYTE
BROKEN = "tệp hỏng theo cách chương trình chưa biết; hãy mở bằng Word hoặc trình đọc PDF rồi lưu lại"
TOO_MUCH = "tệp cho ra quá nhiều nội dung để xem một lần; hãy chia nhỏ tệp rồi thử lại"


def serve(connection: Connection) -> None:
    """Answer orders until the other side hangs up, at whatever moment it does."""
    with contextlib.suppress(EOFError, ConnectionError):  # the latter where it has not heard all that was sent to it
        terms: Terms = connection.recv()
        _bound_memory(terms.limits.max_memory_mb)
        for module in terms.modules:  # takes its time, which passes while the parent is busy elsewhere
            importlib.import_module(module)
        connection.send(Ready())
        reading = Reading(terms.limits, terms.pages, lambda share: connection.send(ProgressMade(share)), terms.whole)
        while True:
            order: Order = connection.recv()
            connection.send_bytes(_packed(_do(order, reading, terms)))


def _do(order: Order, reading: Reading, terms: Terms) -> Done | Refusal:
    most = terms.limits.max_memory_mb
    try:
        return Done(order.task(*order.arguments, reading))
    except terms.foreseen as error:
        return Refusal(error)
    except MemoryError:
        return Refusal(UnreadableFile(over("max_memory_mb", most, f"cần hơn {most} MB bộ nhớ để đọc")), spent=True)
    except Exception as error:  # one file, however broken, never stops the others
        if isinstance(error, OSError) and error.errno in FULL_DISK:
            return Refusal(NoRoom(NO_ROOM))
        logger.exception("task failed: %s%s", order.task.__name__, order.arguments[:1])
        return Refusal(UnreadableFile(BROKEN))


def _packed(answer: Done | Refusal) -> bytes:
    """Return an answer as it is sent; one that is too large is a refusal."""
    try:
        packed = bytes(ForkingPickler.dumps(answer))
    except MemoryError:
        packed = b""
    if packed and len(packed) <= LARGEST_ANSWER:
        return packed
    return bytes(ForkingPickler.dumps(Refusal(UnreadableFile(TOO_MUCH), spent=True)))


def _bound_memory(megabytes: int) -> None:
    """Let allocations beyond the limit fail, in this process and those it starts."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * MEGABYTE, most))


def _die_with(parent: int) -> None:
    """End this process and what it started once its parent is gone, however that ended."""
    while os.getppid() == parent:
        time.sleep(WATCHED)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_die_with, args=(os.getppid(),), daemon=True).start()
    os.nice(GENTLE)
    serve(Connection(int(sys.argv[1])))
