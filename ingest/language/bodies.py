"""Administrative units and public bodies named in a text, with exact ends.

A name ends with its line and before words that only look like part of it: "UBND tỉnh X⏎Kính thưa" ends at "X". "Bảo đảm
xã hội" names no commune and "Hội nghị" no association: a unit needs a name or a body before it, an association its field.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import regex as re

from prompts import FOLDER, Tables, load

LONGEST_NAME = 4  # words of a unit's name; "Phan Rang - Tháp Chàm" is two names of two words
# Runs are bounded, so that a line of nothing else takes no longer than any line: no name has more.
_SPACE = r"[^\S\n]{1,8}+"
_WORD = r"\p{Lu}\p{L}{0,40}+(?:['’\-]\p{L}{1,40}+){0,6}+"
_RUN = rf"{_WORD}(?:{_SPACE}{_WORD}){{0,6}}(?:{_SPACE}[-–](?:{_SPACE}\p{{Lu}}\p{{Ll}}+){{2}}(?!{_SPACE}\p{{Lu}}))?"


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """An administrative unit at [start, end): kind ("xã"), name as written ("" for "UBND xã"), level ("commune")."""

    start: int
    end: int
    text: str
    kind: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Body:
    """A public body at [start, end), its unit included.

    ``kind``: its kind's one name ("ủy ban nhân dân"). ``name``: its field or own name ("Y tế"), "" where its kind is all.
    ``unit``: whose body it is, None where not said. ``level``: of the unit, else of the kind, "" where neither tells.
    """

    start: int
    end: int
    text: str
    kind: str
    name: str
    unit: NamedUnit | None
    level: str


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    level: str
    after: str


@dataclass(frozen=True, slots=True)
class _Table:
    unit: re.Pattern[str]
    units: Mapping[str, _Kind]
    numbered: frozenset[str]
    body: re.Pattern[str]
    bodies: Mapping[str, _Kind]
    field: re.Pattern[str]
    cities: frozenset[str]
    ends: frozenset[str]
    short: frozenset[str]
    levels: tuple[str, ...]


@functools.cache
def _table() -> _Table:
    return load(FOLDER / "bodies.toml", _table_of)


def _table_of(tables: Tables) -> _Table:
    units, bodies = {}, {}
    for name, entry in tables["unit"].items():
        for form in (*entry.get("names", [name]), *entry.get("short", ())):
            units[form.lower()] = _Kind(name, entry["level"], "")
    for name, entry in tables["body"].items():
        for form in (*entry["names"], *entry.get("short", ())):
            bodies[form.lower()] = _Kind(name, entry.get("level", ""), entry["after"])
    levels = tuple(tables["level"]["names"])
    for kind in (*units.values(), *bodies.values()):
        if kind.level not in (*levels, "") or kind.after not in ("", "unit", "field", "name", "name?"):
            raise ValueError(f"{kind.name}: level = {kind.level!r}, after = {kind.after!r}")
    short_units = [form for entry in tables["unit"].values() for form in entry.get("short", ())]
    short = [form for entry in tables["body"].values() for form in entry.get("short", ())]
    long_units = [form for form, kind in units.items() if form not in map(str.lower, short_units)]
    long = [form for form in bodies if form not in map(str.lower, short)]
    return _Table(
        unit=re.compile(
            rf"(?<!\p{{L}})(?:(?P<long>(?i:{_any(long_units)}))(?!\p{{L}})|(?P<short>{_any(short_units)})(?!\p{{L}}))"
        ),
        units=units,
        numbered=frozenset(name for name, entry in tables["unit"].items() if entry.get("numbered")),
        body=re.compile(rf"(?<!\p{{L}})(?:(?P<long>(?i:{_any(long)}))(?!\p{{L}})|(?P<short>{_any(short)})(?![\p{{L}}&]))"),
        bodies=bodies,
        field=re.compile(rf"{_SPACE}((?i:{_any(tables['fields']['names'])}))(?!\p{{L}}|{_SPACE}hóa(?!\p{{L}}))"),
        cities=frozenset(tables["central_cities"]["names"]),
        ends=frozenset(tables["name"]["ends"]),
        short=frozenset(form for form in short if " " not in form),
        levels=levels,
    )


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", _SPACE) for form in sorted(forms, key=len, reverse=True))


def levels() -> tuple[str, ...]:
    """Return the levels from the centre down."""
    return _table().levels


def unit_kinds() -> dict[str, str]:
    """Return the one name of every kind of administrative unit with its level."""
    return {kind.name: kind.level for kind in _table().units.values()}


def body_kinds() -> dict[str, str]:
    """Return the one name of every kind of body with the level it has by itself, "" where the unit tells it."""
    return {kind.name: kind.level for kind in _table().bodies.values()}


def body_forms() -> dict[str, tuple[str, ...]]:
    """Return the one name of every kind of body with all ways of writing it, small letters."""
    forms: dict[str, list[str]] = {}
    for form, kind in _table().bodies.items():
        forms.setdefault(kind.name, []).append(form)
    return {kind: tuple(names) for kind, names in forms.items()}


def is_short_form(word: str) -> bool:
    """Say whether a word is the short form of a kind of body, as written ("UBND")."""
    return word in _table().short


def units(text: str) -> list[NamedUnit]:
    """Return the administrative units that a text names, in order, inside bodies' names too; none for an empty text.

    None overlaps another: a kind that begins another unit's name is part of that name ("xã Ấp Bàu").
    """
    named_units: list[NamedUnit] = []
    for match in _table().unit.finditer(text):
        if named_units and match.start() < named_units[-1].end:
            continue
        unit = _unit_at(text, match, name_needed=True, governed=_is_governed(text, match))
        if unit is not None:
            named_units.append(unit)
    return named_units


def _is_governed(text: str, match: re.Match[str]) -> bool:
    """Say whether a commune's name that begins "HỘI …" stands behind a body of units: else "XÃ HỘI" is one word."""
    if not SOCIETY.match(text, match.start()):
        return False
    kinds = _table().bodies
    before = text[max(0, match.start() - LONGEST_KIND) : match.start()]
    return any(
        before[head.end() :].isspace() and kinds[" ".join(head[0].lower().split())].after == "unit"
        for head in _table().body.finditer(before)
    )


