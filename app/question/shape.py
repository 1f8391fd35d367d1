"""Whether a question asks for one fact, a list, or a whole section: one score over the signs by which Vietnamese says so.

Multinomial logistic regression over few named signs (``prompts/shapes.toml``, fitted by ``python -m eval shapes``): words
of asking ("bao nhiêu", "gì", "ra sao"), of number ("những", "mỗi"), what stands last, and how long the question is. No word
of the matter asked about is among them.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.query.facets import says
from ingest.language.terms import fold
from prompts import FOLDER, Tables, check_keys, load

FORMS = ("fact", "list", "section")  # the order of the weights
LENGTH = "length"  # tens of words
ASKS = "asks_document"  # a document, a date or a person is asked for
ROLE = "role"  # the role of a section is named ("hạn chế", "phương hướng")
GIVEN = (ASKS, ROLE, LENGTH)


@dataclass(frozen=True, slots=True)
class ShapeModel:
    """Signs with their phrases (folded), and the weights: a row a sign, GIVEN last, then the bias; a column a form.

    ``last``: signs whose phrase must end the question.
    """

    signs: Mapping[str, tuple[str, ...]]
    last: frozenset[str]
    weights: NDArray[np.float64]

    @property
    def names(self) -> tuple[str, ...]:
        """The signs in the order of the weights."""
        return (*self.signs, *GIVEN)


@functools.cache
def shape_model() -> ShapeModel:
    """Return the model of this installation."""
    return read(FOLDER / "shapes.toml")


def read(file: Path) -> ShapeModel:
    """Load signs and weights.

    :raises DataFileError: a sign lacks its phrases or its three weights.
    """
    return load(file, _model_of)


def _model_of(tables: Tables) -> ShapeModel:
    signs = {name: tuple(map(fold, entry["phrases"])) for name, entry in tables["sign"].items()}
    last = frozenset(name for name, entry in tables["sign"].items() if entry.get("last"))
    names = (*signs, *GIVEN, "bias")
    check_keys("weights", tables["weights"], names)
    weights = np.array([[float(tables["weights"][name][form]) for form in FORMS] for name in names])
    return ShapeModel(signs, last, weights)


def signs_of(folded: str, asks: Collection[str], role: bool, model: ShapeModel | None = None) -> NDArray[np.float64]:
    """Return the signs of a question (:func:`index.query.facets.spoken`) in the order of :attr:`ShapeModel.names`."""
    model = model or shape_model()
    tail = folded.split()[-2:]
    ending = " ".join(tail)
    present = [
        float(any(says(ending, phrase) and ending.endswith(phrase.split()[-1]) for phrase in phrases))
        if name in model.last
        else float(any(says(folded, phrase) for phrase in phrases))
        for name, phrases in model.signs.items()
    ]
    other = float(not {"document", "date", "person"}.isdisjoint(asks))
    return np.array([*present, other, float(role), len(folded.split()) / 10])


def form_of(folded: str, asks: Collection[str], role: bool) -> str:
    """Return the likeliest of FORMS for a question: the first of equals."""
    model = shape_model()
    scores = np.r_[signs_of(folded, asks, role), 1.0] @ model.weights
    return FORMS[int(np.argmax(scores))]
