"""Returns of hunan-2021, hunan-2022, hunan-2019 and mof-2020: 基础数据表, 部门自评表, 项目自评表."""

from __future__ import annotations

import re
from copy import deepcopy
from decimal import Decimal
from random import Random

from seeded.base_form import ORDER_2019, ORDER_2021, Three, base_figures, base_form, foot, rate
from seeded.indicators import cost_of, indicators
from seeded.paper import Content, Draft, Indicator, N, Paper, cents, money, part, pick

THREE_FORMS = ("hunan-2021", "hunan-2022")
"""The form sets with a 基础数据表, a 部门自评表 and 项目自评表 in one return."""
YEARLY = ("年初预算数", "全年预算数", "全年执行数")
UNITS = ("示例市档案馆", "某市图书馆", "示例县农业技术推广站", "某区市场监督管理局", "示例市科学技术协会")
PROJECTS = (
    "档案数字化", "馆库维护", "业务培训专项", "信息系统运行维护", "普法宣传", "基层调研", "设备更新", "公共安全巡查",
    "课题研究", "文献征集", "展览巡展", "农技推广", "抽样检验", "志愿服务",
)  # fmt: skip
INDICATOR_HEADS = (
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
)  # fmt: skip
DUTIES = "负责本行政区域内有关公共服务的组织实施和业务指导，开展宣传教育，承办上级交办的其他工作。"
AIM = "完成年度各项工作任务，提高公共服务的质量和效率，保障单位正常运转，服务全市中心工作。"


