"""Names of bodies as a document's head prints them: where one begins, and how it is written in a sentence."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import regex as re

from ingest.language.bodies import LONGEST_NAME, bodies, body_kinds, units
from ingest.language.capitals import titled
from ingest.language.syllables import is_syllable
from ingest.language.text import capitalized, fold_spaces
from prompts import FOLDER, Tables, load

# "SỞ Y TẾ LAM GIANG": what follows a field in capitals is a unit's name, unless one of these makes it part of the body's.
NO_NAME = frozenset("và của vùng khu cấp liên số các ngành tổng trung nhà với về".split())
CAPITAL_KIND = "Thành phố Hồ Chí Minh"  # the one unit whose kind has a capital (Nghị định 30/2020/NĐ-CP, Phụ lục II)
ROMAN = re.compile(r"(?<=(?<!\p{L})(?:quý|khóa|khoá|thứ|hạng|loại|đợt|kỳ) )[ivx]{1,5}(?!\p{L})")  # "quý I", "lần thứ XIII"
OWN_NAME = frozenset({"trường", "bệnh viện"})  # kinds of bodies with names of their own, which need no unit's


@dataclass(frozen=True, slots=True)
class _Words:
    opens: re.Pattern[str]
    organ: re.Pattern[str]
    goes_on: re.Pattern[str]
    small: re.Pattern[str]
    spellings: tuple[tuple[re.Pattern[str], str], ...]
    field: re.Pattern[str]
    fields: Mapping[str, str]
    office: Mapping[str, tuple[str, ...]]
    cited: Mapping[str, str]


@functools.cache
def _words() -> _Words:
    return load(FOLDER / "bodies.toml", _words_of)


def _words_of(tables: Tables) -> _Words:
    head, fields = tables["letterhead"], tables["fields"]["names"]
    forms = [form for entry in tables["body"].values() for form in (*entry["names"], *entry.get("short", ()))]
    phrases = sorted(head["written"], key=lambda phrase: (len(phrase), phrase))
    unknown = {kind for kinds in tables["office"].values() for kind in kinds} - set(body_kinds())
    if unknown:
        raise ValueError(f"[office]: {', '.join(sorted(unknown))}")
    return _Words(
        re.compile(rf"(?i:{_any([*forms, *head['opens']])})(?!\p{{L}})"),
        re.compile(rf"(?i:{_any(head['organs'])})(?!\p{{L}})"),
        re.compile(rf"(?i:{_any(head['goes_on'])})(?!\p{{L}})"),
        re.compile(rf"(?<!\p{{L}})(?i:{_any(head['small'])})(?!\p{{L}})"),
        tuple((re.compile(rf"(?<!\p{{L}})(?i:{_any([phrase])})(?!\p{{L}})"), phrase) for phrase in phrases),
        re.compile(rf"(?<!\p{{L}})(?i:{_any(fields)})(?!\p{{L}})"),
        {" ".join(field.casefold().split()): field for field in fields},
        {office: tuple(kinds) for office, kinds in tables["office"].items()},
        dict(tables["cited"]),
    )


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(set(forms), key=lambda f: (-len(f), f)))


def opens_body(line: str) -> bool:
    """Say whether a line of a head begins with the name of a kind of body; "XÃ TÂN LẬP" goes on with one."""
    return opening_of(line) > 0


def opening_of(line: str) -> int:
    """Return the length of the kind of body that a line begins with ("KHO BẠC NHÀ NƯỚC CHỢ GÀNH": 16), 0 without one."""
    match = _words().opens.match(line)
    return match.end() if match else 0


def goes_on(line: str) -> bool:
    """Say whether a line of a head goes on with the name above it, though that has its unit: "VỀ CHUYỂN ĐỔI SỐ"."""
    return _words().goes_on.match(line) is not None


def organ_of(line: str) -> int:
    """Return the length of an organ's name at the start of a line ("BAN CHẤP HÀNH"), 0 where there is none."""
    match = _words().organ.match(line)
    return match.end() if match else 0


