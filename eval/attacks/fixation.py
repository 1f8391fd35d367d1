"""Sessions: given to somebody beforehand, kept past their end, or guessed by trying passwords."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from eval.attacks import Outcome, worst
from eval.attacks.world import PASSWORD, Visitor, World


def _cookie(visitor: Visitor) -> str:
    return next(name for name in visitor.http.cookies if name.startswith("session-"))


def planted_cookie(world: World) -> Outcome:
    """A session that somebody else put into the browser."""
    name = _cookie(world.visitor("doc"))
    victim = Visitor(world.url)
    victim.http.cookies.set(name, "a" * 43)
    planted = Visitor(world.url)
    planted.http.cookies.set(name, "a" * 43)
    cookies = victim.sign_in("doc2").headers.get_list("set-cookie")
    return worst([
        Outcome(planted.http.get("/config").status_code == 401, "phiên đặt sẵn"),
        Outcome(any(name in cookie for cookie in cookies) and "a" * 43 not in str(cookies), "phiên mới khi đăng nhập"),
    ])  # fmt: skip


def ended(world: World) -> Outcome:
    """A session after its owner has signed out, or signed in anew."""
    visitor, thief = Visitor(world.url), Visitor(world.url)
    outcomes = []
    ends: list[Callable[[], object]] = [lambda: visitor.http.post("/sign-out"), lambda: visitor.sign_in("doc2")]
    for end in ends:
        visitor.sign_in("doc2")
        name = _cookie(visitor)
        thief.http.cookies.set(name, str(visitor.http.cookies.get(name)))
        before = thief.http.get("/config").status_code
        end()
        outcomes.append(Outcome((before, thief.http.get("/config").status_code) == (200, 401), "phiên đã kết thúc"))
    return worst(outcomes)


def flags(world: World) -> Outcome:
    """Cookies that scripts or other sites could use."""
    cookies = Visitor(world.url).sign_in("doc2").headers.get_list("set-cookie")
    outcomes = [Outcome("HttpOnly" in cookie and "SameSite=lax" in cookie, cookie.split("=")[0]) for cookie in cookies]
    return worst([*outcomes, Outcome(len(cookies) >= 2, "phiên và trình duyệt")])


def locked_out(world: World) -> Outcome:
    """Wrong passwords that keep the owner out, or a guesser not slow."""
    owner = Visitor(world.url)
    owner.sign_in("soan2")
    guesser = Visitor(world.url)
    with ThreadPoolExecutor(8) as threads:  # at once, so that a slow machine does not make the pauses pass by itself
        tries = threads.map(lambda number: guesser.sign_in("soan2", f"sai lần {number}").status_code, range(8))
        statuses = sorted(tries)
    began = time.monotonic()
    again = owner.sign_in("soan2", PASSWORD)
    seconds = time.monotonic() - began
    is_notified = "/notice" in again.headers.get("location", "")
    return worst([
        Outcome(429 in statuses, f"thử dồn: {statuses}"),
        Outcome(again.status_code == 303 and seconds < 5, f"chủ vào: {again.status_code} sau {seconds:.1f} s"),
        Outcome(is_notified, "chủ được báo"),
    ])  # fmt: skip


ATTACKS = (planted_cookie, ended, flags, locked_out)
