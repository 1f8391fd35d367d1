"""What a page of another site has the browser of somebody signed in do here."""

from __future__ import annotations

from eval.attacks import Outcome, worst
from eval.attacks.world import World

ELSEWHERE = (
    {"origin": "http://xau.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    {"origin": "http://xau.example", "sec-fetch-site": "cross-site"}, {"origin": "http://127.0.0.1"},
)  # fmt: skip
CHANGES = ("/sign-in", "/sign-out", "/password", "/notice", "/gradio_api/queue/join", "/gradio_api/run/predict",
           "/gradio_api/upload", "/gradio_api/cancel", "/kho-bao-cao/tep")  # fmt: skip


def changes(world: World) -> Outcome:
    """What changes something, sent by another site."""
    outcomes = []
    for headers in ELSEWHERE:
        for path in CHANGES:
            status = world.visitor("quan").http.post(path, headers=headers).status_code
            outcomes.append(Outcome(status == 403, f"{path} {headers}: {status}"))
    return worst(outcomes)


def programs(world: World) -> Outcome:
    """The API and the tools, asked with the cookie of whoever looks at the other site."""
    outcomes = []
    for headers in ELSEWHERE:
        for path in ("/api/search", "/api/ask", "/api/draft", "/mcp"):
            status = world.visitor("quan").http.post(path, json={"text": "a"}, headers=headers).status_code
            outcomes.append(Outcome(status == 403, f"{path} {headers}: {status}"))
    return worst(outcomes)


def reading(world: World) -> Outcome:
    """Answers that another site may read (CORS)."""
    outcomes = []
    for origin in ("http://xau.example", "null", "http://localhost:3000", "http://127.0.0.1:9", world.url):
        for method in ("GET", "OPTIONS"):
            for path in ("/", "/config", "/api/reports", "/gradio_api/app_id"):
                headers = {"origin": origin, "access-control-request-method": "POST"}
                answer = world.visitor("quan").http.request(method, path, headers=headers)
                allowed = [name for name in answer.headers if name.startswith("access-control-")]
                outcomes.append(Outcome(not allowed, f"{method} {path} {origin}: {allowed}"))
    return worst(outcomes)


def framing(world: World) -> Outcome:
    """A page within a page of another site, and whatever else headers forbid."""
    outcomes = []
    for path in ("/", "/sign-in", "/khong-co", "/config", "/gradio_api/queue/join"):
        headers = world.visitor("quan").http.get(path).headers
        policy = headers.get("content-security-policy", "")
        is_safe = (
            "frame-ancestors 'self'" in policy
            and "unsafe-eval" not in policy
            and headers.get("x-content-type-options") == "nosniff"
        )
        script = policy.split("script-src")[-1].split(";")[0]
        outcomes.append(Outcome(is_safe and "unsafe-inline" not in script, f"{path}: {policy[:60]}"))
    return worst(outcomes)


ATTACKS = (changes, programs, reading, framing)
