"""Levels among rows that add up to a total: headings, subtotals, and rows that are only part of another one.

A level shows in the style of a row's number (一、 （一） 1、 （1） ①), in a leading 其中, in an indent, or in nothing at all.
What the marks leave open the figures decide: of several readings the one that the stated total bears out in most
columns. A reading is, for each row, the index of the row that it belongs to, −1 for none.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from perfxl.formset.labels import without_of_which
from perfxl.patterns import pattern
from perfxl.returns.model import GroupRow
from perfxl.returns.value import Value

_CHINESE = "一二三四五六七八九十"
_STYLES = tuple(
    pattern(text)
    for text in (
        rf"([{_CHINESE}]{{1,3}})[、.．]",
        rf"[(（〔\[【]([{_CHINESE}]{{1,3}})[)）〕\]】]",
        r"(?:第|项目|专项)?\s*(\d{1,3})项?[、.．,，:：\-－—–\s](?!\d)",
        r"\d{1,2}[.．\-－—–](\d{1,2})",
        r"[(（〔\[【]?(\d{1,3})[)）〕\]】]",
        r"([①-⑳])",
    )
)
"""How a number may be written, the highest level first; style 0 is no number, these are 1 to 6."""
_NEAR = Decimal("0.01")
_LEAST_INDENT = 2
_GROUP = 2
"""So many rows that make up the one above are not taken for single ones where no total tells."""
_MOST_PARTS = 60
"""So many rows are looked at whether they make up the one above."""

Reading = list[int]


class _Mark(Struct, frozen=True):
    style: int
    number: int
    """Its number; 0 if it has none."""
    of_which: bool
    indent: int


def _mark(row: GroupRow) -> _Mark:
    written = row.label.cell.text if row.label.cell is not None else ""
    text = without_of_which(written)
    of_which = text != written
    before = text.strip().removesuffix(row.name)  # digits that begin the name are no number of the row
    for style, numbered in enumerate(_STYLES, 1):
        if match := numbered.match(before):
            return _Mark(style, _number(match[1]), of_which, 0)
    return _Mark(0, 0, of_which, len(written) - len(written.lstrip()))


def _number(text: str) -> int:
    """What a number of digits, circled or Chinese, is: ``①`` 1, ``十二`` 12."""
    if text[0] not in _CHINESE:
        return int(unicodedata.normalize("NFKC", text))
    tens, ten, ones = text.rpartition("十")
    unit = _CHINESE.find(ones) + 1 if ones else 0
    return unit + (10 * (_CHINESE.find(tens) + 1 if tens else 1) if ten else 0)


def arrange(
    rows: Sequence[GroupRow], total: Mapping[str, Value], official: Sequence[int] | None = None
) -> bool:
    """Put the rows of a total into their levels, and say whether that is certain.

    ``total`` are the total's values by column. ``official`` are the indices of the rows that the form itself prints:
    none of them is part of another one. Where it prints some, what else stands there is only certain if the total
    bears it out.
    """
    marks = [_mark(row) for row in rows]
    if official is not None:
        sure, readings = _beside_official(rows, marks, official)
    elif _plain(marks):
        sure, readings = True, [[-1] * len(rows)]
    else:
        sure, readings = _by_marks(rows, marks)
    scores = [_borne_out(rows, marks, reading, total) for reading in readings]
    columns = sum(value.type.numeric and bool(value.number) for value in total.values())
    if official is None and (max(scores) < columns or not columns):
        by_figures = _by_figures(rows)
        sure = sure and (bool(columns) or max(map(by_figures.count, range(len(rows))), default=0) < _GROUP)
        readings.append(by_figures)
        scores.append(_borne_out(rows, marks, by_figures, total))
    best = max(scores)
    _apply(rows, readings[scores.index(best)], marks)
    return best > 0 or sure


def on_one_level(rows: Sequence[GroupRow]) -> bool:
    """Whether all rows are on one level by the marks before their names."""
    return _plain([_mark(row) for row in rows])


def _plain(marks: Sequence[_Mark]) -> bool:
    """Whether all rows are on one level by their marks."""
    first = marks[0] if marks else None
    return all(
        first is not None and mark.style == first.style and not mark.of_which and mark.indent == first.indent
        for mark in marks
    )


def _by_marks(rows: Sequence[GroupRow], marks: Sequence[_Mark]) -> tuple[bool, list[Reading]]:
    """The reading by numbers and 其中 and whether it is certain; then those that take the marks less seriously."""
    sure, reading = _numbered(rows, marks)
    last_numbered = -1
    parts: Reading = []
    for at, mark in enumerate(marks):
        parts.append(-1 if mark.style or last_numbered < 0 else last_numbered)
        last_numbered = at if mark.style else last_numbered
    return sure, [reading, parts, _of_which_only(marks), [-1] * len(rows)]


def _numbered(rows: Sequence[GroupRow], marks: Sequence[_Mark]) -> tuple[bool, Reading]:
    reading: Reading = []
    levels: list[int] = []
    above, end = -1, 0
    sure = True
    numbered = [at for at, mark in enumerate(marks) if mark.style]
    for at, mark in enumerate(marks):
        certain = True
        if at >= end and mark.of_which and above >= 0 and not mark.style:
            following = bisect(numbered, at)
            stop = numbered[following] if following < len(numbered) else len(marks)
            made = _made_of(rows[above], rows[at : min(stop, at + _MOST_PARTS)])
            certain = made > 0 or stop - at == 1 or bool(numbered)
            end = at + made if made else stop
        if at < end:
            reading.append(above)
        else:
            parent, certain = _place(rows, marks, at, levels, reading)
            reading.append(parent)
            above = at
        sure = sure and certain
    return sure, reading


def _place(
    rows: Sequence[GroupRow], marks: Sequence[_Mark], at: int, levels: list[int], reading: Reading
) -> tuple[int, bool]:
    """The row that a row belongs to by the style of its number, and whether that is certain.

    ``levels`` are the rows to which more may belong, the highest first; it is brought up to date.
    """
    mark = marks[at]
    while levels and marks[levels[-1]].style != mark.style and _seen(mark, levels, marks):
        levels.pop()
    if not levels:
        levels.append(at)
        return -1, True
    above = levels[-1]
    if marks[above].style == mark.style:
        if mark.indent >= marks[above].indent + _LEAST_INDENT:
            return above, False
        parent = reading[above]
        levels[-1] = at
        return parent, True
    mixed = 0 in (mark.style, marks[above].style)
    if mark.style > marks[above].style and (
        mark.number == 1 or not _stated(rows[above]) or _runs_on(marks, at, reading, above)
    ):
        levels.append(at)
        return above, not mixed or not _stated(rows[above])
    if not mark.style and marks[above].style and not _stated(rows[above]) and _stated(rows[at]):
        levels.append(at)
        return above, True  # names without a number below one without figures
    if not mark.style and mark.indent >= _LEAST_INDENT:
        return above, False
    return reading[above], False


def _runs_on(marks: Sequence[_Mark], at: int, reading: Reading, above: int) -> bool:
    """Whether a row's number goes on from the last one below the row before that on the level of the one above."""
    before = next((other for other in reversed(range(above)) if marks[other].style == marks[at].style), -1)
    if before < 0 or marks[before].number + 1 != marks[at].number:
        return False
    group = reading[before]
    return group >= 0 and marks[group].style == marks[above].style and reading[group] == reading[above]


