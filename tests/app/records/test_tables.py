"""Kept tables: each person's own, changed in place, and free of a report that is deleted."""

from __future__ import annotations

import pytest

from app.access.person import LOCAL, Person, Role
from app.records.tables import MOST, KeptTables, Selection, TableGone, TableSpec
from app.storage.store import Store
from app.tabulation.model import Slot
from tests.app.conftest import held

LAN = Person("lan", "Lan", Role.READER)
SLOT, OTHER = Slot("a" * 64, "hộ nghèo", 2024), Slot("b" * 64, "hộ nghèo", None)
SPEC = TableSpec(
    "hộ nghèo; giấy khen",
    "2024",
    Selection(("báo cáo năm",), ("UBND xã An",), ("xã An",), "2020-2024", ("a" * 64, "b" * 64)),
    {SLOT: "p:12"},
    {OTHER: "1.126 hộ"},
)


def test_a_table_is_kept_for_its_person_alone(store: Store) -> None:
    tables = KeptTables(store)
    number = tables.add(LOCAL, "Hộ nghèo", SPEC)
    assert [(table.id, table.name, table.spec) for table in KeptTables(store).of(LOCAL)] == [(number, "Hộ nghèo", SPEC)]
    assert tables.of(LAN) == []
    for act in (lambda: tables.get(LAN, number), lambda: tables.change(LAN, number, SPEC)):
        with pytest.raises(TableGone, match="không còn"):
            act()
    tables.delete(LAN, number)
    assert tables.get(LOCAL, number).spec == SPEC


def test_one_slot_holds_what_was_taken_or_what_was_typed(store: Store) -> None:
    tables = KeptTables(store)
    number = tables.add(LOCAL, "Hộ nghèo", SPEC)
    tables.change(LOCAL, number, SPEC.correcting(SLOT, "41 hộ"))
    assert tables.get(LOCAL, number).spec.choices == {}
    assert tables.get(LOCAL, number).spec.corrections == {OTHER: "1.126 hộ", SLOT: "41 hộ"}
    spec = SPEC.correcting(SLOT, "41 hộ").taking(SLOT, "p:40")
    assert (spec.choices, spec.corrections) == ({SLOT: "p:40"}, {OTHER: "1.126 hộ"})
    assert spec.without(SLOT).choices == {}


def test_a_deleted_report_leaves_nothing(store: Store) -> None:
    tables = KeptTables(store)
    number = tables.add(LOCAL, "Hộ nghèo", SPEC)
    tables.forget_report(OTHER.report)
    left = tables.get(LOCAL, number).spec
    assert left.corrections == {} and left.choices == {SLOT: "p:12"} and left.selection.reports == (SLOT.report,)
    assert OTHER.report.encode() not in held(store)


def test_the_oldest_go_when_there_are_too_many(store: Store) -> None:
    tables = KeptTables(store)
    numbers = [tables.add(LOCAL, f"Bảng {number}", TableSpec("hộ nghèo")) for number in range(MOST + 2)]
    assert [table.id for table in tables.of(LOCAL)] == sorted(numbers[2:], reverse=True)
