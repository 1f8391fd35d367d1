"""Every address of the app, by nobody and by every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import gradio as gr
from gradio.routes import App

from eval.attacks import Outcome, worst
from eval.attacks.world import World

FOR_ALL = {"/sign-in", "/sign-out", "/health", "/theme.css", "/api/docs", "/api/openapi.json"}  # hold nothing of the office
OWN = (
    ("GET", "/"), ("GET", "/password"), ("POST", "/password"), ("GET", "/notice"), ("POST", "/notice"),
    ("GET", "/admin/audit.csv"), ("POST", "/kho-bao-cao/tep"), ("GET", f"/facsimiles/{'a' * 64}/1.webp"),
    ("POST", "/api/ask"), ("POST", "/api/search"), ("GET", "/api/reports"), ("GET", f"/api/reports/{'a' * 64}"),
    ("POST", "/api/wording"), ("POST", "/api/draft"), ("POST", "/api/draft/renewal"),
    ("POST", "/api/check"), ("POST", "/mcp"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"), ("GET", "/redoc"),
)  # fmt: skip
FOR_DRAFTERS = ("save", "reset", "replace", "both", "drop", "drop-waiting", "replace-all", "clear")
FOR_ADMINISTRATORS = ("delete", "watch", "unwatch", "look", "forget", "keep")


def gradio_routes() -> list[tuple[str, str]]:
    """Return method and address of everything that Gradio itself would answer, with something in place of names."""
    with gr.Blocks(analytics_enabled=False) as page:
        gr.HTML()
    return sorted({(method, re.sub(r"\{[^}]*\}", "1", path)) for method, path in _walk(App.create_app(page).routes)})


def _walk(routes: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    for route in routes:
        inside = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        if inside:
            yield from _walk(inside, before + getattr(route, "path", ""))
        else:
            yield from ((method, before + route.path) for method in getattr(route, "methods", None) or ())


def by_nobody(world: World) -> Outcome:
    """Every address, by somebody who is not signed in."""
    visitor = world.visitor()
    outcomes = []
    for method, path in (*gradio_routes(), *OWN):
        if path in FOR_ALL:
            continue
        status = visitor.http.request(method, path).status_code
        outcomes.append(Outcome(status in (401, 303), f"{method} {path}: {status}"))
    return worst(outcomes)


def of_gradio(world: World) -> Outcome:
    """Gradio's addresses that the page does not use, by every role."""
    from app.web.http.page_routes import is_open

    outcomes = []
    for name in ("doc", "soan", "quan"):
        for method, path in gradio_routes():
            if is_open(method, path) or (method, path) == ("POST", "/gradio_api/upload"):
                continue
            status = world.visitor(name).http.request(method, path).status_code
            outcomes.append(Outcome(status in (404, 405), f"{name}: {method} {path}: {status}"))
    return worst(outcomes)


def by_role(world: World) -> Outcome:
    """Every event of the tabs that are not for all, and the files behind them."""
    outcomes = []
    reserved = _reserved(world)
    for name, roles in (("doc", ("drafter", "administrator")), ("soan", ("administrator",))):
        for event, role in reserved:
            if role in roles:
                status, _ = world.visitor(name).fire(event, [None for _ in event["inputs"]])
                outcomes.append(Outcome(status == 403, f"{name}: sự kiện {event['id']}: {status}"))
    for name in ("doc", "soan"):
        status = world.visitor(name).http.get("/admin/audit.csv").status_code
        outcomes.append(Outcome(status == 403, f"{name}: nhật ký: {status}"))
    for path in ("/gradio_api/upload", "/kho-bao-cao/tep"):
        answer = world.visitor("doc").http.post(path, files={"files": ("a.txt", b"a")}, headers={"x-file-name": "a.txt"})
        outcomes.append(Outcome(answer.status_code == 403, f"doc: {path}: {answer.status_code}"))
    return worst(outcomes)


def by_button(world: World) -> Outcome:
    """Every button of the library that is not for all, where one event carries them all."""
    event = world.event_of("queue", "select")
    outcomes = []
    for name, buttons in (("doc", FOR_DRAFTERS + FOR_ADMINISTRATORS), ("soan", FOR_ADMINISTRATORS)):
        for button in buttons:
            status, _ = world.visitor(name).fire(event, [None for _ in event["inputs"]], {"do": button})
            outcomes.append(Outcome(status == 403, f"{name}: nút {button}: {status}"))
    return worst(outcomes)


def _reserved(world: World) -> list[tuple[dict[str, Any], str]]:
    """Return the events of the tabs that are hidden from some, with the role that they take."""
    components = {component["id"]: component for component in world.config["components"]}
    within: dict[int, str] = {}

    def walk(part: dict[str, Any], role: str) -> None:
        tab = components[part["id"]]["props"].get("id") if components[part["id"]]["type"] == "tabitem" else None
        role = {"draft": "drafter", "check": "drafter", "admin": "administrator"}.get(str(tab), role)
        within[part["id"]] = role
        for child in part.get("children") or ():
            walk(child, role)

    for part in world.config["layout"]["children"]:
        walk(part, "")
    events = [(event, {within.get(target[0], "") for target in event["targets"]}) for event in world.events()]
    return [(event, role) for event, roles in events if event["backend_fn"] for role in roles if role]


ATTACKS = (by_nobody, of_gradio, by_role, by_button)
