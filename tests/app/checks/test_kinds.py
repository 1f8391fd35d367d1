"""Contradictions of many kinds are told, and what is like them and right is not: all checks together."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from app.checks import check

KINDS = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
STYLE = frozenset(("outline", "layout", "abbreviation", "wording", "spelling"))


def of_substance(sheet, parts):
    made = [part if isinstance(part, str) else [row.split(" | ") for row in part] for part in parts]
    found = check(sheet("I. KẾT QUẢ", *made, "Trên đây là báo cáo./.").report)
    return [one.message for one in found if one.kind.value not in STYLE]


@pytest.mark.parametrize("parts", KINDS["wrong"], ids=lambda parts: parts[0][:40])
def test_a_contradiction_is_told(sheet, parts):
    assert of_substance(sheet, parts)


@pytest.mark.parametrize("parts", KINDS["right"], ids=lambda parts: parts[0][:40])
def test_what_is_right_is_not(sheet, parts):
    assert of_substance(sheet, parts) == []


def test_what_two_checks_find_is_told_once(sheet):
    share = "Xã có 318 hội viên nghèo, đã giúp 54 hội viên thoát nghèo, chiếm 19% số hội viên nghèo."
    assert len(of_substance(sheet, [share])) == 1
