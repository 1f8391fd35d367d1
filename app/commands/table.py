"""``python -m app table``: one table over reports, as a workbook, as text with separators, or as JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from settings import Settings

OK, MISUSED = 0, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    parser.add_argument("--indicators", required=True, metavar="CHỈ_TIÊU", help="các chỉ tiêu, cách nhau bằng dấu chấm phẩy")
    parser.add_argument(
        "--reports", nargs="+", default=[], metavar="TỆP", help="chỉ những báo cáo này; không ghi: mọi báo cáo"
    )
    parser.add_argument("--years", default="", metavar="NĂM", help="2024 hoặc 2023-2025; không ghi: năm của từng báo cáo")
    parser.add_argument("--out", required=True, type=Path, metavar="TỆP.xlsx|.csv|.json", help="tệp ghi ra")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run the command and return its exit status."""
    from app.tabulation.export import write
    from app.tabulation.request import BadTable, request_of
    from app.tabulation.table import build_table
    from index.embedding.embedder import SentenceEmbedder
    from index.query.query import QueryReader
    from index.store.library import Library

    library = Library.open(settings)
    try:
        request = request_of(library, options.indicators, options.reports, options.years)
        embedder = SentenceEmbedder(settings.embedding_model, settings.model_dir)  # loaded when it has to read
        table = build_table(library, QueryReader(library), request, embedder)
        write(table, options.out)
    except BadTable as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except OSError as error:
        sys.stderr.write(f"Không ghi được {options.out}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền ghi\n")
        return MISUSED
    filled = sum(bool(row.cells) for row in table.rows)
    sys.stdout.write(f"Đã ghi {options.out}: {len(table.rows)} báo cáo, {filled} báo cáo có số liệu được hỏi.\n")
    for total in table.totals:
        year = "" if total.year is None else f", {total.year}"
        result = f"tổng {total.total:f} {total.unit}".strip() if total.total is not None else f"không cộng: {total.why_not}"
        sys.stdout.write(f"- {total.indicator}{year}: {result} ({total.of} báo cáo)\n")
    return OK
