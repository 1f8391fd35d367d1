"""What may be a heading: an enumerated paragraph that reads like a title, a styled one, a part, the title of an annex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.enumerators import Enumerator, Rank, enumerator
from ingest.model import Kind, Paragraph
from ingest.structure import closing, unnumbered

LONGEST_TITLE = 110  # words; titles that name two directives and a congress run to 85
LONGEST_RUN_IN = 36  # words before the colon of "2.1. Lĩnh vực kinh tế: Tổng giá trị …"
LONGEST_DOTTED_RUN_IN = 7  # words before the full stop of "1. Ưu điểm. Trong năm qua …"
# Behind a figure a full stop may be that of a number ("Phụ lục 1. …"), but not behind a year, a share or a bracket.
SENTENCE_BREAK = re.compile(r"(?<=(?:[^\W\d_]|\d{4}|[%)])[.!?…])\s+(?=[\p{Lu}“\"])")
# "01. Nhà văn hóa thôn Đông: 850 triệu đồng": an item with its figure, no title with its text
TOLD = re.compile(r"[^:]{1,120}(?::\s|(?<!\d):)[+-]?\d[\d.,/]*%?(?:\s[\p{L}\d.,/%²³]{1,15}){0,5}\s?[.;]?")
TRIM = " \t:.;-–*"
ANNEX_LABEL = re.compile(
    r"^\W*((?:phụ lục|phụ biểu|biểu (?:số|mẫu)|biểu(?=\s+\d))"
    r"(?:\s+(?:số\s+)?(?:\d{1,2}[\p{L}]?|[IVX]+|[A-HĐ](?=\s*(?:[.:–-]|$))))?)(?=\W|$)",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"(?<!\s)\s*+\([^()]*+\)\s*+$")  # "(số liệu đến 30/11)" behind an annex's title
LONGEST_BARE = 6  # words of a heading below "BÁO CÁO"; a longer line, and one with a year, is the report's title
LONGEST_STYLED = 40  # words of a heading that only its style tells
KIND_LINE = re.compile(
    r"(?:báo cáo|tờ trình|kế hoạch|quyết định|nghị quyết|thông báo|biên bản|đề án|tham luận)", re.IGNORECASE
)
# What stands in a report's head and at its end, and is set in large type without being a heading.
HEAD_LINE = re.compile(
    r"cộng h(?:òa|oà) xã hội|độc lập|đảng cộng sản|(?:[ủu][ỷy] ban nhân dân|ubnd)\b|số\s*:|kính gửi|nơi nhận|"
    rf"(?:TM|KT|TL|TUQ)\.|mục lục$|{KIND_LINE.pattern}(?:$|\s+(?:tổng kết|sơ kết|kết quả|tình hình|công tác)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeadingCandidate:
    """A paragraph that may be a heading.

    ``title_end``: where the title ends in the paragraph; ``body``: where the section's own text starts in it, equal
    to the paragraph's length if the whole paragraph is the heading.
    """

    paragraph: int
    enumerator: Enumerator
    title: str
    title_end: int
    body: int
    capitals: bool
    also: int = 0  # paragraphs after this one that belong to the title


def heading_candidate(index: int, paragraphs: Sequence[Paragraph], *, annexes: bool) -> HeadingCandidate | None:
    """Return the heading that a paragraph may be, None where it reads like none.

    :param annexes: titles of annexes are headings too, as below the signature.
    """
    text = paragraphs[index].text
    numbering = enumerator(text)
    if numbering is None:
        return (annex_title(index, paragraphs) if annexes else None) or _styled(index, paragraphs)
    rest = text[numbering.length :]
    if numbering.rank is Rank.PART or (numbering.rank <= Rank.ARTICLE and not rest.strip(TRIM)):
        return _part(index, numbering, paragraphs)
    if TOLD.fullmatch(rest.strip()):
        return None
    split = _run_in(rest)
    if split is not None:
        title_end, body = numbering.length + split[0], numbering.length + split[1]
    elif _reads_like_title(rest):
        title_end = body = len(text)
    else:
        return None
    title = text[numbering.length : title_end].strip(TRIM)
    if not re.search(r"[^\W\d_]{2}", title):
        return None
    return HeadingCandidate(index, numbering, title, title_end, body, _mostly_capitals(title))


def _styled(index: int, paragraphs: Sequence[Paragraph]) -> HeadingCandidate | None:
    """A heading without an enumerator that the format sets as one: "Heading 2" of Word, <h2>, "##".

    It stands where numbered headings of its level stand, or as deep below a Roman one as its level says. The lines of a
    report's head are set so too and are none.
    """
    paragraph = paragraphs[index]
    text = paragraph.text.strip(TRIM)
    above = paragraphs[index - 1].text.strip(TRIM) if index else ""
    if (
        not paragraph.heading
        or not _reads_like_title(text)
        or len(text.split()) > LONGEST_STYLED
        or paragraph.text.rstrip().endswith((".", ";"))
    ):
        return None
    if KIND_LINE.match(text) and not any(other.heading for other in paragraphs[:index]):
        return None  # "# Báo cáo năm 2031", the first of all: the title of the whole
    titled = KIND_LINE.fullmatch(above) and (len(text.split()) > LONGEST_BARE or re.search(r"\d{4}", text))
    if HEAD_LINE.match(text) or titled or not re.search(r"[^\W\d_]{2}", text):
        return None
    numbered = [
        numbering.depth
        for other in paragraphs
        if other.heading == paragraph.heading and (numbering := enumerator(other.text)) and numbering.rank is not Rank.STAR
    ]
    depth = min(numbered, default=Rank.ROMAN + paragraph.heading - 1)
    numbering = Enumerator(Rank.STAR, "*", 0, depth, 0)
    return HeadingCandidate(index, numbering, text, len(paragraph.text), len(paragraph.text), _mostly_capitals(text))


def annex_title(index: int, paragraphs: Sequence[Paragraph]) -> HeadingCandidate | None:
    """The title of an annex: "Phụ lục 1", "Biểu số 02", "PHỤ LỤC: …", with the lines below that are set as a title."""
    text = paragraphs[index].text
    if text.isupper() and closing.LISTED.match(text) and len(text.split()) <= LONGEST_STYLED:
        listed = Enumerator(Rank.STAR, "*", 0, Rank.PART, 0)
        return HeadingCandidate(index, listed, text.strip(TRIM), len(text), len(text), True)
    match = ANNEX_LABEL.match(text)
    if match is None or len(text.split()) > LONGEST_STYLED or text.rstrip().endswith((".", ";")):
        return None
    rest = text[match.end() :].strip(TRIM)
    lines: list[str] = []
    for paragraph in paragraphs[index + 1 : index + 4] if not rest else ():
        if paragraph.kind is not Kind.TEXT or paragraph.text.startswith("(") or enumerator(paragraph.text):
            break
        if paragraph.text.rstrip().endswith((".", ";")):
            break  # the annex begins with a sentence and has no title
        if not (_mostly_capitals(paragraph.text) or not lines) or len(paragraph.text.split()) > LONGEST_STYLED:
            break
        lines.append(BRACKETS.sub("", paragraph.text).strip(TRIM))
    label = " ".join(match[1].split())
    numbering = Enumerator(Rank.PART, label, 0, Rank.PART, match.end())
    return HeadingCandidate(index, numbering, rest or " ".join(lines), len(text), len(text), True, len(lines))


def _part(index: int, numbering: Enumerator, paragraphs: Sequence[Paragraph]) -> HeadingCandidate | None:
    """A part's title stands behind the enumerator or, in capitals, in the paragraphs below it."""
    text = paragraphs[index].text
    rest = text[numbering.length :].strip(TRIM)
    if rest:
        if not (_mostly_capitals(rest) or len(rest.split()) <= 20) or SENTENCE_BREAK.search(rest):
            return None  # a sentence that speaks of a part
        return HeadingCandidate(index, numbering, rest, len(text), len(text), True)
    lines: list[str] = []
    for paragraph in paragraphs[index + 1 : index + 5]:
        if enumerator(paragraph.text) or not _mostly_capitals(paragraph.text):
            break
        lines.append(paragraph.text.strip(TRIM))
    return HeadingCandidate(index, numbering, " ".join(lines), len(text), len(text), True, len(lines))