def bodies(text: str) -> list[Body]:
    """Return the bodies that a text names, in order, none overlapping another; an empty text has none."""
    named_bodies: list[Body] = []
    last_end = 0
    for match in _table().body.finditer(text):
        body = _body_at(text, match) if match.start() >= last_end else None
        if body is not None:
            named_bodies.append(body)
            last_end = body.end
    return named_bodies


NAME = re.compile(rf"{_SPACE}({_RUN})")
OWN = re.compile(  # "khu vực Lam Khê", "số 2 Lam Khê", "Sản - Nhi"
    rf"{_SPACE}(?:(?i:khu vực){_SPACE})?(?:(?i:số){_SPACE}\d{{1,2}}(?!\d)(?:{_SPACE})?)?"
    rf"((?:{_WORD}(?:{_SPACE}(?:[-–]{_SPACE})?{_WORD}){{0,6}})?)"
)
# "Huyện Ủy", "TỈNH ĐOÀN LŨNG CHÂU": the unit's Party committee and Youth Union; a commune may be called Đoàn Kết.
COMMITTEE = re.compile(rf"{_SPACE}(?i:[ủu][ỷy](?!\p{{L}})|(?<=(?:tỉnh|huyện|thành|thị|quận)\s)đoàn(?!\p{{L}}|{_SPACE}kết))")
COOPERATIVE = re.compile(r"hợp tác\s$", re.IGNORECASE)  # "Hợp tác xã Dịch vụ …" names no commune
# "HUYỆN LAM TRÀ KHÓA XXIII", "HUYỆN LAM TRÀ XIX": the term of a congress. Communes are called "Tam Xuân II", "Pa Khóa".
NUMERAL = re.compile(r"IV|VI{0,3}|I?X|[XL][IVXLC]+")
LONGEST_KIND = 60  # letters of a body's kind, the space behind it included
SOCIETY = re.compile(rf"XÃ{_SPACE}HỘI(?!\p{{L}})")
CLOSING = frozenset({"Trường", "Phòng", "Hội"})  # begin a body's name, and close units' names: "Xuân Trường", "Hải Phòng"
# Close names of three syllables, and begin the field of no body: "Tân Hội Đông", "Vĩnh Trường Hạ".
DIRECTIONS = frozenset({"Đông", "Tây", "Nam", "Bắc", "Trung", "Thượng", "Hạ"})
TERM = frozenset({"Khóa", "Khoá"})
NUMBER = re.compile(rf"{_SPACE}(?i:số{_SPACE})?(\d{{1,3}}[A-Z]?)(?![\p{{L}}\d%/]|[.,]\d|{_SPACE}\p{{Ll}})")


def _unit_at(text: str, match: re.Match[str], *, name_needed: bool, governed: bool = False) -> NamedUnit | None:
    """Return the unit whose kind is matched; a kind without a name counts only where ``name_needed`` is not set.

    :param governed: a body of units stands before it, so that "XÃ HỘI AN" is a commune.
    """
    table = _table()
    kind = table.units[" ".join(match[0].lower().split())]
    name, end = "", match.end()
    if COMMITTEE.match(text, match.end()) or COOPERATIVE.search(text[max(0, match.start() - 8) : match.start()]):
        return None
    if behind := NAME.match(text, match.end()):
        name = _clean(behind[1], match[0], governed=governed)
        end = behind.start(1) + len(name) if name else match.end()
    elif kind.name in table.numbered and (behind := NUMBER.match(text, match.end())):
        name, end = behind[1], behind.end(1)
    if not name and (name_needed or _goes_on(text, match.end())):
        return None
    level = "province" if kind.name == "thành phố" and name in table.cities else kind.level
    return NamedUnit(match.start(), end, text[match.start() : end], kind.name, name, level)


