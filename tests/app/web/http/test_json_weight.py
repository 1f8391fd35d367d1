"""What is too heavy is known before it is parsed."""

from __future__ import annotations

import json
import time

import pytest

from app.web.http.json_weight import is_heavy

MANY = 660_000
BOMBS = {
    "lists": b"[" + b"[]," * MANY + b"1]",
    "objects": b"[" + b"{}," * MANY + b"1]",
    "numbers": b"[" + b"1," * MANY + b"1]",
    "texts": b"[" + b'"",' * MANY + b"1]",
    "texts that end in a backslash": b"[" + rb'"\\",' * MANY + b"1]",
    "names": b"{" + b",".join(b'"%d":0' % number for number in range(190_000)) + b"}",
    "a few thousand lists": b"[" + b"[]," * 4_000 + b"1]",
    "depth": b"[" * MANY,
    "beside a text": b'["' + b"a" * 10 + b'",' + b"[]," * MANY + b"1]",
    "a text that never ends before it": b"[" + b"[]," * MANY + b'"' + rb"\"" * 100_000,
    "of two bytes a letter": json.dumps(["∢", *[[]] * 30_000], ensure_ascii=False).encode("utf-16"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_many_small_values_are_heavy(kind: str) -> None:
    began = time.process_time()
    assert is_heavy(BOMBS[kind])
    assert time.process_time() - began < 0.1


def test_what_stands_within_texts_does_not_count() -> None:
    """A pasted report is one value, however many commas, brackets and quotation marks it has."""
    for text in ("a, b: [c] {d}; " * 60_000, '"a", ' * 60_000, "\\" * 90_000 + ",,,"):
        assert not is_heavy(json.dumps({"data": [text, None], "session_hash": "ab12"}).encode())


def test_the_largest_draft_is_not_heavy() -> None:
    figures = {f"mục {group}": {f"chỉ tiêu {number}": "1.234,5" for number in range(20)} for group in range(50)}
    annexes = [{"title": "Phụ lục", "rows": [["1.234"] * 10 for _ in range(100)]} for _ in range(5)]
    assert not is_heavy(json.dumps({"figures": figures, "annexes": annexes, "data": []}, indent=1).encode())


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"a=1&b=2"])
def test_what_is_no_json_is_not_heavy(body: bytes) -> None:
    assert not is_heavy(body)


def test_the_bound_is_exact() -> None:
    assert not is_heavy(b"[" + b"1," * 8 + b"1]", 9)
    assert is_heavy(b"[" + b"1," * 9 + b"1]", 9)
    assert not is_heavy(b'["[[",' + b"[]," * 8 + b"[]]", 99, 10)
    assert is_heavy(b'["[[",' + b"[]," * 8 + b"[]]", 99, 9)
