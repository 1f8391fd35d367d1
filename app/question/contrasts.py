"""Counterparts: what a question names and what a sentence names in its place (``prompts/opposed.toml``)."""

from __future__ import annotations

import functools
from pathlib import Path

import regex as re

from index.query.facets import spoken
from prompts import FOLDER, Tables
from prompts import load as load_file

Group = dict[str, int]  # every form of a group, as spoken, and the number of the thing it names


def opposes(question: str, text: str) -> bool:
    """Say whether a text names a counterpart of something that the question names, and not the thing itself."""
    groups = _groups_in(question)
    if not groups:
        return False
    folded = spoken(text)
    return any((present := _members_in(group, folded)) and not members & present for group, members in groups)


def leaves_out(question: str, heading: str) -> bool:
    """Say whether a heading names some, but not all, of the counterparts that the question names together."""
    question_text, folded = spoken(question), spoken(heading)
    return any(present < _members_in(group, question_text) for group in _groups() if (present := _members_in(group, folded)))


def load(file: Path) -> tuple[Group, ...]:
    """Load the groups.

    :raises DataFileError: there is none, or one holds fewer than two things.
    """
    return load_file(file, _groups_of)


def _groups_of(tables: Tables) -> tuple[Group, ...]:
    groups = tuple(
        {spoken(form): number for number, entry in enumerate(group) for form in entry.split("|")}
        for group in tables["groups"]
    )
    if not groups or any(len(set(group.values())) < 2 for group in groups):
        raise ValueError("groups: mỗi nhóm cần ít nhất hai điều đối nhau")
    return groups


@functools.cache
def _groups() -> tuple[Group, ...]:
    return load(FOLDER / "opposed.toml")


@functools.lru_cache(maxsize=64)  # one question is compared with a thousand stretches of text
def _groups_in(question: str) -> tuple[tuple[Group, set[int]], ...]:
    """Return the groups of which a question names something, with what it names."""
    question_text = spoken(question)
    return tuple((group, members) for group in _groups() if (members := _members_in(group, question_text)))


def _members_in(group: Group, folded: str) -> set[int]:
    """Return the numbers of the things of a group that a spoken text names; the longest form counts where forms overlap."""
    return {group[match[0]] for match in _forms(tuple(group)).finditer(folded)}


@functools.lru_cache(maxsize=64)
def _forms(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, longest))})(?!\p{{L}})")