def _clean(raw: str, kind: str, *, governed: bool = False) -> str:
    """Return the part of a run of capitalised words that is a unit's name, "" where it is none."""
    words = list(re.finditer(r"\S+", raw))
    first = words[0][0]
    capitals = len(first) > 1 and first.isupper()
    if (first, *(word[0] for word in words[1:2])) == ("Hội", "Chủ") or (first == "HỘI" and not (governed and words[1:])):
        return ""  # xã Hội Chủ Nghĩa, KINH TẾ - XÃ HỘI
    if capitals and not kind.isupper() and len(words) == 1:
        return ""  # "huyện UBND"
    count, end = 0, 0
    for at, word in enumerate(words):
        dash = word[0] in "-–"
        if end and ends_name([other[0] for other in words], at, capitals=capitals):
            break
        if end and not dash and not capitals and len(word[0]) > 1 and word[0].isupper():
            break
        count += not dash
        if count > LONGEST_NAME:
            break
        end = word.end()
    return raw[:end].rstrip(" -–")


def ends_name(words: Sequence[str], at: int, *, capitals: bool) -> bool:
    """Say whether word ``at`` of a run of capitalised words begins something else than a name: "Khóa", "XXIII", "Nhiệm kỳ".

    :param capitals: the name is in capitals, so that a word in capitals counts like one with a capital.
    """
    if words[at] in _table().short:
        return True  # "HUYỆN KRÔNG LÌN UBND XÃ …": a body in short is no part of a name
    word = words[at].capitalize() if capitals else words[at]
    if at == 1 and word in CLOSING and (len(words) == 2 or ends_name(words, 2, capitals=capitals)):
        return False  # "huyện Xuân Trường": no school follows, and names of one syllable are rare
    if (
        at == 1
        and word in CLOSING
        and _is_direction(words[2], capitals)
        and (len(words) == 3 or ends_name(words, 3, capitals=capitals))
    ):
        return False
    if NUMERAL.fullmatch(words[at]) or words[at] in _table().ends or word in _table().ends:
        return True
    return word in TERM and (at > 1 or NUMERAL.fullmatch("".join(words[at + 1 : at + 2])) is not None)


def _is_direction(word: str, capitals: bool) -> bool:
    return (word.capitalize() if capitals else word) in DIRECTIONS


def _goes_on(text: str, end: int) -> bool:
    """Say whether a small word behind a kind makes another word with it: "xã hội", "tỉnh táo", "bản thân"."""
    return (
        re.match(
            rf"{_SPACE}(?:hội|ủy|uỷ|đoàn|trưởng|táo|thân|lập|đội|chất|đồ|sắc)(?!\p{{L}})",
            text[end : end + 10],
            re.IGNORECASE,
        )
        is not None
    )


def _body_at(text: str, match: re.Match[str]) -> Body | None:
    table = _table()
    kind = table.bodies[" ".join(match[0].lower().split())]
    small = match["long"] is not None and match[0][0].islower()
    name, end = "", match.end()
    if kind.after == "field":
        field = table.field.match(text, end)
        if field is None or not field[1][0].isupper():
            return None
        name, end = field[1], field.end()
    elif kind.after in ("name", "name?") and (behind := OWN.match(text, end)):
        run = _own_name(behind[1], match[0]) if behind[1] else ""
        stop = behind.start(1) + len(run)
        name = text[end:stop].strip()
        end = end + len(text[end:stop].rstrip())
    unit = _unit_behind(text, end, governed=kind.after == "unit")
    if unit is not None:
        end = unit.end
    if kind.after == "name" and not name and unit is None:
        return None
    if kind.after == "unit" and small and unit is None:
        return None  # "công an đến từng nhà" names none
    return Body(match.start(), end, text[match.start() : end], kind.name, name, unit, unit.level if unit else kind.level)


def _own_name(raw: str, kind: str) -> str:
    words = raw.split()
    return _clean(raw, kind) if words[0] not in _table().ends or len(words) > 1 else ""


def _unit_behind(text: str, end: int, *, governed: bool) -> NamedUnit | None:
    gap = re.match(_SPACE, text[end : end + 4])
    match = _table().unit.match(text, end + gap.end()) if gap else None
    return _unit_at(text, match, name_needed=False, governed=governed) if match else None
