"""Returns of mof-2015-target, xiangtan-2023-target and mof-2020-department: forms beside those of Hunan and Hebei."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from seeded.base_form import rate
from seeded.evaluation import AIM, PROJECTS, UNITS, YEARLY, indicator_table, mof_project
from seeded.indicators import cost_of, indicators
from seeded.paper import Draft, Indicator, N, Paper, cents, money, part, pick

SHEETS = "一二三四五六七八"
_BASES = ("计划标准", "行业标准", "历史标准")


def mof_2015_target(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """A 项目支出绩效目标申报表 for each project: for three years and the first of them."""
    draft = drafted("mof-2015-target", rng, year, unit, projects)
    for number, name in enumerate(draft.projects, 1):
        declared_project(draft, rng, number, name)
    return draft


def drafted(form_set: str, rng: Random, year: int | None, unit: str, projects: int) -> Draft:
    """An empty return of a unit with its projects."""
    names = pick(rng, PROJECTS, projects or rng.randint(2, 5))
    rng.shuffle(names)
    return Draft(form_set, year or rng.randint(2020, 2024), unit or rng.choice(UNITS), projects=names)


def declared_project(draft: Draft, rng: Random, number: int, name: str) -> None:
    """The national declaration of a project."""
    form, paper = f"项目{number}", draft.paper(f"申报{SHEETS[number - 1]}")
    amount = money(rng, 5, 90)
    grant = rng.choice([amount, part(rng, amount, 60, 95)])
    paper.row("项目支出绩效目标申报表")
    paper.row(N(f"{form}.年度", draft.year, "（", "年度）"))
    paper.row("项目名称", None, N(f"{form}.项目支出名称", name))
    office = N(f"{form}.主管部门", "示例市人民政府办公室[101]")
    paper.row("主管部门及代码", office, None, None, None, "实施单位", N(f"{form}.实施单位", draft.unit))
    paper.row("项目属性", "延续项目", None, None, None, "项目期", "3年")
    sums = (N(f"{form}.中期资金总额", amount * 3), None, "年度资金总额：", N(f"{form}.资金总额", amount))
    paper.row("项目资金（万元）", None, "中期资金总额：", *sums)
    grants = (N(f"{form}.中期财政拨款", grant * 3), None, "其中：财政拨款", N(f"{form}.财政拨款", grant))
    paper.row(None, None, "其中：财政拨款", *grants)
    others = (
        N(f"{form}.中期其他资金", (amount - grant) * 3),
        None,
        "其他资金",
        N(f"{form}.其他资金", amount - grant),
    )
    paper.row(None, None, "其他资金", *others)
    term = f"中期目标（{draft.year}年—{draft.year + 2}年）"
    paper.row("总体目标", term, None, None, None, "年度目标")
    goal = N(f"{form}.年度总体目标", f"完成{name}年度任务，成果通过验收。")
    paper.row(None, f"三年完成{name}的全部任务。", None, None, None, goal)
    rows = declared(rng, name, Indicator("", "成本指标", "项目总成本", f"≤{amount}万元"))
    heads = ("二级指标", "三级指标", "指标值")
    paper.row("绩效指标", "一级指标", *heads, *heads[:2], N(f"{form}.列.指标值", heads[2]))
    _both_halves(draft, paper, form, rows, amount * 3)


def declared(rng: Random, about: str, cost: Indicator) -> list[Indicator]:
    """Indicators with targets only."""
    rows = indicators(rng, (50, 30, 20), cost, None, about)
    for row in rows:
        if row.second == "时效指标" and row.number is None:
            row.target = "12月底前"
    return rows


def _both_halves(draft: Draft, paper: Paper, form: str, rows: list[Indicator], whole: Decimal) -> None:
    draft.indicators[form] = rows
    first = ""
    for number, row in enumerate(rows, 1):
        key = f"{form}.指标{number}"
        top = N(f"{form}.一级.{row.first}", row.first) if row.first != first else None
        of_term = row.target
        if row.second == "成本指标":
            of_term = f"≤{whole}万元"
        elif row.number is not None and row.unit != "%" and row.target.startswith("≥"):
            of_term = f"≥{row.number * 3}{row.unit}"
        term = (row.second, N(f"{key}.中期三级指标", row.name), N(f"{key}.中期指标值", of_term))
        year = (row.second, N(f"{key}.三级指标", row.name), N(f"{key}.指标值", row.target))
        paper.row(None, top, *term, *year)
        first = row.first


def xiangtan_2023_target(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """The 项目支出绩效目标申报表 of Xiangtan for each project."""
    draft = drafted("xiangtan-2023-target", rng, year, unit, projects)
    for number, name in enumerate(draft.projects, 1):
        form, paper = f"项目{number}", draft.paper(f"申报{SHEETS[number - 1]}")
        amount = money(rng, 5, 90)
        above = rng.choice([Decimal(0), part(rng, amount, 10, 60)])
        paper.row(N(f"{form}.年度", draft.year, "", "年项目支出绩效目标申报表"))
        own = N(f"{form}.填报单位", draft.unit, "填报单位：（盖章）")
        paper.row(own, None, None, None, N(f"{form}.金额单位", "万元", "单位："))
        title = N(f"{form}.项目支出名称", name)
        paper.row("项目支出名称", title, None, "预算部门", N(f"{form}.主管部门", "示例市人民政府办公室"))
        sources = (N(f"{form}.本级资金", amount - above), None, "该项目支出上级资金")
        paper.row("年度本级预算金额", *sources, N(f"{form}.上级资金", above))
        paper.row("项目支出实施期", f"{draft.year}.01-{draft.year}.12")
        paper.row("实施期绩效目标", f"完成{name}的全部任务。")
        paper.row("本年度绩效目标", N(f"{form}.年度总体目标", f"完成{name}年度任务，成果通过验收。"))
        heads = ("一级指标", "二级指标", "三级指标", N(f"{form}.列.指标值", "指标值及单位"), "绩效标准")
        paper.row("本年度绩效指标", *heads)
        rows = declared(rng, name, Indicator("", "成本指标", "项目总成本", f"≤{amount}万元"))
        _with_bases(draft, paper, form, rows, rng)
        paper.row("财政部门审核意见", N(f"{form}.审核意见", "同意申报。（盖章）"))
        day = f"{draft.year}.01.20"
        paper.row("填表人：经办人甲", None, "联系电话：（略）", N(f"{form}.填报日期", day, "填报日期："))
    return draft


def _with_bases(draft: Draft, paper: Paper, form: str, rows: list[Indicator], rng: Random) -> None:
    draft.indicators[form] = rows
    first = second = ""
    for number, row in enumerate(rows, 1):
        key = f"{form}.指标{number}"
        top = N(f"{form}.一级.{row.first}", row.first) if row.first != first else None
        middle = row.second if row.second != second else None
        name, target = N(f"{key}.三级指标", row.name), N(f"{key}.指标值", row.target)
        paper.row(None, top, middle, name, target, rng.choice(_BASES))
        first, second = row.first, row.second


def mof_2020_department(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """The 部门自评表 in the layout of the national form of a project, and that form for each project."""
    draft = drafted("mof-2020-department", rng, year, unit, projects)
    budget = money(rng, 300, 900)
    initial, spent = part(rng, budget, 85, 105), part(rng, budget, 82, 99)
    carried = rng.choice([Decimal(0), part(rng, budget, 5, 15)])
    due = cents(spent * 10 / budget)
    paper = draft.paper("部门自评表")
    paper.row(rng.choice(["部门整体支出绩效自评表", "部门（单位）整体支出绩效自评表"]))
    paper.row(N("部门.年度", draft.year, "（", "年度）"))
    paper.row("部门名称", N("部门.部门名称", draft.unit))
    paper.row("部门资金（万元）", None, None, *YEARLY, "分值", "执行率", "得分")
    tail = (N("部门.执行分值", 10), N("部门.资金执行率", rate(rng, spent, budget)), N("部门.执行得分", due))
    whole = (N("部门.年初预算数", initial), N("部门.资金总额", budget), N("部门.执行数", spent))
    paper.row(None, "年度资金总额", None, *whole, *tail)
    own = (initial, budget - carried, spent - carried)
    grants = [N(f"部门.当年财政拨款.{column}", content) for column, content in zip(YEARLY, own, strict=True)]
    paper.row(None, "其中：当年财政拨款", None, *grants, "—", "—", "—")
    paper.row(None, "上年结转资金", None, None, *((carried, carried) if carried else (None, None)))
    paper.row(None, "其他资金")
    paper.row("年度总体目标", "预期目标", None, None, None, "实际完成情况")
    paper.row(None, N("部门.预期目标", AIM), None, None, None, N("部门.实际完成情况", f"已{AIM}"))
    rows = indicators(rng, (50, 30, 10), cost_of(budget, spent, "支出控制数"))
    indicator_table(draft, paper, "部门", "绩效指标", rows, due)
    for number, _ in enumerate(draft.projects, 1):
        mof_project(draft, rng, number)
    return draft
