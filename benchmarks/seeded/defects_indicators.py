"""Defects of single indicators: targets, actuals, scores, names, kinds."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from seeded.defect import (
    Spot,
    any_indicator,
    any_project,
    any_table,
    counted,
    defect,
    form_of,
    maybe_rescored,
    rated,
    rescored,
    slip,
)
from seeded.evaluation import THREE_FORMS
from seeded.indicators import SATISFACTION
from seeded.paper import Draft, Indicator, cents

SELF = (*THREE_FORMS, "mof-2020")
FLAT = (*SELF, "chongqing-2021")
"""Those of defects that need no level of indicators."""


def _give(draft: Draft, key: str, target: str, actual: str) -> None:
    draft.set(f"{key}.指标值", target)
    draft.set(f"{key}.完成值", actual)
    for column in ("计量单位", "方向"):  # of what it was before
        for cell in draft.names(f"{key}.{column}"):
            draft.set(cell, None)


def _full(draft: Draft, key: str, row: Indicator) -> None:
    """Full marks without a reason, and the total that follows."""
    draft.set(f"{key}.得分", row.weight)
    draft.set(f"{key}.原因", None)
    rescored(draft, form_of(key))


@defect("ZP-14", "没有完成指标值而得满分", *FLAT)
def full_marks_for_less(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: counted(row) and row.limit > 3)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.完成值", f"{int(row.limit * rng.randint(60, 85) / 100) or 1}{row.unit}")
    return f"{key}.得分"


@defect("ZP-14", "完成了指标值而少给分，没有原因", *FLAT)
def score_not_given(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: counted(row) and row.weight > 2)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.得分", row.weight - 2)
    maybe_rescored(draft, rng, key)
    return f"{key}.得分"


@defect("ZP-14", "反向指标按正向给分", *FLAT)
def reverse_scored_forward(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: counted(row) and row.second == "数量指标")
    if found is None:
        return None
    key = found[0]
    draft.set(f"{key}.三级指标", "服务投诉件数")
    limit = rng.randint(3, 9)
    _give(draft, key, f"≤{limit}件", f"{limit + rng.randint(1, 4)}件")
    return f"{key}.得分"


@defect("ZP-15", "扣了分没有写原因", *FLAT)
def no_reason(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.score < row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.原因", rng.choice([None, "无", "/"]))
    return f"{found[0]}.原因"


@defect("ZP-16", "完成值是指标值的两倍，没有说明", *FLAT)
def far_above(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, counted)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.完成值", f"{row.limit * 2}{row.unit}")
    return f"{key}.完成值"


@defect("ZP-17", "偏离指标值很大而没有扣分（启用偏离扣分口径）", "mof-2020")
def deviation_not_deducted(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, counted)
    if found is None:
        return None
    key, row = found
    draft.facts["参数组"] = "偏离扣2分"
    draft.set(f"{key}.完成值", f"{row.limit * 2}{row.unit}")
    draft.set(f"{key}.原因", "年中增加任务，追加安排")
    return f"{key}.得分"


@defect("ZP-18", "写部分达成而得满分", *FLAT)
def partly_with_full_marks(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second == "可持续影响指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.三级指标", "长效管理制度")
    _give(draft, key, "建立长效管理制度并印发执行", "部分达成预期指标")
    _full(draft, key, row)
    return f"{key}.得分"


@defect("ZP-19", "完成值照抄了指标值的符号", *SELF)
def operator_copied(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.target.startswith("≥") and row.score == row.weight)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.完成值", row.target)
    return f"{key}.完成值"


@defect("ZP-19", "完成值照抄了指标值的文字", *FLAT)
def text_copied(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second == "可持续影响指标")
    if found is None:
        return None
    key, row = found
    text = "建立长效管理制度并印发执行"
    draft.set(f"{key}.三级指标", "长效管理制度")
    _give(draft, key, text, text)
    _full(draft, key, row)
    return f"{key}.完成值"


@defect("ZP-20", "指标值是数量，完成值是百分比", *SELF)
def not_comparable(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, counted)
    if found is None:
        return None
    draft.set(f"{found[0]}.完成值", "100%")
    return f"{found[0]}.完成值"


@defect("ZP-21", "指标值没有评判标准", *FLAT)
def vague_target(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second == "可持续影响指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.三级指标", "服务能力")
    _give(draft, key, rng.choice(["稳步推进", "不断提高", "持续提升", "进一步增强"]), "达成预期指标")
    _full(draft, key, row)
    return f"{key}.指标值"


@defect("ZP-21", "指标名称没有考核内容", *FLAT)
def empty_name(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second == "质量指标")
    if found is None:
        return None
    draft.set(f"{found[0]}.三级指标", rng.choice(["收支平衡。", "无", None]))
    return f"{found[0]}.三级指标"


@defect("ZP-22", "四个不同类的指标填同一个指标值", *SELF)
def same_target(draft: Draft, rng: Random) -> Spot | None:
    form = any_table(draft, rng)
    kinds = ("数量指标", "质量指标", "社会效益指标", "可持续影响指标")
    rows = [(n, row) for n, row in enumerate(draft.indicators[form], 1) if row.second in kinds]
    rows = [(n, row) for n, row in rows if row.name != "全年完成督办事项件数"]
    rows = rows[-4:]
    if len({row.second for _, row in rows}) < 2 or len(rows) < 4:
        return None
    for number, row in rows:
        _give(draft, f"{form}.指标{number}", "20篇", "20篇")
        draft.set(f"{form}.指标{number}.三级指标", f"第{number}类材料篇数")
        _full(draft, f"{form}.指标{number}", row)
    return f"{form}.指标{rows[0][0]}.指标值"


@defect("ZP-23", "全部指标完成、全部满分", "mof-2020")
def all_full_marks(draft: Draft, rng: Random) -> Spot:
    form = any_project(draft, rng)
    for row in ("年度资金总额", "当年财政拨款", "上年结转资金"):
        budget = draft.get(f"{form}.{row}.全年预算数")
        draft.set(f"{form}.{row}.全年执行数", budget)
    rated(draft, form)
    for number, member in enumerate(draft.indicators[form], 1):
        key = f"{form}.指标{number}"
        if member.second == "成本指标":
            draft.set(f"{key}.完成值", member.target.lstrip("≤"))
        elif member.score < member.weight:
            draft.set(f"{key}.完成值", f"{member.number}{member.unit}")
        _full(draft, key, member)
    return f"{form}.总分.得分"


@defect("ZP-24", "时效指标填数量", *SELF)
def timeliness_counted(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second == "时效指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.三级指标", "年度任务推进情况")
    _give(draft, key, "≥100人次", "110人次")
    _full(draft, key, row)
    return f"{key}.指标值"


@defect("ZP-24", "满意度指标填次数", *SELF)
def satisfaction_counted(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.first == SATISFACTION)
    if found is None:
        return None
    key, row = found
    _give(draft, key, "≥10次", "11次")
    _full(draft, key, row)
    return f"{key}.指标值"


@defect("ZP-25", "满意度完成值超过100%", *SELF)
def above_100(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.first == SATISFACTION and row.score == row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.完成值", f"{rng.randint(101, 120)}%")
    return f"{found[0]}.完成值"


@defect("ZP-26", "成本指标用≥", *SELF)
def cost_at_least(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second == "成本指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.指标值", row.target.replace("≤", "≥"))
    return f"{key}.指标值"


@defect("ZP-26", "控制率用≥", *SELF)
def control_rate_at_least(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second == "质量指标" and row.score == row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.三级指标", "在职人员控制率")
    _give(draft, found[0], "≥90%", "95%")
    return f"{found[0]}.指标值"


@defect("ZP-27", "成本指标与项目预算数不等", *THREE_FORMS, "mof-2020")
def cost_is_another_amount(draft: Draft, rng: Random) -> Spot | None:
    found = any_indicator(draft, rng, lambda row: row.second == "成本指标")
    if found is None:
        return None
    key, row = found
    limit = Decimal(row.target.strip("≤万元"))
    draft.set(f"{key}.指标值", f"≤{slip(rng, limit) + 5}万元")
    return f"{key}.指标值"


@defect("ZP-28", "执行率七成而总分高于限额（启用封顶口径）", "mof-2020")
def total_above_cap(draft: Draft, rng: Random) -> Spot | None:
    form = any_project(draft, rng)
    draft.facts["参数组"] = "执行率封顶"
    budget = draft.amount(f"{form}.年度资金总额.全年预算数")
    spent = cents(budget * rng.randint(72, 79) / 100)
    draft.set(f"{form}.年度资金总额.全年执行数", spent)
    draft.set(f"{form}.当年财政拨款.全年执行数", spent - draft.amount(f"{form}.上年结转资金.全年执行数"))
    rated(draft, form)
    for number, row in enumerate(draft.indicators[form], 1):
        if row.second == "成本指标":
            draft.set(f"{form}.指标{number}.完成值", f"{spent}万元")
    if draft.amount(f"{form}.总分.得分") <= 89:
        return None
    return f"{form}.总分.得分"
