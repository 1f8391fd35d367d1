"""``python -m app compare-reports``: what changed from last year's report to this year's (:mod:`app.comparison`)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from settings import Settings

OK, MISUSED = 0, 2
say = sys.stdout.write


def configure(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    parser.add_argument("old", type=Path, metavar="BÁO_CÁO_TRƯỚC")
    parser.add_argument("new", type=Path, metavar="BÁO_CÁO_NÀY")
    parser.add_argument("--json", action="store_true", help="in kết quả dưới dạng JSON")
    parser.add_argument("--out", type=Path, metavar="TỆP.docx", help="ghi thành tệp Word")
    parser.set_defaults(run=_compare)


def _compare(options: argparse.Namespace, settings: Settings) -> int:
    from app.comparison.output import as_text
    from app.comparison.word import write
    from app.workers import pool, tasks
    from ingest.errors import UnreadableFile

    if options.out is not None and options.out.suffix.lower() != ".docx":
        sys.stderr.write(f"{options.out}: chỉ ghi được tệp Word, hãy đặt tên có đuôi .docx\n")
        return MISUSED
    if options.out is not None and not options.out.absolute().parent.is_dir():  # said before minutes of reading
        sys.stderr.write(f"Không ghi được {options.out}: không có thư mục đó. Hãy kiểm tra đường dẫn\n")
        return MISUSED
    try:
        changes = pool.now(settings.limits, tasks.compared, options.old.absolute(), options.new.absolute())
        if options.out is not None:
            write(changes, options.old.name, options.new.name, options.out)
    except UnreadableFile as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except OSError as error:
        sys.stderr.write(f"Không ghi được {options.out}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền ghi\n")
        return MISUSED
    if options.json:
        say(json.dumps([change.as_json() for change in changes], ensure_ascii=False, indent=1) + "\n")
    else:
        say(as_text(changes))
    return OK
