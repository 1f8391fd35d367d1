"""``python -m app``: ask, batch, search in the terminal, or serve the web app."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from app.commands import keys, people
from index.embedding.e5_weights import WeightsError
from index.errors import IndexProblem
from index.store.disk import disk_problem
from settings import Settings, SettingsError

if TYPE_CHECKING:
    from app.answer.model import Answer, SearchResult
    from app.assistant import Assistant
    from app.drafting.model import Draft

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
        known = disk_problem(error, settings.data_dir)
        if known is None:
            raise
        sys.stderr.write(f"{known}\n")
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
    check.set_defaults(run=_check)
    draft = commands.add_parser("draft", help="soạn dự thảo báo cáo thành tệp Word")
    draft.add_argument("--kind", required=True, choices=("annual", "five-year", "directive-ten-years"), help="loại báo cáo")
    draft.add_argument("--input", required=True, type=Path, metavar="ĐẦU_VÀO.json")
    draft.add_argument("--out", required=True, type=Path, metavar="TỆP.docx")
    draft.add_argument("--final", action="store_true", help="bỏ ghi chú nguồn, tô màu và danh mục còn thiếu")
    draft.add_argument("--variant", type=int, default=0, help="0: câu mẫu hợp nhất; 1: câu kế tiếp…")
    draft.add_argument("--rewrite", action="store_true", help="để mô hình ngôn ngữ (biến LLM) viết lại từng mục")
    draft.set_defaults(run=_draft)
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
    keys.configure(commands.add_parser("keys", help="khóa API cho phần mềm khác của cơ quan"))
    return parser


def open_assistant(settings: Settings, *, create: bool = False) -> Assistant:
    """Open the library that the settings name and return its assistant; ``create``: make an empty one if needed."""
    from app.assistant import Assistant
    from app.generation.llm import open_model
    from app.generation.writer import Writer
    from index.embedding.embedder import SentenceEmbedder
    from index.store.library import Library

    library = Library.open(settings, create=create)
    model = open_model(settings.llm)
    writer = Writer(model) if model else None
    return Assistant(library, SentenceEmbedder(settings.embedding_model, settings.model_dir), writer)


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
        asked = [(q.get("id"), q["turns"] if "turns" in q else [q["question"]]) for q in questions]
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(
            f"Không đọc được {options.questions}: {error}. Mỗi dòng cần dạng "
            '{"id": "q1", "question": "..."} hoặc {"id": "q2", "turns": ["...", "..."]}\n'
        )
        return MISUSED
    assistant = open_assistant(settings)
    try:
        with options.answers.open("w", encoding="utf-8") as out:
            for identity, turns in tqdm(asked, unit="câu", disable=None):
                answer = assistant.converse(turns)
                out.write(json.dumps(answer.as_json(identity), ensure_ascii=False) + "\n")
    except OSError as error:
        sys.stderr.write(f"Không ghi được {options.answers}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền ghi\n")
        return MISUSED
    return OK


def _search(options: argparse.Namespace, settings: Settings) -> int:
    found = open_assistant(settings).find(options.text)
    if options.json:
        say(json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        say(_found_as_text(found))
    return OK


def _found_as_text(found: SearchResult) -> str:
    from app.answer.notes import understood_line
    from app.answer.sources import copy_line, passage_line

    lines = [understood_line(found.understood)] if found.understood else []
    lines += [f"Lưu ý: {note}" for note in found.notes]
    if not found.hits:
        lines.append("Không tìm thấy đoạn nào. Hãy thử từ khác.")
    for rank, (hit, why) in enumerate(zip(found.hits, found.why, strict=True), start=1):
        lines += [f"{rank}. ({hit.score:.2f}) {passage_line(hit.passage)}", hit.passage.text]
        lines += [f"Cũng có trong: {copy_line(copy)}" for copy in hit.also]
        lines += [f"Vì sao tìm thấy? {' '.join(why.said)}", ""]
    return "\n".join(lines) + "\n"


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from app.checks import as_text
    from app.workers import pool, tasks
    from ingest.errors import UnreadableFile

    try:
        made = pool.now(settings.limits, tasks.checked, options.file.absolute(), None)
    except UnreadableFile as error:
        sys.stderr.write(f"{options.file}: {error}\n")
        return MISUSED
    findings = list(made.shown)
    if made.more:
        sys.stderr.write(f"Còn {made.more} điều cần xem lại không được liệt kê. Hãy chia nhỏ báo cáo để xem hết\n")
    if options.json:
        say(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=1) + "\n")
    else:
        say(as_text(findings))
    return OK


def _draft(options: argparse.Namespace, settings: Settings) -> int:
    from app.drafting.prepare import past, prepare
    from app.drafting.request import BadRequest, read
    from app.drafting.word import write
    from app.workers import pool
    from ingest.errors import UnreadableFile
    from prompts import DataFileError

    try:
        request = read(options.input)
        assistant = open_assistant(settings)
        before = past(assistant, options.kind, request, partial(pool.now, settings.limits))
        draft = prepare(assistant, options.kind, request, max(0, options.variant), files=True)
        if options.rewrite:
            draft = _rewritten(draft, assistant)
        write(draft, options.out, final=options.final)
    except (BadRequest, DataFileError, UnreadableFile) as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    for one in before:
        sys.stderr.write(f"Năm trước - {one.name}: {one.value} (năm {one.year}): “{one.quote.quote}”\n")
    for line in draft.missing:
        sys.stderr.write(f"Còn thiếu - {line}\n")
    say(f"Đã ghi {options.out}: {len(draft.sections)} đề mục, còn thiếu {len(draft.missing)} mục thông tin.\n")
    return OK


def _rewritten(draft: Draft, assistant: Assistant) -> Draft:
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


def _wording(options: argparse.Namespace, settings: Settings) -> int:
    from app.wording.filters import BadFilter, Filter, fields, roles, years_of
    from app.wording.search import as_text, search

    for given, known, kind in ((options.role, roles(), "vai trò"), (options.field, fields(), "lĩnh vực")):
        if given and given not in known:
            shown = ", ".join(f"{name} ({shown})" for name, shown in known.items())
            sys.stderr.write(f"Không có {kind} “{given}”. Các {kind}: {shown}\n")
            return MISUSED
    try:
        years = years_of(options.years)
        chosen = Filter(options.role, options.kind, options.level, options.field, options.place, years)
        found = search(open_assistant(settings), options.text, chosen, max(1, options.limit))
    except BadFilter as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    if options.json:
        say(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=1) + "\n")
    else:
        say(as_text(found))
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
