"""Each check on one sentence that is wrong and on its like that is right; then the samples' planted contradictions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app import __main__ as door
from app.checks import as_text, check_file
from app.checks.knowledge import load
from app.checks.model import FindingKind
from eval.checks import compare
from ingest.language.text import fold_spaces
from ingest.report import understand
from prompts import FOLDER, DataFileError

SAMPLES = Path(__file__).resolve().parents[3] / "eval" / "samples"
REPORT = """ỦY BAN NHÂN DÂN
HUYỆN LAM TRÀ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 45/BC-UBND

Lam Trà, ngày 12 tháng 12 năm {year}

BÁO CÁO

Tổng kết phong trào thi đua, công tác khen thưởng {period}

Ủy ban nhân dân huyện Lam Trà, tỉnh Đông Lĩnh báo cáo như sau:

I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO

Ủy ban nhân dân (UBND) huyện đã ban hành kế hoạch phát động.

II. KẾT QUẢ PHONG TRÀO THI ĐUA

{first}

III. CÔNG TÁC KHEN THƯỞNG

{second}

IV. ĐÁNH GIÁ CHUNG

Phong trào đi vào nền nếp.

V. PHƯƠNG HƯỚNG, NHIỆM VỤ

{ahead}

Trên đây là báo cáo của UBND huyện Lam Trà./.

Nơi nhận:

- Như trên;

- Lưu: VT.

TM. ỦY BAN NHÂN DÂN

CHỦ TỊCH

