"""Tints that conditional formats would hide: our own rule before the cell's rules shows them.

It is the same rule as ``perfxl.workbook.edit.tints`` puts into files.
"""

from __future__ import annotations

import xlwings as xw

from perfxl.workbook.edit.tints import RULE


def cover_rules(cell: xw.Range, rgb: str) -> None:
    """Show the tint above the conditional formats of the cell, if it has any."""
    if _rules(cell):
        cell.conditional_formats.add_custom("=" + RULE, fill_color="#" + rgb, stop_if_true=True)


def uncover_rules(cell: xw.Range) -> None:
    """Take our rule away from the cell."""
    for rule in _rules(cell):
        if (rule.formula or "").removeprefix("=").replace(" ", "") == RULE:
            rule.delete()


def _rules(cell: xw.Range) -> list[xw.ConditionalFormat]:
    try:
        return list(cell.conditional_formats)
    except NotImplementedError:
        return []  # a program whose rules xlwings does not reach
