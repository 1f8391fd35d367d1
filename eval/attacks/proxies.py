"""A proxy in front of an app that does not know of it, and words that only a trusted proxy may say."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from eval.attacks import Outcome, worst
from eval.attacks.world import Visitor, World

SHOWN = {
    "X-Forwarded-For": "10.0.0.9", "X-Forwarded-Host": "bao-cao.lan", "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Server": "proxy", "X-Forwarded-Prefix": "/a", "Forwarded": "for=10.0.0.9", "Via": "1.1 proxy",
    "X-Real-IP": "10.0.0.9", "X-Client-IP": "10.0.0.9", "True-Client-IP": "10.0.0.9", "CF-Connecting-IP": "10.0.0.9",
    "X-Original-URL": "/", "X-Forwarded": "1", "X-Remote-User": "quan",
}  # fmt: skip
ASKED = ("/", "/config", "/admin/audit.csv", "/api/reports", "/gradio_api/app_id", "/kho-bao-cao/tep")


def with_headers(world: World) -> Outcome:
    """The app without accounts, asked through a proxy that adds headers."""
    outcomes = []
    for name, value in SHOWN.items():
        for path in ASKED:
            answer = Visitor(world.alone, {name: value}).http.request("POST" if "tep" in path else "GET", path)
            is_refused = answer.status_code == 401 or "TRUSTED_PROXIES" in answer.text
            outcomes.append(Outcome(answer.status_code in (401, 403) and is_refused, f"{name} {path}: {answer.status_code}"))
    return worst(outcomes)


def silent(world: World) -> Outcome:
    """The app without accounts, asked through a proxy that adds none (nginx as it comes)."""
    parts = urlsplit(world.alone)
    outcomes = []
    for path in ASKED[:4]:
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as line:
            line.sendall(f"GET {path} HTTP/1.0\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
            status = line.recv(64).split(b" ")[1].decode()
        outcomes.append(Outcome(status in ("401", "403"), f"{path}: {status}"))
    return worst(outcomes)


def vouched_name(world: World) -> Outcome:
    """A name that a proxy would vouch for, said by somebody else."""
    outcomes = []
    for header in ("X-User", "X-Remote-User", "Remote-User", "X-Forwarded-User", "Authorization", "X-Gradio-User"):
        for forwarded in ({}, {"X-Forwarded-For": "127.0.0.1"}):
            answer = Visitor(world.url, {header: "quan", **forwarded}).http.get("/config")
            outcomes.append(Outcome(answer.status_code == 401, f"{header}: {answer.status_code}"))
    return worst(outcomes)


def rooted(world: World) -> Outcome:
    """Where the app stands, said by somebody else: the page would load its scripts from there."""
    headers = {
        "X-Forwarded-Host": "xau.example",
        "X-Gradio-Server": "http://xau.example",
        "X-Direct-Url": "http://xau.example",
    }
    texts = [world.visitor("doc").http.get(path, headers=headers).text for path in ("/", "/config")]
    return worst([Outcome("xau.example" not in text, "địa chỉ lạ trong trang") for text in texts])


ATTACKS = (with_headers, silent, vouched_name, rooted)
