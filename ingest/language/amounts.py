"""Writing figures as Vietnamese reports print them: "3.118,79", "2,5 tỷ đồng", "84,5%"."""

from __future__ import annotations

from decimal import Decimal

MONEY = "đồng"
POINTS = "điểm phần trăm"  # what two percentages differ by
# Powers of ten by which reports count, money above all.
SCALES = {9: "tỷ ", 6: "triệu ", 3: "nghìn ", 0: ""}


def write_value(value: Decimal, scale: int = 0) -> str:
    """Return a value as a report prints it: 3118.79 as "3.118,79"; ``scale`` counts it in tỷ (9) or triệu (6)."""
    plain = value.scaleb(-scale).normalize()
    whole, _, rest = f"{plain:,f}".partition(".")
    grouped = whole.replace(",", ".")
    return f"{grouped},{rest}" if rest else grouped


def write_amount(value: Decimal, unit: str, scale: int = 0) -> str:
    """Return a value with its unit: "1.126 hộ", "12,5 tỷ đồng", "4,78%".

    :param scale: the power of ten in which it is told; one that reports do not use counts as 0, and percentages have none.
    """
    if unit in ("%", "‰"):
        return f"{write_value(value)}{unit}"
    scale = scale if scale in SCALES and unit else 0
    return f"{write_value(value, scale)} {SCALES[scale]}{unit}".rstrip()
