"""Word 97-2003 (.doc), .rtf and .odt: turned into .docx by LibreOffice, which must be installed, and read as that."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.limits import over
from ingest.model import Source
from ingest.readers import docx
from ingest.reading import Reading

PROGRAMS = ("soffice", "libreoffice")
KINDS = {".doc": "Word đời cũ (.doc)", ".rtf": "RTF (.rtf)", ".odt": "OpenDocument (.odt)",
         ".fodt": "OpenDocument một tệp XML (.fodt)"}  # fmt: skip
# Macros never run in a conversion; links and images in a document are not fetched from the network.
OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--convert-to", "docx")


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
        shutil.copyfile(path, copy)
        _convert(program, copy, reading.limits.max_seconds)
        made = folder / "in.docx"
        if not made.exists():
            raise UnreadableFile(
                f"tệp {KINDS[ending]} bị hỏng hoặc có mật khẩu: LibreOffice không mở được; "
                "hãy mở bằng Word rồi lưu thành .docx"
            )
        return docx.read(made, reading)


def _convert(program: str, file: Path, seconds: int) -> None:
    """Run LibreOffice with a profile of its own, so that conversions and an open office window do not meet."""
    profile = (file.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", *OPTIONS, "--outdir", str(file.parent), str(file)]
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
