import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wording.blanks import Gap, blank_out, drawn, gaps, load, show_blanks, unknown_short
from prompts import DataFileError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Toàn xã còn 41 hộ nghèo, chiếm 1,37%.", "Toàn xã còn […] hộ nghèo, chiếm […]%."),
        ("Theo Quyết định số 12/QĐ-UBND ngày 03/01/2024 của UBND huyện.", "Theo Quyết định số […] ngày […] của UBND huyện."),
        ("Thực hiện Chỉ thị số 34-CT/TW ngày 07 tháng 4 năm 2014.", "Thực hiện Chỉ thị số […] ngày […]."),
        ("Phong trào trên địa bàn huyện Lam Trà lan rộng.", "Phong trào trên địa bàn huyện […] lan rộng."),
        ("Ông Lò Văn Mẫn hiến đất.", "Ông […] hiến đất."),
        ("Đường Lam Khê - Trà Điền dài.", "[…] dài."),
        # what a body is for is no particular, and no word is cut in two
        ("Trung tâm Văn hóa, Thông tin tổ chức thi.", "Trung tâm Văn hóa, Thông tin tổ chức thi."),
        ("Trung tâm Phát thanh - Truyền hình phát tin.", "Trung tâm Phát thanh - […] phát tin."),
        ("Hợp tác xã Nông nghiệp Lam Sơn bán chè.", "Hợp tác xã Nông nghiệp […] bán chè."),
        ("Ông Trần Văn Hóa mở lớp.", "Ông […] mở lớp."),
        ("Đại hội lần thứ XIII, giai đoạn 2020 - 2025.", "Đại hội lần thứ […], giai đoạn […]."),
        (
            "Hội đồng Thi đua - Khen thưởng huyện và Mặt trận Tổ quốc.",
            "Hội đồng Thi đua - Khen thưởng huyện và Mặt trận Tổ quốc.",
        ),
        ("Học tập phong cách Hồ Chí Minh; Nhân dân hưởng ứng.", "Học tập phong cách Hồ Chí Minh; Nhân dân hưởng ứng."),
    ],
)
def test_particulars_become_blanks_and_the_rest_stands(text, expected):
    assert drawn(blank_out(text)) == expected


def test_the_wording_search_says_what_belongs_in_a_blank():
    assert show_blanks(blank_out("Xã Cẩm Đài còn 41 hộ (1,37%).")) == "Xã [tên địa phương] còn [số] hộ ([tỷ lệ]%)."


def test_a_known_name_goes_wherever_it_stands():
    pieces = blank_out("Nhân dân vân sa và Vân Sa thi đua.", ["Vân Sa"])
    assert drawn(pieces) == "Nhân dân […] và […] thi đua."
    assert [p.gap for p in pieces if p.gap] == [Gap.PLACE, Gap.PLACE]


LETTERS = st.text(alphabet="abcđêô ABĐ0123456789.,/%-–()“”:;TW", max_size=60)


@given(LETTERS)
def test_no_digit_survives_and_nothing_is_lost(text):
    pieces = blank_out(text)
    assert "".join(piece.text for piece in pieces) == text
    assert not any(character.isdigit() for character in drawn(pieces))


@given(
    st.sampled_from(["Vân Sa", "Lam Trà", "Kpă Thìn", "Ơn Đắc"]),
    st.sampled_from(["và {} thi đua", "của {}", "ở {}, {} và {}"]),
)
def test_no_name_of_two_words_survives(name, frame):
    assert name not in drawn(blank_out(f"Nhân dân {frame.replace('{}', name)}."))


def test_blanks_are_counted_and_odd_abbreviations_seen():
    assert gaps(blank_out("Có 12 thôn, 3 bản.")) == 2
    assert unknown_short("15 tổ ĐQL-NLTS")
    assert not unknown_short("UBND và HĐND")


def test_a_broken_data_file_is_told(tmp_path):
    file = tmp_path / "blanks.toml"
    file.write_text("[kept]\nphrases = []\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="words"):
        load(file)
