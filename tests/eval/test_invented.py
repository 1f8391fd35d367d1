"""Invented reports: everything that tells a place changes, everything that makes the form of a report stays."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
import regex as re

from eval.invented import CHANGED, Invented, change, invent, place_names
from ingest.language.terms import fold
from ingest.model import Report
from ingest.report import understand


@pytest.fixture
def seeds(reports: Path) -> list[Report]:
    return [understand(file) for file in sorted(reports.iterdir())]


def _read(invented: Invented, folder: Path) -> Report:
    file = folder / invented.file
    file.write_text(invented.text, encoding="utf-8")
    return understand(file)


def test_outline_and_metadata_survive(seeds: list[Report], tmp_path: Path) -> None:
    for invented in invent(seeds, 6):
        report = _read(invented, tmp_path)
        assert [(h.label, h.level) for h in report.headings] == [(h.label, h.level) for h in invented.seed.headings]
        assert report.metadata.place == invented.place
        assert report.metadata.place.split()[0] == invented.seed.metadata.place.split()[0]  # type: ignore[union-attr]
        assert report.metadata.title == invented.seed.metadata.title
        if invented.seed.metadata.province:
            assert report.metadata.province not in (None, invented.seed.metadata.province)
        if invented.seed.metadata.signer:
            assert report.metadata.signer not in (None, invented.seed.metadata.signer)


def test_no_old_name_is_left_and_no_name_is_given_twice(seeds: list[Report]) -> None:
    reports = list(invent(seeds, 30))
    assert len({report.place.split(maxsplit=1)[1] for report in reports}) == 30
    for report in reports:
        assert not re.search("tân lập|đông khê|suối mây|hồng lam|lò văn phúc", report.text.lower())
        assert report.place.split(maxsplit=1)[1].split()[-1] in report.text


def test_names_do_not_run_out_for_a_million_passages(seeds: list[Report], tmp_path: Path) -> None:
    few, many = list(invent(seeds, 12)), invent(seeds, 24_000)
    assert [report.place for report in itertools.islice(many, 12)] == [report.place for report in few], (
        "the first stay the same"
    )
    reports = list(itertools.islice(many, 1200))
    places = [report.place.split(maxsplit=1)[1] for report in reports]
    assert len(set(places)) == 1200
    long = next(report for report in reports if len(report.place.split()) == 4)
    assert _read(long, tmp_path).metadata.place == long.place


def test_names_in_capitals_stay_in_capitals(seeds: list[Report]) -> None:
    tan_lap = next(seed for seed in seeds if seed.file == "tan-lap.txt")
    (invented,) = invent([tan_lap], 1)
    name = invented.place.removeprefix("xã ")
    assert f"XÃ {name.upper()}" in invented.text and f"{name}, ngày" in invented.text


def test_the_same_seeds_give_the_same_reports(seeds: list[Report]) -> None:
    assert [report.text for report in invent(seeds, 5)] == [report.text for report in invent(seeds, 5)]


def _report(tmp_path: Path, body: str) -> Report:
    file = tmp_path / "seed.txt"
    file.write_text(
        f"UBND huyện Lam Trà báo cáo như sau:\n\nI. KẾT QUẢ\n\n{body}\n\nHuyện Lam Trà có 12 xã.\n", encoding="utf-8"
    )
    return understand(file)


def test_communes_are_renamed_in_lists_too_but_not_within_quotation_marks(tmp_path: Path) -> None:
    body = (
        "Các xã Vân Hạ, Cẩm Đài và Mộc Thượng đi đầu. Ở Mộc Thượng có mô hình “Vân Hạ xanh”; "
        "huyện có phong trào “Lam Trà chung sức”."
    )
    (invented,) = invent([_report(tmp_path, body)], 1)
    name = invented.place.removeprefix("huyện ")
    assert "“Vân Hạ xanh”" in invented.text and f"“{name} chung sức”" in invented.text
    assert "Mộc Thượng" not in invented.text and "Cẩm Đài" not in invented.text and invented.text.count("Vân Hạ") == 1


def test_a_name_of_one_syllable_changes_only_after_its_kind(tmp_path: Path) -> None:
    (invented,) = invent([_report(tmp_path, "Xã Khê trồng chè. Ông Khê nuôi ong.")], 1)
    assert "Xã Khê" not in invented.text and "Ông Khê" in invented.text


@pytest.mark.parametrize(
    "kept",
    [
        "Chỉ thị số 34-CT/TW ngày 07/4/2014", "Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017",
        "Quyết định số 1526/QĐ-TTg", "giai đoạn 2020 - 2025", "trong 05 năm qua", "3.000 m2"[-2:], "COVID-19",
    ],
)  # fmt: skip
def test_what_all_reports_share_stays(kept: str) -> None:
    assert CHANGED.sub(lambda m: change(m, {}, random.Random(1)), kept) == kept


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        ("12/QĐ-UBND", r"\d\d/QĐ-UBND"), ("ngày 08/12/2025", r"ngày 0[1-9]/1[0-2]/2025"), ("4.180,5 m2", r"\d\.\d{3},\d m2"),
        ("ngày 8 tháng 9 năm 2024", r"ngày [1-9] tháng [1-9] năm 2024"), ("05 khối", r"0\d khối"), ("1,27%", r"\d,\d\d%"),
        ("tháng 6 vừa qua", r"tháng [1-9] vừa qua"), ("dịp 2 xã", r"dịp \d xã"), ("ngày 2/9", r"ngày [1-9]/[1-9]"),
    ],
)  # fmt: skip
def test_figures_dates_and_numbers_change_and_keep_their_shape(written: str, shape: str) -> None:
    draw = random.Random(1)
    for _ in range(10):
        new = CHANGED.sub(lambda m: change(m, {}, draw), written)
        assert new != written and re.fullmatch(shape, new), new


def test_a_figure_that_stands_twice_stays_equal(tmp_path: Path) -> None:
    (invented,) = invent([_report(tmp_path, "Có 1.234 hộ nghèo. Trong 1.234 hộ có trẻ em.")], 1)
    first, second = re.findall(r"(\d\.\d{3}) hộ", invented.text)
    assert first == second != "1.234"


def test_names_do_not_run_out(seeds: list[Report]) -> None:
    names = list(itertools.islice(place_names(seeds), 200_000))
    assert len(set(names)) == 200_000 and len(names[-1].split()) == 4


def test_reports_from_a_number_on(seeds: list[Report]) -> None:
    every = list(invent(seeds, 8))
    assert [report.text for report in invent(seeds, 8, first=6)] == [report.text for report in every[6:]]


def test_no_seed_names_a_place(seeds: list[Report], tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("I. MỤC\n\nKhông nói về nơi nào.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="địa phương"):
        list(invent([understand(file)], 1))


def test_names_that_the_seeds_mention_are_not_used(seeds: list[Report], tmp_path: Path) -> None:
    (first, *_) = invent(seeds, 1)
    name = first.place.split(maxsplit=1)[1]
    (again, *_) = invent([*seeds, _report(tmp_path, f"Học tập huyện {name}.")], 1)
    assert fold(name) not in fold(again.place)
