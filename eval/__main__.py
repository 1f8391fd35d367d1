"""``python -m eval``: gold questions, clean, noisy, in a crowd; BEIR folders; speed, latency; outline against the truth."""

from __future__ import annotations

import argparse
import functools
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from tqdm import tqdm

from app.__main__ import open_assistant
from eval.invented import TooFewNames
from index.embedding.e5_weights import WeightsError
from index.embedding.embedder import ModelNotFound, SentenceEmbedder
from index.errors import IndexProblem
from settings import Settings, SettingsError

OK, MISUSED = 0, 2
say = sys.stdout.write
RESULTS = Path(__file__).parent / "results"


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    parser = argparse.ArgumentParser(prog="python -m eval", description="Đo chất lượng")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    questions = commands.add_parser("questions", help="trả lời và chấm một tệp câu hỏi chuẩn")
    questions.add_argument("file", type=Path, metavar="TỆP.jsonl")
    questions.add_argument("--misses", action="store_true", help="in thêm các câu chưa đạt")
    questions.add_argument("--every", type=int, default=1, metavar="N", help="chỉ lấy một trong N câu")
    questions.add_argument("--answers", type=Path, metavar="TRẢ_LỜI.jsonl", help="ghi lại các câu trả lời")
    questions.set_defaults(run=_questions)
    faithful = commands.add_parser("faithful", help="tìm số liệu trong câu trả lời mà trích dẫn không có")
    faithful.add_argument("file", type=Path, metavar="TRẢ_LỜI.jsonl")
    faithful.set_defaults(run=_faithful)
    first = commands.add_parser("first-words", help="đo thời gian tới những chữ đầu tiên của câu trả lời")
    first.add_argument("file", type=Path, metavar="TỆP.jsonl")
    first.add_argument("--count", type=int, default=20, help="số câu hỏi")
    first.set_defaults(run=_first_words)
    beir = commands.add_parser("beir", help="đo tìm kiếm trên một thư mục dạng BEIR")
    beir.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    beir.set_defaults(run=_beir)
    words = commands.add_parser("word", help="viết các báo cáo dạng văn bản đơn giản (*.md) thành tệp Word")
    words.add_argument("source", type=Path, metavar="THƯ_MỤC_MD")
    words.add_argument("target", type=Path, metavar="THƯ_MỤC_DOCX")
    words.set_defaults(run=_word)
    fitted = commands.add_parser("fit", help="tính lại trọng số chấm câu trả lời (prompts/scoring.toml) từ câu hỏi chuẩn")
    fitted.add_argument(
        "sets", nargs="+", metavar="THƯ_VIỆN=TỆP.jsonl", help="thư mục DATA_DIR và tệp câu hỏi về các báo cáo trong đó"
    )
    fitted.add_argument("--write", action="store_true", help="ghi vào prompts/scoring.toml, giữ nguyên các ngưỡng")
    fitted.set_defaults(run=_fit)
    speed = commands.add_parser("speed", help="so thời gian lập chỉ mục với một chuỗi LangChain đơn giản")
    speed.add_argument("paths", nargs="+", type=Path, metavar="TỆP_HOẶC_THƯ_MỤC")
    speed.set_defaults(run=_speed)
    kill = commands.add_parser("kill", help="ngắt việc nạp, xóa, tạo lại… giữa chừng rồi so chỉ mục")
    kill.add_argument("paths", nargs="+", type=Path, metavar="TỆP_HOẶC_THƯ_MỤC")
    kill.add_argument("--times", type=int, default=10, help="số lần ngắt mỗi việc")
    kill.add_argument("--operations", default="", metavar="VIỆC,…", help="chỉ các việc này (mặc định: tất cả)")
    kill.add_argument("--seed", type=int, default=1)
    kill.set_defaults(run=_kill)
    outline = commands.add_parser("outline", help="so đề cương đọc được với đề cương đúng")
    outline.add_argument("truth", type=Path, metavar="truth.json")
    outline.add_argument("paths", nargs="+", type=Path, metavar="TỆP_HOẶC_THƯ_MỤC")
    outline.set_defaults(run=_outline)
    checks = commands.add_parser("checks", help="soát các báo cáo mẫu, so với những chỗ sai đã gài")
    checks.add_argument("truth", type=Path, metavar="truth.json_HOẶC_THƯ_MỤC")
    checks.set_defaults(run=_checks)
    shaped = commands.add_parser("layout", help="soát thể thức một tệp Word theo Nghị định 30/2020/NĐ-CP")
    shaped.add_argument("file", type=Path, metavar="TỆP.docx")
    shaped.add_argument("--all", action="store_true", help="in cả các quy tắc đã giữ")
    shaped.set_defaults(run=_layout)
    draft = commands.add_parser("draft", help="tìm trong dự thảo những gì không có trong đầu vào")
    draft.add_argument("file", type=Path, metavar="TỆP.docx")
    draft.add_argument("given", type=Path, metavar="ĐẦU_VÀO.json")
    draft.set_defaults(run=_draft)
    wording = commands.add_parser("wording", help="đo tìm câu mẫu trên các câu hỏi loại wording")
    wording.add_argument("file", type=Path, metavar="TỆP.jsonl", help="với --groups: tệp .json các cặp câu đã chấm")
    wording.add_argument("--misses", action="store_true", help="in thêm các câu chưa đạt")
    wording.add_argument("--groups", action="store_true", help="chấm việc gộp câu cùng ý và xếp lĩnh vực")
    wording.set_defaults(run=_wording)
    marked = commands.add_parser("marks", help="so chữ trong khung đánh dấu trên trang PDF với trích dẫn")
    marked.add_argument("file", type=Path, metavar="TỆP.jsonl")
    marked.add_argument("--limit", type=int, default=0, help="chỉ hỏi chừng ấy câu, rải đều (0: mọi câu)")
    marked.add_argument("--misses", action="store_true", help="in thêm các trích dẫn chưa đạt")
    marked.set_defaults(run=_marks)
    _add_retrieval_measures(commands)
    _add_load(commands)
    identical = commands.add_parser("identical", help="so hai tệp câu trả lời, bỏ qua thời gian")
    identical.add_argument("before", type=Path, metavar="TRƯỚC.jsonl")
    identical.add_argument("after", type=Path, metavar="SAU.jsonl")
    identical.set_defaults(run=_identical)
    house = commands.add_parser("house", help="đếm lớp trùng tên, mẫu tìm, hằng số, nơi dùng thư viện trong mã nguồn")
    house.set_defaults(run=_house)
    attacks = commands.add_parser("attacks", help="tấn công thử ứng dụng mở trên chính máy này, với tài khoản mọi vai trò")
    attacks.add_argument("groups", nargs="*", metavar="NHÓM", help="chỉ các nhóm này; mặc định mọi nhóm")
    attacks.set_defaults(run=_attacks)
    reading = commands.add_parser("reading", help="đo việc đọc tệp trên một thư mục có truth.json")
    reading.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    reading.set_defaults(run=_reading)
    facts = commands.add_parser("metadata", help="so cơ quan, số, ngày, kỳ, người ký và đề mục đọc được với nguồn trong md/")
    facts.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    facts.add_argument("--only", default="", metavar="TÊN,…", help="chỉ các báo cáo này")
    facts.add_argument("--misses", action="store_true", help="in thêm các chỗ chưa đạt")
    facts.set_defaults(run=_metadata)
    wild = commands.add_parser("wild", help="đọc các tệp khó lấy từ lỗi đã công bố, so với điều phải đọc được")
    wild.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    wild.add_argument("--only", default="", metavar="ĐẦU_TÊN", help="chỉ in các tệp có tên bắt đầu như vậy")
    wild.set_defaults(run=_wild)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options, Settings.from_env()))
    except (IndexProblem, ModelNotFound, SettingsError, TooFewNames, WeightsError) as error:
        sys.stderr.write(f"{error}\n")
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"Không đọc được dữ liệu đo: {error!r}\n")
    return MISUSED


