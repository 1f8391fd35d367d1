"""From visual lines to paragraphs: page furniture out, broken lines rejoined.

A text extracted from a page ends a line where the next word no longer fitted. So a line break is the author's own
where the next word *would* have fitted (see ``typeface``). Blank lines say little: some extractions put one after
every visual line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.documents import kind_names
from ingest.language.enumerators import Rank, enumerator
from ingest.language.text import fold_spaces
from ingest.model import Kind, Line, Paragraph
from ingest.structure.furniture import without_furniture
from ingest.structure.pieces import LONGEST
from ingest.typeface import LONGEST_VISUAL_LINE, SPACE, page_width, width

FIRST_LINE = 0.905  # of a full line: what a first line holds, indented by 1-1.27 cm of 16.5
USUAL_LINE = 33_000  # a full line of 16.5 cm at 14 points, where a file has too few lines to tell
WINDOW = 8  # lines looked at to each side when asking whether a stretch of text is wrapped
BULLET = re.compile(r"^(?:[-–+•▪]\s*|\*\s*)(?=\S)")
ENDS_SENTENCE = re.compile(r"[.;:!?…](?:[”’\"')*]|\./\.){0,8}$")
ENDS_IN_BROKEN_NUMBER = re.compile(r"(?<=[^\s.])[-/]$")  # not the "./" a report ends with
LONGEST_NOTE = 5  # paragraphs of a footnote in running text
# Words that lead on to the next one and so cannot be the last of a title or a paragraph.
LEADS_ON = frozenset("của và các về với cho trong theo do là những để bằng từ tại mọi mỗi bởi hoặc".split())
# But here they close a word: "Tồn tại", "đời sống tự do".
CLOSED = frozenset({("tồn", "tại"), ("hiện", "tại"), ("ngoại", "tại"), ("nội", "tại"), ("tự", "do"), ("lý", "do"),
                    ("lí", "do"), ("công", "bằng"), ("văn", "bằng"), ("cân", "bằng"), ("thăng", "bằng")})  # fmt: skip
LEADS_TO_NUMERAL = frozenset("thứ khóa khoá kỳ quý hạng loại nhóm".split())  # "Đại hội lần thứ / XIII. Trong năm …"
LEADS_TO_FIGURE = (
    LEADS_ON | LEADS_TO_NUMERAL | frozenset("số điểm khoản mục điều đạt là tháng quý năm ngày trên dưới".split())
)
STRONG = (
    Rank.PART,
    Rank.CHAPTER,
    Rank.DIVISION,
    Rank.ARTICLE,
    Rank.CAPITAL,
    Rank.ROMAN,
    Rank.STAR,
)  # enumerators that never open a line by chance
CHECKS = frozenset("☐☑☒✓✔✗✅❌")  # signs that say something by themselves
PUNCTUATION = "“”\"'(),.;:"
NOTE_MARK = re.compile(r"^[¹²³⁴⁵⁶⁷⁸⁹]+\s*\S")
PLAIN_NOTE = re.compile(r"^(\d{1,2})\s+\p{Lu}")  # a footnote whose mark has lost its raised place


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Rejoin visual lines into paragraphs, in reading order.

    Lines that are whole already, table rows and footnotes stay by themselves. Empty input gives an empty list.
    """
    printed = [(number, line) for number, line in enumerate(lines) if any(c.isalnum() or c in CHECKS for c in line.text)]
    notes = _notes([(number, line) for number, line in printed if line.kind is Kind.NOTE])
    numbered = without_furniture([(number, line) for number, line in printed if line.kind is not Kind.NOTE])
    text_lines = [line for _, line in numbered]
    habits = _habits(text_lines)
    wrapped = _wrapped(text_lines, habits.full)
    joined: list[Paragraph] = []
    group: list[tuple[int, Line]] = []
    for index, (number, line) in enumerate(numbered):
        if group and not _continues(group, line, wrapped[index - 1] and wrapped[index], habits):
            joined.append(_joined(group))
            group = []
        group.append((number, line))
    if group:
        joined.append(_joined(group))
    # a note stands at the foot of its page: after the paragraph that was open there
    return sorted([*_mended(joined, lines), *notes], key=lambda paragraph: paragraph.line)


def _notes(numbered: list[tuple[int, Line]]) -> list[Paragraph]:
    """Join the lines of each footnote; a line without a mark goes on with the note before it, also on the next page."""
    groups: list[list[tuple[int, Line]]] = []
    for number, line in numbered:
        if groups and not line.whole and not line.mark:
            groups[-1].append((number, line))
        else:
            groups.append([(number, line)])
    return [_joined(group) for group in groups]


def _wrapped(lines: Sequence[Line], full: float) -> list[bool]:
    """Say for each line whether it stands in a wrapped stretch: many full lines around it, none beyond a page's width."""
    widths = [width(line.text.strip()) for line in lines]
    near = [full and 0.85 * full <= w <= 1.06 * full for w in widths]
    answers = []
    for index, line in enumerate(lines):
        around = range(max(0, index - WINDOW), min(len(lines), index + WINDOW + 1))
        share = sum(bool(near[i]) for i in around) / len(around)
        answers.append(not line.whole and share >= 0.3 and widths[index] < LONGEST_VISUAL_LINE)
    return answers


