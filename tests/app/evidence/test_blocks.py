"""Sections, enumerations, tables and sentences that list, cut from the passages of a report."""

from __future__ import annotations

from app.evidence.blocks import BlockKind, blocks_of
from ingest.model import Passage, WrittenRow


def _passage(number: int, text: str, headings: tuple[str, ...], rows: tuple[WrittenRow, ...] = ()) -> Passage:
    heading = headings[-1] if headings else ""
    return Passage(f"p{number}", "r", "a.txt", "Báo cáo", (), heading, headings, None, 0, len(text), text, rows=rows)


def test_a_section_holds_all_that_stands_below_its_heading() -> None:
    passages = [_passage(1, "Một.", ("A",)), _passage(2, "Hai.", ("A", "B")), _passage(3, "Ba.", ("C",))]
    sections = {block.path: block.text for block in blocks_of(passages) if block.kind is BlockKind.SECTION}
    assert sections == {("A",): "Một. Hai.", ("A", "B"): "Hai.", ("C",): "Ba."}


def test_a_heading_with_nothing_below_it_leads_up_to_the_next_ones() -> None:
    passages = [
        _passage(1, "Một.", ("Đầu",)),
        _passage(2, "Phương hướng:", ("Phương hướng",)),
        _passage(3, "Hai.", ("Chỉ tiêu",)),
        _passage(4, "Ba.", ("Giải pháp",)),
        _passage(5, "Kiến nghị", ("Kiến nghị",)),
    ]
    sections = {block.path: block.text for block in blocks_of(passages) if block.kind is BlockKind.SECTION}
    assert sections[("Phương hướng",)] == "Hai. Ba."
    assert sections[("Chỉ tiêu",)] == "Hai." and ("Kiến nghị",) not in sections


def test_an_enumeration_goes_on_in_the_next_passage_and_ends_at_a_heading() -> None:
    passages = [
        _passage(1, "Mở đầu. Gồm có:\n- Nuôi dê;", ("A",)),
        _passage(2, "- Trồng quế.", ("A",)),
        _passage(3, "- Việc khác.", ("B",)),
    ]
    (block,) = [block for block in blocks_of(passages) if block.kind is BlockKind.ENUMERATION]
    assert [p.text[a:b] for p, a, b in block.parts] == ["Nuôi dê;", "Trồng quế."]
    assert block.lead == "Gồm có:" and block.path == ("A",) and block.passages == {"p1", "p2"}


def test_a_table_is_its_rows_under_its_caption_and_titles() -> None:
    text = "Tặng thưởng:\nStt Nội dung 2016\nTập thể 132\nCá nhân 672"
    rows = (
        WrittenRow(13, 30, "Nội dung, 2016"),
        WrittenRow(31, 42, "Tập thể", (("năm 2016", "132"),)),
        WrittenRow(43, 54, "Cá nhân", (("năm 2016", "672"),)),
    )
    (block,) = [block for block in blocks_of([_passage(1, text, ("A",), rows)]) if block.kind is BlockKind.TABLE]
    assert block.text == "Tập thể 132 Cá nhân 672" and block.lead.endswith("năm 2016")


def test_a_sentence_with_separators_lists() -> None:
    text = "Các xã đạt chuẩn là Nà Bó, Nà Lay, Pú Sao, Khe Lim. Năm sau phấn đấu thêm hai xã."
    (block,) = [block for block in blocks_of([_passage(1, text, ("A",))]) if block.kind is BlockKind.SENTENCE]
    assert block.text.startswith("Các xã đạt chuẩn")


def test_an_empty_report_has_none() -> None:
    assert blocks_of([]) == ()