def _metadata(options: argparse.Namespace, _: Settings) -> int:
    from eval import headings, metadata

    names = [name for name in options.only.split(",") if name]
    facts = list(metadata.measure(options.folder, names))
    outlines = list(headings.measure(options.folder, names))
    if options.misses:
        for one in facts:
            say(f"{one.name}: {'; '.join((*one.wrong, *(f'thiếu {field}' for field in one.missing))) or 'đúng'}\n")
        for score in outlines:
            say(
                f"{score.name} {score.f1:.3f}\n"
                + "".join(f"  thiếu {t}\n" for t in score.missing)
                + "".join(f"  thừa {t}\n" for t in score.extra)
            )
    say(f"{metadata.summary(facts)}\n{headings.summary(outlines)}\n")
    return OK


def _add_retrieval_measures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    noise = commands.add_parser("noise", help="hỏi lại các câu hỏi chuẩn như người gõ vội")
    noise.add_argument("file", type=Path, metavar="TỆP.jsonl")
    noise.add_argument("--misses", action="store_true", help="in thêm các câu tụt khỏi năm đoạn đầu")
    noise.set_defaults(run=_noise)
    ablation = commands.add_parser("ablation", help="đo lại các câu hỏi chuẩn khi bỏ từng bước tìm kiếm")
    ablation.add_argument("file", type=Path, metavar="TỆP.jsonl")
    ablation.set_defaults(run=_ablation)
    crowd = commands.add_parser("crowd", help="hỏi lại khi có thêm nhiều báo cáo phỏng theo gần như giống hệt")
    latency = commands.add_parser("latency", help="đo thời gian tìm kiếm trong thư viện lớn")
    for one in (crowd, latency):
        one.add_argument("file", type=Path, metavar="TỆP.jsonl")
        one.add_argument("folder", type=Path, metavar="THƯ_MỤC_BÁO_CÁO")
        one.add_argument("--keep", type=Path, metavar="THƯ_MỤC", help="giữ thư viện tạm ở đây để lần sau dùng lại")
    crowd.add_argument("--reports", type=int, default=200, help="số báo cáo phỏng theo")
    crowd.add_argument("--bodies", type=Path, metavar="THƯ_MỤC", help="chỉ giữ đề mục, lấy đoạn văn của các báo cáo này")
    crowd.set_defaults(run=_crowd)
    latency.add_argument("--passages", type=int, default=20000, help="số đoạn ít nhất của thư viện")
    latency.set_defaults(run=_latency)


