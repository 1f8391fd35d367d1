"""Attacks on the running app, replayed: ``python -m eval attacks`` starts it on this machine and tries to get through.

A group is a module of this package with a tuple ``ATTACKS``. An attack is a function that is given the world
(:class:`eval.attacks.world.World`: the app with accounts of every role, the app without accounts, visitors who are signed in
or not) and returns an :class:`Outcome`: whether the app held, and in a few words what happened. Its docstring's first line
names it in the table. It changes nothing that another attack relies on, sends to loopback only, and is done within
:data:`SECONDS` (:data:`PATIENT`: of some groups); one that raises counts as got through, since nobody knows what happened.

To add a group: write the module, and name it in :data:`GROUPS`.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.attacks.world import World

GROUPS = (
    *("files", "routes", "csrf", "hosts", "proxies", "fixation", "idor", "connections"),
    *("uploads", "models", "patterns", "fields", "malformed", "colleague", "crumbs"),
)
SECONDS = 60.0  # an attack may take on a busy machine; longer means that the app was held up
PATIENT = {
    "uploads": 600.0,
    "patterns": 600.0,
    "fields": 600.0,
    "malformed": 600.0,
    "colleague": 120.0,
    "crumbs": 120.0,
}  # many tries in one, each with a limit of its own


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attack: whether the app held, and in a few words what happened."""

    is_held: bool
    what: str


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table; ``seconds`` the attack took."""

    group: str
    name: str
    outcome: Outcome
    seconds: float


Attack = Callable[["World"], Outcome]


def replay(world: World, groups: Sequence[str] = GROUPS) -> Iterator[Result]:
    """Run the groups' attacks one after the other, and yield what came of each."""
    for group in groups:
        attacks: Sequence[Attack] = importlib.import_module(f"eval.attacks.{group}").ATTACKS
        for attack in attacks:
            began = time.monotonic()
            try:
                outcome = attack(world)
            except Exception as error:  # noqa: BLE001 - what happened is the result
                outcome = Outcome(False, f"lỗi: {error!r}"[:200])
            seconds = time.monotonic() - began
            if seconds > PATIENT.get(group, SECONDS):
                outcome = Outcome(False, f"mất {seconds:.0f} giây; {outcome.what}")
            yield Result(group, (attack.__doc__ or attack.__name__).splitlines()[0].rstrip("."), outcome, seconds)


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """Return one outcome for several tries of the same kind: that of the first which got through, else how many held."""
    through = next((outcome for outcome in outcomes if not outcome.is_held), None)
    return through or Outcome(bool(outcomes), f"{len(outcomes)} cách đều bị chặn")


def as_text(results: Sequence[Result]) -> str:
    """Return the table, with a last line that counts."""
    rows = [
        f"{'được' if row.outcome.is_held else 'LỌT'}  {row.group:12} {row.name:66.66} {row.seconds:5.1f} s"
        f"  {row.outcome.what}"
        for row in results
    ]
    through = sum(not row.outcome.is_held for row in results)
    return "\n".join([*rows, f"{len(results)} kiểu tấn công, {through} kiểu lọt"]) + "\n"
