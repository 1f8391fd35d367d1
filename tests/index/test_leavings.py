"""What is deleted is gone from every file below DATA_DIR: words at once, vectors when the store is compacted."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tantivy
from pypdf import PdfReader, PdfWriter

from index.build import bring_in, forget, rebuild
from index.store import keywords
from index.store.leftovers import UNFINISHED
from index.store.library import KEYWORD_FOLDER, Library
from index.store.locks import write_lock
from ingest.language.text import strip_marks
from ingest.readers.ocr import page_lists, tesseract
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")

SECRET = """UBND xã Khuất Nẻo báo cáo kết quả phong trào thi đua năm 2025 như sau:

I. MÔ HÌNH QUẠCHVƯỢNG

Xã Khuất Nẻo nhân rộng mô hình nuôi ngỗngtrắng, tặng giấy khen bà Ngạctuyền.
"""
WORDS = ("quạchvượng", "ngỗngtrắng", "ngạctuyền", "khuất nẻo", "khuất_nẻo", "khuat-neo")


def traces(folder: Path, words: tuple[str, ...] = WORDS) -> list[str]:
    """Return "file: word" for every word, in any case, with marks or without, in UTF-8 or UTF-16, below a folder.

    Terms in the dictionaries of the keyword index, which are packed, and packed rows of the catalogue count as well.
    """
    forms = {form for word in words for form in (word, word.upper(), word.title(), strip_marks(word))}
    traces_found = []
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        content = str(file.relative_to(folder)).encode() + b"\n" + file.read_bytes()
        for form in sorted(forms):
            if any(form.encode(code) in content for code in ("utf-8", "utf-16-le", "utf-16-be")):
                traces_found.append(f"{file.relative_to(folder)}: {form}")
    return traces_found + [f"{place}: {term}" for place, term in packed_terms(folder) if term in forms]


def packed_terms(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (place, term) for all terms that stand in no readable form below a folder."""
    for meta in folder.rglob("meta.json"):
        dictionaries = tantivy.Index.open(str(meta.parent)).searcher()
        yield from (("keyword index", term) for term, _ in dictionaries.terms_with_prefix("words", ""))
    for file in folder.rglob("catalog.sqlite*"):
        content, at = file.read_bytes(), -1
        while (at := content.find(b"\x78\x9c", at + 1)) >= 0:  # the head of what zlib packed, in use or left over
            yield from (("catalogue", term) for term in _unpacked(content[at : at + 4096]).split())


def _unpacked(content: bytes) -> str:
    """As much as can be unpacked: what follows may be something else."""
    unpacking, unpacked = zlib.decompressobj(), b""
    with contextlib.suppress(zlib.error):
        for at in range(0, len(content), 16):
            unpacked += unpacking.decompress(content[at : at + 16])
    return unpacked.decode(errors="ignore")


@pytest.fixture
def secret(library: Library, embedder: Any, reports: Path) -> str:
    """The path of a report with words of its own, brought in beside the others."""
    file = reports / "khuat-neo.txt"
    file.write_text(SECRET, encoding="utf-8")
    assert bring_in(library, embedder, [file]).added
    library.keywords.postings.renew(library.catalog.terms_of())  # all in one file, as after a merge
    assert {"keyword index: ngỗngtrắng", "catalogue: ngỗngtrắng"} <= set(traces(library.settings.data_dir))
    assert len({trace.split(":")[0] for trace in traces(library.settings.data_dir)}) >= 2, "the words are there before"
    file.unlink()
    return str(file)


def test_a_deleted_report_leaves_no_word(library: Library, secret: str) -> None:
    forget(library, [secret])
    assert traces(library.settings.data_dir) == []
    assert library.catalog.deleted_reports() == []
    assert len(library.catalog.report_ids()) == 3
    assert library.keywords.scores(["nghèo"], 5, None), "what is left is found as before"


def test_a_replaced_report_leaves_no_word(library: Library, embedder: Any, secret: str) -> None:
    Path(secret).write_text("I. KẾT QUẢ\n\nXã đạt kết quả tốt.", encoding="utf-8")
    assert bring_in(library, embedder, [Path(secret)]).replaced == [secret]
    assert traces(library.settings.data_dir, WORDS[:3]) == []  # the name of the file stays


def test_what_another_report_says_too_stays(library: Library, embedder: Any, secret: str, reports: Path) -> None:
    other = reports / "ban-sao.txt"
    other.write_text(SECRET, encoding="utf-8")
    assert bring_in(library, embedder, [other]).copies
    forget(library, [secret])
    assert library.keywords.scores(["ngỗngtrắng"], 5, None)
    assert list(library.settings.originals_dir.glob(f"{library.catalog.sources()[str(other)]}.txt"))


def test_a_killed_clean_up_is_made_good_by_the_next_run(library: Library, embedder: Any, secret: str, reports: Path) -> None:
    library.forget(secret)  # and killed before anything was cleaned
    assert traces(library.settings.data_dir)
    bring_in(library, embedder, [reports])
    assert traces(library.settings.data_dir) == []


def test_a_killed_clean_up_is_made_good_by_a_rebuild_too(library: Library, embedder: Any, secret: str) -> None:
    library.forget(secret)
    pictures = library.settings.facsimiles_dir / library.catalog.deleted_reports()[0]
    pictures.mkdir(parents=True)
    library.catalog.close()
    rebuild(library.settings, embedder)
    assert traces(library.settings.data_dir) == []
    assert not pictures.exists()


