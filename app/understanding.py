"""A question understood in a library: its spelling, the places and reports it is of, and what was taken off it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.answer.model import Understood
from app.answer.notes import understood
from app.question.follow_up import without_names
from app.question.question import Question, understand
from index.constraints import Constraint, ConstraintKind
from index.gazetteer.library_places import LibraryPlaces
from index.gazetteer.scope import Limit, Place, Scope, scope_of
from index.query.query import Query, QueryReader


@dataclass(frozen=True, slots=True)
class QuestionUnderstanding:
    """Understands questions of one library.

    ``limit`` holds the reports that every question is restricted to. None stands for all reports.
    """

    reader: QueryReader
    library_places: LibraryPlaces
    limit: Limit | None

    def places(self) -> list[Place]:
        """Return the places that the library has reports of, as it is now."""
        return self.library_places.current()

    def scope_named_in(self, text: str) -> Scope:
        """Return the scope that a text names, whatever is taken off or limited."""
        return self._scope(self.reader.read(text))

    def _scope(self, query: Query) -> Scope:
        """The places named, in the question as typed or, failing that, with its spelling restored."""
        typed = scope_of(query.text, self.places(), self.library_places.speaks_of)
        if typed.places:
            return typed
        restored = scope_of(query.restored, self.places(), self.library_places.speaks_of)
        barred = any(unit.split(",")[0].endswith(f" {p.name}") for unit in typed.foreign for p in restored.places)
        names_other = bool(typed.foreign) or typed.within is not None
        return typed if barred or (names_other and not restored.places) else restored

    def understand(self, text: str, without: Collection[Constraint], own: str = "") -> Question:
        """Return a question as understood.

        :param without: constraints that are not to be understood from it.
        :param own: the last turn, where turns before it complete the text.
        """
        query = self.reader.read(text, without)
        scope = self._scope(query)
        places_off = [place for place in scope.places if Constraint(ConstraintKind.PLACE, place.called) in without]
        if places_off:  # neither searched nor missed; a bare name stays, since it may have been mistaken for the place's
            query = self.reader.read(without_names(text, places_off, bare=False), without)
            scope = self._scope(query)
        scope = scope.without(without)
        if self.limit is not None and Constraint(ConstraintKind.REPORTS) not in without:
            scope = scope.limited(self.limit, self.places())
        stressed = self.reader.read(own).content if own else ()
        return understand(query, scope, without, assembled=bool(own), own=stressed)

    def removed(self, text: str, without: Collection[Constraint]) -> tuple[Understood, ...]:
        """Return the constraints that the text held and that were taken off, in the order of their removal."""
        removals = list(without)
        return tuple(
            part
            for at, removal in enumerate(removals)
            for part in understood(self.understand(text, removals[:at]))
            if part.key == removal.key
        )
