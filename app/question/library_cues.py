"""Whether a question asks for a summary or for the register, whatever else it says.

:mod:`app.question.about_library` reads questions of which every word has its place. Most people say more ("… giúp lãnh đạo
đọc nhanh", "kho có báo cáo nào của ngành y tế, của cơ quan nào"). Here two signs together decide: what is asked for, and
that it is asked of a whole report or of the library.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.question.about_library import YEAR
from app.question.library_words import library_words, tags_at
from app.question.vocabulary import question_words
from index.query.facets import says, spoken

NEAR = 3  # words between what asks for a summary and "báo cáo" ("tóm tắt giúp tôi báo cáo")
REPORT = "báo cáo"  # a verb of saying too, and what is asked for here
SKIPPED = frozenset({"filler", "plural", "list"})


def asks_summary(text: str) -> bool:
    """Say whether a question asks for the main points of a whole report.

    "tóm tắt giúp báo cáo của …" and "báo cáo của … nói những ý chính gì" do, "tóm tắt công tác giảm nghèo trong báo cáo" and
    "điểm chính về giảm nghèo" do not.
    """
    tags = tag_words(text)
    offices = [tag for tag, _ in tags]
    if "report" in offices and {"about", "saying"} & set(offices[offices.index("report") :]):
        return False  # of one matter
    summaries = [place for place, (tag, _) in enumerate(tags) if tag == "summary"]
    for place in summaries:
        behind = [tag for tag, _ in tags[place + 1 :] if tag not in SKIPPED]
        if any(tag == "report" for tag, _ in tags[place + 1 : place + 2 + NEAR]):
            between = [tag for tag, _ in tags[place + 1 : place + 2 + NEAR]]
            if all(tag in SKIPPED or tag == "of" for tag in between[: between.index("report")]):
                return True
        if any(tag == "report" for tag, _ in tags[:place]) and behind[:1] not in (["about"], ["of"], [None]):
            return True
    return False


def may_ask_summary(text: str) -> bool:
    """Say whether a question asks for the main points of something that may be a whole report: "tóm tắt tình hình của …".

    It is one of a report if nothing is said beside whose it is and when (:func:`matters`).
    """
    tags = {tag for tag, _ in tag_words(text)}
    return "summary" in tags and not {"saying", "other", "count"} & tags


def asks_register(text: str) -> bool:
    """Say whether a question asks which reports the library holds, not what one of them says.

    It names the library, or reports are what is counted or listed and nothing is said that they would tell, or it asks which
    one to open.
    """
    if _asks_for_reports(tag_words(text)):
        return True
    tags = [tag for tag, _ in tag_words(text)]
    if not {"report", "holder"} <= set(tags) or {"saying", "summary"} & set(tags):
        return False
    if any(says(spoken(text), verb) for verb in question_words().shapes["saying"] if verb != REPORT):
        return False  # "báo cáo nào trong kho có kể …"
    return bool({"which", "count", "list"} & set(tags[tags.index("report") :]))


def _asks_for_reports(tagged: Sequence[tuple[str | None, str]]) -> bool:
    """Say whether reports are counted or listed and nothing else is said but time: "có mấy báo cáo năm 2024, của ai"."""
    tags, words = [tag for tag, _ in tagged], [word for _, word in tagged]
    register = library_words().register
    reports = (at for at, (tag, word) in enumerate(tagged) if tag == "report" or (tag == "holder" and says(word, REPORT)))
    at = next(reports, None)
    if at is None or {"summary", "other", "submits"} & set(tags):
        return False
    piece = next((place for place in range(at + 1, len(words)) if words[place] in register["pieces"]), None)
    asked = tags[at - 1 : at] == ["count"] or tags[at + 1 : at + 2] == ["which"]
    asked |= piece is not None and bool({"count", "which", "plural"} & set(tags[piece - 1 : piece + 2]))
    if not asked:
        return False
    if words[at - 1 : at] and words[at - 1] in register["opening"] and tags[at + 1 : at + 2] == ["which"]:
        return True
    return all(tag is not None or YEAR.fullmatch(word) or word in register["pieces"] for tag, word in tagged)


def matters(text: str) -> list[tuple[str, ...]]:
    """Return what a question about the library says of the reports it means: runs of words of no other office."""
    runs: list[list[str]] = [[]]
    for tag, word in tag_words(text):
        if tag is None and not YEAR.fullmatch(word):
            runs[-1].append(word)
        elif tag not in ("of", "filler") or runs[-1]:
            runs.append([])
    return [tuple(run) for run in runs if run]


def tag_words(text: str) -> list[tuple[str | None, str]]:
    """Return the words of a question (:func:`index.query.facets.spoken`) with the office of the longest phrase each begins.

    A phrase of several words is one item. A word without an office has None.
    """
    words: Sequence[str] = spoken(text).split()
    marked = not spoken(text).isascii()  # then "thi" is not "thì"
    phrases: list[tuple[str | None, str]] = []
    place = 0
    while place < len(words):
        tag, size = next(
            (
                (tag, len(phrase))
                for phrase, tag in tags_at(words, place)
                if not marked or tuple(words[place : place + len(phrase)]) == phrase
            ),
            ("filler" if words[place] in library_words().register["idle"] else None, 1),
        )
        phrases.append((tag, " ".join(words[place : place + size])))
        place += size
    return phrases
