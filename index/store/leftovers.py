"""What killed runs and deleted reports leave on disk, and how it is put away."""

from __future__ import annotations

import shutil
from pathlib import Path

from index.store.catalog import Catalog
from ingest.readers.ocr import page_lists
from settings import Settings

UNFINISHED, RETIRED = ".new", ".old"  # suffixes of the index folder while it is rebuilt


def sweep_originals(originals: Path) -> None:
    """Remove copies that a killed run left half made; call it with the lock held."""
    for left in originals.glob(".*"):
        left.unlink(missing_ok=True)


def clean(settings: Settings, catalog: Catalog) -> None:
    """Do what :meth:`Library.clean` does."""
    deleted = catalog.deleted_reports()
    if not deleted:
        return
    current = set(catalog.report_ids())
    for identity in set(deleted) - current:
        for copy in settings.originals_dir.glob(f"{identity}.*"):
            copy.unlink(missing_ok=True)
        shutil.rmtree(settings.facsimiles_dir / identity, ignore_errors=True)
    page_lists.sweep(settings.pages_dir, current)
    for left in (UNFINISHED, RETIRED):  # by a rebuild that was killed
        shutil.rmtree(settings.index_dir.with_suffix(left), ignore_errors=True)
    catalog.scrub()


def undo_half_rebuild(folder: Path) -> Path:
    """Undo a rebuild that was killed between its two renames."""
    before = folder.with_suffix(RETIRED)
    if not folder.exists() and before.exists():
        before.rename(folder)
    return folder
