"""Misspelt words are found, and what only looks odd is left alone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from app.checks import spelling
from app.checks.syllable_tone import is_misplaced

REPORTS = tomllib.loads(Path(__file__).with_name("garbled_reports.toml").read_text(encoding="utf-8"))["report"]
SLIP = re.compile(r"\{([^{}|]+)\|([^{}]*)\}")
GARBLES = tomllib.loads(Path(__file__).with_name("garbles.toml").read_text(encoding="utf-8"))
FOUND = 0.9  # of the slips in each half; three of those not found are right words in a wrong place ("bốn phẩn")


def told(sheet, text: str) -> str:
    return " ".join(one.message for one in spelling.check(sheet("I. KẾT QUẢ", text))).lower()


@pytest.mark.parametrize("half", ["fit", "other"])
def test_most_slips_are_found(sheet, half):
    found = [wrong.lower() in told(sheet, text) for text, wrong in GARBLES[half]]
    assert len(found) == 30
    assert sum(found) >= FOUND * len(found)


@pytest.mark.parametrize("half", [REPORTS[:4], REPORTS[4:]], ids=["before", "after"])
def test_most_slips_of_whole_reports_are_found(sheet, half):
    found = every = 0
    for report in half:
        said = told(sheet, SLIP.sub(lambda match: match[1], report["text"]))
        for written, meant in SLIP.findall(report["text"]):
            wrong = [word for word in written.lower().split() if word not in meant.lower().split()] or [written.lower()]
            every += 1
            found += any(word in said for word in wrong)
    assert every >= 60
    assert found >= FOUND * every


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["name"])
def test_the_same_reports_without_slips_are_left_alone(sheet, report):
    assert told(sheet, SLIP.sub(lambda match: match[2], report["text"])) == ""


@pytest.mark.parametrize("text", GARBLES["clean"])
def test_what_only_looks_odd_is_left_alone(sheet, text):
    assert told(sheet, text) == ""


def test_a_finding_tells_what_was_meant_and_quotes_all_places(sheet):
    made = sheet("I. KẾT QUẢ", "Trong năm sữa chữa 12 phòng.", "Nhà nước hổ trợ vốn.")
    (found,) = spelling.check(made)
    assert found.kind == "spelling"
    assert found.message == (
        "Có thể viết nhầm tiếng khác (sai dấu, sai vần, sai chữ): “sữa chữa” (“sửa chữa”?), “hổ trợ” (“hỗ trợ”?). "
        "Xin đọc lại từng chỗ và sửa nếu viết nhầm."
    )
    assert [quote.quote for quote in found.quotes] == ["Trong năm sữa chữa 12 phòng.", "Nhà nước hổ trợ vốn."]


def test_the_end_of_one_word_may_begin_the_next(sheet):
    assert told(sheet, "Xã phân công công chức phụ trách.") == ""


@pytest.mark.parametrize(
    ("word", "wrong"),
    [
        *((word, False) for word in ("được", "hoà", "hòa", "toán", "giữa", "quý", "thủy", "nghĩa", "")),
        *((word, True) for word in ("đựơc", "tóan", "qủa", "thọai")),
    ],
)
def test_where_the_tone_stands(word, wrong):
    assert is_misplaced(word) is wrong


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("Năm qua HộiNông dân xã vận động 120 ngày công.", "HộiNông", "Hội Nông"),
        ("Các Hộigiúp nhau làm kinh tế.", "Hộigiúp", "Hội giúp"),
        ("Xã triển khai công tác công tác dân vận.", "công tác công tác", "công tác"),
    ],
)
def test_what_is_run_together_or_said_twice_is_told(sheet, text, written, meant):
    assert f"“{written.lower()}” (“{meant.lower()}”?)" in told(sheet, text)


def test_letters_that_nobody_speaks_are_told(sheet):
    assert "“hpc”" in told(sheet, "Các em chăm chỉ hpc tập và rèn luyện.")


@pytest.mark.parametrize("text", ["Trường có 12 phòng máy, 3 GVCN, 40 kg giấy.", "Đồng bào Êđê, Cơtu sống xen kẽ."])
def test_short_forms_and_names_of_peoples_are_left_alone(sheet, text):
    assert told(sheet, text) == ""
