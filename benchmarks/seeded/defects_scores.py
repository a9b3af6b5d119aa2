"""Defects of the self-evaluation forms: weights, totals, what is missing, execution."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from seeded.defect import (
    Spot,
    any_indicator,
    any_table,
    defect,
    form_of,
    maybe_rescored,
    rescored,
    slip,
)
from seeded.evaluation import THREE_FORMS
from seeded.indicators import BENEFIT, OUTPUT, SATISFACTION
from seeded.paper import Draft, Indicator, Rate, cents

UNIT, CHONGQING = "mof-2020-department", "chongqing-2021"
SELF = (*THREE_FORMS, "mof-2020", UNIT)
OVERALL = (*THREE_FORMS, UNIT)


@defect("ZP-06", "一个指标的分值改了（得分跟着改）", *SELF)
def weight_changed(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.score == row.weight)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.分值", row.weight + 2)
    draft.set(f"{key}.得分", row.weight + 2)
    rescored(draft, form_of(key))
    return f"{form_of(key)}.一级.{row.first}"


@defect("ZP-07", "效益指标少设5分，一级指标也写少", *SELF)
def weights_below_100(draft: Draft, rng: Random) -> Spot | None:
    form = any_table(draft, rng)
    found = any_indicator(
        draft, rng, lambda row: row.first == BENEFIT and row.weight > 5 and row.score == row.weight, form
    )
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.分值", row.weight - 5)
    draft.set(f"{key}.得分", row.weight - 5)
    draft.set(f"{form}.一级.{BENEFIT}", 25)
    draft.set(f"{form}.总分.分值", rng.choice([95, 100]))
    rescored(draft, form)
    return f"{form}.总分.分值"


@defect("ZP-11", "效益指标移10分给满意度，各处一致", *SELF)
def other_weights(draft: Draft, rng: Random) -> Spot | None:
    form = any_table(draft, rng)
    less = any_indicator(
        draft, rng, lambda row: row.first == BENEFIT and row.weight > 10 and row.score == row.weight, form
    )
    more = any_indicator(draft, rng, lambda row: row.first == SATISFACTION and row.score == row.weight, form)
    if less is None or more is None:
        return None
    for (key, row), by in ((less, -10), (more, 10)):
        draft.set(f"{key}.分值", row.weight + by)
        draft.set(f"{key}.得分", row.weight + by)
    draft.set(f"{form}.一级.{BENEFIT}", 20)
    draft.set(f"{form}.一级.{SATISFACTION}", 20)
    return f"{form}.一级.{SATISFACTION}"


@defect("ZP-08", "总得分填错", *SELF, CHONGQING)
def total_score_wrong(draft: Draft, rng: Random) -> Spot:
    cell = f"{any_table(draft, rng)}.总分.得分"
    draft.set(cell, draft.amount(cell) + rng.choice([Decimal(-3), Decimal(-1), Decimal(1), Decimal("0.5")]))
    return cell


@defect("ZP-08", "总分行的分值填错", *SELF)
def total_weight_wrong(draft: Draft, rng: Random) -> Spot:
    cell = f"{any_table(draft, rng)}.总分.分值"
    draft.set(cell, rng.choice([90, 99, 110]))
    return cell


@defect("ZP-09", "得分大于分值", *SELF, CHONGQING)
def score_above_weight(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.score == row.weight)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.得分", row.weight + rng.randint(1, 5))
    maybe_rescored(draft, rng, key)
    return f"{key}.得分"


@defect("ZP-10", "完成值空着", *SELF, CHONGQING)
def no_actual(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.score == row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.完成值", rng.choice([None, "/", "—"]))
    return f"{found[0]}.完成值"


@defect("ZP-10", "得分空着", *SELF, CHONGQING)
def no_score(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.score == row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.得分", None)
    return f"{found[0]}.得分"


@defect("ZP-10", "分值空着", *SELF, CHONGQING)
def no_weight(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.score == row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.分值", None)
    return f"{found[0]}.分值"


def _drop(draft: Draft, form: str, drops: Callable[[Indicator], bool]) -> Decimal:
    """Take indicators out of a table; their weight in all. The others keep their names."""
    weight = Decimal(0)
    paper = draft.holder(f"{form}.总分.得分")
    for number, row in enumerate(draft.indicators[form], 1):
        if drops(row):
            weight += row.weight
            paper.delete_row(paper.names[f"{form}.指标{number}.三级指标"][0])
    return weight


def _add(draft: Draft, form: str, weight: Decimal, fits: Callable[[Indicator], bool]) -> bool:
    """Give weight and full score to an indicator that has full marks."""
    for number, row in enumerate(draft.indicators[form], 1):
        if fits(row) and row.score == row.weight:
            draft.set(f"{form}.指标{number}.分值", row.weight + weight)
            draft.set(f"{form}.指标{number}.得分", row.weight + weight)
            return True
    return False


def _kept_total(draft: Draft, form: str) -> None:
    names = [f"{form}.指标{n}.得分" for n, _ in enumerate(draft.indicators[form], 1)]
    known = {name for paper in draft.papers for name in paper.names}
    scores = (draft.amount(name) for name in names if name in known)
    draft.set(f"{form}.总分.得分", draft.amount(f"{form}.执行得分") + sum(scores, Decimal(0)))


@defect("ZP-12", "没有满意度指标，分值并入效益", *SELF)
def no_satisfaction(draft: Draft, rng: Random) -> Spot | None:
    form = any_table(draft, rng)
    weight = _drop(draft, form, lambda row: row.first == SATISFACTION)
    if not _add(draft, form, weight, lambda row: row.first == BENEFIT):
        return None
    draft.set(f"{form}.一级.{BENEFIT}", 40)
    _kept_total(draft, form)
    return (draft.holder(f"{form}.总分.得分").sheet, "A1")


@defect("ZP-13", "没有时效指标，分值并入数量", *SELF)
def no_timeliness(draft: Draft, rng: Random) -> Spot | None:
    form = any_table(draft, rng)
    weight = _drop(draft, form, lambda row: row.second == "时效指标")
    if not _add(draft, form, weight, lambda row: row.second == "数量指标"):
        return None
    _kept_total(draft, form)
    return f"{form}.一级.{OUTPUT}"


@defect("ZP-30", "整体绩效目标只写几个字", *OVERALL, CHONGQING)
def short_text(draft: Draft, rng: Random) -> Spot:
    aims = ["部门.整体绩效目标", "部门.部门职能职责概述", "部门.预期目标"]
    cell = rng.choice([cell for cell in aims if draft.names(cell)])
    draft.set(cell, rng.choice(["完成全年工作任务。", None]))
    return cell


# --- 部门自评表, its upper part ----------------------------------------------------------------------------


@defect("ZP-01", "资金执行率算错", *OVERALL, CHONGQING)
def rate_wrong(draft: Draft, rng: Random) -> Spot:
    content = draft.get("部门.资金执行率")
    percent = content.percent if isinstance(content, Rate) else Decimal(str(content).rstrip("%"))
    draft.set("部门.资金执行率", f"{percent - rng.randint(1, 9)}%")
    return "部门.资金执行率"


@defect("TY-12", "资金执行率写成比例小数", *OVERALL, CHONGQING)
def rate_as_fraction(draft: Draft, rng: Random) -> Spot:
    draft.set("部门.资金执行率", cents(draft.amount("部门.执行数") / draft.amount("部门.资金总额")))
    return "部门.资金执行率"


@defect("ZP-02", "没有执行完而执行得分填10分", *OVERALL, CHONGQING)
def execution_in_full(draft: Draft, rng: Random) -> Spot:
    draft.set("部门.执行得分", 10)
    maybe_rescored(draft, rng, "部门")
    return "部门.执行得分"


@defect("ZP-03", "一般公共预算收入填错", *THREE_FORMS)
def income_wrong(draft: Draft, rng: Random) -> list[Spot]:
    draft.set("部门.一般公共预算收入", slip(rng, draft.amount("部门.一般公共预算收入")))
    return ["部门.资金总额", "部门.按收入性质分"]


@defect("ZP-03", "一个资金来源填错", UNIT)
def source_wrong(draft: Draft, rng: Random) -> Spot:
    draft.set("部门.当年财政拨款.全年预算数", slip(rng, draft.amount("部门.当年财政拨款.全年预算数")))
    return "部门.资金总额"


@defect("ZP-04", "按支出性质分的合计填错", *THREE_FORMS)
def sum_by_expense_wrong(draft: Draft, rng: Random) -> Spot:
    draft.set("部门.按支出性质分", slip(rng, draft.amount("部门.按支出性质分")))
    return "部门.按支出性质分"


@defect("KB-02", "按支出性质分的项目支出填错", *THREE_FORMS)
def projects_wrong(draft: Draft, rng: Random) -> Spot:
    draft.set("部门.项目支出", slip(rng, draft.amount("部门.项目支出")))
    return "部门.项目支出"


@defect("ZP-05", "按收入、支出性质分的合计空着", *THREE_FORMS)
def sums_not_stated(draft: Draft, rng: Random) -> list[Spot]:
    cell = rng.choice(["部门.按收入性质分", "部门.按支出性质分"])
    draft.set(cell, None)
    return [*draft.beside(cell)]
