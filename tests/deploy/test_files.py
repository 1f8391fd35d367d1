"""Container and service, as far as they can be checked without Docker: paths, settings, packages, what is copied."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import regex as re
import yaml

from ingest.limits import Limits

REPO = Path(__file__).resolve().parents[2]
DOCKERFILE = (REPO / "Dockerfile").read_text(encoding="utf-8")
NOT_OURS = {"HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
KNOWN = set(re.findall(r"^\| `([A-Z_]+)` \|", (REPO / "README.md").read_text(encoding="utf-8"), re.MULTILINE))


def _instructions(name: str) -> list[str]:
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    return [line.removeprefix(name).strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def _copied() -> list[str]:
    return [line.split()[0] for line in _instructions("COPY")]


def _unit() -> configparser.ConfigParser:
    made = configparser.ConfigParser(strict=False, interpolation=None)
    made.optionxform = str  # type: ignore[assignment, method-assign]
    made.read(REPO / "deploy" / "tro-ly-bao-cao.service", encoding="utf-8")
    return made


def test_what_is_copied_is_there_and_let_through_to_the_builder():
    let_through = {line[1:] for line in (REPO / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert all((REPO / path).exists() for path in _copied())
    assert set(_copied()) == let_through


def test_every_setting_named_is_one_that_the_app_reads():
    assert {"DATA_DIR", "HOST", "PORT"} <= KNOWN
    container = {part.split("=")[0] for line in _instructions("ENV") for part in line.split()}
    composed = set(yaml.safe_load((REPO / "docker-compose.yml").read_text())["services"]["app"]["environment"])
    service = {part.split("=")[0] for part in _unit()["Service"]["Environment"].split()}
    written = set(re.findall(r"^([A-Z_]+)=(?!\$)\S+$", (REPO / "deploy" / "cai-dat.sh").read_text(), re.MULTILINE))
    assert (container | composed | service | written) - NOT_OURS <= KNOWN


def test_the_image_has_the_packages_that_make_system_packages_installs_but_those_of_the_tests():
    wanted = re.search(r"^SYSTEM_PACKAGES := (.*)$", (REPO / "Makefile").read_text(), re.MULTILINE)
    assert wanted is not None
    installed = re.search(r"--no-install-recommends (.*?) &&", _instructions("RUN")[0])
    assert installed is not None
    assert set(installed[1].split()) == set(wanted[1].split()) - {"chromium", "postgresql", "nginx-light"}


def test_the_container_runs_as_nobody_special_and_keeps_only_its_data():
    assert _instructions("USER") == ["10001"]
    app = yaml.safe_load((REPO / "docker-compose.yml").read_text())["services"]["app"]
    assert app["read_only"] is True and app["cap_drop"] == ["ALL"]
    assert app["volumes"] == ["data:/data"] and _instructions("VOLUME") == ["/data"]
    assert all(port.startswith("127.0.0.1:") for port in app["ports"])
    assert "/health" in DOCKERFILE


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    """A folder with what the image is made of and nothing else, as its COPY lines put it there."""
    folder = tmp_path_factory.mktemp("image") / "app"
    for path in _copied():
        source = REPO / path
        if source.is_dir():
            # what Python has compiled goes along, since compiling it all again takes five seconds
            shutil.copytree(source, folder / path, ignore=shutil.ignore_patterns("bi-mat"))
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy(source, folder / path)
    return folder


@pytest.mark.slow
def test_what_is_copied_is_enough_to_run(clean):
    modules = "import app.__main__, app.web.server, app.checks, app.drafting.prepare, ingest.__main__, ingest.worker"
    check = f"{modules}; from app.drafting.outline import of_kind; of_kind('annual'); print(app.__file__)"
    made = subprocess.run([sys.executable, "-c", check], cwd=clean, capture_output=True, text=True, check=True)
    assert made.stdout.startswith(str(clean))


def test_what_is_copied_before_the_installation_is_enough_for_it(tmp_path):
    steps = [line for line in DOCKERFILE.splitlines() if line.startswith(("COPY", "RUN"))]
    at = next(number for number, line in enumerate(steps) if "deploy.install" in line)
    for line in steps[:at]:
        if line.startswith("COPY"):
            source = REPO / line.split()[1]
            (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / source.name)
    check = "import deploy.install as i; i._agree(['app']); assert i.main(['--help']) is None"
    made = subprocess.run([sys.executable, "-c", check], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0 and "--wheels" in made.stdout, made.stderr  # --help ends with 0, after the locks agreed


@pytest.mark.slow
def test_the_app_starts_from_what_is_copied_and_the_health_check_says_so(clean, tmp_path, model_dir):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
    environment = dict(part.split("=", 1) for line in _instructions("ENV") for part in line.split())
    assert environment["PORT"] == "7860"
    environment |= {"DATA_DIR": str(tmp_path), "HOME": str(tmp_path), "PORT": port, "HOST": "127.0.0.1", "ACCOUNTS": "on"}
    environment["MODEL_DIR"] = str(model_dir)
    own = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
    (check,) = _instructions("HEALTHCHECK")
    probe = json.loads(check.partition("CMD ")[2])
    probe = [sys.executable, *(part.replace(":7860", f":{port}") for part in probe[1:])]
    (command,) = (json.loads(line) for line in _instructions("CMD"))
    assert subprocess.run(probe, capture_output=True, check=False).returncode != 0
    with (tmp_path / "log").open("wb") as log:
        app = subprocess.Popen(
            [sys.executable, *command[1:]], cwd=clean, env=own | environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        until = time.monotonic() + 120  # start-period of the check
        while subprocess.run(probe, capture_output=True, check=False).returncode:
            assert app.poll() is None and time.monotonic() < until, (tmp_path / "log").read_text(encoding="utf-8")
    finally:
        app.send_signal(signal.SIGINT)
        app.wait(120)  # the model may just be being loaded
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert "mật khẩu dùng một lần" in said and "Traceback" not in said


def test_the_service_is_hardened_and_starts_what_the_installer_installs():
    service = _unit()["Service"]
    assert service["ExecStart"] == "/opt/tro-ly-bao-cao/.venv/bin/python -m app serve"
    assert service["User"] == "tro-ly-bao-cao" and service["NoNewPrivileges"] == "true"
    assert service["ProtectSystem"] == "strict"
    assert f"DATA_DIR=/var/lib/{service['StateDirectory']}" in service["Environment"]


def test_memory_is_bounded_alike_with_room_for_the_app_and_one_reader():
    app = yaml.safe_load((REPO / "docker-compose.yml").read_text())["services"]["app"]
    service = _unit()["Service"]
    assert service["MemoryMax"] == app["mem_limit"].upper() == "4G"
    assert app["memswap_limit"] == app["mem_limit"] and service["MemorySwapMax"] == "0"  # neither may swap
    # The app as measured, a reader, and as much again for its files in /tmp.
    assert 1536 + 2 * Limits().max_memory_mb <= 4096
    assert int(service["TasksMax"]) == app["pids_limit"]
    assert service["OOMPolicy"] == "continue"
    assert service["RestrictNamespaces"].split() == ["user", "net"]  # for LibreOffice's own network, and no more


def test_the_image_installs_by_hash_and_nothing_else_does():
    assert any("python -m deploy.install" in line for line in _instructions("RUN"))
    for name in ("Dockerfile", "Makefile", "deploy/bundle.sh", "deploy/cai-dat.sh"):
        assert "pip install" not in (REPO / name).read_text(encoding="utf-8"), name


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_the_unit(tmp_path):
    unit = (REPO / "deploy" / "tro-ly-bao-cao.service").read_text(encoding="utf-8")
    here = tmp_path / "tro-ly-bao-cao.service"
    here.write_text(unit.replace("/opt/tro-ly-bao-cao/.venv/bin/python", sys.executable), encoding="utf-8")
    made = subprocess.run(["systemd-analyze", "verify", here], capture_output=True, text=True, check=False)
    assert made.returncode == 0 and "Unknown" not in made.stderr, made.stderr
