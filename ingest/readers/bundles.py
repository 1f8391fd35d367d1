"""Files that hold other files (.zip, letters, PDFs with attachments): taken apart, so that each is read by itself."""

from __future__ import annotations

import io
import lzma
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from ingest.errors import UnreadableFile
from ingest.language.text import normalize
from ingest.limits import over
from ingest.model import Line, Source, Table
from ingest.readers import mail
from ingest.readers.passed_over import is_leftover, why_no_reader
from ingest.readers.pdf import attached
from ingest.reading import Reading

SUFFIXES = frozenset({".zip", ".eml", ".msg"})
# A part by which an archive shows that it is a document of Word, OpenDocument or another program, not one of files.
DOCUMENT_PARTS = frozenset({"[content_types].xml", "mimetype", "content.xml", "meta-inf/container.xml"})
PDF = ".pdf"  # one in few of which holds files
DEEPEST = 3  # an archive in a letter in an archive; bombs are nested deeper
MOST_FILES = 1_000  # of one archive; a year's reports of a province's communes are some 200
CHUNK = 1_000_000  # bytes copied at once
IN_UTF8 = 0x800  # of a zip entry's flags: how its name is written
LOCKED = 0x1
LETTER = "Nội dung thư"
LONGEST_SUBJECT = 60  # characters of a letter's subject in its name
WITH_PASSWORD = "có mật khẩu; hãy giải nén bằng mật khẩu rồi nạp tệp đã giải nén"  # noqa: S105
NOT_UNPACKED = "không giải nén được; hãy giải nén bằng chương trình khác rồi nạp riêng"
EMPTY = "tệp nén không có tệp nào bên trong; hãy kiểm tra lại tệp gốc"
NOTHING = "không đọc được tệp nào bên trong: {why}"
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file within another: its name there, folders included, and where its content was put; else why it is not read.

    A PDF that holds files is itself the first of them, without a name: its pages are what it is known by.
    """

    name: str
    path: Path | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _Held:
    """A file as it lies in another; ``refused`` says why it cannot be taken out."""

    name: str
    open: Callable[[], IO[bytes]]
    refused: str = ""


def may_hold_files(path: Path) -> bool:
    """Say whether a file is by its name, a PDF also by its bytes, one that may hold others; :func:`unpacked` tells."""
    kind = path.suffix.lower()
    return kind in SUFFIXES or (kind == PDF and attached.may_be_in(path))


def is_archive(path: Path) -> bool:
    """Say whether a file is a zip of files, and not a document that is kept as one."""
    try:
        with zipfile.ZipFile(path) as archive:
            return DOCUMENT_PARTS.isdisjoint(name.replace("\\", "/").lower() for name in archive.namelist())
    except DAMAGE:
        return False


def holder(path: Path) -> Path:
    """Return the file that lies on the disk for a path such as "x.zip/a.docx": "x.zip"; the path itself for any other."""
    return next((above for above in path.parents if may_hold_files(above) and above.is_file()), path)


def unpacked(path: Path, folder: Path, reading: Reading) -> tuple[Member, ...]:
    """Put the files within a file into a folder and return them in their order; a file that holds none gives nothing.

    Archives and letters within are taken apart too. What programs leave behind is left out; what has no reader, a password
    or damage comes with the reason.

    :raises UnreadableFile: the file is damaged, or unpacks to more than the limit.
    """
    return tuple(_Unpacking(folder, reading).members(path, "", 1))


def read(path: Path, reading: Reading) -> Source:
    """Return all files within one behind each other, each below a line with its name; what cannot be read is told.

    A letter without anything attached is read as a letter.

    :raises UnreadableFile: nothing within can be read; for a single reason, that one.
    """
    letter = not is_archive(path)
    with tempfile.TemporaryDirectory() as folder:
        members = unpacked(path, Path(folder), reading)
        if not members:
            if letter:
                return mail.read(path)
            raise UnreadableFile(EMPTY)
        return _joined(members, "tệp đính kèm" if letter else "tệp", replace(reading, whole=False))


def read_pdf(path: Path, reading: Reading) -> Source:
    """Return a PDF's pages, and behind them the files it holds; what of these cannot be read is told.

    :raises UnreadableFile: its pages cannot be read, and no file within.
    """
    with tempfile.TemporaryDirectory() as folder:
        members = unpacked(path, Path(folder), reading) or (Member("", path),)
        return _joined(members, "tệp đính kèm", replace(reading, whole=False))


def _joined(members: tuple[Member, ...], called: str, reading: Reading) -> Source:
    from ingest import readers  # it calls this reader

    joined, warnings, any_read = Source(()), list[str](), False
    for member in members:
        # the letter itself, or the PDF's pages, need no line with a name
        own = not member.name or (member.name.startswith(LETTER) and "/" not in member.name)
        try:
            if member.path is None:
                raise UnreadableFile(member.refused)
            source = readers.read(member.path, reading)
        except UnreadableFile as error:
            warnings.append(f"{called} {member.name}: {error}" if member.name else str(error))
            continue
        warnings += [f"{called} {member.name}: {warning}" if member.name else warning for warning in source.warnings]
        if not member.name:  # the pages alone are pages
            joined, any_read = source, True
            continue
        joined = _behind(joined, "" if own else f"{called.capitalize()}: {member.name}", source)
        any_read = True
    if not any_read:
        raise UnreadableFile(NOTHING.format(why="; ".join(warnings)))
    return replace(joined, warnings=tuple(warnings))


def _behind(ahead: Source, title: str, more: Source) -> Source:
    """Return a source with another behind it; ``title`` is a line between them."""
    count = len(ahead.tables)
    lines = [replace(line, page=None, row=(line.row[0] + count, line.row[1]) if line.row else None) for line in more.lines]
    head = [Line(title, whole=True, gap=True)] if title else []
    tables = (*ahead.tables, *(Table(table.rows, None, table.header) for table in more.tables))
    files = (*ahead.files, title) if title else ahead.files
    return replace(ahead, lines=(*ahead.lines, *head, *lines), tables=tables, files=files)


class _Unpacking:
    """One taking apart: where the files go, and how many bytes and files it may still bring."""

    def __init__(self, folder: Path, reading: Reading) -> None:
        self._folder, self._limits = folder, reading.limits
        self._left = reading.limits.max_unpacked_mb * 1_000_000
        self._count = 0

    def members(self, path: Path, prefix: str, depth: int) -> Iterator[Member]:
        for at, entry in enumerate(_held(path)):
            if not at and path.suffix.lower() == PDF:
                yield Member(prefix.removesuffix("/"), path)
            name = prefix + entry.name
            self._count += 1
            if self._count > MOST_FILES:
                raise UnreadableFile(f"có hơn {MOST_FILES} tệp bên trong; hãy chia thành nhiều tệp nén rồi nạp lại")
            reason = entry.refused or why_no_reader(entry.name)
            if reason:
                yield Member(name, None, reason)
                continue
            try:
                target = self._put(entry)
            except DAMAGE:
                yield Member(name, None, NOT_UNPACKED)
                continue
            inner = list(self.members(target, f"{name}/", depth + 1)) if depth < DEEPEST and may_hold_files(target) else []
            yield from inner or [Member(name, target)]

    def _put(self, entry: _Held) -> Path:
        target = self._folder / f"{self._count}{PurePosixPath(entry.name).suffix.lower()}"
        with entry.open() as content, target.open("wb") as file:
            while part := content.read(CHUNK):
                self._left -= len(part)
                if self._left < 0:
                    most = self._limits.max_unpacked_mb
                    raise UnreadableFile(over("max_unpacked_mb", most, f"bung ra nhiều hơn {most} MB"))
                file.write(part)
        return target


def _held(path: Path) -> Iterator[_Held]:
    """Yield the files within a file as it lies, in its order; nothing for one that holds none."""
    if is_archive(path):
        yield from _zipped(path)
    elif mail.is_letter_file(path) and (letter := mail.opened(path)).attached:
        if letter.content:
            subject = _plain(letter.subject.replace("/", "-"))[:LONGEST_SUBJECT].strip()
            called = f"{LETTER} - {subject}" if subject else LETTER
            yield _Held(f"{called}{'.html' if letter.is_page else '.txt'}", partial(io.BytesIO, letter.content))
        for name, content in letter.attached:
            yield _Held(_plain(name) or mail.NAMELESS, partial(io.BytesIO, content))
    elif path.suffix.lower() == PDF:
        for file in attached.within(path):
            yield _Held(_plain(file.name) or attached.NAMELESS, partial(_unpacked_stream, file))


def _unpacked_stream(file: attached.AttachedFile) -> IO[bytes]:
    return io.BytesIO(file.unpacked())


def _zipped(path: Path) -> Iterator[_Held]:
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                name = _plain(_name(entry))
                if not entry.is_dir() and name and not is_leftover(name):
                    yield _Held(name, partial(archive.open, entry), WITH_PASSWORD if entry.flag_bits & LOCKED else "")
    except zipfile.BadZipFile as error:
        raise UnreadableFile("tệp nén bị hỏng hoặc bị cắt cụt; hãy chép lại tệp gốc") from error


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; one that is not said to be in UTF-8 is tried as that, then as Windows writes Vietnamese."""
    if entry.flag_bits & IN_UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for code in ("utf-8", "cp1258"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _plain(name: str) -> str:
    """Return a name's folders and file, without what leads out of a folder and without signs that are not printed."""
    parts = PurePosixPath(normalize(name).replace("\\", "/")).parts
    cleaned = ["".join(c for c in part if unicodedata.category(c)[0] != "C").strip() for part in parts]
    return "/".join(part for part in cleaned if part not in ("", ".", "..", "/"))
