"""What people make of a body's name, whatever its kind: parts of it, its initials, with the proper name that closes it.

"Ban Quản lý khu bảo tồn thiên nhiên Lam Khê" is "ban Lam Khê", "khu bảo tồn Lam Khê", "KBTTN Lam Khê", "khu bảo tồn".
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from enum import IntEnum

from index.gazetteer.issuers import ReportingBody, closing_name, issuer_words
from index.gazetteer.units import WORD
from ingest.language import compounds
from ingest.language.names import family_names
from ingest.language.spelling import fold
from ingest.language.syllables import is_syllable

UNSAID = frozenset({"và", "việt", "nam", "của"})  # words that an abbreviation leaves out
SHORTEST_INITIALS = 3  # letters; fewer mean too much else
TOPIC = (2, 3)  # words of what a body is about
HEAD = 2  # words of a name that say what kind of body it is: "Công ty", "Cảng vụ"
TAIL = 2  # words that stay before a proper name where those between are left out: "khu vực Lam Khê"


class Strength(IntEnum):
    """What a form needs to mean the body: its unit's name, a frame or its unit's kind ("công an xã"), or nothing."""

    WITH_UNIT = 1
    FRAMED = 2
    ALONE = 3


def name_forms(body: ReportingBody, kinds: Sequence[str]) -> Iterator[tuple[str, Strength]]:
    """Yield the forms of a name less its unit, some of them more than once.

    A part begins with the first word of the name or with a noun that heads the name of an organisation, and cuts no
    compound. A proper name alone is one only where it is no person's.

    :param kinds: ways of naming the body's kind.
    """
    words = WORD.findall(body.name)
    own = closing_name(body.name)
    common = words[: len(words) - len(own)]
    for at in [at for at in range(len(common)) if at == 0 or _heads_name(common, at)]:
        parts = [common[at:end] for end in range(at + 1, len(common) + 1) if not is_compound(common[end - 1 : end + 1])]
        if own:
            yield from ((" ".join((*part, *own)), Strength.ALONE) for part in parts)
            shorter = (part for part in parts if at + len(part) <= len(common) - TAIL)
            yield from ((" ".join((*part, *common[-TAIL:], *own)), Strength.ALONE) for part in shorter)
        if at > 0 or not body.kind:
            yield from ((" ".join(part), Strength.ALONE if len(part) > 2 else Strength.FRAMED) for part in parts)
        initials = "".join(word[0] for word in parts[-1] if word.lower() not in UNSAID)
        if len(initials) >= SHORTEST_INITIALS and not is_syllable(initials.lower()):
            yield initials, Strength.FRAMED
            if own:
                yield " ".join((initials, *own)), Strength.ALONE
    for at in range(1, len(common)) if own else ():  # "thủy lợi Lam Khê"
        if not is_compound(common[at - 1 : at + 1]):
            yield " ".join((*common[at:], *own)), Strength.ALONE
    if not body.kind:
        yield from ((" ".join((*common[:HEAD], topic)), Strength.ALONE) for topic in _topics(common[HEAD - 1 :]))
        yield from ((f"{frame} {topic}", Strength.ALONE) for frame in issuer_words().before for topic in _topics(common))
        two_words = is_compound(common[:2]) or tuple(map(fold, common[:2])) in issuer_words().short_heads
        if len(common) > 2 and not two_words:  # "Quỹ Bảo vệ và Phát triển rừng" is "quỹ rừng"
            yield f"{common[0]} {common[-1]}", Strength.ALONE
    if own:
        yield from ((" ".join((kind, *own)), Strength.ALONE) for kind in kinds)
    if len(own) > 1 and own[0].lower() not in family_names() and not is_compound(own):
        yield " ".join(own), Strength.FRAMED


def is_compound(words: Sequence[str]) -> bool:
    """Say whether two of some words, one behind the other, are a common compound: "Đào Tạo" is no name."""
    pairs = zip(words, words[1:], strict=False)
    return any((fold(first), fold(second)) in _compounds() for first, second in pairs)


@functools.cache
def _compounds() -> frozenset[tuple[str, str]]:
    return frozenset((fold(first), fold(second)) for first, second in compounds.known())


def _topics(common: Sequence[str]) -> Iterator[str]:
    """Yield the parts of a name behind its first word that cut no compound: what the body is about."""
    for at in range(1, len(common)):
        for size in TOPIC:
            end = at + size
            if end <= len(common) and not any(is_compound(common[cut - 1 : cut + 1]) for cut in (at, end)):
                yield " ".join(common[at:end])


def _heads_name(words: Sequence[str], at: int) -> bool:
    """Say whether a noun that heads the name of an organisation stands at a word, words behind it, and ends no compound."""
    small = [fold(word) for word in words]
    if is_compound(words[at - 1 : at + 1]):
        return False
    return any(tuple(small[at : at + len(head)]) == head and at + len(head) < len(small) for head in issuer_words().heads)
