"""A report on one page: under its main headings the sentences that tell most, word for word, each with its citation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

import regex as re

from app.answer.citations import Citations, unmarked
from app.evidence.stretches import UNIT_TITLE
from app.question.library_words import say
from index.query.facets import facet_words
from ingest.language.enumerators import enumerator
from ingest.language.sentences import sentences
from ingest.language.terms import DOCUMENT_NUMBER, fold
from ingest.language.text import fold_spaces
from ingest.model import Passage, WrittenRow
from ingest.passages import ANNEX_HEADING, CLOSING_HEADING

LINES = 30  # lines of a summary
MOST_LINES = LINES // 2  # of a section
PAGE_WORDS = 420  # words of a summary: a page in the size of print that reports have, with its headings
WORDS = 45  # words of a line; a longer sentence is cut where a clause ends
FEWEST_WORDS = 6  # words of a sentence that can tell something by itself
FEWEST_HEADINGS = 3  # main headings; a report in two parts is told by what stands below the parts
WEAK = frozenset({"limits", "difficulties"})  # roles of sections that a summary always tells of
MOST_FIGURES = 4  # figures of a line that count: a sentence full of figures is a list
TELLING = 1.5  # worth of a line that is told beside the best one of its section: a figure or two words of results
LEANING = 1.5  # taken off a line that goes on from another
LEADS = 3  # gained by the first line of a passage that holds a figure: what matters most is told first
# Gained by a figure that another passage tells too, and so many of a line count. Of 18 summaries not looked at 16 hold every
# key figure that people had named, 14 without it (1 and 3 as 2); of 15 that were 10.
AGAIN, MOST_AGAIN = 2.0, 2
FEWEST_DIGITS = 3  # of a figure that is told again; smaller ones meet by chance
FULL = 0.2  # of a figure's worth that a line gains for every tenth of a full line

FEWEST_ROWS = 3  # rows with figures; a shorter table only shows what a sentence beside it says
MOST_ROWS = 2  # of a table
ROW_WORTH = 7.0  # as much as a sentence of two figures and a word of results that leads its passage
CAPTION = re.compile(r"(?:bảng|biểu|phụ lục)\s(?:số\s)?\d", re.IGNORECASE)  # of a table
TOTAL = re.compile(r"(?<!\p{L})tổng(?!\p{L})")

BREAKS = (
    re.compile(r";(?=\s)"),
    re.compile(r"[;,](?=\s)"),
)  # where a clause ends, or may; a dash joins "kinh tế - xã hội"
HALF = 0.5  # of a full line: a clause that ends later is long enough to be cut after
ENDS = frozenset(".;!?…/)”")  # what the last character of a sentence can be
OPENS, CLOSES = "([{“‘", ")]}”’"
DATED = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|(?:ngày|tháng|năm|quý|giai đoạn)\s++[\d/.–-]++(?:\s*+[-–]\s*+\d{4})?|\b(?:19|20)\d{2}\b"
)
NUMBERED = re.compile(rf"{DOCUMENT_NUMBER}|\b(?:số|khóa|lần thứ|Điều|khoản)\s++[\dIVX]++")
POINT = re.compile(r"^[\s\-–+*•]*+(?:\(\d{1,2}\)\s*+)?")  # a bullet, the number of a point within a paragraph
FIGURE = re.compile(r"\d++(?:[.,]\d++)*+")
REACHED = re.compile(
    r"(?<!\p{L})(?:đạt|vượt|tăng|giảm|hoàn thành|chiếm|bình quân|tổng (?:số|thu|chi|giá trị|mức|sản lượng|diện tích)|"
    r"toàn (?:tỉnh|huyện|xã|ngành|đơn vị))(?!\p{L})"
)
FORMULA = re.compile(
    r"(?:trên đây|kính trình|kính đề nghị|xin báo cáo)(?!\p{L})", re.IGNORECASE
)  # how a report takes its leave
LEANS = re.compile(r"(?:đồng thời|bên cạnh đó|ngoài ra|trong đó|cụ thể|như vậy|do đó|tuy nhiên|qua đó|từ đó)(?!\p{L})")


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line: ``passage.text[start:end]``, and the main heading it stands under with its label ("" where it has none)."""

    label: str
    heading: str
    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is shown: the line as it stands, a row of a table written out with its titles."""
        row = next((row for row in self.passage.rows if (row.start, row.end) == (self.start, self.end)), None)
        return fold_spaces(row.text if row else self.passage.text[self.start : self.end])


@dataclass(frozen=True, slots=True)
class _SummarySection:
    label: str
    heading: str
    pieces: tuple[Passage, ...]

    @property
    def size(self) -> int:
        return sum(len(piece.text.split()) for piece in self.pieces)


def summary_lines(passages: Sequence[Passage], notes: Sequence[tuple[int, int]] = ()) -> list[SummaryLine]:
    """Return at most :data:`LINES` lines of :data:`PAGE_WORDS` words in reading order, at least one for every main heading.

    What tells least is left out first where they would be more words. A report with fewer than three main headings is told
    by those below them; with more than :data:`LINES`, by the longest sections. Head, closing block and what stands below it
    tell nothing, nor do footnotes. A report without headings is told by its best sentences.

    :param passages: of one report, in reading order. Without passages the list is empty.
    :param notes: where footnotes stand in the report's text.
    """
    sections = _main_sections(passages)
    shares = _shares([section.size for section in sections])
    repeated = _repeated(passages)
    return _within_a_page([_best(section, count, notes, repeated) for section, count in zip(sections, shares, strict=True)])


def _repeated(passages: Sequence[Passage]) -> frozenset[str]:
    """Return the figures that more than one passage tells: what a report says again, it means to be known."""
    places = Counter(figure for passage in passages for figure in set(_telling_figures(passage.text)))
    return frozenset(figure for figure, times in places.items() if times > 1)


def _telling_figures(text: str) -> list[str]:
    """Return the figures of a text that no other quantity has by chance: those of three digits and more."""
    return [figure for figure in _figures(text) if sum(character.isdigit() for character in figure) >= FEWEST_DIGITS]


def _within_a_page(sections: Sequence[Sequence[tuple[float, SummaryLine]]]) -> list[SummaryLine]:
    """Return the lines of all sections that a page holds: those that tell most, and the best one of every section."""
    best = [max(lines, key=lambda worth_and_line: worth_and_line[0]) for lines in sections if lines]
    others = [worth_and_line for lines in sections for worth_and_line in lines if worth_and_line not in best]
    chosen = [line for _, line in best]
    room = PAGE_WORDS - sum(map(_words, chosen))
    for worth, line in sorted(others, key=lambda worth_and_line: -worth_and_line[0]):
        if worth >= TELLING and _words(line) <= room:
            chosen.append(line)
            room -= _words(line)
    return [line for lines in sections for _, line in lines if line in chosen]


def _words(line: SummaryLine) -> int:
    return len(line.text.split())


def summarize(
    title: str, passages: Sequence[Passage], citations: Citations, notes: Sequence[tuple[int, int]] = ()
) -> str | None:
    """Return the summary as an answer's text, every line cited; None if the report holds no sentence to tell it by."""
    lines = summary_lines(passages, notes)
    if not lines:
        return None
    text, heading = [say("summary", title=unmarked(title))], ""
    for line in lines:
        if line.heading != heading and line.heading:
            label = f"{line.label}. " if line.label else ""
            text.append(say("summary_section", label=label, title=unmarked(line.heading.rstrip(" :."))))
        heading = line.heading
        text.append(f"- {unmarked(line.text)} {citations.cite(line.passage, line.start, line.end)}")
    return "\n".join(text)


