"""Defects of the 基础数据表, and of what every form has: head, foot, figures, labels."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from seeded.base_form import COLUMNS
from seeded.defect import Spot, any_project, base_totals, defect, slip, transposed
from seeded.evaluation import THREE_FORMS
from seeded.paper import Draft, cents

BOTH = (*THREE_FORMS, "hunan-2019")
ROWS = ("公用经费", "办公经费", "水电差旅费", "会议培训费")


def _column(rng: Random) -> str:
    return rng.choice(COLUMNS)


@defect("BD-05", "部门项目支出的合计少加一个项目", *BOTH)
def total_without_a_project(draft: Draft, rng: Random) -> Spot:
    total = f"基础.项目支出.{(column := _column(rng))}"
    draft.set(total, draft.amount(total) - draft.amount(f"基础.{any_project(draft, rng)}.{column}"))
    return total


@defect("BD-05", "部门项目支出的合计被改成另一个数", *BOTH)
def total_typed_over(draft: Draft, rng: Random) -> Spot:
    total = f"基础.项目支出.{_column(rng)}"
    draft.set(total, slip(rng, draft.amount(total)))
    return total


@defect("BD-05", "一个项目的金额两位数字颠倒", *BOTH)
def digits_transposed(draft: Draft, rng: Random) -> Spot | None:
    column = _column(rng)
    cell = f"基础.{any_project(draft, rng)}.{column}"
    number = transposed(rng, draft.amount(cell))
    if number is None or number == 0:
        return None
    draft.set(cell, number)
    return f"基础.项目支出.{column}"


@defect("TY-07", "一个项目的金额按元填写（一万倍）", "hunan-2019")
def one_row_in_yuan(draft: Draft, rng: Random) -> Spot:
    """The total that it is part of tells that it is the row, and why."""
    cell = f"基础.{any_project(draft, rng)}.{_column(rng)}"
    draft.set(cell, draft.amount(cell) * 10000)
    return cell


@defect("TY-07", "一个项目的金额按元填写（一万倍）", "hunan-2021")
def one_row_of_a_form_in_yuan(draft: Draft, rng: Random) -> Spot:
    """The project's own form tells that it is the row, and why."""
    cell = f"基础.{any_project(draft, rng)}.{rng.choice(COLUMNS[1:])}"
    draft.set(cell, draft.amount(cell) * 10000)
    return cell


@defect("BD-05", "删去一个项目行而合计不变", "hunan-2019")
def project_row_deleted(draft: Draft, rng: Random) -> list[Spot]:
    form = any_project(draft, rng)
    paper = draft.holder(f"基础.{form}.名称")
    paper.delete_row(paper.names[f"基础.{form}.名称"][0])
    return [f"基础.项目支出.{column}" for column in COLUMNS]


@defect("BD-03", "三公经费合计被改成另一个数", *BOTH)
def three_public_typed_over(draft: Draft, rng: Random) -> Spot:
    total = f"基础.三公经费.{_column(rng)}"
    draft.set(total, draft.amount(total) - Decimal("0.5") * rng.choice([1, -1]))
    return total


@defect("BD-04", "公务用车经费合计被改成另一个数", *BOTH)
def cars_typed_over(draft: Draft, rng: Random) -> Spot:
    total = f"基础.公务用车经费.{_column(rng)}"
    draft.set(total, draft.amount(total) + Decimal("0.4") * rng.choice([1, -1]))
    return total


@defect("BD-06", "其中项大于公用经费", *BOTH)
def part_above_running_costs(draft: Draft, rng: Random) -> Spot:
    column = _column(rng)
    draft.set(f"基础.{rng.choice(ROWS[1:])}.{column}", draft.amount(f"基础.公用经费.{column}") + 3)
    return f"基础.公用经费.{column}"


@defect("BD-07", "公用经费大于基本支出", *THREE_FORMS)
def running_costs_above_basic(draft: Draft, rng: Random) -> Spot:
    column = _column(rng)
    draft.set(f"基础.公用经费.{column}", draft.amount(f"基础.基本支出.{column}") + 3)
    return f"基础.基本支出.{column}"


