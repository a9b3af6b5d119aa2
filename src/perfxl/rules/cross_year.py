"""KN and BD-17: this year's return beside what the same unit returned for the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from msgspec import Struct

from perfxl.finding import Level
from perfxl.formset.labels import compact, normal
from perfxl.formset.model import Type
from perfxl.formset.names import BASE, OVERALL, PROJECT, PROJECT_DECLARATIONS, UNIT_DECLARATIONS
from perfxl.formula import parse_relation
from perfxl.measures import change_rate
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.numbers import says_nothing
from perfxl.returns.targets import ValueKind, actual_in_unit_of
from perfxl.returns.value import Value
from perfxl.rules.amounts import FormValue, compared
from perfxl.rules.base_data import ACTUAL, BUDGET, LAST, is_named, project_rows
from perfxl.rules.context import Context, Outcome, compare, direction, figure, percent, undecided, unusable
from perfxl.rules.indicators import Indicator, indicators
from perfxl.rules.registry import Hit, Link, pair_rule

_MOST_CHANGE, _SAME_ROWS = "年度变动上限", "雷同行数"
_NAMED = 10


def _first(ret: Return, *form_ids: str) -> FormReturn | None:
    return next((found for form_id in form_ids for found in ret.of(form_id)), None)


class _Planned(Struct, frozen=True):
    """An amount that a return plans for its year: the values that make it up, and their form."""

    form: FormReturn
    values: Sequence[Value]

    @property
    def of_form(self) -> list[FormValue]:
        """Each value with its form."""
        return [(self.form, value) for value in self.values]


def _sum(values: Sequence[Value]) -> Decimal | None:
    """None where a value is missing or no number."""
    numbers = [value.number for value in values]
    stated = [number for number in numbers if number is not None]
    return sum(stated, Decimal(0)) if len(stated) == len(numbers) else None


def _planned(ret: Return) -> dict[str, _Planned]:
    """What a return plans in all, for its basic and its project expenditure.

    In an evaluation the 基础数据表 says it best: other forms split the same total by other lights.
    """
    declared = _first(ret, *UNIT_DECLARATIONS)
    overall, base = _first(ret, OVERALL), _first(ret, BASE)
    found: dict[str, _Planned] = {}
    for form in (declared, overall):
        for name, fields in (
            ("资金总额", ("资金总额", "年度资金总额.全年预算数", "收入合计")),
            ("基本支出", ("基本支出",)),
            ("项目支出", ("项目支出",)),
        ):
            value = (
                next((form.values[field] for field in fields if field in form.values), None) if form else None
            )
            if form and value is not None:
                found.setdefault(name, _Planned(form, [value]))
    if base and not declared:
        parts = [base.values.get(f"{name}.{BUDGET}") for name in ("基本支出", "项目支出")]
        for name, value in zip(("基本支出", "项目支出"), parts, strict=True):
            if value is not None:
                found[name] = _Planned(base, [value])
        if None not in parts:  # a form without 基本支出 says nothing of the whole
            found.setdefault("资金总额", _Planned(base, [value for value in parts if value is not None]))
    return found


@pair_rule("KN-01", Link.LAST_YEAR)
def funds_change_little(this: Return, last: Return, context: Context) -> Iterator[Hit]:
    """An amount planned for this year is much more or less than last year's."""
    own_amounts, former_amounts = _planned(this), _planned(last)
    limit = context.number(_MOST_CHANGE)
    for name, own in own_amounts.items():
        former = former_amounts.get(name)
        if former is None or len(own.values) != 1:
            continue
        for hit in compared([*own.of_form, *former.of_form], partial(_change, name=name, limit=limit)):
            hit.form = own.form.name
            yield hit


def _change(values: Sequence[Value], name: str, limit: Decimal) -> Iterator[Hit]:
    """How much the first value differs from the sum of the others."""
    value, *former = values
    before = _sum(former)
    if value.number is None or before is None:
        if value.number is not None or any(not item.blank for item in former):
            yield _undecided_pair(f"{name}较上年的变动", value, former)
        return
    if before <= 0:
        return
    rate = change_rate(value.number, before)
    if abs(rate) > limit:
        word = "增加" if rate > 0 else "减少"
        message = f"{name} {figure(value.number)}，上年 {figure(before)}，较上年{word} {percent(abs(rate))}"
        yield Hit(message, value, before, elsewhere=former)


