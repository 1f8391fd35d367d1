"""Facts of reports: what a figure is of, its time, its standing, its place, where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.extraction import facts_of
from ingest.facts.model import Fact
from ingest.facts.prose import _Naming, _naming
from ingest.language.quantities import quantities
from ingest.model import Kind, Line, Passage, Source, Table
from ingest.passages import cut
from ingest.report import assemble

HEAD = (
    "ỦY BAN NHÂN DÂN HUYỆN LÂM KHÊ",
    "BÁO CÁO",
    "Kết quả công tác năm 2023, phương hướng, nhiệm vụ năm 2024",
)


def count(texts: Sequence[str]) -> list[int]:
    """A token is a word."""
    return [len(text.split()) for text in texts]


def _read(
    *texts: str, tables: Sequence[Table] = (), heading: str = "I. KẾT QUẢ ĐẠT ĐƯỢC"
) -> tuple[list[Fact], list[Passage]]:
    lines = [Line(text, whole=True) for text in (*HEAD, heading, *texts)]
    for number, table in enumerate(tables):
        rows = enumerate(table.rows)
        lines += [Line(" ".join(dict.fromkeys(row)), kind=Kind.TABLE, whole=True, row=(number, at)) for at, row in rows]
    report = assemble(Source(tuple(lines), tables=tuple(tables)), "cd" * 32, "lam-khe.docx")
    passages = cut(report, count)
    return facts_of(report, passages), passages


def _facts(*texts: str, heading: str = "I. KẾT QUẢ ĐẠT ĐƯỢC") -> list[Fact]:
    return _read(*texts, heading=heading)[0]


def test_a_figure_has_the_words_that_name_it_and_its_reports_year() -> None:
    (fact,) = _facts("Cuối năm toàn huyện còn 1.126 hộ nghèo.")
    assert (fact.value, fact.unit, fact.text) == (Decimal(1126), "hộ", "1.126 hộ")
    assert fact.name.endswith("hộ nghèo")
    assert (fact.since, fact.year, fact.edge) == (2023, 2023, "end")


def test_the_figure_stands_where_the_fact_says() -> None:
    facts, passages = _read("Năm qua trồng 52 ha rừng, giải ngân 8,5 tỷ đồng.", "Tặng giấy khen cho 17 cá nhân.")
    texts = {passage.id: passage.text for passage in passages}
    assert [texts[fact.passage][fact.start : fact.end] for fact in facts] == ["52 ha", "8,5 tỷ đồng", "17 cá nhân"]
    assert [texts[fact.passage][fact.begin : fact.stop] for fact in facts[2:]] == ["Tặng giấy khen cho 17 cá nhân."]
    assert facts[1].value == Decimal(8_500_000_000)


def test_a_second_thing_counted_has_the_subject_of_the_first() -> None:
    groups, persons = _facts("Chủ tịch huyện tặng giấy khen cho 24 tập thể, 137 cá nhân.")
    assert "giấy khen" in groups.name
    assert "giấy khen" in persons.before
    assert "tập thể" not in f"{persons.name} {persons.before}"


def test_a_count_without_a_name_is_of_what_was_counted_before() -> None:
    _, accepted = _facts("Nộp 245 sáng kiến, Hội đồng khoa học công nhận 198.")
    assert "sáng kiến" in accepted.before
    assert "công nhận" in accepted.name


def test_a_share_is_of_the_count_before_it() -> None:
    poor, share = _facts("Còn 205 hộ nghèo, chiếm 3,42%.")
    assert (share.unit, share.value) == ("%", Decimal("3.42"))
    assert "hộ nghèo" in share.before
    assert poor.unit == "hộ"


def test_parts_are_told_from_the_whole() -> None:
    whole, part = _facts("Giải quyết 612 hồ sơ, trong đó nộp trực tuyến 402 hồ sơ.")
    assert (whole.partial, part.partial) == (False, True)


def test_last_year_in_brackets_is_no_result_of_this_year() -> None:
    now, plan, before = _facts("Trong năm kết nạp 42 đảng viên mới (kế hoạch 40, năm 2022 kết nạp 37).")
    assert (now.year, now.standing) == (2023, "")
    assert plan.standing == "plan"
    assert before.year == 2022


def test_a_year_in_closed_brackets_is_of_the_figure_before() -> None:
    first, second = _facts("Đón 186.400 lượt khách (năm 2022: 163.200 lượt).")
    assert (first.year, second.year) == (2023, 2022)
    (closed,) = _facts("Thu nhập bình quân 31 triệu đồng (năm 2021).")
    assert closed.year == 2021


def test_the_year_of_a_law_is_no_year_of_a_figure() -> None:
    (fact,) = _facts("Thực hiện Luật Thi đua, khen thưởng năm 2022, huyện mở 12 lớp tập huấn.")
    assert fact.year == 2023


def test_a_rise_is_marked_as_one() -> None:
    _, rise = _facts("Xảy ra 12 vụ tai nạn, giảm 3 vụ so với năm trước.")
    assert (rise.change, rise.direction) == ("by", -1)


def test_figures_of_what_is_to_come_are_plans() -> None:
    (fact,) = _facts("Kết nạp 16 đảng viên.", heading="II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024")
    assert (fact.standing, fact.year, fact.dated) == ("plan", 2024, "heading")
    (fact,) = _facts("Kết nạp 16 đảng viên.", heading="II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2023")
    assert fact.standing == ""


def test_a_named_unit_other_than_the_reports_own_is_kept() -> None:
    own, other = _facts("Huyện Lâm Khê có 31 trường. Xã Đá Vôi có 4 trường.")
    assert (own.place, other.place) == ("", "Xã Đá Vôi")


def test_cells_have_label_title_unit_time_and_standing() -> None:
    table = Table(
        (
            ("TT", "Chỉ tiêu", "ĐVT", "TH năm 2022", "KH năm 2023", "TH năm 2023", "TH/KH (%)"),
            ("1", "Thu ngân sách", "tỷ đồng", "70,1", "72,0", "78,4", "108,9"),
            ("2", "Hộ nghèo", "hộ", "1.410", "1.200", "1.126", "93,8"),
        ),
        None,
    )
    facts, passages = _read("Kết quả như sau:", tables=[table])
    by_text = {fact.text: fact for fact in facts}
    result = by_text["78,4 tỷ đồng"]
    assert (result.value, result.unit, result.name) == (Decimal(78_400_000_000), "đồng", "Thu ngân sách")
    assert (result.year, result.standing) == (2023, "result")
    assert (by_text["1.410 hộ"].year, by_text["1.200 hộ"].standing) == (2022, "plan")
    assert by_text["108,9%"].standing == "compared"
    texts = {passage.id: passage.text for passage in passages}
    assert texts[result.passage][result.start : result.end] == "78,4"


def test_a_row_of_a_place_is_of_it_and_the_total_is_of_all() -> None:
    table = Table(
        (
            ("TT", "Xã", "Hộ nghèo", "Tỷ lệ (%)"),
            ("1", "Đá Vôi", "41", "3,2"),
            ("2", "Suối Cạn", "60", "4,1"),
            ("", "Cộng", "101", "3,7"),
        ),
        None,
    )
    facts, _ = _read("Kết quả rà soát:", tables=[table])
    assert [(fact.place, fact.name, fact.unit) for fact in facts] == [
        ("Đá Vôi", "Đá Vôi", "hộ"),
        ("Đá Vôi", "Đá Vôi", "%"),
        ("Suối Cạn", "Suối Cạn", "hộ"),
        ("Suối Cạn", "Suối Cạn", "%"),
        ("", "", "hộ"),
        ("", "", "%"),
    ]


def test_the_unit_in_the_caption_is_that_of_all_cells() -> None:
    table = Table((("Nguồn", "Năm 2022", "Năm 2023"), ("Thu cân đối", "486,2", "512,7"), ("Thu phí", "9,7", "11,4")), None)
    facts, _ = _read("Bảng 3. Nguồn thu (đơn vị tính: tỷ đồng)", tables=[table])
    assert {fact.unit for fact in facts} == {"đồng"}
    assert [fact.value for fact in facts[:2]] == [Decimal(486_200_000_000), Decimal(512_700_000_000)]
    assert [fact.year for fact in facts[:2]] == [2022, 2023]


def test_an_annex_is_of_the_report_and_not_of_the_plans_it_stands_behind() -> None:
    rows = (("TT", "Xã", "Hộ nghèo cuối năm"), ("1", "Nà Cườm", "21"), ("2", "Khau Vai", "43"))
    annex, _ = _read("Phụ lục. Hộ nghèo theo xã", tables=(Table(rows, None),), heading="II. NHIỆM VỤ NĂM 2024")
    assert [(fact.standing, fact.year, fact.headings) for fact in annex] == [("", 2023, ())] * 2
    plan, _ = _read("Phụ lục. Kế hoạch giảm nghèo", tables=(Table(rows, None),), heading="II. NHIỆM VỤ NĂM 2024")
    assert {fact.standing for fact in plan} == {"plan"}


def test_a_column_of_years_past_in_a_section_of_plans_is_no_plan() -> None:
    rows = (("Chỉ tiêu", "Năm 2022", "Năm 2025"), ("Đường bê tông (km)", "3", "9"), ("Trạm y tế", "1", "2"))
    facts, _ = _read("Các chỉ tiêu như sau:", tables=(Table(rows, None),), heading="II. NHIỆM VỤ NĂM 2024")
    assert [(fact.year, fact.standing) for fact in facts[:2]] == [(2022, ""), (2025, "plan")]


def test_columns_are_parts_where_one_of_them_is_of_the_whole() -> None:
    rows = (
        ("Nội dung", "ĐVT", "Nà Cườm", "Khau Vai", "Toàn huyện"),
        ("Đường bê tông", "km", "3,2", "1,9", "5,1"),
        ("Đất hiến", "m2", "4120", "2240", "6360"),
    )
    facts, _ = _read("Kết quả như sau:", tables=(Table(rows, None),))
    assert [(fact.place, fact.unit) for fact in facts[:3]] == [("Nà Cườm", "km"), ("Khau Vai", "km"), ("", "km")]
    assert {fact.unit for fact in facts[3:]} == {"m2"}


def test_a_column_that_adds_years_up_is_of_all_of_them() -> None:
    rows = (("Nguồn", "2021", "2022", "2023", "Cộng"), ("Ngân sách", "5", "6", "7", "18"), ("Nhân dân", "1", "2", "3", "6"))
    facts, _ = _read("Bảng 1. Kinh phí (triệu đồng)", tables=(Table(rows, None),))
    assert [(fact.since, fact.year) for fact in facts[:4]] == [(2021, 2021), (2022, 2022), (2023, 2023), (2021, 2023)]


def test_the_year_in_a_rows_label_is_its_figures_year() -> None:
    rows = (("Chỉ tiêu", "Nà Cườm", "Toàn huyện"), ("Nhập ngũ năm 2022", "4", "9"), ("Hộ nghèo", "8", "17"))
    facts, _ = _read("Bảng 1. Kết quả", tables=(Table(rows, None),))
    assert [fact.year for fact in facts] == [2022, 2022, 2023, 2023]


def test_units_and_months_as_columns_abbreviate_them() -> None:
    rows = (("Chương trình", "Dư nợ (trđ)", "6T/2023", "Số vụ"), ("Hộ nghèo", "120", "7", "3"), ("Hộ khá", "80", "5", "2"))
    debt, half, cases = _read("Bảng 1. Kết quả", tables=(Table(rows, None),))[0][:3]
    assert (debt.unit, debt.value) == ("đồng", Decimal(120_000_000))
    assert (half.year, half.part) == (2023, "m6")
    assert cases.unit == "vụ"


def test_a_word_of_a_title_is_no_counter_where_it_tells_a_place() -> None:
    rows = (("Đơn vị", "Bờ kênh trồng cây"), ("Nà Cườm", "4,1"), ("Khau Vai", "2,3"))
    facts, _ = _read("Bảng 1. Kết quả các xã (km, lũy kế)", tables=(Table(rows, None),))
    assert {fact.unit for fact in facts} == {"km"}


def test_the_figure_that_a_change_starts_from_is_told_apart() -> None:
    start, end = _facts("Trẻ thừa cân 14 còn 12.")
    assert (start.change, end.change) == ("from", "")
    held, late = _facts("Tiếp nhận 100 hồ sơ còn 5 hồ sơ quá hạn chưa giải quyết.")
    assert (held.change, late.change) == ("", "")


def test_a_second_herd_is_not_of_the_first() -> None:
    facts = _facts("Đàn trâu 1.246 con (cùng kỳ 1.301 con), đàn bò 2.087 con (cùng kỳ 2.014 con).")
    assert ["trâu" in f"{fact.name} {fact.before}" for fact in facts] == [True, True, False, False]
    assert (facts[3].before, facts[3].year) == ("đàn bò con", 2022)


def test_what_a_bracket_names_goes_no_further() -> None:
    facts = _facts("Huyện có 9 xã (xa nhất là xã Nà Cườm 40 km), dân số 71.640 người.")
    assert facts[-1].place == ""


def test_a_share_of_last_year_is_of_this_year_and_so_is_what_follows() -> None:
    facts = _facts("Thu ngân sách đạt 76,5 tỷ đồng, bằng 118,2% cùng kỳ; riêng thu tiền đất 21,8 tỷ đồng.")
    assert [(fact.year, fact.standing) for fact in (facts[0], facts[2])] == [(2023, "result"), (2023, "")]


def test_the_year_of_what_is_compared_with_ends_with_it() -> None:
    facts = _facts("Huyện đón 1.284 lượt khách, tăng 8% so với 1.189 lượt của năm 2022, khách quốc tế 39 lượt.")
    assert [(fact.text, fact.year) for fact in facts if fact.unit == "lượt"] == [
        ("1.284 lượt", 2023),
        ("1.189 lượt", 2022),
        ("39 lượt", 2023),
    ]


def test_text_before_the_first_heading_tells_facts_and_the_head_does_not() -> None:
    lines = ("ỦY BAN NHÂN DÂN HUYỆN LÂM KHÊ", "BÁO CÁO", "Kết quả công tác năm 2023", "Số lượng 30 bản")
    text = "Bệnh viện được giao 320 giường kế hoạch, hiện thực kê 415 giường bệnh phục vụ nhân dân."
    source = Source(tuple(Line(one, whole=True) for one in (*lines, text, "I. KẾT QUẢ", "Khám 900 lượt.")))
    report = assemble(source, "ce" * 32, "benh-vien.docx")
    values = [fact.value for fact in facts_of(report, cut(report, count))]
    assert values == [320, 415, 900]


def test_no_passages_no_facts() -> None:
    report = assemble(Source((Line("Có 5 hộ.", whole=True),)), "cd" * 32, "a.txt")
    assert facts_of(report, []) == []


WORDS = st.sampled_from(
    "huyện có tặng 12 giấy khen, trong đó (năm 2022: 3,4% ; 1.126 hộ nghèo) tỷ đồng giảm còn 5/9 xã .".split(" ")
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_every_fact_lies_in_its_passage_and_its_sentence(text: str) -> None:
    facts, passages = _read(f"Trong kỳ {text}")
    lengths = {passage.id: len(passage.text) for passage in passages}
    for fact in facts:
        assert 0 <= fact.begin <= fact.start < fact.end <= lengths[fact.passage]
        assert fact.begin < fact.stop <= lengths[fact.passage]


def test_what_a_bare_figure_inherits_is_handed_on_once() -> None:
    """It was doubled at each figure: a list of forty took more memory than a machine has."""
    (one,) = quantities("5 người")
    naming = _Naming("", "", "", "trẻ em", False, "")
    for _time in range(40):
        naming, _ = _naming("5 người", one, "", len("5 người"), naming, parts=False, bracketed=False)
    assert naming.inherited_ahead == "trẻ em"


def test_a_row_that_is_set_is_a_plan_in_every_column() -> None:
    rows = (("Nội dung", "2022", "2023"), ("Chỉ tiêu tỉnh giao", "40", "50"), ("Tiếp nhận", "41", "52"))
    facts, _ = _read("Kết quả:", tables=(Table(rows, None),))
    assert [fact.standing for fact in facts if fact.title] == ["plan", "plan", "", ""]


def test_when_something_began_is_no_time_of_its_section() -> None:
    since = _facts("Trao 45 phần quà.", heading="1. Phong trào từ năm 2021 đổi tên")
    assert [fact.year for fact in since] == [2023]
    within = _facts("Trao 45 phần quà.", heading="1. Phong trào năm 2021")
    assert [fact.year for fact in within] == [2021]


def test_what_is_compared_with_the_year_before_is_of_the_reports_year() -> None:
    facts = _facts("Gieo cấy 812 ha, giảm 13 ha so cùng kỳ; năng suất 58,7 tạ/ha (cùng kỳ 57,2 tạ/ha).")
    assert [fact.year for fact in facts if fact.unit == "tạ"] == [2023, 2022]