def kinds_signed_for(office: str) -> tuple[str, ...]:
    """Return the kinds of bodies that an office signs for: "PHÓ TRƯỞNG PHÒNG" for a "phòng"; none for "CHỦ TỊCH"."""
    plain = re.sub(r"^(?:KT\.?|TL\.?|TUQ\.?|Q\.?|PHÓ)\s*", "", office.strip(), flags=re.IGNORECASE).casefold()
    return next((kinds for name, kinds in _words().office.items() if plain.startswith(name)), ())


def field_in(text: str) -> str | None:
    """Return the longest field of administration that a text names ("Giáo dục và Đào tạo"), None without one."""
    field = max((match[0] for match in _words().field.finditer(text)), key=len, default=None)
    return None if field is None or not field[0].isupper() else field


def name_in_sentence(name: str) -> str:
    """Return "SỞ Y TẾ TỈNH LŨNG CHÂU" as "Sở Y tế tỉnh Lũng Châu"; one not in capitals comes back with spaces folded.

    Abbreviations stay: a word that is no Vietnamese syllable ("THCS", "UBND").
    """
    name = fold_spaces(name)
    if not _in_capitals(name):
        name = capitalized(name)
        return _with_units(name, name, fixed=1)
    words, small = _words(), _lowered(name)
    opening = words.opens.match(small)
    if opening and (field := words.field.match(small, opening.end() + 1)):
        proper = words.fields[" ".join(field[0].casefold().split())]
        rest = small[field.end() :]
        small = small[: field.start()] + proper + (rest if units(name) else _as_name(rest))
    for pattern, phrase in words.spellings:
        small = pattern.sub(phrase, small)
    small = _with_units(small, name)
    for body in bodies(name):
        if body.name and (body.kind in OWN_NAME or body.kind.endswith((" ủy", " đoàn"))):
            at = body.start + body.text.find(body.name)
            small = (
                small[:at]
                + words.small.sub(lambda match: match[0].lower(), titled(body.name))
                + small[at + len(body.name) :]
            )
    small = re.sub(r"(?<=khu vực |khu vực \d{1,2} [-–] )\p{Ll}.*$", lambda match: titled(match[0]), small)
    return capitalized(small)


def cited_name(issuer: str) -> str:
    """Return "UBND xã Tân Lập" for "Ủy ban nhân dân xã Tân Lập", as officials cite it; another name comes back as it is."""
    for long, short in _words().cited.items():
        if issuer[: len(long)].casefold() == long and not issuer[len(long) : len(long) + 1].isalpha():
            return f"{short}{issuer[len(long) :]}"
    return issuer


def title_in_sentence(title: str) -> str:
    """Return "KẾT QUẢ CỦA UBND XÃ TÂN LẬP" as "Kết quả của UBND xã Tân Lập"; one not in capitals comes back as it is."""
    if not _in_capitals(title):
        return title
    small = ROMAN.sub(lambda match: match[0].upper(), _with_units(_lowered(title), title))
    return capitalized(small)


def _lowered(text: str) -> str:
    return re.sub(r"\p{L}+", lambda match: match[0].lower() if is_syllable(match[0].lower()) else match[0], text)


def _with_units(small: str, text: str, fixed: int = 0) -> str:
    """Return the text in small letters with capitals for the names of the units in ``text``, of the same length.

    A unit that begins before ``fixed`` stays as it is written, and so does :data:`CAPITAL_KIND`.
    """
    for unit in units(text):
        if unit.start < fixed or unit.text == CAPITAL_KIND:
            continue
        at = unit.end - len(unit.name)
        kind = unit.text[: len(unit.text) - len(unit.name)].strip()
        short = kind if not is_syllable(kind.split()[0].lower()) else kind.lower()
        small = f"{small[: unit.start]}{short} {titled(text[at : unit.end])}{small[unit.end :]}"
    return small


def _as_name(rest: str) -> str:
    """Return what follows a body's field with capitals where it can be a unit's name: two to four syllables."""
    words = rest.split()
    syllables = all(is_syllable(word) for word in words)
    return f" {titled(rest)}" if 2 <= len(words) <= LONGEST_NAME and syllables and NO_NAME.isdisjoint(words) else rest


def _in_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) > 0.8 * len(letters)
