"""Cutting a report along its outline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Kind, Line, Passage, Report, Source
from ingest.passages import LARGEST_TOKENS, LONGEST_HEADING, TARGET_TOKENS, cut, describe
from ingest.report import assemble

SENTENCE = "Phong trào thi đua được các cấp quan tâm chỉ đạo và đạt nhiều kết quả."  # 16 words
TITLES = ["Công tác chỉ đạo", "Kết quả thực hiện", "Hạn chế, nguyên nhân", "Lĩnh vực kinh tế"]


def count(texts: Sequence[str]) -> list[int]:
    """A token is a word."""
    return [len(text.split()) for text in texts]


def _report(*texts: str | Line) -> Report:
    lines = tuple(text if isinstance(text, Line) else Line(text, whole=True) for text in texts)
    return assemble(Source(lines), "ab" * 32, "bao-cao.txt")


def _cut(*texts: str | Line) -> list[Passage]:
    return cut(_report(*texts), count)


@st.composite
def report(draw: st.DrawFn) -> Report:
    """A report of random sections: text of its own or none, run-in or not, with or without a head and a closing."""
    made: list[str | Line] = draw(st.lists(st.just("Mở đầu báo cáo của huyện."), max_size=2))
    for number in range(draw(st.integers(0, 5))):
        title = draw(st.sampled_from(TITLES))
        made.append(f"{'I' * (number % 3 + 1)}. {title.upper()}")
        for inner in range(draw(st.integers(0, 3))):
            made.append(
                f"{inner + 1}. {draw(st.sampled_from(TITLES))}" + draw(st.sampled_from(["", ":", ": Đạt 5 tỷ đồng."]))
            )
            made += [" ".join([SENTENCE] * draw(st.integers(1, 30))) for _ in range(draw(st.integers(0, 4)))]
            made += [" ".join([SENTENCE[:-1].lower()] * draw(st.integers(1, 60)))] * draw(st.integers(0, 1))
            made += [Line("1 Bằng khen 15", kind=Kind.TABLE, whole=True)] * draw(st.integers(0, 2))
    if draw(st.booleans()):
        made += ["Nơi nhận:", "- Lưu: VT."]
        made += draw(st.sampled_from([[], ["PHỤ LỤC", SENTENCE], ["Phụ lục 1", "I. DANH SÁCH", SENTENCE, "II. KHÁC"]]))
    return _report(*made)


@given(report())
def test_every_passage_is_the_reports_own_text(made: Report) -> None:
    for passage in cut(made, count):
        assert passage.text == made.text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""


@given(report())
def test_passages_are_in_order_apart_and_cross_no_heading(made: Report) -> None:
    passages = cut(made, count)
    assert all(a.end <= b.start for a, b in zip(passages, passages[1:], strict=False))
    for passage in passages:
        assert not any(passage.start < heading.span.start < passage.end for heading in made.headings)
        assert not any(passage.start < edge < passage.end for edge in (made.closing, made.closing_end or len(made.text)))


@given(report())
def test_every_word_of_every_sections_own_text_is_in_a_passage(made: Report) -> None:
    covered = [False] * len(made.text)
    for passage in cut(made, count):
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    for heading in made.headings:
        covered[heading.span.start : heading.span.end] = [True] * (heading.span.end - heading.span.start)
    assert not [c for c, there in zip(made.text, covered, strict=True) if not there and c.isalnum()]


@given(report())
def test_ids_are_unique_and_sizes_bounded(made: Report) -> None:
    passages = cut(made, count)
    assert len({p.id for p in passages}) == len(passages)
    assert all(p.id.startswith(made.id[:16]) and p.report == made.id and p.file == made.file for p in passages)
    assert all(count([p.text])[0] <= LARGEST_TOKENS for p in passages if p.start < made.closing)


def test_an_empty_report_gives_nothing() -> None:
    assert _cut() == []


def test_a_passage_knows_its_section() -> None:
    found = _cut("I. KẾT QUẢ", "1. Kinh tế", "* Trồng trọt", SENTENCE, "2. Xã hội: " + SENTENCE)
    assert [(p.section, p.heading, p.headings, p.text) for p in found] == [
        (("I", "1"), "Trồng trọt", ("KẾT QUẢ", "Kinh tế", "Trồng trọt"), SENTENCE),
        (("I", "2"), "Xã hội", ("KẾT QUẢ", "Xã hội"), SENTENCE),
    ]


def test_before_the_first_heading_there_is_no_section() -> None:
    first, *_ = _cut("Mở đầu báo cáo của huyện.", "I. KẾT QUẢ", SENTENCE)
    assert (first.section, first.heading, first.headings) == ((), "", ())


def test_the_closing_block_is_one_passage_of_its_own() -> None:
    *_, last = _cut("I. KẾT QUẢ", SENTENCE, SENTENCE, SENTENCE, "Nơi nhận:", "- Lưu: VT.")
    assert (last.text, last.section, last.heading) == ("Nơi nhận:\n- Lưu: VT.", (), "Nơi nhận")
    assert "người ký" in last.context


def test_a_heading_with_nothing_below_is_a_passage_and_one_with_children_is_none() -> None:
    found = _cut("I. KẾT QUẢ", "1. Kinh tế", "2. Xã hội", SENTENCE, "II. KHÁC")
    assert [p.text for p in found] == ["1. Kinh tế", SENTENCE, "II. KHÁC"]


def test_long_sections_are_cut_evenly_between_sentences() -> None:
    # 60 sentences of 16 words: 960 tokens, round(960 / 230) = 4 passages of 15 sentences each
    found = _cut("I. KẾT QUẢ", *[SENTENCE] * 60)
    assert round(60 * 16 / TARGET_TOKENS) == 4
    assert [p.text.count(SENTENCE) for p in found] == [15, 15, 15, 15]


def test_a_section_of_up_to_one_and_a_half_targets_stays_whole() -> None:
    # 20 sentences: 320 tokens, round(320 / 230) = 1, and 320 < LARGEST_TOKENS
    assert len(_cut("I. KẾT QUẢ", *[SENTENCE] * 20)) == 1


def test_the_rows_of_a_table_are_never_cut_within() -> None:
    row = Line("1. Bằng khen. Có 15. Giấy khen. Có 20.", kind=Kind.TABLE, whole=True)
    assert [p.text for p in _cut("I. KẾT QUẢ", row)] == [row.text]


def test_the_context_is_title_and_path_and_is_not_part_of_the_text() -> None:
    long = "Kết quả " + " ".join(f"x{n}" for n in range(40))
    (passage,) = _cut(f"I. {long}", SENTENCE)
    assert passage.context.startswith("bao-cao.txt > Kết quả x0")
    assert passage.context.endswith(" …")
    assert len(passage.context.split(" > ")[1].split()) == LONGEST_HEADING + 1
    assert passage.embedded == f"{passage.label}\n{SENTENCE}"
    assert passage.heading == long


def test_describe_adds_place_and_province_where_the_title_leaves_them_out() -> None:
    head = ["BÁO CÁO", "Tổng kết năm 2025", "UBND huyện Đông Khê, tỉnh Hồng Lam báo cáo; huyện Đông Khê nêu:"]
    made = _report(*head, "I. KẾT QUẢ", SENTENCE)
    assert describe(made) == "Tổng kết năm 2025, huyện Đông Khê, tỉnh Hồng Lam"
    assert describe(_report(SENTENCE)) == "bao-cao.txt"


def test_pages_are_those_on_which_a_passage_starts() -> None:
    source = Source((Line("I. KẾT QUẢ", 1, whole=True), Line(SENTENCE, 2, whole=True), Line("II. HẠN CHẾ", 3, whole=True),
                     Line(SENTENCE, 4, whole=True)), 4)  # fmt: skip
    found = cut(assemble(source, "ab" * 32, "a.pdf"), count)
    assert [p.page for p in found] == [2, 4]


def test_an_annex_after_the_signature_is_cut_too() -> None:
    found = _cut("I. KẾT QUẢ", *[SENTENCE] * 150, "Nơi nhận:", "- Lưu: VT.", "PHỤ LỤC", *[SENTENCE] * 100)
    assert max(count([p.text])[0] for p in found) <= LARGEST_TOKENS


def test_an_annex_is_called_so_where_it_has_no_headings() -> None:
    closing, annex = _cut("I. KẾT QUẢ", *[SENTENCE] * 9, "Nơi nhận:", "- Lưu: VT.", "PHỤ LỤC", SENTENCE)[-2:]
    assert (closing.text, closing.heading) == ("Nơi nhận:\n- Lưu: VT.", "Nơi nhận")
    assert annex.section == ("PHỤ LỤC",) and SENTENCE in annex.text


def test_a_sentence_longer_than_a_passage_is_cut() -> None:
    endless = "Huyện khen thưởng " + ", ".join(f"tập thể thôn số {n}" for n in range(200)) + "."
    found = _cut("I. KẾT QUẢ", endless)
    assert max(count([p.text])[0] for p in found) <= LARGEST_TOKENS
    assert re.sub(r"\s", "", "".join(p.text for p in found)) == re.sub(r"\s", "", endless)