@dataclass(frozen=True, slots=True)
class _Habits:
    """What the lines of one file show of how it was typed.

    ``full``: width of a full visual line. ``spaced``: blank lines stand after most lines, so they mark nothing.
    ``afresh``: words written with a capital only where a sentence begins. ``pairs``: words seen side by side within
    a line.
    """

    full: float
    spaced: bool
    afresh: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def _habits(lines: Sequence[Line]) -> _Habits:
    visual = [line for line in lines if not line.whole]
    spaced = bool(visual) and sum(line.gap for line in visual) > 0.5 * len(visual)
    small: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    pairs: set[tuple[str, str]] = set()
    for line in visual:
        words = line.text.split()
        for before, word in zip(words, words[1:], strict=False):
            pairs.add((before, word))
            bare = word.strip(PUNCTUATION)
            if bare.islower():
                small[bare.capitalize()] += 1
            elif bare.istitle() and not ENDS_SENTENCE.search(before):
                inner[bare] += 1
    afresh = frozenset(word for word, count in small.items() if count > inner[word])
    return _Habits(page_width(lines), spaced, afresh, frozenset(pairs))


def _continues(group: list[tuple[int, Line]], line: Line, wrapped: bool, habits: _Habits) -> bool:
    """Say whether ``line`` goes on with the paragraph that the lines of ``group`` have begun."""
    last = group[-1][1]
    if sum(len(part.text) for _, part in group) + len(line.text) > LONGEST:
        return False
    if last.kind is not line.kind or line.kind is not Kind.TEXT or last.whole or line.whole:
        return False
    here, there = last.text.strip(), line.text.strip()
    if NOTE_MARK.match(there) or _is_note(group, there):
        return False
    if ENDS_IN_BROKEN_NUMBER.search(here):
        return True
    if there.isupper() and not _capitals(here) and there.casefold() in kind_names():
        return False  # "BÁO CÁO" below the date
    if _title_ends(group, line):
        return False
    if not wrapped:
        opens = ENDS_SENTENCE.search(here) or enumerator(there)
        return not opens and (there[0].islower() or _is_full(here, there, habits))
    return _open_bracket(group, there) or _runs_on(group, line, habits)


def _title_ends(group: list[tuple[int, Line]], line: Line) -> bool:
    """Say whether a title set bold ends above a line that is not: the line begins afresh, with a capital."""
    bold = all(_is_bold(part.bold, part.text) for _, part in group)
    here, there = group[-1][1].text.split(), line.text.strip()
    return bold and not line.bold and there[0].isupper() and not _leads_on(here) and here[-1][-1] not in ",(-–:"


def _leads_on(words: Sequence[str]) -> bool:
    """Say whether the last of some words cannot be the last of a title or a paragraph."""
    return words[-1] in LEADS_ON and tuple(word.lower() for word in words[-2:]) not in CLOSED


def _is_bold(letters: int, text: str) -> bool:
    """Say whether a line, of which so many letters and figures are bold, is bold to its end."""
    return letters >= sum(map(str.isalnum, text)) > 0


def _is_full(here: str, there: str, habits: _Habits) -> bool:
    """Say whether a line is full where few around it are, and leads on to the next: "của Bộ / Chính trị", "đạt / 90 đơn"."""
    words = here.split()[-1], there.split()[0]
    leads = words in habits.pairs or words[1][0].isdigit()
    return leads and width(here) + SPACE + width(words[1]) > FIRST_LINE * (habits.full or USUAL_LINE)


def _runs_on(group: list[tuple[int, Line]], line: Line, habits: _Habits) -> bool:
    """The same in wrapped text, by whether the next word would have fitted and how the two lines end and begin."""
    here, there = group[-1][1].text.strip(), line.text.strip()
    opening = enumerator(there)
    first = group[0][1].text.strip()
    titled = enumerator(first) is not None or _capitals(first)
    if titled and _capitals(here) and not _capitals(there):
        return False  # a title in capitals ends where the capitals end
    last_word, next_word = here.split()[-1], there.split()[0]
    fits = (width(here) + SPACE + width(next_word)) / habits.full
    limit = 0.985 if len(group) > 1 else FIRST_LINE
    ends, lower = bool(ENDS_SENTENCE.search(here)), there[0].islower() or (there[0].isdigit() and not titled)
    if bullet := BULLET.match(there):
        # "kinh tế / - xã hội": a dash inside a phrase that fell to the start of a line
        inner = there[bullet.end()].islower() or (last_word, "-") in habits.pairs
        return not ends and fits > 0.8 and inner and not there.startswith("*")
    if opening and opening.rank is Rank.ROMAN and last_word in LEADS_TO_NUMERAL:
        return fits > 0.8
    if opening and not (opening.rank is Rank.PART and lower):
        headed = _is_bold(group[-1][1].bold, here) and _is_bold(line.bold, there) and last_word not in LEADS_TO_FIGURE
        return opening.rank not in STRONG and not ends and fits > limit and not headed
    if not habits.spaced and line.gap:
        return lower and not ends and fits > 0.8
    if ends and there[0].islower() and (NOTE_MARK.match(first) or PLAIN_NOTE.match(first)):
        return False  # what goes on below a finished footnote is the sentence that it interrupted
    if ends:
        bold = titled and here[-1] in ";:"  # titles are bold, hence wider than reckoned
        return fits > limit - (0.03 if bold else 0.0) or (lower and here[-1] in ";:")
    if lower or _leads_on(here.split()) or (fits > 0.6 and (last_word, next_word) in habits.pairs):
        return True
    return fits > limit + _allowance(titled, next_word, habits)


