"""Lets a language model write a section of a draft in other words, under the same grounding check as answers.

The section as it stands is the evidence. The model is told once what it added, turned round or lost; if it fails again, the
section stays as it was.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace

import regex as re

from app.answer.model import GroundingFault
from app.drafting.editing import as_lines, edited, unfounded, with_paragraphs
from app.drafting.model import Draft, Section
from app.drafting.request import Request
from app.generation.llm import ModelFailed, ModelSlow, Writes
from app.generation.prompting import prompts
from app.grounding import entailment
from app.grounding.untrusted import NUMBERED, neutral, without_orders
from app.question.contrasts import opposes
from app.wording.blanks import DRAWN
from ingest.language.sentences import sentences
from ingest.model import Metadata, Passage

logger = logging.getLogger(__name__)

TRIES = 2  # the model is told once what was wrong: small machines are too slow for a second time
LONGEST = 2.0  # times the length of the section: a model that goes on and on is cut off
NAMED = 4  # faults that the drafter is shown
FENCE = re.compile(r"^[^\S\n]*+(?:```.*+|<[^>\n]*+>)[^\S\n]*+$", re.MULTILINE)  # what models put around a text
REWRITTEN = "Máy viết lại từ: "


class NotRewritten(Exception):
    """The section could not be written anew and stays as it was; the message says why, in Vietnamese."""


class Rewriter:
    """Rewrites sections with one model. Safe to share between threads."""

    def __init__(self, model: Writes) -> None:
        self._model = model

    def rewritten(self, draft: Draft, at: int) -> Draft:
        """Return the draft with a section in other words; its sentences tell what they were made of.

        :raises NotRewritten: the section has no text yet, the model fails, or what it writes does not hold.
        """
        section = draft.sections[at]
        if section.blank:
            raise NotRewritten(f"Mục “{section.title}” chưa có chữ nào để viết lại. Hãy chèn câu từ giỏ hoặc tự viết trước")
        wrong: list[str] = []
        until = time.monotonic() + self._model.timeout
        for _ in range(TRIES):
            text = self._rewrite(section, wrong, until)
            wrong = faults(text, section, draft.request)
            if not wrong:
                return _placed(draft, at, text)
        logger.info("rewriting of “%s” withheld: %s", section.title, "; ".join(wrong))
        raise NotRewritten(
            f"Đoạn mô hình viết lại không giữ đúng đoạn cũ ({'; '.join(wrong[:NAMED])}), nên đoạn cũ được giữ nguyên. "
            "Có thể thử lại, hoặc bấm “Sửa” để tự viết"
        )

    def _rewrite(self, section: Section, wrong: Sequence[str], until: float) -> str:
        texts = prompts().texts
        lines = neutral(without_orders(as_lines(section)))
        again = texts["redraft_again"].format(faults=neutral("; ".join(wrong))) if wrong else ""
        order = texts["redraft"].format(heading=neutral(section.title), text=lines, again=again)
        reply = ""
        try:
            for piece in self._model.stream(texts["redraft_system"].strip(), order.strip(), until):
                reply += piece
                if len(reply) > LONGEST * len(lines) + 200:
                    break
        except ModelSlow:
            raise NotRewritten(
                f"Mô hình không viết kịp trong {self._model.timeout} giây, nên đoạn cũ được giữ nguyên. "
                "Hãy thử lại, hoặc tăng LLM_TIMEOUT"
            ) from None
        except ModelFailed as error:
            logger.warning("language model failed: %s", error)
            raise NotRewritten(
                "Hiện không dùng được mô hình ngôn ngữ, nên đoạn cũ được giữ nguyên. Hãy thử lại sau"
            ) from None
        return "\n".join(filter(None, map(str.strip, NUMBERED.sub("", FENCE.sub("", reply)).split("\n"))))


def faults(text: str, section: Section, request: Request) -> list[str]:
    """Return the reasons why a rewriting cannot replace its section, in order; none for a sound one.

    Figures and names neither the section nor the input holds; what :mod:`app.grounding.entailment` finds against the
    section; blanks that are gone, since a blank is what the office still has to give.
    """
    problems = [f"“{strange}” không có trong đoạn cũ và số liệu đã nhập" for strange in unfounded(text, section, request)]
    now = as_lines(section)
    evidence = {1: entailment.Evidence.of(_as_passage(section), Metadata(place=request.place))}
    for line in text.split("\n"):
        bare = line.lstrip("-–• ").replace(DRAWN, "…")
        for start, end in sentences(bare):
            problems += map(_describe, entailment.faults(f"{bare[start:end].rstrip(' .;')} [1].", evidence))
            if opposes(now, bare[start:end]):
                problems.append(f"“{bare[start:end].strip()}” nói về thứ khác với đoạn cũ")
    if text.count(DRAWN) < now.count(DRAWN):
        problems.append(f"thiếu chỗ trống {DRAWN}")
    if not text.strip():
        problems.append("không có chữ nào")
    return list(dict.fromkeys(problems))


def _describe(fault: GroundingFault) -> str:
    return prompts().faults[fault.problem.value].format(what=fault.what).replace("đoạn đã dẫn", "đoạn cũ")


def _as_passage(section: Section) -> Passage:
    text = as_lines(section).replace(DRAWN, "…")
    return Passage("", "", "", section.title, (), section.title, (section.title,), None, 0, len(text), text)


def _placed(draft: Draft, at: int, text: str) -> Draft:
    """Return the draft with the text in the section's place, every sentence that is new with the sources of the old."""
    old = [sentence for paragraph in draft.sections[at].paragraphs for sentence in paragraph.texts if sentence.source]
    reports = tuple(dict.fromkeys(report for sentence in old for report in sentence.reports))
    bare = list(dict.fromkeys(str(sentence.source).removeprefix(REWRITTEN) for sentence in old))
    sources = [source for source in bare if not any(source in other for other in bare if other != source)]
    changed = edited(draft, at, text)
    if not sources:
        return changed
    note = REWRITTEN + "; ".join(sources)
    return with_paragraphs(
        changed,
        at,
        [
            replace(
                p,
                texts=tuple(
                    replace(sentence, source=note, reports=reports) if sentence.own else sentence for sentence in p.texts
                ),
            )
            for p in changed.sections[at].paragraphs
        ],
    )
