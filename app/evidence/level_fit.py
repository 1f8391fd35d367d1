"""Whether a stretch tells of the unit asked for or of another level's: "Toàn tỉnh có 58.930 đảng viên" of a district."""

from __future__ import annotations

import functools

import regex as re

from ingest.language.bodies import bodies, levels, unit_kinds, units
from ingest.language.terms import fold
from ingest.model import Metadata

KIND = r"(tỉnh|quốc|nước|huyện|quận|thị xã|thành phố)(?!\p{L})"
# A clause that is about a whole unit. "đứng đầu toàn tỉnh" is of the one that reports: no clause begins there.
OF_WHOLE = re.compile(
    r"(?:^|[,;:.(]\s|(?<=năm \d{4})\s|(?<!\p{L})(?:nay|hiện|theo [\p{L}\s]{1,40},)\s)"
    rf"(?:trên |trong |tính )?(?:toàn|cả) {KIND}"
)
# What a statement is about, up to its verb: "Tỷ lệ hộ nghèo chung của tỉnh cuối năm 2024 là 3,28%".
COMMON_TO_WHOLE = re.compile(
    r"^[^,;:.]{0,60}?(?<!\p{L})(?:chung|bình quân|trung bình)(?: chung)?(?: của| trong)?(?: toàn| cả)? " + KIND
)
WHOLE_ASKED = re.compile(rf"(?<!\p{{L}})(?:toàn|cả) {KIND}")
COUNTRY = frozenset({"quốc", "nước"})


def is_of_larger_unit(question: str, text: str, facts: Metadata) -> bool:
    """Say whether a text is about a unit of a higher level than the body that reports, which the question does not name.

    False where the report does not tell whose it is, and where its body is a province's or the centre's.
    """
    own = _level_of(facts.issuer or "", facts.place or "")
    if own is None:
        return False
    asked = fold(question)
    told = fold(text)
    kinds = [match[1] for match in OF_WHOLE.finditer(told)]
    if common := COMMON_TO_WHOLE.match(told):
        kinds.append(common[1])
    return any(_level_of_kind(kind) < own and not _says(asked, kind) for kind in kinds)


def lacks_larger_unit(question: str, text: str, facts: Metadata) -> bool:
    """Say whether a question asks for all of a larger unit ("cả tỉnh") than the body that reports, and a text names none.

    Then the text tells of the body's own. False where the report does not tell whose it is.
    """
    own = _level_of(facts.issuer or "", facts.place or "")
    if own is None:
        return False
    told = fold(text)
    kinds = (match[1] for match in WHOLE_ASKED.finditer(fold(question)))
    return any(_level_of_kind(kind) < own and not _says(told, kind) for kind in kinds)


def _level_of_kind(kind: str) -> int:
    return 0 if kind in COUNTRY else levels().index(unit_kinds()[kind])


def _says(folded: str, kind: str) -> bool:
    return re.search(rf"(?<!\p{{L}}){kind}(?!\p{{L}})", folded) is not None


@functools.lru_cache(maxsize=4096)
def _level_of(issuer: str, place: str) -> int | None:
    """Return the level of the body that reports, from 0 for the centre down; None where neither name tells it."""
    levels_named = [body.level for body in bodies(issuer)] + [unit.level for unit in units(f"{issuer}\n{place}")]
    return max((levels().index(level) for level in levels_named if level), default=None)