def hunan_2021(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """基础数据表, 部门自评表 and a 项目自评表 for each project."""
    return _three_forms("hunan-2021", rng, year, unit, projects)


def hunan_2022(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """The same with the 部门自评表 that has three columns of money."""
    return _three_forms("hunan-2022", rng, year, unit, projects)


def _three_forms(form_set: str, rng: Random, year: int | None, unit: str, projects: int) -> Draft:
    draft = _draft(form_set, rng, year, unit, projects)
    spent = [_project_funds(rng) for _ in draft.projects]
    figures = base_figures(rng, spent)
    base_form(draft, rng, figures, spent, ORDER_2021)
    shared = Indicator("", "数量指标", "全年完成督办事项件数", "≥40件", "42件", number=Decimal(40), unit="件")
    overall = _overall_form if form_set == "hunan-2021" else _overall_form_2022
    overall(draft, rng, figures, shared)
    for number, funds in enumerate(spent, 1):
        twin = Indicator(
            "", "数量指标", shared.name, shared.target, shared.actual, number=Decimal(40), unit="件"
        )
        _project_form(draft, rng, number, funds, twin if number == 1 else None)
    return draft


def hunan_2019(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """The 基础数据表 of 2019."""
    draft = _draft("hunan-2019", rng, year, unit, projects)
    spent = [_project_funds(rng) for _ in draft.projects]
    base_form(draft, rng, base_figures(rng, spent), spent, ORDER_2019)
    return draft


def mof_2020(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """The national form for each project."""
    draft = _draft("mof-2020", rng, year, unit, projects)
    for number, _ in enumerate(draft.projects, 1):
        mof_project(draft, rng, number)
    return draft


def mof_project(draft: Draft, rng: Random, number: int) -> None:
    """The national form of one project."""
    _project_form(draft, rng, number, _project_funds(rng), None, national=True)


def _draft(form_set: str, rng: Random, year: int | None, unit: str, projects: int) -> Draft:
    names = pick(rng, PROJECTS, projects or rng.randint(2, 6))
    rng.shuffle(names)
    return Draft(form_set, year or rng.randint(2020, 2024), unit or rng.choice(UNITS), projects=names)


def _project_funds(rng: Random) -> dict[str, Decimal]:
    """What a project was given and spent; the adjustment stays below 30 %."""
    initial = money(rng, 5, 90)
    budget = rng.choice([initial, part(rng, initial, 80, 120)])
    spent = part(rng, budget, 82, 99)
    carried = rng.choice([Decimal(0), part(rng, budget, 5, 20)])
    return {
        "last": part(rng, initial, 80, 120),
        "initial": initial,
        "budget": budget,
        "spent": spent,
        "carried": carried,
    }


# --- 部门自评表 --------------------------------------------------------------------------------------------


def _overall_paper(draft: Draft) -> Paper:
    paper = draft.paper("部门自评表")
    paper.row("部门整体支出绩效自评表")
    paper.row(N("部门.填报单位", draft.unit, "填报单位：（盖章）", f"　（{draft.year}年度）"))
    return paper


def _overall_form(draft: Draft, rng: Random, figures: dict[str, Three], shared: Indicator) -> None:
    paper = _overall_paper(draft)
    budget, spent = _whole(figures)
    others, fund = _sources(rng, budget)
    due = cents(spent * 10 / budget)
    paper.row(
        "部门名称", N("部门.部门名称", draft.unit), None, None, None, "执行数", "资金执行率", "分值", "得分"
    )
    tail = [
        N("部门.执行数", spent),
        N("部门.资金执行率", rate(rng, spent, budget)),
        N("部门.执行分值", 10),
        N("部门.执行得分", due),
    ]
    inline = rng.random() < 0.6
    paper.row("年度预算申请（万元）", *_pair(inline, "资金总额", "资金总额", budget), None, None, *tail)
    _by_nature(paper, figures, others, fund, inline)
    paper.row("部门职能职责概述", N("部门.部门职能职责概述", DUTIES))
    paper.row("整体绩效目标", N("部门.整体绩效目标", AIM))
    _overall_indicators(draft, paper, rng, figures, shared, due)


def _overall_form_2022(draft: Draft, rng: Random, figures: dict[str, Three], shared: Indicator) -> None:
    paper = _overall_paper(draft)
    budget, spent = _whole(figures)
    others, fund = _sources(rng, budget)
    due = cents(spent * 10 / budget)
    paper.row("部门名称", N("部门.部门名称", draft.unit))
    paper.row("年度预算申请（万元）", None, None, *YEARLY, "分值", "执行率", "得分")
    funds = (
        N("部门.年初预算数", part(rng, budget, 80, 110)),
        N("部门.资金总额", budget),
        N("部门.执行数", spent),
        N("部门.执行分值", 10),
        N("部门.资金执行率", rate(rng, spent, budget)),
        N("部门.执行得分", due),
    )
    paper.row(None, "年度资金总额", None, *funds)
    _by_nature(paper, figures, others, fund, rng.random() < 0.6)
    paper.row("年度总体目标", "预期目标", None, None, None, "实际完成情况")
    paper.row(None, N("部门.预期目标", AIM), None, None, None, N("部门.实际完成情况", f"已{AIM}"))
    _overall_indicators(draft, paper, rng, figures, shared, due)


def _whole(figures: dict[str, Three]) -> tuple[Decimal, Decimal]:
    """All that the unit was given and spent."""
    budget, spent = (figures["基本支出"][at] + figures["项目支出"][at] for at in (1, 2))
    return budget, spent


def _pair(inline: bool, name: str, label: str, content: Content) -> list[Content | N]:
    """A label with its content inside the same cell or beside it."""
    return [N(f"部门.{name}", content, f"{label}："), None] if inline else [label, N(f"部门.{name}", content)]


def _sources(rng: Random, budget: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Other money and that of a government fund; None for none."""
    others, fund = (rng.choice([None, part(rng, budget, 1, 6)]) for _ in range(2))
    return others, fund


def _by_nature(
    paper: Paper,
    figures: dict[str, Three],
    others: Decimal | None,
    fund: Decimal | None,
    inline: bool,
) -> None:
    """The budget by nature of income and by nature of expense, side by side."""
    budget, _ = _whole(figures)
    general = budget - (others or 0) - (fund or 0)

    def pair(name: str, label: str, content: Content) -> list[Content | N]:
        return _pair(inline, name, label, content)

    lines: list[tuple[list[Content | N], list[Content | N]]] = [
        (pair("按收入性质分", "按收入性质分", budget), pair("按支出性质分", "按支出性质分", budget)),
        (
            pair("一般公共预算收入", "其中：一般公共预算收入", general),
            pair("基本支出", "其中：基本支出", figures["基本支出"][1]),
        ),
        (
            pair("政府性基金拨款", "政府性基金拨款", fund),
            pair("项目支出", "项目支出", figures["项目支出"][1]),
        ),
        (pair("非税收入拨款", "纳入专户管理的非税收入拨款", None), []),
        (pair("其他资金", "其他资金", others), []),
    ]
    for left, right in lines:
        paper.row(None, *left, None, None, *right)


def _overall_indicators(
    draft: Draft, paper: Paper, rng: Random, figures: dict[str, Three], shared: Indicator, due: Decimal
) -> None:
    cost = cost_of(figures["项目支出"][1], figures["项目支出"][2], "项目支出控制数")
    rows = indicators(rng, (50, 30, 10), cost, shared)
    indicator_table(draft, paper, "部门", "部门整体支出年度绩效指标", rows, due)
    foot(draft, paper, "部门")


def indicator_table(
    draft: Draft, paper: Paper, form: str, title: str, rows: list[Indicator], due: Decimal
) -> None:
    """The table of indicators with its total; ``due`` is the score of budget execution."""
    draft.indicators[form] = rows
    paper.row(title, *(N(f"{form}.列.{head}", head) for head in INDICATOR_HEADS))
    first = second = ""
    weights = {
        name: sum((row.weight for row in rows if row.first == name), Decimal(0))
        for name in {row.first for row in rows}
    }
    for number, row in enumerate(rows, 1):
        top = (
            N(f"{form}.一级.{row.first}", weights[row.first], f"{row.first}(", "分)")
            if row.first != first
            else None
        )
        middle = row.second if row.second != second else None
        key = f"{form}.指标{number}"
        cells = (N(f"{key}.指标值", row.target), N(f"{key}.完成值", row.actual))
        marks = (
            N(f"{key}.分值", row.weight),
            N(f"{key}.得分", row.score),
            N(f"{key}.原因", row.reason or None),
        )
        paper.row(None, top, middle, N(f"{key}.三级指标", row.name), *cells, *marks)
        first, second = row.first, row.second
    total = sum((row.score for row in rows), due)
    paper.row("总分", *[None] * 5, N(f"{form}.总分.分值", 100), N(f"{form}.总分.得分", total))


# --- 项目自评表 --------------------------------------------------------------------------------------------


def _project_form(
    draft: Draft,
    rng: Random,
    number: int,
    funds: dict[str, Decimal],
    shared: Indicator | None,
    *,
    national: bool = False,
) -> None:
    form = f"项目{number}"
    paper = draft.paper("项目" + "一二三四五六七八"[number - 1])
    due = cents(funds["spent"] * 10 / funds["budget"])
    paper.row("项目支出绩效自评表")
    if national:
        paper.row(N(f"{form}.年度", draft.year, "（", "年度）"))
    else:
        paper.row(N(f"{form}.填报单位", draft.unit, "填报单位：（盖章）", f"　（{draft.year}年度）"))
    title = draft.projects[number - 1]
    paper.row("项目名称" if national else "项目支出名称", N(f"{form}.项目支出名称", title))
    office = ("主管部门", N(f"{form}.主管部门", "示例市人民政府办公室"), None, None)
    paper.row(*office, "实施单位", None, N(f"{form}.实施单位", draft.unit))
    paper.row("项目资金（万元）", None, None, *YEARLY, "分值", "执行率", "得分")
    amounts = (funds["initial"], funds["budget"], funds["spent"])
    tail = (
        N(f"{form}.执行分值", 10),
        N(f"{form}.执行率", rate(rng, funds["spent"], funds["budget"])),
        N(f"{form}.执行得分", due),
    )
    paper.row(None, "年度资金总额", None, *_cells(f"{form}.年度资金总额", amounts), *tail)
    own = (funds["initial"], funds["budget"] - funds["carried"], funds["spent"] - funds["carried"])
    carried: tuple[Content, ...] = (
        (None, funds["carried"], funds["carried"]) if funds["carried"] else (None, None, None)
    )
    marks: list[Content | N] = [N(f"{form}.当年财政拨款.分值", "—"), "—", N(f"{form}.当年财政拨款.得分", "—")]
    paper.row(None, "其中：当年财政拨款", None, *_cells(f"{form}.当年财政拨款", own), *marks)
    paper.row(None, "上年结转资金", None, *_cells(f"{form}.上年结转资金", carried))
    paper.row(None, "其他资金", None, *_cells(f"{form}.其他资金", (None, None, None)))
    paper.row("年度总体目标", "预期目标", None, None, None, "实际完成情况")
    goal, done = _goal_texts(title, funds)
    paper.row(None, N(f"{form}.预期目标", goal), None, None, None, N(f"{form}.实际完成情况", done))
    rows = indicators(rng, (50, 30, 10), cost_of(funds["budget"], funds["spent"]), shared, title)
    indicator_table(draft, paper, form, "绩效指标", rows, due)


def _cells(name: str, contents: tuple[Content, ...]) -> list[N]:
    return [N(f"{name}.{column}", content) for column, content in zip(YEARLY, contents, strict=True)]


def _goal_texts(title: str, funds: dict[str, Decimal]) -> tuple[str, str]:
    """Texts that name amounts; what was spent on training stays within what was planned for it."""
    training = cents(funds["budget"] * 2 / 5)
    rest = funds["budget"] - training
    goal = f"完成{title}年度任务，其中培训费{training}万元、业务费{rest}万元，成果通过验收。"
    done = f"已完成{title}年度任务，培训费{cents(training * 4 / 5)}万元，成果通过验收，资料已归档。"
    return goal, done


# --- the year before ---------------------------------------------------------------------------------------


def last_year(draft: Draft) -> Draft:
    """What the unit may have returned for the year before: the same projects, its outturn, targets a little lower."""
    last = deepcopy(draft)
    last.year -= 1
    for paper in last.papers:
        for place, content in paper.cells.items():
            if isinstance(content, str):
                paper.cells[place] = _YEAR.sub(lambda match: str(int(match[0]) - 1), content)
    for name in last.names("基础.", ".本年决算数"):
        last.set(name, draft.get(name.replace("本年决算数", "上年决算数")))
    for form, rows in last.indicators.items():
        for number, row in enumerate(rows, 1):
            if row.number is not None:
                last.set(f"{form}.指标{number}.指标值", f"≥{row.number - 1}{row.unit}")
                last.set(f"{form}.指标{number}.完成值", f"{row.number - 1}{row.unit}")
            elif row.target.startswith("≤"):
                last.set(f"{form}.指标{number}.完成值", row.target.lstrip("≤"))
    return last


_YEAR = re.compile(r"(?<!\d)20\d\d(?=年|\.\d\d\.\d\d)")
