"""Which of the files within a file is the report."""

from __future__ import annotations

from ingest.model import Line, Paragraph, Source
from ingest.report import assemble
from ingest.structure.held import report_among

LETTER = ["Kính gửi Sở,", "Văn phòng gửi báo cáo tháng 01, còn thiếu 27 hồ sơ.", "Trân trọng,"]
TITLES = ("Tệp đính kèm: báo cáo.docx", "Tệp đính kèm: bảng.csv")
REPORT = [
    "SỞ Y TẾ TỈNH LŨNG CHÂU", "TRUNG TÂM Y TẾ HUYỆN KHE SƠN", "Số: 73/BC-TTYT", "Khe Sơn, ngày 02 tháng 02 năm 2031",
    "BÁO CÁO", "Kết quả khám bệnh tháng 01 năm 2031", "Trung tâm đã khám 5.844 lượt người.", "GIÁM ĐỐC", "Lò Văn Phúc",
]  # fmt: skip
SHEET = ["Xã Tân Lập 412", "Xã Đông Cừ 355", "Xã Lũng Vầu 298"]
ALL = [*LETTER, TITLES[0], *REPORT, TITLES[1], *SHEET]


def test_the_first_file_with_a_letterhead_is_the_report() -> None:
    paragraphs = [Paragraph(text, None, line=at) for at, text in enumerate(ALL)]
    assert report_among(paragraphs, TITLES) == (4, 13)
    assert report_among(paragraphs, ()) == (0, len(ALL))
    assert report_among(paragraphs[:3], TITLES) == (0, 3)
    assert report_among([], TITLES) == (0, 0)


def test_a_letter_with_a_report_says_of_itself_what_the_report_says() -> None:
    facts = assemble(Source(tuple(Line(text, whole=True) for text in ALL), files=TITLES), "x", "a.eml").metadata
    assert (facts.issuer, facts.parent) == ("Trung tâm Y tế huyện Khe Sơn", "Sở Y tế tỉnh Lũng Châu")
    assert (facts.number, facts.date, facts.signer) == ("73/BC-TTYT", "2031-02-02", "Lò Văn Phúc")
