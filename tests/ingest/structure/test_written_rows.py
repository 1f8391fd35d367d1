"""Rows of tables in passages: quoted as printed, searched written out."""

from __future__ import annotations

from ingest.model import Kind, Line, Passage, Source, Table
from ingest.passages import cut
from ingest.report import assemble

ROWS = (("Stt", "Nội dung", "Nội dung", "2023", "2024"), ("1", "Giấy khen", "Tập thể", "24", "27"),
        ("1", "Giấy khen", "Cá nhân", "91", "103"))  # fmt: skip


def _passages(rows: tuple[tuple[str, ...], ...] = ROWS, printed: tuple[str, ...] = ()) -> list[Passage]:
    printed = printed or ("Stt Nội dung 2023 2024", "1 Giấy khen Tập thể 24 27", "Cá nhân 91 103")
    lines = [Line("I. KHEN THƯỞNG", whole=True), Line("Kết quả từng năm:", whole=True)]
    lines += [Line(text, kind=Kind.TABLE, whole=True, row=(0, number)) for number, text in enumerate(printed)]
    report = assemble(Source(tuple(lines), None, (Table(rows, None),)), "0" * 64, "a.docx")
    return cut(report, lambda texts: [len(text.split()) for text in texts])


def test_the_text_is_as_printed_and_rows_are_written_out_beside_it() -> None:
    (passage,) = _passages()
    assert passage.text.endswith("Stt Nội dung 2023 2024\n1 Giấy khen Tập thể 24 27\nCá nhân 91 103")
    row = passage.rows[2]
    assert passage.text[row.start : row.end] == "Cá nhân 91 103"
    assert row.text == "Giấy khen, Cá nhân, năm 2023: 91; năm 2024: 103"
    assert passage.embedded.endswith("năm 2024: 27\nGiấy khen, Cá nhân, năm 2023: 91; năm 2024: 103")


def test_the_keyword_index_holds_each_added_word_once() -> None:
    (passage,) = _passages()
    assert passage.searched.startswith(passage.text)
    assert passage.searched.removeprefix(passage.text).split().count("năm") == 1


def test_a_long_table_names_its_columns_in_every_passage() -> None:
    rows = (("Stt", "Họ và tên", "Số tiền"), *((str(n), f"Lò Văn Phúc {n}", f"{n}.000") for n in range(1, 200)))
    passages = _passages(rows, tuple(" ".join(row) for row in rows))
    assert len(passages) > 3
    assert "Số tiền: 199.000" in passages[-1].embedded and "tiền:" in passages[-1].searched.split()
    assert all(p.text[r.start : r.end].split()[0] == r.text.split(",")[0].split()[-1] for p in passages for r in p.rows[1:])
