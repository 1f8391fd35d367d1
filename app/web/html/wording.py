"""HTML of found wordings. Pure functions; every word not our own is escaped here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

import regex as re

from app.wording.search import Wording

BLANK = re.compile(r"\[[^\[\]]++\]")  # "[số]", "[tên]"
MORE = 5  # likes of a formula that are shown


START = (
    '<p class="quiet start">Gõ điều cần diễn đạt, ví dụ “hạn chế về công tác tuyên truyền”, rồi bấm “Tìm mẫu câu”. Mỗi '
    "kết quả là một ý dán được ngay; tên riêng, số liệu của báo cáo khác được để thành chỗ trống.</p>"
)


def wordings(wordings_found: Sequence[Wording], basket: Collection[str] = ()) -> str:
    """Return the wordings as cards, each with its copies and a button to keep it; ``basket``: passages in the basket."""
    if not wordings_found:
        return '<p class="quiet">Không tìm thấy câu mẫu nào. Hãy thử từ khác hoặc bỏ bớt điều kiện lọc.</p>'
    return f'<ol class="hits">{"".join(_wording(wording, basket) for wording in wordings_found)}</ol>'


def _wording(wording: Wording, basket: Collection[str]) -> str:
    formula = wording.blanked != wording.text  # a point without anything to fill in is its own formula
    uses = f"{wording.reports} báo cáo dùng" if wording.reports > 1 else "1 báo cáo dùng"
    first = f'<p class="formula">{_marked(wording.blanked)}</p>' if formula else f"<p>{escape(wording.text)}</p>"
    own = f'<p class="quiet">Nguyên văn: <q>{escape(wording.text)}</q></p>' if formula else ""
    others = "".join(f"<li>{escape(p.passage.title)}: {escape(p.quote[:160])}</li>" for p in wording.places[1:MORE])
    more = f"<details><summary>{len(wording.places) - 1} chỗ tương tự</summary><ul>{others}</ul></details>" if others else ""
    blank = (("Sao chép bản để trống", wording.blanked),) if formula else ()
    copies = (*blank, ("Sao chép", wording.text), ("Sao chép kèm nguồn", f"{wording.text}\n(Nguồn: {wording.source})"))
    passage = wording.places[0].basket_key
    keep = "Đã giữ trong giỏ ✓" if passage in basket else "Giữ vào giỏ"
    buttons = "".join(f'<button type="button" data-copy="{escape(text)}">{label}</button> ' for label, text in copies)
    return (
        f'<li>{first}<p class="quiet">{uses}: {escape(wording.source)}</p>{own}<div class="tools">{buttons}'
        f'<button type="button" class="{"kept" if passage in basket else ""}" data-keep="{escape(passage)}">{keep}</button>'
        f"</div>{more}</li>"
    )


def _marked(blanked: str) -> str:
    """Return a formula with what is to be filled in marked."""
    return BLANK.sub(lambda blank: f"<mark>{blank[0]}</mark>", escape(blanked))


def basket(count: int) -> str:
    """Return how many passages the basket holds."""
    if not count:
        return '<p class="quiet">Giỏ trống: bấm “Giữ vào giỏ” ở câu muốn dùng khi soạn báo cáo.</p>'
    return (
        f'<p class="quiet" role="status">Giỏ đang giữ {count} đoạn; ở “Soạn báo cáo” chúng được đưa vào mục phù hợp, '
        'hoặc chèn vào mục tùy chọn. <button type="button" data-empty>Bỏ hết</button></p>'
    )