@defect("BD-08", "三公经费决算超过预算", *BOTH)
def three_public_overspent(draft: Draft, rng: Random) -> Spot:
    over = (
        draft.amount("基础.三公经费.本年预算数") - draft.amount("基础.三公经费.本年决算数") + Decimal("0.3")
    )
    draft.set("基础.公务接待.本年决算数", draft.amount("基础.公务接待.本年决算数") + over)
    base_totals(draft)
    return "基础.三公经费.本年决算数"


@defect("BD-09", "三公经费预算比上年决算增加", *BOTH)
def three_public_raised(draft: Draft, rng: Random) -> Spot:
    for row in ("公务接待", "出国经费", "公务用车购置", "公务用车运行维护"):
        draft.set(f"基础.{row}.上年决算数", cents(draft.amount(f"基础.{row}.本年预算数") * 9 / 10))
    base_totals(draft)
    return "基础.三公经费.本年预算数"


@defect("BD-10", "三公经费预算大半没有用", *BOTH)
def three_public_unused(draft: Draft, rng: Random) -> Spot:
    for row in ("公务接待", "出国经费", "公务用车购置", "公务用车运行维护"):
        draft.set(
            f"基础.{row}.本年决算数", cents(draft.amount(f"基础.{row}.本年预算数") * rng.randint(5, 45) / 100)
        )
    base_totals(draft)
    return "基础.三公经费.本年决算数"


@defect("BD-11", "决算数全部照抄预算数", "hunan-2019", projects=6)
def actuals_copied(draft: Draft, rng: Random) -> list[Spot]:
    rows = [*ROWS, "政府采购金额", "基本支出预算调整", *(f"项目{n}" for n in range(1, 7))]
    for row in rows:
        draft.set(f"基础.{row}.本年决算数", draft.amount(f"基础.{row}.本年预算数"))
    base_totals(draft)
    return ["基础.公用经费.本年决算数"]


@defect("BD-12", "一行决算数不到预算数的一半", *BOTH)
def actual_far_below(draft: Draft, rng: Random) -> Spot:
    cell = f"基础.{rng.choice(ROWS[1:])}.本年决算数"
    draft.set(cell, cents(draft.amount(cell.replace("决算", "预算")) * rng.randint(10, 45) / 100))
    return cell