def _add_load(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    load = commands.add_parser("load", help="nhiều người cùng hỏi một ứng dụng trên máy này")
    load.add_argument("url", nargs="?", metavar="ĐỊA_CHỈ", help="ứng dụng đang chạy, ví dụ http://127.0.0.1:7860")
    load.add_argument("--serve", action="store_true", help="tự mở ứng dụng với thư viện ở DATA_DIR, đo xong thì đóng")
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
    return OK if all(one.outcome.held for one in results) else 1


def _questions(options: argparse.Namespace, settings: Settings) -> int:
    from eval.questions import as_text, load, score, table
    from eval.written import compared

    gold = load(options.file)[:: max(1, options.every)]
    assistant = open_assistant(settings)
    assistant.search("khởi động")  # loading the model is no part of an answer's time
    answers, scores = [], []
    for one in tqdm(gold, unit="câu", disable=None):
        answer = assistant.converse(one.turns)
        answers.append(answer)
        scores.append(score(one, answer, assistant.library))
        if options.misses and (scores[-1].answered is False or scores[-1].hit5 is False):
            say(f"{one.id} [{one.type}] {one.turns[-1]}\n    {answer.text[:400]!r}\n    cần {one.keys}\n")
    rows = table(scores)
    say(as_text(rows) if assistant.writer is None else compared(gold, answers, scores, assistant))
    if options.answers:
        lines = [json.dumps(a.as_json(one.id), ensure_ascii=False) for one, a in zip(gold, answers, strict=True)]
        options.answers.write_text("\n".join(lines) + "\n", encoding="utf-8")
    commit = _commit()
    RESULTS.mkdir(exist_ok=True)
    with_model = "" if assistant.writer is None else "-llm"
    result = RESULTS / f"{options.file.stem}-{commit}{with_model}.json"
    result.write_text(
        json.dumps({"commit": commit, "table": rows, "scores": [asdict(s) for s in scores]}, ensure_ascii=False, indent=1),
        encoding="utf-8",
    )
    say(f"Đã ghi {result}\n")
    return OK


def _faithful(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval.faithful import as_text, check

    results = check(options.file)
    say(as_text(results))
    return 1 if any(one.violations for one in results) else OK


def _first_words(options: argparse.Namespace, settings: Settings) -> int:
    from eval.first_words import as_text, measure
    from eval.questions import load

    say(as_text(measure(load(options.file)[: max(1, options.count)], open_assistant(settings))))
    return OK


def _beir(options: argparse.Namespace, settings: Settings) -> int:
    from eval.beir import measure

    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    for name, value in measure(options.folder, embedder, settings).items():
        say(f"{name:10} {value:.4f}\n" if name != "n" else f"{name:10} {value:.0f}\n")
    return OK


def _word(options: argparse.Namespace, _: Settings) -> int:
    from eval.open_reports import write_word

    options.target.mkdir(parents=True, exist_ok=True)
    for file in sorted(options.source.glob("*.md")):
        write_word(file.read_text(encoding="utf-8"), options.target / f"{file.stem}.docx")
        say(f"{file.stem}.docx\n")
    return OK


def _fit(options: argparse.Namespace, settings: Settings) -> int:
    from eval import fit
    from eval.questions import load

    choices: dict[str, list[fit.Choice]] = {name: [] for name in fit.NAMES}
    for data, _, file in (one.partition("=") for one in options.sets):
        assistant = open_assistant(replace(settings, data_dir=Path(data), llm=None))
        golds = load(Path(file))
        with tqdm(total=len(golds) * len(fit.NAMES), unit="câu") as bar:
            for name in fit.NAMES:
                choices[name] += fit.choices_of(assistant, golds, name, functools.partial(bar.update, 1))
    for name, own in choices.items():
        say(f"{name}, mỗi báo cáo chấm bằng trọng số tính từ các báo cáo khác:\n{fit.report_fit(own, name)}\n")
    if options.write:
        sets = ", ".join(Path(one.partition("=")[2]).name for one in options.sets)
        fit.write(choices, f"{sets}, {_commit()}")
    return OK


def _speed(options: argparse.Namespace, settings: Settings) -> int:
    from eval.speed import compare

    ours, plain = compare(options.paths, settings)
    say(f"Sản phẩm này:       {ours.seconds:6.1f} s, {ours.pieces} đoạn\n")
    say(f"LangChain đơn giản: {plain.seconds:6.1f} s, {plain.pieces} đoạn\n")
    say(f"Tỷ lệ:              {ours.seconds / plain.seconds:6.2f}\n")
    return OK


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


def _outline(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval.outline import compare

    for name, result in compare(options.truth, options.paths):
        plain = f"P {result.precision:.3f}  R {result.recall:.3f}  F1 {result.f1:.3f}"
        say(f"{name:24} {plain}  (có mục cha: {result.f1_placed:.3f})\n")
    return OK


def _ablation(options: argparse.Namespace, settings: Settings) -> int:
    from eval.ablation import as_text, measure
    from eval.questions import load

    say(as_text(measure(load(options.file), open_assistant(settings))))
    return OK


def _checks(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval.checks import compare

    for one in compare(options.truth):
        say(f"{one.file:20} thấy {len(one.found)}/{len(one.found) + len(one.missed)}, ngoài ra {len(one.others)}\n")
        for missed in one.missed:
            say(f"    sót: {missed}\n")
        for other in one.others:
            say(f"    thêm: [{other.kind.value}] {other.message}\n")
    return OK


def _layout(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval.layout import check

    verdicts = check(options.file)
    for one in verdicts:
        if one.broken or options.all:
            state = "không gặp" if one.broken is None else f"SAI: {one.broken}" if one.broken else "đúng"
            say(f"{one.rule:75} {state}\n")
    broken = sum(bool(one.broken) for one in verdicts)
    met = sum(one.broken is not None for one in verdicts)
    say(f"{len(verdicts)} quy tắc, gặp {met}, sai {broken}\n")
    return OK if not broken else 1


def _draft(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval.draft import unfounded

    found = unfounded(options.file, options.given)
    for one in found:
        say(f"{one}\n")
    say(f"{len(found)} chỗ không có trong đầu vào\n")
    return OK if not found else 1


def _groups(options: argparse.Namespace, settings: Settings) -> int:
    from eval.wording_groups import fields, measure

    assistant = open_assistant(settings)
    made = measure(options.file, assistant)
    right, wrong, split, apart = (len(kind) for kind in (made.right, made.wrong, made.split, made.apart))
    say(f"gộp đúng {right}, gộp nhầm {wrong} (chính xác {made.precision:.2f}); sót {split} (thấy đủ {made.recall:.2f}); ")
    say(f"để riêng đúng {apart}; gộp chưa chấm {len(made.unjudged)}\n")
    told = list(fields(options.file, assistant))
    say(f"lĩnh vực: đúng {sum(found == frozenset(one['fields']) for one, found in told)}/{len(told)} mục\n")
    if options.misses:
        for label, kind in (("gộp nhầm", made.wrong), ("sót", made.split), ("chưa chấm", made.unjudged)):
            for pair in kind:
                say(f"{label}: {pair}\n")
        for one, found in told:
            if found != frozenset(one["fields"]):
                say(f"lĩnh vực: {one['report']}, “{one['heading']}”: {sorted(found)}, cần {one['fields']}\n")
    return OK


def _wording(options: argparse.Namespace, settings: Settings) -> int:
    if options.groups:
        return _groups(options, settings)
    from eval.questions import load
    from eval.wording import measure

    measured = measure(load(options.file), open_assistant(settings))
    for one in measured if options.misses else ():
        if not one.hit3:
            say(f"{one.gold.id} {one.gold.turns[-1]}\n    {one.first}\n")
    for name in ("hit1", "hit3", "hit5"):
        say(f"{name[:-1]}@{name[-1]} {sum(getattr(one, name) for one in measured) / max(1, len(measured)):.3f}\n")
    say(f"({len(measured)} câu; trung bình {sum(one.groups for one in measured) / max(1, len(measured)):.1f} nhóm)\n")
    return OK


def _marks(options: argparse.Namespace, settings: Settings) -> int:
    from eval.marks import as_text, measure
    from eval.questions import load

    gold = [one for one in load(options.file) if one.type != "unanswerable"]
    asked = gold[:: max(1, len(gold) // options.limit)][: options.limit] if options.limit else gold
    measured = list(tqdm(measure(asked, open_assistant(settings)), total=len(asked), unit="câu", disable=None))
    for one in (one for found in measured for one in found if options.misses and not one.good):
        say(f"{one.question} [{one.citation.n}] {one.citation.passage.file} trang {one.pages} ")
        say(f"{one.recall:.3f} {one.precision:.3f}\n    {one.citation.quote!r}\n    {one.inside!r}\n")
    say(as_text(measured))
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


def _crowd(options: argparse.Namespace, settings: Settings) -> int:
    from eval.crowd import WANTED, as_text, measure, table
    from eval.questions import load

    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    with _scratch(options.keep) as scratch:
        compared = measure(load(options.file), options.folder, options.reports, settings, embedder, scratch, options.bodies)
    say(as_text(table(compared)))
    say(f"(mong muốn hit@1 giảm không quá {WANTED}; “câu giống hệt”: câu hỏi không nêu địa danh được tính cả câu y nguyên\n")
    say("trong báo cáo phỏng theo)\n")
    for one in compared:
        if one.alone.hit1 and not one.same.hit1:
            say(f"mất vị trí đầu: {one.gold.id} [{one.gold.type}] {one.gold.turns[-1]}\n")
    return OK


def _latency(options: argparse.Namespace, settings: Settings) -> int:
    from eval.latency import WANTED_MS, as_text, measure
    from eval.questions import load

    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    with _scratch(options.keep) as scratch:
        latency = measure(load(options.file), options.folder, options.passages, settings, embedder, scratch)
    say(as_text(latency))
    say(f"(mong muốn: tổng p95 không quá {WANTED_MS} ms trên hai nhân)\n")
    return OK


def _load(options: argparse.Namespace, settings: Settings) -> int:
    from eval import load
    from eval.questions import load as read

    if bool(options.url) == options.serve or (options.upload and not options.serve):
        raise ValueError("cần ĐỊA_CHỈ của ứng dụng đang chạy hoặc --serve; --upload chỉ dùng với --serve")
    files = options.questions or sorted((Path(__file__).parent / "samples" / "questions").glob("*.jsonl"))
    turns = [one.turns for file in files for one in read(file)]
    with _scratch(None) as scratch, ExitStack() as stack:
        url, upload = options.url, None
        if options.serve:
            url, environment = stack.enter_context(load.served(settings, scratch, copied=options.upload is not None))
            upload = functools.partial(load.bring_in, options.upload, environment) if options.upload else None
        seconds = options.minutes * 60
        measured = load.measure(url, turns, options.users, seconds, key=options.key, think=options.think, upload=upload)
    say(load.as_text(measured))
    say(f"(mong muốn: không lỗi, p95 không quá {load.WANTED_MS} ms trên hai nhân, không dùng mô hình ngôn ngữ)\n")
    return OK if load.good(measured) else 1


@contextmanager
def _scratch(kept: Path | None) -> Iterator[Path]:
    """Give a folder for a scratch library: the one named, which stays, or a temporary one."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _identical(options: argparse.Namespace, _: Settings) -> int:
    from eval.identical import differing

    differ = list(differing(options.before, options.after))
    say("".join(f"khác: {answer}\n" for answer in differ) + f"{len(differ)} câu trả lời khác nhau\n")
    return 1 if differ else OK


def _house(_: argparse.Namespace, __: Settings) -> int:
    from eval.house import as_text, count

    say(as_text(count(Path(__file__).resolve().parent.parent)))
    return OK


def _reading(options: argparse.Namespace, settings: Settings) -> int:
    from eval.reading import hard, legacy, measure
    from ingest.reading import Reading

    reading = Reading(settings.limits, settings.pages_dir)
    say("                      đề cương   từ     theo thứ tự  siêu dữ liệu  ô bảng  chú thích  giây\n")
    for one in measure(options.folder, reading):
        parts = [f"{a}/{b}" for a, b in (one.metadata, one.cells, one.footnotes)]
        say(
            f"{one.kind:5} {one.name:16} {one.outline:.3f}    {one.words:.4f} {one.ordered:.4f}"
            f"       {parts[0]:9} {parts[1]:9} {parts[2]:6} {one.seconds:6.1f}\n"
        )
        for line in one.wrong:
            say(f"      {line}\n")
    if (options.folder / "legacy").is_dir():
        for name, recovered, cased in legacy(options.folder, reading):
            say(f"legacy {name:20} từ {recovered:.4f}, đúng cả chữ hoa {cased:.4f}\n")
    if (options.folder / "hard").is_dir():
        for how in hard(options.folder):
            state = "đúng" if how.good else "SAI"
            say(f"hard  {how.name[:30]:30} {state} {how.seconds:5.1f} s {how.megabytes:5.0f} MB  {how.said[:110]}\n")
    return OK


def _wild(options: argparse.Namespace, settings: Settings) -> int:
    from eval.wild import measure, summary
    from ingest.worker import ReportReader

    verdicts = []
    with ReportReader(settings.limits, settings.pages_dir) as reader:
        for one in measure(options.folder, reader, only=options.only):
            verdicts.append(one)
            say(f"{'SAI ' if one.wrong else 'đúng'} {one.name:36} {'; '.join(one.wrong)[:200]}\n")
    say(f"{summary(verdicts)}\n")
    return OK


def _commit() -> str:
    """Return the first 12 digits of the commit that is measured, "-dirty" if files differ from it, or "no-commit"."""
    here = Path(__file__).parent
    try:
        head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=True)
        changed = subprocess.run(["git", "status", "--porcelain"], cwd=here, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "no-commit"
    return head.stdout.strip()[:12] + ("-dirty" if changed.stdout.strip() else "")


if __name__ == "__main__":
    sys.exit(main())
