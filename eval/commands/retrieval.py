"""What is found, how fast, with how much in the way."""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median

from app.commands.opening import open_assistant
from eval.commands.shared import OK, say, scratch_folder
from index.embedding.embedder import SentenceEmbedder
from settings import Settings


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    beir = commands.add_parser("beir", help="đo tìm kiếm trên một thư mục dạng BEIR")
    beir.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    beir.set_defaults(run=_beir)
    speed = commands.add_parser("speed", help="so thời gian lập chỉ mục với một chuỗi LangChain đơn giản")
    speed.add_argument("paths", nargs="+", type=Path, metavar="TỆP_HOẶC_THƯ_MỤC")
    speed.add_argument("--rounds", type=int, default=1, help="số lượt xen kẽ, lấy trung vị")
    speed.set_defaults(run=_speed)
    noise = commands.add_parser("noise", help="hỏi lại các câu hỏi chuẩn như người gõ vội")
    noise.add_argument("file", type=Path, metavar="TỆP.jsonl")
    noise.add_argument("--misses", action="store_true", help="in thêm các câu tụt khỏi năm đoạn đầu")
    noise.set_defaults(run=_noise)
    ablation = commands.add_parser("ablation", help="đo lại các câu hỏi chuẩn khi bỏ từng bước tìm kiếm")
    ablation.add_argument("file", type=Path, metavar="TỆP.jsonl")
    ablation.set_defaults(run=_ablation)
    crowd = commands.add_parser("crowd", help="hỏi lại khi có thêm nhiều báo cáo phỏng theo gần như giống hệt")
    latency = commands.add_parser("latency", help="đo thời gian tìm kiếm trong thư viện lớn")
    for command in (crowd, latency):
        command.add_argument("file", type=Path, metavar="TỆP.jsonl")
        command.add_argument("folder", type=Path, metavar="THƯ_MỤC_BÁO_CÁO")
        command.add_argument("--keep", type=Path, metavar="THƯ_MỤC", help="giữ thư viện tạm ở đây để lần sau dùng lại")
    crowd.add_argument("--reports", type=int, default=200, help="số báo cáo phỏng theo")
    crowd.add_argument("--bodies", type=Path, metavar="THƯ_MỤC", help="chỉ giữ đề mục, lấy đoạn văn của các báo cáo này")
    crowd.set_defaults(run=_crowd)
    latency.add_argument("--passages", type=int, default=20000, help="số đoạn ít nhất của thư viện")
    latency.add_argument("--people", type=int, default=0, metavar="N", help="thêm và xóa một báo cáo trong lúc N người hỏi")
    latency.set_defaults(run=_latency)


def _beir(options: argparse.Namespace, settings: Settings) -> int:
    from eval.beir import measure

    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    for name, value in measure(options.folder, embedder, settings).items():
        say(f"{name:10} {value:.4f}\n" if name != "n" else f"{name:10} {value:.0f}\n")
    return OK


def _speed(options: argparse.Namespace, settings: Settings) -> int:
    from eval.speed import compare

    timings = compare(options.paths, settings, max(1, options.rounds))
    first: tuple[float, float] | None = None
    for name, rounds in timings.items():
        wall, processor = median(t.wall for t in rounds), median(t.processor for t in rounds)
        first = first or (wall, processor)
        say(f"{name:26} {wall:6.1f} s, bộ xử lý {processor:6.1f} s, {rounds[0].pieces} đoạn")
        say(f"; sản phẩm này cần {first[0] / wall:.2f} thời gian, {first[1] / processor:.2f} bộ xử lý\n")
    return OK


def _noise(options: argparse.Namespace, settings: Settings) -> int:
    from eval.noise import WANTED, as_text, measure, table
    from eval.questions import load

    pairs = measure(load(options.file), open_assistant(settings))
    rows = table(pairs)
    say(as_text(rows))
    say(f"(giảm hit@5: so với chính các câu ấy khi gõ đúng; mong muốn mỗi cách gõ giảm không quá {WANTED})\n")
    if options.misses:
        for kind, group in pairs.items():
            for pair in group:
                if pair.clean.hit5 and not pair.noisy.hit5:
                    say(f"{kind}: {pair.typed.id} [{pair.typed.type}] {pair.typed.turns[-1]}\n")
    return OK


def _ablation(options: argparse.Namespace, settings: Settings) -> int:
    from eval.ablation import as_text, measure
    from eval.questions import load

    say(as_text(measure(load(options.file), open_assistant(settings))))
    return OK


def _crowd(options: argparse.Namespace, settings: Settings) -> int:
    from eval.crowd import WANTED, as_text, measure, table
    from eval.questions import load

    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    with scratch_folder(options.keep) as scratch:
        compared = measure(load(options.file), options.folder, options.reports, settings, embedder, scratch, options.bodies)
    say(as_text(table(compared)))
    say(f"(mong muốn hit@1 giảm không quá {WANTED}; “câu giống hệt”: câu hỏi không nêu địa danh được tính cả câu y nguyên\n")
    say("trong báo cáo phỏng theo)\n")
    for score in compared:
        if score.alone.hit1 and not score.same.hit1:
            say(f"mất vị trí đầu: {score.gold.id} [{score.gold.type}] {score.gold.turns[-1]}\n")
    return OK


def _latency(options: argparse.Namespace, settings: Settings) -> int:
    from eval.latency import WANTED_MS, as_text, measure
    from eval.questions import load

    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    with scratch_folder(options.keep) as scratch:
        gold, folder = load(options.file), options.folder
        latency = measure(gold, folder, options.passages, settings, embedder, scratch, options.people)
    say(as_text(latency))
    say(f"(mong muốn: tổng p95 không quá {WANTED_MS} ms trên hai nhân)\n")
    return OK
