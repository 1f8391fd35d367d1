"""The places that a library has reports of, computed once for each state of the library."""

from __future__ import annotations

from index.gazetteer.places import Place, places_of
from index.store.library import Library


class LibraryPlaces:
    """The places of one library. Threads may share it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._current: tuple[str, list[Place]] = ("", [])

    def current(self) -> list[Place]:
        """Return the places; they are computed again when the library has changed."""
        revision = self._library.catalog.about()["revision"]
        if self._current[0] != revision:
            self._current = (revision, places_of(self._library.catalog.facts()))
        return self._current[1]
