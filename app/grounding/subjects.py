"""Whether what a sentence says beside a figure is said of that figure in the evidence, and not of another one there."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from app.grounding.claims import Claim
from app.grounding.matching import EvidenceClaim, Stated
from app.grounding.vocabulary import grounding_words
from ingest.language.context import Change
from ingest.language.documents import DocumentNumber
from ingest.language.quantity import Quantity
from ingest.language.terms import tokens


def same_subject(stated: Stated, item: EvidenceClaim) -> bool:
    """What stands beside the figure is said of it there: in its sentence, and not of another figure."""
    words = grounding_words()
    light = words.moving[1] | words.moving[-1]
    ours = stated.claim.beside.near - light
    sentence = item.evidence.sentence_of(item.claim)
    if not ours <= sentence.words | sentence.lead | item.evidence.around_words | item.claim.beside.near:
        return False
    verb = item.claim.beside.verb - light - item.evidence.own_words
    if not _is_done(stated, verb):
        return False
    widened = replace(
        stated, claim=replace(stated.claim, beside=replace(stated.claim.beside, near=ours)), words=stated.words | light
    )
    return not any(_fits_better(widened, rival, item) for rival in item.evidence.claims)


def _is_done(stated: Stated, verb: frozenset[str]) -> bool:
    """Say whether what is done with what is counted is said, too: 780 people who found work are not 780 people in all."""
    counted = frozenset(tokens(cast(Quantity, stated.claim.reading).counted))
    told_verb = verb & stated.words
    is_told = bool(told_verb - counted) or len(told_verb) >= min(
        2, len(verb)
    )  # "đoàn viên mới kết nạp" is not told by "đoàn viên" alone
    return is_told or grounding_words().of_things.search(stated.claim.lead) is not None


def _fits_better(stated: Stated, rival: Claim, item: EvidenceClaim) -> bool:
    """Say whether what is said of the figure is said there of another one instead."""
    claim, other = item.claim, rival
    if not isinstance(other.reading, Quantity) or not isinstance(claim.reading, Quantity):
        return False
    if claim.key == other.key:
        return False
    changes = {claim.reading.change, other.reading.change}
    if _tells_another_time(claim, other) or (len(changes) > 1 and (Change.BY in changes or Change.FROM in changes)):
        return False
    ours = stated.claim.beside.near
    alien = (ours & other.beside.own) - claim.beside.near - item.evidence.own_words
    if alien:  # the sentence may state the other figure, too, with these words
        alien = alien.difference(*(claim.beside.own for claim in stated.others if claim.key == other.key))
    if alien and claim.sentence == other.sentence:
        return True
    if claim.reading.unit != other.reading.unit:
        return False
    if alien and claim.beside.near - other.beside.near - stated.words:
        return True
    if (
        claim.sentence != other.sentence
        or not ours & other.beside.own - item.evidence.own_words
        or not ours <= other.beside.near
    ):
        return False
    if extra := claim.beside.own - other.beside.near:  # what tells the part from the whole must be said
        return bool(extra - stated.words)
    return bool((ours - claim.beside.own - item.evidence.own_words) & other.beside.own)


def _tells_another_time(claim: Claim, other: Claim) -> bool:
    return claim.period is not None and other.period is not None and claim.period != other.period


def is_of_another(stated: Stated, rival: Claim, item: EvidenceClaim) -> bool:
    """Say whether what is said of a document is said there of another one in the same sentence."""
    if not isinstance(rival.reading, DocumentNumber) or rival.sentence != item.claim.sentence:
        return False
    alien = (stated.claim.beside.near & rival.beside.own) - item.claim.beside.near - item.evidence.own_words
    return rival.key != item.claim.key and bool(alien)


def is_said_beside(stated: Stated, item: EvidenceClaim) -> bool:
    """Say whether what stands beside the number stands in its sentence there, or around the passage."""
    sentence = item.evidence.sentence_of(item.claim)
    return stated.claim.beside.near <= sentence.words | sentence.lead | item.evidence.around_words
