"""Values that nobody types, sent to every field of the API and of signing in. Each must get a message, never a status 500.

``client`` in what follows is anything that sends requests as httpx does, on this machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.attacks import Attack, Outcome

if TYPE_CHECKING:
    from eval.attacks.world import World

BRIEF = 40  # of some hundred requests, one is enough for a test: tests/eval/attacks/test_fields.py sends all
TEXTS: Mapping[str, str] = {
    "NUL": "xã\0Tân Lập",
    "escape": "\x1b[31mđỏ\x1b[0m",
    "bell and backspace": "a\x07\x08",
    "right to left": "\u202etxt.exe\u202c",
    "isolate": "\u2066xã\u2069",
    "half a sign": "\ud800",
    "halves the wrong way round": "\udc00\ud800",
    "no character": "\ufffe\uffff",
    "emoji": "👩‍👩‍👧‍👦🇻🇳" * 20,
    "one word": "BÁO",
    "one long word": "x" * 400,
    "10,000 characters": "Xã " * 3_334,
    "100,000 digits": "9" * 100_000,
    "marks alone": "a" + "\u0301\u0323" * 2_000,
    "white space": " \t\n\u3000\u00a0",
    "line breaks": "a\nb\r\nc\u2028d",
    "markup": "<script>alert(1)</script>&amp;{{7*7}}${x}",
    "a path": "../../../etc/passwd\0.txt",
    "a pattern": "(a+)+$[",
}
VALUES: Mapping[str, Any] = {
    **TEXTS,
    "nothing": None,
    "true": True,
    "a number": 7,
    "below zero": -1,
    "a huge number": 10**400,
    "no number": float("nan"),
    "without end": float("inf"),
    "a list": ["a", 1, None],
    "an object": {"a": {"b": "c"}},
    "deep": json.loads("[" * 60 + "]" * 60),
    "many": ["a"] * 5_000,
}
MILD = ("emoji", "one word", "marks alone", "white space", "line breaks", "markup", "a pattern", "nothing", "a number")
DRAFT = {
    "agency": "ỦY BAN NHÂN DÂN XÃ TÂN LẬP",
    "place": "Tân Lập",
    "period": {"from": 2025, "to": 2025},
    "figures": {"giảm nghèo": {"hộ nghèo": "41 hộ"}},
}
BODIES: Mapping[str, tuple[dict[str, Any], tuple[str, ...]]] = {  # route: a good body, fields to spoil
    "/api/ask": ({"question": "Có bao nhiêu hộ nghèo?"}, ("question", "turns", "without", "xyz")),
    "/api/search": ({"text": "hộ nghèo"}, ("text", "limit", "without")),
    "/api/wording": ({"text": "hạn chế"}, ("text", "role", "kind", "level", "field", "place", "years", "limit")),
    "/api/draft?kind=annual": (
        DRAFT,
        (
            "agency",
            "place",
            "period",
            "parent_agency",
            "number",
            "date",
            "signer",
            "recipients",
            "addressee",
            "basis",
            "directive",
            "next_period",
            "figures",
            "basket",
            "outline",
            "last_year",
            "compared",
        ),
    ),
}
WHOLE = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'"a"',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"question": ' + b"9" * 5_000 + b"}",
    b'{"\\ud800": 1}',
)
FORMS = (b"name=%00&password=%00", b"name=%ED%A0%80&password=%FF", b"name=%E2%80%AEa&password=b", b"name=" + b"a" * 10_000)
FILES = ("\0.txt", "a" * 400 + ".txt", "a." + "b" * 400, "../../x.txt", "\u202etxt.exe", ".", "con.txt\n")


@dataclass(frozen=True, slots=True)
class Sent:
    """A request: its route, its body, and what is wrong with it."""

    route: str
    body: bytes
    what: str


def sent() -> Iterator[Sent]:
    """Yield a request for every bad value in every field, and bodies that are no JSON of ours."""
    for route, (good, fields) in BODIES.items():
        for field in fields:
            for what, value in VALUES.items():
                if route.startswith("/api/draft") and what in MILD and field not in ("agency", "place"):
                    continue  # each would be drafted, which takes a second
                yield Sent(route, json.dumps({**good, field: value}).encode(), f"{field}: {what}")
        for field in good:
            yield Sent(route, json.dumps({name: good[name] for name in good if name != field}).encode(), f"no {field}")
        for body in WHOLE:
            yield Sent(route, body, f"body {body[:20]!r}")


def faults(client: Any, requests: Iterator[Sent]) -> list[str]:  # noqa: ANN401 - httpx's or a test's
    """Return what was answered wrongly: a status of ours above 499 (503 says "later"), or no word of what to do."""
    problems = []
    for attempt in requests:
        answer = client.post(attempt.route, content=attempt.body, headers={"Content-Type": "application/json"})
        problems += _wrong(f"{attempt.route} {attempt.what}", answer)
    return problems


def faults_of_files(client: Any) -> list[str]:  # noqa: ANN401
    """The same for names of files sent to be checked."""
    problems = []
    for name in FILES:
        answer = client.post("/api/check", files={"file": (name, "Xã có 12 thôn.".encode(), "text/plain")})
        problems += _wrong(f"/api/check {ascii(name)[:30]}", answer)
    return problems


def faults_of_signing_in(client: Any) -> list[str]:  # noqa: ANN401
    """The same for the form in which people sign in, which answers with a page."""
    problems = []
    for body in FORMS:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = client.post("/sign-in", content=body, headers=kind, follow_redirects=False)
        if answer.status_code >= 500:
            problems.append(f"/sign-in {body[:30]!r}: {answer.status_code}")
    return problems


def _wrong(what: str, answer: Any) -> list[str]:  # noqa: ANN401
    status = answer.status_code
    if status >= 500 and status != 503:
        return [f"{what}: {status} {answer.text[:80]}"]
    if status >= 400 and not (isinstance(detail := answer.json().get("detail"), str) and detail.strip()):
        return [f"{what}: {status} without a word"]
    return []


def _attack(route: str) -> Attack:
    def attack(world: World) -> Outcome:
        requests = [attempt for attempt in sent() if attempt.route == route][:: BRIEF if world.brief else 1]
        return _outcome(faults(world.visitor("soan").http, iter(requests)), len(requests))

    attack.__doc__ = f"Every field of {route}"
    return attack


def names(world: World) -> Outcome:
    """Names of files that are checked."""
    return _outcome(faults_of_files(world.visitor("soan").http), len(FILES))


def signing_in(world: World) -> Outcome:
    """The form in which people sign in."""
    return _outcome(faults_of_signing_in(world.visitor().http), len(FORMS))


def _outcome(problems: list[str], count: int) -> Outcome:
    return Outcome(not problems, "; ".join(problems)[:200] or f"{count} cách đều được trả lời")


ATTACKS = (*map(_attack, BODIES), names, signing_in)
