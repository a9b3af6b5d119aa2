"""The indicators of a self-evaluation form, with their categories and what can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from perfxl.finding import Level, Place
from perfxl.formset.labels import compact, normal, without_of_which
from perfxl.formset.model import Type
from perfxl.lazy import lazy, once
from perfxl.patterns import pattern
from perfxl.returns.changes import change_in_name
from perfxl.returns.directions import Direction, adverse, direction_of
from perfxl.returns.model import Entry, FormReturn
from perfxl.returns.numbers import close_up, says_nothing
from perfxl.returns.paired import bare_interval, read_together
from perfxl.returns.periods import as_month
from perfxl.returns.targets import IndicatorValue, ValueKind, actual_in_unit_of
from perfxl.returns.value import Value
from perfxl.rules.registry import Hit

LIST = "绩效指标"
_LEVELS = ("一级指标", "二级指标", "三级指标")
_FILLED = ("指标值", "完成值", "分值", "得分")
"""Columns of which at least one is filled in where an indicator is in use; a declaration has only the first."""
OUTPUT, BENEFIT, SATISFACTION, COST = "产出", "效益", "满意度", "成本"
QUANTITY, QUALITY, TIMELINESS = "数量", "质量", "时效"
_FIRST = (
    (SATISFACTION, "满意度"),
    (OUTPUT, "产出"),
    (BENEFIT, "效益"),
    (BENEFIT, "效果"),
    (BENEFIT, "成效"),
    (COST, "成本"),
    (OUTPUT, "完成"),
    ("决策", "决策"),
    ("管理", "管理"),
    ("管理", "过程"),
)
_SECOND = (SATISFACTION, QUANTITY, QUALITY, TIMELINESS, COST, "经济", "社会", "生态", "可持续")
_FIRST_OF = dict.fromkeys((QUANTITY, QUALITY, TIMELINESS, COST), OUTPUT) | dict.fromkeys(_SECOND[5:], BENEFIT)
_MOST_STEPS = 7
_STEP = pattern("[0-9](?:颗?星|A级?(?![A-Za-z])|钻|级|档)")
_RATE = pattern("率|满意|比例|比重|占比|程度|幅度|覆盖面")
_PERIODIC = pattern("[月季周日天]度?均|每个?[月季周日天]")


@lru_cache(maxsize=1024)
def first_level(text: str) -> str:
    """The category of a first-level label under any of its names, "" for none."""
    key = normal(text)
    return next((name for name, word in _FIRST if word in key), "")


@lru_cache(maxsize=1024)
def second_level(text: str) -> str:
    """The category of a second-level label, "" for none."""
    key = normal(text)
    return next((name for name in _SECOND if name in key), "")


def category_of(second: str) -> str:
    """The first-level category that a second-level one usually belongs to, "" for none."""
    return _FIRST_OF.get(second, second)


class Indicator(Struct, dict=True):
    """One indicator in use. What rules ask of it is worked out once."""

    first: str
    second: str
    name: str
    entry: Entry
    listing: str = LIST
    """The list it stands in: that of the year, or one of a term of years beside it."""

    @lazy
    def first_label(self) -> Value:
        """The first-level label that it stands under; a blank nowhere on forms without that column."""
        return self._cell("一级指标", Type.TEXT)

    @lazy
    def name_cell(self) -> Value:
        """Where its name stands; a blank nowhere on forms that name no indicators."""
        return _name_cell(self.entry) or self._cell(_LEVELS[-1], Type.TEXT)

    @lazy
    def title(self) -> str:
        """What a message calls it."""
        second = self.entry.values.get("二级指标")
        category = "" if self.first else normal(self.first_label.text)
        return self.name or (second.text if second else "") or category or f"第{self.entry.row}行指标"

    @lazy
    def target_cell(self) -> Value:
        """指标值; a blank nowhere on forms without that column."""
        return self._cell("指标值", Type.VALUE)

    @lazy
    def actual_cell(self) -> Value:
        """完成值; a blank nowhere on forms without that column."""
        return self._cell("完成值", Type.VALUE)

    @lazy
    def target(self) -> IndicatorValue:
        """指标值, read beside 完成值."""
        return self._read[0]

    @lazy
    def actual(self) -> IndicatorValue:
        """完成值, read beside 指标值."""
        return self._read[1]

    @lazy
    def _read(self) -> tuple[IndicatorValue, IndicatorValue]:
        target, actual = self.target_cell.indicator, self.actual_cell.indicator
        if self.second == TIMELINESS:
            target, actual = as_month(target), as_month(actual)
        elif target.kind is ValueKind.TEXT:
            target = bare_interval(change_in_name(target, actual, self.name), actual)
        rate = self.satisfaction or bool(_RATE.search(self.name))
        periodic = bool(_PERIODIC.search(self.name))
        return read_together(target, actual, self._direction_of(target).less, rate, periodic)

    @lazy
    def weight(self) -> Value:
        """分值; a blank nowhere on forms without that column."""
        return self._cell("分值", Type.SCORE)

    @lazy
    def score(self) -> Value:
        """得分; a blank nowhere on forms without that column."""
        return self._cell("得分", Type.SCORE)

    def _cell(self, column: str, kind: Type) -> Value:
        return self.entry.values.get(column) or Value(column, column, kind, Place())

    @lazy
    def reason(self) -> str:
        """The reason given for a deviation, "" if there is none."""
        text = self.entry.values["原因"].text if "原因" in self.entry.values else ""
        return "" if says_nothing(text) else text

    @lazy
    def satisfaction(self) -> bool:
        """Whether it measures satisfaction, at whichever level the form puts that."""
        return SATISFACTION in (self.first, self.second)

    @lazy
    def cost(self) -> bool:
        """Whether it measures cost, at whichever level the form puts that."""
        return COST in (self.first, self.second)

    @lazy
    def direction(self) -> Direction:
        """Which way it is better."""
        return self._direction_of(self.target)

    @property
    def reverse(self) -> bool:
        """Whether less is better, as far as that is known."""
        return self.direction.less

    def _direction_of(self, target: IndicatorValue) -> Direction:
        category = COST if self.cost else SATISFACTION if self.satisfaction else self.second
        return direction_of(target, category, self.name)

    @property
    def direction_open(self) -> bool:
        """Whether a bare value does not say for sure if more or less is better: ``30天``, or a count of what is unwanted."""
        return not self.direction.sure

    @lazy
    def unwanted(self) -> bool:
        """Whether it counts what should not happen (accidents, complaints)."""
        return adverse(self.name)

    @lazy
    def doubt(self) -> tuple[Value, str] | None:
        """The target or the actual if that has no sure reading (an error value, ``4.2.5``, ``约100人``), and why."""
        pairs = ((self.target_cell, self.target.doubtful), (self.actual_cell, self.actual.doubtful))
        return next((pair for pair in pairs if pair[1]), None)


def indicators(found: FormReturn) -> Sequence[Indicator]:
    """The indicators in use: rows with a weight, a score, a target or an actual, and not just parts of the one above."""
    return _rows(found)[0]


@once
def all_indicators(found: FormReturn) -> Sequence[Indicator]:
    """The indicators in use, and after them those of a term of years that stand beside the year's."""
    beside = [name for name, listing in found.form.lists.items() if listing.left_of == LIST]
    return [*indicators(found), *(member for name in beside for member in _rows_of(found, name)[0])]


