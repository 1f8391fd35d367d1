"""The outline of a report, built from typed enumerators, their sequence and the look of the paragraph.

Headings in these reports are ordinary paragraphs. An enumerated paragraph is a heading when it reads like a title: a
short or run-in title, no sentence of its own, something below it. Its place follows from the rank of its enumerator
among the headings still open, so numbering that skips, repeats or restarts does not break the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex as re

from ingest.language.enumerators import Enumerator, Rank, enumerator
from ingest.model import Kind, Paragraph
from ingest.structure import bold, closing, unnumbered

LONGEST_TITLE = 110  # words; titles that name two directives and a congress run to 85
LONGEST_RUN_IN = 36  # words before the colon of "2.1. Lĩnh vực kinh tế: Tổng giá trị …"
LONGEST_DOTTED_RUN_IN = 7  # words before the full stop of "1. Ưu điểm. Trong năm qua …"
# Behind a figure a full stop may be that of a number ("Phụ lục 1. …"), but not behind a year, a share or a bracket.
SENTENCE_BREAK = re.compile(r"(?<=(?:[^\W\d_]|\d{4}|[%)])[.!?…])\s+(?=[\p{Lu}“\"])")
TRIM = " \t:.;-–*"
ANNEX_LABEL = re.compile(
    r"^\W*((?:phụ lục|phụ biểu|biểu (?:số|mẫu)|biểu(?=\s+\d))"
    r"(?:\s+(?:số\s+)?(?:\d{1,2}[\p{L}]?|[IVX]+|[A-HĐ](?=\s*(?:[.:–-]|$))))?)(?=\W|$)",
    re.IGNORECASE,
)
OWN_LABEL = re.compile(r"^\W*(?:PHỤ LỤC|PHỤ BIỂU)(?=\W|$)")  # in capitals it opens an annex also above the signature
ANNEX_REACH = 3  # paragraphs below the title of an annex within which its table begins
MOST_NUMBERED = 3  # plain headings to one with a number or a style, from which a report counts as one without numbers
# "75 hộ", "40%"; not a year, a directive's number, "10 năm thực hiện".
COUNTED = re.compile(
    r"(?<![\d/.,-])(?<!(?:năm|số|thị|quyết|định) )(?!(?:19|20)\d\d\b)\d++(?:[.,]\d++)*+\s*+(?:%|(?!năm\b)\p{Ll}{2})"
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


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading in the tree: the candidate, its level (1 = outermost), the index of the heading above it."""

    candidate: HeadingCandidate
    level: int
    parent: int | None


def build(paragraphs: Sequence[Paragraph]) -> list[Placed]:
    """Return the headings in reading order. No enumerators: an empty list.

    The closing block has none; the annexes, below it or above, have an outline of their own.
    """
    start, end = closing.block(paragraphs)
    first = _first_annex(paragraphs, start)
    headings: list[Placed] = []
    for begin, stop in ((0, first), (first, start), (end, len(paragraphs))):
        tree = _tree(paragraphs, begin, stop) if begin < stop else []
        shift = len(headings)
        headings += [replace(placed, parent=None if placed.parent is None else placed.parent + shift) for placed in tree]
    return headings


