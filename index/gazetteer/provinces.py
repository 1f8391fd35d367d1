"""The provinces that a question names, old, new and of the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.gazetteer.mentions import MentionWords
from index.gazetteer.places import Place
from index.gazetteer.units import WORD, AdministrativeUnit, Units, agrees, loose, same_words

PROVINCE = "tỉnh"
LOCATIVE = ("ở", "tại")  # before the name of a province in small letters


@dataclass(frozen=True, slots=True)
class NamedProvince:
    """A province named in a question, from word ``start``; ``explicit``: with its kind; ``real``: a unit known."""

    start: int
    kind: str
    name: str
    explicit: bool
    real: bool

    @property
    def called(self) -> str:
        """Kind and name, "tỉnh Lam Giang"."""
        return f"{self.kind} {self.name}"


class ProvinceNames:
    """The names of all provinces, and of those that the places of a library name."""

    def __init__(self, places: Sequence[Place], table: Units) -> None:
        self._table = table
        self._names = {loose(u.name): u.name for u in table if not u.parent}
        self._real = frozenset(self._names)
        for place in places:
            if place.province:
                self._names.setdefault(loose(place.province), place.province)
        self.longest = max((len(WORD.findall(name)) for name in self._names.values()), default=0)

    def find_in(self, words: MentionWords) -> Iterator[NamedProvince]:
        """Yield provinces: with their kind, in capitals, or after "ở"."""
        for at in range(len(words.keys)):
            for size in range(1, min(self.longest, len(words.keys) - at) + 1):
                key = "".join(words.keys[at : at + size])
                name = self._names.get(key)
                if name is not None and same_words(words.all[at : at + size], WORD.findall(name)):
                    yield from self._at(words, at, size, name, real=key in self._real)

    def _at(self, words: MentionWords, at: int, size: int, name: str, *, real: bool) -> Iterator[NamedProvince]:
        kind_word = words.kind_before(at)
        if kind_word is not None:
            if kind_word[0] in ("tỉnh", self.kind_of(name)):
                yield NamedProvince(kind_word[1], self.kind_of(name), name, explicit=True, real=real)
        elif all(w[0].isupper() for w in words.all[at : at + size]) or (
            at and any(agrees(words.all[at - 1].lower(), w) for w in LOCATIVE)
        ):
            yield NamedProvince(at, self.kind_of(name), name, explicit=False, real=real)

    def kind_of(self, province: str) -> str:
        """Return "tỉnh" or "thành phố", whichever a province of this name is."""
        return next((u.kind for u in self._table.find_by_name(WORD.findall(province)) if not u.parent), "tỉnh")

    def merged_into(self, province: str) -> Iterator[AdministrativeUnit]:
        """Yield the old provinces of other names that a new one was made of."""
        for unit in self._table.find_by_name(WORD.findall(province)):
            if unit.is_new and not unit.parent:
                yield from (s.unit for s in self._table.made_of(unit) if s.unit.name != unit.name)
