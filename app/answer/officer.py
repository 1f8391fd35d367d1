"""Who heads the body that reports: the post by the body's kind, its holder where the report names one, else who signed so.

A question asks for "người đứng đầu"; the report says "Chi cục trưởng Trịnh Công Bách".
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex as re

from app.answer.citations import Citations
from app.answer.composition import Composition, sign_block
from app.evidence.wants import wants_of
from app.question.question import Question
from app.question.vocabulary import message
from app.question.wants import Want
from index.store.library import Library
from ingest.language.bodies import bodies
from ingest.language.names import persons
from ingest.language.sentences import sentences
from ingest.language.terms import fold, tokens
from ingest.model import Passage
from ingest.passages import CLOSING_HEADING
from prompts import FOLDER, Tables, check_keys, load

# Between a post and a name.
ADDRESS = r"(?:\s(?:đồng chí|đ/c|ông|bà|thầy|cô|bác sĩ|bác sỹ|\p{L}{2,6}\.)){0,2}[\s:,]{1,3}"
BEFORE_NAME = 48  # characters in which the post of a person stands before the name
BEFORE_POST = 12  # characters in which what makes a post another one stands before it


@dataclass(frozen=True, slots=True)
class OfficerWords:
    """The contents of ``prompts/officers.toml``, folded: ``posts`` by the kind of body."""

    cues: tuple[str, ...]
    deputies: tuple[str, ...]
    beside: frozenset[str]
    posts: Mapping[str, tuple[str, ...]]


@functools.cache
def officer_words() -> OfficerWords:
    """Return the words of this installation."""
    return load(FOLDER / "officers.toml", _words_of)


def _words_of(tables: Tables) -> OfficerWords:
    check_keys("officers", tables, {"asked", "posts"})
    question_words = tables["asked"]
    check_keys("asked", question_words, {"cues", "deputies", "beside"})
    return OfficerWords(
        tuple(map(fold, question_words["cues"])),
        tuple(map(fold, question_words["deputies"])),
        frozenset(word for phrase in question_words["beside"] for word in tokens(phrase)),
        {kind: tuple(map(fold, posts)) for kind, posts in tables["posts"].items()},
    )


def name_officer(question: Question, reports: Sequence[str], citations: Citations, library: Library) -> Composition | None:
    """Return who heads the body of the one report asked about, or None.

    Who signs as head is the head; a sentence that names another is of another body's, or of before.
    None where something else is asked, where the kind of the body is not known, and where the report names nobody.
    """
    if len(reports) != 1 or not {want.kind for want in wants_of(question.query.restored)} & {Want.PERSON, Want.CALLED}:
        return None
    issuer = library.catalog.report(reports[0]).metadata.issuer or ""
    kinds = [body.kind for body in bodies(issuer)]
    posts = officer_words().posts.get(kinds[0], ()) if kinds else ()
    post = next((phrase for phrase in (*officer_words().cues, *posts) if _asks_for(phrase, question, issuer)), None)
    if post is None:
        return None
    passages = library.catalog.passages_of(reports[0])
    closing = next((p for p in passages if p.heading == CLOSING_HEADING and _signs_as(posts, p)), None)
    for passage, start, end, name in _holders(posts, [p for p in passages if p.heading != CLOSING_HEADING]):
        if closing is None or name in closing.text:
            lead = message("answer.lead", place=citations.reporter(passage))
            return Composition(f"{lead}\n- {citations.quoted(passage, start, end)}", short=name)
    return sign_block(closing, citations, library) if closing else None


def _asks_for(phrase: str, question: Question, issuer: str) -> bool:
    """Say whether a question asks who has a post and nothing else. It may say the name of the body and a year besides."""
    folded = fold(question.query.restored)
    match = re.search(rf"(?<!\p{{L}}){re.escape(phrase)}(?!\p{{L}})", folded)
    if match is None or _is_another(folded, match.start()):
        return False
    place_words = {word for place in question.scope.places for word in tokens(f"{place.called} {place.name}")}
    sayable = officer_words().beside | place_words | set(tokens(issuer)) | set(tokens(phrase)) | set(question.years)
    return all(word in sayable for word in tokens(question.query.restored))


def _is_another(folded: str, at: int) -> bool:
    before = folded[max(0, at - BEFORE_POST) : at].split()
    return any(" ".join(before[-len(deputy.split()) :]) == deputy for deputy in officer_words().deputies)


def _holders(posts: Sequence[str], passages: Sequence[Passage]) -> Iterator[tuple[Passage, int, int, str]]:
    """Yield the sentences that name who has one of the posts, in order: passage, start, end, name."""
    pattern = re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, posts))}){ADDRESS}$")
    for passage in passages:
        for start, end in sentences(passage.text):
            text = passage.text[start:end]
            for person in persons(text):
                before = fold(text[max(0, person.start - BEFORE_NAME) : person.start])
                match = pattern.search(before)
                if match and not _is_another(before, match.start()):
                    yield passage, start, end, person.text


def _signs_as(posts: Sequence[str], passage: Passage) -> bool:
    """Say whether a closing block is signed by the holder of a post himself: "GIÁM ĐỐC", not "KT. GIÁM ĐỐC"."""
    folded = fold(passage.text)
    signed = re.search(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, posts))})(?!\p{{L}})(?=[^\n]{{0,80}}\n)", folded)
    return signed is not None and "kt." not in folded and not _is_another(folded, signed.start())
