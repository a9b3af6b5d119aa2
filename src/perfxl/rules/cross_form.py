"""KB: one form against another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from perfxl.finding import Level, Place
from perfxl.formset.labels import normal
from perfxl.formset.model import Type
from perfxl.formset.names import OVERALL, PROJECT
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.money import converted
from perfxl.returns.same_project import how_they_differ, twice
from perfxl.returns.value import Value
from perfxl.rules.amounts import compared, unlike_sum
from perfxl.rules.budget_execution import execution_amounts
from perfxl.rules.context import (
    ROUNDING,
    Context,
    Outcome,
    compare,
    direction,
    figure,
    lacking,
    sum_holds,
    unusable,
    with_figure,
)
from perfxl.rules.indicators import COST, Indicator, indicators
from perfxl.rules.projects import Projects, base_form, project_amounts, projects_of, rows_with_forms
from perfxl.rules.ratings import total_of
from perfxl.rules.registry import Hit, return_rule
from perfxl.rules.through_sums import through_sums
from perfxl.rules.weights import told_missing

_SURPLUS_FIX = "请核对多出的项目自评表，重复的删去，或在基础数据表补列项目"
_MORE_THAN_ALL_FIX = "请核对部门和各项目的金额；项目含有部门以外资金的请说明。"
_ANY_SUBJECT = pattern(
    "(?:服务对象|受益对象|受益群体|受益群众|受益人员?|对象|群众|社会公众|公众|社会|人民群众|居民|村民|农户|百姓|用户|[及和或、])*满意(?:度|率|程度)(?:指标)?"
    "|(?:年度|全年|本年|各项|整体|总体|项目|任务|工作|目标|计划|资金|经费|预算|按时|按期|及时|如期|准时|完成|合格|达标|验收|质量|达成"
    "|到位|拨付|支付|发放|使用|执行|覆盖|办结|一次性?|通过|成本|控制)+(?:率|性|度|情况)"
)
"""Names that say of nothing in particular what they measure: each form means its own work and its own people."""


@return_rule("KB-03")
def one_form_a_project(ret: Return, context: Context) -> Iterator[Hit]:
    """The number of project forms is not the number of projects."""
    base, forms, projects = base_form(ret), ret.of(PROJECT), projects_of(ret)
    if base is not None and forms and projects is None:
        message = "没有读到基础数据表的项目，不能判断每个项目是否都有项目自评表"
        yield Hit(
            message, Place(base.sheet), level=Level.UNDECIDED, form=base.name, primary=not told_missing(base)
        )
    if base is None or projects is None:
        return
    rows = projects.rows
    if len(rows) != len(forms):
        missing = projects.without_form
        lacks = f"，缺：{'、'.join(row.name for row in missing)}" if missing else ""
        too_many = len(forms) > len(rows)
        surplus = [*projects.without_row, *(form for form, _ in projects.doubles)] if too_many else []
        named = [form.value("项目支出名称") for form in surplus]
        fix = f"{_SURPLUS_FIX}{'；缺表的请补报' if missing else ''}。" if too_many else None
        more = f"，多：{'、'.join(name.text for name in named)}" if named else ""
        yield Hit(
            f"项目自评表 {len(forms)} 张，基础数据表有 {len(rows)} 个项目{more}{lacks}",
            Place(base.sheet),
            str(len(rows)),
            stated=str(len(forms)),
            difference=Decimal(len(forms) - len(rows)),
            related=[*(row.label for row in missing), *named],
            form=PROJECT,
            fix=fix,
        )


@return_rule("KB-04")
def project_names_match(ret: Return, context: Context) -> Iterator[Hit]:
    """A project without a form, a form without a project, or two forms of one project."""
    base, projects = base_form(ret), projects_of(ret)
    if base is None:
        yield from _named_twice(ret.of(PROJECT))
    if base is None or projects is None:
        return
    for row, form in projects.renamed:
        name = form.value("项目支出名称")
        message = f"项目支出名称“{name.text}”，与基础数据表的“{row.name}”不一致"
        yield Hit(message, name, row.name, stated=name.text, related=[row.label], form=form.name)
    for row, form in projects.reworded:
        name = form.value("项目支出名称")
        message = f"项目支出名称“{name.text}”，与基础数据表的“{row.name}”写法不同"
        level, fix = Level.WARNING, "请按基础数据表的项目名称统一填写。"
        yield Hit(
            message, name, row.name, name.text, related=[row.label], form=form.name, level=level, fix=fix
        )
    for form, first in projects.doubles:
        yield _same_name(form, first)
    yield from _without_form(projects, base)
    yield from _without_row(projects)


def _same_name(form: FormReturn, first: FormReturn) -> Hit:
    name, other = form.value("项目支出名称"), first.value("项目支出名称")
    where = f"{other.place.sheet}!{other.place.address}"
    message = f"项目支出名称“{name.text}”，与另一张项目自评表（{where}）重名"
    return Hit(message, name, stated=name.text, related=[other], form=form.name)


def _named_twice(forms: Sequence[FormReturn]) -> Iterator[Hit]:
    """Forms of a name that came before, where no form lists the projects; other units may have one of that name too."""
    for form, other in twice(forms):
        hit = _same_name(form, other)
        hit.message += f"，{how_they_differ(form, other)}"
        hit.fix = "请核对：属于另一个项目的，改正项目名称；重复的，删去一张。"
        yield hit


def _without_form(projects: Projects, base: FormReturn) -> Iterator[Hit]:
    """Projects that no form names; as many as there are forms too many of other names may be meant by those."""
    for nth, row in enumerate(projects.without_form):
        if projects.nameless:
            message = f"有项目自评表未填项目支出名称，不能判断项目“{row.name}”有没有项目自评表"
            at = projects.nameless[0].value("项目支出名称")
            yield Hit(message, at, level=Level.UNDECIDED, related=[row.label], form=base.name)
        else:
            message = f"项目“{row.name}”没有对应的项目自评表"
            yield Hit(message, row.label, form=base.name, primary=nth >= len(projects.doubles))


def _without_row(projects: Projects) -> Iterator[Hit]:
    for form in projects.without_row:
        name = form.value("项目支出名称")
        if projects.unclear:
            message = f"基础数据表有项目没有名称或重名，不能判断“{name.text}”是不是其中的项目"
            at = projects.unclear[0].label.place
            yield Hit(message, at, level=Level.UNDECIDED, related=[name], form=form.name)
        else:
            yield Hit(f"项目支出名称“{name.text}”不在基础数据表的项目中", name, form=form.name)


@return_rule("KB-05")
def project_amounts_match(ret: Return, context: Context) -> Iterator[Hit]:
    """A project's adjusted budget or actual differs between the two forms."""
    for pair in project_amounts(ret):
        own, other = (pair.form, pair.own), (pair.base, pair.other)
        for hit in compared([own, other], partial(_different, names=pair.names)):
            hit.form = pair.form.name
            if pair.own.number is not None:
                due = converted(pair.own.number, pair.form.money_unit, pair.base.money_unit)
                hit.remedies = {**hit.remedies, **through_sums(pair.base, pair.other, due)}
            yield hit


