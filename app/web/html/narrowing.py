"""Ways to narrow a search, beside what was found, as HTML. Pure functions; every word not our own is escaped here.

A button has as ``data-narrowed`` the keys that hold once it is pressed (a JSON list), as ``data-text`` what was searched.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from app.library.narrowing import GROUPS, Narrowing


def beside(offered: Sequence[Narrowing], chosen: Sequence[Narrowing], text: str) -> str:
    """Return the ways by group, each with how many passages it leaves; the chosen ones can be taken off. "" without ways."""
    on = [way.key for way in chosen]
    groups = []
    for group, name in GROUPS.items():
        active = [way for way in chosen if way.group == group]
        others = [way for way in offered if way.group == group and way.key not in on]
        if not active and len(others) < 2 and group != "field":
            continue  # one value that all have narrows nothing
        items = "".join(_item(way, [key for key in on if key != way.key], text, on=True) for way in active)
        items += "".join(_item(way, [*on, way.key], text) for way in others if not active)
        if items:
            groups.append(f"<h3>{name}</h3><ul>{items}</ul>")
    return f'<nav class="narrowing" aria-label="Thu hẹp kết quả">{"".join(groups)}</nav>' if groups else ""


def _item(way: Narrowing, keys: Sequence[str], text: str, *, on: bool = False) -> str:
    data = f'data-narrowed="{escape(json.dumps(keys, ensure_ascii=False))}" data-text="{escape(text)}"'
    count = f' <span class="count">{way.count}</span>' if not on else ' <span aria-hidden="true">✕</span>'
    title = f' aria-label="Bỏ: {escape(way.label)}"' if on else ""
    return f'<li><button type="button" {data}{title}{" class=on" if on else ""}>{escape(way.label)}{count}</button></li>'
