"""``python -m ingest``: bring reports into the library, or show what the reader makes of one file."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from ingest.errors import UnreadableFile

if TYPE_CHECKING:
    from index.build import BuildOutcome
    from ingest.model import Report
    from ingest.worker import ReportReader

OK, PARTLY, NOTHING = 0, 1, 2
BAR = "{percentage:3.0f}% |{bar:30}| {elapsed} < {remaining}  {postfix}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status: 0 all read, 1 some files not, 2 nothing done."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["outline"]:
        return show_outline(words[1:])
    if words[:1] == ["text"]:
        return show_text(words[1:])
    if words[:1] == ["audit"]:
        return show_missing(words[1:])
    return bring_in(words)


def show_outline(arguments: list[str]) -> int:
    """Print as JSON what the reader understands of one file, without indexing it."""
    from ingest.outline_json import as_json

    def as_lines(report: Report) -> str:
        return json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"

    return _show(arguments, "outline", "In đề cương của một tệp dưới dạng JSON.", as_lines)


def show_text(arguments: list[str]) -> int:
    """Print what was read of one file, in reading order, without indexing it."""
    from ingest.text_output import as_text

    return _show(arguments, "text", "In những gì đọc được của một tệp, theo thứ tự đọc.", as_text)


def show_missing(arguments: list[str]) -> int:
    """Print, a line each, the figures that a person sees in one file and the reader did not take; 1 if there are any."""
    from ingest.report import audited

    lacking = _read(arguments, "audit", "Tìm số nhìn thấy trong tệp mà chưa đọc được.", lambda r, file: r.do(audited, file))
    if isinstance(lacking, int):
        return lacking
    sys.stdout.writelines(f"{line}\n" for line in lacking)
    return PARTLY if lacking else OK


def _show(arguments: list[str], command: str, about: str, render: Callable[[Report], str]) -> int:
    """Read one file and print what ``render`` makes of it; what the reader warns of goes to standard error."""
    report = _read(arguments, command, about, lambda reader, file: reader.understand(file))
    if isinstance(report, int):
        return report
    if command == "text":  # the outline carries its warnings itself
        sys.stderr.writelines(f"{report.file}: lưu ý: {warning}\n" for warning in report.warnings)
    sys.stdout.write(render(report))
    return OK


def _read(arguments: list[str], command: str, about: str, task: Callable[[ReportReader, Path], Any]) -> Any:  # noqa: ANN401
    """Return what ``task`` makes of the file that is given, or the exit status where it cannot be read."""
    parser = argparse.ArgumentParser(prog=f"python -m ingest {command}", description=about)
    parser.add_argument("file", type=Path, help="tệp báo cáo")
    file: Path = parser.parse_args(arguments).file
    from ingest.worker import ReportReader
    from settings import Settings, SettingsError

    try:
        if not file.is_file():
            raise UnreadableFile("không có tệp này; hãy kiểm tra lại đường dẫn")
        settings = Settings.from_env()
        with ReportReader(settings.limits, settings.pages_dir) as reader:
            return task(reader, file.absolute())
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return NOTHING
    except UnreadableFile as error:
        sys.stderr.write(f"{file}: {error}\n")
        return PARTLY


def bring_in(arguments: list[str]) -> int:
    """Bring files and folders into the library and the index."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Nạp báo cáo vào thư viện. Lệnh khác: python -m ingest outline TỆP, … text TỆP, … audit TỆP",
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="TỆP_HOẶC_THƯ_MỤC")
    parser.add_argument("--rebuild", action="store_true", help="tạo lại chỉ mục từ các tệp thư viện đang giữ")
    parser.add_argument("--forget-missing", action="store_true", help="bỏ khỏi thư viện các tệp không còn trong thư mục")
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return NOTHING if stop.code else OK
    absent = [str(path) for path in options.paths if not path.exists()]
    if absent or not (options.paths or options.rebuild):
        what = f"không có {', '.join(absent)}" if absent else "chưa cho biết tệp hoặc thư mục nào"
        sys.stderr.write(f"Không nạp được gì: {what}. Cách dùng: python -m ingest TỆP_HOẶC_THƯ_MỤC...\n")
        return NOTHING
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    # The door is the only place where ingest looks ahead to the index; imported here, since torch takes seconds.
    from index.build import BuildOutcome, bring_in, forget, rebuild
    from index.database.disk import disk_problem
    from index.embedding.e5_weights import WeightsError
    from index.embedding.embedder import ModelNotFound, SentenceEmbedder
    from index.errors import IndexProblem
    from index.store.library import Library
    from settings import Settings, SettingsError

    try:
        settings = Settings.from_env()
        library = None if options.rebuild else Library.open(settings, create=True)
        embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
        with tqdm(total=100, unit="%", bar_format=BAR, disable=None) as bar:

            def progress(name: str, share: float) -> None:
                bar.set_postfix_str(name)
                bar.update(share * 100 - bar.n)

            outcome = BuildOutcome()
            if library is None:
                outcome = rebuild(settings, embedder, progress)
                library = Library.open(settings)
            if options.paths:
                outcome = outcome.and_then(bring_in(library, embedder, options.paths, progress))
        if options.forget_missing:
            forget(library, outcome.vanished)
        reports = len(library.catalog.report_ids())
    except (IndexProblem, ModelNotFound, SettingsError, WeightsError) as error:
        sys.stderr.write(f"Không nạp được: {error}\n")
        return NOTHING
    except OSError as error:
        problem = disk_problem(error, settings.data_dir)
        reason = str(problem or f"{error}. Hãy kiểm tra DATA_DIR, quyền ghi và dung lượng đĩa")
        sys.stderr.write(f"Không nạp được: {reason}\n")
        return NOTHING
    _summarise(outcome, reports, forgotten=options.forget_missing)
    return PARTLY if outcome.unread or outcome.passed_over else OK


def _summarise(outcome: BuildOutcome, reports: int, *, forgotten: bool) -> None:
    say = sys.stdout.write
    for path, reason in outcome.unread:
        sys.stderr.write(f"Không đọc được {path}: {reason}\n")
    for path, warning in outcome.warnings:
        say(f"Lưu ý {path}: {warning}\n")
    for path, same in outcome.copies:
        say(f"Bản sao {path}: nội dung giống hệt {same}\n")
    for path, reason in outcome.passed_over:
        say(f"Bỏ qua {path}: {reason}\n")
    if outcome.mended:
        say(f"Kho véc-tơ chưa khớp hoặc bị hỏng: đã chữa {outcome.mended} đoạn từ danh mục, không mất gì.\n")
    for path in outcome.vanished:
        say(f"Không còn tệp {path}: " + ("đã bỏ khỏi thư viện\n" if forgotten else "vẫn giữ trong thư viện\n"))
    say(
        f"Mới {len(outcome.added)}, thay {len(outcome.replaced)}, không đổi {len(outcome.unchanged)}, "
        f"bản sao {len(outcome.copies)}, không đọc được {len(outcome.unread)}; "
        f"nhúng {outcome.passages} đoạn. Thư viện có {reports} báo cáo.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
