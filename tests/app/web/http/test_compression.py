"""What travels compressed, and how long browsers keep what never changes."""

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from app.web.http.compression import Compressed
from app.web.http.headers import Headers


@pytest.fixture
def client():
    made = FastAPI()

    @made.get("/{path:path}")
    def answer(path: str) -> PlainTextResponse:
        return PlainTextResponse("chè " * 1000, 404 if path.endswith("gone.js") else 200)

    made.add_middleware(Headers)
    made.add_middleware(Compressed)
    with TestClient(made) as opened:
        yield opened


@pytest.mark.parametrize(("path", "packed"), [
    ("/", True), ("/assets/index-1a2b.js", True), ("/looks/page.css", True), ("/theme.css", True),
    ("/looks/be-vietnam-pro-bold.woff2", False), ("/originals/abc", False), ("/api/ask", False),
    ("/gradio_api/queue/data", False),
])  # fmt: skip
def test_the_page_and_its_public_parts_alone_are_compressed(client, path, packed):
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert answer.text == "chè " * 1000


def test_what_has_its_checksum_in_its_name_is_kept(client):
    assert "immutable" in client.get("/assets/index-1a2b.js").headers["cache-control"]
    assert "cache-control" not in client.get("/assets/gone.js").headers
    assert client.get("/originals/abc").headers["cache-control"] == "no-store"
