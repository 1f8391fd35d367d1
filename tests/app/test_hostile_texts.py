"""What is matched in the app's own process, questions and passages, is bounded: no text keeps it for more than a moment."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from app.assistant import Assistant
from app.drafting.prepare import prepare
from app.drafting.request import Request
from app.web.handlers.ask import LONGEST
from app.wording.search import search as look_for_wording
from eval.attacks import patterns
from index.build import bring_in
from index.store.library import Library
from ingest.structure.pieces import LONGEST as LONGEST_PARAGRAPH
from settings import Settings
from tests.conftest import KeywordEmbedder

SIZE = 30_000  # characters of a hostile paragraph
SECONDS = 3.0  # of a processor
# Runs of what questions and passages are looked through for: figures, dates, names, numbers of documents, enumerations.
RUNS = ("1% ", "ngày 1 tháng 1 năm 2020 ", "xã Aa Aa ", "số 12/QĐ-UBND ", "a: 1, 1; ", "“", "(1 (1 ", " ", "A")


class LetterEmbedder(KeywordEmbedder):
    """A fake embedder that counts tokens as real ones do: a word of a thousand letters is many."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return a token for every four characters."""
        return [len(text) // 4 + 1 for text in texts]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a library in which every report has a paragraph of one run."""
    world = tmp_path_factory.mktemp("hostile")
    settings = Settings(data_dir=world / "data", embedding_model=KeywordEmbedder().name)
    folder = world / "reports"
    folder.mkdir()
    for number, run in enumerate(RUNS):
        (folder / f"{number}.txt").write_text(patterns.report_of(patterns.repeated(run, SIZE)), encoding="utf-8")
    library = Library.open(settings, create=True)
    bring_in(library, LetterEmbedder(), [folder])
    return Assistant(library, LetterEmbedder())


def test_no_passage_is_without_end(assistant: Assistant) -> None:
    catalog = assistant.library.catalog
    sizes = {report: [len(passage.text) for passage in catalog.passages_of(report)] for report in catalog.report_ids()}
    assert len(sizes) >= len(RUNS) - 1  # what is nothing but spaces may be no other report
    assert sum(sum(of) > SIZE // 2 for of in sizes.values()) >= len(RUNS) // 2  # they hold what was sent
    assert max(map(max, sizes.values())) <= LONGEST_PARAGRAPH


@pytest.mark.parametrize("run", RUNS, ids=ascii)
def test_a_hostile_question_is_answered_in_a_moment(assistant: Assistant, run: str) -> None:
    question = patterns.repeated(f"Huyện Vân Sậy có bao nhiêu {run}", LONGEST) if run.strip() else run * LONGEST
    for deed in (assistant.answer, assistant.search, lambda text: look_for_wording(assistant, text)):
        begun = time.process_time()
        deed(question)
        assert time.process_time() - begun < SECONDS


def test_a_draft_from_hostile_passages_takes_a_moment(assistant: Assistant) -> None:
    begun = time.process_time()
    prepare(assistant, "annual", Request("ỦY BAN NHÂN DÂN HUYỆN VÂN SẬY", "Vân Sậy", 2020, 2020))
    assert time.process_time() - begun < SECONDS
