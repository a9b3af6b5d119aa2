"""What rules share: the return under audit, the form set's parameters, comparison with tolerance, and wording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from msgspec import Struct

from perfxl.finding import Level, Place, decimal_text, plain
from perfxl.formset.model import Type
from perfxl.measures import round_half_up
from perfxl.patterns import pattern
from perfxl.returns.model import Return
from perfxl.returns.money import WAN
from perfxl.returns.reading import Reading, State
from perfxl.returns.value import Value
from perfxl.rules.registry import Hit

EXACT = Decimal("0.005")
ROUNDING = Decimal("0.01")
_SHOWN_DECIMALS = 4
_HALF_DIGITS = {decimals: Decimal(5).scaleb(-decimals - 1) for decimals in range(10)}
"""Half of the last digit by how many decimals are written."""
UNITS = {Type.AMOUNT: f" {WAN}", Type.RATE: "%", Type.SCORE: " 分", Type.COUNT: ""}
_QUOTED_OR_WAN = pattern(rf"“[^”]*”|(?<=\d) {WAN}")
USUAL: Mapping[str, Any] = {
    "总分": 100,
    "执行率分值": 10,
    "一级指标权重": {},
    "预算调整率上限": 30,
    "超额完成上限": 130,
    "偏离扣分": False,
    "执行率封顶": [],
    "三公执行率下限": 50,
    "决算预算比上限": 150,
    "决算预算比下限": 50,
    "照抄行数": 10,
    "雷同行数": 4,
    "文字最少字数": 20,
    "完成情况最少字数": 10,
    "年度变动上限": 20,
    "申报权重合计": [100, 90, 80],
}
"""What parameters are where a form set does not say: the practice of returning (see the parameters of mof-2020)."""


class Context(Struct):
    """One audit: the return, its year, and whether it is meant for the public."""

    ret: Return
    public: bool = False

    @property
    def year(self) -> int | None:
        """The task year."""
        return self.ret.year

    def parameter(self, name: str) -> Any:
        """A parameter of the form set, else its usual value."""
        form_set = self.ret.form_set
        return form_set.parameter(name) if name in form_set.parameters else USUAL[name]

    def chosen(self, name: str) -> str:
        """The parameter set that was chosen for a parameter, "" for none."""
        parameters = self.ret.form_set.parameters
        return parameters[name].chosen if name in parameters else ""

    def practice(self, name: str) -> str:
        """What to call the practice that a parameter follows: the rule, or the parameter set that was chosen."""
        chosen = self.chosen(name)
        return f"参数组“{chosen}”的口径" if chosen else "规定口径"

    def number(self, name: str) -> Decimal:
        """A parameter that is a number."""
        return Decimal(str(self.parameter(name)))


class Outcome(Enum):
    """How a stated figure compares with a computed one."""

    EQUAL = "equal"
    ROUNDING = "rounding"
    DIFFERENT = "different"


def compare(kind: Type, stated: Reading, computed: Decimal) -> tuple[Outcome, Decimal]:
    """Compare by the kind of figure; also gives the difference within which the two count as equal.

    Money: up to 0.005 is equal, up to 0.01 a rounding difference. A rate is compared at the decimals written, a
    score too if decimals are written, else like money; a count exactly.
    """
    if stated.number is None:
        raise ValueError("only a number can be compared")
    gap = abs(stated.number - computed)
    if kind is Type.COUNT:
        return (Outcome.EQUAL if gap == 0 else Outcome.DIFFERENT), Decimal(0)
    half_digit = half_of(stated.decimals)
    if kind is Type.RATE:
        return (Outcome.EQUAL if gap <= half_digit else Outcome.DIFFERENT), half_digit
    tolerance = max(EXACT, half_digit) if kind is Type.SCORE and stated.decimals else EXACT
    if gap <= tolerance:
        return Outcome.EQUAL, tolerance
    return (Outcome.ROUNDING if gap <= ROUNDING else Outcome.DIFFERENT), tolerance


def half_of(decimals: int) -> Decimal:
    """Half of the last digit of a number with so many decimals."""
    return _HALF_DIGITS.get(decimals) or Decimal(5).scaleb(-decimals - 1)


def with_figure(value: Value, figures: Mapping[Place, Decimal]) -> Value:
    """A value as it would be with other figures in some cells."""
    return value.stating(figures[value.place]) if value.place in figures else value


def sum_holds(total: Value, parts: Sequence[Value], figures: Mapping[Place, Decimal]) -> bool:
    """Whether a total is the sum of its parts, but for rounding, with other figures in some cells."""
    stated, *numbers = [with_figure(value, figures).number for value in (total, *parts)]
    known = [number for number in numbers if number is not None]
    return stated is not None and abs(stated - sum(known, Decimal(0))) <= ROUNDING


MANY = 4
"""So many slips of one kind on a form are told as one."""


def is_fraction_of(stated: Reading, rate: Decimal) -> bool:
    """Whether a rate is right as a fraction: 0.9524 or 0.95 for 95.238 %, 0.1 for 14.46 %, 1 for 100 %.

    Compared at the decimals written, as a percentage; a whole number at whole percents: 1 is no 95 %.
    """
    if not stated.number:
        return False
    if stated.decimals == 1 and abs(stated.number) < 1:
        return round_half_up(rate / 100, 1) == stated.number
    half_digit = half_of(max(stated.decimals - 2, 0))
    return abs(stated.number * 100 - rate) <= half_digit


def shown(number: Decimal) -> Decimal:
    """A computed figure as it is reported: at most four decimals."""
    decimals = plain(number).partition(".")[2]
    return round_half_up(number, _SHOWN_DECIMALS) if len(decimals) > _SHOWN_DECIMALS else number


def figure(number: Decimal | None, kind: Type = Type.AMOUNT) -> str:
    """A figure with its unit, for messages."""
    return "空" if number is None else decimal_text(shown(number)) + UNITS.get(kind, "")


def in_unit(message: str, unit: str) -> str:
    """A message of :func:`figure` with its amounts in another unit than 万元; what it quotes stays as written."""
    if unit == WAN:
        return message
    return _QUOTED_OR_WAN.sub(lambda found: found[0] if found[0][0] == "“" else f" {unit}", message)


def names(values: Sequence[Value], beside: Value | None = None) -> list[str]:
    """What the values are called, each once; without the column where it is the same for all (and ``beside``)."""
    columns = {value.column for value in (*values, *([beside] if beside else ()))}
    short = len(columns) == 1 and columns != {""}
    return list(dict.fromkeys(value.row_label if short else value.label for value in values))


def percent(rate: Decimal) -> str:
    """A rate for messages, with at most two decimals."""
    return figure(round_half_up(rate, 2), Type.RATE)


def percent_beyond(rate: Decimal, *limits: Decimal) -> str:
    """A rate for messages, with more decimals where two would show it as the very limit that it passes."""
    short = percent(rate)
    return figure(rate, Type.RATE) if short in [percent(limit) for limit in limits] else short


def direction(difference: Decimal, kind: Type = Type.AMOUNT) -> str:
    """``多 2.25 万元`` or ``少 …``."""
    return ("多 " if difference > 0 else "少 ") + figure(abs(difference), kind)


def mismatch(
    value: Value, computed: Decimal, message: Callable[[], str], related: Iterable[Value] = ()
) -> Hit | None:
    """A hit if a stated number differs from the computed one; a rounding difference is only worth a look.

    Most do not differ, so that the message is asked for only then.
    """
    outcome, tolerance = compare(value.type, value.reading, computed)
    if outcome is Outcome.EQUAL:
        return None
    rounding = outcome is Outcome.ROUNDING
    return Hit(message(), value, computed, tolerance=tolerance, rounding=rounding, related=related)


def unusable(values: Iterable[Value]) -> list[Value]:
    """Those of the values that hold something that is no number."""
    return [value for value in values if value.reading.state not in (State.NUMBER, State.BLANK)]


def undecided(what: str, values: Sequence[Value], related: Iterable[Value] = ()) -> Hit:
    """A hit that says that something cannot be judged, because of the first of the values."""
    first = values[0]
    return Hit(
        f"{without_number(first)}，不能判断{what}",
        first,
        level=Level.UNDECIDED,
        related=related,
        unfilled=not first.text and first.reading.state is State.BLANK,
    )


def without_number(value: Value) -> str:
    """Why a value is of no use, a Chinese clause: ``部门项目支出“10。5”不是有效数字``."""
    state = value.reading.state
    written = f"“{value.text}”" if state in (State.TEXT, State.ERROR) else ""
    return f"{value.label}{written}{_WHY.get(state, '未填写')}"


_WHY = {
    State.TEXT: "不是有效数字",
    State.ERROR: "是错误值",
    State.UNCALCULATED: "的公式没有计算结果",
    State.BLANK: "未填写",
}


def lacking(what: str, *values: Value) -> Iterator[Hit]:
    """An undecided hit if one of the values cannot be used, or only some of them are stated."""
    broken = unusable(values)
    blank = [value for value in values if value.blank and value.place.row]
    if broken:
        yield undecided(what, broken, values)
    elif blank and len(blank) < len(values):
        yield undecided(what, blank, values)
