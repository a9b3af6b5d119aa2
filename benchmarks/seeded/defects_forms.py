"""Defects of the projects' forms, between forms, and between two years' returns."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from seeded.declaration import declaration_of
from seeded.defect import (
    Spot,
    any_indicator,
    any_project,
    base_totals,
    counted,
    defect,
    funds,
    maybe_rescored,
    rated,
    slip,
    transposed,
)
from seeded.evaluation import THREE_FORMS, YEARLY, last_year
from seeded.paper import Draft, cents

PROJECTS = (*THREE_FORMS, "mof-2020")
TOTAL = "年度资金总额"


@defect("XM-01", "一个资金来源填错", *PROJECTS)
def source_wrong(draft: Draft, rng: Random) -> Spot:
    form, column = any_project(draft, rng), rng.choice(YEARLY)
    cell = f"{form}.当年财政拨款.{column}"
    draft.set(cell, slip(rng, draft.amount(cell)))
    return f"{form}.{TOTAL}.{column}"


@defect("XM-02", "项目执行率算错", *PROJECTS)
def rate_wrong(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    rate = draft.amount(f"{form}.{TOTAL}.全年执行数") * 100 / draft.amount(f"{form}.{TOTAL}.全年预算数")
    draft.set(f"{form}.执行率", f"{cents(rate) - rng.randint(1, 9)}%")
    return f"{form}.执行率"


@defect("XM-02", "项目执行率空着", *PROJECTS)
def no_rate(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    draft.set(f"{form}.执行率", None)
    return f"{form}.执行率"


def _spent(draft: Draft, form: str, amount: Decimal) -> None:
    """Another amount spent, in all the places of a project's own form."""
    funds(draft, form, "全年执行数", amount)
    rated(draft, form)
    for number, row in enumerate(draft.indicators[form], 1):
        if row.second == "成本指标":
            draft.set(f"{form}.指标{number}.完成值", f"{amount}万元")


