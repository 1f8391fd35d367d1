"""Products that do not come out: "45 suất quà, mỗi suất 500.000 đồng, tổng 25 triệu đồng"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex as re

from app.checks.figures import MONEY, CheckedFigure, with_unit
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_slip
from ingest.language.amounts import write_value
from ingest.language.context import Bound, Change
from ingest.language.spelling import fold

EACH = re.compile(
    r"(?<!\p{L})(?:mỗi|một)\s(\p{L}{1,12}+)(?:\s\p{L}{1,12}+){0,2}(?:\s(?:được|là|có|nhận|trị giá|hỗ trợ))?\s*+:?\s*+$",
    re.IGNORECASE,
)
TOTAL = re.compile(r"(?<!\p{L})(?:tổng|trị giá|số tiền|kinh phí|sản lượng|cộng)(?!\p{L})[^.;:\d]{0,40}$", re.IGNORECASE)
MEAN = re.compile(r"bình quân|trung bình", re.IGNORECASE)
TONNES = {"tấn": Decimal(1), "tạ": Decimal("0.1"), "kg": Decimal("0.001"), "yến": Decimal("0.01")}
CROP = re.compile(r"[\s,;]{1,3}(?:và\s)?(?:tổng\s)?sản lượng(?:\s\p{L}{1,8}){0,4}\s", re.IGNORECASE)
NEAR = Decimal("0.35")  # a total farther from the product is of something more, or of something else
FARTHEST = 160  # characters between the three figures
MOST = 40  # figures of a sentence that are looked at


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every total that is not the number of things times what each has, told in one sentence."""
    for before, sentence in zip((None, *sheet.body), sheet.body, strict=False):
        for rate in sentence.figures[:MOST]:
            yield from _rate(sheet, sentence, rate)
            yield from _crops(sheet, before, sentence, rate)
            yield from _means(sheet, sentence, rate)


def _rate(sheet: Sheet, sentence: Sentence, rate: CheckedFigure) -> Iterator[Finding]:
    per = _per(sentence, rate)
    if not per or not rate.value or rate.whole is not None or not _is_exact(rate):
        return
    near = [
        f for f in sentence.figures[:MOST] if f is not rate and abs(f.start - rate.start) <= FARTHEST and f.whole is None
    ]
    bases = [f for f in near if _counts(f, per) and _is_exact(f)]
    totals = [f for f in near if f not in bases and _is_total(sentence, f, rate)]
    if len(bases) != 1 or len(totals) != 1:
        return
    base, total = bases[0], totals[0]
    product = base.value * rate.value * _factor(rate) / _factor(total)
    gap = abs(product - total.value)
    blur = sum((f.step / 2 / f.value for f in (rate, base) if _is_rounded(sentence, f)), Decimal(0))
    slack = product * blur + (total.step if total.step < 1 or total.scale else Decimal(0)) + (product * blur if blur else 0)
    if not total.value or gap <= slack or not (gap <= NEAR * max(product, total.value) or is_slip(product, total.value)):
        return
    exact = write_value(_rounded(product, total), total.scale)
    message = f"{base.text} × {with_unit(rate)} = {exact}, báo cáo ghi {with_unit(total)}."
    start, end = min(f.start for f in (rate, base, total)), max(f.end for f in (rate, base, total))
    yield Finding(FindingKind.SUM, message, (sheet.quote(start, end),), frozenset((total.value, product)))


def _means(sheet: Sheet, sentence: Sentence, mean: CheckedFigure) -> Iterator[Finding]:
    """A mean with the two counts that it comes from before it: "8.780 lượt với 52.670 ngày, bình quân 6,0 ngày"."""
    if mean.read is None or mean.read.per or not _thing(mean) or not mean.value or not _is_mean(sentence, mean):
        return
    number = sentence.figures.index(mean)
    before = [f for f in sentence.figures[max(0, number - 2) : number] if mean.start - f.end <= FARTHEST]
    plain = [f for f in before if _thing(f) and f.whole is None and _is_exact(f) and not _is_mean(sentence, f)]
    totals = [f for f in plain if _thing(f) == _thing(mean)]
    bases = [f for f in plain if f not in totals]
    if len(plain) != 2 or len(totals) != 1 or not bases[0].value or totals[0].value < bases[0].value:
        return
    total, base = totals[0], bases[0]
    truth = total.value / base.value
    if abs(truth - mean.value) >= mean.step and (
        abs(truth - mean.value) <= NEAR * mean.value or is_slip(round(truth, 1), mean.value)
    ):
        exact = round(truth, max(1, -int(mean.step.as_tuple().exponent)))
        message = f"{total.text} : {base.text} = {write_value(exact)}, báo cáo ghi {with_unit(mean)}."
        start, end = min(total.start, base.start), mean.end
        yield Finding(FindingKind.SUM, message, (sheet.quote(start, end),), frozenset((mean.value, truth)))


