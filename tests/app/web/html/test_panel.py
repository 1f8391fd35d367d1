"""What the web app shows: everything from documents is escaped, the marks stand where the quote stands."""

from __future__ import annotations

import html
import json
from dataclasses import replace

import pytest
import regex as re

from app.answer.model import Answer, Citation, SearchResult, Understood, Why
from app.answer.sources import copy_line, source_line
from app.library.summary import LibrarySummary, ListedReport, examples, period, summarize_library
from app.web.html import answers, messages, panel, passages_found
from app.web.html.panel import Reference
from index.search.explanation import Explanation
from index.search.retrieval import Hit
from ingest.model import Kind, Line, Passage, Report, Source, Table
from ingest.passages import cut
from ingest.report import assemble

EVIL = "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3)) {{7*7}} ${7*7} \"'&"
OURS = r'a class="skip" href="#question"|a class="download" href="originals/\w+"'
TAGS = re.compile(rf"<(?!{OURS})\s*(script|img|iframe|svg|a)\b", re.IGNORECASE)


def _report(*lines: str, name: str = "bao-cao.txt", pages: tuple[int, ...] = ()) -> Report:
    numbered = [Line(text, page=pages[i] if pages else None, whole=True) for i, text in enumerate(lines)]
    return assemble(Source(tuple(numbered), max(pages, default=None)), "f" * 64, name)


def _passages(report: Report) -> list[Passage]:
    return cut(report, lambda texts: [len(text.split()) for text in texts])


def _citation(n: int, passage: Passage, start: int, end: int, page: int | None = None) -> Citation:
    return Citation(n, passage, start, end, passage.text[start:end], page)


def _answer(text: str, *citations: Citation, refused: bool = False) -> Answer:
    return Answer(text, refused, "extractive", citations, (), 5)


def _found(*hits: Hit, said: str = "Có từ ngữ được hỏi.") -> SearchResult:
    return SearchResult(hits, tuple(Why(Explanation((), 0.9, ()), (said,)) for _ in hits))


@pytest.fixture
def district() -> Report:
    """A report with a path of three headings and a section of two paragraphs."""
    return _report(
        "BÁO CÁO", "Kết quả phong trào thi đua năm 2024 của huyện Thử",
        "I. KẾT QUẢ", "1. Về kinh tế", "a) Nông nghiệp",
        "Sản lượng đạt 12,5 tấn. Đàn trâu có 300 con.", "Rừng trồng mới 40 ha.",
        "II. HẠN CHẾ", "Việc kiểm tra còn chậm.",
        pages=(1, 1, 1, 1, 2, 2, 3, 3, 3),
    )  # fmt: skip


