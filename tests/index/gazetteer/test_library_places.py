"""The places of a library, and the units that its reports speak of."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from index.gazetteer.library_places import LibraryPlaces
from ingest.language.terms import terms
from ingest.model import Metadata

TEXT = "Trạm y tế huyện Mường Sào có 7 bác sĩ; Nậm Khê có 5. Huyện Lam Trà họp. Xã Pa giao 2 trạm."


class Catalog:
    """What a library's catalog tells of one report."""

    revision = "1"

    def about(self) -> dict[str, Any]:
        return {"revision": self.revision}

    def facts(self) -> dict[str, Metadata]:
        return {"r": Metadata(issuer="UBND huyện Lam Trà", place="huyện Lam Trà")}

    def document_frequencies(self, wanted: Iterable[str]) -> tuple[dict[str, int], int]:
        return {term: 1 for term in wanted if term in terms(TEXT)}, 1


@pytest.mark.parametrize(
    ("unit", "spoken"),
    [
        ("huyện Mường Sào", True),
        ("huyện Nậm Khê", True),  # the kind may be left out in a table
        ("huyện Mường Khê", False),
        ("phường Lam Trà", False),  # the library has huyện Lam Trà
        ("xã Pa", True),
        ("huyện Pa", False),
        ("xã Mường Sào, tỉnh Nghệ An", False),  # a namesake elsewhere
    ],
)
def test_a_unit_that_a_report_speaks_of(unit: str, spoken: bool) -> None:
    library: Any = SimpleNamespace(catalog=Catalog())
    assert LibraryPlaces(library).speaks_of(unit) is spoken
