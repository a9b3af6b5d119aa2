"""SB: declarations of targets at the start of the year, beyond what their formulas say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.finding import Level, decimal_text
from perfxl.formset.labels import compact, unnumbered
from perfxl.formset.model import Type
from perfxl.formset.names import DECLARATIONS, PROJECT_DECLARATIONS, UNIT_DECLARATIONS
from perfxl.patterns import pattern
from perfxl.returns.model import Entry, FormReturn, Return
from perfxl.returns.numbers import says_nothing
from perfxl.returns.targets import IndicatorValue, ValueKind, parse_indicator_value
from perfxl.returns.value import Value
from perfxl.rules.amounts import compared, unlike_sum
from perfxl.rules.context import (
    EXACT,
    ROUNDING,
    Context,
    Outcome,
    compare,
    direction,
    figure,
    lacking,
    undecided,
    unusable,
)
from perfxl.rules.indicators import LIST, Indicator, absent, all_indicators, indicators, nothing_filled_in
from perfxl.rules.ratings import distinct, total_of
from perfxl.rules.registry import Hit, form_rule, return_rule
from perfxl.rules.subtotals import subtotal_hits
from perfxl.rules.wording import short

TASKS = "年度主要任务"
_TASK_TOTAL = "金额合计"
_LONGEST = 2000
"""Characters of a cell that are looked at for several indicators."""
_FIGURE_FIRST = pattern(r"[≥≤<>=]*-?[0-9][0-9.,]*")
_LIMITS = pattern(r"(?:及?以上|及?以下|以内|之内|左右|上下)$")
_UNIT_IN_NAME = pattern(r"\((?:单位:?)?[^()0-9]{1,6}\)$")
_PARTS = pattern(r"[;；\n]")
_ABOUT_INDICATORS = ("绩效指标描述", "指标值确定依据")
_DESCRIBING = ("绩效指标描述", "三级指标", "指标值")
_YEAR = pattern(r"(?<!\d)((?:19|20)\d\d)年")
_LAST_YEAR = pattern("去年|前年|上年度?(?!结转|结余|末)")
_COMPARED = pattern(
    r"(?:[较比与同于按在]|超过|相当)(?:去年|前年|上年|(?:19|20)\d\d年)"
    r"|(?:去年|前年|上年度?|(?:19|20)\d\d年度?)(?:的?基础|以来|持平|同期|水平)"
)
"""An earlier year that this year is only measured by."""
_NO_OPINION = pattern(r"盖章|公章|签章|签字|[年月日]|[\W_]")


_SOURCES = ("财政拨款", "上年结转", "其他资金")
_GOES_ON_FIX = "请补填任务名称；属于上一项任务的，请合并任务名称的单元格。"
_OVER_TERM_FIX = "请核对年度和中期的资金总额；年度含有中期以外资金的请说明。"


@form_rule("SB-06", *PROJECT_DECLARATIONS)
def year_within_term(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A year gets more than the whole term of years of which it is one."""
    year, term = found.value("资金总额"), found.value("中期资金总额")
    if year.number is None or not term.number:
        return
    over = year.number - term.number
    if over > EXACT:
        message = (
            f"年度资金总额 {figure(year.number)}，大于中期资金总额 {figure(term.number)}，{direction(over)}"
        )
        sums = _sum_of(found, ""), _sum_of(found, "中期")  # where one is not what is stated, that is told
        primary = sums[0] is None or sums[1] is None or sums[0] - sums[1] > EXACT
        yield Hit(
            message,
            year,
            term.number,
            level=Level.WARNING,
            tolerance=EXACT,
            rounding=over <= ROUNDING,
            related=[term],
            primary=primary,
            fix=_OVER_TERM_FIX,
        )


def _sum_of(found: FormReturn, half: str) -> Decimal | None:
    return total_of([found.value(f"{half}{source}") for source in _SOURCES])


