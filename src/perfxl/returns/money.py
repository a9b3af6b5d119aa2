"""Units of money."""

from __future__ import annotations

from decimal import Decimal

WAN = "万元"
"""The unit that forms ask for, and in which amounts of different forms, files and texts are compared."""
MONEY_UNITS = {
    "元": 0, "百元": 2, "千元": 3, "万元": 4, "万": 4, "百万元": 6, "千万元": 7, "亿元": 8, "亿": 8,
}  # fmt: skip
"""How many powers of ten of 元 each unit is."""
MONEY_WORDS = "|".join(sorted((unit for unit in MONEY_UNITS if unit.endswith("元")), key=len, reverse=True))
"""A pattern of the units that say by themselves that they count money, as 万 and 亿 do not; longer ones first."""


def powers_to_wan(unit: str) -> int:
    """How many powers of ten turn an amount in ``unit`` into 万元. Raises KeyError for what is no unit of money."""
    return MONEY_UNITS[unit] - MONEY_UNITS[WAN]


def in_wan(number: Decimal, unit: str) -> Decimal:
    """An amount in 万元. Raises KeyError for what is no unit of money."""
    return number * Decimal(10) ** powers_to_wan(unit)


def converted(number: Decimal, unit: str, wanted: str) -> Decimal:
    """An amount in ``unit`` in the ``wanted`` one. Raises KeyError for what is no unit of money."""
    return number * Decimal(10) ** (MONEY_UNITS[unit] - MONEY_UNITS[wanted])
