"""Entries of an input that no draft reads: each is named with the known ones nearest to it, so that a slip is not lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from app import field_text
from ingest.language.text import strip_marks

ENTRIES = (
    "agency", "parent_agency", "place", "number", "date", "period", "signer", "recipients", "addressee", "basis",
    "directive", "next_period", "figures", "basket", "outline", "last_year", "compared",
)  # fmt: skip
WITHIN = {
    "signer": ("authority", "title", "name"),
    "period": ("from", "to"),
    "next_period": ("from", "to"),
    "directive": ("number", "date", "issuer"),
}
NEAR = 0.6  # of two keys, as difflib measures them
MOST_NAMED = 3
MOST = 20  # unknown keys that are told


def unknown(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for every entry of an input that is not read, in order; the names of figures are the office's own."""
    left = MOST
    for where, entries, keys in _parts(content):
        for name in entries:
            if name not in keys and left > 0:
                left -= 1
                yield _complaint(where, str(name), keys)


def _parts(entries: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], tuple[str, ...]]]:
    yield "", entries, ENTRIES
    for name, keys in WITHIN.items():
        if isinstance(part := entries.get(name), Mapping):
            yield name, part, keys
    compared = entries.get("compared")
    for name, part in compared.items() if isinstance(compared, Mapping) else ():
        if isinstance(part, Mapping):
            yield f"compared → {field_text.shown(name)}", part, ("value", "year")


def _complaint(where: str, name: str, keys: tuple[str, ...]) -> str:
    path = f"“{where}” → “{field_text.shown(name)}”" if where else f"“{field_text.shown(name)}”"
    plain = strip_marks(name).casefold().replace(" ", "_").replace("-", "_")
    near = get_close_matches(plain, keys, MOST_NAMED, NEAR)
    return (
        f"Đầu vào có {path} không được dùng; {'có phải là' if near else 'các mục được dùng là'} {', '.join(near or keys)}?"
    )
