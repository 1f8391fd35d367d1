"""An office asking all at once: simulated users on a running app, each reading for a while between two questions.

Only this machine is asked: the measure is of the app, and nobody else's server is to be loaded by it.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import math
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from settings import Settings

WANTED_MS = 3000  # at most: the 95th percentile of an answer without a language model, 30 users, two processors
THINK = (5.0, 15.0)  # seconds a user reads before asking again; 30 users then ask some three questions a second
PATIENCE = 60.0  # seconds after which an answer counts as missing
START_SECONDS = 300  # the model is unpacked and loaded on slow processors
ENDING_SECONDS = 30  # that a server may take to end
UPLOAD_AT = 0.2  # of the whole time, after which reports begin to come in


@dataclass(frozen=True, slots=True)
class Sample:
    """One question asked: when (seconds from the start), how long the answer took (ms), the app's own share, what failed."""

    at: float
    ms: float
    own_ms: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What was measured; ``upload``: when reports began and ended coming in (seconds from the start), and its outcome."""

    users: int
    seconds: float
    samples: tuple[Sample, ...]
    upload: tuple[float, float] | None = None
    uploaded: str = ""


@dataclass
class _Crowd:
    """State of one run, shared by the users."""

    addresses: Sequence[tuple[str, int]]  # of the servers; users take them by turns and stay
    key: str
    questions: Sequence[Sequence[str]]
    think: tuple[float, float]
    ends: float
    started: float
    steady: bool  # the library does not change, so a question asked again has the same answer
    samples: list[Sample] = field(default_factory=list)
    heard: dict[tuple[str, ...], str] = field(default_factory=dict)


def address_of(url: str) -> tuple[str, int]:
    """Return host and port of an app on this machine.

    :raises ValueError: the address is another machine's.
    """
    parts = urlsplit(url if "//" in url else f"//{url}")
    host = parts.hostname or ""
    try:
        here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = False
    if not here or parts.scheme == "https":
        raise ValueError(f"chỉ đo ứng dụng trên chính máy này, ví dụ http://127.0.0.1:7860; đang là {url!r}")
    return host, parts.port or 80


def measure(
    url: str | Sequence[str],
    questions: Sequence[Sequence[str]],
    users: int,
    seconds: float,
    *,
    key: str = "",
    think: tuple[float, float] = THINK,
    upload: Callable[[], str] | None = None,
) -> Load:
    """Let ``users`` ask for ``seconds``; ``upload`` brings reports in meanwhile and returns a line about what came of it.

    They ask on until all reports are in. An answer that differs from that of another server counts as an error too.

    :param url: of the app, or of several servers of one library.
    :param questions: turns of conversations; each user goes through all of them in an order of their own.
    """
    began = time.monotonic()
    ends = began + seconds
    addresses = [address_of(address) for address in ([url] if isinstance(url, str) else url)]
    crowd = _Crowd(addresses, key, questions, think, math.inf if upload else ends, began, steady=upload is None)
    threads = [threading.Thread(target=_use, args=(crowd, number), daemon=True) for number in range(users)]
    for thread in threads:
        thread.start()
    during, reply = None, ""
    if upload:
        time.sleep(seconds * UPLOAD_AT)
        start = time.monotonic() - began
        reply = upload()
        during = (start, time.monotonic() - began)
        crowd.ends = max(ends, time.monotonic())  # nobody leaves before all reports are in
    for thread in threads:
        thread.join()
    return Load(
        users, max(ends, crowd.ends) - began, tuple(sorted(crowd.samples, key=lambda sample: sample.at)), during, reply
    )


def bring_in(folder: Path, environment: Mapping[str, str]) -> str:
    """Bring a folder into the library of an environment, in a process of its own; return its last line."""
    command = [sys.executable, "-m", "ingest", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(environment))
    output = ran.stdout.strip().splitlines() or ran.stderr.strip().splitlines()
    return output[-1] if output else f"mã kết thúc {ran.returncode}"


def _use(crowd: _Crowd, number: int) -> None:
    """Be one user: read, ask, read, ask, until the time is up."""
    dice = random.Random(number)  # noqa: S311 - the same users in every run
    time.sleep(min(dice.uniform(0, crowd.think[1]), max(0.0, crowd.ends - time.monotonic())))
    while True:
        for turns in dice.sample(crowd.questions, len(crowd.questions)):
            if time.monotonic() >= crowd.ends:
                return
            crowd.samples.append(_ask(crowd, turns, number))
            time.sleep(min(dice.uniform(*crowd.think), max(0.0, crowd.ends - time.monotonic())))


def _ask(crowd: _Crowd, turns: Sequence[str], number: int = 0) -> Sample:
    began = time.monotonic()
    at = began - crowd.started
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {crowd.key}"} if crowd.key else {})
    address = crowd.addresses[number % len(crowd.addresses)]
    connection = http.client.HTTPConnection(*address, timeout=PATIENCE)
    try:
        connection.request("POST", "/api/ask", json.dumps({"turns": list(turns)}), headers)
        answer = connection.getresponse()
        body = json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Sample(at, (time.monotonic() - began) * 1000, error=f"{type(error).__name__}: {error}")
    finally:
        connection.close()
    ms = (time.monotonic() - began) * 1000
    if answer.status != 200:
        return Sample(at, ms, error=f"{answer.status}: {body.get('detail')}")
    first = crowd.heard.setdefault(tuple(turns), body["answer"])
    changed = crowd.steady and first != body["answer"]
    return Sample(at, ms, body["ms"], f"câu trả lời khác lần trước: {turns[-1]}" if changed else "")


def as_text(load: Load) -> str:
    """Return the measures as a small table, with what failed."""
    lines = [f"{load.users} người dùng, {load.seconds:.0f} giây, {len(load.samples)} câu hỏi\n"]
    lines.append(f"{'(ms)':24}{'số câu':>8}{'lỗi':>6}{'p50':>8}{'p95':>8}{'lớn nhất':>10}{'p95 không kể chờ':>18}\n")
    for name, group in _groups(load):
        good = [sample for sample in group if not sample.error]
        if good:
            p50, p95, most = np.percentile([sample.ms for sample in good], [50, 95, 100])
            own_p95 = float(np.percentile([sample.own_ms for sample in good], 95))
            times = f"{p50:8.0f}{p95:8.0f}{most:10.0f}{own_p95:18.0f}"
        else:
            times = f"{'-':>8}{'-':>8}{'-':>10}{'-':>18}"
        lines.append(f"{name:24}{len(group):8}{len(group) - len(good):6}{times}\n")
    if load.upload:
        lines.append(f"nạp trong {load.upload[1] - load.upload[0]:.0f} giây: {load.uploaded}\n")
    for error, times_met in Counter(sample.error for sample in load.samples if sample.error).most_common(5):
        lines.append(f"lỗi, {times_met} lần: {error}\n")
    return "".join(lines)


def good(load: Load) -> bool:
    """Say whether every question was answered, and nineteen of twenty within :data:`WANTED_MS`."""
    times = [sample.ms for sample in load.samples]
    failed = any(sample.error for sample in load.samples)
    return bool(times) and not failed and float(np.percentile(times, 95)) <= WANTED_MS


def _groups(load: Load) -> list[tuple[str, list[Sample]]]:
    groups = [("tất cả", list(load.samples))]
    if load.upload:
        first, last = load.upload
        during = [sample for sample in load.samples if first <= sample.at <= last]
        groups += [("trong lúc nạp báo cáo", during), ("ngoài lúc đó", [s for s in load.samples if s not in during])]
    return groups


@contextmanager
def served(
    settings: Settings, scratch: Path, *, copied: bool = False, further: int = 0
) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve the library of the settings on a free port; gives the address and the environment of the app.

    :param copied: serve a copy of it below ``scratch``, so that what comes in is gone afterwards.
    :param further: number of a further server of the same library in PostgreSQL, which derives its own index below
        ``scratch``; 0: the first.
    :raises OSError: the app did not start.
    """
    models, files = settings.model_dir.resolve(), settings.shared_dir.resolve()
    if further:
        settings = replace(settings, data_dir=scratch / f"may-{further + 1}", model_dir=models)
    if copied:
        settings = replace(settings, data_dir=copy_data(settings.data_dir, scratch / "data"), model_dir=models)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "DATA_DIR": str(settings.data_dir), "MODEL_DIR": str(settings.model_dir), "HOST": "127.0.0.1", "PORT": str(port)
    } | ({"FILES_DIR": str(files)} if further else {})  # fmt: skip
    log = scratch / f"serve-{further + 1}.log"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "app", "serve"], stdout=out, stderr=out, env=environment)
    try:
        _wait(process, port, log)
        yield f"http://127.0.0.1:{port}", environment
    finally:
        process.terminate()
        try:
            process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:  # on a busy machine; what was measured must not be lost by it
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _ask(_Crowd([("127.0.0.1", port)], "", [], THINK, 0, 0, steady=False), ["khởi động"])  # loads the model
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise OSError(f"ứng dụng không khởi động: {log.read_text(errors='replace').strip()[-500:]}")


def copy_data(source: Path, target: Path) -> Path:
    """Copy a data folder, less its models and locks, and return the copy."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("models", "*.lock"))
    return target