def _run_in(rest: str) -> tuple[int, int] | None:
    """Return (end of title, start of body) where a title and its text share a paragraph, else None."""
    colon = _outer_colon(rest)
    if colon is not None and rest[colon + 1 :].strip(" .:"):
        head, tail = rest[:colon], rest[colon + 1 :].strip()
        if tail[0].islower() and _reads_like_title(rest) and not rest.rstrip().endswith("."):
            return None  # the title itself goes on after the colon
        if len(head.split()) <= LONGEST_RUN_IN and not SENTENCE_BREAK.search(head):
            return colon, colon + 1
        return None
    if sentence := SENTENCE_BREAK.search(rest):
        head = rest[: sentence.start()]
        if len(head.split()) <= LONGEST_DOTTED_RUN_IN and not re.search(r"\d", head):
            return sentence.start() - 1, sentence.end()
    return None


def _outer_colon(text: str) -> int | None:
    """Return the place of the first colon outside quotation marks and figures (8:30), None without one."""
    depth = 0
    for at, character in enumerate(text):
        if character == "“":
            depth += 1
        elif character == "”":
            depth = max(0, depth - 1)
        elif character == ":" and depth == 0 and not text[at + 1 : at + 2].isdigit():
            return at
    return None


def _reads_like_title(rest: str) -> bool:
    """A title has no second sentence, ends in no row of figures and does not go on after a comma or semicolon."""
    words = rest.split()
    return (
        len(words) <= LONGEST_TITLE
        and not unnumbered.FIGURES.search(rest)
        and not SENTENCE_BREAK.search(rest)
        and rest.rstrip()[-1:] not in ",;"
    )


def _mostly_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)
