"""Files read against what they hold."""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from app.commands.opening import open_assistant
from eval.commands.shared import OK, say
from settings import Settings


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    words = commands.add_parser("word", help="viết các báo cáo dạng văn bản đơn giản (*.md) thành tệp Word")
    words.add_argument("source", type=Path, metavar="THƯ_MỤC_MD")
    words.add_argument("target", type=Path, metavar="THƯ_MỤC_DOCX")
    words.set_defaults(run=_word)
    outline = commands.add_parser("outline", help="so đề cương đọc được với đề cương đúng")
    outline.add_argument("truth", type=Path, metavar="truth.json")
    outline.add_argument("paths", nargs="+", type=Path, metavar="TỆP_HOẶC_THƯ_MỤC")
    outline.set_defaults(run=_outline)
    reading = commands.add_parser("reading", help="đo việc đọc tệp trên một thư mục có truth.json")
    reading.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    reading.set_defaults(run=_reading)
    facts = commands.add_parser(
        "metadata", help="so cơ quan, số, ngày, kỳ, người ký, đề mục, ô bảng, chú thích đọc được với nguồn trong md/"
    )
    facts.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    facts.add_argument("--only", default="", metavar="TÊN,…", help="chỉ các báo cáo này")
    facts.add_argument("--misses", action="store_true", help="in thêm các chỗ chưa đạt")
    facts.set_defaults(run=_metadata)
    wild = commands.add_parser("wild", help="đọc các tệp khó lấy từ lỗi đã công bố, so với điều phải đọc được")
    wild.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    wild.add_argument("--only", default="", metavar="ĐẦU_TÊN", help="chỉ in các tệp có tên bắt đầu như vậy")
    wild.set_defaults(run=_wild)
    marked = commands.add_parser("marks", help="so chữ trong khung đánh dấu trên trang PDF với trích dẫn")
    marked.add_argument("file", type=Path, metavar="TỆP.jsonl")
    marked.add_argument("--limit", type=int, default=0, help="chỉ hỏi chừng ấy câu, rải đều (0: mọi câu)")
    marked.add_argument("--misses", action="store_true", help="in thêm các trích dẫn chưa đạt")
    marked.set_defaults(run=_marks)


def _word(options: argparse.Namespace, _: Settings) -> int:
    from eval.open_reports import write_word

    options.target.mkdir(parents=True, exist_ok=True)
    for file in sorted(options.source.glob("*.md")):
        write_word(file.read_text(encoding="utf-8"), options.target / f"{file.stem}.docx")
        say(f"{file.stem}.docx\n")
    return OK


def _outline(options: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    from eval.outline import compare

    for name, result in compare(options.truth, options.paths):
        plain = f"P {result.precision:.3f}  R {result.recall:.3f}  F1 {result.f1:.3f}"
        say(f"{name:24} {plain}  (có mục cha: {result.f1_placed:.3f})\n")
    return OK


def _reading(options: argparse.Namespace, settings: Settings) -> int:
    from eval.reading import hard, legacy, long_files, measure
    from ingest.reading import Reading

    reading = Reading(settings.limits, settings.pages_dir)
    say("                      đề cương   từ     theo thứ tự  siêu dữ liệu  ô bảng  chú thích  giây\n")
    for score in measure(options.folder, reading):
        parts = [f"{a}/{b}" for a, b in (score.metadata, score.cells, score.footnotes)]
        say(
            f"{score.kind:5} {score.name:16} {score.outline:.3f}    {score.words:.4f} {score.ordered:.4f}"
            f"       {parts[0]:9} {parts[1]:9} {parts[2]:6} {score.seconds:6.1f}\n"
        )
        for line in score.wrong:
            say(f"      {line}\n")
    if (options.folder / "pdf").is_dir():
        for pages, seconds, megabytes in long_files(options.folder):
            say(f"PDF {pages:3} trang, một lõi {seconds:5.2f} s, bộ nhớ {megabytes:4.0f} MB\n")
    if (options.folder / "legacy").is_dir():
        for name, recovered, cased in legacy(options.folder, reading):
            say(f"legacy {name:20} từ {recovered:.4f}, đúng cả chữ hoa {cased:.4f}\n")
    if (options.folder / "hard").is_dir():
        for how in hard(options.folder):
            state = "đúng" if how.good else "SAI"
            say(f"hard  {how.name[:30]:30} {state} {how.seconds:5.1f} s {how.megabytes:5.0f} MB  {how.message[:110]}\n")
    return OK


def _metadata(options: argparse.Namespace, _: Settings) -> int:
    from eval import headings, metadata, sources

    names = [name for name in options.only.split(",") if name]
    facts = list(metadata.measure(options.folder, names))
    outlines = list(headings.measure(options.folder, names))
    measures = list(sources.measure(options.folder, names))
    if options.misses:
        for verdict in facts:
            faults = "; ".join((*verdict.wrong, *(f"thiếu {field}" for field in verdict.missing)))
            say(f"{verdict.name}: {faults or 'đúng'}\n")
        for score in outlines:
            say(
                f"{score.name} {score.f1:.3f}\n"
                + "".join(f"  thiếu {t}\n" for t in score.missing)
                + "".join(f"  thừa {t}\n" for t in score.extra)
            )
        for source in measures:
            say(f"{source.name}\n" + "".join(f"  {line}\n" for line in source.wrong))
    say(f"{metadata.summary(facts)}\n{headings.summary(outlines)}\n{sources.summary(measures)}\n")
    return OK


def _wild(options: argparse.Namespace, settings: Settings) -> int:
    from eval.wild import measure, summary
    from ingest.worker import ReportReader

    verdicts = []
    with ReportReader(settings.limits, settings.pages_dir) as reader:
        for verdict in measure(options.folder, reader, only=options.only):
            verdicts.append(verdict)
            say(f"{'SAI ' if verdict.wrong else 'đúng'} {verdict.name:36} {'; '.join(verdict.wrong)[:200]}\n")
    say(f"{summary(verdicts)}\n")
    return OK


def _marks(options: argparse.Namespace, settings: Settings) -> int:
    from eval.marks import as_text, measure
    from eval.questions import load

    gold = [question for question in load(options.file) if question.type != "unanswerable"]
    questions = gold[:: max(1, len(gold) // options.limit)][: options.limit] if options.limit else gold
    measured = list(tqdm(measure(questions, open_assistant(settings)), total=len(questions), unit="câu", disable=None))
    for citation in (citation for citations in measured for citation in citations if options.misses and not citation.good):
        say(f"{citation.question} [{citation.citation.n}] {citation.citation.passage.file} trang {citation.pages} ")
        say(f"{citation.recall:.3f} {citation.precision:.3f}\n    {citation.citation.quote!r}\n    {citation.inside!r}\n")
    say(as_text(measured))
    return OK