def _seen(mark: _Mark, levels: Sequence[int], marks: Sequence[_Mark]) -> bool:
    return any(marks[level].style == mark.style for level in levels)


def _by_figures(rows: Sequence[GroupRow]) -> Reading:
    """The reading in which each row has those below it that make it up, whatever their marks.

    In most columns is enough: one of its figures may be wrong.
    """
    reading: Reading = []
    while len(reading) < len(rows):
        at = len(reading)
        reading += [-1] + [at] * _made_of(rows[at], rows[at + 1 : at + 1 + _MOST_PARTS], nearly=True)
    return reading


def _of_which_only(marks: Sequence[_Mark]) -> Reading:
    reading: Reading = []
    above = -1
    for at, mark in enumerate(marks):
        part = mark.of_which and above >= 0
        reading.append(above if part else -1)
        above = above if part else at
    return reading


def _beside_official(
    rows: Sequence[GroupRow], marks: Sequence[_Mark], official: Sequence[int]
) -> tuple[bool, list[Reading]]:
    """Rows that a unit has added between those of the form: sources of their own, or parts of the row above.

    It is certain that they are parts where all that stand below a row, two at least, make it up in several columns.
    """
    readings = [_added(rows, marks, official, least) for least in (2, 1, len(rows) + 1)]
    runs = [
        (above, range(above + 1, end)) for above, end in pairwise((*official, len(rows))) if end > above + 1
    ]
    before = bool(official) and official[0] > 0
    sure = not before and all(_splits(rows[above], [rows[at] for at in run]) for above, run in runs)
    return sure and bool(runs), [*readings, [-1] * len(rows)]


def _splits(whole: GroupRow, parts: Sequence[GroupRow]) -> bool:
    """Whether all of several rows, and not fewer of them, make up another one in each of several columns."""
    stated = sum(value.type.numeric and bool(value.number) for value in whole.values.values())
    return len(parts) >= _GROUP <= stated and _made_of(whole, parts) == len(parts)


