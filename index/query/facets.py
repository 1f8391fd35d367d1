"""What a question says about where to look: the role of the section, the years, the kind of report.

Read before anything is searched, shown to the reader, and used as boosts: a passage that fits comes forward, one that
does not stays findable. Places, which restrict the search, are read by :mod:`index.gazetteer.scope`.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex as re

from index.constraints import Constraint, ConstraintKind
from ingest.language.terms import fold, fold_all
from ingest.language.text import strip_marks
from ingest.model import Metadata, Passage
from ingest.passages import CLOSING_HEADING
from prompts import FOLDER, Tables
from prompts import load as load_file

FILE = FOLDER / "facets.toml"
CAUSES = "causes"
ASKING = re.compile(r"(?<!\p{L})(?:gì|gi|nào|nao|đâu|dau|sao)(?!\p{L})")
CLOSING = "closing"  # the role of the closing block: who signed, who receives the report
DAY = re.compile(r"\bngày \d{1,2} tháng \d{1,2}\b")  # in spoken words: of a document that is cited, no month reported on
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
SHORTEST_BARE = 4  # letters of a cue that is recognised without its marks; shorter ones are other words too

# On the scale of a fused score (0-1). Chosen on the gold questions of eval/samples and confirmed on others.
ROLE_BOOST = 0.2  # the passage's own heading has the role asked for
ROLE_ABOVE_BOOST = 0.1  # a heading above it has
CLOSING_BOOST = 0.5  # "ai ký": nothing else in a report answers it
CLOSING_PENALTY = 0.1  # addressees and titles share words with every question and answer few
PERIOD_BOOST = 0.15  # the report covers a year that is asked about; between reports of one place this decides
KIND_BOOST = 0.15  # the report is of the kind named


@dataclass(frozen=True, slots=True)
class SectionRole:
    """A role of sections ("limits"): its name for readers, phrases a question uses, phrases its headings use (folded).

    ``instead``: name of the role under which a report tells it that has no section of this one, "" for none.
    ``described``: words that a cue only describes when it stands right behind them ("hộ khó khăn" are poor).
    """

    name: str
    shown: str
    cues: tuple[str, ...]
    headings: tuple[str, ...]
    instead: str = ""
    described: tuple[str, ...] = ()

    def is_asked(self, question: str) -> bool:
        """Say whether a question (:func:`spoken`) asks for a section of this role."""
        plain = _without_described(question, self) if self.described else question
        return any(says(plain, cue) for cue in self.cues)

    def is_of(self, heading: str) -> bool:
        """Say whether a heading has this role."""
        folded = fold(heading)
        return any(phrase in folded for phrase in self.headings)


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of report ("five_years"): its name for readers, phrases a question uses, and what tells a report of it.

    ``title``: phrases (folded) of which its title has one; ``years``: the fewest and the most from its first year to its
    last. None of them: any.
    """

    name: str
    shown: str
    cues: tuple[str, ...]
    years: tuple[int, int] | None = None
    title: tuple[str, ...] = ()

    def is_of(self, facts: Metadata) -> bool:
        """Say whether a report with these facts is of this kind: as somebody said of it, else by its title and period."""
        if facts.kind is not None:
            return facts.kind == self.name
        folded = DAY.sub(" ", spoken(facts.title or ""))
        if self.title and not any(says(folded, phrase) for phrase in self.title):
            return False
        if self.years is None:
            return True
        if facts.period_from is None or facts.period_to is None:
            return False
        return self.years[0] <= facts.period_to - facts.period_from <= self.years[1]


@dataclass(frozen=True, slots=True)
class FacetWords:
    """The contents of ``prompts/facets.toml``, in the order of the file; a report is of the first kind that fits."""

    roles: tuple[SectionRole, ...]
    kinds: tuple[ReportKind, ...]

    @property
    def phrases(self) -> list[str]:
        """All phrases, for the spelling model."""
        of_roles = [phrase for role in self.roles for phrase in (*role.cues, *role.headings)]
        return [*of_roles, *(cue for kind in self.kinds for cue in kind.cues)]


@dataclass(frozen=True, slots=True)
class Facets:
    """What a question says about where to look; ``years`` as written, in order."""

    role: SectionRole | None = None
    kind: ReportKind | None = None
    years: tuple[str, ...] = ()

    def without(self, constraints: Collection[Constraint]) -> Facets:
        """Return the facets less those that constraints of the kinds ROLE, KIND and PERIOD take off."""
        kinds = {constraint.kind for constraint in constraints}
        return Facets(
            None if ConstraintKind.ROLE in kinds else self.role,
            None if ConstraintKind.KIND in kinds else self.kind,
            () if ConstraintKind.PERIOD in kinds else self.years,
        )


@functools.cache
def facet_words() -> FacetWords:
    """Return the facets of this installation."""
    return load(FILE)


def load(file: Path) -> FacetWords:
    """Load the facets.

    :raises DataFileError: an entry is missing or has no such form.
    """
    return load_file(file, _facet_words_of)