@form_rule("SB-04", *UNIT_DECLARATIONS)
def sources_of_tasks(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A task gets more from the budget than it costs or, where a form lists what else it gets, not what it costs."""
    for entry in found.entries.get(TASKS, ()):
        whole, fiscal = entry.values.get("总额"), entry.values.get("财政拨款")
        if whole is None or fiscal is None:
            continue
        other = entry.values.get("其他资金")
        if other is None:
            yield from _fiscal_share(entry, whole, fiscal)
        elif not all(value.blank for value in (whole, fiscal, other)):
            yield from _sources(entry, whole, [fiscal, other])


def _fiscal_share(entry: Entry, whole: Value, fiscal: Value) -> Iterator[Hit]:
    if whole.number is None or fiscal.number is None:
        yield from lacking(f"任务“{_task(entry)}”的财政拨款是否大于总额", fiscal, whole)
        return
    over = fiscal.number - whole.number
    outcome, tolerance = compare(Type.AMOUNT, fiscal.reading, whole.number)
    if over > 0 and outcome is not Outcome.EQUAL:
        rounding = outcome is Outcome.ROUNDING
        message = f"任务“{_task(entry)}”财政拨款 {figure(fiscal.number)}，大于总额 {figure(whole.number)}"
        message += "" if rounding else f"，{direction(over)}"
        yield Hit(message, fiscal, whole.number, tolerance=tolerance, rounding=rounding, related=[whole])


def _sources(entry: Entry, whole: Value, parts: Sequence[Value]) -> Iterator[Hit]:
    """A task whose money from all sources is not its total; a source left empty gives nothing."""
    stated = [part for part in parts if not part.blank]
    if unusable([whole, *parts]) or whole.blank or not stated:
        yield from lacking(f"任务“{_task(entry)}”的总额是否等于各项资金之和", whole, *(stated or parts))
    else:
        of_parts = "、".join(part.label for part in parts)
        yield from unlike_sum(whole, stated, f"任务“{_task(entry)}”总额", of_parts)


def _task(entry: Entry) -> str:
    name = entry.values.get("任务名称")
    return short(name.text) if name and name.text else f"第{entry.row}行"


@form_rule("BD-14", *UNIT_DECLARATIONS)
def tasks_named(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A task with an amount and without a name; only a warning where it may go on with the one above."""
    above = False
    tasks = found.entries.get(TASKS, ())
    for number, entry in enumerate(tasks, 1):
        name, contents = entry.values.get("任务名称"), entry.values.get("主要内容")
        if name is None or (number == len(tasks) and not _has_total(found)):
            return  # a last row without name may be the total whose label is lost, as TY-13 tells
        stated = any(value.type is Type.AMOUNT and value.number for value in entry.values.values())
        if not says_nothing(unnumbered(name.text)):
            above = True
        elif stated:
            goes_on = above and contents is not None and not says_nothing(contents.text)
            level, fix = (Level.WARNING, _GOES_ON_FIX) if goes_on else (None, None)
            yield Hit(f"第 {number} 项任务没有名称", name, level=level, fix=fix)


def _has_total(found: FormReturn) -> bool:
    return any(value.place.row for name, value in found.values.items() if name.startswith(f"{_TASK_TOTAL}."))


@form_rule("SB-03", *UNIT_DECLARATIONS)
def subtotals_of_tasks(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A subtotal among the tasks is not the sum of its rows; of the total a formula says so."""
    yield from subtotal_hits(found, TASKS)


@return_rule("SB-05")
def projects_add_up(ret: Return, context: Context) -> Iterator[Hit]:
    """What the projects declare is not the unit's project expenditure."""
    units = [form for form_id in UNIT_DECLARATIONS for form in ret.of(form_id)]
    projects = [form for form_id in PROJECT_DECLARATIONS for form in ret.of(form_id)]
    if not units or not projects or "项目支出" not in units[0].form.names:
        return
    total = units[0].value("项目支出")
    amounts = [(form, form.value("资金总额")) for form in projects]
    for hit in compared([(units[0], total), *amounts], _sum_of_projects):
        hit.form = units[0].name
        yield hit


def _sum_of_projects(values: Sequence[Value]) -> Iterator[Hit]:
    total, *amounts = values
    missing = unusable(values) or [value for value in values if value.number is None]
    if missing:
        nothing_stated = all(value.blank for value in values)
        stands = next((value for value in missing if value.place.row), None)
        what = "各项目申报总额之和与部门项目支出是否一致"
        if stands and not nothing_stated:
            yield undecided(what, [stands], values)
        return
    yield from unlike_sum(total, amounts, "项目支出", f" {len(amounts)} 张项目申报表的资金总额")


@form_rule("SB-09", *DECLARATIONS)
def targets_in_their_column(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An indicator has no target, the target stands in the column of the name, or there is no indicator at all."""
    nothing = nothing_filled_in(found)
    if nothing:
        yield nothing
    beside = (name for name, listing in found.form.lists.items() if listing.left_of == LIST)
    for entry in (entry for name in (LIST, *beside) for entry in found.entries.get(name, ())):
        name, target = entry.values.get("三级指标"), entry.values.get("指标值")
        if name is None or target is None or says_nothing(name.text):
            continue
        title, value = short(name.text), name.indicator
        if says_nothing(target.text):
            if absent(target.text) and Indicator("", "", name.text, entry).unwanted:
                continue
            where = "，疑似错列填在三级指标栏" if _is_quantity(value) else ""
            yield Hit(f"“{title}”未填指标值{where}", target, related=[name])
        elif _is_quantity(value) and _nothing_but_value(name.text, value):
            message = f"三级指标栏填的是“{title}”，指标值栏填的是“{short(target.text)}”，疑似错列"
            yield Hit(message, name, related=[target])


def _is_quantity(value: IndicatorValue) -> bool:
    return value.number is not None and bool(value.unit)


def _nothing_but_value(text: str, value: IndicatorValue) -> bool:
    """Whether a text is a figure with its unit and no more: ``180.61万元``, ``≥95%``, ``90%以上``."""
    figures = _FIGURE_FIRST.match(compact(text))
    return figures is not None and _LIMITS.sub("", compact(text)[figures.end() :]) == value.unit


@form_rule("SB-10", *DECLARATIONS)
def targets_have_units(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A target is a number without unit. Money of a cost indicator is in the form's unit; nothing is nothing."""
    for indicator in all_indicators(found):
        cell, target = indicator.target_cell, indicator.target
        if target.doubtful:
            message = f"“{indicator.title}”指标值{target.doubtful}，不能判断有没有计量单位"
            yield Hit(message, cell, level=Level.UNDECIDED)
        elif _bare_number(indicator):
            yield Hit(f"“{short(indicator.title)}”指标值“{short(cell.text)}”没有计量单位", cell)


def _bare_number(indicator: Indicator) -> bool:
    target = indicator.target
    if target.kind is not ValueKind.NUMBER or target.unit or not target.number or indicator.cost:
        return False
    return not _UNIT_IN_NAME.search(compact(indicator.name))


@form_rule("SB-11", *DECLARATIONS)
def one_indicator_a_cell(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A cell holds the targets of several indicators, parted by semicolons or lines."""
    for indicator in all_indicators(found):
        text = indicator.target_cell.text
        parts = [part for part in _PARTS.split(text[:_LONGEST]) if not says_nothing(part)]
        if len(parts) < 2:
            continue
        read = [parse_indicator_value(part) for part in parts]
        counted = sum(value.number is not None or value.several for value in read)
        if counted >= 2:
            message = f"“{short(indicator.title)}”的指标值一格填了 {len(parts)} 个指标（{counted} 个有数量）"
            yield Hit(message, indicator.target_cell, related=[indicator.name_cell])


@form_rule("SB-12", *DECLARATIONS)
def indicators_described(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The description of indicators, or the reason for their targets, is not filled in: said once a column."""
    for column in _ABOUT_INDICATORS:
        cells = [member.entry.values[column] for member in indicators(found) if column in member.entry.values]
        empty = [cell for cell in cells if says_nothing(cell.text)]
        if empty:
            number = f"全部 {len(empty)} 个" if len(empty) == len(cells) else f"{len(empty)} 个"
            yield Hit(f"{number}指标的{column}未填写", empty[0], related=empty[1:])


@form_rule("SB-14", *DECLARATIONS)
def of_this_year(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An indicator speaks of another year, as if copied from an earlier declaration."""
    for indicator in indicators(found):
        for column in (column for column in _DESCRIBING if column in indicator.entry.values):
            hit = _other_year(indicator.entry[column], column, context.year)
            if hit:
                yield hit
                break


def _other_year(cell: Value, column: str, year: int | None) -> Hit | None:
    text = compact(cell.text)
    if _COMPARED.search(text):
        return None
    said = _LAST_YEAR.search(text)
    if said:
        return Hit(f"{column}“{short(cell.text)}”含“{said[0]}”，疑似沿用以前年度", cell, stated=said[0])
    years = [int(number) for number in _YEAR.findall(text)]
    if not years or year in years:
        return None
    if year is None:
        message = f"表上没有年度，不能判断{column}“{short(cell.text)}”所写的年份"
        return Hit(message, cell, level=Level.UNDECIDED)
    message = f"{column}“{short(cell.text)}”写的是 {years[0]} 年，不是 {year} 年度，疑似沿用以前年度"
    return Hit(message, cell, stated=str(years[0]), computed=str(year))


@form_rule("SB-16", *DECLARATIONS)
def reviewed(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Nobody has given an opinion on the declaration."""
    opinion = found.values.get("审核意见")
    if opinion is not None and not _NO_OPINION.sub("", compact(opinion.text)):
        yield Hit(f"{opinion.label}未填写", opinion)


@form_rule("SB-17", *DECLARATIONS)
def weights_as_required(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The weights, where a declaration has any, do not make one of the required sums, or a subtotal is wrong."""
    yield from subtotal_hits(found, LIST)
    weights = distinct([member.weight for member in indicators(found) if member.weight.place.row])
    if "申报权重合计" not in context.ret.form_set.parameters or all(weight.blank for weight in weights):
        return
    if unusable(weights):
        yield from lacking("指标权重之和", *weights)
        return
    total = sum((weight.number for weight in weights if weight.number is not None), Decimal(0))
    required = [Decimal(str(number)) for number in context.parameter("申报权重合计")]
    if all(abs(total - number) > EXACT for number in required):
        nearest = min(required, key=lambda number: abs(number - total))
        allowed = "、".join(map(decimal_text, required))
        message = f"{len(weights)} 个指标的权重之和为 {figure(total, Type.SCORE)}，应为 {allowed} 分"
        yield Hit(
            message,
            found.place,
            nearest,
            stated=decimal_text(total),
            difference=total - nearest,
            tolerance=EXACT,
            related=weights,
        )
