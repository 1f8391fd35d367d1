"""Keeps one server in line with what others change in the database that they share."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.records.office_glossary import OfficeGlossary
from app.storage.loops import Loop
from index.errors import IndexProblem, LibraryBusy
from index.store.library import Library

logger = logging.getLogger(__name__)

SECONDS = 1.0  # between two looks: a change elsewhere is to be found here within two seconds
LATER = 20.0  # after a look that failed


class Following:
    """A thread that brings keywords, vectors and the office's words in line; searches go on meanwhile."""

    def __init__(self, library: Callable[[], Library], glossary: OfficeGlossary) -> None:
        self._library, self._glossary = library, glossary
        self._loop = Loop("following", self._follow)

    def start(self) -> None:
        """Begin to look."""
        self._loop.start()

    def stop(self, wait: float = 10.0) -> None:
        """Look no more."""
        self._loop.stop(wait)

    def look(self) -> int:
        """Catch up once; return how many reports had changed elsewhere."""
        self._glossary.refresh()
        return self._library().catch_up()

    def _follow(self) -> None:
        pause = 0.0
        while not self._loop.stopped.wait(pause):
            pause = SECONDS
            try:
                changed = self.look()
                if changed:
                    logger.info("%s reports changed on other servers", changed)
            except LibraryBusy:
                continue  # somebody on this machine is writing; what there is answers meanwhile
            except IndexProblem as error:
                logger.warning("Máy này chưa theo kịp thay đổi của máy khác: %s", error)
                pause = LATER
            except Exception:  # the thread must go on, whatever a library raises
                logger.exception("unexpected error while following other servers")
                pause = LATER
