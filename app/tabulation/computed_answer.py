"""What a computed answer says: the figure first, then every addend with its citation, and what was left out.

Every addend is read anew from its quote before the figure is shown.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.answer.citations import Citations, unmarked
from app.answer.composition import Composition
from app.evidence.figure_fit import MEASURES
from app.tabulation.aggregate import AggregateQuestion, Operation
from app.tabulation.model import FactChoice
from app.tabulation.totals import MEAN_DIGITS, UNSUMMED
from app.tabulation.vocabulary import fill_message, table_words
from ingest.facts.model import Fact
from ingest.language.amounts import POINTS, write_amount, write_value
from ingest.language.quantities import quantities
from ingest.language.text import fold_spaces

logger = logging.getLogger(__name__)

MOST_SHOWN = 40  # addends shown one by one


@dataclass(frozen=True, slots=True)
class Addend:
    """One of the things put together: its name for a reader, and the facts that may be its figure, the best first.

    None of them: the reports do not say. Several that say different things: it is not clear which one counts. ``own``: the
    figure is of the time that its report is of.
    """

    name: str
    choices: tuple[FactChoice, ...]
    own: bool = False

    @property
    def fact(self) -> Fact | None:
        """The figure, None where there is none or more than one."""
        return self.choices[0].fact if len(self.choices) == 1 else None


def compose(
    aggregate: AggregateQuestion, indicator: str, addends: Sequence[Addend], citations: Citations
) -> Composition | None:
    """Return the answer; None where nothing can be said that the reports do not say better themselves."""
    clear = [addend for addend in addends if addend.fact is not None]
    silent = [addend.name for addend in addends if not addend.choices]
    doubtful = [addend.name for addend in addends if len(addend.choices) > 1]
    if aggregate.operation is Operation.COUNT:
        stating = [addend for addend in addends if addend.choices]
        head = fill_message("count", count=len(stating), indicator=indicator, all=len(addends))
        lines = [_line(replace(addend, choices=addend.choices[:1]), citations) for addend in stating]
        return Composition("\n".join([head, *lines]), short=f"{len(stating)} báo cáo") if stating else None
    complete = not silent and not doubtful
    if not clear or not _agree(aggregate, clear) or (not aggregate.every and not complete):
        return _give_up(aggregate, indicator, clear, [*silent, *doubtful], citations)
    result = _result(aggregate, indicator, clear)
    if result is None or not _holds(clear):
        return _give_up(aggregate, indicator, clear, [*silent, *doubtful], citations)
    lines = [_line(addend, citations) for addend in clear[:MOST_SHOWN]]
    head, short = result
    rest = [fill_message("left_out", names="; ".join(silent))] if silent else []
    rest += [fill_message("twice", names="; ".join(doubtful))] if doubtful else []
    return Composition("\n".join([head, *lines, *rest]), short=short)


def _give_up(
    aggregate: AggregateQuestion, indicator: str, clear: Sequence[Addend], missing: Sequence[str], citations: Citations
) -> Composition | None:
    """Return what was found and what is missing, where the question asks for a sum and nothing else; None otherwise."""
    if not (aggregate.strong and clear and missing):
        return None
    head = fill_message("cannot", indicator=indicator, names="; ".join(missing))
    return Composition("\n".join([head, *(_line(addend, citations) for addend in clear)]), refused=True)


def _agree(aggregate: AggregateQuestion, addends: Sequence[Addend]) -> bool:
    """Say whether figures can be put together: one kind of unit, one kind of period, no ranges.

    Figures of reports of several years go with those of one where no year is asked for and each is of its report's time.
    """
    facts = [addend.choices[0].fact for addend in addends]
    own = all(addend.own for addend in addends) and (aggregate.term or not aggregate.periods)
    kinds = {fact.unit if fact.unit in MEASURES else "" for fact in facts}
    spans = {(fact.year or 0) - (fact.since or fact.year or 0) for fact in facts}
    return (
        len(kinds) == 1
        and (own or len(spans - {1} if any(fact.part == "school" for fact in facts) else spans) <= 1)
        and not any(fact.high is not None for fact in facts)
    )


def _result(aggregate: AggregateQuestion, indicator: str, clear: Sequence[Addend]) -> tuple[str, str] | None:
    """Return the first line of the answer and its short form; None where nothing sensible can be computed."""
    facts = [addend.choices[0].fact for addend in clear]
    values = [fact.value for fact in facts]
    scale = min((fact.scale for fact in facts), default=0)
    unit = next((fact.unit for fact in facts if fact.unit), "") or aggregate.counted or indicator
    if aggregate.operation is Operation.SUM:
        if facts[0].unit in UNSUMMED:
            return None
        formula = " + ".join(write_value(value, scale) for value in values)
        if aggregate.mean:
            return _mean(values, unit, scale, formula)
        result = write_amount(sum(values, Decimal(0)), unit, scale)
        key = "sum_all" if aggregate.every else "sum"
        return fill_message(key, result=result, formula=formula, count=len(clear)), result
    if aggregate.operation is Operation.DIFFERENCE:
        first, last = values
        formula = f"{write_value(max(values), scale)} − {write_value(min(values), scale)}"
        if first == last:
            return fill_message("same", formula=formula), write_amount(first, unit, scale)
        result = write_amount(abs(last - first), POINTS if facts[0].unit == "%" else unit, scale)
        return fill_message(
            "difference", direction=fill_message("rose" if last > first else "fell"), result=result, formula=formula
        ), result
    if len({fact.year for fact in facts}) > 1:
        return None
    extreme = max(values) if aggregate.operation is Operation.MOST else min(values)
    names = [addend.name for addend, value in zip(clear, values, strict=True) if value == extreme]
    word = f"{table_words().question[aggregate.operation.value][1]} nhất"
    result = write_amount(extreme, unit, scale)
    return fill_message("most", names="; ".join(names), result=result, word=word, count=len(clear)), "; ".join(names)


def _mean(values: Sequence[Decimal], unit: str, scale: int, formula: str) -> tuple[str, str]:
    exact = sum(values, Decimal(0)).scaleb(-scale) / len(values)
    mean = exact.quantize(MEAN_DIGITS)
    mean = mean.quantize(Decimal(1)) if mean == mean.to_integral_value() else mean.normalize()
    result = write_amount(mean.scaleb(scale), unit, scale)
    key = "mean" if mean == exact else "mean_rounded"
    return fill_message(key, result=result, formula=formula, count=len(values)), result


def _holds(clear: Sequence[Addend]) -> bool:
    """Read every addend anew from its passage and say whether it is what was computed with."""
    for addend in clear:
        choice = addend.choices[0]
        fact, text = choice.fact, choice.passage.text
        read = next((quantity for quantity in quantities(text[fact.start : fact.end]) if quantity.value is not None), None)
        printed = None if read is None or read.value is None else read.value.scaleb(fact.scale - read.scale)
        if printed is None or abs(printed) != abs(fact.value):
            logger.error("computed answer withheld: %s is not %s", text[fact.start : fact.end], fact.value)
            return False
    return True


def _line(addend: Addend, citations: Citations) -> str:
    choice = addend.choices[0]
    marker = citations.cite(choice.passage, choice.fact.begin, choice.fact.stop)
    quote = f"{unmarked(fold_spaces(choice.quote))} {marker}"
    return f"- {fill_message('addend', name=addend.name, text=choice.fact.text, quote=quote)}"
