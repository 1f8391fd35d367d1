"""Names of administrative units in running text: "huyện Tân Lập", "UBND XÃ TÂN LẬP"."""

from __future__ import annotations

from collections import Counter

import regex as re

from ingest.language.bodies import ends_name
from ingest.language.capitals import titled

# Units below the province; a longer name comes before the one it begins with.
UNITS = ("huyện đảo", "huyện", "thị trấn", "thị xã", "thành phố", "quận", "phường", "đặc khu", "xã")
LONGEST_NAME = 4  # words of a unit's name, a dash apart
_SPACE = r"[^\S\n]+"  # a name ends with its line
_WORD = r"\p{Lu}\p{L}*+(?:['’\-]\p{L}++)*+"
_TWIN = rf"(?:{_SPACE}[-–](?:{_SPACE}\p{{Lu}}\p{{Ll}}+){{2}}(?!{_SPACE}\p{{Lu}}))?"  # … - Tháp Chàm
_NAME = rf"{_WORD}(?:{_SPACE}{_WORD})*+{_TWIN}"
_NUMBERED = r"(?<=quận\s|phường\s)\d{1,2}(?![\d%/]|[.,]\d)"
LOCAL = re.compile(rf"(?i:\b({'|'.join(UNITS)})){_SPACE}({_NAME}|(?i:{_NUMBERED}))")
PROVINCE = re.compile(rf"(?i:\btỉnh){_SPACE}({_NAME})")
# Words written with a capital that begin something else than a name; only from the second word on, since a unit may
# be called by any of them.
NOT_NAMES = frozenset("Ủy Uỷ Đảng Ban Sở Kế Quyết Chỉ Nghị Báo Các Và Về Đã Trong Thực Cả Tổng Cộng NĂM".split())


def local_units(text: str) -> Counter[tuple[str, str]]:
    """Count the units below the province, as (kind in small letters, name)."""
    pairs = ((kind, _clean(raw)) for kind, raw in LOCAL.findall(text))
    # one word in capitals below a unit in small letters is an abbreviation: "huyện UBND"
    return Counter((k.lower(), name) for k, name in pairs if name and (k.isupper() or not _in_capitals(name) or " " in name))


def provinces(text: str) -> Counter[str]:
    """Count the provinces named ("tỉnh …")."""
    return Counter(name for raw in PROVINCE.findall(text) if (name := _clean(raw)))


def written_small(name: str) -> str:
    """Return "TÂN LẬP" as "Tân Lập", abbreviations left as they are; a name not all in capitals comes back as it is."""
    return titled(name) if name.isupper() else name


def _clean(raw: str) -> str:
    words = raw.split()
    if words[:2] == ["Hội", "Chủ"] or words[0] == "HỘI":  # xã Hội Chủ Nghĩa, KINH TẾ - XÃ HỘI
        return ""
    capitals = _in_capitals(words[0])
    for at, word in enumerate(words[1:], start=1):
        ended = not NOT_NAMES.isdisjoint((word, word.capitalize())) or ends_name(words, at, capitals=capitals)
        if ended or (_in_capitals(word) and not capitals):
            words = words[:at]
            break
    dashes = sum(word in "-–" for word in words)
    return " ".join(words[: LONGEST_NAME + dashes]).rstrip(" -–")


def _in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()
