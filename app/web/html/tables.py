"""A report's tables in the side panel, as HTML: rows and columns, the quoted row marked. All text is escaped."""

from __future__ import annotations

from html import escape

from ingest.model import Report, Row, Table

OPEN, CLOSE = '<table class="grid">', "</table>"


def add(lines: list[str], report: Report, row: Row, passage: tuple[int, int], quote: tuple[int, int]) -> None:
    """Add a row to the lines of HTML: to their last table, if that is the row's own, else to a new one.

    :param passage: offsets in the report's text of the passage that is shown, :param quote: of what is marked.
    """
    table = report.tables[row.table][0]
    cells = _cells(table, row, quoted=_meet(row, quote), highlighted=_meet(row, passage))
    opening = f'{OPEN[:-1]} data-table="{row.table}">'
    if lines and lines[-1].startswith(opening):
        lines[-1] = lines[-1].removesuffix(CLOSE) + cells + CLOSE
    else:
        lines.append(opening + cells + CLOSE)


def _meet(row: Row, stretch: tuple[int, int]) -> bool:
    return row.start < stretch[1] and stretch[0] < row.end


def _cells(table: Table, row: Row, *, quoted: bool, highlighted: bool) -> str:
    """Return a row; a cell that reaches over columns is one, one that reaches over rows stands in each."""
    tag = "th" if row.number < table.header else "td"
    cells = table.rows[row.number]
    parts: list[str] = []
    at = 0
    while at < len(cells):
        reach = next((n for n in range(at, len(cells)) if cells[n] != cells[at]), len(cells)) - at
        reach = reach if cells[at] and tag == "th" else 1  # equal figures side by side are no merged cell
        text = f"<mark>{escape(cells[at])}</mark>" if quoted and cells[at] else escape(cells[at])
        parts.append(f'<{tag} colspan="{reach}">{text}</{tag}>' if reach > 1 else f"<{tag}>{text}</{tag}>")
        at += reach
    look = ' class="passage"' if highlighted else ""
    return f"<tr{look}>{''.join(parts)}</tr>"
