"""The tables of a report: where their headings stand, what each column states, and the rows under them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from perfxl.formset.labels import compact, normal
from perfxl.returns.money import MONEY_WORDS
from perfxl.words.statements import Basis
from perfxl.words.text import half
from perfxl.words.vocabulary import ItemKind, Meaning, vocabulary

Rows = Sequence[Sequence[str]]


class Column(StrEnum):
    """What a column states."""

    AMOUNT = "amount"
    CHANGE = "change"
    """The final account less that of the year before."""
    RATE = "rate"
    """The final account as a percentage of the budget."""
    WEIGHT = "weight"
    SCORE = "score"
    DEDUCTED = "deducted"
    TARGET = "target"
    ACHIEVED = "achieved"


class Heading(NamedTuple):
    """A heading as understood. ``year`` and ``basis`` are those of an amount; ``unit`` is "" where it states none."""

    at: int
    text: str
    kind: Column
    year: int = 0
    basis: Basis = Basis.UNKNOWN
    unit: str = ""


class Number(NamedTuple):
    """A number in a cell. ``unit`` is what stands behind it: ``%``, a unit of money, or nothing."""

    value: Decimal
    decimals: int
    unit: str


class Row(NamedTuple):
    """A row under headings: its number in the table from 1, its label, and its cells."""

    number: int
    label: str
    cells: Sequence[str]


class Section(Struct, frozen=True):
    """Rows under one heading. ``unit`` is the unit of money stated above, "" for none."""

    table: int
    of_indicators: bool
    headings: Sequence[Heading]
    rows: Sequence[Row]
    unit: str = ""

    def heading(self, kind: Column) -> Heading | None:
        """The first heading of that kind."""
        return next((one for one in self.headings if one.kind is kind), None)


_NUMBER = re.compile(rf"^([-+]?)([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(\.[0-9]+)?(%|{MONEY_WORDS}|分)?$")
_BEGINS_NUMBER = frozenset("+-−–—－＋0123456789０１２３４５６７８９")
_UNIT_ABOVE = re.compile(rf"(?:金额)?单位[:：]?(?:人民币)?({MONEY_WORDS})")
_UNIT_WITHIN = re.compile(rf"\((?:单位:)?({MONEY_WORDS}|%|分)\)")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年度?")
_ORDINAL = frozenset({"序号", "编号", "序", "NO", "No"})
_LAST_YEAR = re.compile(r"^(?:上年度?|去年|上一年度?)")
_THIS_YEAR = re.compile(r"^(?:本年度?|当年|今年)")
_CHANGE = re.compile(
    r"^(?:决算数?|支出数?)?(?:比|较)上年(?:度|决算数?)?(?:增减|增减额|增减数|增减变动|变动额)$"
)
_KINDS = {
    **dict.fromkeys(("决算数占预算数", "决算占预算", "占预算数", "执行率", "预算执行率", "资金执行率", "预算完成率"), Column.RATE),
    **dict.fromkeys(("分值", "满分", "权重分值", "标准分值", "标准分"), Column.WEIGHT),
    **dict.fromkeys(("得分", "自评分", "自评得分", "自评总分", "自评分数", "实际得分", "综合得分"), Column.SCORE),
    **dict.fromkeys(("扣分", "扣分值", "扣分数"), Column.DEDUCTED),
    **dict.fromkeys(("指标值", "年度指标值", "目标值", "年度目标值", "计划指标值"), Column.TARGET),
    **dict.fromkeys(("完成值", "实际完成值", "全年完成值", "实际值", "全年实际值"), Column.ACHIEVED),
}  # fmt: skip
_INDICATOR = frozenset({"三级指标", "指标", "指标名称", "评价指标", "绩效指标", "三级指标名称", "指标内容"})
_BASES = {
    Meaning.INITIAL: Basis.INITIAL, Meaning.ADJUSTED: Basis.ADJUSTED, Meaning.BUDGET: Basis.BUDGET,
    Meaning.ACTUAL: Basis.ACTUAL, Meaning.SPEND: Basis.ACTUAL,
}  # fmt: skip
_IN_ANY_HEADING = re.compile("[算执支率分值减安批占用付花]|实际|调整|完成|发生|目标|计划")
"""What every heading that is understood has one of."""
_MOST_HEADING_ROWS = 3
_LONGEST_HEADING = 30


def number_of(text: str) -> Number | None:
    """The number that a cell is, if it is nothing else."""
    found = _NUMBER.match(half(text).replace(" ", "")) if text[:1] in _BEGINS_NUMBER else None
    if found is None:
        return None
    sign, whole, fraction, unit = found.groups()
    value = Decimal(f"{sign}{whole.replace(',', '')}{fraction or ''}")
    return Number(value, len(fraction or ".") - 1, unit or "")


@lru_cache(maxsize=1)
def items_by_label() -> dict[str, str]:
    """Items of money by the normal form of each name."""
    words = vocabulary()
    return {
        normal(word): name for word, (meaning, name) in words.words.items()
        if meaning is Meaning.ITEM and words.items[name].kind is ItemKind.MONEY
    }  # fmt: skip


def heading_of(text: str, at: int, year: int) -> Heading | None:
    """What a heading says of its column; None where a word of it is not understood. ``year`` is the report's."""
    found = _understood(text, year) if text else None
    return found._replace(at=at) if found is not None else None


