"""A draft: the outline filled with precedent wording and the office's own figures. Nothing in it is invented.

Every word comes from the outline, from a report (blanked, with its source) or from the input. What is missing becomes a
blank in the text and a line in the list of what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex as re

from app.answer.sources import passage_line
from app.assistant import Assistant
from app.drafting import last_year, precedents
from app.drafting import outline as outlines
from app.drafting.formulas import contradict
from app.drafting.model import Annex, Draft, DraftParagraph, DraftText, Section
from app.drafting.outline import RESULTS, Head, Outline
from app.drafting.precedents import Precedent
from app.drafting.request import Group, Request
from app.wording.blanks import DRAWN, BlankedPiece, Gap
from index.query.glossary import glossary
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold, tokens
from ingest.language.text import capitalized

VARIANTS = 4  # of wording for a phrase, best first; after the last the first comes again
SENTENCES = 3  # of a section's paragraphs of running text, at most as many as it has phrases
COMMON = re.compile(r"(?<=[\p{Ll},;]\s)(?:Huyện|Tỉnh|Xã|Thị trấn|Phường)(?!\s+(?:\p{Lu}|[ủu]))")
MOVED = {"Uỷ": "Ủy", "uỷ": "ủy", "oá": "óa", "oà": "òa", "thuỷ": "thủy", "Thuỷ": "Thủy"}
OFF = re.compile(r"[%‰\p{L}\d]")  # a space goes between a blank and these: "[…] %"
RAISED = {"2": "²", "3": "³"}
TONES = re.compile(r"(?<!q)(?:Uỷ|uỷ|oá|oà)(?!\p{L})")
GROWN = re.compile(r"(?:giảm|tăng|thêm|hỗ trợ|tặng|cho|giúp|trong)\s*$")  # a figure behind these is not the total
GOES_ON = re.compile(r"\s{1,40}+và\s|\p{L}")  # behind a name these say that the figure covers more than that
COUNTED = re.compile(r"(?<![\d.,/])(\d[\d.,/]*+)\s(\p{L}++(?:\s\p{L}++){0,3})(?=[,;(]|\s\(|$)")  # "88 hộ, chiếm 4,1%"
COUNT = re.compile(r"^(?:tổng )?số (?=\p{L})", re.IGNORECASE)
SHARE_FOLLOWS = re.compile(r",?+\s{0,40}+(?:chiếm|đạt)(?: tỉ lệ)?+\s*+")


@dataclass
class _Making:
    """State of one run: what was used already, what is missing."""

    assistant: Assistant
    request: Request
    variant: int
    used: list[str] = field(default_factory=list)


def make(assistant: Assistant, kind: str, request: Request, outline: Outline | None = None, variant: int = 0) -> Draft:
    """Return a draft of one kind ("annual", "five-year", "directive-ten-years").

    :param outline: use this one and not the kind's.
    :param variant: 0 takes the best wording of every phrase, 1 the next best, and so on.
    :raises BadRequest: the basket names a passage that the library does not hold.
    """
    outline = outline or outlines.of_kind(kind)
    making = _Making(assistant, request, variant)
    groups = _placed(request.figures, outline.heads)
    by_section = _basket(making, outline.heads)
    sections, annexes = [], []
    for number, (head, mark) in enumerate(zip(outline.heads, outlines.numbered(outline.heads), strict=True)):
        own = groups.get(number, [])
        annexes.extend(_annexes(own))
        title = filled(head.heading, request)
        paragraphs = _paragraphs(making, head, own, by_section.get(number, []))
        sections.append(Section(mark, head, title, tuple(paragraphs), variant))
    return Draft(
        request,
        filled(outline.title, request),
        filled(outline.opening, request),
        filled(outline.closing, request),
        tuple(sections),
        tuple(annexes),
    )


def another(assistant: Assistant, draft: Draft, at: int) -> Draft:
    """Return the draft with other borrowed wording in one section; what the drafter wrote there stays.

    Without other wording the section stays as it is.
    """
    section = draft.sections[at]
    others = [t for n, part in enumerate(draft.sections) if n != at for p in part.paragraphs for t in p.texts if t.source]
    now = {text.source for paragraph in section.paragraphs for text in paragraph.texts if not text.own}
    making = _Making(assistant, draft.request, section.variant + 1, [text.text for text in others])
    own = _placed(draft.request.figures, [part.head for part in draft.sections]).get(at, [])
    borrowed = tuple(_paragraphs(making, section.head, own, []))
    if {text.source for paragraph in borrowed for text in paragraph.texts} <= now:
        return draft
    written_by_hand = tuple(p for p in section.paragraphs if any(text.own for text in p.texts))
    changed = replace(section, paragraphs=(*borrowed, *written_by_hand), variant=section.variant + 1)
    return replace(draft, sections=(*draft.sections[:at], changed, *draft.sections[at + 1 :]))


def filled(pattern: str, request: Request) -> str:
    """Return a sentence of the outline with the names of the input; a name that the input lacks becomes a blank."""
    values = {
        "period": request.period,
        "next": request.next,
        "agency": sentence_name(request.agency),
        "place": request.place,
        "basis": request.basis or DRAWN,
        "directive": request.directive or f"Chỉ thị số {DRAWN}",
    }
    return re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], DRAWN), pattern)


def sentence_name(agency: str) -> str:
    """Return "ỦY BAN NHÂN DÂN XÃ SƠN HẢI" as it stands in a sentence: "Ủy ban nhân dân xã Sơn Hải"."""
    if not agency.isupper():
        return agency
    small = " ".join(word if _is_abbreviated(word) else word.lower() for word in agency.split())
    match = re.search(r"\b(huyện đảo|huyện|thị trấn|thị xã|thành phố|quận|phường|đặc khu|xã|tỉnh)\s+(.+)$", small)
    if match:
        small = f"{small[: match.start(2)]}{' '.join(word.capitalize() for word in match[2].split())}"
    small = re.sub(r"thi đua - khen thưởng", "Thi đua - Khen thưởng", small)
    return capitalized(small)


def _is_abbreviated(word: str) -> bool:
    """Say whether a word in capitals is an abbreviation: known as one, of two parts ("GD&ĐT"), or no syllable ("THCS")."""
    bare = word.strip(",.()-")
    return glossary().is_short(bare.lower()) or "&" in bare or (bare.isalpha() and not is_syllable(bare.lower()))


def _paragraphs(making: _Making, head: Head, groups: Sequence[Group], basket: Sequence[Precedent]) -> list[DraftParagraph]:
    if not head.role:
        return []
    figures = [pair for group in groups for pair in group.values]
    paragraphs = _laid_out(list(basket) or _borrowed(making, head), figures, head)
    for group in groups:
        paragraphs.extend(_figures(group, making.request))
        if group.rows:
            paragraphs.append(DraftParagraph((DraftText((BlankedPiece("(Số liệu chi tiết tại Phụ lục kèm theo)."),)),)))
    return paragraphs or [DraftParagraph((DraftText((BlankedPiece(DRAWN, Gap.NAME),)),))]


def _borrowed(making: _Making, head: Head) -> list[Precedent]:
    """Return one borrowed sentence for each phrase; no two are of one wording."""
    chosen_sentences: list[Precedent] = []
    for phrase in head.search:
        listed = precedents.find(making.assistant, phrase, head, making.request)
        fresh = [precedent for precedent in listed if not any(_clashes(precedent.quote, other) for other in making.used)]
        if fresh:
            chosen = fresh[making.variant % min(len(fresh), VARIANTS)]
            chosen_sentences.append(chosen)
            making.used.append(chosen.quote)
    return chosen_sentences


def _clashes(sentence: str, other: str) -> bool:
    """Say whether a sentence repeats or contradicts another one."""
    return precedents.alike(sentence, other) or contradict(sentence, other)


def _laid_out(borrowed: Sequence[Precedent], figures: Sequence[tuple[str, str]], head: Head) -> list[DraftParagraph]:
    texts = [borrowed_text(replace(precedent, pieces=with_figures(precedent.pieces, figures))) for precedent in borrowed]
    if head.listed:
        return [DraftParagraph((text,), item=True) for text in texts]
    return [DraftParagraph(tuple(texts[at : at + SENTENCES])) for at in range(0, len(texts), SENTENCES)]


def borrowed_text(precedent: Precedent, *, own: bool = False) -> DraftText:
    """Return a borrowed sentence as it stands in a draft, with a note that names its source and quotes its words there."""
    note = f"Mượn câu của: {passage_line(precedent.passage)}. Nguyên văn: “{precedent.quote}”"
    return DraftText(in_decree_spelling(precedent.pieces), note, own, (precedent.passage.report,))


def in_decree_spelling(pieces: Sequence[BlankedPiece]) -> tuple[BlankedPiece, ...]:
    """Return borrowed words in the spelling of the decree (Phụ lục II): common nouns small, "Ủy", "hóa"."""
    spelled = []
    for number, piece in enumerate(pieces):
        text = COMMON.sub(lambda m: m[0].lower(), piece.text) if number or piece.gap is None else piece.text
        text = re.sub(r"(?<=m)[23]\b", lambda m: RAISED[m[0]], text)
        if number and pieces[number - 1].gap is not None and piece.gap is None and OFF.match(text):
            text = f" {text}"
        spelled.append(BlankedPiece(TONES.sub(lambda m: MOVED[m[0]], text), piece.gap))
    return tuple(spelled)


def with_figures(pieces: Sequence[BlankedPiece], figures: Sequence[tuple[str, str]]) -> tuple[BlankedPiece, ...]:
    """Fill blanks that the input names: "[số] hộ nghèo, chiếm [tỷ lệ]%" by "41 hộ, chiếm 1,37%".

    A blank is filled only where the figure's whole name follows it, and a share only right behind that.
    """
    pieces_filled = list(pieces)
    for name, value in figures:
        number = re.match(r"\d+(?:[.,]\d+)*", value)
        share = re.findall(r"(?<!\d)\d++(?:,\d++)?(?=\s*+%)", value)
        folded_name = fold(name)
        for at in range(len(pieces_filled) - 1):
            before = pieces_filled[at - 1].text if at else ""
            if number is None or pieces_filled[at].gap is not Gap.NUMBER or pieces_filled[at + 1].gap is not None:
                continue
            follows = fold(pieces_filled[at + 1].text).lstrip()
            if not follows.startswith(folded_name) or GROWN.search(fold(before)) or GOES_ON.match(follows, len(folded_name)):
                continue
            pieces_filled[at] = BlankedPiece(number[0])
            share_place = SHARE_FOLLOWS.fullmatch(follows, len(folded_name))
            if share_place and len(share) == 1 and at + 2 < len(pieces_filled) and pieces_filled[at + 2].gap is Gap.PERCENT:
                pieces_filled[at + 2] = BlankedPiece(share[0])
    return tuple(pieces_filled)


def _figures(group: Group, request: Request) -> list[DraftParagraph]:
    """The input's figures in one sentence, each as it is given, with its change since last year where that was confirmed."""
    if not group.values:
        return []
    compared = {fold(figure.name): figure for figure in reversed(request.compared)}
    clauses = []
    for name, value in group.values:
        past = compared.get(fold(name))
        change = f", {last_year.change(name, value, past)}" if past else ""
        clauses.append(f"{as_said(_in_sentence(name), value.rstrip(' .;'))}{change}")
    words = f"Về {_in_sentence(group.name)}: {'; '.join(clauses)}."
    return [DraftParagraph((DraftText((BlankedPiece(words),)),))]


