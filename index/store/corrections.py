"""What people put right in the facts of a report, kept beside the index: a rebuild, or deleting the index, leaves it be.

A correction belongs to the content of a file (its digest) and to the paths it came from. For the same content it always
holds. For another content at the same path it holds for every fact that is read there as it was read before: a new version
of a file is misread in the same way, while the report of another year at the old path says something else.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from index.errors import IndexProblem
from ingest.model import Metadata

FILE = "corrections.json"
BY_HAND = "người dùng sửa"  # where a corrected fact was found
FACTS = (
    "issuer", "parent", "kind_of_document", "place", "province", "kind", "title", "period_from", "period_to", "number",
    "date", "signer",
)  # fmt: skip
RENAMED = {"agency": "issuer"}  # facts by the name that files up to format 2 of the catalogue gave them

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody put right in one report: for every fact, what was read and what it is."""

    report: str
    paths: tuple[str, ...]
    read: Mapping[str, Value]
    right: Mapping[str, Value]
    found: Mapping[str, str]  # the part of the report in which each value was read


class Corrections:
    """The corrections of one library. Changes are made with the library's lock held."""

    def __init__(self, file: Path, corrections: Mapping[str, Correction]) -> None:
        self._file = file
        self._made = dict(corrections)

    @classmethod
    def load(cls, data_dir: Path) -> Corrections:
        """Load the corrections of the library in ``data_dir``. A library without the file has none.

        :raises IndexProblem: the file is damaged.
        """
        file = data_dir / FILE
        try:
            entries = json.loads(file.read_text(encoding="utf-8"))
            corrections = [Correction(**{**_rename_facts(entry), "paths": tuple(entry["paths"])}) for entry in entries]
        except FileNotFoundError:
            corrections = []
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexProblem(
                f"Tệp {file} ghi các chỗ sửa thông tin báo cáo bị hỏng ({error}). Hãy khôi phục tệp này từ bản sao lưu, "
                "hoặc đổi tên nó đi để bỏ các chỗ đã sửa"
            ) from error
        return cls(file, {correction.report: correction for correction in corrections})

    def of(self, report: str) -> Correction | None:
        """Return what was put right in a report."""
        return self._made.get(report)

    def applied(self, facts: Metadata, report: str, path: str) -> Metadata:
        """Return facts as they were read from a file, put right."""
        own = self._made.get(report)
        if own is not None:
            return _with(facts, own.right)
        right: dict[str, Value] = {}
        for correction in self._made.values():
            if path in correction.paths:
                right |= {
                    name: value for name, value in correction.right.items() if getattr(facts, name) == correction.read[name]
                }
        return _with(facts, right)

    def as_read(self, facts: Metadata, report: str) -> Metadata:
        """Return facts that were put right as they were read."""
        own = self._made.get(report)
        if own is None:
            return facts
        origins = [(name, where) for name, where in facts.found if name not in own.right]
        origins += own.found.items()
        return replace(facts, **own.read, found=tuple(sorted(origins, key=_order)))  # type: ignore[arg-type]

    def put(self, report: str, paths: Collection[str], read: Metadata, right: Mapping[str, Value]) -> None:
        """Record the corrections of a report in place of earlier ones; an empty ``right`` says that it was read right."""
        self._made.pop(report, None)
        if right or any(
            set(paths) & set(correction.paths) for correction in self._made.values()
        ):  # else the corrections of its path would apply again
            where = {name: part for name, part in read.found if name in right}
            was = {name: getattr(read, name) for name in right}
            self._made[report] = Correction(report, tuple(sorted(paths)), was, dict(right), where)
        self._write()

    def follow(self, path: str, report: str, read: Metadata) -> None:
        """Apply the corrections made for ``path`` to the report that lies there now; ``read`` is its metadata as read."""
        now = self.applied(read, report, path)
        right = {name: getattr(now, name) for name in FACTS if getattr(now, name) != getattr(read, name)}
        if right and report not in self._made:
            self.put(report, [path], read, right)

    def drop(self, report: str, paths: Collection[str]) -> None:
        """Forget what was put right in a deleted report, and in those that lay at its paths before it."""
        before = dict(self._made)
        self._made.pop(report, None)
        for key, correction in list(self._made.items()):
            left = tuple(path for path in correction.paths if path not in paths)
            if left:
                self._made[key] = replace(correction, paths=left)
            else:
                del self._made[key]
        if self._made != before:
            self._write()

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=self._file.parent, prefix=f".{FILE}")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump([asdict(correction) for correction in self._made.values()], out, ensure_ascii=False, indent=1)
        Path(unfinished).rename(self._file)


def _rename_facts(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of the file with the facts of its parts by the names they have now."""
    parts = ("read", "right", "found")
    return entry | {part: {RENAMED.get(name, name): value for name, value in entry[part].items()} for part in parts}


def _order(origin: tuple[str, str]) -> int:
    return FACTS.index(origin[0]) if origin[0] in FACTS else len(FACTS)


def _with(facts: Metadata, right: Mapping[str, Value]) -> Metadata:
    if not right:
        return facts
    origins = [(name, where) for name, where in facts.found if name not in right]
    origins += [(name, BY_HAND) for name, value in right.items() if value is not None]
    return replace(facts, **right, found=tuple(sorted(origins, key=_order)))  # type: ignore[arg-type]
