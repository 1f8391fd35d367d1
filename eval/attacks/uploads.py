"""Hostile files and texts: what reading and checking have to stand without stopping the app.

:func:`texts` gives sixty texts of 200,000 characters, each a run of something that reports do hold, long enough to blow up a
careless pattern or a loop within a loop. :func:`files` gives small files that ask for very much. :func:`sent` sends them to
a running app and asks it something all the while.
"""

from __future__ import annotations

import io
import itertools
import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval import attacks

if TYPE_CHECKING:
    from eval.attacks.world import World

SIZE = 200_000  # characters of a text
AT_ONCE = 10  # texts of one attack
WANTED = 1.0  # seconds in which others are answered meanwhile
STATUSES = (200, 413, 422, 503)  # read and checked, refused in words, or told to come again
PATIENT = 200.0  # seconds that an answer is waited for: longer than any limit of the app
RUNS = (
    "1% ", "1,5% ", "10.000 ", "1.", "1,", "1/2 ", "01/02/2024 ", "ngày 1 tháng 2 năm 2024 ", "năm 2020-2024, ", "2024 ",
    "đạt 5 ", "tăng 1 hộ, ", "giảm 3% so với ", "41 hộ nghèo, ", "41 hộ nghèo chiếm 1,37% ", "trong đó: ", "1 tỷ 2 triệu ",
    "(1) ", "((", "“", "”“", "[", "*", "**", "- ", "–", "…", "..", ". ", ";", "; ", "a) ", "đ) ", "I. ", "IIIIII", "XXXIX. ",
    "Phần thứ ", "1.1.1 ", "M", "Phụ lục ", "Nơi nhận: ", "số 15/BC-UBND ", "34-CT/TW, ", "Nghị định số 30/2020/NĐ-CP ",
    "xã Cẩm Đài ", "huyện ", "UBND ", "UBND-HĐND-", "v.v. ", "TP. ", "Ủy Ban ", "ủy ban nhân dân ", "e\u0323\u0302",
    "\u00a0 ", "\t \t", "\n \n", "<!-- -->", "&amp;", "<table><tr><td>", "| ",
)  # fmt: skip
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class UploadOutcome:
    """What came of one file: HTTP status (0: no answer in time), seconds, what was said, and the slowest other answer."""

    name: str
    status: int
    seconds: float
    said: str
    slowest_other: float


