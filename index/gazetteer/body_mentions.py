"""The bodies that a question names: "bên y tế Lam Giang", "trường Lam Khê", "công an xã" where only one is meant.

A form of a body (:mod:`index.gazetteer.body_forms`) with its unit's name behind it names the body. Without a unit's name it
counts only where one body of the library answers to it and no other unit stands behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.gazetteer.beside import asks_many, compares, is_joined, is_one_of
from index.gazetteer.body_forms import BodyForm, forms, levels_of, proper_name
from index.gazetteer.body_initials import BodyInitials
from index.gazetteer.body_places import BodyMention, narrow, reads_form
from index.gazetteer.issuers import COMMITTEE, PARTY, ReportingBody, committee_of, issuer_words
from index.gazetteer.mentions import ALL_KINDS, OF_MANY, SHORT_KINDS, MentionWords, reads
from index.gazetteer.name_forms import Strength
from index.gazetteer.places import Place, plain
from index.gazetteer.units import WORD, Units, loose, same_words
from ingest.language.dates import YEAR_DIGITS
from ingest.language.terms import fold

# After "hội", "sở" … these make another word of it: "hội nghị", "hội viên", "sở hữu".
OTHER_WORD = frozenset(
    "nghị thi trường viên đồng thảo thoại diễn chợ họp trại thao ý tụ cựu hữu dĩ thích trị học kết đội khách vụ".split()
)
OPENING = frozenset({"sở", "cục", "đồn"})  # kinds that mean a body where they open a question; "Hội", "Ban" open other words
# "ba sở của tỉnh": several, none of them meant; "năm" is a year more often than five.
NUMBERS = frozenset("hai ba bốn sáu bảy bẩy tám chín mười nhiều".split()) | OF_MANY
# Before a kind of unit: whose level it is, or whose officer, but not the unit that reports.
NOT_UNIT = frozenset("cấp tịch bộ phần trạm hợp tác quan thị liên".split())
NOT_AFTER = frozenset("hội ủy uỷ đoàn nào khác viên trưởng đội nghèo đặc đạt biên vùng khó nông điểm miền bãi".split())
# Whose reports speak of such units all the time: there "xã" is one of many.
HOLDERS = {
    "xã": frozenset({"huyện", "thị xã", "thành phố"}),
    "thị trấn": frozenset({"huyện"}),
    "phường": frozenset({"thị xã", "thành phố", "quận"}),
}


@dataclass(frozen=True, slots=True)
class _Way:
    form: BodyForm
    body: ReportingBody
    place: Place
    unit_key: str


@dataclass(frozen=True, slots=True)
class _Match:
    at: int
    end: int
    ways: tuple[_Way, ...]


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind a form: a kind of unit, and from which word a name would stand."""

    kind: str
    name_at: int