def _different(values: Sequence[Value], names: tuple[str, str]) -> Iterator[Hit]:
    (own, other), (what, other_name) = values, names
    if own.number is None or other.number is None:
        yield from lacking(f"{what}与{other_name}是否一致", own, other)
        return
    outcome, tolerance = compare(Type.AMOUNT, own.reading, other.number)
    if outcome is not Outcome.EQUAL:
        by = direction(own.number - other.number)
        message = f"{what} {figure(own.number)}，与{other_name} {figure(other.number)}不一致，{by}"
        yield Hit(
            message,
            own,
            other.number,
            tolerance=tolerance,
            rounding=outcome is Outcome.ROUNDING,
            related=[other],
            holds=partial(sum_holds, own, [other]),
        )


@return_rule("KB-06")
def project_actuals_add_up(ret: Return, context: Context) -> Iterator[Hit]:
    """The actuals of all project forms do not make the unit's project expenditure."""
    base, forms = base_form(ret), ret.of(PROJECT)
    if base is None:
        yield from _within_the_unit(ret, forms)
        return
    if not forms:
        return
    spent = [(form, form.value("年度资金总额.全年执行数")) for form in forms]
    values = [(base, base.value("项目支出.本年决算数")), *spent]
    for hit in compared(values, partial(_adds_up, projects=len(rows_with_forms(base, forms)))):
        hit.form = base.name
        yield hit


