"""Bodies and administrative units in text: kinds, levels, exact ends, and what is none."""

import pytest

from ingest.language.bodies import bodies, body_kinds, levels, unit_kinds, units


@pytest.mark.parametrize(
    ("text", "told", "kind", "name", "level"),
    [
        ("UBND tỉnh Lam An\nKính thưa các đồng chí", "UBND tỉnh Lam An", "ủy ban nhân dân", "", "province"),
        ("Ủy ban nhân dân phường Trà Lĩnh báo cáo", "Ủy ban nhân dân phường Trà Lĩnh", "ủy ban nhân dân", "", "commune"),
        ("Uỷ ban nhân dân huyện", "Uỷ ban nhân dân huyện", "ủy ban nhân dân", "", "district"),
        ("UBND HUYỆN TÂN LẬP", "UBND HUYỆN TÂN LẬP", "ủy ban nhân dân", "", "district"),
        ("Sở Y tế tỉnh Vân Lam báo cáo", "Sở Y tế tỉnh Vân Lam", "sở", "Y tế", "province"),
        ("Sở Giáo dục và Đào tạo tham mưu", "Sở Giáo dục và Đào tạo", "sở", "Giáo dục và Đào tạo", "province"),
        ("sở Nội vụ", "sở Nội vụ", "sở", "Nội vụ", "province"),
        ("phòng Nội vụ huyện", "phòng Nội vụ huyện", "phòng", "Nội vụ", "district"),
        ("Đảng ủy xã Thạch Lam", "Đảng ủy xã Thạch Lam", "đảng ủy", "", "commune"),
        ("Công an huyện Bắc Lam", "Công an huyện Bắc Lam", "công an", "", "district"),
        ("lực lượng công an xã", "công an xã", "công an", "", "commune"),
        ("Hội Nông dân phát động", "Hội Nông dân", "hội", "Nông dân", ""),
        ("Hội LHPN huyện Lam Xuyên", "Hội LHPN huyện Lam Xuyên", "hội", "LHPN", "district"),
        ("Trường THCS Hoa Lam đạt", "Trường THCS Hoa Lam", "trường", "Hoa Lam", ""),
        ("Trường Tiểu học số 2 Lam Khê", "Trường Tiểu học số 2 Lam Khê", "trường", "số 2 Lam Khê", ""),
        ("Bệnh viện Sản - Nhi", "Bệnh viện Sản - Nhi", "bệnh viện", "Sản - Nhi", ""),
        ("TTYT huyện Trà Lam", "TTYT huyện Trà Lam", "trung tâm y tế", "", "district"),
        ("Ủy ban MTTQ Việt Nam xã Lam Khê", "Ủy ban MTTQ Việt Nam xã Lam Khê", "mặt trận tổ quốc", "", "commune"),
        ("HĐTĐKT thị trấn Tân Lam", "HĐTĐKT thị trấn Tân Lam", "hội đồng thi đua - khen thưởng", "", "commune"),
        ("Huyện ủy, HĐND", "Huyện ủy", "huyện ủy", "", "district"),
        (
            "Văn phòng HĐND và UBND huyện Tân Lam",
            "Văn phòng HĐND và UBND huyện Tân Lam",
            "văn phòng",
            "HĐND và UBND",
            "district",
        ),
    ],
)
def test_a_body(text, told, kind, name, level):
    one = bodies(text)[0]
    assert (one.text, one.kind, one.name, one.level) == (told, kind, name, level)
    assert text[one.start : one.end] == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bảo đảm xã hội",
        "Hội nghị tổng kết",
        "công an đến từng nhà",
        "ban hành 3 kế hoạch",
        "phòng học",
        "hội viên",
        "bộ phận một cửa",
        "trường hợp",
    ],
)
def test_what_is_no_body(text):
    assert bodies(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("huyện Tân Lam và xã Đồng Khê", [("huyện", "Tân Lam", "district"), ("xã", "Đồng Khê", "commune")]),
        ("thôn 3, tổ dân phố số 5", [("thôn", "3", "hamlet"), ("tổ dân phố", "5", "hamlet")]),
        ("Bản Lam, khu phố 4", [("bản", "Lam", "hamlet"), ("khu phố", "4", "hamlet")]),
        ("Quận 1", [("quận", "1", "district")]),
        ("thành phố Hồ Chí Minh", [("thành phố", "Hồ Chí Minh", "province")]),
        ("TP. Lam Đình", [("thành phố", "Lam Đình", "district")]),
        ("thành phố Tân Lam - Hạ Khê", [("thành phố", "Tân Lam - Hạ Khê", "district")]),
        ("xã Hội An", [("xã", "Hội An", "commune")]),
        ("huyện Nam Lam 08 trạm", [("huyện", "Nam Lam", "district")]),
        ("xã Lam Khê Kính gửi", [("xã", "Lam Khê", "commune")]),
        ("HỘI LHPN HUYỆN LAM KHÊ KHÓA XXIII", [("huyện", "LAM KHÊ", "district")]),
        ("ĐẢNG BỘ XÃ LAM KHÊ LẦN THỨ V", [("xã", "LAM KHÊ", "commune")]),
        ("Đoàn xã Lam Khê Nhiệm kỳ 2022 - 2027", [("xã", "Lam Khê", "commune")]),
        ("xã Lam Khóa", [("xã", "Lam Khóa", "commune")]),
        ("UBND HUYỆN LAM TRƯỜNG", [("huyện", "LAM TRƯỜNG", "district")]),  # no school follows
        ("phường Lam Trường Năm 2031", [("phường", "Lam Trường", "commune")]),
        ("xã Lam Khê Trường THCS", [("xã", "Lam Khê", "commune")]),
        ("xã Lam Hội Nông dân", [("xã", "Lam", "commune")]),
        ("XÃ LAM KHÊ II", [("xã", "LAM KHÊ II", "commune")]),
        ("huyện Lam Khê XIX", [("huyện", "Lam Khê", "district")]),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", []),
        ("kinh tế - xã hội", []),
        ("112 xã, phường, thị trấn", []),
        ("thôn 12 hộ", []),
        ("huyện UBND", []),
    ],
)
def test_units(text, told):
    assert [(one.kind, one.name, one.level) for one in units(text)] == told


