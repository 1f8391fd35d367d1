"""The register, and the form in which facts are put right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.library.facts_form import BadFacts, form_values, read
from app.library.register import Register, RegisterEntry
from index.build import bring_in, correct
from index.store.extents import Extent
from index.store.library import Library
from index.store.locks import write_lock
from ingest.model import Metadata

pytestmark = pytest.mark.usefixtures("reading_here")


def test_a_line_a_report(library: Library) -> None:
    entries = {entry.files[0]: entry for entry in Register(lambda: library).entries()}
    commune = entries["tan-lap.txt"]
    assert commune.title == "Kết quả phong trào thi đua năm 2025, xã Tân Lập, tỉnh Hồng Lam"
    assert (commune.kind, commune.period, commune.extent.pages, commune.extent.sections) == (
        "báo cáo một năm",
        "2025",
        None,
        5,
    )
    assert entries["dong-khe.txt"].kind == "báo cáo 5 năm" and entries["dong-khe.txt"].period == "2020–2024"
    assert not any(entry.by_hand for entry in entries.values())


def test_it_follows_the_library(library: Library, embedder: Any, reports: Path) -> None:
    register = Register(lambda: library)
    before, revision = register.entries(), register.revision
    (reports / "ban-sao.txt").write_bytes((reports / "tan-lap.txt").read_bytes())
    bring_in(library, embedder, [reports])
    assert register.revision != revision
    entry = register.entry(next(e.report for e in before if e.files[0] == "tan-lap.txt"))
    assert entry.files == ("tan-lap.txt", "ban-sao.txt")
    with write_lock(library.settings):
        correct(library, embedder, entry.report, {"kind": "ten_years"})
    assert register.entry(entry.report).kind == "báo cáo 10 năm" and register.entry(entry.report).by_hand
    for path in library.catalog.sources():
        library.forget(path)
    assert register.entries() == ()
    with pytest.raises(KeyError):
        register.entry(entry.report)


def test_a_form_sent_back_untouched_changes_nothing(library: Library) -> None:
    for facts in library.catalog.facts().values():
        for name, value in read(form_values(facts)).items():
            assert value == getattr(facts, name)


@pytest.mark.parametrize(("typed", "date"), [
    ("08/12/2025", "2025-12-08"), ("8.12.2025", "2025-12-08"), ("12/2025", "2025-12"), ("2025-12-08", "2025-12-08"),
    ("", None),
])  # fmt: skip
def test_dates(typed: str, date: str | None) -> None:
    assert read({"date": typed})["date"] == date
    assert read({"date": form_values(Metadata(date=date))["date"]})["date"] == date


def test_what_is_typed_is_tidied() -> None:
    made = read({"place": " Xã  Cẩm Đài ", "province": "tỉnh Đông Lĩnh", "title": "a\u0301  b", "period_from": "2025"})
    assert (made["place"], made["province"], made["title"]) == ("xã Cẩm Đài", "Đông Lĩnh", "á b")
    assert (made["period_from"], made["period_to"], made["signer"]) == (2025, None, None)


@pytest.mark.parametrize(("typed", "place", "province"), [
    ({"place": "tỉnh Bình Lâm"}, None, "Bình Lâm"),
    ({"place": "tỉnh Bình Lâm", "province": "Bình Lâm"}, None, "Bình Lâm"),
    ({"place": "Trường THCS Nguyễn Huệ"}, "Trường THCS Nguyễn Huệ", None),
    ({"place": "thôn Nà Hính", "province": "Bình Lâm"}, "thôn Nà Hính", "Bình Lâm"),
])  # fmt: skip
def test_any_kind_of_place_is_taken(typed: dict[str, str], place: str | None, province: str | None) -> None:
    made = read({**typed, "issuer": "Liên đoàn Lao động huyện Lam Trà"})
    assert (made["place"], made["province"], made["issuer"]) == (place, province, "Liên đoàn Lao động huyện Lam Trà")


def _entry(report: str, title: str, **facts: Any) -> RegisterEntry:
    about = Metadata(title=title, **facts)
    extent = Extent(None, 3, 0, 0)
    return RegisterEntry(report, title, about, "", extent, (f"{report}.txt",), originals=((report, f"{report}.txt"),))


@pytest.mark.parametrize(("title", "years", "period", "ends"), [
    ("Kết quả 6 tháng đầu năm 2031", (2031, 2031), "6 tháng đầu năm 2031", 203106),
    ("Kết quả 6 tháng cuối năm 2031", (2031, 2031), "6 tháng cuối năm 2031", 203112),
    ("Kết quả quý III năm 2031", (2031, 2031), "Quý III năm 2031", 203109),
    ("Kết quả công tác tháng 3", (2031, 2031), "Tháng 3 năm 2031", 203103),
    ("Tổng kết năm học 2030 - 2031", (2030, 2031), "Năm học 2030 - 2031", 203112),
    ("Tổng kết phong trào", (2026, 2031), "2026–2031", 203112), ("Tổng kết phong trào", (None, None), "", 0),
])  # fmt: skip
def test_the_period_as_it_is_called_and_sorted(
    title: str, years: tuple[int | None, int | None], period: str, ends: int
) -> None:
    entry = _entry("a", title, period_from=years[0], period_to=years[1])
    assert (entry.period, entry.ends) == (period, ends)


def test_a_number_and_its_code() -> None:
    assert _entry("a", "x", number="187/BC-UBND").number == ("187", "BC-UBND")
    assert _entry("a", "x", number="47-BC/ĐU").number == ("47", "BC/ĐU"), "as the Party numbers its documents"
    assert _entry("a", "x", number="12a/BC-PGDĐT").number == ("12a", "BC-PGDĐT")
    assert _entry("a", "x", number="/BC-UBND").number == ("", "BC-UBND"), "a place left for the number"
    assert _entry("a", "x", number="187").number == ("187", "") and _entry("a", "x").number == ("", "")


@pytest.mark.parametrize(("typed", "why"), [
    ({"place": "Cẩm Đài"}, "cấp đứng trước"), ({"place": "tỉnh Bình Lâm", "province": "Nam Phong"}, "một trong hai ô"),
    ({"period_from": "25"}, "bốn chữ số"), ({"period_to": "2999"}, "2100"),
    ({"period_from": "2025", "period_to": "2020"}, "ngược"), ({"date": "31/02/2025"}, "Không có ngày"),
    ({"date": "hôm qua"}, "ngày/tháng/năm"), ({"kind": "tháng"}, "danh sách"),
])  # fmt: skip
def test_what_cannot_be_is_told(typed: dict[str, str], why: str) -> None:
    with pytest.raises(BadFacts, match=why):
        read(typed)
