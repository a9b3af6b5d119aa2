"""ZP: what single indicators say (targets, actuals, names)."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.finding import Level, decimal_text
from perfxl.formset.labels import compact, normal
from perfxl.formset.names import DECLARATIONS, SELF_EVALUATIONS
from perfxl.patterns import pattern
from perfxl.returns.counting import is_duration
from perfxl.returns.directions import Direction
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import says_nothing
from perfxl.returns.reading import State
from perfxl.returns.spelled import TIMES_A_YEAR
from perfxl.returns.targets import IndicatorValue, ValueKind, comparable, is_qualitative_vague, without_counts
from perfxl.rules.coefficients import above_whole
from perfxl.rules.context import MANY, Context, percent
from perfxl.rules.indicators import (
    LIST,
    TIMELINESS,
    Indicator,
    all_indicators,
    indicators,
    reached_percent,
    undecided_value,
)
from perfxl.rules.other_rates import is_execution
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.scales import off_scale
from perfxl.rules.wording import short

_NAME_FIX = "请填写三级指标名称，写明考核什么。"
_EMPTY_NAMES = frozenset({"收支平衡", "收支平衡情况"})
_SHARES = pattern(
    "满意|合格率|达标率|及时率|准确率|正确率|优良率|优秀率|(?<!拨备)覆盖率|覆盖面|参与率|知晓率|通过率|办结率|回复率"
    "|普及率|完好率|成活率|入住率|公开率|落实率|验收率|破案率|出勤率|巩固率|发放率|签约率|受益率|占比"
)
"""Shares of a whole, which cannot exceed it."""
_NO_SHARES = pattern(
    "增长|变动|增幅|提高|提升|上升|超额|同比|环比|增加|增速|下降|降低|减少|控制率|完成率|执行率|达成率|到位率|负债率|收益率"
    "|回报率|产出|周转率|使用率|利用率|毛入学率|拨备|比率|效率|频率|倍率"
)
"""Ratios that may exceed 100 %; those of budget and control are looked at by other rules."""
_SPENDING = pattern("在职|人员|编制|三公|经费|费用|成本|预算|支出|公用|债务|造价|投资|结转|结余|公务|^控制率")
_MONEY = pattern("元")
_OWED = pattern(
    "^每[村户组人生校]|(?:[生人村户校]均|补助|补贴|补偿|救助|保障|供养|发放|经费|拨款)标准|最低(?:生活|工资|保障)"
)
_STATE = pattern(
    "(?:健全|完善|完备|完好|良好|整洁|有序|规范|齐全|安全|稳定|到位|正常|准确|真实|有效|清晰|畅通|合理|合规|合格|达标)$"
    "|预算(?:数|金额|额度|范围|批复)?(?:以|之|范围)?内$"
)
"""What a qualitative target wants to be so, and what then is so, in the same words."""
_LIMIT = pattern("及?以[上下内]|之内|不[低少高多大小]于|不超过|不得[低少高多超][于过]|至[少多]|最多")
_DATES = pattern(r"(?:19|20)\d\d[\d年月日号./~至到前底末—–-]*")
"""A period that two dates state."""
_DONE_BY = pattern("[前底末内]")
_IN_TIME = pattern(
    "(?:已|均|全部)*(?:及时|按时|按期|如期|准时)(?:足额|全部|全面)?(?:完成|发放|拨付|支付|办结|到位|兑现|上报|报送)?"
)
_ALL_WHO_SHOULD = pattern("应[\u4e00-\u9fff]{1,2}尽[\u4e00-\u9fff]{1,2}")
"""All for whom it is meant, of whom the actual may be the number: 应助尽助."""
_UNIT_BEHIND = pattern(r"\(([^()]{1,4})\)$")
_WHOLE_YEAR = pattern("(?:(?:19|20)[0-9]{2}|本|当)?年度?(?:内|全年)?")
"""A time that says no more than the year of the whole form."""


def is_share(indicator: Indicator) -> bool:
    """Whether it measures a share of a whole, which can only be better if it is larger."""
    return indicator.satisfaction or bool(_SHARES.search(indicator.name))


def _stated(indicator: Indicator) -> bool:
    return not says_nothing(indicator.target_cell.text) and not says_nothing(indicator.actual_cell.text)


_NO_SIGN = "请说明相差较大的原因，并在指标值前写明方向（“≥”或“≤”）。"


@form_rule("ZP-16", *SELF_EVALUATIONS)
def not_far_above_target(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The actual is 130 % of the target or more, and no reason is given."""
    limit = context.number("超额完成上限")
    for indicator in indicators(found):
        target, actual = indicator.target, indicator.actual
        if indicator.reason:
            continue
        open_question = undecided_value(indicator, "是否超额完成")
        if open_question:
            yield open_question
        unsaid = indicator.direction is Direction.UNSAID
        if indicator.reverse or (indicator.direction_open and not unsaid) or target.op == "=":
            continue
        reached = reached_percent(target, actual)
        if reached is not None and reached >= limit:
            what = "指标值没有写方向，看不出是超额还是超限" if unsaid else "指标值可能偏低"
            message = (
                f"“{indicator.title}”完成值“{indicator.actual_cell.text}”，为指标值“{indicator.target_cell.text}”的 "
                f"{percent(reached)}，{what}"
            )
            fix = _NO_SIGN if unsaid else None
            yield Hit(message, indicator.actual_cell, related=[indicator.target_cell], fix=fix)


