"""Opens the library that the settings name, with all that answers from it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from settings import Settings

if TYPE_CHECKING:
    from app.assistant import Assistant


def open_assistant(settings: Settings, *, create: bool = False) -> Assistant:
    """Open the library that the settings name and return its assistant; ``create``: make an empty one if needed."""
    from app.assistant import Assistant
    from app.generation.llm import open_model
    from app.generation.writer import Writer
    from app.records.office_glossary import OfficeGlossary
    from app.storage.store import Store, is_kept
    from index.embedding.embedder import SentenceEmbedder
    from index.errors import LibraryBusy
    from index.store.library import Library

    library = Library.open(settings, create=create)
    with suppress(LibraryBusy):  # who is writing here brings it in line
        library.catch_up()
    if is_kept(settings):
        OfficeGlossary(Store.open(settings))  # its words are taken up
    model = open_model(settings.llm)
    writer = Writer(model) if model else None
    return Assistant(library, SentenceEmbedder(settings.embedding_model, settings.model_dir), writer)
