"""JF-05 and ZP-28 of the scoring table: scores computed from the figures by the form set's own standard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial

from msgspec import Struct

from perfxl.finding import Level
from perfxl.formset.labels import normal
from perfxl.formset.model import FormSet, Type
from perfxl.formset.names import SCORING_TABLE
from perfxl.indicator_scores import (
    STANDARDS,
    Deviation,
    Standard,
    input_name,
    rate_of,
    read_standards,
    score_of,
    terms_of,
    working,
)
from perfxl.measures import MeasureError, round_half_up
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.context import (
    Context,
    Outcome,
    compare,
    figure,
    lacking,
    mismatch,
    percent,
    unusable,
    with_figure,
)
from perfxl.rules.mended import Figures
from perfxl.rules.ratings import FAR
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.relations import return_scope
from perfxl.rules.scoring_lines import Line, lines
from perfxl.rules.scoring_table import judged

_EXECUTION = normal("预算完成率")
_ROUGH = ("近似", "估", "大约", "约数")
_BASIS = "口径"
_DEDUCTION = "偏离扣分"

Inputs = Callable[[str], Sequence[Value]]


class _Given(Struct):
    """The two inputs of an indicator's rate as the return states them; None where the return has no such cell."""

    standard: Standard
    part: Value | None
    whole: Value | None
    rough: Sequence[Value]
    """Remarks that call an input an approximation."""

    @property
    def values(self) -> list[Value]:
        return [value for value in (self.part, self.whole) if value is not None]

    def why_not(self) -> str:
        """Why the rate cannot be computed, "" if it can."""
        names = (input_name(self.standard.part), input_name(self.standard.whole))
        pairs = list(zip((self.part, self.whole), names, strict=True))
        broken = [f"{name}“{value.text}”不是有效数字" for value, name in pairs if value and unusable([value])]
        if broken:
            return "、".join(broken)
        missing = [name for value, name in pairs if value is None or value.number is None]
        if missing:
            return f"{'、'.join(missing)}未填写"
        if len({value.reading.unit for value in self.values if value.type is Type.RATE}) > 1:
            return f"{'、'.join(names)}一个写作百分数、一个不是"
        try:
            self.rate()
        except MeasureError as error:
            return str(error)
        return ""

    def culprit(self) -> Value | None:
        """The input that holds something which gives no rate; None where it is only empty or not on the form."""
        broken = unusable(self.values)
        if not broken and self.part and self.whole and self.part.number is not None:
            broken = [self.whole] if self.whole.number is not None and self.whole.number <= 0 else []
        return broken[0] if broken else None

    def numbers(self) -> tuple[Decimal, Decimal]:
        """Both inputs. Raises MeasureError where one is missing."""
        part = self.part.number if self.part else None
        whole = self.whole.number if self.whole else None
        if part is None or whole is None:
            raise MeasureError("数据未填写")
        return part, whole

    def rate(self) -> Decimal:
        """The rate in percentage points. Raises MeasureError."""
        return rate_of(self.standard, *self.numbers())


@lru_cache(maxsize=16)
def standards_of(form_set: FormSet) -> Mapping[str, Standard]:
    """The standards that a form set states, read once. Raises StandardError."""
    return read_standards(form_set.parameter(STANDARDS, {}))