def budget_of(listing: str) -> str:
    """What the money for a list's indicators is called: 资金总额, or 中期资金总额 beside 中期绩效指标."""
    return listing.removesuffix(LIST) + "资金总额"


def details(found: FormReturn) -> Sequence[Entry]:
    """The rows that only say what the indicator above is made of; they are scored with it."""
    return _rows(found)[1]


@once
def _rows(found: FormReturn) -> tuple[Sequence[Indicator], Sequence[Entry]]:
    return _rows_of(found, LIST)


def _rows_of(found: FormReturn, name: str) -> tuple[Sequence[Indicator], Sequence[Entry]]:
    result: list[Indicator] = []
    parts: list[Entry] = []
    above = False
    listing = found.form.lists.get(name)
    defined = {column.name: column.expected for column in listing.columns} if listing else {}
    needed = {key for key in (*_LEVELS, *_FILLED) if defined.get(key)}
    for entry in found.entries.get(name, ()):
        if not needed <= entry.values.keys():
            return (), ()
        cells = [entry.values[key] for key in _FILLED if key in entry.values]
        filled = [cell for cell in cells if cell.place.row == entry.row]  # not what merged cells repeat
        used = not all(map(_states_nothing, filled)) and not _only_figures(entry)
        if used and above and _is_detail(entry):
            parts.append(entry)
            continue
        above = used
        if used:
            name_cell = _name_cell(entry)
            title = " ".join(name_cell.text.split()) if name_cell is not None else ""
            second = second_level(_text(entry, "二级指标"))
            first = first_level(_text(entry, "一级指标")) or category_of(second)
            result.append(Indicator(first, second, title, entry, name))
    return result, parts


