"""BG-05 and KB-09: the figures of a report against the tables of the return."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from perfxl.finding import Level, decimal_text
from perfxl.formset.model import Type
from perfxl.measures import execution_rate
from perfxl.returns.model import FormReturn
from perfxl.returns.reading import State
from perfxl.returns.value import Value
from perfxl.rules.context import Outcome
from perfxl.rules.context import figure as money
from perfxl.words.report_rules import (
    ZERO,
    Report,
    Said,
    agree,
    amount,
    called,
    more_or_less,
    project_key,
    report_rule,
)  # fmt: skip
from perfxl.words.statements import Basis, Figure
from perfxl.words.tokens import MONEY, PERCENT
from perfxl.words.vocabulary import ItemKind

BASIC, PROJECTS, RUNNING, STAFF_COST, TOTAL = "基本支出", "项目支出", "公用经费", "人员经费", "支出合计"
WAGES, ALLOWANCES = "工资福利支出", "对个人和家庭的补助"
_SUBORDINATE = re.compile("下属|二级|所属|局属|直属|基层")
_NO_POSTS = re.compile("预算编制[^，,；;。]*$|编制范围[^，,；;。]*$")
_RETIRED = re.compile("离休|退休|离退|退养")
_NEAR = 12
"""How many characters before a figure may say whose it is."""
_FINAL_ACCOUNTS = re.compile("部门决算|决算公开|决算报表|决算批复")
_NO_SPECIAL_FUNDS = re.compile(
    r"(?<![并尚从])(?:无|没有|未安排|不涉及)(?:市级|省级|县级|区级|财政)?专项(?:资金|经费)(?:支出|安排|项目)?(?=[，。；,;）)]|$)"
)
PROJECT_COLUMNS = {
    Basis.ACTUAL: ("本年决算数", "全年执行数"),
    Basis.BUDGET: ("本年预算数", "全年预算数"),
    Basis.ADJUSTED: ("本年预算数", "全年预算数"),
    Basis.INITIAL: ("年初预算数",),
}


@report_rule("BG-05")
def items_as_in_tables(report: Report) -> Iterator[Said]:
    """An item of the whole unit has another figure in the tables."""
    told: set[tuple[str, Decimal, Basis]] = set()
    for one in report.statements.figures:
        item = _item_of(report, one)
        if not item or not one.exact or (item, one.number, one.basis) in told or _is_final(one):
            continue
        said = list(_against_fields(report, one, item))
        if said:
            told.add((item, one.number, one.basis))
        yield from said


def _item_of(report: Report, one: Figure) -> str:
    """The item of the whole unit that a figure states, "" for anything else."""
    item = report.words.items.get(one.item)
    if item is None or not one.whole or item.kind is ItemKind.STAFF:
        return ""
    if item.kind is ItemKind.MONEY and one.quantity.unit != MONEY:
        return ""
    if one.item == "执行率" and not _of_whole_unit(report, one):
        return ""
    parent = one.parent
    above = _item_above(report, parent) if parent is not None else ""
    if parent is not None and not (above and _contains(report, above, one.item)):
        return ""
    if any(
        scope and not _sole_source(report, scope) for scope in (one.scope, parent.scope if parent else "")
    ):
        return ""
    return (item.within or {}).get(above, one.item)


def _item_above(report: Report, whole: Figure) -> str:
    """The item that a figure with parts is; a figure without a name is the total if it is that of the tables."""
    if whole.whole or whole.name:
        return whole.item if whole.whole else ""
    fields = fields_of(report, whole, TOTAL)
    return TOTAL if any(_equal(whole, value) for _, value in fields) else ""


def _of_whole_unit(report: Report, rate: Figure) -> bool:
    """Whether nothing before a rate in its paragraph says that it is that of one project or kind of expenditure."""
    for one in report.statements.in_paragraph(rate.sentence.paragraph):
        if one is rate:
            return True
        of_all = one.whole and one.item in ("支出合计", "收入合计", "执行率")
        if one.quantity.unit == MONEY and not of_all:
            return False
    return True


def _contains(report: Report, above: str, below: str) -> bool:
    return below in report.words.descendants(above) or not report.words.descendants(above)


def _sole_source(report: Report, scope: str) -> bool:
    """Whether all money of the return comes from that source, as far as the tables say."""
    source, total = report.field("部门自评表.一般公共预算收入"), report.field("部门自评表.资金总额")
    if scope != "一般公共预算" or source is None or total is None:
        return False
    return source[1].number is not None and source[1].number == total[1].number


def _paths(report: Report, one: Figure, item: str) -> tuple[list[str], list[str]]:
    """The fields a figure is compared with, best first; and those with which it may agree as well."""
    entry = report.words.items[item]
    actual, budget, split = list(entry.actual), list(entry.budget), list(entry.split)
    if entry.kind in (ItemKind.RATE, ItemKind.SCORE):
        return (actual, []) if one.year == report.year else ([], [])
    if report.year and one.year == report.year - 1:
        return list(entry.last_budget if one.basis.planned else entry.last), []
    if one.year != report.year or one.basis in (Basis.INITIAL, Basis.RECEIVED):
        return [], []
    if one.basis.planned or (report.declared_only and one.basis is Basis.UNKNOWN):
        return [*budget, *split], []
    wanted = [*actual, *(split if _executed_in_full(report) else ())]
    return wanted, budget if one.basis is Basis.UNKNOWN else []


def _executed_in_full(report: Report) -> bool:
    total, executed = report.field("部门自评表.资金总额"), report.field("部门自评表.执行数")
    if total is None or executed is None or total[1].number is None or executed[1].number is None:
        return False
    return agree(total[1].number, executed[1].number)[0] is Outcome.EQUAL


def fields_of(report: Report, one: Figure, item: str) -> list[tuple[FormReturn, Value]]:
    """The fields of the return that state what a figure of an item states, best first; blank ones are left out."""
    paths, _ = _paths(report, one, item)
    return [found for path in paths if (found := report.field(path)) is not None and not found[1].blank]


def _against_fields(report: Report, one: Figure, item: str) -> Iterator[Said]:
    _, allowed = _paths(report, one, item)
    fields = fields_of(report, one, item)
    also = [
        found for path in allowed if (found := report.field(path)) is not None and found[1].number is not None
    ]
    if any(_equal(one, value) for _, value in (*fields, *also)):
        return  # where tables differ among themselves, a rule over the tables says so
    first: Said | None = None
    for form, value in fields:
        said = _unlike(report, one, form, value)
        if said is None:
            continue
        if first is not None and said.level is not Level.UNDECIDED:
            said.primary = False
        first = first or said
        yield said


def _equal(one: Figure, value: Value) -> bool:
    return value.number is not None and _outcome(one, value.number)[0] is Outcome.EQUAL


def _outcome(one: Figure, number: Decimal) -> tuple[Outcome, Decimal]:
    if one.quantity.unit == MONEY:
        return agree(one.number, number, max(Decimal(1), one.quantity.scale))
    half = one.quantity.last_digit * Decimal("0.5")
    if one.quantity.unit == PERCENT or one.item == "总得分":
        return (Outcome.EQUAL if abs(one.number - number) <= half else Outcome.DIFFERENT), half
    return (Outcome.EQUAL if one.number == number else Outcome.DIFFERENT), ZERO


def _unlike(report: Report, one: Figure, form: FormReturn, value: Value) -> Said | None:
    if value.number is None:
        return _undecidable(one, form, value)
    if one.item == "执行率" and _agrees_exactly(report, one):
        return None
    outcome, tolerance = _outcome(one, value.number)
    if outcome is Outcome.EQUAL:
        return None
    difference = one.number - value.number
    rounding = outcome is Outcome.ROUNDING
    message = (
        f"{called(one)} {amount(one.number, one)}，{form.name}的{value.label} {amount(value.number, one)}，"
    )
    message += f"报告{more_or_less(difference, one)}"
    return Said(
        message, one.sentence, (one.start, one.end), decimal_text(one.number), value.number, difference, tolerance,
        rounding=rounding, related=[value], fault=one, inputs=[one, value.place],
    )  # fmt: skip


def _undecidable(one: Figure, form: FormReturn, value: Value) -> Said | None:
    if value.reading.state is State.BLANK:
        return None
    message = f"{form.name}的{value.label}“{value.text}”不是有效数字，不能判断报告的{called(one)} {amount(one.number, one)} 是否与它一致"
    return Said(
        message, one.sentence, (one.start, one.end), level=Level.UNDECIDED, related=[value], primary=False
    )


def _agrees_exactly(report: Report, one: Figure) -> bool:
    """Whether a rate is what the amounts of the table give, however the table itself shows it."""
    total, executed = report.field("部门自评表.资金总额"), report.field("部门自评表.执行数")
    if total is None or executed is None or not total[1].number or executed[1].number is None:
        return False
    return _outcome(one, execution_rate(executed[1].number, total[1].number))[0] is Outcome.EQUAL


def _is_final(one: Figure) -> bool:
    """Whether it is the spending of the unit's final accounts."""
    return (
        one.item == "支出合计" and not one.basis.planned and bool(_FINAL_ACCOUNTS.search(one.sentence.text))
    )


