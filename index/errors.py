"""What can go wrong with the index, worded for the person at the door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class IndexProblem(Exception):
    """The index cannot be used. The message says in Vietnamese what was found and what to do."""


class LibraryBusy(IndexProblem):
    """Another run is writing; it can be tried again."""


class StoreFailed(Exception):
    """The store could not be searched just now: an embedded one does so now and then while another process writes to it."""


@contextmanager
def guarded() -> Iterator[None]:
    """Let every failure of an engine below be a :class:`StoreFailed`.

    Those written in Rust panic on damaged files, which comes out as a BaseException that no ``except Exception`` sees.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, StoreFailed, IndexProblem):
        raise
    except BaseException as error:
        raise StoreFailed(" ".join(str(error).split())[:200] or type(error).__name__) from error
