"""What a language model is given: the prompts of ``prompts/model.toml``, filled with a question and numbered passages.

Everything that is not ours, passages and questions, is data: it cannot hold our delimiters or markers, and sentences of a
report that read like orders to the machine are left out of what the model sees.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.answer.model import GroundingFault, Problem
from app.grounding.untrusted import MARKS, neutral, without_orders
from app.question.question import Shape
from ingest.language.text import fold_spaces
from ingest.model import Passage
from prompts import FOLDER, Tables, check_fields, check_keys, load

PROMPTS: Mapping[str, frozenset[str]] = {
    "system": frozenset(),
    "passage": frozenset({"number", "place", "heading", "text"}),
    "earlier": frozenset({"questions"}),
    "asked": frozenset({"earlier", "passages", "question", "task"}),
    "mend": frozenset({"passages", "question", "sentence", "faults"}),
    "redraft_system": frozenset(),
    "redraft": frozenset({"heading", "text", "again"}),
    "redraft_again": frozenset({"faults"}),
    "withheld": frozenset(),
    "nothing": frozenset(),
}
WITHOUT_WORDS = frozenset({Problem.UNCITED, Problem.MARKUP, Problem.QUESTION})  # faults that name no words
CHARACTERS = 2.0  # characters of Vietnamese a token, at worst, in the vocabularies of common models; Qwen2.5 has 2.3
REPLY = 0.25  # share of the context kept for the reply
EARLIER = 0.1  # share of it that earlier questions may take
HEADING = 150  # characters of a heading that the model is shown


@dataclass(frozen=True, slots=True)
class Prompts:
    """The contents of ``prompts/model.toml``."""

    texts: Mapping[str, str]
    tasks: Mapping[str, str]
    faults: Mapping[str, str]


@functools.cache
def prompts() -> Prompts:
    """Return the prompts of this installation."""
    return load_prompts(FOLDER / "model.toml")


def load_prompts(file: Path) -> Prompts:
    """Load the prompts.

    :raises DataFileError: an entry is missing or unknown, or does not hold exactly the names it must.
    """
    return load(file, _prompts_of)


def _prompts_of(tables: Tables) -> Prompts:
    texts, tasks, faults = tables["prompt"], tables["task"], tables["fault"]
    fault_fields = {
        problem.value: frozenset[str]() if problem in WITHOUT_WORDS else frozenset({"what"}) for problem in Problem
    }
    shapes = {shape.value: frozenset[str]() for shape in Shape if shape is not Shape.WORDING}  # never rewritten
    for table, entries, fields in (("prompt", texts, PROMPTS), ("task", tasks, shapes), ("fault", faults, fault_fields)):
        check_keys(table, entries, fields)
        for key, text in entries.items():
            check_fields(f"{table}.{key}", text, fields[key])
    return Prompts(texts, tasks, faults)


def tokens_in(text: str) -> int:
    """Return about how many tokens a text has, rather too many than too few; no vocabulary is needed for it."""
    return round(len(text) / CHARACTERS)


def words_for_model(passage: Passage) -> str:
    """Return a passage's words as a model is shown them: rows of tables written out, orders left out."""
    text, at = "", 0
    for row in passage.rows:
        text += passage.text[at : row.start] + row.text
        at = row.end
    return neutral(without_orders(text + passage.text[at:], prompts().texts["withheld"]))


def choose_passages(passages: Sequence[Passage], context: int, most: int) -> list[Passage]:
    """Return the first passages, at most ``most``, that a model of this context has room for; at least one."""
    room = round(context * (1 - REPLY - EARLIER)) - tokens_in(prompts().texts["system"]) - tokens_in(prompts().texts["mend"])
    selection: list[Passage] = []
    for passage in passages[:most]:
        room -= tokens_in(passage.text) + tokens_in(prompts().texts["passage"]) + tokens_in(passage.heading[:HEADING])
        if selection and room < 0:
            break
        selection.append(passage)
    return selection


def question_prompt(question: str, shape: Shape, passages: str, earlier: Sequence[str], context: int) -> str:
    """Return what a model is asked: earlier questions as far as there is room for them, newest kept, and the passages."""
    questions: list[str] = []
    room = round(context * EARLIER)
    for previous in reversed(earlier):
        room -= tokens_in(previous)
        if room < 0:
            break
        questions.insert(0, f"- {neutral(fold_spaces(previous))}")
    texts = prompts().texts
    before = texts["earlier"].format(questions="\n".join(questions)) if questions else ""
    task = prompts().tasks[shape.value]
    return texts["asked"].format(earlier=before, passages=passages, question=neutral(fold_spaces(question)), task=task)


def mending_prompt(question: str, sentence: str, faults: Sequence[GroundingFault], passages: str) -> str:
    """Return the request to write a sentence anew, with what was wrong with it."""
    complaints = "; ".join(prompts().faults[fault.problem.value].format(what=neutral(fault.what)) for fault in faults)
    return (
        prompts()
        .texts["mend"]
        .format(
            passages=passages,
            question=neutral(fold_spaces(question)),
            sentence=sentence.translate(MARKS),
            faults=complaints,
        )
    )


def passages_prompt(numbered: Mapping[int, tuple[str, Passage]]) -> str:
    """Return the passages, each with its number, whose report it is and its heading.

    :param numbered: number to what the report is called, and the passage.
    """
    template = prompts().texts["passage"]
    return "".join(
        template.format(
            number=number,
            place=_heading_for_model(place),
            heading=_heading_for_model(passage.heading),
            text=words_for_model(passage),
        )
        for number, (place, passage) in numbered.items()
    )


def _heading_for_model(text: str) -> str:
    return neutral(without_orders(fold_spaces(text)))[:HEADING]
