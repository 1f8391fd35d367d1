"""Cutting passages into what can be quoted: sentences, runs of short lines, cells with what leads up to them."""

from __future__ import annotations

from app.evidence.stretches import cut_prose, stretches_of
from ingest.model import Passage, WrittenRow


def _passage(text: str, rows: tuple[WrittenRow, ...] = ()) -> Passage:
    return Passage("p", "r", "a.txt", "Báo cáo", (), "", (), None, 0, len(text), text, rows=rows)


def test_prose_is_cut_into_sentences_without_their_bullets() -> None:
    text = "- Trồng 640 ha rừng.\n- Giảm 23 hộ nghèo. Hiến 2.450 m2 đất."
    assert [text[a:b] for a, b in cut_prose(text)] == ["Trồng 640 ha rừng.", "Giảm 23 hộ nghèo.", "Hiến 2.450 m2 đất."]


def test_a_run_of_short_lines_is_one_stretch() -> None:
    table = "Stt Nội dung 2016 2017\n01 Giấy khen\nTập thể 132 174\nCá nhân 672 701"
    text = f"Kết quả như sau trong hai năm của toàn huyện được ghi lại đầy đủ.\n{table}"
    assert [text[a:b] for a, b in cut_prose(text)][1] == table


def test_short_points_of_a_list_stay_apart() -> None:
    text = "- Nuôi dê;\n- Trồng quế;\n- Nuôi ong."
    assert [text[a:b] for a, b in cut_prose(text)] == ["Nuôi dê;", "Trồng quế;", "Nuôi ong."]


def test_a_point_is_led_up_to_by_the_line_above_and_a_sentence_by_the_one_before() -> None:
    text = "Các mô hình gồm:\n- Nuôi dê;\n- Trồng quế. Quế cho thu từ năm thứ năm."
    assert [(s.statement, s.lead) for s in stretches_of(_passage(text))] == [
        ("Các mô hình gồm:", ""),
        ("Nuôi dê;", "Các mô hình gồm:"),
        ("Trồng quế.", "Các mô hình gồm:"),
        ("Quế cho thu từ năm thứ năm.", "Các mô hình gồm: Trồng quế."),
    ]


def test_a_cell_states_its_label_its_title_and_its_value_and_quotes_its_row() -> None:
    text = "Khen thưởng qua các năm:\nCá nhân 672 701\nHết."
    row = WrittenRow(25, 40, "Cá nhân", (("năm 2016", "672"), ("năm 2017", "701")))
    cells = [s for s in stretches_of(_passage(text, (row,))) if s.cell is not None]
    assert [(s.statement, s.value, s.lead) for s in cells] == [
        ("Cá nhân, năm 2016: 672", "672", "Khen thưởng qua các năm:"),
        ("Cá nhân, năm 2017: 701", "701", "Khen thưởng qua các năm:"),
    ]
    assert {text[s.start : s.end] for s in cells} == {"Cá nhân 672 701"}


def test_a_cell_is_named_by_all_words_before_the_figures_but_not_by_the_unit() -> None:
    text = "Giấy khen Cá nhân tờ 672 Đạt"
    cells = (("Đối tượng", "Cá nhân"), ("ĐVT", "tờ"), ("năm 2016", "672"), ("Ghi chú", "Đạt"))
    statements = [s.statement for s in stretches_of(_passage(text, (WrittenRow(0, 28, "Giấy khen", cells),)))]
    assert statements[2] == "Giấy khen, Cá nhân, năm 2016: 672"


def test_a_row_of_titles_and_an_empty_text_have_none() -> None:
    text = "Nội dung 2016 2017"
    assert stretches_of(_passage(text, (WrittenRow(0, 18, "Nội dung, 2016, 2017"),))) == ()
    assert stretches_of(_passage("")) == ()


def test_a_cell_tells_the_unit_of_its_row_and_does_not_show_it() -> None:
    text = "Máu tiếp nhận đơn vị 946"
    row = WrittenRow(0, len(text), "Máu tiếp nhận", (("ĐVT", "đơn vị"), ("năm 2020", "946")))
    cell = stretches_of(_passage(text, (row,)))[-1]
    assert cell.statement == "Máu tiếp nhận, năm 2020: 946"
    assert {"đơn", "vị"} <= cell.terms
