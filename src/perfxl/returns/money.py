"""Units of money."""

from __future__ import annotations

WAN = "万元"
"""The unit that forms ask for."""
MONEY_UNITS = {
    "元": 0, "百元": 2, "千元": 3, "万元": 4, "万": 4, "百万元": 6, "千万元": 7, "亿元": 8, "亿": 8,
}  # fmt: skip
"""How many powers of ten of 元 each unit is."""


def powers_to_wan(unit: str) -> int:
    """How many powers of ten turn an amount in ``unit`` into 万元; 0 for a unit that is not known."""
    return MONEY_UNITS.get(unit, MONEY_UNITS[WAN]) - MONEY_UNITS[WAN]
