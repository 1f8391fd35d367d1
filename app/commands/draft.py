"""``python -m app draft``: a draft from last year's report (``--from``), or along the outline of a kind of report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.opening import open_assistant
from settings import Settings

if TYPE_CHECKING:
    from app.assistant import Assistant
    from app.drafting.doubts import Doubts
    from app.drafting.model import Draft
    from app.drafting.request import Request
    from app.renewal.model import Renewal

OK, OPEN, MISUSED = 0, 1, 2
say = sys.stdout.write
KINDS = ("annual", "five-year", "directive-ten-years")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--kind", default="annual", choices=KINDS, help="loại báo cáo, khi không có --from")
    parser.add_argument(
        "--from", dest="last_year", metavar="NĂM_TRƯỚC.docx", help="soạn từ báo cáo năm trước: tệp, hoặc tên trong thư viện"
    )
    parser.add_argument("--input", required=True, type=Path, metavar="ĐẦU_VÀO.json")
    parser.add_argument("--sheet", type=Path, metavar="SỐ_LIỆU.xlsx", help="bảng số liệu năm nay (với --from)")
    parser.add_argument("--out", type=Path, metavar="TỆP.docx")
    parser.add_argument("--template", type=Path, metavar="MẪU.xlsx", help="ghi bảng số liệu cần điền (với --from)")
    parser.add_argument("--final", action="store_true", help="bỏ ghi chú nguồn, tô màu và danh mục còn thiếu")
    parser.add_argument(
        "--accept-open", action="store_true", help="ghi bản trình (--final) dù còn chỗ mở; danh sách để ở tệp bên cạnh"
    )
    parser.add_argument("--variant", type=int, default=0, help="0: câu mẫu hợp nhất; 1: câu kế tiếp…")
    parser.add_argument("--rewrite", action="store_true", help="để mô hình ngôn ngữ (biến LLM) viết lại từng mục")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run the command and return its exit status."""
    from app.drafting.doubts import StillOpen
    from app.drafting.request import BadRequest, read
    from app.workers import pool
    from ingest.errors import UnreadableFile
    from prompts import DataFileError

    if not options.out and not (options.template and options.last_year):
        sys.stderr.write("Hãy cho --out TỆP.docx (hoặc --from và --template MẪU.xlsx để lấy bảng số liệu cần điền)\n")
        return MISUSED
    try:
        request = read(options.input)
        for notice in request.unknown:
            sys.stderr.write(f"{notice}\n")
        do = partial(pool.now, settings.limits)
        assistant = open_assistant(settings, create=bool(options.last_year))
        return (_renew if options.last_year else _draft)(options, assistant, request, do)
    except StillOpen:
        sys.stderr.write("Chưa ghi bản trình. Hãy xem lại các chỗ trên, hoặc thêm --accept-open để vẫn ghi.\n")
        return OPEN
    except (BadRequest, DataFileError, UnreadableFile) as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED


def _renew(options: argparse.Namespace, assistant: Assistant, request: Request, do: Callable[..., Any]) -> int:
    """Write a draft that has last year's report for its frame, and say what is filled, missing and left."""
    from app.renewal import prepare, sheet
    from app.renewal.output import as_text, still_open

    frame = prepare.frame_in(assistant, options.last_year, do, files=True)
    figures = do(sheet.figures_of, options.sheet.absolute()) if options.sheet else []
    renewal = prepare.renewed(assistant, frame, request, figures)
    if options.template:
        _write(options.template, sheet.write(renewal))
        say(f"Đã ghi {options.template}: {len(sheet.rows(renewal))} số liệu cần điền.\n")
    if options.out:
        doubts = _allow_open(options, still_open(renewal, request))
        _write(options.out, prepare.word_of(renewal, request, do, final=options.final))
        _keep(options.out, doubts)
        sys.stderr.write(as_text(renewal))
        say(f"Đã ghi {options.out}: {_counts(renewal)}.\n")
    return OK


def confirms() -> bool:
    """Ask the person at the terminal whether to go on. Return False where nobody sits there."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write("Vẫn ghi bản trình? [c/K] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("c", "có", "co", "y", "yes")


def _allow_open(options: argparse.Namespace, doubts: Doubts) -> Doubts:
    """Return what is to be kept beside the file; before a final file it is told and asked about.

    :raises StillOpen: the drafter does not go on.
    """
    from app.drafting.doubts import Doubts

    if not options.final:
        return Doubts(())
    if doubts.lines and not options.accept_open:
        sys.stderr.write(f"{doubts.summary()}\n")
        doubts.allow(go_on=confirms())
    return doubts


def _keep(file: Path, doubts: Doubts) -> None:
    doubts_file = doubts.keep_beside(file)
    if doubts_file is not None:
        say(f"Đã ghi {doubts_file}: {len(doubts.lines)} chỗ còn mở.\n")


def _counts(renewal: Renewal) -> str:
    from app.renewal.output import counts

    return counts(renewal)


def _write(file: Path, content: bytes) -> None:
    from app.drafting.request import BadRequest

    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadRequest(f"Không ghi được {file}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền ghi") from error


def _draft(options: argparse.Namespace, assistant: Assistant, request: Request, do: Callable[..., Any]) -> int:
    from app.drafting.doubts import Doubts
    from app.drafting.prepare import past, prepare
    from app.drafting.word import write

    before = past(assistant, options.kind, request, do)
    draft = prepare(assistant, options.kind, request, max(0, options.variant), files=True)
    if options.rewrite:
        draft = _rewrite(draft, assistant)
    doubts = _allow_open(options, Doubts.of(draft))
    write(draft, options.out, final=options.final)
    _keep(options.out, doubts)
    for figure in before:
        sys.stderr.write(f"Năm trước - {figure.name}: {figure.value} (năm {figure.year}): “{figure.quote.quote}”\n")
    for line in draft.missing:
        sys.stderr.write(f"Còn thiếu - {line}\n")
    say(f"Đã ghi {options.out}: {len(draft.sections)} đề mục, còn thiếu {len(draft.missing)} mục thông tin.\n")
    return OK


def _rewrite(draft: Draft, assistant: Assistant) -> Draft:
    """Return the draft with its sections rewritten by the model, those that it could not rewrite as they were."""
    from app.drafting.request import BadRequest
    from app.drafting.rewriting import NotRewritten, Rewriter

    if assistant.writer is None:
        raise BadRequest("--rewrite cần một mô hình ngôn ngữ. Hãy đặt biến LLM (xem README), hoặc bỏ --rewrite")
    rewriter = Rewriter(assistant.writer.model)
    worded = [at for at, section in enumerate(draft.sections) if not section.blank and section.head.role]
    for number, at in enumerate(worded, start=1):
        sys.stderr.write(f"Viết lại {number}/{len(worded)}: {draft.sections[at].title}\n")
        try:
            draft = rewriter.rewritten(draft, at)
        except NotRewritten as error:
            sys.stderr.write(f"  {error}\n")
    return draft