def wrong_splits(rows: Iterable[GroupRow]) -> Iterator[tuple[Value, list[Value], Decimal]]:
    """The figures that are not the sum of their row's parts, with those and that sum.

    In several columns, and in more than not, the parts must make up the row: then they are meant to in all.
    """
    for row in rows:
        agree, differ = 0, []
        for name, stated in row.values.items():
            parts = [part.values[name] for part in row.parts if name in part.values]
            if stated.number and parts and all(part.number is not None for part in parts):
                due = _sum(row.parts, name)
                agree += _near(due, stated.number)
                differ += [] if _near(due, stated.number) else [(stated, parts, due)]
        if agree >= _GROUP and agree > len(differ):
            yield from differ


def _added(rows: Sequence[GroupRow], marks: Sequence[_Mark], official: Sequence[int], least: int) -> Reading:
    """Added rows are parts where they begin with 其中, or where ``least`` of them and more make up the row above."""
    reading = [-1] * len(rows)
    for above, end in pairwise((*official, len(rows))):
        run = range(above + 1, end)
        if not run:
            continue
        made = _made_of(rows[above], rows[run.start : run.stop][:_MOST_PARTS], nearly=True)
        if marks[run[0]].of_which:
            made = made or len(run)
        elif made < least:
            made = 0
        for at in run[:made]:
            reading[at] = above
    return reading


def _made_of(whole: GroupRow, rows: Sequence[GroupRow], *, nearly: bool = False) -> int:
    """How many of the rows, from the first on, make up another one in every column; 0 if they do not.

    ``nearly`` also takes those that do in most columns, and in two at least.
    """
    wanted = {
        name: value.number for name, value in whole.values.items() if value.type.numeric and value.number
    }
    sums = dict.fromkeys(wanted, Decimal(0))
    made = 0
    for count, row in enumerate(rows if wanted else (), 1):
        for name in wanted:
            value = row.values.get(name)
            if value is not None and value.number is not None:
                sums[name] += value.number
        agree = sum(_near(sums[name], number) for name, number in wanted.items())
        if agree == len(wanted):
            return count
        if nearly and not made and agree > 1 and agree * 2 > len(wanted):
            made = count
    return made


def _near(a: Decimal, b: Decimal | None) -> bool:
    return b is not None and abs(a - b) <= _NEAR


def _sum(rows: Iterable[GroupRow], column: str) -> Decimal:
    numbers = (row.values[column].number for row in rows if column in row.values)
    return sum((number for number in numbers if number is not None), Decimal(0))


def _stated(row: GroupRow) -> bool:
    return any(not value.blank for value in row.values.values())


def _counted(rows: Sequence[GroupRow], reading: Reading) -> list[bool]:
    """Whether each row is added: not below figures that are added themselves, and no heading.

    A heading has no figures, but rows below it; beside one, a row without figures is a heading of nothing.
    """
    stated = [_stated(row) for row in rows]
    headings = {parent for parent in reading if parent >= 0 and not stated[parent]}
    beside = {reading[heading] for heading in headings}
    covered: list[bool] = []
    counted: list[bool] = []
    for at, parent in enumerate(reading):
        above = parent >= 0 and (covered[parent] or counted[parent])
        covered.append(above)
        counted.append(not above and (stated[at] or parent not in beside))
    return counted


def _borne_out(
    rows: Sequence[GroupRow], marks: Sequence[_Mark], reading: Reading, total: Mapping[str, Value]
) -> int:
    """In how many columns the total is the sum of the rows, or of what they are made of."""
    counted = _counted(rows, reading)
    of_which = _of_which(rows, marks, reading)
    made = {parent for at, parent in enumerate(reading) if parent >= 0 and not of_which[at]}
    leaves = [row for at, row in enumerate(rows) if at not in made and (counted[at] or not of_which[at])]
    tops = [row for row, is_counted in zip(rows, counted, strict=True) if is_counted]
    return sum(
        _near(_sum(tops, name), value.number) or (bool(made) and _near(_sum(leaves, name), value.number))
        for name, value in total.items()
        if value.type.numeric and value.number
    )


def _of_which(rows: Sequence[GroupRow], marks: Sequence[_Mark], reading: Reading) -> list[bool]:
    """Whether each row is one of the parts of another that only some are named of.

    The first of these says 其中, and they do not make it up.
    """
    below: dict[int, list[int]] = {}
    for at, parent in enumerate(reading):
        below.setdefault(parent, []).append(at)
    partly = {
        parent
        for parent, parts in below.items()
        if parent >= 0
        and marks[parts[0]].of_which
        and _made_of(rows[parent], [rows[at] for at in parts]) < len(parts)
    }
    return [parent in partly for parent in reading]


def _apply(rows: Sequence[GroupRow], reading: Reading, marks: Sequence[_Mark]) -> None:
    for row, counted in zip(rows, _counted(rows, reading), strict=True):
        row.counted = counted
    for row, parent, of_which in zip(rows, reading, _of_which(rows, marks, reading), strict=True):
        if parent >= 0:
            row.of_which = of_which
            rows[parent].parts.append(row)