def _name_cell(entry: Entry) -> Value | None:
    """The label of the lowest level that the form has."""
    return next((entry.values[level] for level in reversed(_LEVELS) if level in entry.values), None)


def _is_detail(entry: Entry) -> bool:
    """Whether a row only says what the indicator above is made of: its name begins with 其中, it has no score."""
    name = _name_cell(entry)
    marks = [entry.values[key] for key in ("分值", "得分") if key in entry.values]
    of_which = name is not None and without_of_which(name.text) != name.text
    return of_which and bool(marks) and all(map(_states_nothing, marks))


def _states_nothing(value: Value) -> bool:
    """Whether a cell is empty in all but form, for a weight or a score also with what is no more than a dash there."""
    return says_nothing(value.text) or (value.type is Type.SCORE and value.blank)


def _text(entry: Entry, column: str) -> str:
    return entry.values[column].text if column in entry.values else ""


def _only_figures(entry: Entry) -> bool:
    """Whether a row has a weight or score and nothing else: a total row whose label is lost."""
    own = entry.values.get("二级指标") or _name_cell(entry)
    texts = [entry.values[key].text for key in ("三级指标", "指标值", "完成值") if key in entry.values]
    return own is not None and own.place.row != entry.row and all(map(says_nothing, texts))


def nothing_filled_in(found: FormReturn) -> Hit | None:
    """A hit if a form that states money has the header of its indicators and not one of them."""
    in_use = any(value.type is Type.AMOUNT and value.number for value in found.figures)
    empty = found.empty_lists.get(LIST)
    return Hit("没有填写任何绩效指标", empty) if empty is not None and in_use else None


def absent(text: str) -> bool:
    """Whether a value is the word 无 or 暂无, which may mean "none of it" as well as "not stated"."""
    return compact(text).rstrip("。.") in ("无", "暂无")


def undecided_value(indicator: Indicator, what: str) -> Hit | None:
    """A hit that says what a target or an actual without a sure reading leaves open; None if both can be read."""
    if indicator.doubt is None:
        return None
    cell, why = indicator.doubt
    message = f"“{indicator.title}”{cell.label}{why}，不能判断{what}"
    return Hit(message, cell, level=Level.UNDECIDED)


def reached_percent(target: IndicatorValue, actual: IndicatorValue) -> Decimal | None:
    """The actual in percent of the target; None where the two cannot be compared or the target is not positive.

    Steps of a scale of few (``3星``, ``4A``) are no quantities.
    """
    if not target.number or target.number < 0 or target.doubtful or actual.doubtful:
        return None
    if target.number <= _MOST_STEPS and _STEP.search(close_up(target.raw)):
        return None
    number = actual_in_unit_of(target, actual)
    return None if number is None else number * 100 / target.number
