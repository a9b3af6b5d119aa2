"""Defects of declarations (of Hunan, Hebei and Xiangtan, and the national ones) and of the scoring table (yiyang-2018)."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from seeded.declaration import MONTHS
from seeded.defect import Spot, any_indicator, any_project, counted, defect, form_of, slip
from seeded.indicators import SATISFACTION
from seeded.paper import Draft, cents

HUNAN, HEBEI = "hunan-2022-target", "hebei-2020"
BOTH = (HUNAN, HEBEI)
MOF, XIANGTAN, TASKS = "mof-2015-target", "xiangtan-2023-target", "mof-2015-department-target"
ALL = (*BOTH, MOF, XIANGTAN, TASKS)
MONEY = {XIANGTAN: "本级资金"}
"""Where a project's money stands, if not in 资金总额."""


def _half(draft: Draft, rng: Random, form: str) -> str:
    """What the names of one half of a form begin with, where it has two: the year or the term of years."""
    return rng.choice(["", "中期"]) if draft.form_set in (MOF, TASKS) and form != "部门" else ""


WHOLE = {HUNAN: "部门.资金总额", HEBEI: "部门.收入合计"}
OWN = {HUNAN: "部门.一般公共预算收入", HEBEI: "部门.一般公共预算拨入"}
BASIC = {HUNAN: "部门.基本支出", HEBEI: "部门.人员经费支出"}


@defect("SB-01", "一项收入填错", *BOTH)
def income_wrong(draft: Draft, rng: Random) -> Spot:
    cell = OWN[draft.form_set]
    draft.set(cell, slip(rng, draft.amount(cell)))
    return WHOLE[draft.form_set]


@defect("SB-02", "基本支出（人员经费）填错", *BOTH)
def basic_wrong(draft: Draft, rng: Random) -> list[Spot]:
    cell = BASIC[draft.form_set]
    draft.set(cell, slip(rng, draft.amount(cell)))
    return [WHOLE[draft.form_set], *(["部门.支出合计"] if draft.form_set == HEBEI else [])]


@defect("SB-03", "金额合计少加一项任务", HUNAN, TASKS)
def tasks_not_summed(draft: Draft, rng: Random) -> Spot:
    cell = f"部门.金额合计.{rng.choice(['总额', '财政拨款'])}"
    task = f"部门.任务{rng.randint(1, len(draft.projects))}.{cell.rpartition('.')[2]}"
    draft.set(cell, draft.amount(cell) - draft.amount(task))
    return cell


@defect("SB-04", "任务的财政拨款大于总额", HUNAN, TASKS)
def grant_above_task(draft: Draft, rng: Random) -> Spot:
    task = f"部门.任务{rng.randint(1, len(draft.projects))}"
    cell, total = f"{task}.财政拨款", "部门.金额合计.财政拨款"
    amount = draft.amount(f"{task}.总额") + rng.randint(1, 5)
    draft.set(total, draft.amount(total) - draft.amount(cell) + amount)
    draft.set(cell, amount)
    return f"{task}.总额" if draft.form_set == TASKS else cell  # which there has two parts


