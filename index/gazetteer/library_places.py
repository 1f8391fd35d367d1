"""The places that a library has reports of, computed once for each state of the library."""

from __future__ import annotations

from index.gazetteer.places import Place, places_of
from index.gazetteer.units import kind_and_name
from index.store.library import Library
from ingest.language.terms import terms


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

    def speaks_of(self, unit: str) -> bool:
        """Say whether a report mentions a unit, whatever its kind there ("huyện Tân Lập": "Tân Lập").

        By the pairs of its syllables in the keyword index; a name of one syllable by its kind and itself.
        """
        name = unit.split(",")[0]
        pairs = [term for term in terms(name) if "_" in term]
        own = pairs[len(kind_and_name(name)[0].split()) :] or pairs[-1:]
        frequencies, _ = self._library.catalog.document_frequencies(own)
        return bool(own) and "," not in unit and all(frequencies.get(pair) for pair in own)
