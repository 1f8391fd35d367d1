"""The world of the attacks: the app twice, with accounts and without, each in a process and a data folder of its own."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from app.access.accounts import AccountProblem
from app.access.person import Role
from app.office import Office
from settings import Settings

PASSWORD = "mười hai con chim sẻ"  # noqa: S105 - of accounts that live for a minute
PEOPLE = {"doc": Role.READER, "doc2": Role.READER, "soan": Role.DRAFTER, "soan2": Role.DRAFTER, "quan": Role.ADMINISTRATOR}
NO_MODEL = "khong-dung"  # loading the model takes longer than all attacks, and none asks a question
START_SECONDS = 120.0
STOP_SECONDS = 120.0
PATIENCE = 15.0  # seconds for one answer
HOLD_ON = 3.0  # seconds that a stream is listened to
ENVIRONMENT = "ATTACKED"  # variable of the app's process that holds the secret


class Visitor:
    """Somebody at a browser, signed in or not; follows no redirections."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        self.url = url
        # nothing here speaks https, and loading the certificates of the world takes longer than an attack
        self.http = httpx.Client(base_url=url, timeout=PATIENCE, headers=dict(headers or {}), trust_env=False, verify=False)  # noqa: S501
        self.session = secrets.token_hex(5)  # of the page that is open

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        """Sign in."""
        return self.http.post("/sign-in", data={"name": name, "password": password})

    def upload(self, name: str, content: bytes) -> list[str]:
        """Send a file as the page's buttons do, and return its paths; none where it is refused."""
        answer = self.http.post("/gradio_api/upload", files={"files": (name, content)})
        return list(answer.json()) if answer.status_code == 200 else []

    def fire(self, event: Mapping[str, Any], data: list[Any], told: Any = None, **more: Any) -> tuple[int, str]:  # noqa: ANN401
        """Fire an event of the page; return the status, and all that came of it."""
        body = {"data": data, "event_data": told, "fn_index": event["id"], "trigger_id": None, "session_hash": self.session}
        if not event.get("queue", True):
            answer = self.http.post("/gradio_api/run/predict", json=body | more)
            return answer.status_code, answer.text
        answer = self.http.post("/gradio_api/queue/join", json=body | more)
        return answer.status_code, answer.text + (self.listen(self.session) if answer.status_code == 200 else "")

    def listen(self, session: str) -> str:
        """Return what the page with this session is told until it has been quiet or complete."""
        heard, ends = "", time.monotonic() + HOLD_ON
        try:
            with self.http.stream("GET", f"/gradio_api/queue/data?session_hash={session}", timeout=HOLD_ON) as answer:
                for part in answer.iter_text():
                    heard += part
                    if "process_completed" in heard or "close_stream" in heard or time.monotonic() > ends:
                        break
        except httpx.TimeoutException:
            pass
        return heard


@dataclass(frozen=True)
class World:
    """The two apps. ``secret``: a file outside of what anybody may read; ``marker``: what stands in it."""

    url: str
    alone: str
    secret: Path
    marker: str
    data: Path
    visitors: dict[str, Visitor]
    config: dict[str, Any]
    brief: bool = False  # only some of what an attack tries in hundreds: for tests

    def visitor(self, name: str = "") -> Visitor:
        """Return the browser of an account; without a name, of nobody."""
        return self.visitors[name] if name else Visitor(self.url)

    def events(self, kind: str = "") -> list[dict[str, Any]]:
        """Return the page's events that take what a component of this kind holds; without a kind, all."""
        ids = {component["id"] for component in self.config["components"] if component["type"] == kind}
        return [event for event in self.config["dependencies"] if not kind or ids & set(event["inputs"])]

    def event_of(self, element: str, action: str) -> dict[str, Any]:
        """Return the event that an action on the element with this id fires."""
        [identity] = [
            component["id"] for component in self.config["components"] if component["props"].get("elem_id") == element
        ]
        return next(
            event for event in self.config["dependencies"] if [identity, action] in [list(t) for t in event["targets"]]
        )

    def reveals(self, text: str) -> bool:
        """Say whether a text gives the secret away."""
        return self.marker in text


@contextmanager
def open_world(settings: Settings, scratch: Path) -> Iterator[World]:
    """Start both apps below ``scratch`` and sign everybody in; end the apps afterwards.

    :raises OSError: an app did not start.
    """
    marker = hide_secret(scratch)
    apps = [_start(settings, scratch / name, accounts, marker) for name, accounts in (("chung", "on"), ("rieng", "auto"))]
    try:
        for process, url, log in apps:
            _await(process, url, log)
        yield enter(apps[0][1], apps[1][1], scratch, marker)
    finally:
        for process, *_ in apps:
            process.terminate()
        for process, *_ in apps:
            process.wait(STOP_SECONDS)


def hide_secret(scratch: Path) -> str:
    """Write the file that nobody may read, and return what stands in it."""
    marker = f"bi-mat-{secrets.token_hex(8)}"
    (scratch / "bi-mat.txt").write_text(marker, encoding="utf-8")
    return marker


def enter(url: str, alone: str, scratch: Path, marker: str, *, brief: bool = False) -> World:
    """Sign everybody in at the app at ``url``, whose data are in ``scratch / "chung"``; ``alone``: the other app."""
    visitors = {name: Visitor(url) for name in PEOPLE}
    for name, visitor in visitors.items():
        visitor.sign_in(name)
    config = visitors["quan"].http.get("/config").json()
    return World(url, alone, scratch / "bi-mat.txt", marker, scratch / "chung", visitors, config, brief)


def _start(settings: Settings, data: Path, accounts: str, marker: str) -> tuple[subprocess.Popen[bytes], str, Path]:
    own = replace(settings, data_dir=data, accounts=accounts, host="127.0.0.1", chroma_url=None, database_url=None, llm=None)
    own = replace(own, user_header=None, trusted_proxies=(), embedding_model=NO_MODEL)
    add_people(own)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    unset = ("LLM", "CHROMA_URL", "USER_HEADER", "TRUSTED_PROXIES")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {
        "DATA_DIR": str(data), "MODEL_DIR": str(own.model_dir.resolve()), "HOST": own.host, "PORT": str(port),
        "ACCOUNTS": accounts, "EMBEDDING_MODEL": NO_MODEL, ENVIRONMENT: marker,
    }  # fmt: skip
    log = data.with_suffix(".log")
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "app", "serve"], stdout=out, stderr=out, env=environment)
    return process, f"http://127.0.0.1:{port}", log


def add_people(settings: Settings) -> None:
    """Give an office the accounts of :data:`PEOPLE`, where it has accounts."""
    office = Office.open(settings)
    if not office.accounts.on:
        return
    for name, role in PEOPLE.items():
        try:
            office.accounts.change(name, office.accounts.add(name, name, role), PASSWORD, "")
        except AccountProblem as problem:
            raise OSError(f"không tạo được tài khoản thử: {problem}") from problem


def _await(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline, visitor = time.monotonic() + START_SECONDS, Visitor(url)
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if visitor.http.get("/health").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    process.kill()
    raise OSError(f"ứng dụng không khởi động: {log.read_text(errors='replace').strip()[-500:]}")