class BodyNames:
    """The ways of naming the bodies of a library's places, prepared once."""

    def __init__(self, places: Sequence[Place], table: Units) -> None:
        self._table = table
        self._places = places
        self._initials = BodyInitials(places)
        self._ways: dict[str, dict[tuple[str, ...], list[_Way]]] = {}
        reporting = {loose(body.unit_name) for place in places for body in place.bodies if body.kind == PARTY}
        for place in places:
            for body in place.bodies:
                unit_key = loose(body.unit_name)
                committee = committee_of(body) if unit_key not in reporting else None
                for form in (*forms(body), *(forms(committee) if committee else ())):
                    alike = self._ways.setdefault(loose("".join(form.words)), {})
                    alike.setdefault(form.words, []).append(_Way(form, body, place, unit_key))
        self._longest = max((len(words) for alike in self._ways.values() for words in alike), default=0)

    def mentions(self, words: MentionWords, names: Collection[tuple[int, int]]) -> list[BodyMention]:
        """Return the bodies named, in order. ``names``: [first word, word behind) of every place of the library named."""
        mentions: list[BodyMention] = []
        beside = compares(words)
        many = asks_many(words) and not beside
        matches = self._matches(words)
        taken = {at for match in matches for at in range(match.at, match.end)}
        by_initials = [] if many else self._initials.find(words, taken)
        mentions += [BodyMention(at, end, narrow(place, [body]), has_name=False) for at, end, body, place in by_initials]
        ends = {end for _, end in names}
        for match in matches:
            behind = _behind(words, match.end)
            with_unit = _ways_with_name(words, match, behind)
            if with_unit is None and any(other.at == match.end for other in matches if other is not match):
                continue  # "Đảng bộ Sở Y tế": the body behind it is meant
            if with_unit:
                ways, end = with_unit
                mentions.append(BodyMention(match.at, end, _narrow(ways), has_name=True))
            elif not many and not self._other_unit(words, match, behind, {at for at, _ in names}):
                joined = beside or is_joined(words, match.at, ends | {mention.end for mention in mentions})
                alone = [way for way in match.ways if _means_it(words, match, way, behind, beside=joined)]
                if len({id(way.body) for way in alone}) == 1:
                    mentions.append(BodyMention(match.at, max(match.end, behind.name_at), _narrow(alone), has_name=False))
        return sorted(mentions, key=lambda mention: mention.at)

    def unit_meant(self, words: MentionWords, *, beside: bool = False) -> tuple[int, Place] | None:
        """Return the only place of its kind that a kind without a name means ("phường mình"), and at which word it stands.

        None without one; its officer stands for it ("Chủ tịch xã"). ``beside``: the question sets things side by side.
        """
        if asks_many(words) and not beside:
            return None
        kinds = {kind: at for at in range(len(words.all)) if (kind := self._bare_kind(words, at))}
        places = [place for place in self._places if plain(place.kind) in kinds]
        return (kinds[plain(places[0].kind)], places[0]) if len(kinds) == 1 and len(places) == 1 else None

    def _matches(self, words: MentionWords) -> list[_Match]:
        matches: list[_Match] = []
        keys = words.keys
        at = 0
        while at < len(keys):
            for size in range(min(self._longest, len(keys) - at), 0, -1):
                typed = words.all[at : at + size]
                alike = self._ways.get("".join(keys[at : at + size]), {})
                read = (way for form, of_form in alike.items() if reads_form(typed, form) for way in of_form)
                ways = tuple(way for way in read if not _contradicts(words, at, way))
                if ways:
                    matches.append(_Match(at, at + size, ways))
                    at += size - 1
                    break
            at += 1
        return matches

    def _other_unit(self, words: MentionWords, match: _Match, behind: _Behind, names: Collection[int]) -> bool:
        """Say whether another unit's name stands behind a form."""
        at = behind.name_at
        if at >= len(words.all):
            return False
        if at in names or (words.all[at][0].isupper() and (behind.kind or at == match.end)):
            return True
        sizes = range(2, 4)
        return bool(behind.kind) and any(
            self._table.find_by_name(words.all[at : at + size], plain(behind.kind)) for size in sizes
        )

    def _bare_kind(self, words: MentionWords, at: int) -> str | None:
        """Return the kind of unit that begins at a word and has no name, None where none does."""
        bare = _kind_at(words, at, exact=True)
        if bare is None:
            return None
        kind, end = bare
        kind = plain(kind)
        before = fold(words.all[at - 1]) if at else ""
        after = words.all[end] if end < len(words.all) else ""
        officer = fold(" ".join(words.all[max(0, at - 2) : at])) in issuer_words().officers
        if (before in NOT_UNIT and not officer) or before in OF_MANY or _is_number(before) or fold(after) in NOT_AFTER:
            return None
        if after[:1].isupper() or after.isdigit() or _kind_at(words, end, exact=True):
            return None
        if before in issuer_words().whole or fold(after) in issuer_words().own:
            return kind
        has_holder = any(plain(place.kind) in HOLDERS.get(kind, ()) for place in self._places)
        return None if kind == "tỉnh" or has_holder else kind  # "bằng khen của tỉnh": the one above


def _ways_with_name(words: MentionWords, match: _Match, behind: _Behind) -> tuple[list[_Way], int] | None:
    """Return the ways whose unit's name stands behind the form, or which are an own name, and where the mention ends."""
    for size in range(min(6, len(words.all) - behind.name_at), 0, -1):
        typed = words.all[behind.name_at : behind.name_at + size]
        key = "".join(words.keys[behind.name_at : behind.name_at + size])
        ways = [
            way
            for way in match.ways
            if way.unit_key == key
            and behind.kind in ("", plain(way.body.unit_kind))
            and reads(typed, WORD.findall(way.body.unit_name))
        ]
        if ways:
            return ways, behind.name_at + size
        within = [way for way in match.ways if size > 1 and _goes_on_in_name(typed, way.body)]
        if within:
            return within, behind.name_at + size
    own_names = [way for way in match.ways if _has_own(way)]
    own_names = [way for way in own_names if way.form.strength is Strength.ALONE or _stands_alone(words, match.at)]
    return (own_names, match.end) if own_names else None


def _goes_on_in_name(typed: Sequence[str], body: ReportingBody) -> bool:
    """Say whether words in capitals stand in a body's name: "Hòa Lãng" of a "Chi cục Thuế khu vực Hòa Lãng - Phú Nhuệ"."""
    parts = WORD.findall(body.name)
    places = range(len(parts) - len(typed) + 1)
    return all(word[0].isupper() for word in typed) and any(reads(typed, parts[at : at + len(typed)]) for at in places)


def _has_own(way: _Way) -> bool:
    core = tuple(fold(word) for word in proper_name(way.body))
    return bool(core) and way.form.words[-len(core) :] == core


