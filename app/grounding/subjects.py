"""Whether what a sentence says beside a figure is said of that figure in the evidence, and not of another one there."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from app.grounding.claims import Claim
from app.grounding.matching import Held, Stated
from app.grounding.vocabulary import grounding_words
from ingest.language.context import Change
from ingest.language.documents import DocumentNumber
from ingest.language.quantity import Quantity
from ingest.language.terms import tokens


def same_subject(stated: Stated, item: Held) -> bool:
    """What stands beside the figure is said of it there: in its sentence, and not of another figure."""
    known = grounding_words()
    light = known.moving[1] | known.moving[-1]
    ours = stated.claim.beside.near - light
    sentence = item.evidence.sentence_of(item.claim)
    if not ours <= sentence.words | sentence.lead | item.evidence.around_words | item.claim.beside.near:
        return False
    verb = item.claim.beside.verb - light - item.evidence.own_words
    if not _is_done(stated, verb):
        return False
    told = replace(
        stated, claim=replace(stated.claim, beside=replace(stated.claim.beside, near=ours)), words=stated.words | light
    )
    return not any(_fits_better(told, rival, item) for rival in item.evidence.claims)


def _is_done(stated: Stated, verb: frozenset[str]) -> bool:
    """Say whether what is done with what is counted is said, too: 780 people who found work are not 780 people in all."""
    counted = frozenset(tokens(cast(Quantity, stated.claim.reading).counted))
    said = verb & stated.words
    told = bool(said - counted) or len(said) >= min(2, len(verb))  # "đoàn viên mới kết nạp" is not told by "đoàn viên" alone
    return told or grounding_words().of_things.search(stated.claim.lead) is not None


def _fits_better(stated: Stated, rival: Claim, item: Held) -> bool:
    """Say whether what is said of the figure is said there of another one instead."""
    one, other = item.claim, rival
    if not isinstance(other.reading, Quantity) or not isinstance(one.reading, Quantity):
        return False
    if one.key == other.key:
        return False
    changes = {one.reading.change, other.reading.change}
    if _tells_another_time(one, other) or (len(changes) > 1 and (Change.BY in changes or Change.FROM in changes)):
        return False
    ours = stated.claim.beside.near
    alien = (ours & other.beside.own) - one.beside.near - item.evidence.own_words
    if alien:  # the sentence may state the other figure, too, with these words
        alien = alien.difference(*(claim.beside.own for claim in stated.others if claim.key == other.key))
    if alien and one.sentence == other.sentence:
        return True
    if one.reading.unit != other.reading.unit:
        return False
    if alien and one.beside.near - other.beside.near - stated.words:
        return True
    if (
        one.sentence != other.sentence
        or not ours & other.beside.own - item.evidence.own_words
        or not ours <= other.beside.near
    ):
        return False
    if extra := one.beside.own - other.beside.near:  # what tells the part from the whole must be said
        return bool(extra - stated.words)
    return bool((ours - one.beside.own - item.evidence.own_words) & other.beside.own)


def _tells_another_time(one: Claim, other: Claim) -> bool:
    return one.period is not None and other.period is not None and one.period != other.period


def is_of_another(stated: Stated, rival: Claim, item: Held) -> bool:
    """Say whether what is said of a document is said there of another one in the same sentence."""
    if not isinstance(rival.reading, DocumentNumber) or rival.sentence != item.claim.sentence:
        return False
    alien = (stated.claim.beside.near & rival.beside.own) - item.claim.beside.near - item.evidence.own_words
    return rival.key != item.claim.key and bool(alien)


def is_said_beside(stated: Stated, item: Held) -> bool:
    """Say whether what stands beside the number stands in its sentence there, or around the passage."""
    sentence = item.evidence.sentence_of(item.claim)
    return stated.claim.beside.near <= sentence.words | sentence.lead | item.evidence.around_words
