"""Administrative units before and since 1 July 2025, and which became which.

On that day the district level ended and 63 provinces became 34 (Nghị quyết 202/2025/QH15 and 203/2025/QH15). A unit's
name does not tell which one it is: the commune that took over a district's name is a small part of it, and a ward may
bear the name of a district that it does not descend from.

The data are those of the package vietnamadminunits, read from its files; the package itself is never imported, for it
loads geometry and geocoding libraries that nothing here needs. Its old units are those of the first half of 2025.
"""

from __future__ import annotations

import datetime
import functools
import importlib.util
import json
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex as re

from index.database.sqlite import packaged_rows
from index.errors import IndexProblem
from ingest.language.terms import fold
from ingest.language.text import strip_marks

PACKAGE = "vietnamadminunits"
REFORM = datetime.date(2025, 7, 1)
LAST_OLD_DAY = datetime.date(2025, 6, 30)
DISTRICT_KINDS = frozenset({"huyện", "thị xã", "thành phố", "quận"})
KINDS = ("thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")
WORD = re.compile(r"\p{L}+|\d+")


@dataclass(frozen=True, slots=True)
class AdministrativeUnit:
    """An administrative unit: kind ("huyện"), name, the unit it is part of ("huyện …, tỉnh …"; "" for a province).

    ``since`` is None for a unit that was there before 1 July 2025, ``until`` None for one that still is.
    """

    kind: str
    name: str
    parent: str
    since: datetime.date | None = None
    until: datetime.date | None = None

    @property
    def called(self) -> str:
        """Kind and name, "huyện Tân Lập"."""
        return f"{self.kind} {self.name}"

    @property
    def is_new(self) -> bool:
        """Whether it is one of the units since 1 July 2025."""
        return self.since is not None

    @property
    def province(self) -> str:
        """Kind and name of its province; its own for a province."""
        return self.parent.rsplit(", ", 1)[-1] or self.called


@dataclass(frozen=True, slots=True)
class Share:
    """A unit on the other side of 1 July 2025; ``whole``: the old one of the two went into the new one undivided."""

    unit: AdministrativeUnit
    whole: bool


class Units:
    """All units and their descent.

    :param old: old communes, by key (districts and provinces follow from their parents); a district without communes
        stands for itself.
    :param new: new communes, by key.
    :param descent: for each old key the new ones it went to.
    :param provinces: old and new province of every pair.
    """

    def __init__(
        self,
        old: Mapping[str, AdministrativeUnit],
        new: Mapping[str, AdministrativeUnit],
        descent: Mapping[str, Sequence[str]],
        provinces: Iterable[tuple[AdministrativeUnit, AdministrativeUnit]],
    ) -> None:
        self._up: dict[AdministrativeUnit, list[Share]] = {}
        self._down: dict[AdministrativeUnit, list[Share]] = {}
        self._communes: dict[str, list[AdministrativeUnit]] = {}
        self._districts: dict[str, AdministrativeUnit] = {}
        self._buckets: dict[str, list[AdministrativeUnit]] = {}
        for before, after in provinces:
            self._tie(before, after, whole=True)
        for key, before in old.items():
            targets = descent.get(key, ())
            for target in targets:
                self._tie(before, new[target], whole=len(targets) == 1)
            if before.kind in DISTRICT_KINDS:
                self._districts[f"{before.called}, {before.parent}"] = before
            else:
                self._communes.setdefault(before.parent, []).append(before)
        for parent in self._communes:
            called, province = parent.split(", ", 1)
            kind, name = kind_and_name(called)
            self._districts[parent] = AdministrativeUnit(kind, name, province, None, LAST_OLD_DAY)
        for unit in (*self._up, *self._down, *(d for d in self._districts.values() if d not in self._up)):
            self._buckets.setdefault(loose(unit.name), []).append(unit)

    def find_by_name(self, words: Sequence[str], kind: str | None = None) -> tuple[AdministrativeUnit, ...]:
        """Return the units that the typed words can be the name of (see :func:`agrees`), of one kind or of any."""
        bucket = self._buckets.get(loose("".join(words)), ())
        return tuple(u for u in bucket if kind in (None, u.kind) and same_words(words, WORD.findall(u.name)))

    def became(self, old: AdministrativeUnit) -> tuple[Share, ...]:
        """Return the new units that took over an old commune, district or province, or () for a new unit."""
        if old in self._up:
            return tuple(self._up[old])
        parts = self.communes(old)
        reached: dict[AdministrativeUnit, set[AdministrativeUnit]] = {}
        for commune in parts:
            for share in self._up.get(commune, ()):
                reached.setdefault(share.unit, set()).add(commune)
        undivided = all(share.whole for commune in parts for share in self._up.get(commune, ()))
        return tuple(Share(unit, undivided and len(parts_reached) == len(parts)) for unit, parts_reached in reached.items())

    def made_of(self, new: AdministrativeUnit) -> tuple[Share, ...]:
        """Return the old communes (or provinces) that a new unit was made of, or () for an old unit."""
        return tuple(self._down.get(new, ()))

    def districts_of(self, new: AdministrativeUnit) -> tuple[Share, ...]:
        """Return the old districts of which a new commune holds land, and whether all of it."""
        old = dict.fromkeys(d for share in self.made_of(new) if (d := self.district(share.unit)) is not None)
        return tuple(Share(d, next(s.whole for s in self.became(d) if s.unit == new)) for d in old)

    def communes(self, district: AdministrativeUnit) -> tuple[AdministrativeUnit, ...]:
        """Return the communes of an old district, or () for any other unit."""
        return tuple(self._communes.get(f"{district.called}, {district.parent}", ())) if not district.is_new else ()

    def district(self, old: AdministrativeUnit) -> AdministrativeUnit | None:
        """Return the district of an old commune or the old district itself, or None for provinces and new units."""
        if old.is_new:
            return None
        return old if old.kind in DISTRICT_KINDS and old.parent else self._districts.get(old.parent)

    def is_province(self, called: str) -> bool:
        """Say whether a province bears this name (without its kind), now or before."""
        return any(not unit.parent for unit in self.find_by_name(WORD.findall(called)))

    def provinces(self, unit: AdministrativeUnit) -> tuple[str, ...]:
        """Return the names of all provinces, old and new, that a unit lies or lay in, its own first; without kinds."""
        other = (s.unit for s in (*self.became(unit), *self.made_of(unit)))
        return tuple(dict.fromkeys(kind_and_name(u.province)[1] for u in (unit, *other)))

    def __iter__(self) -> Iterator[AdministrativeUnit]:
        """Go through all units."""
        return (unit for bucket in self._buckets.values() for unit in bucket)

    def _tie(self, old: AdministrativeUnit, new: AdministrativeUnit, *, whole: bool) -> None:
        self._up.setdefault(old, []).append(Share(new, whole))
        self._down.setdefault(new, []).append(Share(old, whole))