@defect("BD-13", "接待类项目有支出而公务接待为零", *BOTH)
def reception_in_a_project(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    for name in draft.names(form + ".", "名称"):
        draft.set(name, "来宾接待专项")
    for column in COLUMNS:
        draft.set(f"基础.公务接待.{column}", 0)
    base_totals(draft)
    return f"基础.{form}.本年决算数"


@defect("BD-14", "两个项目同名", *BOTH)
def project_twice(draft: Draft, rng: Random) -> Spot:
    draft.set("基础.项目2.名称", draft.get("基础.项目1.名称"))
    return "基础.项目2.名称"


@defect("BD-14", "项目没有名称", *BOTH)
def project_nameless(draft: Draft, rng: Random) -> Spot:
    cell = f"基础.{any_project(draft, rng)}.名称"
    draft.set(cell, None)
    return cell


@defect("BD-15", "厉行节约保障措施空着", *BOTH)
def no_thrift(draft: Draft, rng: Random) -> Spot:
    draft.set("基础.厉行节约保障措施", rng.choice([None, "无", "/"]))
    return "基础.厉行节约保障措施"


@defect("BD-16", "政府采购决算超过预算", *BOTH)
def procurement_over(draft: Draft, rng: Random) -> Spot:
    draft.set("基础.政府采购金额.本年决算数", slip(rng, draft.amount("基础.政府采购金额.本年预算数")))
    return "基础.政府采购金额.本年决算数"


@defect("BD-16", "有政府采购预算而没有采购", *BOTH)
def procurement_none(draft: Draft, rng: Random) -> Spot:
    draft.set("基础.政府采购金额.本年决算数", 0)
    return "基础.政府采购金额.本年决算数"


@defect("BD-01", "控制率算错", *BOTH)
def control_rate_wrong(draft: Draft, rng: Random) -> Spot:
    staff, quota = draft.amount("基础.实际在职人数"), draft.amount("基础.编制数")
    draft.set("基础.控制率", f"{cents(staff * 100 / quota) - rng.randint(1, 7)}%")
    return "基础.控制率"


@defect("TY-12", "控制率写成比例小数", *BOTH)
def control_rate_as_fraction(draft: Draft, rng: Random) -> Spot:
    draft.set("基础.控制率", cents(draft.amount("基础.实际在职人数") / draft.amount("基础.编制数")))
    return "基础.控制率"


@defect("BD-02", "在职人数超过编制数", *BOTH)
def staff_above_quota(draft: Draft, rng: Random) -> Spot:
    quota = draft.amount("基础.编制数")
    staff = quota + rng.randint(1, 4)
    draft.set("基础.实际在职人数", staff)
    draft.set("基础.控制率", f"{cents(staff * 100 / quota)}%")
    return "基础.实际在职人数"


# --- years -------------------------------------------------------------------------------------------------


@defect("TY-03", "一个列标题的年份写错", *BOTH)
def header_year_wrong(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice([*(f"基础.年度.{column}" for column in COLUMNS), "基础.人员年度"])
    year = draft.get(cell)
    draft.set(cell, int(str(year)) + rng.choice([-1, 1]))
    return cell


@defect("TY-03", "沿用上年的表，年份都没有改", *THREE_FORMS)
def last_years_form(draft: Draft, rng: Random) -> Spot:
    for cell in ("基础.人员年度", *(f"基础.年度.{column}" for column in COLUMNS)):
        draft.set(cell, int(str(draft.get(cell))) - 1)
    return "基础.人员年度"


@defect("TY-02", "没有标明年度", *THREE_FORMS)
def no_year(draft: Draft, rng: Random) -> Spot:
    form = rng.choice(["部门", any_project(draft, rng)])
    paper = draft.holder(f"{form}.填报单位")
    paper.put(*paper.names[f"{form}.填报单位"], f"填报单位：（盖章）{draft.unit}")
    return (paper.sheet, "A1")


@defect("TY-02", "没有标明年度", "mof-2020", "hunan-2022-target", "hebei-2020")
def no_year_line(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice([name for name in draft.names() if name.endswith(".年度") and name != "计分.年度"])
    paper = draft.holder(cell)
    paper.put(*paper.names[cell], None)
    return (paper.sheet, "A1")


# --- units of money -------------------------------------------------------------------------


@defect("TY-07", "整张基础数据表按元填写", *THREE_FORMS)
def whole_form_in_yuan(draft: Draft, rng: Random) -> Spot:
    for name in draft.names("基础."):
        if name.endswith(COLUMNS) and isinstance(draft.get(name), Decimal):
            draft.set(name, draft.amount(name) * 10000)
    basic, projects = "基础.基本支出.本年预算数", "基础.项目支出.本年预算数"
    return max(basic, projects, key=draft.amount)


@defect("TY-07", "部门自评表的资金总额按元填写", *THREE_FORMS)
def budget_in_yuan(draft: Draft, rng: Random) -> Spot:
    draft.set("部门.资金总额", draft.amount("部门.资金总额") * 10000)
    return "部门.资金总额"


@defect("TY-07", "没有注明金额单位", *BOTH)
def no_money_unit(draft: Draft, rng: Random) -> Spot:
    paper = draft.holder("基础.金额单位")
    paper.put(*paper.names["基础.金额单位"], None)
    return (paper.sheet, "A2")


@defect("TY-07", "金额单位注成元", *BOTH)
def money_unit_yuan(draft: Draft, rng: Random) -> Spot:
    draft.set("基础.金额单位", "元")
    return "基础.金额单位"
