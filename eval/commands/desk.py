"""Tables, checks, drafts and wording."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from app.commands.opening import open_assistant
from eval.commands.shared import OK, measured_commit, say
from settings import Settings

THRESHOLDS = (0.0, -0.5, -1.0, -1.5, -2.0, -2.5)  # of a check that is being fitted


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    table = commands.add_parser("table", help="so bảng tổng hợp từ báo cáo giả định với số đã biết; đo thời gian")
    table.add_argument("--reports", type=int, default=30, help="số báo cáo giả định")
    table.set_defaults(run=_table)
    cells = commands.add_parser("cells", help="so ô của bảng tổng hợp với số mà người đọc báo cáo đã ghi ra")
    cells.add_argument("files", nargs="+", type=Path, metavar="TỆP.jsonl")
    cells.set_defaults(run=_cells)
    weights = commands.add_parser("fit-cells", help="tính lại trọng số chọn ô (prompts/tabulation.toml) từ các ô đã ghi ra")
    weights.add_argument(
        "sets", nargs="+", metavar="THƯ_VIỆN=TỆP.jsonl", help="thư mục DATA_DIR và tệp ô của báo cáo trong đó"
    )
    weights.add_argument("--reading", action="store_true", help="chỉ tính trọng số đọc ô (phần [reading]), in ra")
    weights.add_argument("--write", action="store_true", help="ghi vào prompts/tabulation.toml")
    weights.set_defaults(run=_fit_cells)
    checks = commands.add_parser("checks", help="soát các báo cáo mẫu, so với những chỗ sai đã gài")
    checks.add_argument("truth", type=Path, metavar="truth.json_HOẶC_THƯ_MỤC")
    checks.add_argument("--show", nargs="*", metavar="TÊN", help="chỉ kể từng chỗ của báo cáo có tên bắt đầu như vậy")
    checks.set_defaults(run=_checks)
    fitting = commands.add_parser(
        "fit-checks", help="tính lại trọng số các phép soát hai chỗ nói một điều, từ các lỗi đã gài"
    )
    fitting.add_argument("name", choices=("told_twice", "dated_twice", "placed_twice"), metavar="PHÉP_SOÁT")
    fitting.add_argument("files", nargs="+", type=Path, metavar="planted.json", help="tệp Word ở thư mục docx bên cạnh")
    fitting.add_argument("--write", action="store_true", help="ghi vào prompts/PHÉP_SOÁT.toml")
    fitting.set_defaults(run=_fit_checks)
    garbles = commands.add_parser("garbles", help="gài lỗi chính tả vào báo cáo viết dạng .md, đếm bao nhiêu được soát thấy")
    garbles.add_argument("files", nargs="+", type=Path, metavar="TỆP.md")
    garbles.add_argument("--count", type=int, default=15, help="số lỗi gài vào mỗi báo cáo")
    garbles.add_argument("--rounds", type=int, default=1, help="số lần gài lại")
    garbles.add_argument("--misses", action="store_true", help="in thêm lỗi chưa thấy và chữ bị đánh dấu ở báo cáo sạch")
    garbles.set_defaults(run=_garbles)
    listed = commands.add_parser("garbled", help="đo lỗi chính tả do người khác gài: {viết sai|viết đúng} trong báo cáo .md")
    listed.add_argument("files", nargs="+", type=Path, metavar="TỆP.md")
    listed.add_argument("--misses", action="store_true", help="in thêm lỗi chưa thấy và chữ bị đánh dấu ở báo cáo sạch")
    listed.set_defaults(run=_garbled)
    counted = commands.add_parser("syllable-pairs", help="đếm lại các tiếng đi liền nhau (prompts/syllable_pairs.txt)")
    counted.add_argument("--reports", nargs="+", type=Path, required=True, metavar="TỆP.md")
    counted.add_argument("--help-pages", type=Path, required=True, metavar="THƯ_MỤC", help="gói libreoffice-help-vi đã bung")
    counted.add_argument("--segmenter", type=Path, required=True, metavar="THƯ_MỤC", help="gói underthesea đã bung")
    counted.set_defaults(run=_syllable_pairs)
    wrong = commands.add_parser("fit-wrong-words", help="tính lại trọng số tìm tiếng viết nhầm (prompts/wrong_words.toml)")
    wrong.add_argument("files", nargs="+", type=Path, metavar="TỆP.md")
    wrong.add_argument("--marks", type=float, default=0.5, help="số chữ bị đánh dấu oan mỗi trang 400 chữ")
    wrong.add_argument("--write", action="store_true", help="ghi vào prompts/wrong_words.toml")
    wrong.set_defaults(run=_fit_wrong_words)
    shaped = commands.add_parser("layout", help="soát thể thức một tệp Word theo Nghị định 30/2020/NĐ-CP")
    shaped.add_argument("file", type=Path, metavar="TỆP.docx")
    shaped.add_argument("--all", action="store_true", help="in cả các quy tắc đã giữ")
    shaped.set_defaults(run=_layout)
    draft = commands.add_parser("draft", help="tìm trong dự thảo những gì không có trong đầu vào")
    draft.add_argument("file", type=Path, metavar="TỆP.docx")
    draft.add_argument("given", type=Path, metavar="ĐẦU_VÀO.json")
    draft.add_argument("--from", dest="last_year", type=Path, metavar="NĂM_TRƯỚC.docx", help="soạn từ báo cáo năm trước này")
    draft.set_defaults(run=_draft)
    wording = commands.add_parser("wording", help="đo tìm câu mẫu trên các câu hỏi loại wording")
    wording.add_argument("file", type=Path, metavar="TỆP.jsonl", help="với --groups: tệp .json các cặp câu đã chấm")
    wording.add_argument("--misses", action="store_true", help="in thêm các câu chưa đạt")
    wording.add_argument("--groups", action="store_true", help="chấm việc gộp câu cùng ý và xếp lĩnh vực")
    wording.set_defaults(run=_wording)


def _table(options: argparse.Namespace, settings: Settings) -> int:
    from eval.table import measure
    from index.embedding.embedder import SentenceEmbedder

    outcome = measure(options.reports, SentenceEmbedder(settings.embedding_model, settings.model_dir))
    for difference in outcome.wrong:
        say(f"{difference}\n")
    say(
        f"{outcome.cells} ô: {outcome.right} đúng, {outcome.silent} không nêu (đúng); {outcome.totals} tổng; "
        f"{len(outcome.wrong)} chỗ sai; {outcome.seconds:.2f} giây\n"
    )
    return 1 if outcome.wrong else 0


def _cells(options: argparse.Namespace, settings: Settings) -> int:
    from eval import cells
    from index.embedding.embedder import SentenceEmbedder
    from index.store.library import Library

    library = Library.open(settings)
    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    say(cells.summary(told for file in options.files for told in cells.outcomes(library, cells.load(file), embedder)))
    return OK


def _fit_cells(options: argparse.Namespace, settings: Settings) -> int:
    from eval import cells, fit_cells
    from index.store.library import Library

    if options.reading:
        return _fit_reading(options, settings)
    choices: list[fit_cells.CellChoice] = []
    for data, _, file in (pair.partition("=") for pair in options.sets):
        library = Library.open(replace(settings, data_dir=Path(data)))
        choices += fit_cells.choices_of(library, cells.load(Path(file)))
    say(f"Mỗi báo cáo chấm bằng trọng số tính từ các báo cáo khác: {fit_cells.report_fit(choices)}")
    if options.write:
        sets = ", ".join(Path(pair.partition("=")[2]).parent.name for pair in options.sets)
        fit_cells.write(choices, f"cells.jsonl of eval/samples/bodies {sets}, {measured_commit()}")
    return OK


def _fit_reading(options: argparse.Namespace, settings: Settings) -> int:
    import numpy as np

    from eval import cells, fit_cells
    from index.embedding.embedder import SentenceEmbedder
    from index.store.library import Library

    embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)
    told: list[tuple[float, float, float]] = []
    for data, _, file in (pair.partition("=") for pair in options.sets):
        library = Library.open(replace(settings, data_dir=Path(data)))
        told += fit_cells.readings_of(library, cells.load(Path(file)), embedder)
    signs = np.array(told)
    weights = fit_cells.weigh_signs(signs[:, :2], signs[:, 2])
    say(f"{len(told)} ô: bias = {weights.bias:.3f}, reading = {weights.weights[0]:.3f}, apart = {weights.weights[1]:.3f}\n")
    return OK


def _fit_checks(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval import fit_checks

    reports = [report for file in options.files for report in fit_checks.pairs_of(options.name, file)]
    for threshold, found, total, others in fit_checks.judged(reports, THRESHOLDS):
        say(f"từ {threshold}: thấy {found}/{total}, cặp khác {others}\n")
    if options.write:
        fit_checks.write(options.name, fit_checks.fit(reports))
    return OK


def _checks(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval.checks import compare

    every = compare(options.truth)
    for report in every:
        if options.show is not None and not report.file.startswith(tuple(options.show)):
            continue
        planted = len(report.detected) + len(report.missed)
        say(f"{report.file:20} thấy {len(report.detected)}/{planted}, ngoài ra {len(report.others)}\n")
        for missed in report.missed:
            say(f"    sót: {missed}\n")
        for other in report.others:
            say(f"    thêm: [{other.kind.value}] {other.message}\n")
    kept_reports = [report for report in every if options.show is None or report.file.startswith(tuple(options.show))]
    for name, part in (("kể trên", kept_reports), ("còn lại", [report for report in every if report not in kept_reports])):
        if part:
            right, planted = (
                sum(len(report.detected) for report in part),
                sum(len(report.detected) + len(report.missed) for report in part),
            )
            exact, substance = sum(report.exact for report in part), sum(len(report.of_substance) for report in part)
            others = sum(len(report.others) for report in part)
            say(
                f"{len(part)} báo cáo {name}: thấy {right}/{planted} (đúng loại {exact}), ngoài ra {others}, "
                f"trong đó {substance} không phải về trình bày\n"
            )
    return OK


def _garbles(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval import garbles

    known = garbles.known_syllables(options.files)
    say(garbles.as_text(garbles.measure(options.files, options.count, options.rounds, known), misses=options.misses))
    return OK


def _garbled(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval import garbles

    say(garbles.as_text([garbles.measure_marked(file) for file in options.files], misses=options.misses))
    return OK


def _syllable_pairs(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from app.checks.syllable_pairs import FILE
    from eval import syllable_pairs as counting

    reports = counting.counted(file.read_text(encoding="utf-8") for file in options.reports)
    helped, model = counting.counted(counting.help_texts(options.help_pages)), counting.model_pairs(options.segmenter)
    counting.write(counting.weights(reports, helped, model), FILE)
    return OK


def _fit_wrong_words(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from app.checks.syllable_pairs import FILE, load, with_words
    from app.checks.wrong_words import FILE as WEIGHTS
    from eval import fit_wrong_words as fitting
    from eval.garbles import PAGE, known_syllables

    every = fitting.learn(options.files, with_words(load(FILE)), known_syllables(options.files))
    bias, weights = fitting.fit(every)
    pages = fitting.ROUNDS * sum(len(file.read_text(encoding="utf-8").split()) for file in options.files) / PAGE
    fitted = fitting.as_toml(bias, weights, fitting.threshold(every, bias, weights, options.marks * pages))
    if options.write:
        WEIGHTS.write_text(fitted, encoding="utf-8")
    say(fitted)
    return OK


def _layout(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval.layout import check

    verdicts = check(options.file)
    for verdict in verdicts:
        if verdict.broken or options.all:
            state = "không gặp" if verdict.broken is None else f"SAI: {verdict.broken}" if verdict.broken else "đúng"
            say(f"{verdict.rule:75} {state}\n")
    broken = sum(bool(verdict.broken) for verdict in verdicts)
    met = sum(verdict.broken is not None for verdict in verdicts)
    say(f"{len(verdicts)} quy tắc, gặp {met}, sai {broken}\n")
    return OK if not broken else 1


def _draft(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval.draft import unfounded
    from eval.renewal import unmarked

    if options.last_year:
        doubts = unmarked(options.file, options.given, options.last_year)
    else:
        doubts = unfounded(options.file, options.given)
    for doubt in doubts:
        say(f"{doubt}\n")
    say(f"{len(doubts)} chỗ không có trong đầu vào\n")
    return OK if not doubts else 1


def _groups(options: argparse.Namespace, settings: Settings) -> int:
    from eval.wording_groups import fields, measure

    assistant = open_assistant(settings)
    grouping = measure(options.file, assistant)
    right, wrong, split, apart = (len(kind) for kind in (grouping.right, grouping.wrong, grouping.split, grouping.apart))
    say(
        f"gộp đúng {right}, gộp nhầm {wrong} (chính xác {grouping.precision:.2f}); "
        f"sót {split} (thấy đủ {grouping.recall:.2f}); "
    )
    say(f"để riêng đúng {apart}; gộp chưa chấm {len(grouping.unjudged)}\n")
    fields_read = list(fields(options.file, assistant))
    say(
        f"lĩnh vực: đúng {sum(names == frozenset(entry['fields']) for entry, names in fields_read)}/{len(fields_read)} mục\n"
    )
    if options.misses:
        for label, kind in (("gộp nhầm", grouping.wrong), ("sót", grouping.split), ("chưa chấm", grouping.unjudged)):
            for pair in kind:
                say(f"{label}: {pair}\n")
        for entry, names in fields_read:
            if names != frozenset(entry["fields"]):
                say(f"lĩnh vực: {entry['report']}, “{entry['heading']}”: {sorted(names)}, cần {entry['fields']}\n")
    return OK


def _wording(options: argparse.Namespace, settings: Settings) -> int:
    if options.groups:
        return _groups(options, settings)
    from eval.questions import load
    from eval.wording import measure

    measured = measure(load(options.file), open_assistant(settings))
    for query in measured if options.misses else ():
        if not query.hit3:
            say(f"{query.gold.id} {query.gold.turns[-1]}\n    {query.first}\n")
    for name in ("hit1", "hit3", "hit5"):
        say(f"{name[:-1]}@{name[-1]} {sum(getattr(query, name) for query in measured) / max(1, len(measured)):.3f}\n")
    say(f"({len(measured)} câu; trung bình {sum(query.groups for query in measured) / max(1, len(measured)):.1f} nhóm)\n")
    return OK
