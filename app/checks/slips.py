"""Slips of the fingers: figures that are the same but for two neighbouring digits exchanged, or for one digit."""

from __future__ import annotations

from decimal import Decimal

TELLING = 3  # digits of a figure of which one is another


def is_slip(value: Decimal, other: Decimal) -> bool:
    """Say whether two figures of two digits or more have the same digits in another order, two neighbours exchanged."""
    first, second = digits(value), digits(other)
    if len(first) != len(second) or first == second:
        return False
    apart = [at for at, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    return (
        len(apart) == 2
        and apart[1] - apart[0] == 1
        and first[apart[0]] == second[apart[1]]
        and first[apart[1]] == second[apart[0]]
    )


def is_digit_apart(value: Decimal, other: Decimal) -> bool:
    """Say whether two figures of as many digits differ in one of them."""
    first, second = digits(value), digits(other)
    return len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1


def is_mistyped(value: Decimal, other: Decimal) -> bool:
    """Say whether one figure is the other but for a slip of the fingers that hardly comes about by chance.

    Two neighbours are exchanged, or one digit of three or more is another: of a hundred figures of three digits three are.
    """
    return is_slip(value, other) or (is_digit_apart(value, other) and len(digits(value)) >= TELLING)


def digits(value: Decimal) -> str:
    """Return the digits of a value without sign, separators, or noughts that end it behind the comma."""
    return f"{abs(value).normalize():f}".replace(".", "")


def is_scaled(value: Decimal, other: Decimal) -> bool:
    """Say whether two figures of two digits or more have the same digits and differ by their scale: 1,25 and 1.250."""
    first, second = digits(value).strip("0"), digits(other).strip("0")
    return value != other and first == second and len(first) > 1