def _first_annex(paragraphs: Sequence[Paragraph], end: int) -> int:
    """Return the index of the annex that opens above the signature, ``end`` where none does.

    Its label is in capitals, it stands in the second half and has a table below. The report's own numbering does not go
    on after it: what is wrongly taken for an annex would swallow the chapters that follow.
    """
    for index in range(end // 2, end):
        if not OWN_LABEL.match(paragraphs[index].text) or _annex(index, paragraphs) is None:
            continue
        below = paragraphs[index + 1 : min(index + 1 + ANNEX_REACH, end)]
        if any(paragraph.kind is Kind.TABLE for paragraph in below) and not _goes_on(paragraphs, index, end):
            return index
    return end


def _goes_on(paragraphs: Sequence[Paragraph], annex: int, end: int) -> bool:
    """Say whether the outermost numbering before an annex goes on after it."""
    numbers = [
        (at, candidate.enumerator)
        for at, paragraph in enumerate(paragraphs[:end])
        if paragraph.kind is Kind.TEXT
        and (candidate := _candidate(at, paragraphs, annexes=False))
        and candidate.enumerator.order
    ]
    before = [numbering for at, numbering in numbers if at < annex]
    if not before:
        return False
    top = min(numbering.depth for numbering in before)
    last = max(numbering.order for numbering in before if numbering.depth == top)
    return any(at > annex and numbering.depth == top and numbering.order == last + 1 for at, numbering in numbers)


def _tree(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[Placed]:
    candidates = [
        candidate
        for index, paragraph in enumerate(paragraphs[:end])
        if index >= start and paragraph.kind is Kind.TEXT and (candidate := _candidate(index, paragraphs, annexes=start > 0))
    ]
    plain = _unnumbered(paragraphs, start, end)
    if len(plain) > MOST_NUMBERED * len(candidates):
        numbered = {candidate.paragraph for candidate in candidates}
        candidates += [candidate for candidate in plain if candidate.paragraph not in numbered]
        candidates.sort(key=lambda candidate: candidate.paragraph)
    else:
        candidates = _with_bold(candidates, paragraphs, end)
    whole_titles = _without_lines_of_titles(candidates)
    headings = _without_items(whole_titles, paragraphs, end)
    return _placed(_without_last_items(headings, whole_titles, paragraphs))


def _without_lines_of_titles(candidates: Sequence[HeadingCandidate]) -> list[HeadingCandidate]:
    """Leave out the candidates that are lines of the title before them: "DANH SÁCH …" below "PHỤ LỤC I"."""
    headings: list[HeadingCandidate] = []
    for candidate in candidates:
        if not headings or candidate.paragraph > headings[-1].paragraph + headings[-1].also:
            headings.append(candidate)
    return headings


def _candidate(index: int, paragraphs: Sequence[Paragraph], *, annexes: bool) -> HeadingCandidate | None:
    text = paragraphs[index].text
    numbering = enumerator(text)
    if numbering is None:
        return (_annex(index, paragraphs) if annexes else None) or _styled(index, paragraphs)
    rest = text[numbering.length :]
    if numbering.rank is Rank.PART or (numbering.rank <= Rank.ARTICLE and not rest.strip(TRIM)):
        return _part(index, numbering, paragraphs)
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


def _unnumbered(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[HeadingCandidate]:
    """The headings of a report that numbers none, all of one level."""
    star = Enumerator(Rank.STAR, "*", 0, Rank.ROMAN, 0)
    short = unnumbered.headings(paragraphs, start, end)
    titles = {at: (title, body) for at, title, body in short}
    if short:
        titles |= {at: (title, body) for at, title, body in bold.headings(paragraphs, short[0][0], end)}
    return [
        HeadingCandidate(at, star, paragraphs[at].text[:title].strip(TRIM), title, body, False)
        for at, (title, body) in sorted(titles.items())
    ]


def _with_bold(candidates: Sequence[HeadingCandidate], paragraphs: Sequence[Paragraph], end: int) -> list[HeadingCandidate]:
    """Add the bold headings after the first numbered one.

    One that stands right before the first of a series holds the series; any other is as deep as a star, so that none
    closes a numbered section.
    """
    if not candidates:
        return []
    numbered = {
        number for candidate in candidates for number in range(candidate.paragraph, candidate.paragraph + candidate.also + 1)
    }
    bold_headings = [
        heading for heading in bold.headings(paragraphs, candidates[0].paragraph + 1, end) if heading[0] not in numbered
    ]
    headings = list(candidates)
    for at, title, body in bold_headings:
        following = next((candidate for candidate in candidates if candidate.paragraph > at), None)
        between = following is None or any(at < other < following.paragraph for other, _, _ in bold_headings)
        opens = following is not None and not between and following.enumerator.order == 1
        series = following.enumerator.depth if following is not None and opens else 0
        depth = series - 0.5 if series > Rank.ROMAN else Rank.STAR
        text = paragraphs[at].text[:title].strip(TRIM)
        headings.append(HeadingCandidate(at, Enumerator(Rank.STAR, "*", 0, depth, 0), text, title, body, False))
    return sorted(headings, key=lambda heading: heading.paragraph)


def _annex(index: int, paragraphs: Sequence[Paragraph]) -> HeadingCandidate | None:
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


def _without_items(candidates: list[HeadingCandidate], paragraphs: Sequence[Paragraph], end: int) -> list[HeadingCandidate]:
    """Take out the items of numbered lists.

    An item is a whole sentence (it ends in a full stop) with nothing below it: the next paragraph is another
    enumerator of the same kind or of a higher one, or the section ends.
    """
    starts = {c.paragraph: c for c in candidates}
    headings = []
    for candidate in candidates:
        text = paragraphs[candidate.paragraph].text.rstrip()
        whole = candidate.body >= len(text)
        following = candidate.paragraph + 1 + candidate.also
        successor = starts.get(following)
        empty = following >= end or (successor is not None and successor.enumerator.depth <= candidate.enumerator.depth)
        sentence = text.endswith((".", "./.")) and not candidate.capitals
        if (
            whole
            and sentence
            and not empty
            and _tells(candidate.title)
            and candidate.enumerator.rank > Rank.ROMAN
            and (
                len(candidate.title.split()) > LONGEST_RUN_IN or not _siblings_are_titles(candidate, candidates, paragraphs)
            )
        ):
            continue
        if whole and empty and (sentence or len(candidate.title.split()) > 25) and candidate.enumerator.rank > Rank.ROMAN:
            continue
        headings.append(candidate)
    return headings


def _without_last_items(
    headings: Sequence[HeadingCandidate], candidates: Sequence[HeadingCandidate], paragraphs: Sequence[Paragraph]
) -> list[HeadingCandidate]:
    """Take out the last item of a list, below which the report's own text goes on ("3. Đề nghị …", "Trên đây là …").

    It is a whole sentence, and the two items before it are none of the headings.
    """
    kept = {heading.paragraph for heading in headings}
    places = {candidate.paragraph: place for place, candidate in enumerate(candidates)}

    def closes_a_list(heading: HeadingCandidate) -> bool:
        at, own = places[heading.paragraph], heading.enumerator
        before = candidates[max(0, at - 2) : at]
        items = [one for one in before if one.enumerator.rank is own.rank and one.paragraph not in kept]
        orders = [one.enumerator.order for one in items]
        text = paragraphs[heading.paragraph].text.rstrip()
        whole = heading.body >= len(text) and text.endswith(".")
        return whole and orders == [own.order - 2, own.order - 1] and own.rank > Rank.ROMAN

    return [heading for heading in headings if not closes_a_list(heading)]


def _tells(title: str) -> bool:
    """Say whether a title that ends in a full stop counts something, as a statement does; headings may end in one too."""
    return COUNTED.search(title) is not None


def _siblings_are_titles(
    candidate: HeadingCandidate, candidates: Sequence[HeadingCandidate], paragraphs: Sequence[Paragraph]
) -> bool:
    """Say whether most headings of a candidate's rank around it, up to the next of a higher one, do not end as sentences."""
    at = candidates.index(candidate)
    series: list[HeadingCandidate] = []
    for side in (reversed(candidates[:at]), candidates[at + 1 :]):
        for other in side:
            if other.enumerator.depth < candidate.enumerator.depth:
                break
            if other.enumerator.depth == candidate.enumerator.depth:
                series.append(other)
    sentences = sum(
        paragraphs[other.paragraph].text.rstrip().endswith(".") for other in series if _is_whole(other, paragraphs)
    )
    return len(series) > 2 * sentences


def _is_whole(candidate: HeadingCandidate, paragraphs: Sequence[Paragraph]) -> bool:
    return candidate.body >= len(paragraphs[candidate.paragraph].text.rstrip())


def _placed(candidates: Sequence[HeadingCandidate]) -> list[Placed]:
    """Hang each heading below the nearest open one of a higher rank."""
    placed: list[Placed] = []
    open_: list[int] = []
    for candidate in candidates:
        numbering = candidate.enumerator
        while open_ and _depth(placed[open_[-1]]) >= numbering.depth:
            open_.pop()
        if numbering.rank is Rank.DECIMAL:
            open_ = _under_number(open_, placed, numbering)
        parent = open_[-1] if open_ else None
        placed.append(Placed(candidate, len(open_) + 1, parent))
        open_.append(len(placed) - 1)
    return placed


def _depth(placed: Placed) -> float:
    return placed.candidate.enumerator.depth


def _under_number(open_: list[int], placed: Sequence[Placed], numbering: Enumerator) -> list[int]:
    """2.1.1 stands below 2.1 if that is open; an open 3.1 is no place for 2.1.1."""
    stem = numbering.label.rsplit(".", 1)[0]
    while open_:
        above = placed[open_[-1]].candidate.enumerator
        if above.rank is Rank.DECIMAL and above.label != stem:
            open_ = open_[:-1]
        else:
            break
    return open_
