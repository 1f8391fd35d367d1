"""The audit log: what is found in it, how long it is kept, and the file it gives."""

import csv
import io

import pytest

from app.access import audit as log
from app.access.audit import TALK, Action, Audit, called
from app.access.person import LOCAL
from app.storage.store import Store
from settings import Settings

DAY = 86400


class Clock:
    at = 1_700_000_000.0

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(settings):
    return Store.open(settings)


@pytest.fixture
def audit(store, clock):
    return Audit(store, Settings(audit_days=30), clock)


def test_the_newest_comes_first_and_all_words_count(audit, clock):
    audit.record(LOCAL, Action.QUESTION, "Hộ nghèo năm 2024?", "10.0.0.7")
    clock.at += 1
    audit.record("lan", Action.SIGN_IN, "", "10.0.0.8")
    assert [entry.name for entry in audit.entries()] == ["lan", "local"]
    assert [entry.at for entry in audit.entries("HỘ nghèo 10.0.0.7")] == [1_700_000_000.0]
    assert audit.entries("hộ 10.0.0.8") == []
    assert [entry.name for entry in audit.entries(action="sign-in")] == ["lan"]
    assert [entry.name for entry in audit.entries(limit=1)] == ["lan"]


def test_a_search_reads_on_through_many_pages(audit, monkeypatch):
    monkeypatch.setattr(log, "PAGE", 3)
    for number in range(10):
        audit.record("lan", Action.SEARCH, f"lượt {number}")
    assert [entry.detail for entry in audit.entries("lượt 1")] == ["lượt 1"]
    assert len(audit.entries()) == 10


def test_names_and_addresses_are_lines_as_short_as_details(audit):
    audit.record("an\n" + "x" * 9_000, Action.SIGN_IN_FAILED, "a\x1b[31m", "1\n2" + "y" * 9_000)
    [entry] = audit.entries()
    assert len(entry.name) <= 300 and len(entry.address) <= 300
    assert "\n" not in entry.name + entry.address and "\x1b" not in entry.detail


def test_ten_thousand_questions_push_out_no_deletion(audit, monkeypatch):
    monkeypatch.setattr(log, "MOST", 5)
    monkeypatch.setattr(log, "PRUNED_EVERY", 1)
    audit.record("lan", Action.DELETE, "tệp a.docx")
    audit.record("lan", Action.EDIT, "thay bản cũ bằng tệp b.docx")
    for number in range(20):
        audit.record("lan", Action.QUESTION, f"câu {number}")
    entries = audit.entries()
    assert [entry.detail for entry in entries if entry.action == "question"] == [f"câu {n}" for n in range(19, 14, -1)]
    assert [entry.action for entry in entries if entry.action != "question"] == ["edit", "delete"]


def test_entries_go_when_they_are_old(audit, clock, store):
    audit.record("lan", Action.DELETE, "rừngđặcdụng")
    clock.at += 30 * DAY + 1
    assert audit.entries() == [], "at once, though it may still be in the file"
    Audit(store, Settings(audit_days=30), clock)
    assert store.rows("SELECT * FROM audit") == []


def test_the_oldest_go_where_there_are_too_many(audit, store, monkeypatch):
    monkeypatch.setattr(log, "MOST", 5)
    monkeypatch.setattr(log, "PRUNED_EVERY", 4)
    for number in range(12):
        audit.record("lan", Action.SEARCH, str(number))
    assert [row["detail"] for row in store.rows("SELECT detail FROM audit ORDER BY number")] == ["7", "8", "9", "10", "11"]


def test_a_long_detail_is_cut(audit):
    audit.record("lan", Action.QUESTION, "a" * 5000)
    assert len(audit.entries()[0].detail) == 2000


def test_the_file_is_read_back_and_holds_no_formula(audit):
    audit.record("lan", Action.QUESTION, '=HYPERLINK("http://x")', "10.0.0.7")
    audit.record("lan", Action.QUESTION, "hai dòng\n“ngoặc” , phẩy")
    head, second, first = csv.reader(io.StringIO(audit.as_csv()), delimiter=";")
    assert head == ["thời gian", "tài khoản", "việc", "nội dung", "địa chỉ"]
    assert second[1:4] == ["lan", "Hỏi", "hai dòng ⏎ “ngoặc” , phẩy"]
    assert first[3:] == ['\'=HYPERLINK("http://x")', "10.0.0.7"]
    assert first[0].startswith("2023-11-1")


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
@pytest.mark.parametrize("before", ["", " ", "\n"])
def test_no_sign_that_begins_a_formula_stands_first(audit, before, sign):
    audit.record("lan", Action.QUESTION, f"{before}{sign}1+1")
    _, row = csv.reader(io.StringIO(audit.as_csv()), delimiter=";")
    assert row[3] == f"'{before}{sign}1+1".replace("\n", " ⏎ ")


@pytest.mark.parametrize("part", [";", ",", "\t"])
def test_whatever_parts_the_cells_none_is_a_formula_and_no_line_is_forged(audit, part):
    """A spreadsheet of another country parts cells at another sign, and in the middle of a field no mark quotes."""
    audit.record("lan", Action.QUESTION, f"hộ nghèo{part}=cmd|'/c calc'!A1{part} @SUM(1)")
    audit.record("lan", Action.QUESTION, f"hộ{part}x\n2026-12-01T10:00:00{part}sep{part}Xóa\r\n=cmd|'/c calc'!A0\u2028-1")
    text = audit.as_csv()
    assert len(text.splitlines()) == 3
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        cells = [cell.strip(' "') for row in csv.reader(io.StringIO(text), delimiter=part, quoting=quoting) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_what_is_taken_away_by_the_thousand_pushes_out_no_deletion():
    assert Action.EXPORT in TALK and Action.DELETE not in TALK


def test_every_action_has_a_name():
    assert all(called(one) != one.value for one in Action)
    assert called("từ-phiên-bản-khác") == "từ-phiên-bản-khác"
