"""This year's report against last year's, on a report's page of the library. Pure functions; all text is escaped.

A place that can be opened in the side panel is a button with ``data-at`` (:mod:`app.web.html.panel`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app.comparison.model import NAMES, ChangeKind, ReportChange, ReportPlace
from app.comparison.output import by_places, by_section, summary, where
from app.library.register import RegisterEntry
from ingest.language.text import capitalized

SHOWN = 400  # changes in the page; the Word file has all
SHORT = 60  # characters of a quote that name its button for those who hear the page
LONGEST_TITLE = 110  # characters of a report's title in the list of reports
NO_PREDECESSOR = "Kho chưa có báo cáo kỳ trước của cùng cơ quan; hãy tự chọn báo cáo cần so."


def chooser(entry: RegisterEntry, others: Sequence[RegisterEntry], proposed: str, chosen: str = "") -> str:
    """Return the form that asks which report is last year's; the one proposed is said to be.

    :param proposed: id of the likeliest predecessor, "" where there is none.
    """
    if not others:
        return '<p class="quiet">Kho chưa có báo cáo nào khác để so. Hãy nạp báo cáo năm trước vào Kho.</p>'
    selected = chosen or proposed or others[0].report
    options = "".join(
        f'<option value="{other.report}"{" selected" if other.report == selected else ""}>'
        f"{escape(_option(other, proposed))}</option>"
        for other in others
    )
    hint = "" if proposed else f'<p class="quiet">{NO_PREDECESSOR}</p>'
    return (
        f'{hint}<form class="compared-with" data-deed="compare" data-report="{entry.report}"><label><span>So với</span>'
        f'<select name="old">{options}</select></label><div class="tools">'
        '<button type="submit" class="main">So sánh</button></div></form>'
    )


def _option(other: RegisterEntry, proposed: str) -> str:
    title = other.title if len(other.title) <= LONGEST_TITLE else f"{other.title[:LONGEST_TITLE].rstrip()}…"
    name = f"{title} ({other.files[0]})"
    return f"{name} – gợi ý: kỳ trước" if other.report == proposed else name


def changes(
    all_changes: Sequence[ReportChange], report: str, old: str, keys: tuple[Mapping[int, str], Mapping[int, str]]
) -> str:
    """Return the changes as tables, one a section, with the button that gives the Word file.

    :param keys: by the start of a place in the old and in the new report the key that opens it in the side panel.
    """
    listed = all_changes[:SHOWN]
    opened = list(dict.fromkeys([*keys[0].values(), *keys[1].values()]))
    at = tuple({start: opened.index(key) for start, key in side.items()} for side in keys)
    parts = [f"<h5>{escape(heading)}</h5>{_table(group, at)}" for heading, group in by_section(listed)]
    more = (
        f'<p class="quiet">Còn {len(all_changes) - SHOWN} điểm nữa; tệp Word có đủ.</p>' if len(all_changes) > SHOWN else ""
    )
    word = (
        f'<div class="tools"><button type="button" data-do="compare-word" data-report="{report}" data-old="{old}">'
        "Tải bản so sánh (.docx)</button></div>"
        if all_changes
        else ""
    )
    return (
        f'<div class="compared" data-keys="{escape(" ".join(opened))}">'
        f'<p role="status" tabindex="-1">{escape(summary(all_changes))}</p>{word}{"".join(parts)}{more}</div>'
    )


def _table(group: Sequence[ReportChange], at: tuple[Mapping[int, int], ...]) -> str:
    rows = "".join(
        f'<tr><td data-label="Báo cáo trước">{_place(same[0].old, at[0])}</td>'
        f'<td data-label="Báo cáo này">{_place(same[0].new, at[1])}</td>'
        f'<td data-label="Nhận xét"><ul>{"".join(map(_remark, same))}</ul></td></tr>'
        for same in by_places(group)
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Báo cáo trước", "Báo cáo này", "Nhận xét"))
    return f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _remark(change: ReportChange) -> str:
    name = NAMES[ChangeKind(change.kind)]
    return f'<li class="{change.kind}"><b>{escape(capitalized(name))}.</b> {escape(change.message)}</li>'


def _place(place: ReportPlace | None, at: Mapping[int, int]) -> str:
    if place is None:
        return '<span class="none">không có</span>'
    place_name, quote = where(place), f"<q>{escape(place.quote)}</q>"
    if place.start not in at:
        return quote + (f' <span class="quiet">{escape(place_name)}</span>' if place_name else "")
    label = f"Mở trang gốc: {place.quote[:SHORT]}"
    return (
        f'{quote} <button type="button" class="open" data-at="{at[place.start]}" aria-label="{escape(label)}">'
        f"{escape(place_name or 'mở nguồn')}</button>"
    )