@lru_cache(maxsize=4096)
def _understood(text: str, year: int) -> Heading | None:
    flat, at = compact(text), 0
    if len(flat) > _LONGEST_HEADING or not _IN_ANY_HEADING.search(flat):
        return None
    found = _UNIT_WITHIN.search(flat)
    unit = found[1] if found else ""
    flat = _UNIT_WITHIN.sub("", flat)
    stated = _YEAR.search(flat)
    name = _YEAR.sub("", flat, count=1)
    if _CHANGE.match(name):
        return None if unit == "%" else Heading(at, text, Column.CHANGE, unit=unit)
    if kind := _KINDS.get(name):
        fits = unit in ("", "%") if kind is Column.RATE else unit in ("", "分")
        return Heading(at, text, kind) if fits or kind in (Column.TARGET, Column.ACHIEVED) else None
    of_year = int(stated[1]) if stated else year
    if not stated and _LAST_YEAR.match(name):
        of_year, name = year - 1, _LAST_YEAR.sub("", name)
    elif not stated:
        name = _THIS_YEAR.sub("", name)
    meaning, _ = vocabulary().words.get(name, (None, ""))
    basis = _BASES.get(meaning) if meaning is not None else None
    if basis is None or unit in ("%", "分"):
        return None
    return Heading(at, text, Column.AMOUNT, of_year, basis, unit)


def sections(tables: Sequence[Rows], year: int) -> Iterator[Section]:
    """The parts of all tables that have headings which are understood; tables are numbered from 1."""
    for number, table in enumerate(tables, 1):
        yield from _sections_of(number, table, year)


def _sections_of(number: int, table: Rows, year: int) -> Iterator[Section]:
    unit, at = "", 0
    other_year = False
    while at < len(table):
        head = _head(table, at, year)
        if head is None:
            if found := _UNIT_ABOVE.search(compact("".join(table[at]))):
                unit = found[1]
            if _alone(table[at]) and (told := _YEAR.search(compact("".join(table[at])))):
                other_year = int(told[1]) != year
            at += 1
            continue
        begin = at = head.end
        while at < len(table) and _head(table, at, year) is None:
            at += 1
        rows = list(_rows(table[begin:at], begin, head.label, len(table[begin - 1])))
        if rows and not other_year:
            yield Section(number, head.of_indicators, head.headings, rows, unit)


def _alone(cells: Sequence[str]) -> bool:
    return sum(bool(cell) for cell in cells) == 1


class _Head(NamedTuple):
    """Headings: the label's column, whether it names indicators, what is understood, and the row behind them."""

    label: int
    of_indicators: bool
    headings: Sequence[Heading]
    end: int


def _head(table: Rows, at: int, year: int) -> _Head | None:
    """The headings that begin in row ``at``."""
    if not any(table[at]) or _alone(table[at]):
        return None
    for height in range(_MOST_HEADING_ROWS, 0, -1):
        rows = table[at : at + height]
        if len(rows) < height or any(len(row) != len(rows[0]) for row in rows) or any(map(_has_number, rows)):
            continue
        if height > 1 and not _one_heading(rows):
            continue
        texts = _joined(rows)
        label = _label_column(texts)
        headings = [found for col, text in enumerate(texts) if (found := heading_of(text, col, year))]
        if headings and label is not None and all(one.at > label for one in headings):
            of_indicators = any(compact(row[label]) in _INDICATOR for row in rows)
            return _Head(label, of_indicators, headings, at + height)
    return None


def _has_number(cells: Sequence[str]) -> bool:
    return any(number_of(cell) is not None for cell in cells)


def _one_heading(rows: Rows) -> bool:
    """Whether lower rows only go on with what stands above: they say nothing under the label, and something beside it."""
    first = next((col for col, text in enumerate(rows[0]) if text), 0)
    return all(
        any(row) and not _alone(row) and (not row[first] or row[first] == rows[0][first]) for row in rows[1:]
    )


def _joined(rows: Rows) -> list[str]:
    """The headings of several rows as one: a blank in an upper row goes on with what stands left of it."""
    texts = [""] * len(rows[0])
    for depth, row in enumerate(rows):
        carried = ""
        below = rows[depth + 1 :]
        for col, text in enumerate(row):
            carried = text or (carried if any(lower[col] for lower in below) else "")
            texts[col] += carried if carried != texts[col] else ""
    return texts


def _label_column(texts: Sequence[str]) -> int | None:
    third = next((col for col, text in enumerate(texts) if compact(text).startswith("三级指标")), None)
    if third is not None:
        return third
    return next((col for col, text in enumerate(texts) if compact(text) not in _ORDINAL), None)


def _rows(table: Rows, begin: int, label: int, width: int) -> Iterator[Row]:
    for number, cells in enumerate(table, begin + 1):
        if len(cells) == width and cells[label] and not _alone(cells):
            yield Row(number, cells[label], cells)
