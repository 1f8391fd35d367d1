"""Gold questions answered and scored; the weights fitted on them."""

from __future__ import annotations

import argparse
import functools
import json
from dataclasses import asdict, replace
from pathlib import Path

from tqdm import tqdm

from app.commands.opening import open_assistant
from eval.commands.shared import OK, RESULTS, measured_commit, say
from settings import Settings

STEPS = 850  # of eight groups: as many as the reader in use learned from, three times through its questions


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
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
    identical = commands.add_parser("identical", help="so hai tệp câu trả lời, bỏ qua thời gian")
    identical.add_argument("before", type=Path, metavar="TRƯỚC.jsonl")
    identical.add_argument("after", type=Path, metavar="SAU.jsonl")
    identical.set_defaults(run=_identical)
    fitted = commands.add_parser("fit", help="tính lại trọng số chấm câu trả lời (prompts/scoring.toml) từ câu hỏi chuẩn")
    fitted.add_argument(
        "sets", nargs="+", metavar="THƯ_VIỆN=TỆP.jsonl", help="thư mục DATA_DIR và tệp câu hỏi về các báo cáo trong đó"
    )
    fitted.add_argument("--models", nargs="+", metavar="TÊN", help="chỉ tính các mô hình này (mặc định: tất cả)")
    fitted.add_argument("--write", action="store_true", help="ghi vào prompts/scoring.toml, giữ nguyên các ngưỡng")
    fitted.set_defaults(run=_fit)
    taught = commands.add_parser(
        "reader", help="dạy lại mô hình đọc câu hỏi cùng câu trả lời (index/embedding/reader.safetensors)"
    )
    taught.add_argument(
        "sets",
        nargs="+",
        metavar="THƯ_VIỆN=TỆP.jsonl",
        help="thư mục DATA_DIR và tệp câu hỏi về các báo cáo trong đó; câu hỏi dùng để dạy không dùng để tính trọng số",
    )
    taught.add_argument("--cells", nargs="*", type=Path, default=[], metavar="TỆP.jsonl", help="ô đã ghi ra (eval cells)")
    taught.add_argument("--from", dest="before", type=Path, metavar="TỆP", help="học tiếp từ đây (mặc định: từ đầu)")
    taught.add_argument("--steps", type=int, default=STEPS, metavar="N", help=f"số bước (mặc định {STEPS})")
    taught.add_argument("--out", type=Path, required=True, metavar="TỆP", help="tệp trọng số viết ra (.safetensors)")
    taught.set_defaults(run=_reader)
    shapes = commands.add_parser("shapes", help="tính lại trọng số nhận dạng câu hỏi (prompts/shapes.toml) từ câu hỏi chuẩn")
    shapes.add_argument("files", nargs="+", type=Path, metavar="TỆP.jsonl")
    shapes.add_argument("--write", action="store_true", help="ghi vào prompts/shapes.toml, giữ nguyên các dấu hiệu")
    shapes.set_defaults(run=_shapes)


def _questions(options: argparse.Namespace, settings: Settings) -> int:
    from eval.questions import as_text, asked_of, load, score, table
    from eval.written import compare_with_model

    gold = load(options.file)[:: max(1, options.every)]
    assistant = open_assistant(settings)
    assistant.search("khởi động")  # loading the model is no part of an answer's time
    answers, scores = [], []
    for question in tqdm(gold, unit="câu", disable=None):
        answer = asked_of(assistant, question).converse(question.turns)
        answers.append(answer)
        scores.append(score(question, answer, assistant.library))
        if options.misses and (scores[-1].answered is False or scores[-1].hit5 is False):
            say(
                f"{question.id} [{question.type}] {question.turns[-1]}\n    {answer.text[:400]!r}\n    cần {question.keys}\n"
            )
    rows = table(scores)
    say(as_text(rows) if assistant.writer is None else compare_with_model(gold, answers, scores, assistant))
    if options.answers:
        lines = [json.dumps(a.as_json(question.id), ensure_ascii=False) for question, a in zip(gold, answers, strict=True)]
        options.answers.write_text("\n".join(lines) + "\n", encoding="utf-8")
    commit = measured_commit()
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
    return 1 if any(result.violations for result in results) else OK


def _first_words(options: argparse.Namespace, settings: Settings) -> int:
    from eval.first_words import as_text, measure
    from eval.questions import load

    say(as_text(measure(load(options.file)[: max(1, options.count)], open_assistant(settings))))
    return OK


def _identical(options: argparse.Namespace, _: Settings) -> int:
    from eval.identical import differing

    differ = list(differing(options.before, options.after))
    say("".join(f"khác: {answer}\n" for answer in differ) + f"{len(differ)} câu trả lời khác nhau\n")
    return 1 if differ else OK


def _fit(options: argparse.Namespace, settings: Settings) -> int:
    from eval import fit
    from eval.questions import load

    choices: dict[str, list[fit.Choice]] = {name: [] for name in fit.NAMES}
    for data, _, file in (pair.partition("=") for pair in options.sets):
        assistant = open_assistant(replace(settings, data_dir=Path(data), llm=None))
        golds = load(Path(file))
        with tqdm(total=len(golds), unit="câu") as bar:
            for name, own in fit.choices_of(assistant, golds, functools.partial(bar.update, 1)).items():
                choices[name] += own
    choices = {name: own for name, own in choices.items() if own and name in (options.models or choices)}
    for name, own in choices.items():
        say(f"{name}, mỗi báo cáo chấm bằng trọng số tính từ các báo cáo khác:\n{fit.report_fit(own, name)}\n")
    if options.write:
        sets = ", ".join(Path(pair.partition("=")[2]).name for pair in options.sets)
        fit.write(choices, f"{sets}, {measured_commit()}")
    return OK


def _reader(options: argparse.Namespace, settings: Settings) -> int:
    from eval.cells import load as load_cells
    from eval.questions import load
    from eval.reader.export import export
    from eval.reader.groups import groups_of
    from eval.reader.train import train
    from index.embedding.e5_weights import ensure_folder

    groups = []
    for data, _, file in (pair.partition("=") for pair in options.sets):
        assistant = open_assistant(replace(settings, data_dir=Path(data), llm=None))
        reports = {Path(assistant.library.catalog.file_of(report)).stem for report in assistant.library.catalog.report_ids()}
        golds = [gold for gold in load(Path(file)) if reports.issuperset(gold.docs)]
        cells = [cell for path in options.cells for cell in load_cells(path) if cell.report in reports]
        groups += list(groups_of(assistant, golds, cells))
    folder = ensure_folder(settings.model_dir)
    with tqdm(total=options.steps, unit="bước") as bar:
        learned = train(folder, groups, options.steps, lambda _: bar.update(1), options.before)
    say(f"Giữ {export(learned, folder, options.out):.3f} thay đổi của trọng số; đã ghi {options.out}\n")
    return OK


def _shapes(options: argparse.Namespace, _: Settings) -> int:
    from app.question.shape import shape_model
    from eval import fit_shapes
    from eval.questions import load

    questions = [question for file in options.files for question in fit_shapes.questions_of(load(file), shape_model())]
    say(f"Mỗi báo cáo nhận dạng bằng trọng số tính từ các báo cáo khác:\n{fit_shapes.report_fit(questions)}\n")
    if options.write:
        fit_shapes.write(questions, f"{', '.join(file.name for file in options.files)}, {measured_commit()}")
    return OK
