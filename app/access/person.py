"""Who is at the screen. Frozen, and free of any framework."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do; each may also do what those before it may."""

    READER = "reader"  # ask and search
    DRAFTER = "drafter"  # draft and check reports, bring reports in
    ADMINISTRATOR = "administrator"  # delete reports, manage people, see the audit log

    def may(self, role: Role) -> bool:
        """Say whether this role includes what ``role`` may do."""
        order = list(Role)
        return order.index(self) >= order.index(role)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the app: ``name`` is unique and signs in, ``shown`` is what the screen calls them."""

    name: str
    shown: str
    role: Role


LOCAL = Person("local", "Người dùng máy này", Role.ADMINISTRATOR)  # the one person of an app without accounts