def _marked(made: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", "\n".join(re.findall(r"<mark>(.*?)</mark>", made))))


class TestSource:
    """The side panel."""

    def test_the_mark_is_the_quote(self, district: Report) -> None:
        passage = next(p for p in _passages(district) if "Sản lượng" in p.text)
        start = passage.text.index("Đàn trâu")
        made = panel.excerpt(district, passage, Reference(passage.id, start, start + len("Đàn trâu có 300 con.")))
        assert _marked(made) == "Đàn trâu có 300 con."
        assert '<p class="text"><span class="passage">Sản lượng đạt 12,5 tấn. </span><span class="passage"><mark>' in made

    def test_a_quote_over_two_paragraphs_is_marked_in_both(self, district: Report) -> None:
        passage = next(p for p in _passages(district) if "Sản lượng" in p.text)
        made = panel.excerpt(district, passage, Reference(passage.id, 0, len(passage.text)))
        assert _marked(made) == passage.text
        assert made.count("<mark>") == 2

    def test_without_a_quote_only_the_passage_is_tinted(self, district: Report) -> None:
        passage = next(p for p in _passages(district) if "kiểm tra" in p.text)
        made = panel.excerpt(district, passage, Reference(passage.id))
        assert "<mark>" not in made
        assert '<span class="passage">Việc kiểm tra còn chậm.</span>' in made

    def test_the_section_ends_at_the_next_heading(self, district: Report) -> None:
        passage = next(p for p in _passages(district) if "Sản lượng" in p.text)
        made = panel.excerpt(district, passage, Reference(passage.id))
        assert "Rừng trồng mới" in made
        assert "HẠN CHẾ" not in made
        assert "Nông nghiệp" not in made

    def test_the_path_goes_from_the_outermost_heading_to_the_innermost(self, district: Report) -> None:
        passage = next(p for p in _passages(district) if "Sản lượng" in p.text)
        made = panel.source(district, passage, Reference(passage.id), ["k"], 0)
        assert "<li><b>I</b> KẾT QUẢ</li><li><b>1</b> Về kinh tế</li><li><b>a</b> Nông nghiệp</li>" in made

    def test_the_page_is_the_quote_s_own(self, district: Report) -> None:
        passage = next(p for p in _passages(district) if "Sản lượng" in p.text)
        start = passage.text.index("Rừng")
        assert "trang 3" in panel.source(district, passage, Reference(passage.id, start, start + 4), ["k"], 0)
        assert "trang 2" in panel.source(district, passage, Reference(passage.id, 0, 4), ["k"], 0)

    def test_a_format_without_pages_names_none(self) -> None:
        report = _report("I. KẾT QUẢ", "Đàn trâu có 300 con.")
        made = panel.source(report, _passages(report)[0], Reference("x"), ["k"], 0)
        assert "trang" not in made.lower()

    def test_a_long_section_is_cut_at_words_around_the_passage(self) -> None:
        filler = [f"Câu số {i} nói về việc thường ngày của xã." for i in range(400)]
        report = _report("I. KẾT QUẢ", *filler)
        passage = next(p for p in _passages(report) if "Câu số 200 " in p.text)
        start = passage.text.index("Câu số 200 ")
        made = panel.excerpt(report, passage, Reference(passage.id, start, start + 10))
        plain = html.unescape(re.sub(r"<[^>]+>", "", made))
        assert made.startswith('<p class="cut">…</p>')
        assert made.endswith('<p class="cut">…</p>')
        assert panel.EXCERPT - 100 < len(plain) < panel.EXCERPT + 10
        assert _marked(made) == "Câu số 200"

    def test_a_passage_that_is_only_a_heading_is_shown(self) -> None:
        report = _report("I. KẾT QUẢ", "Đàn trâu có 300 con.", "II. KHÔNG CÓ GÌ THÊM")
        passage = _passages(report)[-1]
        assert "KHÔNG CÓ GÌ THÊM" in panel.excerpt(report, passage, Reference(passage.id))

    def test_previous_and_next_stop_at_the_ends(self, district: Report) -> None:
        passage = _passages(district)[-1]
        keys = ["a", "b", "c"]
        first, middle, last = (panel.source(district, passage, Reference(passage.id), keys, at) for at in range(3))
        assert re.findall(r'data-at="(\d)"', first) == ["1"]
        assert re.findall(r'data-at="(\d)"', middle) == ["0", "2"]
        assert re.findall(r'data-at="(\d)"', last) == ["1"]
        assert "data-at" not in panel.source(district, passage, Reference(passage.id), ["a"], 0)

    def test_what_a_document_says_is_never_markup(self) -> None:
        report = _report(f"I. KẾT QUẢ {EVIL}", f"Đàn trâu có 300 con. {EVIL}", name=f"{EVIL}.txt")
        for passage in _passages(report):
            made = panel.source(report, passage, Reference(passage.id, 0, len(passage.text)), ["k"], 0)
            assert not TAGS.search(made)
            assert "&lt;script&gt;" in made
            assert _marked(made) == passage.text


class TestReference:
    """What a click carries."""

    def test_it_reads_what_it_writes(self) -> None:
        assert Reference.parse(Reference("ab12-0003", 4, 90).key) == Reference("ab12-0003", 4, 90)

    def test_a_checksum_tells_whether_the_words_still_stand_there(self, district: Report) -> None:
        passage = _passages(district)[-1]
        reference = Reference.of(_citation(1, passage, 0, 9))
        assert Reference.parse(reference.key) == reference
        assert reference.holds(passage)
        assert not replace(reference, start=1).holds(passage)
        assert Reference(passage.id, 3, 7).holds(passage), "without one any words will do"

    @pytest.mark.parametrize("key", ["", "x", "a:1", "a:b:c", "a:-1:2", "a:1:2:3", "<b>:1:2", "a:1:99999999999"])
    def test_anything_else_is_refused(self, key: str) -> None:
        with pytest.raises(ValueError, match="not a reference"):
            Reference.parse(key)


class TestAnswer:
    """The conversation."""

    def test_markers_open_their_own_passage(self, district: Report) -> None:
        passages = _passages(district)
        cited = [_citation(1, passages[-1], 0, 4), _citation(2, passages[1], 3, 9)]
        made = answers.answered("Hỏi", _answer("Theo báo cáo:\n- Hai [2]\n- Một [1]", *cited))
        keys = re.search(r'data-keys="([^"]*)"', made)
        assert keys is not None
        assert [Reference.parse(key) for key in keys[1].split()] == [Reference.of(one) for one in cited]
        assert keys[1].startswith(f"{passages[-1].id}:0:4:")
        assert re.findall(r'class="cite" data-at="(\d)"[^>]*>\[(\d)\]<', made) == [("1", "2"), ("0", "1")]

    def test_a_number_without_a_citation_stays_text(self, district: Report) -> None:
        made = answers.answer_text("Có [7] và [1]", [_citation(1, _passages(district)[-1], 0, 4)])
        assert "Có [7] và <button" in made

    def test_every_citation_names_report_section_page_and_quote(self, district: Report) -> None:
        passage = next(p for p in _passages(district) if "Sản lượng" in p.text)
        made = html.unescape(answers.sources([_citation(1, passage, 0, 23, page=2)]))
        assert district.file in made
        assert passage.title in made
        assert "Mục I.1.a (Nông nghiệp), trang 2" in made
        assert "<q>Sản lượng đạt 12,5 tấn.</q>" in made

    def test_lines_with_a_dash_become_one_list(self) -> None:
        assert answers.answer_text("Đầu\n- một\n- hai\nCuối", ()) == "<p>Đầu</p><ul><li>một</li><li>hai</li></ul><p>Cuối</p>"

    def test_places_beside_each_other_are_the_rows_of_a_table(self, district: Report) -> None:
        cited = [_citation(1, _passages(district)[-1], 0, 4), _citation(2, _passages(district)[-1], 0, 4)]
        text = "Đầu\n- Huyện A: có 5 hộ. [1] Còn <b>7</b> xã. [2]\n- Xã B: không tìm thấy trong báo cáo."
        made = answers.answer_text(text, cited, beside=True)
        assert re.findall(r'<th scope="row">(.*?)</th>', made) == ["Huyện A", "Xã B"]
        first, second = re.findall(r"<td>(.*?)</td>", made)
        assert len(re.findall("<p>", first)) == 2 and first.count('class="cite"') == 2 and "&lt;b&gt;7" in first
        assert second == "<p>không tìm thấy trong báo cáo.</p>"
        assert made.startswith("<p>Đầu</p><table>") and "<ul>" not in made
        assert "<table>" not in answers.answer_text(text, cited)
        assert "<table>" not in answers.answer_text("- Không có tên nơi nào ở đây", (), beside=True)

    def test_the_rows_of_a_markdown_table(self):
        made = answers.answer_text("Kho có:\n| Báo cáo | Năm |\n| --- | --- |\n| <b>Một</b> | 2024 |\nHết.", ())
        assert made == (
            '<p>Kho có:</p><div class="scroll"><table><thead><tr><th scope="col">Báo cáo</th><th scope="col">Năm</th></tr>'
            "</thead><tbody><tr><td>&lt;b&gt;Một&lt;/b&gt;</td><td>2024</td></tr></tbody></table></div><p>Hết.</p>"
        )
        assert answers.answer_text("| a | b |", ()) == (
            '<div class="scroll"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></div>'
        )

    def test_question_and_answer_are_never_markup(self) -> None:
        report = _report("I. KẾT QUẢ", f"Đàn trâu có 300 con. {EVIL}", name=f"{EVIL}.txt")
        passage = _passages(report)[-1]
        answer = _answer(f"- {EVIL} [1]", _citation(1, passage, 0, len(passage.text)))
        chips = (Understood(f"place:{EVIL}", EVIL),)
        answer = replace(answer, understood=chips, removed=(Understood("period", EVIL),))
        found = replace(_found(Hit(passage, 0.5, 0, 0, also=(passage,)), said=EVIL), understood=chips)
        for made in (
            answers.working(EVIL), answers.speaking(EVIL, answer, answer.text), answers.answered(EVIL, answer),
            answers.answered(EVIL, _answer(EVIL, refused=True)), messages.problem(EVIL), passages_found.results(found, EVIL),
            answers.top(EVIL, [ListedReport(EVIL, EVIL, EVIL, 3)]),
            answers.welcome(LibrarySummary((ListedReport("a", "b", "", None),), (EVIL,))),
        ):  # fmt: skip
            assert not TAGS.search(made)
            for attribute in re.findall(r'="([^"]*)"', made):
                assert "<" not in attribute

    def test_a_refusal_offers_the_search_with_the_same_words(self) -> None:
        made = answers.answered("Côn Đảo có gì?", _answer("Không tìm thấy.", refused=True))
        assert 'data-search="Côn Đảo có gì?"' in made
        assert "data-copy" not in made

    def test_the_copy_holds_answer_and_sources(self, district: Report) -> None:
        passage = next(p for p in _passages(district) if "Sản lượng" in p.text)
        made = answers.plain("Sản lượng?", _answer("- 12,5 tấn [1]", _citation(1, passage, 0, 23, page=2)))
        assert made.splitlines()[:3] == ["Sản lượng?", "", "- 12,5 tấn [1]"]
        assert made.splitlines()[-1].startswith("[1] ")
        assert made.splitlines()[-1].startswith("[1] “Sản lượng đạt 12,5 tấn.” (Báo cáo ")
        assert made.endswith(", mục I.1.a, trang 2), tệp bao-cao.txt")

    def test_the_short_answer_stands_first_with_its_citation(self, district: Report) -> None:
        passage = next(p for p in _passages(district) if "Sản lượng" in p.text)
        answer = _answer("Theo báo cáo:\n- Sản lượng đạt 12,5 tấn. [1]", _citation(1, passage, 0, 23, page=2))
        made = answers.answered("Sản lượng?", replace(answer, short="12,5 tấn"))
        short = made.index('<p class="short">12,5 tấn <button')
        assert short < made.index("Theo báo cáo:") and made.count('data-at="0"') >= 2
        assert 'class="short"' not in answers.answered("Sản lượng?", answer)
        computed = _answer("Tổng cộng 12,5 tấn:\n- Sản lượng đạt 12,5 tấn. [1]", _citation(1, passage, 0, 23, page=2))
        assert 'class="short"' not in answers.answered("Tổng?", replace(computed, short="12,5 tấn"))  # it opens with it


class TestResults:
    """Found passages."""

    def test_cards_keep_order_and_show_score(self, district: Report) -> None:
        first, second = _passages(district)[-2:]
        made = passages_found.results(_found(Hit(first, 0.93, 0, 0), Hit(second, 0.41, 0, 0)))
        assert re.findall(r"<b>(\d)\.</b>", made) == ["1", "2"]
        assert re.findall(r"width:(\d+)%", made) == ["93", "41"]
        assert f'data-keys="{first.id}:0:0 {second.id}:0:0"' in made

    def test_nothing_found_says_so(self) -> None:
        assert "Không tìm thấy đoạn nào" in passages_found.results(SearchResult())

    def test_a_copy_opens_beside_the_passage_with_a_pager_of_its_own(self, district: Report) -> None:
        first, second = _passages(district)[-2:]
        made = passages_found.results(_found(Hit(first, 0.93, 0, 0, also=(second,))))
        assert re.findall(r'data-keys="([^"]*)"', made) == [f"{first.id}:0:0", f"{first.id}:0:0 {second.id}:0:0"]
        copies = made[made.index('class="also"') :]
        assert "Cũng có trong:" in copies
        assert re.findall(r'data-at="(\d)">([^<]*)<', copies) == [("1", html.escape(copy_line(second)))]
        assert 'class="also"' not in passages_found.results(_found(Hit(first, 0.93, 0, 0)))

    def test_every_card_says_why(self, district: Report) -> None:
        made = passages_found.results(_found(Hit(_passages(district)[0], 0.5, 0, 0), said="Ý nghĩa gần <b>."))
        assert "<summary>Vì sao tìm thấy?</summary><ul><li>Ý nghĩa gần &lt;b&gt;.</li></ul>" in made


class TestChips:
    """What was understood, to be taken off and put back."""

    PLACE, YEAR, ROLE = (
        Understood("place:huyện Thử", "huyện Thử"),
        Understood("period", "năm 2024"),
        Understood("role", "hạn chế"),
    )

    @staticmethod
    def _offers(made: str) -> list[tuple[str, list[str]]]:
        """The buttons in order: the key, and what is off after a click."""
        found = re.findall(r'data-without="([^"]*)" data-key="([^"]*)"', made)
        return [(html.unescape(key), json.loads(html.unescape(off))) for off, key in found]

    def test_a_click_takes_one_off_on_top_of_the_others_or_puts_it_back(self) -> None:
        made = answers.chips(SearchResult(understood=(self.PLACE, self.ROLE), removed=(self.YEAR,)), text="hạn chế")
        assert self._offers(made) == [
            ("place:huyện Thử", ["period", "place:huyện Thử"]), ("period", []), ("role", ["period", "role"]),
        ]  # fmt: skip
        assert 'data-text="hạn chế"' in made and "data-turn" not in made
        assert "<s>năm 2024</s>" in made and "<s>huyện Thử</s>" not in made

    def test_every_button_has_a_name(self) -> None:
        made = answers.chips(SearchResult(understood=(self.PLACE,), removed=(self.YEAR,)), 3)
        assert 'aria-label="Bỏ: huyện Thử"' in made
        assert '<span class="unseen">Dùng lại: </span><s>năm 2024</s>' in made
        assert 'data-turn="3"' in made

    def test_nothing_understood_nothing_shown(self) -> None:
        assert answers.chips(SearchResult()) == ""
        assert "understood" not in answers.answered("Hỏi", _answer("Không tìm thấy.", refused=True))

    def test_they_stand_between_question_and_answer_also_of_a_refusal(self) -> None:
        for refused in (False, True):
            answer = replace(_answer("Trả lời.", refused=refused), understood=(self.PLACE,))
            made = answers.answered("Hỏi", answer, 2)
            assert made.index("Hỏi</h2>") < made.index("Hiểu là:") < made.index("Trả lời.")


class TestLibrarySummary:
    """What the library holds."""

    def test_examples_ask_for_sections_that_the_reports_have(self, district: Report) -> None:
        assert examples([district]) == ["Hạn chế trong báo cáo của huyện Thử là gì?"]

    def test_no_heading_no_example(self) -> None:
        assert examples([_report("I. CHUNG", "UBND huyện Thử báo cáo.")]) == []
        assert examples([]) == []

    def test_an_empty_library_shows_how_to_begin(self) -> None:
        made = answers.welcome(summarize_library([]))
        assert "python -m ingest" in made
        assert made.count("<li>") == 3

    def test_the_list_names_title_file_years_and_pages(self, district: Report) -> None:
        made = answers.top("Tên", summarize_library([district]).reports)
        assert "Thư viện có 1 báo cáo" in made
        assert '<td class="file">bao-cao.txt</td>' in made
        assert period(district) == "2024"
        assert "<td>3</td>" in made


class TestTable:
    """A citation from a table shows the table."""

    def test_rows_and_columns_with_the_quoted_row_marked(self) -> None:
        rows = (("Stt", "Nội dung", "2023", "2024"), ("1", "Giấy khen", "12", "15"), ("2", "Bằng <khen>", "3", "3"))
        lines = [Line("Tình hình khen thưởng:", whole=True)]
        lines += [Line(" ".join(row), kind=Kind.TABLE, whole=True, row=(0, at)) for at, row in enumerate(rows)]
        report = assemble(Source((*lines, Line("Hết bảng.", whole=True)), None, (Table(rows, None),)), "f" * 64, "a.docx")
        (passage,) = _passages(report)
        start = passage.text.index("1 Giấy khen")
        made = panel.excerpt(report, passage, Reference(passage.id, start, start + len("1 Giấy khen 12 15")))
        assert made.count("<table") == made.count("</table>") == 1
        assert re.findall("<th>(.*?)</th>", made) == ["Stt", "Nội dung", "2023", "2024"]
        assert _marked(made).split("\n") == ["1", "Giấy khen", "12", "15"]
        assert "<td>Bằng &lt;khen&gt;</td><td>3</td><td>3</td>" in made
        assert made.index("Tình hình") < made.index("<table") < made.index("Hết bảng")


def test_a_citation_names_its_footnote_and_ocr() -> None:
    report = _report("I. KẾT QUẢ", "Sản lượng đạt 12,5 tấn.", pages=(1, 2))
    (passage,) = _passages(report)
    plain = _citation(1, passage, 0, 5, page=2)
    assert source_line(plain).endswith(", mục I (KẾT QUẢ), trang 2")
    noted = replace(plain, note="2", ocr=True)
    assert source_line(noted).endswith(", chú thích 2, mục I (KẾT QUẢ), trang 2 (đọc bằng OCR)")
