"""Every example of docs/API.md is run against a live server, and what it prints is compared with what the page shows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import regex as re
import uvicorn

from app.assistant import Assistant
from app.office import Office
from app.web import server
from index.build import bring_in
from index.store.library import Library
from settings import Settings
from tests.conftest import MODEL, KeywordEmbedder

REPO = Path(__file__).resolve().parents[2]
PAGE = REPO / "docs" / "API.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRINTED = "http://127.0.0.1:7860"
BY_KIND_ONLY = ("score", "ms", "cosine")  # numbers that differ from run to run


@dataclass(frozen=True)
class Example:
    language: str
    code: str
    shown: str  # what it prints, "" where the page does not say
    shown_as: str = ""


def _examples() -> list[Example]:
    found = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    made = []
    for (language, code), following in zip(found, [*found[1:], ("", "")], strict=True):
        if language in ("sh", "python"):
            shown = following if following[0] in ("json", "text") else ("", "")
            made.append(Example(language, code, shown[1], shown[0]))
    return made


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """What the examples print, run in order in one shell, as somebody reading the page would."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed; the examples of docs/API.md use it")
    world = tmp_path_factory.mktemp("api")
    settings = Settings(data_dir=world / "data", embedding_model=MODEL)
    library, embedder = Library.open(settings, create=True), KeywordEmbedder()
    samples = REPO / "eval" / "samples" / "reports"
    bring_in(library, embedder, [samples / name for name in ("moc-linh.txt", "phu-van.txt", "van-sa.pdf")])
    config = uvicorn.Config(
        server.application(Assistant(library, embedder), Office.open(settings)),
        port=0, log_level="error", access_log=False, timeout_graceful_shutdown=1,
    )  # fmt: skip
    app = uvicorn.Server(config)
    thread = threading.Thread(target=app.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not app.started:
        assert thread.is_alive() and time.monotonic() < deadline
        time.sleep(0.01)
    address = f"http://127.0.0.1:{app.servers[0].sockets[0].getsockname()[1]}"
    yield _run(world, address, settings)
    app.should_exit = True
    thread.join(10)


def _run(world: Path, address: str, settings: Settings) -> list[str]:
    work = world / "work"
    work.mkdir()
    shutil.copy(REPO / "eval" / "samples" / "reports" / "lam-tra.docx", work / "bao-cao.docx")
    script = ["set -e"]
    for number, example in enumerate(_examples()):
        code = example.code.replace(PRINTED, address)
        if example.language == "python":
            (work / f"{number}.py").write_text(code, encoding="utf-8")
            code = f"python {number}.py\n"
        script.append("{\n" + code + "} > " + f"{number}.out")
    python = Path(sys.executable).parent
    environment = {
        "PATH": f"{python}:{os.environ['PATH']}", "PYTHONPATH": str(REPO), "DATA_DIR": str(settings.data_dir),
        "LANG": "C.UTF-8", "HOME": str(work), "EMBEDDING_MODEL": MODEL,
    }  # fmt: skip
    ran = subprocess.run(
        ["bash"],
        input="\n".join(script),
        text=True,
        cwd=work,
        env=environment,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [(work / f"{number}.out").read_text(encoding="utf-8") for number in range(len(_examples()))]


@pytest.mark.parametrize("number", range(len(_examples())))
def test_an_example_prints_what_the_page_shows(printed, number):
    example = _examples()[number]
    if example.shown_as == "json":
        _fits(json.loads(example.shown), json.loads(printed[number]), "")
    elif example.shown_as == "text":
        pattern = re.escape(example.shown.strip(), literal_spaces=True).replace("…", ".*?")
        assert re.fullmatch(pattern, printed[number].strip(), re.DOTALL), printed[number]


def test_there_are_examples_of_every_call_and_all_but_one_show_an_outcome():
    code = "".join(example.code for example in _examples())
    for call in (
        "/api/ask",
        "/api/search",
        "/api/reports",
        "reports/{first",
        "/api/wording",
        "/api/draft",
        "/api/check",
        "/mcp",
    ):
        assert call in code
    assert [example.code.split("=")[0] for example in _examples() if not example.shown] == ["export KHOA"]


def test_the_configuration_for_other_assistants_names_a_command_that_there_is():
    shown = next(json.loads(code) for _, code in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if "mcpServers" in code)
    entry = shown["mcpServers"]["tro-ly-bao-cao"]
    made = subprocess.run(
        [sys.executable, *entry["args"], "--help"], cwd=REPO, capture_output=True, text=True, check=True, timeout=60
    )
    assert "MCP" in made.stdout or "mcp" in made.stdout


def _fits(shown, made, where):
    """Say that what was made holds what is shown: "…" stands for anything, and a list may go on."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert key in made, f"{where}.{key}"
            if key in BY_KIND_ONLY:
                assert isinstance(made[key], int | float)
            else:
                _fits(value, made[key], f"{where}.{key}")
    elif isinstance(shown, list):
        assert len(made) >= len(shown), f"{where}: {made}"
        for at, value in enumerate(shown):
            _fits(value, made[at], f"{where}[{at}]")
    elif isinstance(shown, str) and "…" in shown:
        assert re.fullmatch(re.escape(shown, literal_spaces=True).replace("…", ".*?"), made, re.DOTALL), f"{where}: {made}"
    else:
        assert shown == made, f"{where}: {made}"
