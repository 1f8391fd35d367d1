"""Head and closing block of last year's report, told from its body: the draft has new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex as re

from app.renewal.model import OldHead
from ingest.language.spelling import fold
from ingest.language.text import fold_spaces
from ingest.model import Metadata
from ingest.structure.closing import RECIPIENTS, SIGNATURE

PARTY = re.compile(r"^\W{0,9}+ĐẢNG\s{1,9}+CỘNG\s{1,9}+SẢN\s{1,9}+VIỆT\s{1,9}+NAM")  # its head is another one and stays
TYPE = re.compile(r"^\W{0,9}+BÁO\s{1,9}+CÁO(?!\p{L})[\s:]{0,9}+", re.IGNORECASE)
OPENS = re.compile(r"(?:Kính|Thực hiện|Căn cứ|Theo|Năm)(?!\p{L})|[(IVX\d]")
LONGEST = 30  # paragraphs of a head
LONGEST_TITLE = 45  # words of a subject in one line
LONGEST_LINE = 24  # words of one of its lines; a paragraph of the text is longer
TIME = re.compile(r"\(?(?:năm|giai đoạn|nhiệm kì|quý|\d{1,2} tháng)(?!\p{L})")
DASHED = re.compile(r"^[-–+]\s*")
LEAST = 8  # letters of a line that is told as part of a title


@dataclass(frozen=True, slots=True)
class HeadLines:
    """Where a head ends (paragraphs), and the subject below "BÁO CÁO"; ``end`` is 0 without a head of the State's form."""

    end: int
    subject: str


def head_lines(texts: Sequence[str], facts: Metadata) -> HeadLines:
    """Tell the head from the body by the line "BÁO CÁO" and the title: nothing but short lines stand above them.

    A report that begins with its title has a head too: it is read out at a meeting, and gets one as it is sent.
    """
    near = texts[:LONGEST]
    if any(PARTY.search(text) for text in near):
        return HeadLines(0, "")
    title = _letters(facts.title or "")
    first = next((at for at, text in enumerate(near) if TYPE.match(text) or _is_of(text, title)), None)
    if first is None or any(len(text.split()) > LONGEST_LINE for text in near[:first]):
        return HeadLines(0, "")
    lines: list[str] = []
    end = first
    for at, text in enumerate(near[first:], start=first):
        rest = TYPE.sub("", text, count=1).strip() if at == first else text.strip()
        if at > first and rest and not (_is_of(rest, title) or _is_time(rest) or _goes_on(rest, lines)):
            break
        lines += [rest] if rest else []
        end = at + 1 if text.strip() else end
    return HeadLines(end, fold_spaces(" ".join(lines))) if lines else HeadLines(0, "")


def _goes_on(text: str, lines: Sequence[str]) -> bool:
    """Say whether a line below "BÁO CÁO" is the subject, or goes on with one in capitals, and does not open the text."""
    opened = not lines or (len(lines) == 1 and lines[0].isupper())
    return opened and text[-1] not in ".;:," and len(text.split()) <= LONGEST_TITLE and OPENS.match(text) is None


def _is_of(text: str, title: str) -> bool:
    """Say whether a line is one of the title's."""
    letters = _letters(text)
    return len(letters) >= LEAST and letters in title


def _is_time(text: str) -> bool:
    """Say whether a line below a title tells its time: "Năm 2024 của …"."""
    return TIME.match(fold(text)) is not None and len(text.split()) <= LONGEST_LINE and text.strip()[-1] not in ".;:,"


def closing_lines(texts: Sequence[str], signer: str | None, head: OldHead) -> tuple[int, OldHead]:
    """Return how many of the paragraphs from the closing block's first on belong to it, and the head with what they tell.

    What stands behind the signer's name is no part of it. No name, or neither recipients nor signature: 0 and the same head.
    """
    if not signer:
        return 0, head
    authority, titles, recipients = "", [], []
    listed = False
    last = 0
    for at, text in enumerate(map(fold_spaces, texts)):
        if RECIPIENTS.match(text):
            listed = True
        elif SIGNATURE.match(text) and not authority:
            authority = text
        elif _letters(text).endswith(_letters(signer)):
            before = text[: len(text) - len(signer)].strip()
            titles += [before] if before.isupper() else []  # office and name in one cell
            last = at + 1
            break
        elif listed and DASHED.match(text):
            recipients.append(DASHED.sub("", text).strip(" ;."))
        elif text.isupper() and len(text.split()) <= LONGEST_LINE:
            titles.append(text)
    if not last or not (listed or authority or titles):
        return 0, head
    return last, replace(head, signed=True, authority=authority, title="\n".join(titles), recipients=tuple(recipients))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
