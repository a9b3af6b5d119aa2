"""What cells hold as a spreadsheet program gives it."""

from __future__ import annotations

from typing import Any


class CellError(str):
    """An error value, such as ``#REF!``, as opposed to a text that looks like one."""

    __slots__ = ()


Raw = float | str | bool | CellError | None
"""What a cell holds: dates are their serial days; None is an empty cell."""


def rows_of(found: Any, shape: tuple[int, int]) -> list[list[Any]]:
    """What a range gives for one, for a line and for a block of cells, always by rows."""
    if shape == (1, 1):
        while isinstance(found, list | tuple):
            found = found[0]
        return [[found]]
    if shape[0] == 1 and not isinstance(found[0], list | tuple):
        return [list(found)]
    if shape[1] == 1 and not isinstance(found[0], list | tuple):
        return [[value] for value in found]
    return [list(row) for row in found]