def _main_sections(passages: Sequence[Passage]) -> list[_SummarySection]:
    above = list(takewhile(lambda p: p.heading != CLOSING_HEADING, passages)) or list(passages)
    body = [p for p in above if p.headings and p.headings[0] not in (CLOSING_HEADING, ANNEX_HEADING)]
    if not body:
        return [_SummarySection("", "", tuple(above))] if above else []
    sections = _at_depth(body, 1)
    if len(sections) < FEWEST_HEADINGS:
        sections = _at_depth(body, 2)
    if len(sections) > LINES:
        longest = sorted(sections, key=lambda section: -section.size)[:LINES]
        sections = [section for section in sections if section in longest]
    return sections


def _at_depth(passages: Sequence[Passage], depth: int) -> list[_SummarySection]:
    """Return the sections by the first ``depth`` headings of their passages, in reading order.

    What is weak stands by itself, whatever heading it is below: a page that leaves it out would flatter.
    """
    grouped: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        below = passage.headings[depth : depth + 1]
        is_weak = any(role.is_of(heading) for role in facet_words().roles if role.name in WEAK for heading in below)
        grouped.setdefault(passage.headings[: depth + is_weak], []).append(passage)
    return [_SummarySection(_label(path, pieces[0]), path[-1], tuple(pieces)) for path, pieces in grouped.items()]


def _label(path: tuple[str, ...], passage: Passage) -> str:
    """Return the label of the heading; the labels of a passage are told only where every heading has one."""
    return passage.section[len(path) - 1] if len(passage.section) == len(passage.headings) else ""


def _shares(sizes: Sequence[int]) -> list[int]:
    """Return how many lines every section gets: one, and what is left to the longest for its lines, in turn.

    The results take most of a report and of its summary. At three lines a section 16 of 33 pages held all figures, 24 so.
    """
    shares = [1] * len(sizes)
    while sum(shares) < LINES:
        open_ = [at for at, share in enumerate(shares) if share < MOST_LINES]
        if not open_:
            break
        shares[max(open_, key=lambda at: sizes[at] / (shares[at] + 1))] += 1
    return shares


