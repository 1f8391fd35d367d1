"""Tables in the side panel; the HTML is worked out by hand."""

from __future__ import annotations

from app.web.html.tables import add
from ingest.model import Metadata, Report, Row, Table

TABLE = Table((("Nội dung", "Số hộ", "Số hộ"), ("Nghèo <5%>", "12", "12"), ("Cận nghèo", "30", "")), None)
ROWS = (Row(0, 0, 0, 20), Row(0, 1, 21, 40), Row(0, 2, 41, 60))
OTHER = Table((("Xã Nà Bó", "4"),), None, header=0)


def _report() -> Report:
    return Report("r", "a.docx", "", (), (), (), 0, (), None, Metadata(), tables=((TABLE, ()), (OTHER, ())))


def test_rows_of_one_table_stand_in_one_and_the_quoted_one_is_marked() -> None:
    made = ["<p>Trước</p>"]
    for row in ROWS:
        add(made, _report(), row, (21, 60), (21, 40))
    assert made == [
        "<p>Trước</p>",
        '<table class="grid" data-table="0">'
        '<tr><th>Nội dung</th><th colspan="2">Số hộ</th></tr>'
        '<tr class="passage"><td><mark>Nghèo &lt;5%&gt;</mark></td><td><mark>12</mark></td><td><mark>12</mark></td></tr>'
        '<tr class="passage"><td>Cận nghèo</td><td>30</td><td></td></tr></table>',
    ]


def test_another_table_and_one_after_a_paragraph_begin_anew() -> None:
    made: list[str] = []
    add(made, _report(), ROWS[0], (0, 0), (0, 0))
    add(made, _report(), Row(1, 0, 61, 70), (0, 0), (0, 0))
    made.append("<p>Giữa</p>")
    add(made, _report(), ROWS[1], (0, 0), (0, 0))
    assert [one.count("<tr>") for one in made] == [1, 1, 0, 1]
    assert made[1] == '<table class="grid" data-table="1"><tr><td>Xã Nà Bó</td><td>4</td></tr></table>'
