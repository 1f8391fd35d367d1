"""Which reports a question is about: the places it names, matched against the library's own.

A name matches with its marks or without them ("lam tra" is Lam Trà and Lam Trá), but never against them ("Lam Trá" is
not Lam Trà), run together ("lamtra") or apart. A unit without a report of its own leads to the report of the unit that
it descends from, or that descends from it, and the scope says so (:mod:`index.gazetteer.descent`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from index.gazetteer.beside import compares, joins
from index.gazetteer.body_mentions import BodyNames
from index.gazetteer.body_places import with_bodies, with_unit
from index.gazetteer.candidates import YEAR, Kin, Named, ScopeBuilder, clearest, in_province, left_out, newest
from index.gazetteer.counted import counted_places
from index.gazetteer.descent import Bridge, Reason, kinship, relatives
from index.gazetteer.mentions import MentionWords, ends_with_kind, reads
from index.gazetteer.places import Place, places_of, plain, province_names
from index.gazetteer.provinces import LOCATIVE, PROVINCE, NamedProvince, ProvinceNames
from index.gazetteer.scope_model import Limit, Scope
from index.gazetteer.units import WORD, Units, agrees, loose, units
from index.gazetteer.unreported import unreported
from ingest.language.bodies import LONGEST_NAME
from ingest.language.bodies import units as units_named
from ingest.language.terms import fold
from ingest.language.text import normalize

__all__ = ["Limit", "Place", "Scope", "agrees", "places_of", "scope_of"]

OF_WHICH = frozenset({"thuộc"})  # "xã … thuộc tỉnh …"
BESIDE = frozenset({"với", "và", "hơn", "toàn", "cả"})  # a province beside a place that lies in it is compared with it


def scope_of(question: str, places: Sequence[Place], speaks_of: Callable[[str], bool] | None = None) -> Scope:
    """Return the places and the bodies that a question names.

    Where two places share a name (huyện and thị trấn), the kind written before it decides; without one both count.
    Where one name lies within another (Sơn Hà, Sơn Hà Thượng), the longer one counts. A kind that contradicts (a new
    phường, and the library has the huyện of that name) leads to a report only over a bridge.

    :param speaks_of: says whether a report of the library mentions a unit ("huyện Tân Lập"); such a one is ``inside``, not
        ``foreign``.
    """
    scope = _gazetteer(tuple(places)).scope(question)
    spoken = tuple(unit for unit in scope.foreign if speaks_of is not None and speaks_of(unit))
    foreign = tuple(unit for unit in scope.foreign if unit not in spoken)
    return replace(scope, foreign=foreign, inside=(*spoken, *scope.inside)) if spoken else scope


class _Gazetteer:
    """The names that lead to reports of a library, prepared once; a question costs a look-up for every few words."""

    def __init__(self, places: Sequence[Place], table: Units) -> None:
        self._table = table
        self._all = tuple(places)
        self._places: dict[str, list[Place]] = {}
        self._kin: dict[str, list[Kin]] = {}
        self._provinces: dict[str, list[Place]] = {}
        for place in places:
            for name in province_names(place, table):
                self._provinces.setdefault(loose(name), []).append(place)
            if place.kind:
                self._places.setdefault(loose(place.name), []).append(place)
            for unit, reason in relatives(place, table):
                self._kin.setdefault(loose(unit.name), []).append(Kin(unit, place, reason))
        self._provinces_of = ProvinceNames(places, table)
        self._bodies = BodyNames(places, table)
        names = [*(p.name for p in places), *(k.unit.name for kin in self._kin.values() for k in kin)]
        self._longest = max((len(WORD.findall(n)) for n in names), default=0)

    def scope(self, question: str) -> Scope:
        words = MentionWords(normalize(question))
        provinces = list(self._provinces_of.find_in(words))
        builder = ScopeBuilder()
        mentions = clearest(list(self._places_named(words)), words)
        mentions = [n for n in mentions if n.place.kind != PROVINCE or self._asks_province(n, mentions, words)]
        kin = self._kin_named(words)
        mentions = [n for n in mentions if not any(size > n.size and at <= n.at and n.end <= at + size for at, size in kin)]
        for spot in dict.fromkeys((n.at, n.size) for n in mentions):
            self._settle([n for n in mentions if (n.at, n.size) == spot], words, provinces, builder)
        named_places = frozenset(builder.places.values())
        for (at, size), near in kin.items():
            if not any(n.at <= at and at + size <= n.end for n in mentions):
                self._follow(at, in_province(near, at + size, provinces, self._table), named_places, builder)
        builder.tidy(self._table)
        named_units = units_named(words.text)
        spots = {(n.at, n.end) for n in mentions}
        bodies = self._bodies.mentions(words, spots)
        beside = compares(words) or joins(words, bodies, spots)
        builder.places = with_bodies(builder.places, bodies, beside=beside)
        if not builder.places and builder.within is None:
            self._restrict(provinces, builder)
        alone = not (builder.places or builder.within or builder.foreign or named_units)
        if alone or (beside and builder.places):
            builder.places = with_unit(builder.places, self._bodies.unit_meant(words, beside=beside))
        if alone and not builder.places and (counted := counted_places(words, self._all)):
            builder.places = {(counted[0], rank): place for rank, place in enumerate(counted[1])}
        places = tuple(dict.fromkeys(place for _, place in sorted(builder.places.items(), key=lambda item: item[0])))
        foreign, inside = unreported(named_units, places, builder.bridges, builder.reached, builder.foreign)
        within = None if places else builder.within
        return Scope(places, foreign, tuple(dict.fromkeys(builder.bridges)), within, inside=inside)

    def _asks_province(self, mention: Named, mentions: Sequence[Named], words: MentionWords) -> bool:
        """Say whether a province that reports itself is asked about: not the one that another place named lies in."""
        kind_word = words.kind_before(mention.at)
        if kind_word is not None and kind_word[0] != PROVINCE:
            return False
        start = kind_word[1] if kind_word else mention.at
        before = fold(words.all[start - 1]) if start else ""
        if before in OF_WHICH or (kind_word is None and start and words.kind_before(start) is not None):
            return False
        behind_unit = any(
            start - size >= 0
            and words.kind_before(start - size)
            and all(w[0].isupper() for w in words.all[start - size : start])
            for size in range(1, LONGEST_NAME + 1)
        )
        if behind_unit or any(other.end == start for other in mentions if other.place.kind != PROVINCE):
            return False
        others = [other.place for other in mentions if other.place.kind != PROVINCE]
        lie_in = [p for p in others if mention.place.name in province_names(p, self._table)]
        return not lie_in or before in BESIDE or (kind_word is None and before in LOCATIVE)

    def _spans(self, words: MentionWords) -> Iterator[tuple[int, int, str]]:
        """Yield (word, number of words, key) of every stretch that can be a name."""
        keys = words.keys
        for at in range(len(keys)):
            for size in range(1, min(self._longest, len(keys) - at) + 1):
                yield at, size, "".join(keys[at : at + size])

    def _places_named(self, words: MentionWords) -> Iterator[Named]:
        """Yield every mention; a name of one syllable needs its capital or its kind before it."""
        for at, size, key in self._spans(words):
            for place in self._places.get(key, ()):
                parts = WORD.findall(place.name)
                if reads(words.all[at : at + size], parts) and (
                    len(parts) > 1 or words.all[at][0].isupper() or ends_with_kind(words.all[:at], place.kind)
                ):
                    yield Named(at, size, place)

    def _kin_named(self, words: MentionWords) -> Mapping[tuple[int, int], list[Kin]]:
        """Return the units related to a place of the library that are named with their kind, by (word, number of words)."""
        by_span: dict[tuple[int, int], list[Kin]] = {}
        for at, size, key in self._spans(words):
            near = self._kin.get(key)
            kind_word = words.kind_before(at) if near else None
            for kin in near or ():
                fits = kind_word is not None and kin.unit.kind == plain(kind_word[0])
                if fits and reads(words.all[at : at + size], WORD.findall(kin.unit.name)):
                    by_span.setdefault((at, size), []).append(kin)
        return by_span

    def _settle(
        self, rivals: Sequence[Named], words: MentionWords, provinces: Sequence[NamedProvince], builder: ScopeBuilder
    ) -> None:
        """Decide about the places that one spot of the question can mean."""
        at, end = rivals[0].at, rivals[0].end
        kind_word = words.kind_before(at)
        beside = [p.name for p in provinces if p.start == end]
        there = [n.place for n in rivals if self._can_lie_in(n.place, beside)]
        if not there:
            place = rivals[0].place
            kind = kind_word[0] if kind_word else place.kind
            builder.foreign.append(f"{kind} {place.name}, {self._provinces_of.kind_of(beside[0])} {beside[0]}")
            return
        kind = plain(kind_word[0]) if kind_word else ""
        fitting = [place for place in there if kind in ("", plain(place.kind)) or not place.kind]
        if fitting:
            chosen = newest(fitting, words.all, self._table)
            builder.direct.update(chosen)
            builder.places.update({(at, rank): place for rank, place in enumerate(chosen)})
            builder.bridges += left_out(fitting, chosen)
            if not YEAR.intersection(words.all):
                builder.bridges += [b for place in chosen if place.is_old for b in self._since(place)]
            return
        asked_units = self._table.find_by_name(WORD.findall(there[0].name), kind)
        if any(not unit.parent for unit in asked_units):
            return  # the province of that name
        reached: list[tuple[Place, Reason]] = []
        for place in there:
            units_meant = [u for u in asked_units if not beside or set(beside) & set(self._table.provinces(u))]
            reasons = [r for u in units_meant if (r := kinship(u, place, self._table)) is not None]
            if reasons or not units_meant or not place.units:
                reached.append((place, min(reasons, key=list(Reason).index) if reasons else Reason.OTHER))
        related = [pair for pair in reached if pair[1] is not Reason.OTHER]
        reached = related or reached
        for rank, (place, reason) in enumerate(reached):
            builder.places[at, rank] = place
            builder.bridges.append(Bridge(f"{kind} {place.name}", place.called, reason, (place,)))
        if not reached:
            builder.foreign.append(f"{kind} {there[0].name}")

    def _since(self, place: Place) -> Iterator[Bridge]:
        """Yield the bridges from the new unit of an old commune's name, if it is not the same unit."""
        for unit in place.units:
            for share in self._table.became(unit):
                same = (share.unit.kind, share.unit.name) == (unit.kind, unit.name)
                reason = kinship(share.unit, place, self._table) if same else None
                if reason is not None and reason is not Reason.SAME:
                    yield Bridge(share.unit.called, place.called, reason, (place,))

    def _can_lie_in(self, place: Place, provinces: Sequence[str]) -> bool:
        names = province_names(place, self._table) if place.units else ()
        return not provinces or not names or bool(set(provinces) & set(names))

    def _follow(self, at: int, near: Sequence[Kin], named_places: frozenset[Place], builder: ScopeBuilder) -> None:
        """Follow the descent of a unit that the library has no report of."""
        if named_places & {kin.place for kin in near if kin.reason is Reason.INSIDE}:
            return  # "xã … của huyện …"
        near = [kin for kin in near if kin.place in named_places] or list(near)
        direct = [kin for kin in near if kin.reason is not Reason.INSIDE]
        if not direct:
            return
        best: dict[Place, Kin] = {kin.place: kin for kin in (*near, *direct)}
        ambiguous = len(best) > 1 and (len({kin.unit for kin in direct}) > 1 or len(direct) < len(best))
        if ambiguous and named_places:
            return
        if ambiguous:
            builder.within = (*(builder.within or ()), *(i for place in best for i in place.reports))
        else:
            builder.places.update({(at, rank): place for rank, place in enumerate(best)})
        builder.bridges += [Bridge(kin.unit.called, place.called, kin.reason, (place,)) for place, kin in best.items()]

    def _restrict(self, provinces: Sequence[NamedProvince], builder: ScopeBuilder) -> None:
        """Restrict to the reports of the provinces named, those since merged into them included."""
        missing = []
        for province in provinces:
            own_places = self._provinces.get(loose(province.name), [])
            if own_places:
                own = [report for place in own_places for report in place.reports]
                builder.within = tuple(dict.fromkeys((*(builder.within or ()), *own)))
                for old in self._provinces_of.merged_into(province.name):
                    group = tuple(place for place in own_places if province_names(place, self._table)[0] == old.name)
                    builder.bridges += [Bridge(province.called, old.called, Reason.MERGED, group)] if group else []
                builder.reached.append(province.name)
            elif province.explicit and province.real:
                missing.append(province.called)
        if builder.within is None and not builder.foreign:
            builder.foreign += missing


@functools.lru_cache(maxsize=4)
def _gazetteer(places: tuple[Place, ...]) -> _Gazetteer:
    return _Gazetteer(places, units())
