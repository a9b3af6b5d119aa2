"""Returns of hunan-2022-target and hebei-2020: targets declared at the start of the year."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from seeded.evaluation import AIM, DUTIES, PROJECTS, UNITS
from seeded.indicators import RATES, indicators
from seeded.paper import Content, Draft, Indicator, N, Paper, money, part, pick

SUMS = "一二三四五六七八"


def hunan_2022_target(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """部门整体支出绩效目标申报表 and a 项目绩效目标申报表 for each project."""
    draft = _draft("hunan-2022-target", rng, year, unit, projects)
    amounts = [money(rng, 5, 90) for _ in draft.projects]
    paper = draft.paper("部门申报表")
    basic, whole = money(rng, 200, 900), sum(amounts, Decimal(0))
    total = basic + whole
    other = rng.choice([None, part(rng, total, 1, 6)])
    fund = rng.choice([None, part(rng, total, 1, 6)])
    paper.row("部门整体支出绩效目标申报表")
    paper.row(N("部门.年度", draft.year, "（", "年度）"))
    paper.row(
        N("部门.填报单位", draft.unit, "填报单位（盖章）："),
        None,
        None,
        None,
        N("部门.金额单位", "万元", "单位："),
    )
    paper.row("部门名称", N("部门.部门名称", draft.unit))
    paper.row("年度预算申请（万元）", N("部门.资金总额", total, "资金总额："))
    paper.row(None, "按收入性质分", None, None, "按支出性质分")
    own = total - (other or 0) - (fund or 0)
    paper.row(
        None,
        N("部门.一般公共预算收入", own, "其中：公共财政拨款："),
        None,
        None,
        N("部门.基本支出", basic, "其中：基本支出："),
    )
    paper.row(
        None,
        N("部门.政府性基金拨款", fund, "政府性基金拨款："),
        None,
        None,
        N("部门.项目支出", whole, "项目支出："),
    )
    paper.row(None, N("部门.非税收入拨款", None, "纳入专户管理的非税收入拨款："))
    paper.row(None, N("部门.其他资金", other, "其他资金："))
    paper.row("部门职能职责概述", N("部门.部门职能职责概述", DUTIES))
    paper.row("年度主要任务", "任务名称", "主要内容", None, "预算金额（万元）")
    paper.row(None, None, None, None, "总额", "财政拨款")
    fiscal = [amount if rng.random() < 0.6 else part(rng, amount, 60, 95) for amount in amounts]
    for number, (name, amount, grant) in enumerate(zip(draft.projects, amounts, fiscal, strict=True), 1):
        content = f"按年度计划组织实施{name}，按期验收"
        money_cells = (N(f"部门.任务{number}.总额", amount), N(f"部门.任务{number}.财政拨款", grant))
        paper.row(None, N(f"部门.任务{number}.名称", name), content, None, *money_cells)
    sums = (N("部门.金额合计.总额", whole), N("部门.金额合计.财政拨款", sum(fiscal, Decimal(0))))
    paper.row(None, "金额合计", None, None, *sums)
    paper.row("年度总体目标", N("部门.年度总体目标", AIM))
    rows = _declared(rng, "")
    _table(draft, paper, "部门", "部门整体支出年度绩效指标", rows)
    _hunan_foot(draft, paper, "部门")
    for number, (name, amount, grant) in enumerate(zip(draft.projects, amounts, fiscal, strict=True), 1):
        _hunan_project(draft, rng, number, name, amount, grant)
    return draft


def _draft(form_set: str, rng: Random, year: int | None, unit: str, projects: int) -> Draft:
    names = pick(rng, PROJECTS, projects or rng.randint(2, 5))
    rng.shuffle(names)
    return Draft(form_set, year or rng.randint(2020, 2024), unit or rng.choice(UNITS), projects=names)


def _declared(rng: Random, about: str, cost: Indicator | None = None) -> list[Indicator]:
    rows = indicators(rng, (50, 30, 20), cost, None, about)
    for row in rows:
        if row.second == "时效指标" and row.number is None:
            row.target = "12月底前"
    return rows


def _hunan_project(
    draft: Draft, rng: Random, number: int, name: str, amount: Decimal, grant: Decimal
) -> None:
    form = f"项目{number}"
    paper = draft.paper(f"项目申报{SUMS[number - 1]}")
    _project_head(draft, paper, form, name, amount, grant)
    cost = Indicator("", "成本指标", "项目总成本", f"≤{amount}万元")
    _table(draft, paper, form, "绩效指标", _declared(rng, name, cost))
    _hunan_foot(draft, paper, form)


def _project_head(draft: Draft, paper: Paper, form: str, name: str, amount: Decimal, grant: Decimal) -> None:
    paper.row("项目绩效目标申报表")
    paper.row(N(f"{form}.年度", draft.year, "（", "年度）"))
    paper.row(
        N(f"{form}.填报单位", draft.unit, "填报单位（盖章）："),
        None,
        None,
        N(f"{form}.金额单位", "万元", "单位："),
    )
    paper.row("项目名称", N(f"{form}.项目支出名称", name))
    paper.row("预算单位", N(f"{form}.预算单位", draft.unit))
    paper.row("项目资金（万元）", N(f"{form}.资金总额", amount, "资金总额："))
    paper.row(None, N(f"{form}.财政拨款", grant, "其中：财政拨款："))
    paper.row(None, N(f"{form}.其他资金", amount - grant or None, "其他资金："))
    paper.row("总体目标", "年度目标")
    paper.row(None, N(f"{form}.年度总体目标", f"完成{name}年度任务，成果通过验收。"))


def declaration_of(evaluation: Draft) -> Draft:
    """What the unit of a return of hunan-2021 declared at the start of its year: the same indicators and budgets."""
    draft = Draft("hunan-2022-target", evaluation.year, evaluation.unit, projects=evaluation.projects)
    paper = draft.paper("部门申报表")
    paper.row("部门整体支出绩效目标申报表")
    paper.row(N("部门.年度", draft.year, "（", "年度）"))
    paper.row(N("部门.填报单位", draft.unit, "填报单位（盖章）："), None, None, None, "单位：万元")
    paper.row("部门名称", draft.unit)
    paper.row("年度预算申请（万元）", f"资金总额：{evaluation.amount('部门.资金总额')}")
    paper.row(None, "按收入性质分", None, None, "按支出性质分")
    paper.row(None, f"其中：公共财政拨款：{evaluation.amount('部门.资金总额')}")
    paper.row("部门职能职责概述", DUTIES)
    paper.row("年度总体目标", AIM)
    _table(draft, paper, "部门", "部门整体支出年度绩效指标", list(evaluation.indicators["部门"]))
    _hunan_foot(draft, paper, "部门")
    for number, name in enumerate(evaluation.projects, 1):
        form = f"项目{number}"
        paper = draft.paper(f"项目申报{SUMS[number - 1]}")
        amount = evaluation.amount(f"{form}.年度资金总额.全年预算数")
        _project_head(draft, paper, form, name, amount, amount)
        _table(draft, paper, form, "绩效指标", list(evaluation.indicators[form]))
        _hunan_foot(draft, paper, form)
    return draft


def _hunan_foot(draft: Draft, paper: Paper, form: str) -> None:
    paper.row("预算部门、财政部门审核意见", N(f"{form}.审核意见", "同意申报。（盖章）"))
    day = f"{draft.year - 1}.11.20"
    paper.row(N(f"{form}.填报日期", day, "填表人：经办人甲　联系电话：（略）　填表日期："))


def _table(draft: Draft, paper: Paper, form: str, title: str, rows: list[Indicator]) -> None:
    """The columns of Hunan, with a column of weights as some units add it."""
    draft.indicators[form] = rows
    paper.row(
        title,
        "一级指标",
        "二级指标",
        "三级指标",
        N(f"{form}.列.指标值", "指标值（包含数字及文字描述）"),
        "分值",
    )
    first = second = ""
    for number, row in enumerate(rows, 1):
        top = N(f"{form}.一级.{row.first}", row.first) if row.first != first else None
        middle = row.second if row.second != second else None
        key = f"{form}.指标{number}"
        paper.row(
            None,
            top,
            middle,
            N(f"{key}.三级指标", row.name),
            N(f"{key}.指标值", row.target),
            N(f"{key}.分值", row.weight),
        )
        first, second = row.first, row.second


# --- hebei-2020 --------------------------------------------------------------------------------------------


def hebei_2020(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """部门整体支出绩效目标申报表 with a goal for basic and one for each project, and the projects' forms."""
    draft = _draft("hebei-2020", rng, year, unit, projects)
    amounts = [money(rng, 5, 90) for _ in draft.projects]
    people, running = money(rng, 100, 500), money(rng, 20, 90)
    whole = sum(amounts, Decimal(0))
    total = people + running + whole
    carried = rng.choice([None, part(rng, total, 2, 8)])
    transfer = rng.choice([None, part(rng, total, 2, 8)])
    paper = draft.paper("部门")
    paper.row("某市部门整体支出绩效目标申报表")
    paper.row(N("部门.年度", draft.year, "（", "年度）"))
    paper.row(N("部门.填报单位", draft.unit, "填报单位（盖公章）："))
    paper.row("部门名称", N("部门.部门名称", draft.unit))
    paper.row("年度预算（万元）", "年度收入预算")
    paper.row(None, *_INCOME)
    income: list[Content] = [total, total - (carried or 0) - (transfer or 0), None, transfer, carried, None]
    paper.row(None, *(N(f"部门.{name}", amount) for name, amount in zip(_INCOME_NAMES, income, strict=True)))
    paper.row(None, "年度支出预算")
    paper.row(None, "合计", "人员经费支出", "正常公用支出", "项目支出", None, "其它支出")
    spent = (N("部门.支出合计", total), N("部门.人员经费支出", people), N("部门.正常公用支出", running))
    paper.row(None, *spent, N("部门.项目支出", whole), None, N("部门.其它支出", None))
    paper.row("年度整体支出总体目标", N("部门.年度总体目标", AIM))
    paper.row("年度工作计划", N("部门.年度工作计划", "按季度分解任务，年底前全部完成。"))
    draft.indicators["部门"] = []
    _goal(draft, paper, rng, 1, "保障人员和公用经费。", f"基本支出（{people + running}万元）", "")
    for number, (name, amount) in enumerate(zip(draft.projects, amounts, strict=True), 2):
        _goal(draft, paper, rng, number, f"完成{name}。", f"{name}（{amount}万元）", name)
    for number, (name, amount) in enumerate(zip(draft.projects, amounts, strict=True), 1):
        _hebei_project(draft, rng, number, name, amount)
    return draft


