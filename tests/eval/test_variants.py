"""Reports with other names: every place in the text stays where it is, and no two are one report."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from eval.variants import Variant, renamed, store, stored, variants
from ingest import passages
from ingest.report import understand


@pytest.fixture
def variant(reports: Path) -> Variant:
    seed = understand(reports / "tan-lap.txt")
    return Variant(seed, tuple(passages.cut(seed, lambda texts: [len(text) // 4 for text in texts])), "Tân Lập", seed)


def test_another_name_and_all_else_in_its_place(variant: Variant) -> None:
    other = renamed(variant, "Mận Khê")
    assert "Tân Lập" not in other.report.text and "TÂN LẬP" not in other.report.text and "XÃ MẬN KHÊ" in other.report.text
    assert other.report.metadata.place == "xã Mận Khê"
    assert [h.span for h in other.report.headings] == [h.span for h in variant.report.headings]
    assert other.report.id != variant.report.id
    for passage in other.passages:
        assert passage.report == other.report.id and passage.id.startswith(other.report.id[:16])
        assert other.report.text[passage.start : passage.end] == passage.text


def test_a_name_of_another_length_is_refused(variant: Variant) -> None:
    with pytest.raises(ValueError, match="không dài bằng"):
        renamed(variant, "Mận")


def test_no_two_are_one_report(variant: Variant) -> None:
    long = renamed(variant, "Mận Khê")
    read = [Variant(long.report, long.passages, "Mận Khê", long.seed)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("eval.variants.SHORT", 0)
        made = list(islice(variants(read, [variant.seed]), 20))
    assert len({other.report.id for other in made}) == len({other.name for other in made}) == 20


def test_what_was_read_is_kept(variant: Variant, tmp_path: Path) -> None:
    assert stored(tmp_path) == []
    store([variant], tmp_path)
    assert stored(tmp_path) == [variant]