def _thing(figure: CheckedFigure) -> str:
    """Return the word for what a figure counts: "ngày" of "52.670 ngày điều trị"; "" for none, or a share."""
    unit = figure.read.unit if figure.read is not None else ""
    counted = figure.read.counted.split() if figure.read is not None else []
    if unit == "lượt" and len(counted) > 1:
        unit = counted[1]  # "lượt người": persons
    return "" if unit == "%" else unit or " ".join(figure.noun.split()[:1])


def _crops(sheet: Sheet, before: Sentence | None, sentence: Sentence, rate: CheckedFigure) -> Iterator[Finding]:
    """A yield with the crop right behind it, and the area in the sentence before: "5.460 ha. Năng suất 54,5 tạ/ha …"."""
    if before is None or rate.read is None or rate.read.per != "ha" or rate.read.unit not in TONNES:
        return
    number = sentence.figures.index(rate)
    total = sentence.figures[number + 1] if number + 1 < len(sentence.figures) else None
    if total is None or any(f.read is not None and f.read.unit == "ha" and not f.read.per for f in sentence.figures):
        return
    between = sentence.text[rate.end - sentence.start : total.start - sentence.start]
    if not CROP.fullmatch(between) or total.read is None or total.read.unit not in TONNES or not rate.value:
        return
    areas = [f for f in before.figures[:MOST] if f.read is not None and f.read.unit == "ha" and f.read.change is Change.NONE]
    products = [f.value * rate.value * _factor(rate) / _factor(total) for f in areas]
    slack = [m * (rate.step / 2 / rate.value) + total.step for m in products]
    if not products or any(abs(m - total.value) <= s for m, s in zip(products, slack, strict=True)):
        return
    if abs(products[0] - total.value) <= NEAR * total.value:
        area = areas[0]
        product = write_value(_rounded(products[0], total))
        message = f"{area.text} ha × {with_unit(rate)} = {product}, báo cáo ghi {with_unit(total)}."
        places = sheet.quote(area.start, area.end), sheet.quote(rate.start, total.end)
        yield Finding(FindingKind.SUM, message, places, frozenset((total.value, products[0])))


def _per(sentence: Sentence, rate: CheckedFigure) -> str:
    """Return the word for what a figure is told of each: "suất" of "mỗi suất 500.000 đồng", "ha" of "58,4 tạ/ha"."""
    if rate.read is None or rate.unit == "%":
        return ""
    if rate.read.per:
        return fold(rate.read.per)
    at = rate.start - sentence.start
    match = EACH.search(sentence.text, max(0, at - 50), at)
    return fold(match[1]) if match and rate.read.is_measure else ""


def _counts(figure: CheckedFigure, per: str) -> bool:
    return fold(figure.unit or figure.noun.split(" ")[0]) == per


def _is_total(sentence: Sentence, figure: CheckedFigure, rate: CheckedFigure) -> bool:
    """Say whether a figure is in the unit of a rate and called a total, and is no rate itself."""
    if figure.read is None or rate.read is None or figure.read.per or not _is_exact(figure) or _per(sentence, figure):
        return False
    alike = figure.read.unit == rate.read.unit or (figure.read.unit in TONNES and rate.read.unit in TONNES)
    at = figure.start - sentence.start
    called = TOTAL.search(sentence.text, max(0, at - 60), at) is not None
    return alike and (called or (_is_mean(sentence, rate) and figure.start < rate.start))


def _is_exact(figure: CheckedFigure) -> bool:
    return figure.read is not None and figure.read.bound is Bound.EXACT and figure.read.high is None


def _is_rounded(sentence: Sentence, figure: CheckedFigure) -> bool:
    """Say whether a figure may be rounded: means and measures are, what is counted and a price are not."""
    return _is_mean(sentence, figure) or (figure.step < 1 and figure.unit != MONEY)


def _is_mean(sentence: Sentence, figure: CheckedFigure) -> bool:
    at = figure.start - sentence.start
    return MEAN.search(sentence.text, max(0, at - 50), at) is not None


def _factor(figure: CheckedFigure) -> Decimal:
    return TONNES.get(figure.read.unit, Decimal(1)) if figure.read is not None else Decimal(1)


def _rounded(value: Decimal, like: CheckedFigure) -> Decimal:
    return round(value, max(0, -int(like.step.as_tuple().exponent))) if like.step < 1 else value