@report_rule("KB-09")
def executed_as_in_final_accounts(report: Report) -> Iterator[Said]:
    """What the self-evaluation calls executed is not what the report states of the final accounts."""
    executed = report.field("部门自评表.执行数")
    for one in report.statements.figures if executed else ():
        if executed and _is_final(one) and one.exact and one.year == report.year and _item_of(report, one):
            said = None if executed[1].blank else _unlike(report, one, *executed)
            if said is not None:
                yield said
                return


@report_rule("BG-05")
def staff_costs_as_in_tables(report: Report) -> Iterator[Said]:
    """What the report states for staff is not what the base form leaves for it: basic less running costs."""
    basic, running = (
        report.field("基础数据表.基本支出.本年决算数"),
        report.field("基础数据表.公用经费.本年决算数"),
    )
    if basic is None or running is None or basic[1].number is None or running[1].number is None:
        return
    due = basic[1].number - running[1].number
    for members in _staff_costs(report):
        stated = sum((one.number for one in members), ZERO)
        outcome, tolerance = agree(stated, due)
        if outcome is Outcome.EQUAL:
            continue
        terms = "＋".join(decimal_text(one.number) for one in members)
        which = "人员经费" if len(members) == 1 else f"工资福利支出与对个人和家庭的补助之和（{terms}）"
        difference = stated - due
        due_of = f"{decimal_text(basic[1].number)}－{decimal_text(running[1].number)}"
        message = f"{which} {money(stated)}，基础数据表的基本支出减公用经费（{due_of}）"
        message += f"为 {money(due)}，报告{more_or_less(difference, members[0])}"
        yield Said(
            message, members[0].sentence, (members[0].start, members[-1].end), decimal_text(stated), due, difference,
            tolerance, Level.WARNING, rounding=outcome is Outcome.ROUNDING, related=[basic[1], running[1]],
            fault=members[0] if len(members) == 1 else None, inputs=[*members, basic[1].place, running[1].place],
            primary=not _same_gap(report, difference, basic[1].number),
        )  # fmt: skip
        return


