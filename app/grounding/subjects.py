"""Whether what a sentence says beside a figure is said of that figure in the evidence, and not of another one there."""

from __future__ import annotations

from dataclasses import replace

from app.grounding.claims import Claim, key
from app.grounding.matching import Held, Stated
from app.grounding.vocabulary import grounding_words
from ingest.language.context import Change
from ingest.language.documents import DocumentNumber
from ingest.language.quantity import Quantity


def same_subject(stated: Stated, item: Held) -> bool:
    """What stands beside the figure is said of it there: in its sentence, and not of another figure."""
    known = grounding_words()
    light = known.moving[1] | known.moving[-1]
    ours = stated.claim.beside.near - light
    sentence = item.evidence.sentence_of(item.claim)
    if not ours <= sentence.words | sentence.lead | item.evidence.around_words | item.claim.beside.near:
        return False
    verb = item.claim.beside.verb - light - item.evidence.own_words
    if verb and not verb & stated.words:
        return False
    told = Stated(replace(stated.claim, beside=replace(stated.claim.beside, near=ours)), stated.words | light)
    return not any(_fits_better(told, rival, item) for rival in item.evidence.claims)


def _fits_better(stated: Stated, rival: Claim, item: Held) -> bool:
    """Say whether what is said of the figure is said there of another one instead."""
    one, other = item.claim, rival
    if not isinstance(other.reading, Quantity) or not isinstance(one.reading, Quantity):
        return False
    if key(one.reading) == key(other.reading):
        return False
    changes = {one.reading.change, other.reading.change}
    if _tells_another_time(one, other) or (len(changes) > 1 and (Change.BY in changes or Change.FROM in changes)):
        return False
    ours = stated.claim.beside.near
    alien = (ours & other.beside.own) - one.beside.near - item.evidence.own_words
    if alien and one.sentence == other.sentence:
        return True
    if one.reading.unit != other.reading.unit:
        return False
    if alien and one.beside.near - other.beside.near - stated.words:
        return True
    if one.sentence != other.sentence or not ours or not ours <= other.beside.near:
        return False
    return not ours - item.evidence.own_words <= one.beside.own or bool(one.beside.own - other.beside.near - stated.words)


def _tells_another_time(one: Claim, other: Claim) -> bool:
    return one.period is not None and other.period is not None and one.period != other.period


def is_of_another(stated: Stated, rival: Claim, item: Held) -> bool:
    """Say whether what is said of a document is said there of another one in the same sentence."""
    if not isinstance(rival.reading, DocumentNumber) or rival.sentence != item.claim.sentence:
        return False
    alien = (stated.claim.beside.near & rival.beside.own) - item.claim.beside.near - item.evidence.own_words
    return key(rival.reading) != key(item.claim.reading) and bool(alien)