def texts() -> Iterator[tuple[str, bytes]]:
    """Yield sixty texts as (file name, content): plain runs in a report's frame, one line or many lines."""
    mixed = random.Random(0)  # noqa: S311 - the same texts each time
    for number, run in enumerate(RUNS):
        body = (run * (SIZE // len(run) + 1))[:SIZE]
        if number % 3 == 2:  # as lines of a report
            body = "\n".join(body[at : at + 400] for at in range(0, SIZE, 400))
        if number % 5 == 4:  # with other runs between
            parts = mixed.sample(RUNS, 4)
            body = "".join(run * 40 + mixed.choice(parts) * 10 for _ in range(SIZE // (40 * len(run)) + 1))[:SIZE]
        yield f"van-ban-{number:02}.txt", f"BÁO CÁO\nKết quả năm 2024\n\nI. KẾT QUẢ\n\n{body}\n".encode()


def files() -> Iterator[tuple[str, bytes]]:
    """Yield small files that ask for very much, as (file name, content)."""
    yield "la-ma.docx", roman_docx()
    yield "chu-cai.docx", roman_docx("upperLetter")
    yield "mau-so.docx", roman_docx(start=3000, pattern="%1" * 500, paragraphs=2000)
    yield "chu-thich.html", b"<?xml " + b"<!-- -->" * 20
    yield "trang.html", b"<?xml " + b"<!-- " * 20_000
    yield "long-nhau.html", b"<div>" * 50_000 + b"a"
    yield "bang.html", b"<table>" + b"<tr><td colspan=100 rowspan=100>a</td></tr>" * 2000 + b"</table>"
    yield "bung.docx", packed_docx(f"<w:p {W}><w:r><w:t>{'Kết quả năm 2024. ' * 2_000_000}</w:t></w:r></w:p>")
    yield "o-gop.docx", packed_docx(f"<w:tbl {W}>{_row() * 3000}</w:tbl>")
    yield "bang-long.docx", packed_docx(_nested(150))


def roman_docx(form: str = "upperRoman", start: int = 10**9, pattern: str = "%1.", paragraphs: int = 3) -> bytes:
    """Return a Word file whose list starts at a number that takes gigabytes when written out."""
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    place = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return packed_docx(f"<w:p>{place}<w:r><w:t>Kết quả</w:t></w:r></w:p>" * paragraphs, numbering)


def packed_docx(body: str, numbering: str = "") -> bytes:
    """Return a Word file with this body and numbering."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    numbered = f'<Override PartName="/word/numbering.xml" ContentType="{kind}.numbering+xml"/>' if numbering else ""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{kind}.document.main+xml"/>{numbered}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    if numbering:
        parts["word/numbering.xml"] = numbering
        parts["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/numbering" '
            'Target="numbering.xml"/></Relationships>'
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _row() -> str:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="63"/><w:vMerge/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    return f"<w:tr>{cell * 20}</w:tr>"


def _nested(depth: int) -> str:
    """Return a table within a table, and so on."""
    inner = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    return inner


def checked(base: str, name: str, content: bytes, key: str | None = None) -> tuple[int, float, str]:
    """Have a running app check a file by its API; return status (0: no answer in time), seconds, and what it said."""
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}", **_authorized(key)}
    return _posted(f"{base}/api/check", head + content + f"\r\n--{mark}--\r\n".encode(), headers)


def asked(base: str, question: str, key: str | None = None) -> tuple[int, float, str]:
    """Ask a running app a question by its API; see :func:`checked`."""
    body = json.dumps({"question": question}).encode()
    return _posted(f"{base}/api/ask", body, {"Content-Type": "application/json", **_authorized(key)})


def sent(
    base: str, question: str, key: str | None = None, other: str | None = None, at_once: int = 4
) -> list[UploadOutcome]:
    """Send every text and file to a running app, some at once, and ask it a question all the while.

    :param key: the API key that sends the files; ``other``: the one that asks. None: an app without accounts.
    :return: what came of each, in order; ``slowest_other`` is of the questions asked while that file was worked at.
    """
    waiting = list(enumerate([*texts(), *files()]))
    outcomes: dict[int, UploadOutcome] = {}
    times: list[tuple[float, float]] = []  # when a question was asked, and what it took
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            began = time.monotonic()
            status, seconds, _ = asked(base, question, other)
            times.append((began, seconds if status == 200 else PATIENT))
            over.wait(0.2)

    def send() -> None:
        while waiting:
            number, (name, content) = waiting.pop(0)
            began = time.monotonic()
            status, seconds, detail = checked(base, name, content, key)
            others = [took for at, took in list(times) if began <= at + took and at <= time.monotonic()]
            outcomes[number] = UploadOutcome(name, status, seconds, detail[:200], max(others, default=0.0))

    asker = threading.Thread(target=ask)
    senders = [threading.Thread(target=send) for _ in range(at_once)]
    for thread in (asker, *senders):
        thread.start()
    for thread in senders:
        thread.join()
    over.set()
    asker.join()
    return [outcomes[number] for number in sorted(outcomes)]


def _attack(number: int | None, name: str) -> attacks.Attack:
    """Return the attack of some texts, counted in tens, or (None) of the small files."""

    def attack(world: World) -> attacks.Outcome:
        hostile = list(files() if number is None else itertools.islice(texts(), number * AT_ONCE, (number + 1) * AT_ONCE))
        if world.brief:
            hostile = (
                hostile[:3] if number is None else [(name, text[: SIZE // 20]) for name, text in hostile[:1] if not number]
            )
        return _judged(world, hostile)

    attack.__doc__ = name
    return attack


def _judged(world: World, hostile: Sequence[tuple[str, bytes]]) -> attacks.Outcome:
    """Have somebody check files while others look through the library."""
    slowest, over = 0.0, threading.Event()

    def look() -> None:
        nonlocal slowest
        while not over.wait(0.2):
            began = time.monotonic()
            status = world.visitor("doc").http.get("/api/reports").status_code
            slowest = max(slowest, time.monotonic() - began if status == 200 else PATIENT)

    other = threading.Thread(target=look)
    other.start()
    outcomes = []
    try:
        for name, content in hostile:
            answer = world.visitor("soan").http.post("/api/check", files={"file": (name, content)}, timeout=PATIENT)
            is_answered = answer.status_code in STATUSES and (
                answer.status_code == 200 or answer.json()["detail"].strip() != ""
            )
            outcomes.append(attacks.Outcome(is_answered, f"{name}: {answer.status_code} {answer.text[:80]}"))
    finally:
        over.set()
        other.join()
    outcomes.append(attacks.Outcome(slowest <= WANTED, f"người khác chờ {slowest:.2f} s"))
    return attacks.worst(outcomes) if hostile else attacks.Outcome(True, "bỏ qua khi chạy nhanh")


def _authorized(key: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def _posted(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, float, str]:
    began = time.monotonic()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, dict(headers)), timeout=PATIENT) as reply:  # noqa: S310
            return reply.status, time.monotonic() - began, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, time.monotonic() - began, error.read().decode()
    except OSError as error:
        return 0, time.monotonic() - began, str(error)


ATTACKS = (
    _attack(None, "Ten small files that ask for very much"),
    *(_attack(at, f"Texts of 200 kB, {at * AT_ONCE + 1} to {(at + 1) * AT_ONCE}") for at in range(len(RUNS) // AT_ONCE)),
)