def _adds_up(values: Sequence[Value], projects: int) -> Iterator[Hit]:
    total, *spent = values
    if total.blank or unusable(values) or any(value.number is None for value in spent):
        yield from lacking("各项目执行数合计与部门项目支出是否一致", *values)
        return
    if projects != len(spent):
        message = (
            f"项目自评表 {len(spent)} 张，项目 {projects} 个，不能判断各项目执行数合计与部门项目支出是否一致"
        )
        yield Hit(message, total, level=Level.UNDECIDED, related=spent)
        return
    yield from unlike_sum(total, spent, "部门项目支出", f" {len(spent)} 张项目自评表的全年执行数")


def _within_the_unit(ret: Return, forms: Sequence[FormReturn]) -> Iterator[Hit]:
    """Where no form states the unit's project expenditure: its projects get or spend more than all that it has."""
    overall = ret.of(OVERALL)
    names = {normal(form.value("项目支出名称").text) for form in forms}
    if len(overall) != 1 or len(names) < len(forms):
        return  # of a project that stands there twice nobody knows which form counts
    told = False
    for at, column in ((1, "全年预算数"), (0, "全年执行数")):
        values = [(form, execution_amounts(form)[at]) for form in (*overall, *forms)]
        for hit in compared(values, partial(_more_than_all, column=column)):
            hit.form, hit.primary = overall[0].name, not told  # what is budgeted too much is spent too much
            told = True
            yield hit


def _more_than_all(values: Sequence[Value], column: str) -> Iterator[Hit]:
    total, *amounts = values
    summed = total_of(amounts)
    if total.number is None or summed is None or summed - total.number <= ROUNDING:
        return
    message = (
        f"{total.label} {figure(total.number)}，比 {len(amounts)} 张项目自评表的{column}之和 {figure(summed)}"
        f"{direction(total.number - summed)}"
    )
    holds = partial(_covers, total, amounts)
    yield Hit(
        message, total, summed, level=Level.WARNING, related=amounts, holds=holds, fix=_MORE_THAN_ALL_FIX
    )


def _covers(total: Value, amounts: Sequence[Value], figures: Mapping[Place, Decimal]) -> bool:
    """Whether a total is not less than the sum of amounts with other figures in some cells."""
    stated, *numbers = [with_figure(value, figures).number for value in (total, *amounts)]
    known = (number for number in numbers if number is not None)
    return stated is not None and sum(known, Decimal(0)) - stated <= ROUNDING


@return_rule("KB-08")
def same_indicator_same_actual(ret: Return, context: Context) -> Iterator[Hit]:
    """An indicator of the same name has another actual on the unit's form than on a project's."""
    overall = ret.of(OVERALL)
    if not overall:
        return
    known = {
        normal(indicator.name): indicator for indicator in indicators(overall[0]) if len(indicator.name) > 3
    }
    for form in ret.of(PROJECT):
        for indicator in indicators(form):
            other = known.get(normal(indicator.name))
            if other is None or other.second != indicator.second:
                continue
            a, b = indicator.actual, other.actual
            if indicator.second == COST or not _one_thing(indicator, other):
                continue
            unread = _unread(indicator, other)
            if unread:
                message = f"“{indicator.title}”完成值{unread[1]}，不能判断两表是否一致"
                related = [indicator.actual_cell, other.actual_cell]
                yield Hit(message, unread[0], level=Level.UNDECIDED, related=related, form=form.name)
            elif a.number is not None and b.number is not None and a.unit == b.unit and a.number != b.number:
                message = f"“{indicator.title}”完成值“{indicator.actual_cell.text}”，与部门自评表的“{other.actual_cell.text}”不一致"
                yield Hit(
                    message,
                    indicator.actual_cell,
                    other.actual_cell.text,
                    stated=indicator.actual_cell.text,
                    related=[other.actual_cell],
                    form=form.name,
                )


def _one_thing(one: Indicator, other: Indicator) -> bool:
    """Whether two indicators of the same name measure the same: its name says of what, and the target is the same."""
    if _ANY_SUBJECT.fullmatch(normal(one.name)):
        return False
    a, b = one.target, other.target
    return a.number is None or b.number is None or (a.number, a.unit) == (b.number, b.unit)


def _unread(*pair: Indicator) -> tuple[Value, str] | None:
    """The actual that keeps two from being compared, with why, unless both are no number."""
    if all(indicator.actual.number is None for indicator in pair):
        return None
    for indicator in pair:
        actual = indicator.actual
        if actual.doubtful:
            return indicator.actual_cell, actual.doubtful
        if actual.number is None:
            text = indicator.actual_cell.text
            return indicator.actual_cell, f"“{text}”不是数量" if text else "未填写"
    return None