def as_said(name: str, value: str) -> str:
    """Return a name with its value as one says it: "88 hộ nghèo, chiếm 4,1%", "giấy khen cho 14 tập thể"."""
    match = COUNTED.match(value)
    if match is None:
        return f"{name}{' ' if value[:1].isdigit() else ': '}{value}"
    number, counted, rest = match[1], match[2].strip(), value[match.end() :]
    bare = COUNT.sub("", name)
    if fold(bare).startswith(f"{fold(counted)} ") or fold(bare) == fold(counted):
        return f"{number} {bare}{rest}"
    if fold(name).endswith(f" {fold(counted)}"):
        return f"{name[: -len(counted)]}{number} {counted}{rest}"
    return f"{name} {value}"


def _in_sentence(name: str) -> str:
    """Return a name as it stands within a sentence: "hộ nghèo" for "Hộ nghèo"; an abbreviation and a proper name stay."""
    first, _, rest = name.partition(" ")
    proper = not first[1:].islower() or rest[:1].isupper()
    return name if proper and first[1:] else name[:1].lower() + name[1:]


def _annexes(groups: Sequence[Group]) -> list[Annex]:
    annexes = []
    for group in groups:
        if group.rows:
            columns = tuple(dict.fromkeys(column for _, cells in group.rows for column, _ in cells))
            rows = tuple((name, *(dict(cells).get(column, DRAWN) for column in columns)) for name, cells in group.rows)
            annexes.append(Annex(f"Số liệu {group.name}", columns, rows))
    return annexes