def _undecided_pair(what: str, own: Value, others: Sequence[Value]) -> Hit:
    """A hit, in this file, that says that something cannot be judged, whichever file lacks the figure."""
    if own.number is None:
        hit = undecided(what, [own])
    else:
        broken = (unusable(others) or [value for value in others if value.blank])[0]
        why = "未填写" if broken.blank else f"“{broken.text}”不是有效数字"
        hit = Hit(f"上年的{broken.label}{why}，不能判断{what}", own, level=Level.UNDECIDED)
    hit.elsewhere = others
    return hit


class _Project(Struct, frozen=True):
    """A project that a return names, with where it does, on which form."""

    name: str
    value: Value
    form: FormReturn


def _projects(ret: Return) -> list[_Project]:
    """The projects of a return: the rows of the 基础数据表, else one for each form of a project."""
    base = _first(ret, BASE)
    if base is not None:
        rows = project_rows(base)
        return [_Project(row.name if is_named(row) else "", row.label, base) for row in rows]
    forms = [form for form_id in (PROJECT, *PROJECT_DECLARATIONS) for form in ret.of(form_id)]
    names = [(form.value(form.form.project_name), form) for form in forms]
    return [_Project(value.text, value, form) for value, form in names]


@pair_rule("KN-02", Link.LAST_YEAR)
def projects_go_on(this: Return, last: Return, context: Context) -> Iterator[Hit]:
    """Projects of last year are not among this year's."""
    own, former = _projects(this), _projects(last)
    present = {normal(project.name) for project in own}
    gone = [project for project in former if project.name and normal(project.name) not in present]
    if not own or not gone:
        return
    nameless = next((project for project in own if not project.name), None)
    if nameless:
        message = f"本年有项目没有名称，不能判断上年的项目“{gone[0].name}”是否仍在"
        yield Hit(
            message,
            nameless.value,
            level=Level.UNDECIDED,
            form=nameless.form.name,
            elsewhere=[project.value for project in gone],
        )
        return
    names = "、".join(project.name for project in gone[:_NAMED]) + ("等" if len(gone) > _NAMED else "")
    yield Hit(
        f"上年 {len(former)} 个项目，本年 {len(own)} 个，{len(gone)} 个不再出现：{names}",
        own[0].value,
        str(len(former)),
        stated=str(len(own)),
        difference=Decimal(len(own) - len(former)),
        related=[project.value for project in own[1:]],
        form=own[0].form.name,
        elsewhere=[project.value for project in gone],
    )


@pair_rule("KN-03", Link.LAST_YEAR)
def targets_advance(this: Return, last: Return, context: Context) -> Iterator[Hit]:
    """A target is worse than what was reached last year; or all targets are last year's."""
    pairs = list(_same_indicators(this, last))
    counted = [pair for pair in pairs if _is_count(pair[1])]
    copied = len(counted) >= context.number(_SAME_ROWS) and all(_copied(*pair[1:]) for pair in counted)
    if copied:
        cells = [own.target_cell for _, own, _ in counted]
        message = f"{len(counted)} 个与上年同名的指标，指标值全部与上年相同，疑似照抄"
        others = [former.target_cell for _, _, former in counted]
        yield Hit(message, cells[0], related=cells[1:], form=counted[0][0].name, elsewhere=others)
    for form, own, former in pairs:
        hit = _worse(own, former)
        if hit:
            hit.form = form.name
            hit.primary = not (copied and _is_count(own))
            yield hit


def _is_count(indicator: Indicator) -> bool:
    """Whether a target is stated and no percentage: those repeat naturally."""
    return indicator.target.kind is not ValueKind.PERCENT and not says_nothing(indicator.target_cell.text)


def _copied(own: Indicator, former: Indicator) -> bool:
    return compact(own.target_cell.text) == compact(former.target_cell.text)