Lò Văn Mẫn
"""


def findings(tmp_path, first="", second="", ahead="Tiếp tục đổi mới.", period="giai đoạn 2020 - 2025", year=2025):
    file = tmp_path / "r.txt"
    text = REPORT.format(
        first=first or "Phong trào sôi nổi.", second=second or "Khen kịp thời.", ahead=ahead, period=period, year=year
    )
    file.write_text(text, encoding="utf-8")
    return check_file(file)


def test_a_clean_report_has_no_findings(tmp_path):
    assert findings(tmp_path) == []


WRONG = [
    ("sum", "Tổng số 218 Bằng khen, trong đó 61 tập thể, 148 cá nhân và 10 hộ gia đình."),
    ("sum", "Huyện có 118 thôn, tổ dân phố (gồm 108 thôn và 09 tổ dân phố)."),
    ("sum", "Tổng vốn là 100,5 tỷ đồng, trong đó: ngân sách 60,2 tỷ đồng; Nhân dân 30,1 tỷ đồng; vốn khác 12,3 tỷ đồng."),
    ("sum", "Năm qua vận động Quỹ “Vì người nghèo” được 80.500.000 đồng, đã trích quỹ 95.000.000 đồng hỗ trợ 02 nhà."),
    ("percent", "Có 95/118 thôn đạt chuẩn, chiếm 84,5%."),
    ("percent", "Cuối năm còn 604 hộ nghèo trên tổng số 26.140 hộ, chiếm 3,21%."),
    ("percent", "Tỷ lệ thu gom rác thải sinh hoạt đạt 93,6."),
    ("percent", "Thu ngân sách đạt 117,2% %KH."),
    ("percent", "Có 12,5% hộ đạt; 13,5% hộ khá; 14,25% hộ giỏi; nhưng dùng nước sạch đạt 91.25%."),
    ("place", "Góp phần giữ vững an ninh trên địa bàn huyện Thụy Khoang."),
    ("place", "Huy động nguồn lực để xây dựng quận văn minh."),
    ("place", "Phong trào của huyện được nhân dân trong tỉnh hưởng ứng."),
    ("period", "Nhìn lại 10 năm qua, phong trào có bước phát triển."),
    ("period", "Chào mừng ngày thành lập Quân đội (22/12/1944-22/12/224)."),
    ("period", "Kỷ niệm 77 năm ngày thành lập (15/3/1947-15/3/2023)."),
    ("citation", "Thực hiện Chỉ thị số 34/CT-TW của Bộ Chính trị."),
    (
        "citation",
        "Kế hoạch số 38/KH-UBND ngày 22/8/2024 về thi đua. Thực hiện Kế hoạch số 38/KH-UBND ngày 12/9/2024.",
    ),
    ("citation", "Công nhận Chiến sĩ tiên tiến cho 12 tập thể."),
    ("citation", "Gửi hồ sơ tại https://phongtraothiddua.vn đúng hạn."),
    ("abbreviation", "Thành lập 15 tổ ĐQNLTS ở ven sông."),
    (
        "conflict",
        "Thu nhập bình quân đầu người năm 2024 đạt 56,4 triệu đồng. "
        "Thu nhập bình quân đầu người năm 2024 đạt 58,2 triệu đồng.",
    ),
    ("conflict", "Tổng giá trị sản xuất năm 2024 đạt 850,5 tỷ đồng. Tổng mức bán lẻ hàng hóa đạt 512,4 triệu đồng."),
    (
        "conflict",
        "Hội nghị điển hình tiên tiến huyện lần thứ IV (2015 - 2020); "
        "Hội nghị điển hình tiên tiến huyện lần thứ IV (2020 - 2025).",
    ),
]


@pytest.mark.parametrize(("kind", "sentence"), WRONG, ids=[sentence[:30] for _, sentence in WRONG])
def test_what_is_wrong_is_found(tmp_path, kind, sentence):
    found = findings(tmp_path, sentence)
    assert [finding.kind for finding in found] == [kind], [f.message for f in found]
    text = fold_spaces(understand(tmp_path / "r.txt").text)
    assert all(quote.quote in text and quote.section == ("II",) for quote in found[0].quotes)


RIGHT = [
    "Tổng số 218 Bằng khen, trong đó 61 tập thể, 148 cá nhân và 09 hộ gia đình.",
    "Tổng vốn là 102,6 tỷ đồng, trong đó: ngân sách 60,2 tỷ đồng; Nhân dân 30,1 tỷ đồng; vốn khác 12,3 tỷ đồng.",
    "Huyện có 118 thôn, trong đó 12 thôn vùng cao và 31 thôn ven sông.",  # some parts only
    "Tổng giá trị sản xuất 950,3 tỷ đồng, tăng 9,1%, trong đó nông nghiệp tăng 4,2%, dịch vụ tăng 12,5%.",
    "Vận động Quỹ “Vì người nghèo” được 95.000.000 đồng, đã trích quỹ 80.500.000 đồng hỗ trợ 02 nhà.",
    "Có 95/118 thôn đạt chuẩn, chiếm 80,51%.",
    "Có 15/15 xã giữ vững tiêu chí y tế; tỷ lệ dân số tham gia bảo hiểm y tế đạt 95,2%.",
    "Trồng 120/150 ha, đạt 104% kế hoạch.",
    "Phía Đông giáp huyện Thụy Khoang.",
    "Các xã, phường, thị trấn của tỉnh đều tham gia.",
    "Giữ vững trật tự an toàn xã hội.",
    "Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị và Quyết định số 12/QĐ-UBND ngày 03/01/2024.",
    "Quyết định số 12/QĐ-UBND ngày 03/01/2023; Quyết định số 12/QĐ-UBND ngày 05/01/2024.",  # numbers begin anew every year
    "Kế hoạch số 7/KH-UBND ngày 03/01/2024 của UBND tỉnh; Kế hoạch số 7/KH-UBND ngày 09/01/2024 của UBND huyện.",
    "Thu nhập bình quân đầu người từ 36,5 triệu đồng năm 2020 lên 58,2 triệu đồng năm 2024.",
    "Thu nhập bình quân đầu người đạt 58,2 triệu đồng, tăng 5,1 triệu đồng.",
    "Công nghiệp, tiểu thủ công nghiệp (TTCN) phát triển; TTCN thu hút lao động.",
    "Số liệu trực 24/24h; khóa XIII; lần thứ IV.",
    "Kỷ niệm 77 năm ngày thành lập (15/3/1947-15/3/2024).",
]


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_is_right_is_left_alone(tmp_path, sentence):
    assert [f.message for f in findings(tmp_path, sentence)] == []


def test_targets_of_the_part_about_the_future_contradict_no_result(tmp_path):
    told = "Thu nhập bình quân đầu người đạt 58,2 triệu đồng."
    assert findings(tmp_path, told, ahead="Thu nhập bình quân đầu người đạt 70 triệu đồng.") == []


def test_a_goal_of_the_past_year_is_found(tmp_path):
    found = findings(tmp_path, ahead="Hoàn thành các chỉ tiêu năm 2021.", period="năm 2022", year=2022)
    assert [f.kind for f in found] == ["period"]


def test_a_document_is_lapsed_only_after_its_last_day(tmp_path):
    cited = "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ."
    assert [f.kind for f in findings(tmp_path, cited, period="năm 2023", year=2023)] == ["citation"]
    assert findings(tmp_path, cited, period="năm 2022", year=2022) == []
    assert findings(tmp_path, cited, period="giai đoạn 2020 - 2025") == []  # told as history


def test_numbering_that_repeats_or_skips(tmp_path):
    parts = "1. Kinh tế\n\nTốt.\n\n2. Văn hóa\n\nTốt.\n\n2. Quốc phòng\n\nTốt.\n\n4. Đảng\n\nTốt."
    found = findings(tmp_path, parts)
    assert [f.message for f in found] == [
        "Đánh số đề mục có 2 chỗ cần xem: Số thứ tự “2” dùng hai lần. Số thứ tự nhảy từ “2” sang “4” (thiếu “3”)."
    ]
    assert len(found[0].quotes) == 3


def test_the_worst_comes_first_and_abbreviations_are_one_finding(tmp_path):
    text = "Thành lập 15 tổ ĐQNLTS và 03 tổ TQVSMT. Có 95/118 thôn đạt chuẩn, chiếm 84,5%. Nhà nước hổ trợ vốn."
    found = findings(tmp_path, text)
    assert [f.kind for f in found] == ["percent", "spelling", "abbreviation"]
    assert found[2].message == "2 chữ viết tắt không được viết đầy đủ ở đâu trong báo cáo: “ĐQNLTS”, “TQVSMT”."


def test_a_report_without_findings_says_what_was_looked_at():
    assert as_text([]).startswith("Không thấy điều gì cần xem lại.\nĐã soát:")
    assert "không có nghĩa là báo cáo đã đúng" in as_text([])


def test_the_body_must_end_with_its_mark(tmp_path):
    file = tmp_path / "r.txt"
    findings(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("Lam Trà./.", "Lam Trà."), encoding="utf-8")
    assert [f.kind for f in check_file(file)] == ["layout"]


def test_letters_that_only_look_right(tmp_path):
    found = findings(tmp_path, "Quyết định số 12/Q\u00d0-UBND ngày 03/01/2024 và nghe\u0300o.")
    assert [f.kind for f in found] == ["citation", "layout"]
    assert found[0].quotes[0].quote.startswith("Quyết định số 12/QĐ-UBND")


def test_every_planted_contradiction_of_the_samples_is_found_and_nothing_else():
    for checked in compare(SAMPLES / "truth"):
        assert checked.missed == (), checked.file
        others = [finding.message for finding in checked.others if finding.kind is not FindingKind.WORDING]
        assert others == [], checked.file  # some of the samples do spell a word in two ways


@pytest.mark.usefixtures("reading_here")
def test_the_command_prints_json_and_tells_of_a_file_it_cannot_read(tmp_path, capsys, monkeypatch):
    said = []
    monkeypatch.setattr(door, "say", said.append)
    findings(tmp_path, WRONG[0][1])
    assert door.main(["check", str(tmp_path / "r.txt"), "--json"]) == 0
    printed = json.loads(said.pop())
    assert printed[0]["kind"] == "sum"
    assert printed[0]["quotes"][0] == {"section": ["II"], "page": None, "quote": WRONG[0][1]}
    assert door.main(["check", str(tmp_path / "r.txt")]) == 0
    assert "1 điều cần xem lại" in said.pop()
    assert door.main(["check", str(tmp_path / "none.txt")]) == 2
    assert "không mở được" in capsys.readouterr().err


def test_a_broken_knowledge_file_says_what_is_wrong(tmp_path):
    broken = tmp_path / "checks.toml"
    broken.write_text(
        re.sub(r"(?m)^to = .*$", 'to = "cuối năm"', (FOLDER / "checks.toml").read_text(encoding="utf-8")), encoding="utf-8"
    )
    with pytest.raises(DataFileError, match=r"document\.to"):
        load(broken)


@pytest.mark.usefixtures("reading_here")
def test_a_dismissed_finding_does_not_come_back_on_the_command_line(tmp_path, capsys, monkeypatch):
    said = []
    monkeypatch.setattr(door, "say", said.append)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    findings(tmp_path, WRONG[0][1])
    command = ["check", str(tmp_path / "r.txt"), "--json"]
    assert door.main(command) == 0
    first = json.loads(said.pop())
    assert not (tmp_path / "data").exists(), "looking makes nothing"
    assert door.main([*command, "--dismiss", "1"]) == 0
    assert json.loads(said.pop()) == first[1:]
    assert door.main(command) == 0
    assert json.loads(said.pop()) == first[1:]
    assert "1 điều đã bỏ qua" in capsys.readouterr().err
    assert door.main([*command, "--all"]) == 0
    assert json.loads(said.pop()) == first
