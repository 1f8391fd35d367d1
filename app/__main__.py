"""``python -m app``: ask, batch, search in the terminal, or serve the web app."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from app.commands import compare_reports, databases, draft, keys, people, table
from app.commands.opening import open_assistant
from index.database.disk import disk_problem
from index.embedding.e5_weights import WeightsError
from index.errors import IndexProblem
from settings import Settings, SettingsError

if TYPE_CHECKING:
    from app.answer.model import Answer, SearchResult
    from app.checks.model import Finding
    from app.workers.tasks import Findings

OK, MISUSED = 0, 2
say = sys.stdout.write


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    options = _parser().parse_args(arguments)
    from index.embedding.embedder import ModelNotFound

    try:
        settings = Settings.from_env()
        return int(options.run(options, settings))
    except (IndexProblem, ModelNotFound, SettingsError, WeightsError) as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except OSError as error:
        disk_error = disk_problem(error, settings.data_dir)
        if disk_error is None:
            raise
        sys.stderr.write(f"{disk_error}\n")
        return MISUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="Trợ lý Báo cáo")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    ask = commands.add_parser("ask", help="hỏi một câu")
    ask.add_argument("question", metavar="CÂU_HỎI")
    ask.add_argument("--json", action="store_true", help="in câu trả lời dưới dạng JSON")
    ask.set_defaults(run=_ask)
    batch = commands.add_parser("batch", help="trả lời từng dòng của một tệp câu hỏi")
    batch.add_argument("questions", type=Path, metavar="CÂU_HỎI.jsonl")
    batch.add_argument("answers", type=Path, metavar="TRẢ_LỜI.jsonl")
    batch.set_defaults(run=_batch)
    search = commands.add_parser("search", help="tìm đoạn văn, không trả lời")
    search.add_argument("text", metavar="NỘI_DUNG")
    search.add_argument("--json", action="store_true", help="in kết quả dưới dạng JSON")
    search.set_defaults(run=_search)
    check = commands.add_parser("check", help="soát một báo cáo: số liệu, địa danh, viện dẫn, đề cương")
    check.add_argument("file", type=Path, metavar="TỆP")
    check.add_argument("--json", action="store_true", help="in kết quả dưới dạng JSON")
    check.add_argument("--out", type=Path, metavar="TỆP.docx", help="ghi tệp Word có lời nhận xét tại từng chỗ")
    check.add_argument(
        "--dismiss", nargs="+", type=int, default=[], metavar="SỐ", help="bỏ qua các điều có số này từ nay về sau"
    )
    check.add_argument("--all", action="store_true", help="in cả những điều đã bỏ qua")
    check.set_defaults(run=_check)
    compare_reports.configure(commands.add_parser("compare-reports", help="so báo cáo năm nay với báo cáo năm trước"))
    draft.configure(commands.add_parser("draft", help="soạn dự thảo báo cáo thành tệp Word"))
    wording = commands.add_parser("wording", help="tìm cách diễn đạt của các báo cáo khác")
    wording.add_argument("text", metavar="NỘI_DUNG")
    wording.add_argument("--role", default="", help="vai trò của mục: limits, causes, lessons, rewards, opening…")
    wording.add_argument(
        "--kind", default="", choices=("", "annual", "five-year", "directive-ten-years"), help="loại báo cáo"
    )
    wording.add_argument("--level", default="", choices=("", "tỉnh", "huyện", "xã"), help="cấp của cơ quan lập báo cáo")
    wording.add_argument("--field", default="", help="lĩnh vực: economy, society, defence, reform, politics")
    wording.add_argument("--place", default="", help="địa phương của báo cáo: “huyện Vân Sa”, “tỉnh Đông Lĩnh”")
    wording.add_argument("--years", default="", metavar="NĂM", help="năm của báo cáo: 2023 hoặc 2020-2025")
    wording.add_argument("--limit", type=int, default=10, help="số kết quả")
    wording.add_argument("--json", action="store_true", help="in kết quả dưới dạng JSON")
    wording.set_defaults(run=_wording)
    table.configure(commands.add_parser("table", help="lập một bảng số liệu từ nhiều báo cáo, mỗi ô có trích dẫn"))
    people.configure(commands.add_parser("people", help="tài khoản: liệt kê, thêm, cấp lại mật khẩu"))
    feedback = commands.add_parser("feedback", help="ý kiến của người dùng về các câu trả lời")
    remarks = feedback.add_subparsers(required=True, metavar="VIỆC")
    export = remarks.add_parser("export", help="ghi thành câu hỏi chuẩn cho python -m eval questions")
    export.add_argument("file", type=Path, metavar="TỆP.jsonl")
    export.set_defaults(run=_export_feedback)
    clear = remarks.add_parser("clear", help="xóa mọi ý kiến")
    clear.set_defaults(run=_clear_feedback)
    serve = commands.add_parser("serve", help="mở ứng dụng web")
    serve.set_defaults(run=_serve)
    mcp = commands.add_parser("mcp", help="công cụ MCP qua đầu vào và đầu ra chuẩn, cho trợ lý khác trên máy này")
    mcp.set_defaults(run=_mcp)
    databases.configure_migrate(
        commands.add_parser("migrate", help="tạo, nâng cấp các bảng trong PostgreSQL (DATABASE_URL)")
    )
    databases.configure_copy(commands.add_parser("copy", help="chép thư viện giữa SQLite và PostgreSQL, so lại từng dòng"))
    databases.configure_backup(commands.add_parser("backup", help="sao lưu thư viện vào một tệp, không cần dừng"))
    databases.configure_restore(commands.add_parser("restore", help="khôi phục thư viện từ bản sao lưu vào nơi còn trống"))
    keys.configure(commands.add_parser("keys", help="khóa API cho phần mềm khác của cơ quan"))
    return parser


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    answer = open_assistant(settings).answer(options.question)
    if options.json:
        say(json.dumps(answer.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        say(as_text(answer))
    return OK


def as_text(answer: Answer) -> str:
    """Return an answer as the terminal shows it: how it was understood, notes, the text, each citation with its quote."""
    from app.answer.notes import understood_line
    from app.answer.sources import source_line

    lines = [understood_line(answer.understood)] if answer.understood else []
    lines += [f"Lưu ý: {note}" for note in answer.notes]
    lines.append(answer.text)
    if answer.citations:
        lines.append("")
        lines.extend(f"[{c.n}] {source_line(c)}\n    “{c.quote}”" for c in answer.citations)
    return "\n".join(lines) + "\n"


def _batch(options: argparse.Namespace, settings: Settings) -> int:
    try:
        lines = options.questions.read_text(encoding="utf-8").splitlines()
        questions = [json.loads(line) for line in lines if line.strip()]
        conversations = [(q.get("id"), q["turns"] if "turns" in q else [q["question"]]) for q in questions]
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(
            f"Không đọc được {options.questions}: {error}. Mỗi dòng cần dạng "
            '{"id": "q1", "question": "..."} hoặc {"id": "q2", "turns": ["...", "..."]}\n'
        )
        return MISUSED
    assistant = open_assistant(settings)
    try:
        with options.answers.open("w", encoding="utf-8") as out:
            for identity, turns in tqdm(conversations, unit="câu", disable=None):
                answer = assistant.converse(turns)
                out.write(json.dumps(answer.as_json(identity), ensure_ascii=False) + "\n")
    except OSError as error:
        sys.stderr.write(f"Không ghi được {options.answers}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền ghi\n")
        return MISUSED
    return OK


def _search(options: argparse.Namespace, settings: Settings) -> int:
    result = open_assistant(settings).find(options.text)
    if options.json:
        say(json.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        say(_write_result(result))
    return OK


def _write_result(result: SearchResult) -> str:
    from app.answer.notes import understood_line
    from app.answer.sources import copy_line, passage_line

    lines = [understood_line(result.understood)] if result.understood else []
    lines += [f"Lưu ý: {note}" for note in result.notes]
    if not result.hits:
        lines.append("Không tìm thấy đoạn nào. Hãy thử từ khác.")
    for rank, (hit, why) in enumerate(zip(result.hits, result.why, strict=True), start=1):
        lines += [f"{rank}. ({hit.score:.2f}) {passage_line(hit.passage)}", hit.passage.text]
        lines += [f"Cũng có trong: {copy_line(copy)}" for copy in hit.also]
        lines += [f"Vì sao tìm thấy? {' '.join(why.said)}", ""]
    return "\n".join(lines) + "\n"


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from app.checks import as_text
    from app.workers import pool, tasks
    from ingest.errors import UnreadableFile

    try:
        check_result = pool.now(settings.limits, tasks.checked, options.file.absolute(), None)
        findings, dismissed = _split_dismissed(options, settings, check_result)
        if options.out is not None:
            options.out.write_bytes(pool.now(settings.limits, tasks.commented, options.file.absolute(), findings))
    except UnreadableFile as error:
        sys.stderr.write(f"{options.file}: {error}\n")
        return MISUSED
    except OSError as error:
        sys.stderr.write(f"Không ghi được {options.out}: {error.strerror}. Hãy chọn nơi khác cho --out\n")
        return MISUSED
    if dismissed:
        sys.stderr.write(f"{dismissed} điều đã bỏ qua không được liệt kê; --all in cả những điều này\n")
    if check_result.more:
        sys.stderr.write(f"Còn {check_result.more} điều cần xem lại không được liệt kê. Hãy chia nhỏ báo cáo để xem hết\n")
    if options.json:
        say(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=1) + "\n")
    else:
        say(as_text(findings))
    return OK


def _split_dismissed(options: argparse.Namespace, settings: Settings, check_result: Findings) -> tuple[list[Finding], int]:
    """Return the findings to show, and how many are left out since somebody dismissed them; dismiss those asked for."""
    from app.access.person import LOCAL
    from app.records.dismissals import Dismissals, apart
    from app.storage.store import Store, is_kept

    if not options.dismiss and not is_kept(settings):
        return list(check_result.listed), 0
    dismissals = Dismissals(Store.open(settings))
    standing, dismissed = apart(check_result.listed, frozenset() if options.all else dismissals.of(check_result.key))
    chosen = [finding for number, finding in enumerate(standing, start=1) if number in options.dismiss]
    if not chosen:
        return standing, len(dismissed)
    dismissals.dismiss(LOCAL, check_result.key, chosen)
    left = [finding for finding in standing if finding not in chosen]
    return (standing, 0) if options.all else (left, len(dismissed) + len(chosen))


def _wording(options: argparse.Namespace, settings: Settings) -> int:
    from app.wording.filters import BadFilter, Filter, fields, roles, years_of
    from app.wording.search import as_text, search

    for name, names, kind in ((options.role, roles(), "vai trò"), (options.field, fields(), "lĩnh vực")):
        if name and name not in names:
            title = ", ".join(f"{name} ({title})" for name, title in names.items())
            sys.stderr.write(f"Không có {kind} “{name}”. Các {kind}: {title}\n")
            return MISUSED
    try:
        years = years_of(options.years)
        chosen = Filter(options.role, options.kind, options.level, options.field, options.place, years)
        wordings = search(open_assistant(settings), options.text, chosen, max(1, options.limit))
    except BadFilter as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    if options.json:
        say(json.dumps([wording.as_json() for wording in wordings], ensure_ascii=False, indent=1) + "\n")
    else:
        say(as_text(wordings))
    return OK


def _export_feedback(options: argparse.Namespace, settings: Settings) -> int:
    from app.office import Office
    from app.records.feedback import write

    remarks = Office.open(settings).feedback.all()
    try:
        todo = write(remarks, options.file)
    except OSError as error:
        sys.stderr.write(f"Không ghi được {options.file}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền ghi\n")
        return MISUSED
    say(f"Đã ghi {options.file}: {len(remarks)} câu hỏi, trong đó {todo} câu cần điền tay (mục “todo”).\n")
    return OK


def _clear_feedback(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from app.office import Office

    feedback = Office.open(settings).feedback
    count = sum(feedback.counts())
    feedback.clear()
    say(f"Đã xóa {count} ý kiến.\n")
    return OK


def _serve(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from app.office import Office
    from app.web.server import serve

    serve(open_assistant(settings, create=True), Office.open(settings))
    return OK


def _mcp(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from app.web.http.mcp_tools import serve

    serve(open_assistant(settings), settings)
    return OK


if __name__ == "__main__":
    sys.exit(main())