def test_a_killed_rebuild_leaves_no_word_either(library: Library, secret: str) -> None:
    left = library.settings.index_dir.with_suffix(UNFINISHED)
    left.mkdir()
    (left / "catalog.sqlite").write_text(SECRET, encoding="utf-8")
    forget(library, [secret])
    assert traces(library.settings.data_dir) == []


def test_a_report_brought_in_again_before_the_clean_up_keeps_its_file(library: Library, embedder: Any, secret: str) -> None:
    library.forget(secret)
    Path(secret).write_text(SECRET, encoding="utf-8")
    assert bring_in(library, embedder, [Path(secret)]).added
    assert library.catalog.deleted_reports() == []
    assert list(library.settings.originals_dir.glob(f"{library.catalog.sources()[secret]}.txt"))


def test_vectors_go_when_the_store_is_compacted(library: Library, embedder: Any, secret: str, settings: Settings) -> None:
    identity = library.catalog.sources()[secret]
    ids = [passage.id for passage in library.catalog.passages_of(identity)]
    question = embedder.vector("640 ha rừng phòng hộ")
    before = [key for key, _ in library.vectors.nearest(question, 5, None) if key not in ids]
    forget(library, [secret])
    assert library.is_loose()
    with write_lock(settings):
        library.compact()
    assert not library.is_loose()
    assert traces(settings.data_dir, tuple(ids)) == []
    assert [key for key, _ in library.vectors.nearest(question, 5, None)][: len(before)] == before
    folders = {folder.name for folder in settings.index_dir.iterdir() if folder.is_dir()} - {KEYWORD_FOLDER}
    assert len(folders) == 1 and folders != {"chroma"}
    again = Library.open(settings)  # another process finds the new store
    assert again.vectors.ids() == set(again.catalog.owners())


def test_words_go_from_a_large_library_when_it_is_compacted(
    library: Library, secret: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keywords, "PURGED_AT_ONCE", 0)
    forget(library, [secret])
    assert library.keywords.scores(["ngỗngtrắng"], 5, None) == [], "found no more at once"
    assert {trace.split(":")[0] for trace in traces(settings.data_dir)} == {"keyword index"}
    assert library.is_loose()
    with write_lock(settings):
        library.compact()
    assert traces(settings.data_dir) == [] and library.repair() == 0


def test_the_open_index_follows_a_rebuild(library: Library, embedder: Any, settings: Settings, reports: Path) -> None:
    revision = library.catalog.about()["revision"]
    rebuild(settings, embedder)  # as another process would
    library.refresh()
    assert int(library.catalog.about()["revision"]) > int(revision)
    (reports / "moi.txt").write_text("I. KẾT QUẢ\n\nXã đạt kết quả tốt.", encoding="utf-8")
    bring_in(library, embedder, [reports])
    assert len(Library.open(settings).catalog.report_ids()) == 4
    assert library.vectors.ids() == set(library.catalog.owners())


def test_pages_stay_with_the_reports_that_have_them(tmp_path: Path) -> None:
    first, second, pages = tmp_path / "one.pdf", tmp_path / "two.pdf", tmp_path / "pages"
    first.write_bytes(b"1")
    second.write_bytes(b"2")
    page_lists.write(pages, first, ["a.json", "shared.json"])
    page_lists.write(pages, second, ["shared.json", "b.json"])
    for name in ("a.json", "shared.json", "b.json", "unlisted.json", "tmpx.new"):
        (pages / name).touch()
    names = {file.stem: file.read_text() for file in pages.glob("*.list")}
    stem_left = next(stem for stem, listed in names.items() if "b.json" in listed)
    page_lists.sweep(pages, {stem_left})
    assert sorted(file.name for file in pages.iterdir()) == sorted(["shared.json", "b.json", f"{stem_left}.list"])
    page_lists.sweep(tmp_path / "none", set())


@pytest.mark.slow
@pytest.mark.skipif(tesseract.missing() is not None, reason="no Tesseract with Vietnamese")
def test_a_deleted_scan_takes_its_read_pages_along(library: Library, embedder: Any, reports: Path, samples: Path) -> None:
    whole, part = reports / "quet.pdf", reports / "trang-dau.pdf"
    pages = PdfReader(samples / "formats" / "suoi-ngan-quet.pdf").pages
    for file, count in ((whole, 2), (part, 1)):
        writer = PdfWriter()
        for page in pages[:count]:
            writer.add_page(page)
        writer.write(file)
    bring_in(library, embedder, [whole, part])
    pages_dir = library.settings.pages_dir
    assert library.catalog.extent(library.catalog.sources()[str(whole)]).ocr == 2
    assert len(list(pages_dir.glob("*.json"))) == 2, "the page that both share is read once"
    forget(library, [str(whole)])
    assert len(list(pages_dir.glob("*.json"))) == 1, "and stays with the other"
    forget(library, [str(part)])
    assert list(pages_dir.iterdir()) == []
    assert traces(library.settings.data_dir, ("Suối Ngàn", "suối_ngàn")) == []


def test_extent_is_what_the_report_holds(library: Library) -> None:
    for identity in library.catalog.report_ids():
        report, extent = library.catalog.report(identity), library.catalog.extent(identity)
        assert (extent.pages, extent.sections) == (report.pages, len(report.headings))
        assert (extent.warnings, extent.ocr) == (len(report.warnings), len(report.ocr))
    with pytest.raises(KeyError):
        library.catalog.extent("none")


def test_vectors_are_those_of_the_catalogue_after_compaction(library: Library, settings: Settings) -> None:
    with write_lock(settings):
        library.compact()
    stored = library.vectors.all()
    for key, vector in library.catalog.vectors().items():
        np.testing.assert_allclose(stored[key], vector, atol=1e-6)
