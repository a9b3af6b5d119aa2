"""Returns of mof-2015-department-target and chongqing-2021: units' own forms that list tasks, or no levels of indicators."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from seeded.base_form import rate
from seeded.evaluation import AIM
from seeded.indicators import cost_of, indicators
from seeded.national import declared, declared_project, drafted
from seeded.paper import Draft, Indicator, N, Paper, cents, money, part

_HEADS = (
    "指标名称", "计量单位", "指标性质", "年初指标值", "调整指标值", "全年完成值", "得分系数（%）", "指标权重（分）", "指标得分（分）",
    "是否核心指标", "未完成原因",
)  # fmt: skip


def mof_2015_department_target(
    rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0
) -> Draft:
    """部门（单位）整体支出绩效目标申报表 with the unit's tasks, and a 项目支出绩效目标申报表 for each project."""
    draft = drafted("mof-2015-department-target", rng, year, unit, projects)
    paper = draft.paper("部门申报表")
    paper.row(rng.choice(["部门（单位）整体支出绩效目标申报表", "部门整体支出绩效目标表"]))
    paper.row(N("部门.年度", draft.year, "（", "年度）"))
    paper.row("部门（单位）名称", N("部门.部门名称", draft.unit))
    paper.row("年度主要任务", "任务名称", "主要内容", None, "预算金额（万元）")
    paper.row(None, None, None, None, "总额", "财政拨款", "其他资金")
    sums = {"总额": Decimal(0), "财政拨款": Decimal(0), "其他资金": Decimal(0)}
    for number, name in enumerate(["人员和日常运转", *draft.projects], 1):
        whole = money(rng, 5, 90)
        grant = rng.choice([whole, part(rng, whole, 60, 95)])
        amounts = {"总额": whole, "财政拨款": grant, "其他资金": whole - grant}
        cells = (N(f"部门.任务{number}.{column}", amount) for column, amount in amounts.items())
        paper.row(None, N(f"部门.任务{number}.名称", name), f"按年度计划组织实施{name}", None, *cells)
        sums = {column: total + amounts[column] for column, total in sums.items()}
    totals = (N(f"部门.金额合计.{column}", total) for column, total in sums.items())
    paper.row(None, "金额合计", None, None, *totals)
    paper.row("年度总体目标", N("部门.年度总体目标", AIM))
    paper.row("年度绩效指标", "一级指标", "二级指标", "三级指标", None, N("部门.列.指标值", "指标值"))
    _by_levels(
        draft, paper, declared(rng, "", Indicator("", "成本指标", "支出控制数", f"≤{sums['总额']}万元"))
    )
    for number, name in enumerate(draft.projects, 1):
        declared_project(draft, rng, number, name)
    return draft


def _by_levels(draft: Draft, paper: Paper, rows: list[Indicator]) -> None:
    draft.indicators["部门"] = rows
    first = second = ""
    for number, row in enumerate(rows, 1):
        top = N(f"部门.一级.{row.first}", row.first) if row.first != first else None
        middle = row.second if row.second != second else None
        name = N(f"部门.指标{number}.三级指标", row.name)
        paper.row(None, top, middle, name, None, N(f"部门.指标{number}.指标值", row.target))
        first, second = row.first, row.second


def chongqing_2021(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """部门整体绩效自评表 of Chongqing: one line of money, the total in the head, a coefficient in each row."""
    draft = drafted("chongqing-2021", rng, year, unit, projects)
    draft.projects = []
    budget = money(rng, 300, 900)
    initial, spent = part(rng, budget, 85, 105), part(rng, budget, 82, 99)
    due = cents(spent * 10 / budget)
    rows = indicators(rng, (50, 30, 10), cost_of(budget, spent, "支出控制数"))
    total = N("部门.总分.得分", sum((row.score for row in rows), due))
    paper = draft.paper("部门自评表")
    paper.row("部门整体绩效自评表")
    head = ("主管部门", N("部门.部门名称", draft.unit), None, None, None, "财政处室", "行政科")
    paper.row(*head, None, "自评总分（分）", None, total)
    paper.row("部门联系人", None, "经办人甲", None, None, "联系电话", "（略）")
    columns = ("年初预算数", None, "全年（调整）预算数", None, "全年执行数")
    paper.row("部门预算执行情况（万元）", None, *columns, "执行率（%）", "执行率权重", "执行率得分（分）")
    whole = (
        N("部门.年初预算数", initial),
        None,
        N("部门.资金总额", budget),
        None,
        N("部门.执行数", spent),
    )
    tail = (N("部门.资金执行率", rate(rng, spent, budget)), N("部门.执行分值", 10), N("部门.执行得分", due))
    paper.row(None, None, *whole, *tail)
    goals = ("年初绩效目标", None, None, "全年（调整）绩效目标", None, None, "全年目标实际完成情况")
    paper.row("当年绩效目标", *goals)
    done = N("部门.实际完成情况", f"已{AIM}")
    paper.row(None, N("部门.预期目标", AIM), None, None, "无", None, None, done)
    paper.row("绩效指标", *(N(f"部门.列.{head}", head) for head in _HEADS))
    _in_one_level(draft, paper, rows, rng)
    return draft


def _in_one_level(draft: Draft, paper: Paper, rows: list[Indicator], rng: Random) -> None:
    """Half of the units write unit and direction in their own columns, the others in the target."""
    draft.indicators["部门"] = rows
    apart = rng.random() < 0.5
    for number, row in enumerate(rows, 1):
        key = f"部门.指标{number}"
        unit, kind, target, actual = _apart(row) if apart else (None, None, row.target, row.actual)
        values = (N(f"{key}.指标值", target), "/", N(f"{key}.完成值", actual))
        share = f"{cents(row.score * 100 / row.weight)}%"
        marks = (N(f"{key}.系数", share), N(f"{key}.分值", row.weight), N(f"{key}.得分", row.score))
        core, reason = rng.choice("是否"), N(f"{key}.原因", row.reason or None)
        kinds = (N(f"{key}.计量单位", unit), N(f"{key}.方向", kind))
        paper.row(None, N(f"{key}.三级指标", row.name), *kinds, *values, *marks, core, reason)


def _apart(row: Indicator) -> tuple[str | None, str, str | Decimal, str]:
    """Unit, direction, target and actual of an indicator in columns of their own; words stay as they are."""
    if row.number is None or not row.unit:
        return None, "定性指标", row.target, row.actual
    kind = "定量指标" if row.target == f"{row.number}{row.unit}" else "≥"
    return row.unit, kind, row.number, row.actual.removesuffix(row.unit)