def _staff_costs(report: Report) -> Iterator[Sequence[Figure]]:
    """How the report states the costs of staff: in one figure, or in two that are parts of the basic expenditure."""
    usable = [one for one in report.statements.figures if one.exact and one.whole and one.year == report.year]
    usable = [one for one in usable if not one.basis.planned and not one.scope]
    for one in usable:
        if one.item == STAFF_COST and (one.parent is None or (one.parent.whole and one.parent.item == BASIC)):
            yield [one]
    for one in usable:
        if one.item == WAGES and one.parent is not None and one.parent.whole and one.parent.item == BASIC:
            others = [b for b in usable if b.item == ALLOWANCES and b.parent is one.parent]
            if len(others) == 1:
                yield [one, others[0]]


def _same_gap(report: Report, difference: Decimal, basic: Decimal) -> bool:
    """Whether the gap is that of the basic expenditure, passed on."""
    gaps = [
        one.number - basic for one in report.statements.figures
        if one.whole and one.item == BASIC and one.exact and one.year == report.year and not one.basis.planned
    ]  # fmt: skip
    return any(abs(gap) > Decimal("0.01") and abs(gap - difference) <= Decimal("0.02") for gap in gaps)


@report_rule("BG-05")
def staff_as_in_tables(report: Report) -> Iterator[Said]:
    """Posts or staff are not those of the tables, however the sentences are read."""
    for item in report.words.items.values():
        figures = [
            one
            for one in report.statements.figures
            if one.item == item.name and one.quantity.unit in "名人个"
        ]
        figures = [one for one in figures if one.year == report.year and _counts_staff(report, one)]
        fields = [
            found for path in item.actual if (found := report.field(path)) and found[1].number is not None
        ]
        if item.kind is not ItemKind.STAFF or not figures or not fields:
            continue
        if any(
            _SUBORDINATE.search(one.sentence.text[max(0, one.start - _NEAR) : one.start]) or not one.exact
            for one in figures
        ):
            continue
        form, value = fields[0]
        numbers = list(dict.fromkeys((one.sentence.paragraph, one.number, one.start) for one in figures))[:8]
        sums = {
            sum((n[1] for n in some), ZERO)
            for k in range(1, len(numbers) + 1)
            for some in combinations(numbers, k)
        }
        if value.number is None or value.number in sums:
            continue
        first = figures[0]
        total = sum((n[1] for n in numbers if n[0] == first.sentence.paragraph), ZERO)
        message = f"{item.name}合计 {amount(total, first)}，{form.name}的{value.label} {amount(value.number, first)}"
        yield Said(
            message, first.sentence, (first.start, first.end), decimal_text(total), value.number,
            total - value.number, ZERO, related=[value], fault=first, inputs=[*figures, value.place],
        )  # fmt: skip


