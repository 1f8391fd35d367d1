"""Names for the server that are not its own: a page elsewhere may have its name point to this machine."""

from __future__ import annotations

import httpx

from eval.attacks import Outcome, worst
from eval.attacks.world import Visitor, World

NAMES = (
    "xau.example",
    "127.0.0.1.xau.example",
    "localhost.xau.example",
    "10.0.0.1:7860",
    "xn--a",
    "localhost@xau.example",
)
ASKED = ("/", "/config", "/api/reports", "/admin/audit.csv", "/sign-in", "/health")


def foreign(world: World) -> Outcome:
    """The app without accounts, asked by a name that is not this machine's."""
    outcomes = []
    for name in NAMES:
        for path in ASKED:
            answer = Visitor(world.alone, {"host": name}).http.get(path)
            outcomes.append(Outcome(answer.status_code in (400, 403), f"{name}{path}: {answer.status_code}"))
    return worst(outcomes)


def own(world: World) -> Outcome:
    """Its own names, which must still open it."""
    port = httpx.URL(world.alone).port
    answers = [
        Visitor(world.alone, {"host": f"{name}:{port}"}).http.get("/config") for name in ("127.0.0.1", "localhost", "[::1]")
    ]
    return worst([Outcome(answer.status_code == 200, str(answer.status_code)) for answer in answers])


ATTACKS = (foreign, own)
