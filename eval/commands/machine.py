"""The running product: loads, kills, attacks; the house it lives in."""

from __future__ import annotations

import argparse
import functools
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from app.commands.opening import open_assistant
from eval.commands.shared import EVAL, MISUSED, OK, say, scratch_folder
from settings import Settings


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    kill = commands.add_parser("kill", help="ngắt việc nạp, xóa, tạo lại… giữa chừng rồi so chỉ mục")
    kill.add_argument("paths", nargs="+", type=Path, metavar="TỆP_HOẶC_THƯ_MỤC")
    kill.add_argument("--times", type=int, default=10, help="số lần ngắt mỗi việc")
    kill.add_argument("--operations", default="", metavar="VIỆC,…", help="chỉ các việc này (mặc định: tất cả)")
    kill.add_argument("--seed", type=int, default=1)
    kill.set_defaults(run=_kill)
    profile = commands.add_parser("profile", help="thời gian của một câu hỏi và của một lượt nạp đi vào những hàm nào")
    profile.add_argument("file", nargs="?", type=Path, metavar="TỆP.jsonl", help="câu hỏi về thư viện ở DATA_DIR")
    profile.add_argument(
        "--ingest", nargs="+", type=Path, default=[], metavar="TỆP_HOẶC_THƯ_MỤC", help="nạp thử các tệp này"
    )
    profile.add_argument("--count", type=int, default=40, help="số câu hỏi")
    profile.add_argument("--lines", type=int, default=20, help="số hàm mỗi bảng")
    profile.set_defaults(run=_profile)
    house = commands.add_parser("house", help="đếm tên không nói lên gì, mô-đun dài, lớp trùng, mẫu tìm, nơi dùng thư viện")
    house.set_defaults(run=_house)
    attacks = commands.add_parser("attacks", help="tấn công thử ứng dụng mở trên chính máy này, với tài khoản mọi vai trò")
    attacks.add_argument("groups", nargs="*", metavar="NHÓM", help="chỉ các nhóm này; mặc định mọi nhóm")
    attacks.set_defaults(run=_attacks)
    load = commands.add_parser("load", help="nhiều người cùng hỏi một ứng dụng trên máy này")
    load.add_argument(
        "url", nargs="*", metavar="ĐỊA_CHỈ", help="ứng dụng đang chạy, ví dụ http://127.0.0.1:7860; nhiều máy thì chia đều"
    )
    load.add_argument("--serve", action="store_true", help="tự mở ứng dụng với thư viện ở DATA_DIR, đo xong thì đóng")
    load.add_argument("--servers", type=int, default=1, metavar="N", help="với --serve: mở N máy trên cùng PostgreSQL")
    load.add_argument("--users", type=int, default=30, help="số người dùng")
    load.add_argument("--minutes", type=float, default=5.0, help="số phút")
    load.add_argument(
        "--think", type=float, nargs=2, default=(5.0, 15.0), metavar="GIÂY", help="nghỉ giữa hai câu, từ … đến …"
    )
    load.add_argument(
        "--questions", type=Path, nargs="+", metavar="TỆP.jsonl", help="câu hỏi; mặc định: của các báo cáo mẫu"
    )
    load.add_argument(
        "--upload", type=Path, metavar="THƯ_MỤC", help="nạp báo cáo trong lúc đo, vào một bản sao của thư viện"
    )
    load.add_argument("--key", default="", help="khóa API")
    load.set_defaults(run=_load)


def _kill(options: argparse.Namespace, settings: Settings) -> int:
    from eval.kill import OPERATIONS, trials

    operations = options.operations.split(",") if options.operations else list(OPERATIONS)
    if unknown := set(operations) - set(OPERATIONS):
        raise ValueError(f"không có việc {', '.join(sorted(unknown))}; các việc: {', '.join(OPERATIONS)}")
    broken = count = 0
    for trial in trials(options.paths, settings, options.times, options.seed, operations):
        state = trial.problem or "nguyên vẹn"
        say(f"{trial.operation:10} ngắt sau {trial.after:5.2f} s, còn {trial.reports_left} báo cáo; chạy lại: {state}\n")
        broken, count = broken + bool(trial.problem), count + 1
    say(f"{broken} lượt hỏng trong {count}\n")
    return OK if not broken else 1


def _profile(options: argparse.Namespace, settings: Settings) -> int:
    from eval.profiling import as_text, of_ingest, of_questions
    from eval.questions import load
    from index.embedding.embedder import SentenceEmbedder

    if options.file is None and not options.ingest:
        raise ValueError("cần TỆP.jsonl, --ingest TỆP_HOẶC_THƯ_MỤC hoặc cả hai")
    if options.file is not None:
        questions = [question.turns[-1] for question in load(options.file)][: options.count]
        say(as_text("Một câu hỏi", of_questions(open_assistant(settings), questions), options.lines))
    if options.ingest:
        embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
        with scratch_folder(None) as scratch:
            say(as_text("Nạp một tệp", of_ingest(options.ingest, settings, embedder, scratch), options.lines))
    return OK


def _house(_: argparse.Namespace, __: Settings) -> int:
    from eval.house import as_text, count

    say(as_text(count(EVAL.parent)))
    return OK


def _attacks(options: argparse.Namespace, settings: Settings) -> int:
    from eval.attacks import GROUPS, as_text, replay
    from eval.attacks.world import open_world

    unknown = [name for name in options.groups if name not in GROUPS]
    if unknown:
        sys.stderr.write(f"Không có nhóm {', '.join(unknown)}. Các nhóm: {', '.join(GROUPS)}\n")
        return MISUSED
    with tempfile.TemporaryDirectory() as scratch, open_world(settings, Path(scratch)) as world:
        results = []
        for result in replay(world, options.groups or GROUPS):
            results.append(result)
            say(as_text([result]).splitlines()[0] + "\n")
            sys.stdout.flush()
    say(as_text(results).splitlines()[-1] + "\n")
    return OK if all(result.outcome.is_held for result in results) else 1


def _load(options: argparse.Namespace, settings: Settings) -> int:
    from eval import load
    from eval.questions import load as read

    if bool(options.url) == options.serve or (options.upload and not options.serve):
        raise ValueError("cần ĐỊA_CHỈ của ứng dụng đang chạy hoặc --serve; --upload chỉ dùng với --serve")
    if options.servers > 1 and (not options.serve or options.upload or settings.database_url is None):
        raise ValueError("--servers chỉ dùng với --serve và DATABASE_URL của PostgreSQL, không kèm --upload")
    files = options.questions or sorted((EVAL / "samples" / "questions").glob("*.jsonl"))
    turns = [question.turns for file in files for question in read(file)]
    with scratch_folder(None) as scratch, ExitStack() as stack:
        url, upload = options.url, None
        if options.serve:
            first, environment = stack.enter_context(load.served(settings, scratch, copied=options.upload is not None))
            more = [load.served(settings, scratch, further=number) for number in range(1, options.servers)]
            url = [first, *(stack.enter_context(server)[0] for server in more)]
            upload = functools.partial(load.bring_in, options.upload, environment) if options.upload else None
        seconds = options.minutes * 60
        measured = load.measure(url, turns, options.users, seconds, key=options.key, think=options.think, upload=upload)
    say(load.as_text(measured))
    say(f"(mong muốn: không lỗi, p95 không quá {load.WANTED_MS} ms trên hai nhân, không dùng mô hình ngôn ngữ)\n")
    return OK if load.good(measured) else 1