@form_rule("JF-05", SCORING_TABLE)
def score_recomputed(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The score of an indicator that follows from figures is another one than its standard gives."""
    standards, inputs = standards_of(context.ret.form_set), return_scope(context.ret)
    for line in judged(found):
        standard = standards.get(line.key)
        if standard is None or not standard.decides:
            continue
        weight = line.weight if line.weight is not None else standard.weight
        if weight is None or line.shared or unusable([line.score]):
            continue  # JF-02, JF-03 say so
        given = _given(standard, inputs)
        why = given.why_not() or _of_other_marks(standard, weight)
        hit = _undecided(line, given, why, weight) if why else _compared(line, given, weight, context)
        if hit:
            yield hit


def _given(standard: Standard, inputs: Inputs) -> _Given:
    remarks = [inputs(f"{name.rpartition('.')[0]}.{_BASIS}") for name in (standard.part, standard.whole)]
    rough = [value for values in remarks for value in values if any(word in value.text for word in _ROUGH)]
    return _Given(standard, _first(inputs(standard.part)), _first(inputs(standard.whole)), rough)


def _first(values: Sequence[Value]) -> Value | None:
    return values[0] if values else None


def _undecided(line: Line, given: _Given, why: str, weight: Decimal) -> Hit | None:
    """Nothing can be said of the score; less than full marks say something about the rate all the same."""
    if line.score.number is None:
        return None
    message = f"{line.name}{why}，不能判断自评分"
    if line.score.number < weight and given.standard.shortfall:
        message += (
            f"；自评 {figure(line.score.number, Type.SCORE)}（满分 {figure(weight, Type.SCORE)}），"
            f"{_by_the_standard(given.standard, weight)}意味着{given.standard.shortfall}"
        )
    return Hit(
        message, given.culprit() or line.score, level=Level.UNDECIDED, related=[line.score, *given.values]
    )


def _by_the_standard(standard: Standard, weight: Decimal) -> str:
    return f"按计分标准（{terms_of(standard, weight)}）" if standard.fits(weight) else ""


def _of_other_marks(standard: Standard, weight: Decimal) -> str:
    """Why a standard does not say what an indicator of so many marks scores, "" if it does."""
    if standard.fits(weight):
        return ""
    marks = figure(weight, Type.SCORE), figure(standard.weight, Type.SCORE)
    return f"满分 {marks[0]}，与计分标准的 {marks[1]}不同"


def _compared(line: Line, given: _Given, weight: Decimal, context: Context) -> Hit | None:
    standard = given.standard
    due = score_of(standard, given.rate(), weight, _deviation(context))
    if due is None:
        return None
    due = round_half_up(due, 2)
    shown = f"{line.name}{working(standard, *given.numbers())}，{terms_of(standard, weight)}，应得 {figure(due, Type.SCORE)}"
    related = [*given.values, *given.rough, line.weight_at]
    if line.score.number is None:
        hit: Hit | None = Hit(f"{shown}，自评分未填写", line.score, due, stated="", related=related)
    else:
        own = figure(line.score.number, Type.SCORE)
        hit = mismatch(line.score, due, lambda: f"{shown}，自评 {own}", related)
    if hit:
        hit.holds = partial(_as_due, line, given, weight, _deviation(context))
    if hit and given.rough:
        hit.message += f"（数据口径：{given.rough[0].text}）"
        hit.level = hit.level or Level.WARNING
    if hit and not context.ret.form_set.parameters[STANDARDS].checked:
        hit.message += "（计分标准未与原文核对）"
        hit.level = hit.level or Level.WARNING
    return hit


def _as_due(
    line: Line, given: _Given, weight: Decimal, deviation: Deviation | None, figures: Figures
) -> bool:
    """Whether a score is what the standard gives with other figures in the cells of the score and the full marks."""
    score = with_figure(line.score, figures)
    full = figures.get(line.weight_at.place, weight)
    if score.number is None or full < 0 or not given.standard.fits(full):
        return False
    due = score_of(given.standard, given.rate(), full, deviation)
    return due is not None and compare(Type.SCORE, score.reading, round_half_up(due, 2))[0] is Outcome.EQUAL


def _deviation(context: Context) -> Deviation | None:
    """What the local practice deducts from an indicator far off its base; None where it names no points."""
    points = context.ret.form_set.parameter(_DEDUCTION, False)
    return None if isinstance(points, bool) else Deviation(Decimal(FAR), Decimal(str(points)))


def computed_scores(
    found: FormReturn, context: Context, inputs: Inputs
) -> Iterator[tuple[Line, Decimal | None, str]]:
    """For each indicator whose rate the ``inputs`` give: its score (None for one scored by points) and the working."""
    standards = standards_of(context.ret.form_set)
    for line in lines(found):
        standard = standards.get(line.key)
        given = _given(standard, inputs) if standard else None
        if standard is None or given is None or line.shared or given.why_not():
            continue
        weight = line.weight if line.weight is not None else standard.weight
        if weight is not None and standard.fits(weight):
            due = score_of(standard, given.rate(), weight, _deviation(context))
            yield line, None if due is None else round_half_up(due, 2), working(standard, *given.numbers())


@form_rule("ZP-28", SCORING_TABLE)
def capped_by_execution(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Where the local practice caps the total by the budget's rate of execution: the total is above the cap."""
    caps = context.ret.form_set.parameter("执行率封顶", [])
    standard, total = standards_of(context.ret.form_set).get(_EXECUTION), found.value("总分.得分")
    if not caps or standard is None or not total.place.row:
        return
    given = _given(standard, return_scope(context.ret))
    why = given.why_not()
    if total.number is None:
        yield from lacking("合计是否超过执行率对应的限额", total, *given.values)
    elif why:
        message = f"{why}，不能判断合计是否超过执行率对应的限额"
        yield Hit(message, total, level=Level.UNDECIDED, related=given.values)
    else:
        yield from _over_cap(total, total.number, given, caps)


def _over_cap(
    total: Value, number: Decimal, given: _Given, caps: Sequence[Mapping[str, object]]
) -> Iterator[Hit]:
    rate = given.rate()
    for cap in caps:
        low, high, highest = (Decimal(str(cap[key])) for key in ("从", "到", "最高"))
        if low <= rate < high and number > highest:
            message = f"执行率 {percent(rate)}，合计 {figure(number, Type.SCORE)}，不应高于 {figure(highest, Type.SCORE)}"
            yield Hit(message, total, highest, related=given.values)