def test_every_level_is_known():
    assert {*unit_kinds().values()} <= {*levels()}
    assert {*body_kinds().values()} <= {*levels(), ""}
    assert unit_kinds()["khu phố"] == "hamlet" and body_kinds()["sở"] == "province"


def test_a_cooperative_is_no_commune() -> None:
    assert units("Hợp tác xã Dịch vụ nông nghiệp Đồng Cói") == []
    assert [unit.text for unit in units("HỢP TÁC XÃ LŨNG VẦU, XÃ ĐÔNG CỪ")] == ["XÃ ĐÔNG CỪ"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ĐẢNG ỦY XÃ TÂN HỘI ĐÔNG", ["TÂN HỘI ĐÔNG"]),
        ("xã Tân Hội Trung, huyện Khe Mo", ["Tân Hội Trung", "Khe Mo"]),
        ("UBND PHƯỜNG VĨNH TRƯỜNG HẠ KHÓA XII", ["VĨNH TRƯỜNG HẠ"]),
        ("ỦY BAN NHÂN DÂN XÃ HỘI AN", ["HỘI AN"]),
        ("UBND xã Tân Hội Nông dân xã", ["Tân"]),
        ("KINH TẾ - XÃ HỘI NĂM 2031", []),
        ("BẢO HIỂM XÃ HỘI TỈNH LAM HÀ", ["LAM HÀ"]),
    ],
)
def test_a_word_that_begins_bodies_stands_inside_units_names(text: str, names: list[str]) -> None:
    assert [unit.name for unit in units(text)] == names