@form_rule("ZP-19", *SELF_EVALUATIONS)
def actual_is_a_result(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The actual carries an operator, states a limit in words, or repeats the words of the target."""
    copied: list[Indicator] = []
    for indicator in indicators(found):
        actual = indicator.actual
        sign = actual.op if actual.explicit_op else _limit_in(indicator.actual_cell.text) if actual.op else ""
        if sign:
            message = f"“{indicator.title}”实际完成值“{indicator.actual_cell.text}”不应带“{sign}”"
            same = normal(indicator.actual_cell.text) == normal(indicator.target_cell.text)
            level = None if actual.explicit_op or same else Level.INFO  # a unit may know no more than that
            yield Hit(message, indicator.actual_cell, related=[indicator.target_cell], level=level)
        elif _repeats_the_words(indicator):
            copied.append(indicator)
    if len(copied) < MANY:
        for indicator in copied:
            message = f"“{indicator.title}”实际完成值照抄了指标值的文字"
            level = Level.INFO if _names_a_state(indicator.actual_cell.text) else None
            yield Hit(message, indicator.actual_cell, related=[indicator.target_cell], level=level)
    else:
        first, *others = [indicator.actual_cell for indicator in copied]
        message = f"“{copied[0].title}”等 {len(copied)} 个指标的实际完成值照抄了指标值的文字"
        yield Hit(message, first, related=[copied[0].target_cell, *others])


def _repeats_the_words(indicator: Indicator) -> bool:
    """Whether the actual says in the target's words what is neither a quantity nor a time."""
    written = indicator.actual_cell.text
    if indicator.actual.kind is not ValueKind.TEXT or indicator.target.kind is not ValueKind.TEXT:
        return False
    more_than_counts = len(normal(without_counts(written))) > 4 and not _DATES.fullmatch(compact(written))
    return more_than_counts and normal(written) == normal(indicator.target_cell.text)


def _names_a_state(text: str) -> bool:
    """Whether words say what is so (``管护制度健全``), which a result may say as well as a target."""
    return _STATE.search(compact(text).rstrip("。.")) is not None


def _limit_in(text: str) -> str:
    """The word by which a value states a limit and no result: 以上 (达到 is none)."""
    found = _LIMIT.search(text)
    return found[0] if found else ""


@form_rule("ZP-20", *SELF_EVALUATIONS)
def target_and_actual_comparable(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Target and actual are of different kinds or in different units."""
    for indicator in indicators(found):
        open_question = undecided_value(indicator, "指标值与完成值是否可比")
        if open_question:
            yield open_question
        elif _stated(indicator) and not _can_be_compared(indicator):
            message = (
                f"“{indicator.title}”指标值“{short(indicator.target_cell.text)}”与完成值"
                f"“{short(indicator.actual_cell.text)}”不可比"
            )
            yield Hit(message, indicator.actual_cell, related=[indicator.target_cell])


def _can_be_compared(indicator: Indicator) -> bool:
    """Like :func:`comparable`; the same count in another measure word (4次, 4期) is no other kind of value."""
    target, actual = indicator.target, indicator.actual
    if comparable(target, actual):
        return not off_scale(target.raw, actual.raw)
    if indicator.second == TIMELINESS and _all_in_time(target, actual):
        return True
    if _ALL_WHO_SHOULD.fullmatch(compact(target.raw)) and actual.kind is ValueKind.NUMBER:
        return True
    counts = target.kind is actual.kind is ValueKind.NUMBER and target.number == actual.number
    return (
        counts
        and not _MONEY.search(target.unit + actual.unit)
        and not (is_duration(target.unit) or is_duration(actual.unit))
    )


def _all_in_time(target: IndicatorValue, actual: IndicatorValue) -> bool:
    """Whether one of them is 100 %, of what the other one says that it is or should be in time."""
    if actual.kind is ValueKind.PERCENT and actual.number == 100:
        return _states_a_deadline(target) or _IN_TIME.fullmatch(compact(target.raw)) is not None
    every = target.kind is ValueKind.PERCENT and target.number == 100
    return every and _IN_TIME.fullmatch(compact(actual.raw).rstrip("。.")) is not None


def _states_a_deadline(target: IndicatorValue) -> bool:
    """Whether a target says by when, so that 100 % says that it was done by then: 12月底前完成, 11月底完成100%."""
    words = target.kind is ValueKind.TIME or (target.kind is ValueKind.TEXT and "完成" in target.raw)
    return words and bool(_DONE_BY.search(target.raw)) and "月" in target.raw


@form_rule("ZP-21", *SELF_EVALUATIONS, *DECLARATIONS)
def measurable(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The indicator's name says nothing, or its target has no standard to judge by."""
    for indicator in all_indicators(found):
        name = compact(indicator.name).rstrip("。.")
        if indicator.name_cell.reading.state in (State.ERROR, State.UNCALCULATED):
            continue
        if not indicator.name_cell.place.row or (not name and is_execution(indicator)):
            continue
        if name in _EMPTY_NAMES or (says_nothing(name) and not says_nothing(indicator.target_cell.text)):
            at, target = indicator.name_cell, short(indicator.target_cell.text)
            if name:
                yield Hit(f"三级指标“{indicator.name}”没有考核内容，不可衡量", at)
            else:
                yield Hit(f"指标值“{target}”没有写三级指标名称，不可衡量", at, fix=_NAME_FIX)
        elif indicator.target.kind is ValueKind.TEXT and is_qualitative_vague(indicator.target_cell.text):
            message = f"“{indicator.title}”指标值“{short(indicator.target_cell.text)}”没有评判标准，不可衡量"
            yield Hit(message, indicator.target_cell)


@form_rule("ZP-24", *SELF_EVALUATIONS, *DECLARATIONS)
def kind_fits_category(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A timeliness target that is a count or money; a satisfaction target that is no percentage."""
    for indicator in all_indicators(found):
        target, shown = indicator.target, short(indicator.target_cell.text)
        if not indicator.satisfaction and indicator.second != TIMELINESS:
            continue
        if target.doubtful:
            message = (
                f"“{indicator.title}”{indicator.target_cell.label}{target.doubtful}，不能判断类型是否相符"
            )
            yield Hit(message, indicator.target_cell, level=Level.UNDECIDED)
        elif indicator.satisfaction:
            if target.kind not in (ValueKind.BLANK, ValueKind.PERCENT) and not _bare_share(target):
                yield Hit(f"满意度指标“{indicator.title}”指标值“{shown}”不是百分比", indicator.target_cell)
        elif target.kind is ValueKind.NUMBER and not (_tells_when(indicator) or _bare_rate(indicator)):
            yield Hit(f"时效指标“{indicator.title}”指标值“{shown}”不是时间或比率", indicator.target_cell)
        elif (
            found.id in DECLARATIONS
            and indicator.listing == LIST
            and _WHOLE_YEAR.fullmatch(compact(target.raw).rstrip("。."))
        ):
            yield Hit(
                f"时效指标“{indicator.title}”指标值“{shown}”只写了年度，没有完成时限", indicator.target_cell
            )


def _tells_when(indicator: Indicator) -> bool:
    """Whether a target is a number of days or the like, or says how often or until when something is due (每季度1次).

    The unit of time may stand behind the indicator's name: 完成时限（月）.
    """
    target = indicator.target
    behind = _UNIT_BEHIND.search(compact(indicator.name))
    unit = target.unit or (behind[1] if behind else "")
    period = target.unit.partition("/")[2]
    return is_duration(unit) or target.worked_out or period in TIMES_A_YEAR or is_duration(period)


def _bare_rate(indicator: Indicator) -> bool:
    return "率" in indicator.name and _bare_share(indicator.target)


def _bare_share(value: IndicatorValue) -> bool:
    """A percentage written without its sign: 95."""
    return value.unit in ("", "分") and value.number is not None and 0 < value.number <= 100


@form_rule("ZP-25", *SELF_EVALUATIONS, *DECLARATIONS)
def rates_within_100(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A satisfaction or another share of a whole above 100 %, or a coefficient; other ratios are only asked about."""
    for indicator in all_indicators(found):
        certain = is_share(indicator)
        if _NO_SHARES.search(indicator.name) or not (certain or indicator.name.endswith(("率", "比例"))):
            continue
        open_question = undecided_value(indicator, "比率是否超过 100%")
        if open_question:
            yield open_question
        cells = ((indicator.target_cell, indicator.target), (indicator.actual_cell, indicator.actual))
        for cell, value in cells:
            if (
                value.kind is ValueKind.PERCENT
                and not value.doubtful
                and value.number is not None
                and value.number > 100
            ):
                message = f"“{indicator.title}”比率 {decimal_text(value.number)}% 超过 100%"
                yield Hit(message, cell, level=None if certain else Level.WARNING)
    yield from above_whole(found)


@form_rule("ZP-26", *SELF_EVALUATIONS, *DECLARATIONS)
def direction_plausible(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A cost or a control rate with ≥, or a rate of change limited to 100 %."""
    for indicator in all_indicators(found):
        target, name = indicator.target, indicator.name
        control = "控制率" in name and bool(_SPENDING.search(name))
        cost = indicator.cost and (target.kind is ValueKind.NUMBER or bool(target.doubtful))
        if target.doubtful and (cost or control):
            message = f"“{indicator.title}”{indicator.target_cell.label}{target.doubtful}，不能判断指标方向"
            yield Hit(message, indicator.target_cell, level=Level.UNDECIDED)
            continue
        wrong = (
            target.op in ("≥", ">") and (cost or control) and not _saving(indicator) and not _owed(indicator)
        )
        change = "变动率" in name and target.op in ("<", "≤") and target.number == 100
        if wrong or change:
            message = f"“{indicator.title}”指标值“{short(indicator.target_cell.text)}”的方向可疑"
            yield Hit(message, indicator.target_cell)


def _owed(indicator: Indicator) -> bool:
    """Whether it is what each of those who receive it should have at least: 生均公用经费标准, 每村运转经费."""
    return not indicator.name.endswith("率") and _OWED.search(indicator.name) is not None


def _saving(indicator: Indicator) -> bool:
    return any(word in indicator.name for word in ("节约", "节省", "压减", "降低"))