def _stands_alone(words: MentionWords, at: int) -> bool:
    """Say whether a bare name is no part of a longer one or another thing's: "đường Lam Khê", "xã Lam Khê"."""
    if not at:
        return True
    before = words.all[at - 1]
    return (
        (words.unmarked or words.all[at][0].isupper())
        and not before[0].isupper()
        and not _ends_longer_name(words, at)
        and words.kind_before(at) is None
        and fold(before) not in ("đường", "phố", "chợ", "thôn", "bản")
    )


def _ends_longer_name(words: MentionWords, at: int) -> bool:
    """Say whether a name closes that of another body, told by its capital: "Trường Cao đẳng Sư phạm Lam Khê"."""
    return at > 2 and words.all[at - 2][0].isupper() and words.all[at - 1].islower() and words.all[at - 1].isalpha()


def _means_it(words: MentionWords, match: _Match, way: _Way, behind: _Behind, *, beside: bool) -> bool:
    """Say whether a form without a unit's name can mean a body.

    :param beside: the question sets things side by side: there a word that joins them, or an officer, is frame enough.
    """
    if behind.kind and behind.kind != plain(way.body.unit_kind):
        return False
    strength = way.form.strength
    previous = fold(words.all[match.at - 1]) if match.at and match.at not in words.clauses else ""
    if previous in NUMBERS or _is_number(previous):
        return False
    if strength is Strength.WITH_UNIT or way.body.kind == COMMITTEE or _has_own(way):
        return False
    if strength is Strength.ALONE:
        return True
    after = words.all[match.end] if match.end < len(words.all) else ""
    if fold(after) in OTHER_WORD or (after[:1].isupper() and not behind.kind):
        return False
    if way.body.has_own_name and (fold(after) == "số" or after.isdigit()):
        return False  # "Trường THPT số 1 …"
    before = words.all[max(0, match.at - 2) : match.at]
    frames = {fold(frame) for frame in issuer_words().before} | {"theo"}
    if beside:
        frames |= issuer_words().joints | issuer_words().between | issuer_words().officers
    framed = any(is_one_of(" ".join(typed), frames, words.unmarked) for typed in (before[-1:], before))
    framed |= beside and fold(after) in issuer_words().joints
    if len(way.form.words) == 1:  # "Hội", "Sở"
        capital = match.at > 0 and words.all[match.at][0].isupper() and not words.text.isupper()
        capital |= match.at == 0 and fold(words.all[0]) in OPENING
        return framed or capital or (bool(behind.kind) and fold(words.all[match.at]) == fold(way.form.words[0]))
    return framed or bool(behind.kind) or (match.at == 0 and fold(after) not in NOT_AFTER)


def _contradicts(words: MentionWords, at: int, way: _Way) -> bool:
    """Say whether the words before an own name name another kind of school, or another number."""
    if not way.body.has_own_name or not at:
        return False
    before = words.all[at - 1]
    if before.isdigit() and before not in WORD.findall(way.body.field):
        return True
    own = {level for group in levels_of(way.body) for level in group}
    last_two = " ".join(fold(word) for word in words.all[max(0, at - 2) : at])
    levels = [level for group in issuer_words().levels for level in group if " " not in level or level == last_two]
    levels_before = [level for level in levels if level in (fold(before), last_two)]
    return bool(levels_before) and own.isdisjoint(levels_before)


def _behind(words: MentionWords, at: int) -> _Behind:
    between = issuer_words().between
    skip = at
    while skip < len(words.all) and skip < at + 2 and is_one_of(words.all[skip], between, words.unmarked):
        skip += 1
    unit_kind = _kind_at(words, skip, exact=False)
    if unit_kind is not None:
        return _Behind(plain(unit_kind[0]), unit_kind[1])
    return _Behind("", skip)


def _kind_at(words: MentionWords, at: int, *, exact: bool) -> tuple[str, int] | None:
    """Return the kind of unit that begins at a word and the word behind it, None where none does.

    :param exact: a kind of one syllable needs its marks.
    """
    for kind, kind_words, _ in ALL_KINDS:
        end = at + len(kind_words)
        typed = words.all[at:end]
        if same_words(typed, kind_words) and (not exact or len(kind_words) > 1 or fold(typed[0]) == fold(kind)):
            return kind, end
    if at < len(words.all) and not exact:
        return next(((kind, at + 1) for kind, short in SHORT_KINDS.items() if words.all[at].lower() in short), None)
    return None


def _is_number(word: str) -> bool:
    return word.isdigit() and not YEAR_DIGITS.fullmatch(word)


def _narrow(ways: Sequence[_Way]) -> Place:
    """Return the place with the reports of the bodies alone."""
    place = ways[0].place
    own = list(dict.fromkeys(way.body for way in ways if way.place is place))
    return narrow(place, own)
