"""The hostile texts and files: what they are; that the checks stand them is measured against a running app."""

from __future__ import annotations

import io
import zipfile

from eval.attacks import uploads
from eval.attacks.models import KINDS


def test_sixty_different_texts_of_the_size_said() -> None:
    made = list(uploads.texts())
    assert len({content for _, content in made}) == len({name for name, _ in made}) == 60
    for _, content in made:
        assert uploads.SIZE <= len(content.decode()) <= uploads.SIZE + 1000  # with its head and line ends


def test_small_files_that_are_whole_packages() -> None:
    made = dict(uploads.files())
    assert all(len(content) < 300_000 for content in made.values()) and len(made["la-ma.docx"]) < 2000
    for name, content in made.items():
        if name.endswith(".docx"):
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert len(KINDS) >= 6
