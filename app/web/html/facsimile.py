"""A report's page in the side panel, as HTML: what chooses it, and the place where ``facsimile.js`` puts it."""

from __future__ import annotations

from html import escape

from ingest.facsimile import highlight
from ingest.model import Report

VIEWS = (("facsimile", "Trang gốc"), ("text", "Văn bản"))


def tools(report: Report, *, as_pages: bool) -> str:
    """Return the row of buttons below the panel's head; without pages only the download."""
    chosen = "".join(
        f'<button type="button" data-view="{view}" aria-pressed="{str(view == "facsimile").lower()}">{name}</button>'
        for view, name in VIEWS
    )
    buttons = (
        f'<div class="views" role="group" aria-label="Cách xem">{chosen}</div>'
        '<div class="leaves" role="group" aria-label="Trang">'
        '<button type="button" data-step="-1" aria-label="Trang liền trước" title="Trang liền trước">‹</button>'
        '<span class="leaf-number" role="status"></span>'
        '<button type="button" data-step="1" aria-label="Trang liền sau" title="Trang liền sau">›</button></div>'
        '<div class="scales" role="group" aria-label="Cỡ trang">'
        '<button type="button" data-scale="-1" aria-label="Thu nhỏ" title="Thu nhỏ">−</button>'
        '<span class="scale-now"></span>'
        '<button type="button" data-scale="1" aria-label="Phóng to" title="Phóng to">+</button></div>'
    )
    download = (
        f'<a class="download" href="originals/{escape(report.id)}" download="{escape(report.file)}" '
        f'title="Tải về tệp {escape(report.file)}">Tải bản gốc</a>'
    )
    return f'<div class="facsimile-tools">{buttons if as_pages else ""}{download}</div>'


def leaf(report: Report, key: str, stretch: tuple[int, int]) -> str:
    """Return the empty place of a page.

    :param key: of the reference whose marks are asked for; ``stretch``: its offsets in the report's text.
    """
    quoted = list(highlight.parts(report, *stretch)) or [1]
    ocr = " ".join(str(page) for page in report.ocr)
    return (
        f'<div class="facsimile" data-report="{escape(report.id)}" data-key="{escape(key)}" data-pages="{report.pages}" '
        f'data-quoted="{" ".join(map(str, quoted))}" data-ocr="{ocr}"></div>'
    )
