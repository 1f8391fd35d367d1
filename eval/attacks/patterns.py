"""Texts that make a careless search hang: long runs of what reports are written with, as one line and as many.

Each is of some 150,000 characters. ``python -m app check`` reads and checks any of them in seconds.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

from eval.attacks import Outcome

if TYPE_CHECKING:
    from eval.attacks.world import World

ROOT = Path(__file__).parents[2]
BRIEF = 50  # of the expressions, each fiftieth is enough for a test: tests/eval/attacks/test_expressions.py tries all
SIZE = 150_000  # characters of a text: a report of 100 pages in one file
WIDTH = 90  # characters of a line where a run comes in lines
SEED = 12

# What is repeated: signs, figures, enumerators, dates, numbers of documents, and words that rules look for.
RUNS = (
    *("1% ", "1 ", "1", "1,", "1.", "1/", "1-", "1.1", "1.111.", "0,5% ", "12/12/", "1 / 1111 / ", "(2020) ", "2016-2020 "),
    *(
        " ",
        "\t",
        "\u00a0 ",
        ".",
        "…",
        "./.",
        ". ",
        ".. ",
        "- ",
        "-",
        "(",
        ")",
        "( ) ",
        "((1 ",
        "(1 (1 ",
        "“",
        "“ ”",
        "[1] ",
        "* ",
    ),
    *("I. ", "I. A ", "a) b) ", "1. A ", "1.1. A ", "Phần ", "Phần thứ nhất ", "Mục A. ", "(a) ", "V.v. "),
    *("và ", "của ", "a ", "A ", "Aa ", "AB ", "ABC (ABC) ", "AAA-AA-", "a. ", "a; ", "a: 1, 1; ", "gồm: 1, 2, 3 "),
    *("năm ", "năm 2020 ", "ngày ", "ngày tháng ", "ngày 1 tháng 1 năm 2020 ", "01/01/2020 ", "giai đoạn 2016-2020 "),
    *(
        "10 năm thực hiện ",
        "số 12/QĐ-UBND ",
        "12/QĐ-UBND ngày 01/01/2020 của ",
        "34-CT/TW ",
        "12/CT-TW ",
        "nghị quyết số 1 ",
    ),
    *("Phụ lục ", "Biểu số 1 ", "Nơi nhận: ", "TM. ", "Lưu: ", "BÁO CÁO ", "Số: ", "kính gửi ", "trên đây là báo cáo "),
    *(
        "xã A ",
        "xã Aa Aa ",
        "huyện Bình An ",
        "thôn Một ",
        "toàn tỉnh ",
        "chiếm ",
        "đạt tỷ lệ ",
        "tỷ lệ đạt 1 ",
        "tăng ",
        "so với ",
    ),
    *(
        "1/2 đạt 1% ",
        "1 xã 1 xã 1% ",
        "1 tỷ đồng ",
        "thu ngân sách 1 tỷ đồng ",
        "hộ nghèo 1% ",
        "hội nghị lần thứ I ",
        "triệu ",
    ),
    *(
        "<",
        "<a ",
        "<!--",
        "&",
        "http://a.",
        "http://aaaaaaaaaaaa",
        "www.",
        "a\u0301",
        "Ð",
        "e\u0302\u0323",
        "A\n",
        "\n",
        " \n",
    ),
)
MIXED = 12  # texts of runs in a random order, the same ones every time


def texts() -> dict[str, str]:
    """Return the texts by name: every run as one line and in lines, then some of all runs mixed."""
    by_name: dict[str, str] = {}
    for run in RUNS:
        name = ascii(run)[1:-1]
        by_name[f"{name} trong một dòng"] = repeated(run, SIZE)
        by_name[f"{name} nhiều dòng"] = in_lines(run)
    for number in range(MIXED):
        by_name[f"trộn lẫn {number + 1}"] = _mixed(number)
    return by_name


def report_of(text: str) -> str:
    """Return a text as the body of a report, so that the checks which want to know whose it is run too."""
    head = "ỦY BAN NHÂN DÂN\nHUYỆN VÂN SẬY\n\nBÁO CÁO\nTổng kết năm 2020\n\n"
    return f"{head}I. Đặc điểm, tình hình\n\nHuyện Vân Sậy có 12 xã.\n\n{text}\n\nNơi nhận:\n- Lưu: VT.\n"


def repeated(run: str, size: int) -> str:
    """Return a run as one line of ``size`` characters."""
    return (run * (size // len(run) + 1))[:size]


def in_lines(run: str) -> str:
    """Return a run in lines of an ordinary width, SIZE characters in all."""
    line = repeated(run, WIDTH).rstrip("\n")
    return "\n".join([line] * (SIZE // (len(line) + 1)))


def _mixed(number: int) -> str:
    rng = random.Random(SEED + number)  # noqa: S311 - the same texts every time
    few = rng.sample(RUNS, 6)
    counts = rng.choices((1, 2, 5, 300), k=6)
    return repeated("".join(run * count for run, count in zip(few, counts, strict=True)), SIZE)


def fuzz(world: World) -> Outcome:
    """Every regular expression with texts that are hard for it."""
    from eval.attacks.expressions import expressions
    from eval.attacks.slow_expressions import slow

    tried = expressions(ROOT)[:: BRIEF if world.brief else 1]
    slow_ones = [fault for expression in tried for fault in slow(expression)]
    steep = [str(fault) for fault in slow_ones if fault.is_steep]
    return Outcome(
        not steep, "; ".join(steep)[:300] or f"{len(tried)} mẫu tìm, {len(slow_ones)} mẫu chậm nhưng không quá đà"
    )


ATTACKS = (fuzz,)