_INCOME = (
    "合计",
    "一般公共预算拨入",
    "政府基金预算拨入",
    "提前告知转移支付",
    "上年结转",
    "单位自有收入（含经营收入）",
)
_INCOME_NAMES = (
    "收入合计",
    "一般公共预算拨入",
    "政府基金预算拨入",
    "提前告知转移支付",
    "上年结转",
    "单位自有收入",
)
_PLANS = (("25%", "50%", "75%", "100%"), ("10%", "40%", "90%", "100%"), ("0%", "30%", "80%", "100%"))


def _goal(draft: Draft, paper: Paper, rng: Random, number: int, goal: str, title: str, about: str) -> None:
    """A goal with two outputs and a benefit."""
    heads = (
        "整体支出绩效指标",
        "项目名称及金额（万元）",
        "一级指标",
        "二级指标",
        None,
        None,
        "指标值",
        "备注",
    )
    paper.row(f"年度整体支出目标{number}", N(f"部门.目标{number}", goal))
    paper.row(*heads)
    rows = [
        Indicator("产出指标", "", about + rng.choice(RATES["质量指标"]), f"≥{rng.randint(85, 99)}%"),
        Indicator(
            "产出指标", "", about + "完成任务项数", f"≥{rng.randint(2, 60)}项", number=Decimal(1), unit="项"
        ),
        Indicator("效益指标", "", about + rng.choice(RATES["可持续影响指标"]), f"≥{rng.randint(85, 99)}%"),
    ]
    first = ""
    for at, row in enumerate(rows):
        known = draft.indicators["部门"]
        known.append(row)
        key = f"部门.指标{len(known)}"
        top = row.first if row.first != first else None
        name = N(f"{key}.三级指标", row.name)
        paper.row(None, title if not at else None, top, name, None, None, N(f"{key}.指标值", row.target))
        first = row.first


