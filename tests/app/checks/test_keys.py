"""What a finding is called by stays while the report is mended."""

from __future__ import annotations

from dataclasses import replace

from app.checks.keys import finding_keys, report_key
from app.checks.model import Finding, FindingKind


def spelling(*words):
    return Finding(FindingKind.SPELLING, f"Từ viết lặp: {', '.join(f'“{word}”' for word in words)}.", ())


def test_a_mended_report_is_the_same_report(sheet):
    one, mended = sheet("I. KẾT QUẢ", "Xã có 12 thôn.").report, sheet("I. KẾT QUẢ", "Xã có 13 thôn.").report
    assert report_key(one) == report_key(replace(mended, id="other"))
    nameless = replace(one, metadata=replace(one.metadata, title=None))
    assert report_key(nameless) != report_key(replace(nameless, id="other"))


def test_a_finding_is_its_message_and_one_of_words_each_word():
    one = Finding(FindingKind.SUM, "Cộng lại là 12, báo cáo ghi 13.", ())
    assert finding_keys(one) == finding_keys(replace(one, quotes=()))
    assert finding_keys(one) != finding_keys(replace(one, message="Cộng lại là 12, báo cáo ghi 14."))
    assert set(finding_keys(spelling("xã xã"))) < set(finding_keys(spelling("xã xã", "các các")))
    assert len(finding_keys(spelling("xã xã", "các các", "xã xã"))) == 2