@functools.cache
def units() -> Units:
    """Return the units of Vietnam, loaded at the first call.

    :raises IndexProblem: the package is missing or its data are not in the form known.
    """
    spec = importlib.util.find_spec(PACKAGE)  # finds the folder without running the package
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise IndexProblem(f"Không tìm thấy gói {PACKAGE} (đơn vị hành chính cũ và mới). Hãy chạy lại: make install")
    try:
        return load(Path(folders[0]) / "data")
    except (OSError, ValueError, KeyError) as error:
        raise IndexProblem(
            f"Không đọc được dữ liệu đơn vị hành chính của gói {PACKAGE} ({error!r}); cần bản ghi trong requirements.txt. "
            "Hãy chạy lại: make install"
        ) from error


def load(folder: Path) -> Units:
    """Load the units from the package's data files, ``dataset.db`` and ``converter_2025.json``.

    :raises KeyError, ValueError: the files do not fit each other, or are none.
    """
    old: dict[str, AdministrativeUnit] = {}
    new: dict[str, AdministrativeUnit] = {}
    province: dict[str, AdministrativeUnit] = {}
    before, since = packaged_rows(
        folder / "dataset.db",
        "SELECT province, district, ward, provinceKey, districtKey, wardKey FROM admin_units_legacy",
        "SELECT province, ward, provinceKey, wardKey FROM admin_units",
    )
    for above, district, ward, *keys in before:
        top = province.setdefault(keys[0], AdministrativeUnit(*kind_and_name(above), "", None, LAST_OLD_DAY))
        parent = top.called
        if ward is not None:
            parent = f"{' '.join(kind_and_name(district))}, {parent}"
        old["_".join(key or "" for key in keys)] = AdministrativeUnit(
            *kind_and_name(ward or district), parent, None, LAST_OLD_DAY
        )
    province_since: dict[str, AdministrativeUnit] = {}
    for above, ward, *keys in since:
        top = province_since.setdefault(keys[0], AdministrativeUnit(*kind_and_name(above), "", REFORM))
        new["_".join(keys)] = AdministrativeUnit(*kind_and_name(ward), top.called, REFORM)
    tables = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    pairs = [(province[b], province_since[a]) for a, merged in tables["DICT_PROVINCE"].items() for b in merged]
    return Units(old, new, _descent(tables), pairs)


def _descent(tables: Mapping[str, Any]) -> dict[str, list[str]]:
    successors: dict[str, list[str]] = {}
    for province, wards in tables["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, sources in wards.items():
            for source in sources:
                successors.setdefault(source, []).append(f"{province}_{ward}")
    for province, sources in tables["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, wards in sources.items():
            successors.setdefault(source, []).extend(f"{province}_{ward['newWardKey']}" for ward in wards)
    return successors


@functools.lru_cache(maxsize=1024)
def kind_and_name(called: str) -> tuple[str, str]:
    """Return ("thị trấn", "Tân Lập") for "Thị Trấn Tân Lập".

    :raises ValueError: it begins with no kind of unit.
    """
    small = called.lower()
    for kind in KINDS:
        if small.startswith(f"{kind} "):
            return kind, called[len(kind) + 1 :]
    raise ValueError(f"{called!r} begins with no kind of unit")


def agrees(typed: str, stated: str) -> bool:
    """Say whether a typed word can be the written one: the same letters, and no mark that contradicts.

    Spelling is folded as the index folds it (Hoà, Hòa; Mỹ, Mĩ).
    """
    a, b = fold(typed), fold(stated)
    if a == b:
        return True
    return strip_marks(a) == strip_marks(b) and all(x in (y, strip_marks(y)) for x, y in zip(a, b, strict=True))


def same_words(typed: Sequence[str], stated: Sequence[str]) -> bool:
    """Say whether every typed word can be the written one in its place."""
    return len(typed) == len(stated) and all(agrees(a, b) for a, b in zip(typed, stated, strict=True))


def loose(name: str) -> str:
    """Return letters and figures only, without marks, y as i, run together: equal for whatever agrees; a dictionary key."""
    return name.translate(_LOOSE)


def _loose_letters() -> dict[int, str]:
    marked = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    plain = {c: strip_marks(c).replace("y", "i") for c in marked + string.ascii_lowercase}
    letters = plain | {c.upper(): base for c, base in plain.items()}
    dropped = dict.fromkeys(string.punctuation + string.whitespace + "’–", "")
    return {ord(c): base for c, base in (letters | dropped).items()}


_LOOSE = _loose_letters()
