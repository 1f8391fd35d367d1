"""Totals of tables over invented reports against sums of the values that they were written with.

Thirty communes of one year, each in one of three manners (sentences, points, a table), with what is easily mistaken beside
every figure: the plan, last year, the part, the counterpart, another unit. Some are silent on some indicators. No embedding
model is needed: a table is made of facts alone.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from app.tabulation.model import TableRequest
from app.tabulation.table import build_table
from index.embedding.embedder import Embedder
from index.query.query import QueryReader
from index.store.library import Library
from ingest.facts.extraction import facts_of
from ingest.model import Kind, Line, Report, Source, Table
from ingest.passages import cut
from ingest.report import assemble
from settings import Settings

YEAR = 2024
FIRST = "An Bình Cẩm Đại Gia Hòa Kim Lộc Minh Ngọc Phú Quang Sơn Tân".split()
SECOND = "Khê Lĩnh Trạch Vạn Xuyên Yên Điền Giáp".split()
INDICATORS = {  # as a person types it: (lowest, highest) of the invented values
    "hộ nghèo": (20, 400),
    "tỷ lệ hộ nghèo": (1, 20),
    "hộ cận nghèo": (20, 300),
    "GK cho cá nhân": (30, 300),
    "giấy khen cho tập thể": (5, 60),
    "thu ngân sách": (5, 90),
    "đảng viên mới kết nạp": (3, 40),
    "đường bê tông nông thôn": (1, 30),
    "hồ sơ trễ hạn": (1, 60),
    "trường đạt chuẩn quốc gia": (1, 6),
}
SILENT = 0.15  # of the cells


@dataclass(frozen=True, slots=True)
class InventedReport:
    """A report, and its value for every indicator that it states."""

    report: Report
    values: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """How a table compares with the values that its reports were written with; ``wrong``: cells and totals that differ."""

    cells: int
    right: int
    silent: int
    totals: int
    wrong: tuple[str, ...]
    seconds: float


def invent(count: int, seed: int = 7) -> Iterator[InventedReport]:
    """Yield invented reports of different communes; the same seed gives the same ones."""
    draw = random.Random(seed)  # noqa: S311
    names = [f"{first} {other}" for first in FIRST for other in SECOND]
    draw.shuffle(names)
    for number, name in enumerate(names[:count]):
        values = {}
        for indicator, (low, high) in INDICATORS.items():
            drawn = Decimal(draw.randint(low * 100, high * 100)) / 100
            fraction = indicator in ("tỷ lệ hộ nghèo", "thu ngân sách", "đường bê tông nông thôn")
            value = drawn if fraction else Decimal(int(drawn))
            if draw.random() > SILENT:
                values[indicator] = value
        writer = (_sentences, _points, _rows)[number % 3]
        lines, tables = writer(values, draw)
        head = [
            "ỦY BAN NHÂN DÂN",
            f"XÃ {name.upper()}",
            "BÁO CÁO",
            f"Tình hình kinh tế - xã hội năm {YEAR}, nhiệm vụ năm {YEAR + 1}",
        ]
        head.append(f"Ủy ban nhân dân xã {name} báo cáo kết quả năm {YEAR} như sau:")
        ahead = ["II. NHIỆM VỤ NĂM 2025", "Phấn đấu giảm 12 hộ nghèo, kết nạp 9 đảng viên, thu ngân sách 99 tỷ đồng."]
        source = [*map(_line, (*head, "I. KẾT QUẢ THỰC HIỆN")), *lines, *map(_line, ahead)]
        report = assemble(Source(tuple(source), tables=tables), f"{number:02x}" * 32, f"xa-{number:02d}.docx")
        yield InventedReport(report, values)


def fill(library: Library, reports: Sequence[InventedReport]) -> float:
    """Put reports into a library, with vectors that mean nothing; return the seconds that their facts took."""
    spent = 0.0
    for invented in reports:
        passages = cut(invented.report, lambda texts: [len(text.split()) for text in texts])
        started = time.perf_counter()
        facts_of(invented.report, passages)
        spent += time.perf_counter() - started
        vectors = np.eye(len(passages), 8, dtype=np.float32) + np.float32(0.1)
        library.add(
            invented.report, passages, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), f"/{invented.report.file}"
        )
    return spent


def measure(count: int = 30, embedder: Embedder | None = None) -> TableOutcome:
    """Make a table over ``count`` invented reports in a library of its own, and compare it with the known values.

    :param embedder: reads what words leave open, as the product does; None leaves it open.
    """
    with tempfile.TemporaryDirectory(prefix="table-") as folder:
        library = Library.open(Settings(data_dir=Path(folder), embedding_model="none"), create=True)
        reports = list(invent(count))
        fill(library, reports)
        reader = QueryReader(library)
        started = time.perf_counter()
        table = build_table(library, reader, TableRequest(tuple(INDICATORS), years=(YEAR,)), embedder)
        seconds = time.perf_counter() - started
        library.catalog.close()
    wrong: list[str] = []
    right = silent = 0
    values_of = {invented.report.id: invented.values for invented in reports}
    for row in table.rows:
        for indicator in INDICATORS:
            values = [_plain(indicator, cell.value) for cell in row.at(indicator, YEAR)]
            expected = [values_of[row.report][indicator]] if indicator in values_of[row.report] else []
            right += values == expected and bool(expected)
            silent += values == expected == []
            if values != expected:
                wrong.append(f"{row.file}, {indicator}: {values} thay vì {expected}")
    checked = 0
    for total in table.totals:
        checked += 1
        expected_sum = sum((values.get(total.indicator, Decimal(0)) for values in values_of.values()), Decimal(0))
        if total.total is not None and _plain(total.indicator, total.total) != expected_sum:
            wrong.append(f"tổng {total.indicator}: {total.total} thay vì {expected_sum}")
        if total.total is None and total.unit != "%":
            wrong.append(f"tổng {total.indicator}: {total.why_not}")
    return TableOutcome(len(values_of) * len(INDICATORS), right, silent, checked, tuple(wrong), seconds)


def _plain(indicator: str, value: Decimal) -> Decimal:
    return value / 10**9 if indicator == "thu ngân sách" else value


def _line(text: str) -> Line:
    return Line(text, whole=True)


def _print_value(value: Decimal) -> str:
    """Return a value as reports print it."""
    whole, _, rest = f"{value:,f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def _sentences(values: dict[str, Decimal], draw: random.Random) -> tuple[list[Line], tuple[Table, ...]]:
    less = draw.randint(1, 15)
    printed = {name: _print_value(value) for name, value in values.items()}
    lines = []
    if "hộ nghèo" in printed:
        share = f", chiếm {printed['tỷ lệ hộ nghèo']}%" if "tỷ lệ hộ nghèo" in printed else ""
        near = f"; {printed['hộ cận nghèo']} hộ cận nghèo" if "hộ cận nghèo" in printed else ""
        lines.append(
            f"Cuối năm toàn xã còn {printed['hộ nghèo']} hộ nghèo{share}, giảm {less} hộ so với năm {YEAR - 1}{near}."
        )
    else:
        if "tỷ lệ hộ nghèo" in printed:
            lines.append(f"Tỷ lệ hộ nghèo còn {printed['tỷ lệ hộ nghèo']}% (năm {YEAR - 1}: 21,5%).")
        if "hộ cận nghèo" in printed:
            lines.append(f"Toàn xã có {printed['hộ cận nghèo']} hộ cận nghèo.")
    kinds = {"giấy khen cho tập thể": "tập thể", "GK cho cá nhân": "cá nhân"}
    awards = ", ".join(f"{printed[name]} {kind}" for name, kind in kinds.items() if name in printed)
    if awards:
        other = "Chủ tịch UBND huyện tặng Bằng khen cho 3 tập thể, 4 cá nhân"
        lines.append(f"Chủ tịch UBND xã tặng Giấy khen cho {awards}; {other}.")
    if "thu ngân sách" in printed:
        lines.append(
            f"Thu ngân sách trên địa bàn ước đạt {printed['thu ngân sách']} tỷ đồng, bằng 104,2% dự toán huyện giao."
        )
    if "đảng viên mới kết nạp" in printed:
        lines.append(
            f"Trong năm kết nạp {printed['đảng viên mới kết nạp']} đảng viên mới (kế hoạch 50, năm {YEAR - 1} kết nạp 2)."
        )
    if "đường bê tông nông thôn" in printed:
        lines.append(f"Nhân dân góp công làm {printed['đường bê tông nông thôn']} km đường bê tông nông thôn.")
    if "hồ sơ trễ hạn" in printed:
        lines.append(f"Giải quyết 2.315 hồ sơ, trong đó đúng hạn 2.240 hồ sơ; còn {printed['hồ sơ trễ hạn']} hồ sơ quá hạn.")
    if "trường đạt chuẩn quốc gia" in printed:
        lines.append(f"Đến nay có {printed['trường đạt chuẩn quốc gia']}/9 trường đạt chuẩn quốc gia.")
    return [_line(text) for text in lines], ()


def _points(values: dict[str, Decimal], draw: random.Random) -> tuple[list[Line], tuple[Table, ...]]:
    plan = draw.randint(500, 600)
    printed = {name: _print_value(value) for name, value in values.items()}
    forms = {
        "hộ nghèo": f"- Số hộ nghèo: {{}} hộ (kế hoạch {plan} hộ).",
        "tỷ lệ hộ nghèo": "- Tỷ lệ hộ nghèo: {}%.",
        "hộ cận nghèo": "- Số hộ cận nghèo: {} hộ.",
        "GK cho cá nhân": "- Giấy khen của Chủ tịch UBND xã cho cá nhân: {} người.",
        "giấy khen cho tập thể": "- Giấy khen của Chủ tịch UBND xã cho tập thể: {} tập thể.",
        "thu ngân sách": "- Tổng thu ngân sách: {} tỷ đồng, trong đó thu từ đất 1,2 tỷ đồng.",
        "đảng viên mới kết nạp": "- Công tác Đảng: kết nạp mới {} đảng viên, chuyển chính thức 6 đồng chí.",
        "đường bê tông nông thôn": "- Đường bê tông nông thôn làm mới: {} km; cả tỉnh làm được 1.204 km.",
        "hồ sơ trễ hạn": "- Cải cách hành chính: tiếp nhận 3.018 hồ sơ, quá hạn {} hồ sơ.",
        "trường đạt chuẩn quốc gia": "- Số trường đạt chuẩn quốc gia: {} trường.",
    }
    return [_line("Kết quả các chỉ tiêu:"), *(_line(forms[name].format(text)) for name, text in printed.items())], ()


def _rows(values: dict[str, Decimal], draw: random.Random) -> tuple[list[Line], tuple[Table, ...]]:
    titles = {
        "hộ nghèo": ("Số hộ nghèo", "hộ"),
        "tỷ lệ hộ nghèo": ("Tỷ lệ hộ nghèo", "%"),
        "hộ cận nghèo": ("Số hộ cận nghèo", "hộ"),
        "GK cho cá nhân": ("Giấy khen cho cá nhân", "người"),
        "giấy khen cho tập thể": ("Giấy khen cho tập thể", "tập thể"),
        "thu ngân sách": ("Thu ngân sách trên địa bàn", "tỷ đồng"),
        "đảng viên mới kết nạp": ("Kết nạp đảng viên mới", "đảng viên"),
        "đường bê tông nông thôn": ("Đường bê tông nông thôn", "km"),
        "hồ sơ trễ hạn": ("Hồ sơ quá hạn", "hồ sơ"),
        "trường đạt chuẩn quốc gia": ("Trường đạt chuẩn quốc gia", "trường"),
    }
    rows = [("TT", "Chỉ tiêu", "ĐVT", f"TH năm {YEAR - 1}", f"KH năm {YEAR}", f"TH năm {YEAR}", "TH/KH (%)")]
    for number, (name, value) in enumerate(values.items(), start=1):
        other, plan = _print_value(value + draw.randint(1, 9)), _print_value(value + draw.randint(10, 19))
        rows.append((str(number), *titles[name], other, plan, _print_value(value), "101,5"))
    table = Table(tuple(rows), None)
    lines = [Line(" ".join(row), kind=Kind.TABLE, whole=True, row=(0, at)) for at, row in enumerate(rows)]
    return [_line(f"Bảng 1. Kết quả thực hiện các chỉ tiêu năm {YEAR}"), *lines], (table,)
