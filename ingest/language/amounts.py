"""Writing figures as Vietnamese reports print them: "3.118,79", "2,5 tỷ đồng", "84,5%"."""

from __future__ import annotations

from decimal import Decimal

MONEY = "đồng"
DOLLARS = "USD"
POINTS = "điểm phần trăm"  # what two percentages differ by
# Powers of ten by which reports count money.
MONEY_SCALES = {9: "tỷ đồng", 6: "triệu đồng", 3: "nghìn đồng", 0: MONEY}


def write_value(value: Decimal, scale: int = 0) -> str:
    """Return a value as a report prints it: 3118.79 as "3.118,79"; ``scale`` counts it in tỷ (9) or triệu (6)."""
    plain = value.scaleb(-scale).normalize()
    whole, _, rest = f"{plain:,f}".partition(".")
    grouped = whole.replace(",", ".")
    return f"{grouped},{rest}" if rest else grouped


def write_amount(value: Decimal, unit: str, scale: int = 0) -> str:
    """Return a value with its unit: "1.126 hộ", "12,5 tỷ đồng", "4,78%".

    :param scale: the power of ten in which money is told; one that reports do not use counts as 0. Other units ignore it.
    """
    if unit in (MONEY, DOLLARS):
        scale = scale if scale in MONEY_SCALES else 0
        return f"{write_value(value, scale)} {MONEY_SCALES[scale].replace(MONEY, unit)}"
    return f"{write_value(value)}{unit}" if unit in ("%", "‰") else f"{write_value(value)} {unit}".rstrip()