def _hebei_project(draft: Draft, rng: Random, number: int, name: str, amount: Decimal) -> None:
    form = f"项目{number}"
    own = rng.choice([amount, part(rng, amount, 60, 95)])
    paper = draft.paper(f"项目{SUMS[number - 1]}")
    paper.row("某市市级部门预算项目绩效目标表")
    paper.row(N(f"{form}.填报单位", draft.unit, "填报单位（盖公章）："))
    paper.row(
        "项目编码", N(f"{form}.项目编码", f"A{number:03d}"), None, "项目名称", N(f"{form}.项目支出名称", name)
    )
    budget = (
        "预算数",
        N(f"{form}.资金总额", amount, after="万元"),
        "其中：财政资金",
        N(f"{form}.财政拨款", own, after="万元"),
    )
    paper.row("预算规模及资金用途", *budget, "其他资金", N(f"{form}.其他资金", amount - own, after="万元"))
    paper.row(None, "资金用途", "用于委托服务和设备购置。")
    paper.row("资金支出计划（%）", "3月底", None, "6月底", None, "10月底", "12月底")
    a, b, c, e = (
        N(f"{form}.{month}", share) for month, share in zip(MONTHS, rng.choice(_PLANS), strict=True)
    )
    paper.row(None, a, None, b, None, c, e)
    paper.row("绩效目标", N(f"{form}.年度总体目标", f"完成{name}年度任务，成果通过验收。"))
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "绩效指标描述",
        None,
        None,
        N(f"{form}.列.指标值", "指标值"),
        "指标值确定依据",
    )
    paper.row(*heads)
    rows = _declared(rng, name)
    half = part(rng, amount, 30, 60)
    costs = [
        ("培训费", "全年培训费支出", half),
        ("设备维修费", "设备维护费支出", part(rng, amount - half, 50, 90)),
    ]
    at = sum(row.first == "产出指标" for row in rows)
    rows[at:at] = [
        Indicator("产出指标", "成本指标", cost, f"≤{limit}万元", words) for cost, words, limit in costs
    ]
    draft.indicators[form] = rows
    first = second = ""
    for index, row in enumerate(rows, 1):
        top = row.first if row.first != first else None
        middle = row.second if row.second != second else None
        key = f"{form}.指标{index}"
        words = row.actual if row.second == "成本指标" else f"全年{row.name}"
        about = (N(f"{key}.描述", words), None, None)
        paper.row(
            top,
            middle,
            N(f"{key}.三级指标", row.name),
            *about,
            N(f"{key}.指标值", row.target),
            N(f"{key}.依据", "历史数据"),
        )
        first, second = row.first, row.second
    paper.row("经办人（签字）：　　电话：（略）　　项目责任人（签字）：")


MONTHS = ("三月底", "六月底", "十月底", "十二月底")