def _counts_staff(report: Report, one: Figure) -> bool:
    """Whether a number is one of posts or staff: not of the units in a budget, nor with those who have retired."""
    if _NO_POSTS.search(one.sentence.text[: one.start]):
        return False
    parts = [part for parts in report.statements.parts if parts.whole is one for part in parts.parts]
    return not any(_RETIRED.search(f"{part.name}{part.noun}") for part in parts)


@report_rule("BG-05")
def projects_as_in_tables(report: Report) -> Iterator[Said]:
    """A project of the return has another amount in the report."""
    told: set[tuple[str, Decimal]] = set()
    for one in report.statements.figures:
        key = project_key(one.name) if one.residue and one.quantity.unit == MONEY and one.exact else ""
        if key not in report.projects or one.year != report.year or (key, one.number) in told or one.summed:
            continue
        if one.parent is not None and one.parent.item not in ("", PROJECTS, "支出合计"):
            continue
        basis = Basis.ACTUAL if one.basis is Basis.UNKNOWN else one.basis
        columns = PROJECT_COLUMNS.get(basis, ())
        values = [row[column] for row in report.projects[key] for column in columns if column in row]
        values = [value for value in values if value.number is not None]
        budgets = [row[c] for row in report.projects[key] for c in PROJECT_COLUMNS[Basis.BUDGET] if c in row]
        also = budgets if one.basis is Basis.UNKNOWN else []
        if not values or any(_equal(one, value) for value in (*values, *also)):
            continue
        told.add((key, one.number))
        value = values[0]
        number = value.number or ZERO
        outcome, tolerance = _outcome(one, number)
        difference = one.number - number
        rounding = outcome is Outcome.ROUNDING
        message = f"“{called(one)}” {money(one.number)}，{_sheet_form(report, value)}的{value.label} {money(number, Type.AMOUNT)}，"
        message += f"报告{more_or_less(difference, one)}"
        yield Said(
            message, one.sentence, (one.start, one.end), decimal_text(one.number), number, difference, tolerance,
            rounding=rounding, related=values, fault=one, inputs=[one, *(v.place for v in values)],
        )  # fmt: skip


def _sheet_form(report: Report, value: Value) -> str:
    forms = report.ret.forms if report.ret else ()
    return next((form.name for form in forms if form.sheet == value.place.sheet), "附表")


@report_rule("BG-05")
def special_funds_as_in_tables(report: Report) -> Iterator[Said]:
    """The report says that there are no special funds, and the tables name projects of such funds."""
    named = [
        (row.name, report.in_wan(form, row.values["本年决算数"])) for form in (report.ret.forms if report.ret else ())
        for row in form.groups.get("项目", ()) if row.counted and "专项" in row.name and "本年决算数" in row.values
    ]  # fmt: skip
    spent = [(name, value) for name, value in named if value.number]
    for sentence in report.statements.sentences if spent else ():
        if denied := _NO_SPECIAL_FUNDS.search(sentence.text):
            names = "、".join(f"{name} {money(value.number)}" for name, value in spent)
            message = f"报告称“{denied.group()}”，而基础数据表有 {len(spent)} 个专项：{names}"
            yield Said(
                message, sentence, denied.span(), level=Level.INFO, related=[value for _, value in spent],
                inputs=[sentence], fix="请写明“专项资金”的口径。",
            )  # fmt: skip
            return
