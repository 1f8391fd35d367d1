"""Precedent wording: one formula once, with its reports counted; the version with blanks; filters."""

import json

import pytest

from app import __main__ as door
from app.assistant import Assistant
from app.wording.filters import BadFilter, Filter, fields_of, load, roles, years_of
from app.wording.search import BULLET, as_text, search, without_asking
from index.build import bring_in
from index.store.library import Library
from ingest.model import Passage
from prompts import DataFileError

pytestmark = pytest.mark.usefixtures("reading_here")

REPORT = """UBND {place} báo cáo tổng kết phong trào thi đua {period} như sau:

I. KẾT QUẢ

Phong trào xây dựng nông thôn mới được Nhân dân {place} hưởng ứng, hiến {figure} m2 đất làm đường.

II. HẠN CHẾ

Công tác tuyên truyền gương điển hình chưa thường xuyên, tin bài còn ít, chưa có chiều sâu.

{more}

Trên đây là báo cáo của UBND {place}, kính báo cáo cấp trên./.
"""


@pytest.fixture
def assistant(settings, embedder, tmp_path):
    folder = tmp_path / "ba"
    folder.mkdir()
    rows = [
        ("huyện Vân Khê", "năm 2023", "1.250", "Cán bộ làm công tác thi đua còn kiêm nhiệm nhiều việc khác nhau."),
        ("huyện Sơn Bãi", "năm 2024", "986", "Kinh phí khen thưởng còn hạn hẹp, chưa đủ động viên phong trào."),
        ("xã Lũng Cao", "giai đoạn 2020 - 2024", "77", "Một số thôn chưa phát hiện được mô hình mới để nhân rộng."),
    ]
    for number, (place, period, figure, more) in enumerate(rows):
        text = REPORT.format(place=place, period=period, figure=figure, more=more)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, embedder, [folder])
    return Assistant(library, embedder)


def test_one_formula_is_shown_once_with_the_reports_that_use_it(assistant):
    wordings = search(assistant, "công tác tuyên truyền chưa thường xuyên")
    first = wordings[0]
    assert first.text.startswith("Công tác tuyên truyền gương điển hình chưa thường xuyên")
    assert (first.reports, len(first.places)) == (3, 3)
    assert sum("tuyên truyền gương" in wording.text for wording in wordings) == 1
    assert "mục II" in first.source


def test_the_version_with_blanks_holds_nobodys_figures_or_names(assistant):
    wordings = search(assistant, "nông thôn mới, Nhân dân hiến đất làm đường")
    assert wordings[0].reports == 3
    assert "hiến [số] m2 đất" in wordings[0].blanked
    assert "[tên địa phương] hưởng ứng" in wordings[0].blanked


@pytest.mark.parametrize("mark", ["- ", "1. ", "(1) ", "a) ", "- 2) ", ""])
def test_a_point_is_without_the_number_of_the_list_it_stands_in(mark):
    assert BULLET.sub("", f"{mark}Tuyên truyền chưa thường xuyên.") == "Tuyên truyền chưa thường xuyên."


@pytest.mark.parametrize("text", ["1.250 hộ nghèo", "3 xã", "5,2% hộ nghèo"])
def test_a_figure_is_no_number_of_a_list(text):
    assert BULLET.sub("", text) == text


def test_filters(assistant):
    only = search(assistant, "hạn chế", Filter(role="limits"))
    assert only
    assert all(place.passage.heading == "HẠN CHẾ" for wording in only for place in wording.places)
    communes = search(assistant, "phong trào thi đua", Filter(level="xã"))
    assert {place.passage.file for wording in communes for place in wording.places} == {"2.txt"}
    five = search(assistant, "phong trào thi đua", Filter(kind="five-year"))
    assert {place.passage.file for wording in five for place in wording.places} == {"2.txt"}
    endings = search(assistant, "báo cáo", Filter(role="ending"))
    assert [wording.text.startswith("Trên đây là") for wording in endings] == [True]
    assert search(assistant, "???") == []