def _facet_words_of(tables: Tables) -> FacetWords:
    roles = tuple(
        SectionRole(
            name,
            entry["shown"],
            fold_all(entry["cues"]),
            fold_all(entry["headings"]),
            entry.get("instead", ""),
            fold_all(entry.get("described", [])),
        )
        for name, entry in tables["role"].items()
    )
    unknown = {role.instead for role in roles if role.instead} - {role.name for role in roles}
    if unknown:
        raise ValueError(f"[role] instead: không có vai trò {', '.join(sorted(unknown))}")
    kinds = tuple(
        ReportKind(name, entry["shown"], fold_all(entry["cues"]), _years(entry), fold_all(entry.get("title", [])))
        for name, entry in tables["report"].items()
    )
    return FacetWords(roles, kinds)


def _without_described(question: str, role: SectionRole) -> str:
    """Return a question without the cues of a role that only describe the word before them, typed with marks or without."""
    padded = f" {question} "
    write = str if not question.isascii() else strip_marks
    for word in map(write, role.described):
        for cue in map(write, role.cues):
            padded = padded.replace(f" {word} {cue} ", f" {word} ")
    return padded.strip()


def role_told(role: SectionRole, headings: Iterable[str]) -> SectionRole:
    """Return the role under which reports with these headings tell what is asked: another one where none has this role."""
    headings = list(headings)
    other = next((other for other in facet_words().roles if other.name == role.instead), None)
    if other is None or any(role.is_of(heading) for heading in headings):
        return role
    return other if any(other.is_of(heading) for heading in headings) else role


def facets_of(text: str) -> Facets:
    """Return the facets of a question (spelling restored); of several roles the last in the file counts.

    The causes of something that is asked for itself come second: "còn yếu chỗ nào, do đâu" asks for what is weak.
    """
    words = facet_words()
    folded = spoken(text)
    roles = [role for role in reversed(words.roles) if role.is_asked(folded)]
    if len(roles) > 1 and roles[0].name == CAUSES:
        before = _before(folded, roles[0].cues)
        if ASKING.search(before) and any(says(before, cue) for cue in roles[1].cues):
            roles.pop(0)
    role = roles[0] if roles else None
    kind = next((kind for kind in reversed(words.kinds) if any(says(folded, cue) for cue in kind.cues)), None)
    return Facets(role, kind, tuple(dict.fromkeys(YEAR.findall(text))))


def boost(facets: Facets, passage: Passage, facts: Metadata) -> tuple[float, tuple[str, ...]]:
    """Return what the facets add to a passage's score, and what for: "role", "period", "kind".

    :param facts: what the passage's report says of itself.
    """
    added, why = 0.0, []
    closing = passage.heading == CLOSING_HEADING
    if facets.role is not None and facets.role.is_of(passage.heading):
        added += CLOSING_BOOST if closing else ROLE_BOOST
        why.append("role")
    elif facets.role is not None and any(facets.role.is_of(heading) for heading in passage.headings):
        added += ROLE_ABOVE_BOOST
        why.append("role")
    elif closing:
        added -= CLOSING_PENALTY
    if covers(facts, facets.years):
        added += PERIOD_BOOST
        why.append("period")
    if facets.kind is not None and facets.kind.is_of(facts):
        added += KIND_BOOST
        why.append("kind")
    return added, tuple(why)


@functools.lru_cache(maxsize=2048)  # for each stretch of a passage the same headings are asked
def spoken(text: str) -> str:
    """Return the words of a text, folded, one space between: the form in which cues are looked for."""
    return " ".join(re.findall(r"[\p{L}\p{N}%]+", fold(text)))


def _before(folded: str, cues: Sequence[str]) -> str:
    """Return what stands before the first of some cues in a text, typed with its marks or without any; "" for none."""
    forms = (form for cue in cues for form in (cue, strip_marks(cue)))
    places = [at for form in forms if (at := f" {folded} ".find(f" {form} ")) >= 0]
    return folded[: min(places)] if places else ""


def says(folded: str, cue: str) -> bool:
    """Say whether a text (:func:`spoken`) holds the phrase, typed with its marks or without any."""
    padded = f" {folded} "
    if f" {cue} " in padded:
        return True
    if not folded.isascii():
        return False
    bare = strip_marks(cue)
    return len(bare) >= SHORTEST_BARE and f" {bare} " in padded


def covers(facts: Metadata, years: Sequence[str]) -> bool:
    """Say whether the period of a report with these facts has one of the years; a year with neither end known has none."""
    first, last = facts.period_from or facts.period_to, facts.period_to or facts.period_from
    return first is not None and last is not None and any(first <= int(year) <= last for year in years)


def _years(entry: Mapping[str, Any]) -> tuple[int, int] | None:
    if "years" not in entry:
        return None
    fewest, most = map(int, entry["years"])
    return fewest, most
