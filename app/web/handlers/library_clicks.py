"""What somebody sees of the tab "Kho báo cáo" and clicks in it, and the role that each click needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.access.person import Person, Role

BRINGS_IN, DELETES = Role.DRAFTER, Role.ADMINISTRATOR
RIGHTS = {
    **dict.fromkeys(("list", "open", "compare", "keep-set", "drop-set"), Role.READER),
    **dict.fromkeys(
        ("save", "reset", "check", "replace", "both", "drop", "drop-waiting", "replace-all", "clear"), BRINGS_IN
    ),
    **dict.fromkeys(("delete", "watch", "unwatch", "look", "forget", "keep"), DELETES),
}


@dataclass(frozen=True, slots=True)
class ViewState:
    """What somebody sees: the report whose page is open ("" for the list), the library's revision that is shown."""

    report: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Click:
    """What was clicked, by whom, and what they saw."""

    sight: ViewState
    person: Person
    data: Mapping[str, object]
    address: str = ""


@dataclass(frozen=True, slots=True)
class LibraryView:
    """What the tab shows now; None: as before."""

    sight: ViewState
    drop: str | None = None
    queue: str | None = None
    shelf: str | None = None
    folders: str | None = None


def right_for(clicked: object) -> Role:
    """Return the role that what was clicked needs; what the tab does not know does nothing, and needs none."""
    what = str(clicked.get("do", "")) if isinstance(clicked, Mapping) else ""
    return RIGHTS.get(what, Role.READER)