@defect("XM-03", "全年执行数大于全年预算数（各处一致）", "mof-2020")
def overspent(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    amount = slip(rng, draft.amount(f"{form}.{TOTAL}.全年预算数"))
    funds(draft, form, "全年执行数", amount)
    draft.set(f"{form}.执行率", f"{cents(amount * 100 / draft.amount(f'{form}.{TOTAL}.全年预算数'))}%")
    draft.set(f"{form}.执行得分", 10)
    rated(draft, form)
    return f"{form}.{TOTAL}.全年执行数"


@defect("XM-04", "全年预算数填0", *PROJECTS)
def zero_budget(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    for row in (TOTAL, "当年财政拨款", "上年结转资金"):
        draft.set(f"{form}.{row}.全年预算数", 0)
    return f"{form}.{TOTAL}.全年预算数"


@defect("XM-05", "预算调整四成没有说明原因", *PROJECTS)
def adjusted(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    initial = cents(draft.amount(f"{form}.{TOTAL}.全年预算数") / rng.choice([Decimal("1.4"), Decimal("0.6")]))
    funds(draft, form, "年初预算数", initial)
    return f"{form}.{TOTAL}.全年预算数"


@defect("XM-06", "资金来源行填了分值、得分", *PROJECTS)
def part_scored(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    draft.set(f"{form}.当年财政拨款.分值", 10)
    draft.set(f"{form}.当年财政拨款.得分", 10)
    return f"{form}.当年财政拨款.分值"


@defect("XM-07", "没有执行完而执行得分填10分", *PROJECTS)
def execution_in_full(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    draft.set(f"{form}.执行得分", 10)
    maybe_rescored(draft, rng, form)
    return f"{form}.执行得分"


@defect("XM-08", "目标文本的分项金额与预算数不符", *PROJECTS)
def amounts_in_text(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    budget = draft.amount(f"{form}.{TOTAL}.全年预算数")
    part, rest = cents(budget * 2 / 5), cents(budget / 5)
    text = f"完成年度任务，其中培训费{part}万元、业务费{rest}万元，成果通过验收。"
    draft.set(f"{form}.预期目标", text)
    return f"{form}.预期目标"


@defect("XM-09", "实际完成情况只写已完成", *PROJECTS)
def only_done(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    draft.set(f"{form}.实际完成情况", rng.choice(["已完成。", None, "全部完成"]))
    return f"{form}.实际完成情况"


@defect("XM-10", "一个分项的执行数超过分项预算", *PROJECTS)
def item_overspent(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    planned = cents(draft.amount(f"{form}.{TOTAL}.全年预算数") * 2 / 5)
    draft.set(f"{form}.实际完成情况", f"已完成年度任务，培训费{planned + 1}万元，成果通过验收，资料已归档。")
    return f"{form}.实际完成情况"


# --- between forms -----------------------------------------------------------------------------------------


@defect("KB-01", "部门自评表的执行数与基础数据表不同", *THREE_FORMS)
def executed_differs(draft: Draft, rng: Random) -> Spot:
    draft.set(
        "部门.执行数", draft.amount("部门.执行数") - rng.choice([Decimal("0.09"), Decimal("1.5"), Decimal(6)])
    )
    rated(draft, "部门")
    return "部门.执行数"


@defect("KB-02", "基本支出、项目支出的划分与基础数据表不同", *THREE_FORMS)
def split_differs(draft: Draft, rng: Random) -> list[Spot]:
    by = rng.choice([Decimal("0.5"), Decimal(2), Decimal(8)])
    draft.set("部门.基本支出", draft.amount("部门.基本支出") - by)
    draft.set("部门.项目支出", draft.amount("部门.项目支出") + by)
    return ["部门.基本支出", "部门.项目支出"]


@defect("KB-03", "少一张项目自评表", *THREE_FORMS)
def project_form_missing(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    draft.without(draft.holder(f"{form}.项目支出名称"))
    return ("基础数据表", None)


@defect("KB-04", "项目在自评表上改了名", *THREE_FORMS)
def project_renamed(draft: Draft, rng: Random) -> Spot:
    cell = f"{any_project(draft, rng)}.项目支出名称"
    draft.set(cell, rng.choice(["专项工作经费（二期）", str(draft.get(cell)) + "经费"]))
    return cell


@defect("KB-05", "项目自评表的执行数与基础数据表不同", *THREE_FORMS)
def project_amount_differs(draft: Draft, rng: Random) -> Spot | None:
    form = any_project(draft, rng)
    cell = f"{form}.{TOTAL}.全年执行数"
    number = transposed(rng, draft.amount(cell))
    least = draft.amount(f"{form}.{TOTAL}.全年预算数")
    if number is None or not least / 2 < number < least:
        return None
    _spent(draft, form, number)
    return cell


@defect("KB-08", "同一指标在两表的完成值不同", *THREE_FORMS)
def same_indicator_other_actual(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.name == "全年完成督办事项件数", "项目1")
    if found is None:
        return None
    draft.set(f"{found[0]}.完成值", f"{rng.randint(43, 50)}件")
    return f"{found[0]}.完成值"


# --- beside the declaration of the same year ---------------------------------------------------------------


@defect("KB-07", "指标值与年初申报不同", *THREE_FORMS)
def target_changed(draft: Draft, rng: Random) -> Spot | None:
    draft.others = [("DECLARED", declaration_of(draft))]
    found = any_indicator(draft, rng, lambda row: counted(row) and row.name != "全年完成督办事项件数")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.指标值", f"≥{row.limit - 1}{row.unit}")
    return f"{key}.指标值"


@defect("KB-07", "指标改了名", *THREE_FORMS)
def indicator_renamed(draft: Draft, rng: Random) -> Spot | None:
    draft.others = [("DECLARED", declaration_of(draft))]
    found = any_indicator(draft, rng, lambda row: row.second == "质量指标" and len(row.name) > 5)
    if found is None:
        return None
    draft.set(f"{found[0]}.三级指标", f"年度{found[1].name}")
    return f"{found[0]}.三级指标"


@defect("KB-07", "年初没有申报的指标", *THREE_FORMS)
def indicator_added(draft: Draft, rng: Random) -> Spot | None:
    declared = declaration_of(draft)
    draft.others = [("DECLARED", declared)]
    found = any_indicator(draft, rng, lambda row: row.second in ("社会效益指标", "质量指标"))
    if found is None:
        return None
    paper = declared.holder(f"{found[0]}.三级指标")
    row = paper.names[f"{found[0]}.三级指标"][0]
    for place in [place for place in paper.cells if place[0] == row and place[1] > 3]:
        del paper.cells[place]
    return f"{found[0]}.三级指标"


# --- beside last year's return -----------------------------------------------------------------------------


@defect("BD-17", "上年决算数与上年报送的不同", *THREE_FORMS, "hunan-2019")
def outturn_not_carried(draft: Draft, rng: Random) -> Spot:
    draft.others = [("LAST_YEAR", last_year(draft))]
    cell = f"基础.{rng.choice(['公用经费', '办公经费', '水电差旅费', '政府采购金额'])}.上年决算数"
    draft.set(cell, draft.amount(cell) + (1 if "公用" in cell else Decimal("-0.2")))
    return cell


@defect("BD-17", "一个项目的上年决算数与上年报送的不同", *THREE_FORMS, "hunan-2019")
def project_outturn_not_carried(draft: Draft, rng: Random) -> Spot:
    draft.others = [("LAST_YEAR", last_year(draft))]
    cell = f"基础.{any_project(draft, rng)}.上年决算数"
    draft.set(cell, slip(rng, draft.amount(cell)))
    base_totals(draft)
    return cell


@defect("KN-01", "项目支出比上年增加一倍", *THREE_FORMS, "hunan-2019")
def funds_doubled(draft: Draft, rng: Random) -> Spot:
    last = last_year(draft)
    draft.others = [("LAST_YEAR", last)]
    for number, _ in enumerate(draft.projects, 1):
        name = f"基础.项目{number}.本年预算数"
        last.set(name, cents(last.amount(name) / 2))
    base_totals(last)
    for number, _ in enumerate(draft.projects, 1):
        last.set(f"基础.项目{number}.本年决算数", draft.amount(f"基础.项目{number}.上年决算数"))
    base_totals(last)
    return "基础.项目支出.本年预算数"


@defect("KN-02", "上年的一个项目本年不见了", *THREE_FORMS, "hunan-2019")
def project_gone(draft: Draft, rng: Random) -> Spot:
    last = last_year(draft)
    draft.others = [("LAST_YEAR", last)]
    last.set(f"基础.{any_project(draft, rng)}.名称", "老旧设施改造")
    return "基础.项目1.名称"


@defect("KN-03", "指标值低于上年完成值", *THREE_FORMS)
def target_below_last_year(draft: Draft, rng: Random) -> Spot | None:
    last = last_year(draft)
    draft.others = [("LAST_YEAR", last)]
    found = any_indicator(draft, rng, counted)
    if found is None:
        return None
    key, row = found
    last.set(f"{key}.完成值", f"{row.limit + rng.randint(1, 9)}{row.unit}")
    return f"{key}.指标值"


@defect("KN-03", "指标值全部照抄上年", *THREE_FORMS)
def targets_of_last_year(draft: Draft, rng: Random) -> Spot | None:
    last = last_year(draft)
    draft.others = [("LAST_YEAR", last)]
    for form, rows in draft.indicators.items():
        for number, row in enumerate(rows, 1):
            last.set(f"{form}.指标{number}.指标值", row.target)
            last.set(f"{form}.指标{number}.完成值", row.target.strip("≥≤").replace("以上", ""))
    return (draft.papers[1].sheet, None)