def _is_note(group: list[tuple[int, Line]], there: str) -> bool:
    """True for "1 Tiêu biểu: …" where the sentence above it holds the mark: "91 công văn1, bảo đảm"."""
    mark = PLAIN_NOTE.match(there)
    text = " ".join(line.text for _, line in group)
    return mark is not None and re.search(rf"(?<!\b[kdc]?m)(?<=\p{{L}}[”\")]?){mark[1]}(?!\d)", text) is not None


def _allowance(titled: bool, next_word: str, habits: _Habits) -> float:
    """How much fuller than reckoned a line without an end must be for a capital below it to go on with it."""
    if not titled:
        return -0.1  # a paragraph hardly ends without a full stop
    if next_word.strip(PUNCTUATION) in habits.afresh:
        return 0.05
    return -0.03  # titles are bold, hence wider than reckoned


def _open_bracket(group: list[tuple[int, Line]], there: str) -> bool:
    """True where a bracket or quotation mark stands open and the next line soon closes it."""
    text = " ".join(line.text for _, line in group)
    soon = there[:40]
    return any(text.count(a) > text.count(b) and b in soon and a not in soon[: soon.index(b)] for a, b in ("()", "“”"))


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _joined(group: list[tuple[int, Line]]) -> Paragraph:
    """Join the visual lines of one paragraph; a document number or a year span broken at its hyphen gets no space."""
    number, first = group[0]
    text, page = fold_spaces(first.text), first.page
    breaks: list[tuple[int, int]] = []
    marks = list(_folded(first))
    for _, line in group[1:]:
        more = fold_spaces(line.text)
        text += more if ENDS_IN_BROKEN_NUMBER.search(text) else f" {more}"
        marks += [(len(text) - len(more) + offset, mark) for offset, mark in _folded(line)]
        if line.page is not None and line.page != page:
            page = line.page
            breaks.append((len(text) - len(more), page))
    bold = 0
    for _, line in group:
        bold += line.bold
        if line.bold < sum(map(str.isalnum, line.text)):
            break
    return Paragraph(
        text, first.page, first.kind, number, tuple(breaks), first.row, first.mark, tuple(marks), first.heading, bold
    )


def _folded(line: Line) -> tuple[tuple[int, str], ...]:
    """Return the marks of a line where they stand in its text without needless spaces."""
    return tuple((len(fold_spaces(line.text[:offset])), mark) for offset, mark in line.marks)


def _mended(joined: list[Paragraph], lines: Sequence[Line]) -> list[Paragraph]:
    """Rejoin a paragraph that a footnote had cut in two; the note follows it. Those that came whole stay as they are.

    A note in running text can be told only by what it interrupts: a sentence that breaks off before a mark and goes on
    in small letters some paragraphs later.
    """
    mended: list[Paragraph] = []
    for paragraph in joined:
        opened = _cut_open(mended) if paragraph.text[0].islower() and not enumerator(paragraph.text) else None
        if opened is not None and len(mended[opened].text) + len(paragraph.text) > LONGEST:
            opened = None
        if opened is None or paragraph.kind is not Kind.TEXT or lines[paragraph.line].whole:
            mended.append(paragraph)
            continue
        cut = mended[opened]
        at = len(cut.text) + 1
        breaks = cut.breaks
        if paragraph.page is not None and paragraph.page != (breaks[-1][1] if breaks else cut.page):
            breaks += ((at, paragraph.page),)
        breaks += tuple((at + offset, page) for offset, page in paragraph.breaks)
        marks = (*cut.marks, *((at + offset, mark) for offset, mark in paragraph.marks))
        mended[opened] = Paragraph(f"{cut.text} {paragraph.text}", cut.page, cut.kind, cut.line, breaks, marks=marks)
    return mended


def _cut_open(mended: list[Paragraph]) -> int | None:
    """Return the index of a paragraph that breaks off before a footnote among the last few, None without one."""
    for index in range(len(mended) - 1, max(0, len(mended) - LONGEST_NOTE) - 1, -1):
        mark = NOTE_MARK.match(mended[index].text) or PLAIN_NOTE.match(mended[index].text)
        if index and mark and mended[index - 1].kind is Kind.TEXT and not ENDS_SENTENCE.search(mended[index - 1].text):
            return index - 1
    return None
