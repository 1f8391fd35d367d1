"""Follow-up questions: read with the question before them, so that each can be searched by itself.

"Còn bên Mộc Lĩnh?" asks the question before of another place, "Đến 2024 còn mấy hộ?" of another year, "Công văn đó đề
ngày nào?" something else about the same matter. What is taken over is shown to the reader and can be taken off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex as re

from app.question.vocabulary import question_words
from index.gazetteer.body_places import words_of_body
from index.gazetteer.mentions import ends_with_kind
from index.gazetteer.scope import Place, Scope
from index.gazetteer.units import same_words
from index.query.facets import YEAR, says, spoken
from ingest.language.terms import fold
from ingest.language.text import fold_spaces, strip_marks

WORD = re.compile(r"\p{L}[\p{L}\p{N}]*|\d[\d./,]*")
FEW = 4  # words of content; a question with more, and with nothing that refers back, has a subject of its own
NUMBERED = re.compile(r"(?<=(?i:\bsố ))\d{1,3}\b(?![.,/]\d)")  # "tổ dân phố số 2"
ANOTHER_NUMBER = re.compile(r"(?:còn |thế |vậy )?(?:số )?(\d{1,3})(?: (?:thì sao|thì thế nào|thì|sao))?")
NAME = re.compile(r"\p{Lu}\p{Ll}++(?:\s\p{Lu}\p{Ll}++)++")
YEARS = re.compile(r"(?:\b(?i:năm|nam|đến|den|cuối|cuoi)\s++){0,4}\b(?:19|20)\d{2}\b(?:\s*+[-–]\s*+(?:19|20)\d{2}\b)?")

Reader = Callable[[str], Scope]  # what a question names


def resolve(turns: Sequence[str], scope_of: Reader) -> str:
    """Return the last turn as a question that can be understood by itself, or "" if there are no turns."""
    questions: list[str] = []
    for turn in turns:
        questions.append(_complete(fold_spaces(turn), questions, scope_of))
    return questions[-1] if questions else ""


def without_names(text: str, places: Sequence[Place], *, bare: bool = True) -> str:
    """Return the text without the names of these places, typed with or without marks, and the kinds before them.

    Of a body ("Sở Y tế tỉnh Lam Giang") its own words go with its unit's.

    :param bare: names with no kind before them go too; they may be another's, a person's.
    """
    matches = list(WORD.finditer(text))
    for at in sorted(words_naming([match[0] for match in matches], places, bare=bare), reverse=True):
        text = text[: matches[at].start()] + " " + text[matches[at].end() :]
    return fold_spaces(text)


def words_naming(words: Sequence[str], places: Sequence[Place], *, bare: bool = True) -> set[int]:
    """Return which words of a text (:data:`WORD`) name places or bodies, the kinds before them included.

    :param bare: also a unit's name with no kind before it.
    """
    dropped: set[int] = set()
    for place in places:
        name, kind = place.name.split(), place.kind.split()
        for at in range(len(words) - len(name) + 1):
            if not same_words(words[at : at + len(name)], name):
                continue
            if ends_with_kind(words[:at], place.kind):
                size = len(kind) if same_words(words[max(0, at - len(kind)) : at], kind) else 1  # or short: "tt"
                dropped.update(range(at - size, at + len(name)))
            elif bare:
                dropped.update(range(at, at + len(name)))
    for place in places:
        dropped |= words_of_body(words, place, dropped)
    return dropped


def _complete(text: str, before: Sequence[str], scope_of: Reader) -> str:
    """Return ``text`` completed from the questions ``before`` it, which are complete themselves."""
    words = question_words().followup
    if not before or any(says(spoken(text), cue) for cue in words.anew):
        return text
    last = before[-1]
    text = _add_year(text, last)
    folded = spoken(text)
    scope, earlier = scope_of(text), scope_of(last)
    names_place = bool(scope.places or scope.foreign or scope.within)
    own = _content(text, scope)
    where = "" if names_place else ", ".join(place.called for place in earlier.places)
    instead = any(_opens_or_holds(folded, cue) for cue in words.instead)
    refers = any(says(folded, cue) for cue in words.refers)
    if any(says(folded, cue) for cue in words.both):
        return _join(text, *(_subject(question, scope_of(question)) for question in before[-2:]), where)
    if (number := ANOTHER_NUMBER.fullmatch(folded)) and NUMBERED.search(last):
        return NUMBERED.sub(number[1], last, count=1)
    if earlier.places and not names_place and own and set(own) <= _words_of_names(text):
        return _join(without_names(last, earlier.places), text)  # a place that no report is of stands for the one before
    if not own:  # another place, or another year, of the same question
        years = YEARS.search(text)
        if names_place and len(earlier.places) > 1:  # of a comparison only the matter stays
            return _join(_subject(last, earlier), years[0] if years else "", _places(scope))
        matter = without_names(last, earlier.places) if names_place else last
        if years and YEAR.search(matter):
            return _join(YEARS.sub(lambda _: years[0], matter, count=1), _places(scope))
        return _join(matter, years[0] if years else "", _places(scope))
    asks = any(says(folded, cue) for cues in question_words().asks.values() for cue in cues)
    if instead and not refers and not asks:  # something else of the same kind: which words it stands for, the evidence tells
        matter = without_names(last, earlier.places) if names_place else last
        return _join(text, YEARS.sub("", matter) if YEARS.search(text) else matter)
    if len(own) > FEW and not refers:
        return _join(text, where)
    if instead and not refers:
        return _join(text, where, _years_of(last, text))
    if names_place and not refers:
        return text
    return _join(text, _subject(last, earlier), where)


def _add_year(text: str, last: str) -> str:
    """Return a text with the year that it counts from the one before ("năm trước đó"), where that one names a year."""
    years = YEAR.findall(last)
    if not years:
        return text
    for steps, phrases in question_words().followup.years.items():
        pattern = rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, phrases))})(?!\p{{L}})"
        text = re.sub(pattern, f"năm {int(years[-1]) + steps}", text, count=1, flags=re.IGNORECASE)
    return text


def _content(text: str, scope: Scope) -> list[str]:
    """Return the content words of a question, folded: no place names, no figures, no words of asking."""
    words = question_words()
    dropped = (
        words.ignored
        | words.followup.empty
        | words.comparing.words
        | scope.names
        | {strip_marks(name) for name in scope.names}
    )
    return [w for w in map(fold, WORD.findall(text)) if w not in dropped and not w[0].isdigit()]


def _words_of_names(text: str) -> set[str]:
    """Return the words, folded, of names of two words or more that are told by their capitals."""
    return {fold(word) for name in NAME.findall(text) for word in WORD.findall(name)}


def _subject(text: str, scope: Scope) -> str:
    """Return the words of a question that say what it is about, in their order, without places and years."""
    content = set(_content(text, scope))
    return " ".join(word for word in WORD.findall(text) if fold(word) in content)


def _places(scope: Scope) -> str:
    return ", ".join((*(place.called for place in scope.places), *scope.foreign))


def _years_of(last: str, text: str) -> str:
    match = YEARS.search(last)
    return match[0] if match and not YEAR.search(text) else ""


def _opens_or_holds(folded: str, cue: str) -> bool:
    """Say whether a text holds a phrase, or begins with a cue of one word ("còn …"), which elsewhere means other things."""
    return says(folded, cue) if " " in cue else folded.split(" ")[0] in (cue, strip_marks(cue))


def _join(*parts: str) -> str:
    """Join what there is; only the last part keeps its closing mark, so that a question joined with nothing stays itself."""
    *first, last = [part for part in parts if part] or [""]
    return fold_spaces(" ".join([*(part.rstrip(" ?.!") for part in first), last]))