def _same_indicators(this: Return, last: Return) -> Iterator[tuple[FormReturn, Indicator, Indicator]]:
    """Indicators of one name under the same heading, on the unit's form or on that of one project."""
    known = {key: member for form in last.forms for key, member in _by_key(form)}
    for form in this.forms:
        for key, member in _by_key(form):
            if key in known:
                yield form, member, known[key]


def _by_key(form: FormReturn) -> Iterator[tuple[tuple[str, str, str], Indicator]]:
    project = normal(form.value(form.form.project_name).text) if form.form.per_project else ""
    for member in indicators(form):
        if len(normal(member.name)) > 2:
            yield (project, member.second, normal(member.name)), member


def _worse(own: Indicator, former: Indicator) -> Hit | None:
    reached = bool(former.actual_cell.place.row) and not says_nothing(former.actual_cell.text)
    cell = former.actual_cell if reached else former.target_cell
    target, before = own.target, cell.indicator
    if own.cost or own.direction_open:
        return None  # costs follow the budget
    if target.doubtful or before.doubtful:
        which, why = (
            ("指标值", target.doubtful) if target.doubtful else ("上年的" + cell.label, before.doubtful)
        )
        message = f"“{own.title}”{which}{why}，不能判断是否低于上年"
        return Hit(message, own.target_cell, level=Level.UNDECIDED, elsewhere=[cell])
    number = actual_in_unit_of(target, before)
    if number is None or target.number is None or number == target.number:
        return None
    if (number < target.number) is not own.reverse:
        return None
    word = "高于" if own.reverse else "低于"
    name = "完成值" if reached else "指标值"
    message = f"“{own.title}”指标值“{own.target_cell.text}”，{word}上年{name}“{cell.text}”"
    return Hit(message, own.target_cell, cell.text, stated=own.target_cell.text, elsewhere=[cell])


@pair_rule("BD-17", Link.LAST_YEAR)
def outturn_carried_over(this: Return, last: Return, context: Context) -> Iterator[Hit]:
    """Last year's outturn is not what was returned for last year; totals of such rows are consequences."""
    base, former = _first(this, BASE), _first(last, BASE)
    if base is None or former is None:
        return
    hits = {
        name: hit
        for name, own, other in _outturns(base, former)
        for hit in compared([(base, own), (former, other)], _not_carried_over)
    }
    different = {name.split("/")[0] for name, hit in hits.items() if hit.level is not Level.UNDECIDED}
    for name, hit in hits.items():
        hit.primary = different.isdisjoint(_parts_of(base, name))
        hit.form = base.name
        yield hit


def _outturns(base: FormReturn, former: FormReturn) -> Iterator[tuple[str, Value, Value]]:
    """Each row with its outturn of last year here and there; projects (``项目/…``) by their names."""
    for name, own in base.values.items():
        row, _, column = name.partition(".")
        other = former.values.get(f"{row}.{ACTUAL}")
        if column == LAST and other is not None:
            yield row, own, other
    for group, rows in base.groups.items():
        known = {
            normal(row.name): row
            for row in former.groups.get(group, ())
            if is_named(row) and not row.of_which
        }
        for group_row in rows:
            there = known.get(normal(group_row.name)) if not group_row.of_which else None
            if is_named(group_row) and there and LAST in group_row.values and ACTUAL in there.values:
                yield f"{group}/{normal(group_row.name)}", group_row.values[LAST], there.values[ACTUAL]


def _parts_of(base: FormReturn, name: str) -> set[str]:
    relations = (parse_relation(relation.formula) for relation in base.form.relations if relation.computes)
    return {part for relation in relations if relation.left == name for part in relation.names}


def _not_carried_over(values: Sequence[Value]) -> Iterator[Hit]:
    own, other = values
    if own.number is None or other.number is None:
        if not (own.blank and other.blank):
            yield _undecided_pair("上年决算数与上年报送是否一致", own, [other])
        return
    outcome, tolerance = compare(Type.AMOUNT, own.reading, other.number)
    if outcome is Outcome.EQUAL:
        return
    by = direction(own.number - other.number)
    message = f"{own.label} {figure(own.number)}，与上年报送的 {figure(other.number)}不一致，{by}"
    rounding = outcome is Outcome.ROUNDING
    yield Hit(message, own, other.number, tolerance=tolerance, rounding=rounding, elsewhere=[other])
