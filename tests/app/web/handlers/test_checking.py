"""The tab "Soát báo cáo" without a browser."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from app.access.audit import Action
from app.access.person import LOCAL
from app.checks.model import Finding, FindingKind
from app.library.kept_check import CheckedReport
from app.library.library_check import LibraryProgress
from app.office import Office
from app.web.handlers.checking import GONE, CheckDesk, Checking
from app.web.html import checks as views

pytestmark = pytest.mark.usefixtures("reading_here")

REPORT = """ỦY BAN NHÂN DÂN
XÃ LAM TRÀ
BÁO CÁO
Tình hình kinh tế - xã hội năm 2024
I. KẾT QUẢ
Đảng bộ xã có 21 chi bộ với 1.347 đảng viên.
Xã đạt 17/19 tiêu chí, còn 03 tiêu chí chưa đạt.
II. ĐÁNH GIÁ
Trong phong trào, 1.374 đảng viên đi đầu hiến đất.
"""


@pytest.fixture
def checking(settings):
    office = Office.open(settings)
    yield Checking(office, None)
    office.workshop.close()


@pytest.fixture
def checked(checking, tmp_path):
    file = tmp_path / "lam-tra.txt"
    file.write_text(REPORT, encoding="utf-8")
    return checking.check(LOCAL, str(file))


def test_a_file_is_checked_and_comes_back_as_word(checked):
    assert "2 điều cần xem lại" in checked.findings or "điều cần xem lại" in checked.findings
    assert "17/19 thì còn lại 2, báo cáo ghi 03." in checked.findings
    assert "còn lại 2" in "".join(p.text for p in docx.Document(io.BytesIO(checked.word)).paragraphs)


def test_who_checks_a_file_is_noted(checking, checked):
    assert [(one.action, one.detail) for one in checking._office.audit.entries()] == [("draft", "soát lam-tra.txt")]


def test_what_is_dismissed_stays_away_when_the_mended_file_is_checked_again(checking, checked, tmp_path):
    number = next(n for n, one in enumerate(checked.desk.findings) if "17/19" in one.message)
    after = checking.act(checked.desk, LOCAL, {"do": "dismiss", "number": str(number)})
    assert "Đã bỏ qua 1 điều của báo cáo này" in after.findings
    assert "còn lại 2" not in "".join(p.text for p in docx.Document(io.BytesIO(after.word)).paragraphs)
    mended = tmp_path / "lam-tra-2.txt"
    mended.write_text(REPORT.replace("1.374", "1.347"), encoding="utf-8")
    again = checking.check(LOCAL, str(mended))
    assert "Đã bỏ qua 1 điều của báo cáo này" in again.findings
    (entry,) = checking._office.audit.entries("bỏ qua", Action.DRAFT.value)
    assert "cộng số liệu" in entry.detail
    assert "17/19" not in entry.detail, "no words of a report"
    back = checking.act(again.desk, LOCAL, {"do": "back", "number": "0"})
    assert "Đã bỏ qua" not in back.findings


def test_both_places_are_marked_in_their_text(checking, checked):
    number = next(n for n, one in enumerate(checked.desk.findings) if "1.374" in one.message)
    shown = checking.act(checked.desk, LOCAL, {"do": "places", "number": number}).panel
    assert shown.count("<mark>") == 2
    assert "<mark>Đảng bộ xã có 21 chi bộ với 1.347 đảng viên.</mark>" in shown
    assert "<mark>Trong phong trào, 1.374 đảng viên đi đầu hiến đất.</mark>" in shown


@pytest.mark.parametrize(
    "data", [{"do": "places", "number": "99"}, {"do": "dismiss", "number": "x"}, {"do": "report", "report": "x"}]
)
def test_what_is_not_there_any_more_is_told(checking, checked, data):
    assert "không còn" in checking.act(checked.desk, LOCAL, data).findings or data["do"] == "report"


def test_what_the_tab_does_not_know_does_nothing(checking):
    desk = CheckDesk()
    view = checking.act(desk, LOCAL, {"do": "format"})
    assert (view.desk, view.findings, view.panel, view.word) == (desk, None, None, None)
    assert checking.check(LOCAL, None).findings is None


def test_a_file_that_cannot_be_read_is_told(checking, tmp_path):
    file = tmp_path / "hong.pdf"
    file.write_bytes(b"no pdf")
    assert "hong.pdf" in checking.check(LOCAL, str(file)).findings


def test_the_list_of_the_library():
    one = CheckedReport("id", "a <b>.docx", (Finding(FindingKind.SUM, "x", ()),))
    running = LibraryProgress(1, 3, running=True, reports=(one,))
    shown = views.library(running)
    assert "Đang soát: 1/3 báo cáo" in shown
    assert 'data-do="stop"' in shown
    assert "a &lt;b&gt;.docx</button></td><td>1</td><td>1</td>" in shown
    assert "Ghi chú" not in shown
    stopped = replace(running, running=False, stopped=True, reports=(replace(one, problem="tệp hỏng"),))
    assert "Đã dừng: 1/3" in views.library(stopped)
    assert "tệp hỏng" in views.library(stopped)
    assert "Kho chưa có báo cáo nào" in views.library(LibraryProgress())


def test_a_report_that_a_new_run_no_longer_has_is_told(checking, caplog):
    shown = checking.act(CheckDesk(), LOCAL, {"do": "report", "report": "a" * 64})
    assert GONE in shown.findings and not caplog.records