def test_filters_of_place_years_and_field(assistant):
    of_place = search(assistant, "phong trào thi đua", Filter(place="huyện Sơn Bãi"))
    assert {place.passage.file for wording in of_place for place in wording.places} == {"1.txt"}
    bare = search(assistant, "tuyên truyền", Filter(place="sơn bãi"))
    assert {place.passage.file for wording in bare for place in wording.places} == {"1.txt"}
    of_years = search(assistant, "công tác tuyên truyền", Filter(years=(2020, 2022)))
    assert {place.passage.file for wording in of_years for place in wording.places} == {"2.txt"}
    with pytest.raises(BadFilter, match="huyện Sơn Bãi"):
        search(assistant, "tuyên truyền", Filter(place="huyện Không Có"))
    assert search(assistant, "tuyên truyền", Filter(field="defence")) == []


@pytest.mark.parametrize(
    ("headings", "text", "expected"),
    [
        (("Kết quả", "Lĩnh vực kinh tế"), "", {"economy"}),
        (("Phát triển kinh tế - xã hội", "Ngân sách"), "", {"economy"}),
        (("Phong trào của các tổ chức chính trị - xã hội",), "", {"politics"}),
        (("Kinh tế - xã hội",), "", {"economy", "society"}),
        (("Kết quả",), "Tỷ lệ hồ sơ trực tuyến tăng; bộ phận một cửa trả kết quả đúng hạn.", {"reform"}),
        (("Hạn chế",), "Năng suất chưa cao; giáo dục, y tế còn khó khăn; an ninh nông thôn phức tạp.", set()),
    ],
)
def test_the_fields_of_a_passage(headings, text, expected):
    assert fields_of(Passage("a-1", "a", "a.txt", "", (), headings[-1], headings, None, 0, 1, text)) == expected


def test_years_are_one_or_a_span():
    assert (years_of(""), years_of(" 2023 "), years_of("2020 - 2025")) == (None, (2023, 2023), (2020, 2025))
    for wrong in ("mấy năm", "2025-2020"):
        with pytest.raises(BadFilter, match="2020-2025"):
            years_of(wrong)


def test_words_of_asking_are_taken_off():
    assert without_asking("Cho câu mẫu nói về giảm nghèo.") == "giảm nghèo"
    assert without_asking("Mẫu câu") == "Mẫu câu"
    assert without_asking("Có đoạn mẫu nào về nuôi ong ạ?") == "nuôi ong"
    assert (
        without_asking("cho tôi mấy câu về nuôi ong") == "cho tôi mấy câu về nuôi ong"
    )  # no phrase of asking: nothing goes


def test_the_command(assistant, monkeypatch, capsys):
    said = []
    monkeypatch.setattr(door, "say", said.append)
    monkeypatch.setattr(door, "open_assistant", lambda settings: assistant)
    assert door.main(["wording", "công tác tuyên truyền", "--json", "--role", "limits"]) == 0
    printed = json.loads(said.pop())
    assert printed[0]["reports"] == 3
    assert printed[0]["places"][0]["section"] == ["II"]
    assert door.main(["wording", "công tác tuyên truyền"]) == 0
    assert "(3 báo cáo dùng)" in said.pop()
    assert door.main(["wording", "x", "--role", "nothing"]) == 2
    assert "limits (mục tồn tại, hạn chế)" in capsys.readouterr().err
    assert door.main(["wording", "x", "--field", "nothing"]) == 2
    assert "economy (kinh tế)" in capsys.readouterr().err
    assert door.main(["wording", "công tác tuyên truyền", "--years", "năm nay"]) == 2
    assert "chưa đúng" in capsys.readouterr().err
    assert as_text([]).startswith("Không tìm thấy")
    assert "rewards" in roles()


def test_a_broken_file_of_words_is_told(tmp_path):
    file = tmp_path / "wording.toml"
    file.write_text("[asking]\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="phrases"):
        load(file)