@defect("SB-05", "一个项目的申报额与部门申报表不合", *BOTH)
def projects_do_not_add_up(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    by = rng.randint(1, 9)
    for name in (f"{form}.资金总额", f"{form}.财政拨款"):
        draft.set(name, draft.amount(name) + by)
    return "部门.项目支出"


@defect("SB-06", "项目的财政拨款填错", *BOTH, MOF, TASKS)
def grant_wrong(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    half = _half(draft, rng, form)
    draft.set(f"{form}.{half}财政拨款", slip(rng, draft.amount(f"{form}.{half}财政拨款")))
    return f"{form}.{half}资金总额"


@defect("SB-07", "成本指标大于项目预算", *ALL)
def cost_above_budget(draft: Draft, rng: Random) -> Spot | None:
    form = any_project(draft, rng)
    found = any_indicator(draft, rng, lambda row: row.second == "成本指标", form)
    if found is None:
        return None
    half = _half(draft, rng, form)
    budget = f"{form}.{MONEY.get(draft.form_set, f'{half}资金总额')}"
    above = draft.amount(f"{form}.上级资金") if draft.form_set == XIANGTAN else Decimal(0)
    draft.set(f"{found[0]}.{half}指标值", f"≤{draft.amount(budget) + above + rng.randint(1, 9)}万元")
    return budget


@defect("SB-08", "支出计划到年底不足100%", HEBEI)
def plan_short(draft: Draft, rng: Random) -> Spot:
    cell = f"{any_project(draft, rng)}.{MONTHS[3]}"
    draft.set(cell, rng.choice(["95%", "98%", "90%"]))
    return cell


@defect("SB-08", "支出计划后一期小于前一期", HEBEI)
def plan_falls(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    draft.set(f"{form}.{MONTHS[2]}", "5%")
    draft.set(f"{form}.{MONTHS[1]}", "20%")
    draft.set(f"{form}.{MONTHS[0]}", "10%")
    return f"{form}.{MONTHS[2]}"


@defect("SB-08", "支出计划没有填", HEBEI)
def no_plan(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    for month in MONTHS:
        draft.set(f"{form}.{month}", None)
    return f"{form}.{MONTHS[0]}"


@defect("SB-09", "指标没有指标值", *ALL)
def no_target(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second != "成本指标")
    if found is None:
        return None
    cell = f"{found[0]}.{_half(draft, rng, form_of(found[0]))}指标值"
    draft.set(cell, rng.choice([None, "/"]))
    return cell


@defect("SB-09", "指标值填在三级指标栏", *ALL)
def target_in_the_name(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.number is not None and row.second != "成本指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.三级指标", row.target)
    draft.set(f"{key}.指标值", row.name)
    return f"{key}.三级指标"


@defect("SB-10", "定量指标值没有计量单位", *ALL)
def no_unit(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: counted(row) and row.second != "成本指标")
    if found is None:
        return None
    cell = f"{found[0]}.{_half(draft, rng, form_of(found[0]))}指标值"
    draft.set(cell, f"≥{rng.randint(3, 90)}")
    return cell


@defect("SB-11", "一格填了两个指标值", *ALL)
def two_in_a_cell(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, counted)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.指标值", f"{row.target}{rng.choice('；;')}印发材料≥{rng.randint(20, 90)}份")
    return f"{key}.指标值"


@defect("SB-12", "一个指标没有写描述或确定依据", HEBEI)
def not_described(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: bool(row.second))
    if found is None:
        return None
    cell = f"{found[0]}.{rng.choice(['描述', '依据'])}"
    draft.set(cell, rng.choice([None, "无"]))
    return cell


@defect("SB-13", "指标名称与描述写的不是同一项费用", HEBEI)
def other_expense(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.name == "培训费")
    if found is None:
        return None
    draft.set(f"{found[0]}.描述", rng.choice(["全年会议费支出", "全年印刷费支出", "差旅费支出"]))
    return f"{found[0]}.三级指标"


@defect("SB-14", "指标写的是上一年度的事", *ALL)
def about_last_year(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, counted)
    if found is None:
        return None
    draft.set(f"{found[0]}.三级指标", f"{draft.year - 1}年{found[1].name}")
    return f"{found[0]}.三级指标"


@defect("SB-16", "没有审核意见", HUNAN, XIANGTAN)
def not_reviewed(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice(draft.names("审核意见"))
    draft.set(cell, rng.choice([None, "（盖章）　　　年　　月　　日"]))
    return cell


@defect("SB-17", "申报的权重合计不是100分", HUNAN)
def weights_wrong(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.分值", row.weight + rng.randint(1, 7))
    return (draft.holder(f"{key}.分值").sheet, "A1")


@defect("WJ-05", "指标值有扫描错字", *ALL)
def misread(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, counted)
    if found is None:
        return None
    draft.set(
        f"{found[0]}.指标值", rng.choice([f"€{rng.randint(2, 9)}0件", "≥4.2.5件", f"≥{rng.randint(2, 9)} ↑"])
    )
    return f"{found[0]}.指标值"


@defect("WJ-06", "同一指标占两行，指标值不同", *ALL)
def indicator_twice(draft: Draft, rng: Random) -> Spot | None:
    form = any_project(draft, rng)
    second = "质量指标"
    rows = [(n, row) for n, row in enumerate(draft.indicators[form], 1) if row.second == second]
    if len(rows) < 2:
        return None
    (_, first), (number, _) = rows[0], rows[1]
    if first.number is None:
        return None
    draft.set(f"{form}.指标{number}.三级指标", first.name)
    draft.set(f"{form}.指标{number}.指标值", f"≥{first.number - 2}{first.unit}")
    return f"{form}.指标{number}.指标值"


@defect("ZP-21", "指标值没有评判标准", *ALL)
def vague(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.first == "效益指标")
    if found is None:
        return None
    draft.set(f"{found[0]}.三级指标", "服务能力")
    draft.set(f"{found[0]}.指标值", rng.choice(["稳步推进", "不断提高", "持续提升"]))
    return f"{found[0]}.指标值"


@defect("ZP-24", "时效指标填数量", *ALL)
def timeliness_counted(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second == "时效指标")
    if found is None:
        return None
    draft.set(f"{found[0]}.三级指标", "年度任务推进情况")
    draft.set(f"{found[0]}.指标值", "≥100人次")
    return f"{found[0]}.指标值"


@defect("ZP-25", "满意度指标值超过100%", *ALL)
def above_100(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.first == SATISFACTION)
    if found is None:
        return None
    draft.set(f"{found[0]}.指标值", "≥105%")
    return f"{found[0]}.指标值"


@defect("ZP-26", "控制率用≥", *ALL)
def control_rate_at_least(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.unit == "%" and row.second in ("质量指标", ""))
    if found is None:
        return None
    draft.set(f"{found[0]}.三级指标", "在职人员控制率")
    draft.set(f"{found[0]}.指标值", "≥90%")
    return f"{found[0]}.指标值"


# --- yiyang-2018 -------------------------------------------------------------------------------------------

TABLE = "yiyang-2018"


@defect("JF-01", "合计的自评分填错", TABLE)
def total_wrong(draft: Draft, rng: Random) -> Spot:
    draft.set(
        "计分.合计",
        draft.amount("计分.合计") + rng.choice([Decimal(-2), Decimal(-1), Decimal(1), Decimal("0.5")]),
    )
    return "计分.合计"


@defect("JF-02", "一级指标标明的分值与其下合计不符", TABLE)
def level_weight_wrong(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice(draft.names("计分.一级."))
    text = str(draft.get(cell))
    number = int(text.rpartition("（")[2].rstrip("分）"))
    draft.set(cell, text.replace(f"（{number}分）", f"（{number + rng.choice([-5, 5])}分）"))
    return cell


def _scored(draft: Draft, rng: Random, computed: bool) -> int:
    numbers: list[int] = draft.facts["可算"]
    others = [number for number in range(1, draft.facts["指标数"] + 1) if number not in numbers]
    return rng.choice(numbers if computed else others)


def _retotal(draft: Draft) -> None:
    cells = [f"计分.指标{number}.得分" for number in range(1, draft.facts["指标数"] + 1)]
    draft.set("计分.合计", sum((draft.amount(cell) for cell in cells), Decimal(0)))


@defect("JF-03", "自评分大于分值", TABLE)
def score_above_weight(draft: Draft, rng: Random) -> Spot:
    number = _scored(draft, rng, rng.random() < 0.5)
    cell = f"计分.指标{number}.得分"
    draft.set(cell, draft.facts[f"指标{number}"][1] + rng.choice([1, 2, Decimal("0.5")]))
    if rng.random() < 0.5:
        _retotal(draft)
    return cell


@defect("JF-03", "自评分为负数", TABLE)
def score_negative(draft: Draft, rng: Random) -> Spot:
    cell = f"计分.指标{_scored(draft, rng, False)}.得分"
    draft.set(cell, -1)
    _retotal(draft)
    return cell


@defect("JF-04", "评分说明的满分与分值不符", TABLE)
def points_wrong(draft: Draft, rng: Random) -> Spot | None:
    number = _scored(draft, rng, False)
    text = draft.get(f"计分.指标{number}.说明")
    if not isinstance(text, str) or "①" not in text or "计0.5分" not in text:
        return None
    draft.set(f"计分.指标{number}.说明", text.replace("计0.5分", "计1.5分", 1))
    return f"计分.指标{number}.名称"


@defect("JF-05", "公式型指标多给了分", TABLE)
def score_too_high(draft: Draft, rng: Random) -> Spot | None:
    numbers = [
        n
        for n in draft.facts["可算"]
        if draft.amount(f"计分.指标{n}.得分") < draft.facts[f"指标{n}"][1] - Decimal("0.05")
    ]
    if not numbers:
        return None
    number = rng.choice(numbers)
    draft.set(f"计分.指标{number}.得分", draft.facts[f"指标{number}"][1])
    if rng.random() < 0.5:
        _retotal(draft)
    return f"计分.指标{number}.得分"


@defect("JF-05", "公式型指标少给了分", TABLE)
def score_too_low(draft: Draft, rng: Random) -> Spot:
    cell = f"计分.指标{_scored(draft, rng, True)}.得分"
    draft.set(cell, draft.amount(cell) - Decimal("0.4"))
    if rng.random() < 0.5:
        _retotal(draft)
    return cell


@defect("ZP-28", "预算完成率七成而合计高于限额（启用一体化口径）", TABLE)
def total_above_cap(draft: Draft, rng: Random) -> Spot | None:
    draft.facts["参数组"] = "一体化"
    budget = draft.amount("数据.预算数")
    done = cents(budget * rng.randint(72, 79) / 100)
    draft.set("数据.预算完成数", done)
    draft.set("数据.本年结转结余", draft.get("数据.上年结转结余"))
    for number in draft.facts["可算"]:
        name = draft.facts[f"指标{number}"][0]
        if name in ("预算完成率", "结转结余控制率"):
            draft.set(f"计分.指标{number}.得分", cents(done * 4 / budget) if name == "预算完成率" else 4)
    _retotal(draft)
    return "计分.合计" if draft.amount("计分.合计") > 89 else None
