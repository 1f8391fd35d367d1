"""The places that a library has reports of, computed once for each state of the library."""

from __future__ import annotations

from index.gazetteer.places import Place, places_of, same_name
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
        """Say whether a report mentions a unit, whatever its kind there: tables leave it out.

        By the pairs of syllables in the keyword index. Where the name is a place's of the library, and where it has one
        syllable, the kind counts too: "phường Tân Lập" is not mentioned where "huyện Tân Lập" is. A namesake of another
        province ("xã Tân Lập, tỉnh …") is not mentioned.
        """
        _, name = kind_and_name(unit)
        if "," in name:
            return False
        is_own_place = any(same_name(name, place.name) for place in self.current())
        pairs = [term for term in terms(unit if is_own_place or " " not in name else name) if "_" in term]
        frequencies, _ = self._library.catalog.document_frequencies(pairs)
        return bool(pairs) and all(frequencies.get(pair) for pair in pairs)
