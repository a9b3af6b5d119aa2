"""A row that a form prints for several things (水费、电费、差旅费), given as rows of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from perfxl.formset.labels import normal, unnumbered, without_of_which
from perfxl.formset.model import Row
from perfxl.returns.region import Text
from perfxl.workbook.model import Cell


class _Listed(Struct, frozen=True):
    """The normal forms of the things that a row is for: by its own label, and by each wording of several, longest first."""

    own: tuple[str, ...]
    wordings: tuple[tuple[str, ...], ...]


def _things(text: str) -> tuple[str, ...]:
    """What a label names, one by one."""
    return tuple(map(normal, unnumbered(without_of_which(text)).split("、")))


@lru_cache(maxsize=1024)
def _listed(rows: tuple[Row, ...]) -> dict[str, _Listed]:
    """The rows of a grid that are for several things of which none has a row of its own there."""
    printed = {key for row in rows if row.label for key in row.label.norms}
    found = {}
    for row in rows:
        texts = (row.label.text, *row.label.aliases) if row.label else ()
        wordings = [things for things in map(_things, texts) if len(things) > 1]
        wordings = [things for things in wordings if printed.isdisjoint(things)]
        if wordings and len(_things(texts[0])) > 1:
            found[row.name] = _Listed(_things(texts[0]), tuple(sorted(wordings, key=len, reverse=True)))
    return found


def rows_apart(
    rows: tuple[Row, ...], labels: Sequence[Text], matched: Mapping[str, Cell]
) -> dict[str, list[Cell]]:
    """By the name of each row that is given as several, their label cells from top to bottom.

    ``matched`` are the rows that stand under a label of theirs. One of these may name only some of the things, and the
    others stand beside it: it comes too, with all its label cells. No other row of the form stands between them.
    """
    listed = _listed(rows)
    if not listed:
        return {}
    by_key = {text.key: text.cell for text in reversed(labels)}
    found = {}
    for name, one in listed.items():
        cells = _cells(one, matched.get(name), by_key)
        others = {cell.row: other for other, cell in matched.items() if other != name}
        if cells and _together(cells, others) and _not_below_a_total(cells, others, rows, listed):
            found[name] = cells
    return found


def _cells(one: _Listed, own: Cell | None, by_key: Mapping[str, Cell]) -> list[Cell]:
    """The label cells that stand for a row together, none if they do not."""
    if own is None:
        wording = next((things for things in one.wordings if by_key.keys() >= set(things)), ())
        cells = [by_key[thing] for thing in wording]
    else:
        named = set(_things(own.text))
        rest = [thing for thing in one.own if thing not in named]
        partly = named < set(one.own) and by_key.keys() >= set(rest)
        cells = [own, *(by_key[thing] for thing in rest)] if partly else []
    return sorted(cells, key=lambda cell: cell.row) if len({cell.row for cell in cells}) > 1 else []


def _together(cells: Sequence[Cell], others: Mapping[int, str]) -> bool:
    return not any(cells[0].row <= row <= cells[-1].row for row in others)


def _not_below_a_total(
    cells: Sequence[Cell], others: Mapping[int, str], rows: tuple[Row, ...], listed: Mapping[str, _Listed]
) -> bool:
    """Whether the row above is none that other rows of any name follow: those are a total's own (projects)."""
    above = others.get(max((row for row in others if row < cells[0].row), default=0))
    return above in listed or all(row.after != above for row in rows if row.repeated)
