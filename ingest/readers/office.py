"""Word 97-2003 (.doc), .rtf, .odt, .fodt: turned into .docx by LibreOffice, which must be installed, and read as that.

LibreOffice fetches what a document links to, whatever its settings say. It therefore runs without a network; where the
system grants no such thing, the links are taken out of the file first.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.errors import NO_ROOM, NoRoom, UnreadableFile
from ingest.limits import over
from ingest.model import Source
from ingest.readers import doc_links, docx, isolation, odf_links, rtf_links
from ingest.reading import Reading

PROGRAMS = ("soffice", "libreoffice")
KINDS = {
    ".doc": "Word đời cũ (.doc)",
    ".rtf": "RTF (.rtf)",
    ".odt": "OpenDocument (.odt)",
    ".fodt": "OpenDocument một tệp (.fodt)",
}
WITHOUT_LINKS = {
    ".doc": doc_links.without_links,
    ".rtf": rtf_links.without_links,
    ".odt": odf_links.without_links,
    ".fodt": odf_links.without_links,
}
OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--convert-to", "docx")
# LibreOffice's own settings: macros never run, links are not updated, and pictures from elsewhere are not loaded.
SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
)
ROOM = 1_000_000  # bytes free below which a conversion that left nothing counts as one that had no room
REGISTRY = "registrymodifications.xcu"


def read(path: Path, reading: Reading, ending: str) -> Source:
    """Read a file of one of :data:`KINDS`, named by its usual ``ending`` whatever it is called.

    :raises UnreadableFile: LibreOffice is not installed, cannot read the file, or takes too long.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UnreadableFile(
            f"tệp {KINDS[ending]} cần LibreOffice để đọc nhưng máy chưa cài libreoffice-writer-nogui; "
            "hãy cài bằng lệnh make system-packages rồi nạp lại, hoặc mở bằng Word và lưu thành .docx"
        )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        copy = folder / f"in{ending}"  # LibreOffice goes by the ending
        if isolation.prefix():
            shutil.copyfile(path, copy)
        else:
            copy.write_bytes(WITHOUT_LINKS[ending](path.read_bytes()))
        convert(program, copy, reading.limits.max_seconds)
        converted = folder / "in.docx"
        if not converted.exists():
            if shutil.disk_usage(folder).free < ROOM:
                raise NoRoom(NO_ROOM)
            raise UnreadableFile(
                f"tệp {KINDS[ending]} bị hỏng hoặc có mật khẩu: LibreOffice không mở được; "
                "hãy mở bằng Word rồi lưu thành .docx"
            )
        return docx.read(converted, reading)


def convert(program: str, file: Path, seconds: int) -> None:
    """Run LibreOffice with a profile of its own, so that conversions and an open office window do not meet."""
    profile = file.parent / "profile"
    _configure(profile)
    start = (*isolation.prefix(), program)
    command = [*start, f"-env:UserInstallation={profile.as_uri()}", *OPTIONS, "--outdir", str(file.parent), str(file)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as running:
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired as error:
            message = over("max_seconds", seconds, f"LibreOffice đọc chưa xong sau {seconds} giây")
            raise UnreadableFile(message) from error
        finally:  # soffice is a script that starts others
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)


def _configure(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    registry = profile / "user" / REGISTRY
    registry.parent.mkdir(parents=True, exist_ok=True)
    registry.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )
