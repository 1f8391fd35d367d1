"""What an answer cites, as HTML: numbers that open, rows of tables, the list of sources. All text is escaped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from app.answer.citations import MARKER
from app.answer.model import Answer, Citation
from app.answer.quoted_rows import QuotedRow, WantedCell, quoted_row, shown_quotes, side_by_side
from app.answer.sources import note_name, official_line, official_name, page_name, section_name, source_line

MANY = 5  # citations; where there are more, each quote gets one line
POINT = "- "  # what a line of an answer's text begins with that is a point


def row_tables(rows: Sequence[QuotedRow], citations: Sequence[Citation]) -> str:
    """Return rows as tables with their titles, the cell that answers marked; rows side by side share one."""
    return "".join(_table(group, citations) for group in side_by_side(rows))


def _table(rows: Sequence[QuotedRow], citations: Sequence[Citation]) -> str:
    before = f"<p>{linked(rows[0].before.strip(), citations)}</p>" if rows[0].before.strip() else ""
    heads = "".join(f'<th scope="col">{escape(title)}</th>' for title in rows[0].titles)
    body = "".join(
        f'<tr><th scope="row">{escape(row.label)} {linked(row.markers.strip(), citations)}</th>{_cells(row)}</tr>'
        for row in rows
    )
    return (
        f'{before}<div class="scroll" tabindex="0" role="region" aria-label="Bảng trích từ báo cáo">'
        f'<table class="row"><thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cells(row: QuotedRow) -> str:
    return "".join(
        f"<td><mark>{escape(value)}</mark></td>" if at == row.marked else f"<td>{escape(value)}</td>"
        for at, (_, value) in enumerate(row.cells)
    )


def sources(citations: Sequence[Citation], text: str = "") -> str:
    """Return the citations below an answer, by report in the order of first use: section, page, and the quote.

    A quote that the answer's ``text`` has shown already is not written a second time.
    """
    if not citations:
        return ""
    quoted = shown_quotes(text, citations)
    groups: dict[str, list[tuple[int, Citation]]] = {}
    for at, citation in enumerate(citations):
        groups.setdefault(citation.passage.report, []).append((at, citation))
    items = "".join(
        f"<h4>{_report_name(group[0][1])}</h4><ul>{''.join(_source(at, c, quoted) for at, c in group)}</ul>"
        for group in groups.values()
    )
    many = " many" if len(citations) > MANY else ""
    return f'<section class="sources{many}" aria-label="Nguồn"><h3>Nguồn ({len(citations)} trích dẫn)</h3>{items}</section>'


def plain(question: str, answer: Answer) -> str:
    """Return question, answer and sources as plain text, for the clipboard: as officials name sources, each quote once.

    Rows of tables have tabs between their cells, which Word and Excel take as a table.
    """
    quoted = shown_quotes(answer.text, answer.citations)
    lines = [line for part in answer.text.split("\n") for line in _plain_lines(part, answer)]
    short = [answer.short, ""] if answer.short and answer.short not in answer.text.split("\n")[0] else []
    cited = [
        f"[{c.n}] {'' if c.n in quoted else f'“{c.quote}” '}{official_line(c)}, tệp {c.passage.file}"
        for c in answer.citations
    ]
    return "\n".join([question, "", *(f"Lưu ý: {note}" for note in answer.notes), *short, *lines, "", "Nguồn:", *cited])


def _plain_lines(line: str, answer: Answer) -> list[str]:
    row = quoted_row(line.removeprefix(POINT), answer.citations, WantedCell.of(answer))
    if row is None:
        return [line]
    before = [row.before.strip()] if row.before.strip() else []
    values = "\t".join(value for _, value in row.cells)
    return [*before, "\t".join(["", *row.titles]), f"{row.label}\t{values}{row.markers}"]


def linked(text: str, citations: Sequence[Citation]) -> str:
    """Return text with each [n] that has a citation as a button that opens it."""
    places = {citation.n: at for at, citation in enumerate(citations)}
    parts, end = [], 0
    for match in MARKER.finditer(text):
        at = places.get(int(match[1]))
        if at is not None:
            hint = escape(f"Mở trích dẫn {match[1]}: {source_line(citations[at])}")
            button = f'<button type="button" class="cite" data-at="{at}" title="{hint}">{match[0]}</button>'
            parts += [escape(text[end : match.start()]), button]
            end = match.end()
    return "".join([*parts, escape(text[end:])])


def _source(at: int, citation: Citation, quoted: Collection[int]) -> str:
    copied = official_line(citation)
    return (
        f'<li><button type="button" class="open" data-at="{at}"><b>[{citation.n}]</b> '
        f'{escape(_where(citation))}</button> <button type="button" class="small" data-copy="{escape(copied)}" '
        f'title="{escape(copied)}">Chép trích dẫn</button>'
        f"{'' if citation.n in quoted else f'<q>{escape(citation.quote)}</q>'}</li>"
    )


def _where(citation: Citation) -> str:
    section = (note_name(citation) + section_name(citation.section, citation.passage.heading)).strip(", ") or "phần mở đầu"
    return f"{section[0].upper()}{section[1:]}{page_name(citation.page, ocr=citation.ocr)}"


def _report_name(citation: Citation) -> str:
    """Return what officials call a report, its title where that is another, and its file."""
    name, title = official_name(citation), citation.passage.title
    more = f'<span class="title">{escape(title)}</span> ' if name != title else ""
    return f'{escape(name)} <span class="file">{more}{escape(citation.passage.file)}</span>'
