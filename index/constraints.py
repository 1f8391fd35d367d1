"""What the search takes from a question as a restriction or a rewording, so that a reader can take it off again.

A constraint is a typed value inside the program. Its written form, the key ("role", "place:huyện Vân Sa"), is for pages, the
API and stored conversations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ConstraintKind(StrEnum):
    """Kinds of constraint, in the order in which a reader is shown what was understood."""

    CONTEXT = "context"  # the question is completed from those before it
    REPORTS = "reports"  # the reports that the reader chose
    PLACE = "place"  # a place named; the value is the place as it is called
    PROVINCE = "province"  # all reports of the province named
    PERIOD = "period"  # the years named
    KIND = "kind"  # the kind of report named
    ROLE = "role"  # the role of the section named
    DOCUMENT = "document"  # a document number; the value is the number, folded
    ADDED = "added"  # long forms, short forms and synonyms added to the question
    SPELLING = "spelling"  # the spelling as restored


VALUED = frozenset({ConstraintKind.PLACE, ConstraintKind.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing understood from a question. Kinds in :data:`VALUED` carry a ``value``; with the others it is empty."""

    kind: ConstraintKind
    value: str = ""

    @property
    def key(self) -> str:
        """The written form: the kind, and after a colon the value if the kind has one."""
        return f"{self.kind}:{self.value}" if self.kind in VALUED else self.kind.value

    @property
    def rank(self) -> int:
        """The position of the kind in the order shown to a reader."""
        return list(ConstraintKind).index(self.kind)

    @classmethod
    def parse(cls, key: str) -> Constraint | None:
        """Return the constraint that a key names, or None if the key is of no known form."""
        name, colon, value = key.partition(":")
        try:
            kind = ConstraintKind(name)
        except ValueError:
            return None
        return cls(kind, value) if bool(colon) == (kind in VALUED) else None


def parse_keys(keys: Iterable[str]) -> tuple[Constraint, ...]:
    """Return the constraints that keys name, in their order. Keys of no known form take nothing off and are passed over."""
    return tuple(constraint for key in keys if (constraint := Constraint.parse(key)) is not None)