def _placed(groups: Sequence[Group], heads: Sequence[Head]) -> dict[int, list[Group]]:
    """Assign every group of figures to the section on its subject, or to the first section of results if there is none."""
    placed: dict[int, list[Group]] = {}
    leaves = [number for number, head in enumerate(heads) if head.role]
    results = [number for number in leaves if heads[number].role == RESULTS] or leaves
    for group in groups:
        best = max(leaves, key=lambda number: (_fits(group, heads[number]), -number))
        if _fits(group, heads[best]) == 0:
            best = results[0]
        if group.rows and not group.values:
            best = next((n for n in leaves if heads[n].annex), best)
        placed.setdefault(best, []).append(group)
    return placed


def _fits(group: Group, head: Head) -> float:
    name, heading = fold(group.name), fold(head.heading)
    keys = [fold(key) for key in head.keys]
    names = [fold(n) for n, _ in (*group.values, *group.rows)]
    figures = [fold(name) for name in head.figures]
    score = 10.0 * (name == heading) + 5.0 * any(key in name or name in key for key in keys)
    score += 4.0 * (name in heading or heading in name)
    score += sum(any(key in n for key in keys) for n in names) / max(1, len(names))
    return score + sum(any(f in n or n in f for f in figures) for n in names) / max(1, len(names))


def _basket(making: _Making, heads: Sequence[Head]) -> dict[int, list[Precedent]]:
    """Give the kept passages to sections of their role and words."""
    placed: dict[int, list[Precedent]] = {}
    leaves = [number for number, head in enumerate(heads) if head.role]
    for key in making.request.basket:
        passage, sentences = precedents.of_basket(making.assistant, key, making.request)
        role, words = (
            outlines.role_of(passage.headings),
            set(tokens(f"{passage.heading} {' '.join(p.quote for p in sentences)}")),
        )
        best = max(leaves, key=lambda n: (heads[n].role == role, _shared(heads[n], words), -n))
        placed.setdefault(best, []).extend(sentences)
        making.used.extend(precedent.quote for precedent in sentences)
    return placed


def _shared(head: Head, words: set[str]) -> float:
    own = set(tokens(" ".join((head.heading, *head.keys, *head.search))))
    return len(own & words) / max(1, len(own))
