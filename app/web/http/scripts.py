"""The scripts of the page, served as a file, so that browsers may be told to make no script of words.

Gradio's client is handed scripts as text and makes functions of them (``new Function``), for which a page has to allow that
of any text. Here the same functions stand in a file of this server, and in place of what makes functions of text the client
finds what only looks them up: known text gives its function, all other text an error.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.http.headers import POLICY

ADDRESS = "/looks/scripts.js"
LONG = 1000  # characters of a script that is worth a name
LOADED = "element, trigger, props, server, upload, watch"  # what a component's script is given, in Gradio's order
LOOKUP = """
  const Made = Function, Later = (async () => {}).constructor;
  function lookUp(table, given) {
    const words = given.map(String), body = words.pop() ?? '', names = words.join(',').split(/\\s*,\\s*/);
    if (!table.has(body)) throw new EvalError('This page makes no functions of words.');
    return table.get(body)(names);
  }
  function instead(kind, table) {
    const looked = function (...given) { return lookUp(table, given); };
    looked.prototype = kind.prototype;
    Object.defineProperty(kind.prototype, 'constructor', { value: looked, configurable: true, writable: true });
    return looked;
  }
  instead(Later, later);
  window.Function = instead(Made, now);
"""


def shorten(blocks: Iterable[Any]) -> dict[str, str]:
    """Give the components of a page a short name in the place of their scripts; return the scripts by these names.

    One script serves many components, and the page would hold its text once for each: half of all it is.
    """
    by_name: dict[str, str] = {}
    for block in blocks:
        script = getattr(block, "js_on_load", None)
        if isinstance(script, str) and len(script) > LONG:
            name = f"on_load_{hashlib.sha256(script.encode()).hexdigest()[:12]}"
            by_name[name] = script
            block.js_on_load = name
    return by_name


def write(config: Mapping[str, Any], page_script: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the file for a page with this configuration, in which ``page_script`` runs once at the beginning.

    :param names: scripts by the names that stand for them in the configuration (:func:`shorten`).
    """
    properties = [component["props"] for component in config["components"]]
    now = [
        _loaded(script, names.get(script, script))
        for script in sorted({str(p["js_on_load"]) for p in properties if p.get("js_on_load")})
    ]
    templates = {str(p[name] or "") for p in properties for name in ("html_template", "css_template") if name in p}
    later = [str(event["js"]) for event in config["dependencies"] if isinstance(event.get("js"), str)]
    lines = [
        "(() => {", "const now = new Map(), later = new Map();",
        *now, *(line for script in sorted(templates) for line in _template(script)),
        *(_later(script) for script in sorted({*later, page_script}) if script), LOOKUP, "})();",
    ]  # fmt: skip
    return "\n".join(lines)


def add(server: FastAPI, script: str) -> None:
    """Add the file's address to a server."""

    def serve(request: Request) -> Response:  # noqa: ARG001
        return Response(script, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    server.add_api_route(ADDRESS, serve, methods=["GET"], include_in_schema=False)


class Scripts:
    """ASGI middleware of Gradio: puts the file first into the page, and lets run what Gradio writes there, nothing else."""

    def __init__(self, app: ASGIApp, script: str) -> None:
        self._app = app
        version = hashlib.sha256(script.encode()).hexdigest()[:12]
        self.tag = f'<head><script src="{ADDRESS}?{version}"></script>'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and change the page on its way back."""
        if scope["type"] != "http" or scope["path"].removeprefix(scope.get("root_path", "")) not in ("", "/"):
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        start: Message = {}
        body = bytearray()

        async def changed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":  # what a test is told of a template
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            page = self.insert(bytes(body), nonce)
            headers = MutableHeaders(scope=start)
            if scope["method"] != "HEAD":
                headers["Content-Length"] = str(len(page))
            headers["Content-Security-Policy"] = POLICY.replace("script-src 'self'", f"script-src 'self' 'nonce-{nonce}'")
            headers["Cache-Control"] = "no-store"  # the nonce serves once, and the page says who is signed in
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, changed)

    def insert(self, page: bytes, nonce: str) -> bytes:
        """Return the page with our script first and the nonce in every tag of a script.

        Gradio writes what it was given with ``<`` escaped, so every tag here is the template's own.
        """
        own = page.replace(b"<script", f'<script nonce="{nonce}"'.encode())
        return own.replace(b"<head>", self.tag, 1)


def _loaded(name: str, script: str) -> str:
    return f"now.set({json.dumps(name)}, () => function ({LOADED}) {{\n{script}\n}});"


def _later(script: str) -> str:
    plain = script.strip().rstrip(";")
    body = f"return (\n{plain}\n);"
    return f"later.set({json.dumps(body)}, () => async function () {{ {body} }});"


def _template(text: str) -> Iterator[str]:
    """Yield what stands for a template: Handlebars, which finds nothing of its own in it, then a template of JavaScript.

    :raises ValueError: a template that is more than a value.
    """
    if text not in ("", "${value}"):
        raise ValueError(f"the template {text!r} is not known to app.web.http.scripts")
    handlebars = f"  return {json.dumps(text)};\n"
    yield f"now.set({json.dumps(handlebars)}, () => () => {json.dumps(text)});"
    value = "(names) => (...given) => `${given[names.indexOf('value')]}`" if text else "() => () => ''"
    yield f"now.set({json.dumps(f'return `{text}`;')}, {value});"
