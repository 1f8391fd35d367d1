"""The first way of the tab "Soạn báo cáo": a report chosen or uploaded, what is proposed, files made, what is wrong told."""

import io
import shutil

import docx
import openpyxl
import pytest

from app.access.person import LOCAL
from app.assistant import Assistant
from app.drafting.doubts import StillOpen
from app.drafting.request import BadRequest
from app.renewal.model import RenewalState
from app.web.handlers.renewal import FIELDS, RenewalActions, RenewalDesk, proposed, request_of
from app.web.html import renewal as views
from eval.draft import paragraphs
from eval.open_reports import write_word
from index.build import bring_in
from index.store.library import Library
from ingest.reading import Reading
from tests.app.renewal.conftest import SAMPLES
from tests.conftest import KeywordEmbedder

pytestmark = pytest.mark.usefixtures("reading_here")


class Here:
    """Does tasks in this process."""

    def do(self, caller, task, *given):
        return task(*given, Reading())


@pytest.fixture
def actions(settings, tmp_path):
    report = tmp_path / "xa.docx"
    write_word((SAMPLES / "xa-2024.md").read_text(encoding="utf-8"), report)
    library = Library.open(settings, create=True)
    bring_in(library, KeywordEmbedder(), [report])
    return RenewalActions(Assistant(library, KeywordEmbedder()), Here())


def fields_of(desk, **more):
    return proposed(desk.frame) | more


def test_a_report_of_the_library_is_the_frame_and_its_head_is_proposed(actions):
    ((shown, file),) = actions.choices()
    assert file == "xa.docx"
    assert "Văn Khê" in shown
    desk = actions.chosen(RenewalDesk(), LOCAL, file)
    fields = proposed(desk.frame)
    assert set(fields) == set(FIELDS)
    assert (fields["agency"], fields["place"], fields["period"]) == ("ỦY BAN NHÂN DÂN XÃ VĂN KHÊ", "Văn Khê", "2025")
    assert fields["number"] == fields["date"] == fields["name"] == ""
    assert fields["recipients"].splitlines() == ["UBND huyện", "TT Đảng ủy, TT HĐND xã", "Lưu: VT"]


def test_sheet_out_and_in_and_the_word_file(actions, tmp_path):
    desk = actions.chosen(RenewalDesk(), LOCAL, "xa.docx")
    fields = fields_of(desk, number="15/BC-UBND", date="8/12/2025", name="Đỗ Khắc Minh")
    book = openpyxl.load_workbook(io.BytesIO(actions.sheet(desk, fields)))
    row = next(row for row in book.active.iter_rows(min_row=2) if "hộ nghèo" in str(row[2].value) and row[4].value == "96")
    row[5].value = "71"
    book.save(tmp_path / "dien.xlsx")
    desk = actions.with_sheet(desk, LOCAL, tmp_path / "dien.xlsx")
    renewal, _ = actions.renewal(desk, fields)
    assert [one.new for one in renewal.places if one.state is RenewalState.FILLED] == ["71"]
    out = tmp_path / "out.docx"
    out.write_bytes(actions.word(desk, LOCAL, fields, final=False))
    text = "\n".join(paragraphs(out))
    assert "còn 71 hộ nghèo" in text
    assert "Văn Khê, ngày 08 tháng 12 năm 2025" in text
    assert docx.Document(str(out)).tables


def test_a_final_file_is_not_written_unasked_while_something_is_open(actions):
    desk = actions.chosen(RenewalDesk(), LOCAL, "xa.docx")
    fields = fields_of(desk, number="15/BC-UBND", date="8/12/2025", name="Đỗ Khắc Minh")
    with pytest.raises(StillOpen, match="chỗ chưa xong"):
        actions.word(desk, LOCAL, fields, final=True)
    assert actions.word(desk, LOCAL, fields, final=True, go_on=True)
    lines = actions.doubts(desk, fields).lines
    assert any("hộ nghèo" in line and line.startswith("Còn thiếu") for line in lines)
    assert any(line.startswith("Giữ nguyên?") for line in lines)


def test_what_is_wrong_is_told(actions):
    with pytest.raises(BadRequest, match="Hãy chọn báo cáo năm trước"):
        actions.renewal(RenewalDesk(), {})
    desk = actions.chosen(RenewalDesk(), LOCAL, "xa.docx")
    with pytest.raises(BadRequest, match="bốn chữ số"):
        request_of(fields_of(desk, period="năm nay"))
    for day in ("mai", "31/02/2025"):
        with pytest.raises(BadRequest, match="ngày/tháng/năm"):
            request_of(fields_of(desk, date=day))
    with pytest.raises(BadRequest, match="agency"):
        request_of(fields_of(desk, agency=""))
    with pytest.raises(BadRequest, match="không phải báo cáo trong thư viện"):
        actions.chosen(RenewalDesk(), LOCAL, "/etc/passwd")


def test_a_report_deleted_meanwhile_is_not_shown_any_more(actions):
    desk = actions.chosen(RenewalDesk(), LOCAL, "xa.docx")
    actions._assistant.library.catalog.report_ids = list
    with pytest.raises(BadRequest, match="không còn trong kho"):
        actions.renewal(desk, fields_of(desk))


def test_the_summary_tells_every_state_and_escapes_what_is_not_ours(actions, tmp_path):
    file = tmp_path / "<img src=x>.docx"
    shutil.copy(next(tmp_path.glob("xa.docx")), file)
    desk = actions.uploaded(RenewalDesk(), LOCAL, file)
    renewal, _ = actions.renewal(desk, fields_of(desk))
    html = views.summary(renewal, desk.title, "<b>")
    assert "<img" not in html
    assert "Còn thiếu (" in html
    assert "Giữ nguyên, cần kiểm tra (" in html
    assert "38/NQ-HĐND ngày 19/12/2023" in html
