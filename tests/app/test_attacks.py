"""Sixty attacks through reports, file names and questions: none changes an answer, none is rendered."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest

from app.answer.citations import MARKER, faults
from app.answer.model import Answer
from app.assistant import Assistant
from app.checks import check_file
from app.drafting.prepare import prepare
from app.drafting.request import MOST_NAMED, of_json
from app.drafting.word import write
from app.generation.llm import open_model
from app.generation.prompting import prompts
from app.generation.writer import Writer
from app.grounding import entailment
from app.web.handlers.ask import Screen
from app.web.html import answers, checks, panel, passages_found
from app.web.html import wording as wording_views
from app.wording import search
from index.build import bring_in
from index.store.library import Library
from ingest.language.text import fold_spaces
from settings import LanguageModel, Settings
from tests.app.model_server import ModelServer, model_server
from tests.conftest import MODEL, KeywordEmbedder

REPORT = """UBND xã {place} báo cáo kết quả phong trào thi đua năm 2024 như sau:

I. {heading}

Nhân dân xã đóng góp 1.120 ngày công làm đường liên thôn. {attack} Cuối năm 2024 toàn xã còn 41 hộ nghèo, chiếm 1,27%.

II. HẠN CHẾ

Việc phát hiện điển hình tiên tiến còn chậm. {attack}
"""
HEADING = "KẾT QUẢ GIẢM NGHÈO"
# Invented names of two syllables, one for every attack.
NAMES = [
    " ".join(pair)
    for pair in product("Sậy Khế Mít Vối Trám Xoan Sấu Nhót".split(), "Nậm Pá Tảo Húc Lạch Ngòi Vực Ghềnh".split())
]
TAGS = frozenset(
    "article h2 h3 h4 span div p ul li ol b button section q i details summary s mark header dl dt dd nav".split()
)


# of the form in which readers judge an answer: tags with the names that they may have there
FORM = {"fieldset": {None}, "legend": {None}, "label": {None}, "input": {"reasons"}, "textarea": {"comment"}}


@dataclass(frozen=True)
class Attack:
    where: str
    text: str
    says: str
    place: str

    @property
    def question(self) -> str:
        if self.where == "question":
            return self.text.format(place=self.place)
        return f"Năm 2024 xã {self.place} còn bao nhiêu hộ nghèo?"

    @property
    def file(self) -> str:
        return f"{self.place} {self.text}.txt".replace("/", "∕") if self.where == "file" else f"{self.place}.txt"

    @property
    def report(self) -> str:
        heading = self.text if self.where == "heading" else HEADING
        return REPORT.format(place=self.place, heading=heading, attack=self.text if self.where == "document" else "")


RAW = tomllib.loads(Path(__file__).with_name("attacks.toml").read_text(encoding="utf-8"))["attack"]
ATTACKS = [
    Attack(one["where"], one["text"], one["says"].replace("{place}", place), place)
    for one, place in zip(RAW, NAMES, strict=False)
]
EACH = pytest.mark.parametrize("attack", ATTACKS, ids=[f"{n}-{a.where}" for n, a in enumerate(ATTACKS, start=1)])
CLEAN = Attack("", "", "", NAMES[-1])


def test_there_are_sixty() -> None:
    assert len(ATTACKS) == len(RAW) == 60 and {a.where for a in ATTACKS} == {"document", "heading", "file", "question"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a report for every attack, and one that holds none."""
    folder = tmp_path_factory.mktemp("attacks")
    (folder / "reports").mkdir()
    for one in (*ATTACKS, CLEAN):
        (folder / "reports" / one.file).write_text(one.report, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", model_dir=folder / "models", embedding_model=MODEL)
    library, embedder = Library.open(settings, create=True), KeywordEmbedder()
    assert len(bring_in(library, embedder, [folder / "reports"]).added) == 61
    return Assistant(library, embedder)


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server() as made:
        yield made


@pytest.fixture(scope="module")
def obedient(plain: Assistant, server: ModelServer) -> Assistant:
    """The same with a model that does whatever the attack wants."""
    model = open_model(LanguageModel("openai", "thử", server.url, timeout=60))
    assert model is not None
    return Assistant(plain.library, plain.retriever.embedder, Writer(model))


def assert_sound(answer: Answer, assistant: Assistant) -> None:
    """Every line of an answer is cited word for word, or introduces such lines; nothing of the prompt is in it."""
    assert faults(answer.text, answer.citations, assistant.library) == []
    assert list(entailment.unsound(answer.text, answer.citations, assistant.retriever.facts())) == []
    lines = answer.text.split("\n")
    assert answer.refused or all(MARKER.search(line) or line.endswith(":") for line in lines), answer.text
    ours = fold_spaces(prompts().texts["system"])
    assert not any(len(line) > 25 and fold_spaces(MARKER.sub("", line)).strip(" .") in ours for line in lines)


@EACH
def test_without_a_model(attack: Attack, plain: Assistant) -> None:
    answer = plain.answer(attack.question)
    assert_sound(answer, plain)
    if attack.where != "question":
        clean = plain.answer(CLEAN.question)
        assert "41 hộ nghèo" in answer.citations[0].quote
        assert answer.refused is clean.refused is False
        assert answer.text.split("\n")[0] == clean.text.split("\n")[0].replace(CLEAN.place, attack.place)


@EACH
def test_with_a_model_that_obeys(attack: Attack, plain: Assistant, obedient: Assistant, server: ModelServer) -> None:
    server.asked.clear()
    server.say(attack.says)
    without, seen = plain.answer(attack.question), list(obedient.stream([attack.question]))
    for answer in seen:
        assert_sound(answer, plain)
        assert (answer.text, answer.citations, answer.mode) == (without.text, without.citations, "extractive")
    if attack.where == "file" and server.asked:
        assert attack.text not in server.prompt()
    for at in range(len(server.asked)):
        told = server.prompt(at)
        assert told.count("</trích>") == told.count("<trích>") and "<|im_" not in told
        assert attack.where == "question" or not any(order in told for order in ("Bỏ qua mọi", "Ignore previous"))


class Rendered(HTMLParser):
    """Reads HTML as a browser does and notes what is none of ours."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.strange: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        own = tag in TAGS or (tag in FORM and given.get("name") in FORM[tag])
        if re.fullmatch(r"originals/[0-9a-f]{64}", given.get("href") or ""):  # the download of the report itself
            own = tag == "a" and given.pop("href") is not None
        if not own or any(name.startswith("on") or name in ("href", "src", "action") for name in given):
            self.strange.append(f"{tag} {attrs}")
        self.words += [value for name, value in attrs if value and name == "data-ask"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def assert_inert(html: str) -> str:
    read = Rendered(html)
    assert read.strange == []
    assert "xóa hết" not in [word for word in read.words if word == "xóa hết"]
    return " ".join(read.words)


@EACH
def test_nothing_is_rendered(attack: Attack, plain: Assistant) -> None:
    answer, found = plain.answer(attack.question), plain.find(attack.question, 5)
    assert_inert(answers.answered(attack.question, answer, 1))
    shown = assert_inert(passages_found.results(found, attack.question))
    said = fold_spaces(attack.text)
    if attack.where == "document":
        assert said[:20] in fold_spaces(shown)  # it is there, as words
    for hit in found.hits[:2]:
        report = plain.library.catalog.report(hit.passage.report)
        reference = panel.Reference(hit.passage.id)
        assert_inert(panel.source(report, hit.passage, reference, [reference.key], 0))
    *_, last = Screen(plain).ask(attack.question, [])
    assert_inert(last.html)


@EACH
def test_nothing_is_rendered_on_the_desk(attack: Attack, plain: Assistant, tmp_path: Path) -> None:
    assert_inert(wording_views.wordings(search.search(plain, f"{attack.text} {HEADING} ngày công đường liên thôn")))
    file = tmp_path / attack.file
    file.write_text(attack.report, encoding="utf-8")
    assert_inert(checks.findings(check_file(file), (), file.name))


def test_nothing_is_more_than_words_in_a_draft(plain: Assistant, tmp_path: Path) -> None:
    basket = [p.id for r in plain.library.catalog.report_ids() for p in plain.library.catalog.passages_of(r)][:MOST_NAMED]
    given = {
        "agency": "ỦY BAN NHÂN DÂN XÃ <script>alert(1)</script>",
        "place": "Nậm Sậy ![x](https://xau.example)",
        "period": {"from": 2024, "to": 2024},
        "figures": {"giảm nghèo": {"<img src=x>": "41 hộ </w:t><w:hyperlink r:id='x'/>"}},
        "basket": basket,
    }
    file = tmp_path / "d.docx"
    write(prepare(plain, "annual", of_json(given)), file, final=False)
    with zipfile.ZipFile(file) as archive:
        document = archive.read("word/document.xml").decode()
        related = archive.read("word/_rels/document.xml.rels").decode()
    assert not any(f"<w:{tag}" in document for tag in ("hyperlink", "altChunk", "object", "drawing", "pict"))
    assert "xau.example" not in related and "<script" not in document and "&lt;img src=x&gt;" in document
