"""What people put right holds through everything that happens to the file and to the index."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from index.build import bring_in, correct, rebuild, remove
from index.errors import IndexProblem
from index.gazetteer.places import places_of
from index.query.facets import facet_words
from index.store.corrections import BY_HAND, FILE, Corrections
from index.store.library import Library
from index.store.locks import write_lock
from index.store.vectors import forget_clients
from ingest.model import Metadata
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")

RIGHT = {"place": "xã Yên Sậy", "title": "Tổng kết phong trào thi đua năm 2026", "period_from": 2026, "kind": "ten_years"}


def _id(library: Library, name: str) -> str:
    return next(identity for path, identity in library.catalog.sources().items() if Path(path).name == name)


def _facts(library: Library, name: str = "tan-lap.txt") -> Metadata:
    return library.catalog.facts()[_id(library, name)]


@pytest.fixture
def corrected(library: Library, embedder: Any) -> Library:
    """The library with the report of Tân Lập put right; the embedder remembers what that embedded."""
    with write_lock(library.settings):
        correct(library, embedder, _id(library, "tan-lap.txt"), RIGHT)
    return library


def _holds(library: Library) -> bool:
    facts = _facts(library)
    return all(getattr(facts, name) == value for name, value in RIGHT.items())


def test_facts_places_titles_and_labels_follow(corrected: Library, embedder: Any) -> None:
    facts = _facts(corrected)
    assert _holds(corrected)
    assert (facts.province, facts.signer) == ("Hồng Lam", "Lò Văn Phúc")  # what was not touched
    assert dict(facts.found)["place"] == BY_HAND and dict(facts.found)["signer"] != BY_HAND
    assert "xã Yên Sậy" in [place.called for place in places_of(corrected.catalog.facts())]
    kinds = [kind.name for kind in facet_words().kinds if kind.is_of(facts)]
    assert kinds == ["ten_years"]
    for passage in corrected.catalog.passages_of(_id(corrected, "tan-lap.txt")):
        assert passage.title.startswith("Tổng kết phong trào thi đua năm 2026, xã Yên Sậy")
        assert passage.label.startswith("xã Yên Sậy 2026")
    hits = corrected.keywords.scores(["sậy"], 50, None)
    assert {key.split("-")[0] for key, _ in hits} == {_id(corrected, "tan-lap.txt")[:16]}
    assert corrected.vectors.ids() == set(corrected.catalog.owners())


def test_only_passages_with_another_label_are_embedded(library: Library, embedder: Any) -> None:
    identity = _id(library, "tan-lap.txt")
    with write_lock(library.settings):
        assert correct(library, embedder, identity, {"signer": "Nguyễn Thị Hòa"}) == 0
        assert embedder.embedded == []
        pieces = library.catalog.passages_of(identity)
        assert correct(library, embedder, identity, {"place": "xã Yên Sậy"}) == len(pieces) == len(embedder.embedded)
    for passage in library.catalog.passages_of(identity):
        (key, score), *_ = library.vectors.nearest(embedder.vector(passage.embedded), 1, None)
        assert (key, round(score, 4)) == (passage.id, 1.0)


def test_an_edit_survives_a_rebuild_and_the_loss_of_the_index(corrected: Library, embedder: Any, reports: Path) -> None:
    settings = corrected.settings
    corrected.catalog.close()
    rebuild(settings, embedder)
    assert _holds(Library.open(settings))
    shutil.rmtree(settings.index_dir)
    forget_clients()
    again = Library.open(settings, create=True)
    bring_in(again, embedder, [reports])
    assert _holds(again)


def test_an_edit_survives_the_same_content_elsewhere(
    corrected: Library, embedder: Any, reports: Path, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    shutil.move(reports / "tan-lap.txt", other / "ten-khac.txt")
    assert len(bring_in(corrected, embedder, [other]).copies) == 1
    assert corrected.catalog.facts()[_id(corrected, "ten-khac.txt")].place == "xã Yên Sậy"


def test_a_new_version_at_the_path_keeps_what_is_read_there_as_before(
    corrected: Library, embedder: Any, reports: Path
) -> None:
    file = reports / "tan-lap.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("41 hộ nghèo", "39 hộ nghèo"), encoding="utf-8")
    assert bring_in(corrected, embedder, [reports]).replaced == [str(file)]
    assert _holds(corrected)
    file.write_text(text.replace("phong trào thi đua năm 2025", "phong trào thi đua năm 2027"), encoding="utf-8")
    bring_in(corrected, embedder, [reports])
    facts = _facts(corrected)
    assert (facts.place, facts.period_from, facts.period_to) == ("xã Yên Sậy", 2027, 2027)
    assert facts.title == "Kết quả phong trào thi đua năm 2027"


def test_reset_gives_back_what_was_read_and_stays(corrected: Library, embedder: Any, reports: Path) -> None:
    identity = _id(corrected, "tan-lap.txt")
    with write_lock(corrected.settings):
        correct(corrected, embedder, identity, {"place": "xã Yên Sậy", "number": None})  # in place of what was right before
        assert (_facts(corrected).period_from, _facts(corrected).number) == (2025, None)
        correct(corrected, embedder, identity, {})
    facts = _facts(corrected)
    assert (facts.place, facts.number, facts.kind) == ("xã Tân Lập", "15/BC-UBND", None)
    assert BY_HAND not in dict(facts.found).values()
    corrected.catalog.close()
    rebuild(corrected.settings, embedder)
    assert _facts(Library.open(corrected.settings)) == facts


def test_reset_of_a_new_version_is_not_undone_by_what_held_for_the_path(
    corrected: Library, embedder: Any, reports: Path
) -> None:
    file = reports / "tan-lap.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("41 hộ", "39 hộ"), encoding="utf-8")
    bring_in(corrected, embedder, [reports])
    with write_lock(corrected.settings):
        correct(corrected, embedder, _id(corrected, "tan-lap.txt"), {})
    corrected.catalog.close()
    rebuild(corrected.settings, embedder)
    assert _facts(Library.open(corrected.settings)).place == "xã Tân Lập"


def test_a_deleted_report_leaves_no_correction(corrected: Library, embedder: Any, reports: Path) -> None:
    file = reports / "tan-lap.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("41 hộ", "39 hộ"), encoding="utf-8")
    bring_in(corrected, embedder, [reports])
    with write_lock(corrected.settings):
        remove(corrected, [str(file)])
    assert (corrected.settings.data_dir / FILE).read_text(encoding="utf-8") == "[]"


def test_a_damaged_file_is_named(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    (settings.data_dir / FILE).write_text('[{"report": 1}]', encoding="utf-8")
    with pytest.raises(IndexProblem, match=r"corrections\.json"):
        Corrections.load(settings.data_dir)


def test_what_was_put_right_by_the_old_name_of_the_issuer_still_holds(tmp_path: Path) -> None:
    entry = {
        "report": "a", "paths": ["/a.txt"], "read": {"agency": "UBND xã Tân Lập"}, "right": {"agency": "Công an xã Tân Lập"},
        "found": {"agency": "phần đầu báo cáo"},
    }  # fmt: skip
    (tmp_path / FILE).write_text(json.dumps([entry]), encoding="utf-8")
    corrections = Corrections.load(tmp_path)
    read = Metadata(issuer="UBND xã Tân Lập")
    assert corrections.applied(read, "a", "/a.txt").issuer == "Công an xã Tân Lập"
    assert corrections.applied(read, "b", "/a.txt").issuer == "Công an xã Tân Lập"
    assert corrections.as_read(corrections.applied(read, "a", "/a.txt"), "a").issuer == "UBND xã Tân Lập"