def _best(
    section: _SummarySection, count: int, notes: Sequence[tuple[int, int]], repeated: Collection[str]
) -> list[tuple[float, SummaryLine]]:
    """Return (worth, line) of what a section tells most by, in reading order; each of another passage while there is one."""
    lines = [
        (score, at, SummaryLine(section.label, section.heading, piece, start, end))
        for at, piece in enumerate(section.pieces)
        for start, end, score in _candidates(piece, repeated)
        if not any(a <= piece.start + start < b for a, b in notes)
    ]
    chosen: list[tuple[float, int, SummaryLine]] = []
    while lines and len(chosen) < count:
        pieces_used = [at for _, at, _ in chosen]
        best = max(lines, key=lambda item: (-pieces_used.count(item[1]), item[0]))
        lines.remove(best)
        chosen.append(best)
    return [(worth, line) for worth, _, line in sorted(chosen, key=lambda item: (item[1], item[2].start))]


def _candidates(passage: Passage, repeated: Collection[str]) -> list[tuple[int, int, float]]:
    """Return the stretches of a passage that can be a line, as (start, end, worth); of a table its telling rows.

    :param repeated: figures that another passage tells too.
    """
    stretches: list[tuple[int, int, float]] = []
    for start, end in sentences(passage.text):
        if any(row.start < end and start < row.end for row in passage.rows):
            continue
        if CAPTION.match(passage.text[start:end].strip()):
            continue
        start += _opening(passage.text[start:end])
        stop = _cut(passage.text, start, end)
        text = passage.text[start:stop]
        last = passage.text[start:end].rstrip()[-1:]
        title = last not in ENDS and any(0 <= row.start - end <= 2 for row in passage.rows)  # of the table below it
        if len(text.split()) >= FEWEST_WORDS and last != ":" and not title and not FORMULA.match(text):
            first = bool(_figures(text)) and not any(_figures(passage.text[a:b]) for a, b, _ in stretches)
            again = len(set(_telling_figures(text)).intersection(repeated))
            worth = _worth(text) + (LEADS if first else 0.0) + AGAIN * min(MOST_AGAIN, again)
            stretches.append((start, stop, worth - (0.0 if last in ENDS else LEANING)))  # else a title, or a clause
    return stretches + [(row.start, row.end, ROW_WORTH) for row in _telling_rows(passage)]


def _telling_rows(passage: Passage) -> list[WrittenRow]:
    """Return the rows that tell a table: those of totals, else the first of a table of indicators; none of a short one."""
    rows = [row for row in passage.rows if row.cells and FIGURE.search(row.text) and len(row.text.split()) <= WORDS]
    if len(rows) < FEWEST_ROWS:
        return []
    totals = [row for row in rows if TOTAL.search(fold(row.text))]
    indicators = [row for row in rows if any(UNIT_TITLE.match(title) for title, _ in row.cells)]
    return (totals or indicators)[:MOST_ROWS]


def _opening(sentence: str) -> int:
    """Return the length of a bullet or an enumerator before a sentence."""
    bullet = enumerator(sentence)
    rest = sentence[bullet.length :] if bullet else sentence
    return len(sentence) - len(POINT.sub("", rest, count=1))


def _cut(text: str, start: int, end: int) -> int:
    """Return the end of a stretch of at most WORDS words: the sentence's, the last clause's, or where the words run out."""
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) <= WORDS:
        return end
    limit = start + words[WORDS - 1].end()
    for mark, fewest in zip(BREAKS, (HALF * WORDS, FEWEST_WORDS), strict=True):
        ends = [match.start() for match in mark.finditer(text, start, limit)]
        fitting = [at for at in ends if len(text[start:at].split()) >= fewest and _is_closed(text[start:at])]
        if fitting:
            return fitting[-1]
    return limit


def _is_closed(text: str) -> bool:
    """Say whether every bracket and quotation mark of a text is closed."""
    return all(text.count(a) <= text.count(b) for a, b in zip(OPENS, CLOSES, strict=True))


def _figures(text: str) -> list[str]:
    """Return the figures of a line that are no dates and no numbers of documents."""
    return FIGURE.findall(DATED.sub(" ", NUMBERED.sub(" ", text)))


def _worth(text: str) -> float:
    """Return how much a line tells: by its figures that are no dates and numbers of documents, and by words of results."""
    folded = fold(text)
    figures = min(MOST_FIGURES, len(_figures(text)))
    results = len(set(REACHED.findall(folded)))
    role = any(phrase in folded for kind in facet_words().roles for phrase in kind.headings)
    full = FULL * 10 * min(1.0, len(text.split()) / WORDS)
    leans = LEANS.match(folded) or text[0].islower()  # it goes on from what stands before it
    return figures + min(results, 2) + 0.5 * role + full - (LEANING if leans else 0.0)
