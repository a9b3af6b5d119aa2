"""Defects of the self-evaluation forms: weights, scores, totals, execution, single indicators."""

from __future__ import annotations

from collections.abc import Callable
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
from seeded.indicators import BENEFIT, OUTPUT, SATISFACTION
from seeded.paper import Draft, Indicator, Rate, cents

SELF = ("hunan-2021", "mof-2020")
OVERALL = ("hunan-2021",)


def _choice(draft: Draft, rng: Random, fits: Callable[[Indicator], bool]) -> tuple[str, Indicator] | None:
    return any_indicator(draft, rng, fits)


def _give(draft: Draft, key: str, target: str, actual: str) -> None:
    draft.set(f"{key}.指标值", target)
    draft.set(f"{key}.完成值", actual)


def _full(draft: Draft, key: str, row: Indicator) -> None:
    """Full marks without a reason, and the total that follows."""
    draft.set(f"{key}.得分", row.weight)
    draft.set(f"{key}.原因", None)
    rescored(draft, form_of(key))


@defect("ZP-06", "一个指标的分值改了（得分跟着改）", *SELF)
def weight_changed(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.score == row.weight)
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
    found = any_indicator(draft, rng, lambda row: row.first == BENEFIT and row.weight > 5 and row.score == row.weight, form)
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
    less = any_indicator(draft, rng, lambda row: row.first == BENEFIT and row.weight > 10 and row.score == row.weight, form)
    more = any_indicator(draft, rng, lambda row: row.first == SATISFACTION and row.score == row.weight, form)
    if less is None or more is None:
        return None
    for (key, row), by in ((less, -10), (more, 10)):
        draft.set(f"{key}.分值", row.weight + by)
        draft.set(f"{key}.得分", row.weight + by)
    draft.set(f"{form}.一级.{BENEFIT}", 20)
    draft.set(f"{form}.一级.{SATISFACTION}", 20)
    return f"{form}.一级.{SATISFACTION}"


@defect("ZP-08", "总得分填错", *SELF)
def total_score_wrong(draft: Draft, rng: Random) -> Spot:
    cell = f"{any_table(draft, rng)}.总分.得分"
    draft.set(cell, draft.amount(cell) + rng.choice([-3, -1, 1, Decimal("0.5")]))
    return cell


@defect("ZP-08", "总分行的分值填错", *SELF)
def total_weight_wrong(draft: Draft, rng: Random) -> Spot:
    cell = f"{any_table(draft, rng)}.总分.分值"
    draft.set(cell, rng.choice([90, 99, 110]))
    return cell


@defect("ZP-09", "得分大于分值", *SELF)
def score_above_weight(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.score == row.weight)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.得分", row.weight + rng.randint(1, 5))
    maybe_rescored(draft, rng, key)
    return f"{key}.得分"


@defect("ZP-10", "完成值空着", *SELF)
def no_actual(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.score == row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.完成值", rng.choice([None, "/", "—"]))
    return f"{found[0]}.完成值"


@defect("ZP-10", "得分空着", *SELF)
def no_score(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.score == row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.得分", None)
    return f"{found[0]}.得分"


@defect("ZP-10", "分值空着", *SELF)
def no_weight(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.score == row.weight)
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


@defect("ZP-14", "没有完成指标值而得满分", *SELF)
def full_marks_for_less(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: counted(row) and row.number is not None and row.number > 3)
    if found is None or found[1].number is None:
        return None
    key, row = found
    draft.set(f"{key}.完成值", f"{int(row.number * rng.randint(60, 85) / 100) or 1}{row.unit}")
    return f"{key}.得分"


@defect("ZP-14", "完成了指标值而少给分，没有原因", *SELF)
def score_not_given(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: counted(row) and row.weight > 2)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.得分", row.weight - 2)
    maybe_rescored(draft, rng, key)
    return f"{key}.得分"


@defect("ZP-14", "反向指标按正向给分", *SELF)
def reverse_scored_forward(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: counted(row) and row.second == "数量指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.三级指标", "服务投诉件数")
    limit = rng.randint(3, 9)
    _give(draft, key, f"≤{limit}件", f"{limit + rng.randint(1, 4)}件")
    return f"{key}.得分"


@defect("ZP-15", "扣了分没有写原因", *SELF)
def no_reason(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.score < row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.原因", rng.choice([None, "无", "/"]))
    return f"{found[0]}.原因"


@defect("ZP-16", "完成值是指标值的两倍，没有说明", *SELF)
def far_above(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, counted)
    if found is None or found[1].number is None:
        return None
    key, row = found
    draft.set(f"{key}.完成值", f"{row.number * 2}{row.unit}")
    return f"{key}.完成值"


@defect("ZP-17", "偏离指标值很大而没有扣分（启用偏离扣分口径）", "mof-2020")
def deviation_not_deducted(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, counted)
    if found is None or found[1].number is None:
        return None
    key, row = found
    draft.facts["参数组"] = "偏离扣2分"
    draft.set(f"{key}.完成值", f"{row.number * 2}{row.unit}")
    draft.set(f"{key}.原因", "年中增加任务，追加安排")
    return f"{key}.得分"


@defect("ZP-18", "写部分达成而得满分", *SELF)
def partly_with_full_marks(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.second == "可持续影响指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.三级指标", "长效管理制度")
    _give(draft, key, "建立长效管理制度并印发执行", "部分达成预期指标")
    _full(draft, key, row)
    return f"{key}.得分"


@defect("ZP-19", "完成值照抄了指标值的符号", *SELF)
def operator_copied(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.target.startswith("≥") and row.score == row.weight)
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.完成值", row.target)
    return f"{key}.完成值"


@defect("ZP-19", "完成值照抄了指标值的文字", *SELF)
def text_copied(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.second == "可持续影响指标")
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
    found = _choice(draft, rng, counted)
    if found is None:
        return None
    draft.set(f"{found[0]}.完成值", "100%")
    return f"{found[0]}.完成值"


@defect("ZP-21", "指标值没有评判标准", *SELF)
def vague_target(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.second == "可持续影响指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.三级指标", "服务能力")
    _give(draft, key, rng.choice(["稳步推进", "不断提高", "持续提升", "进一步增强"]), "达成预期指标")
    _full(draft, key, row)
    return f"{key}.指标值"


@defect("ZP-21", "指标名称没有考核内容", *SELF)
def empty_name(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.second == "质量指标")
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
    found = _choice(draft, rng, lambda row: row.second == "时效指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.三级指标", "年度任务推进情况")
    _give(draft, key, "≥100人次", "110人次")
    _full(draft, key, row)
    return f"{key}.指标值"


@defect("ZP-24", "满意度指标填次数", *SELF)
def satisfaction_counted(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.first == SATISFACTION)
    if found is None:
        return None
    key, row = found
    _give(draft, key, "≥10次", "11次")
    _full(draft, key, row)
    return f"{key}.指标值"


@defect("ZP-25", "满意度完成值超过100%", *SELF)
def above_100(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.first == SATISFACTION and row.score == row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.完成值", f"{rng.randint(101, 120)}%")
    return f"{found[0]}.完成值"


@defect("ZP-26", "成本指标用≥", *SELF)
def cost_at_least(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.second == "成本指标")
    if found is None:
        return None
    key, row = found
    draft.set(f"{key}.指标值", row.target.replace("≤", "≥"))
    return f"{key}.指标值"


@defect("ZP-26", "控制率用≥", *SELF)
def control_rate_at_least(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.second == "质量指标" and row.score == row.weight)
    if found is None:
        return None
    draft.set(f"{found[0]}.三级指标", "在职人员控制率")
    _give(draft, found[0], "≥90%", "95%")
    return f"{found[0]}.指标值"


@defect("ZP-27", "成本指标与项目预算数不等", "hunan-2021", "mof-2020")
def cost_is_another_amount(draft: Draft, rng: Random) -> Spot | None:
    found = _choice(draft, rng, lambda row: row.second == "成本指标")
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


@defect("ZP-30", "整体绩效目标只写几个字", *OVERALL)
def short_text(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice(["部门.整体绩效目标", "部门.部门职能职责概述"])
    draft.set(cell, rng.choice(["完成全年工作任务。", None]))
    return cell


# --- 部门自评表, its upper part ----------------------------------------------------------------------------


@defect("ZP-01", "资金执行率算错", *OVERALL)
def rate_wrong(draft: Draft, rng: Random) -> Spot:
    content = draft.get("部门.资金执行率")
    percent = content.percent if isinstance(content, Rate) else Decimal(str(content).rstrip("%"))
    draft.set("部门.资金执行率", f"{percent - rng.randint(1, 9)}%")
    return "部门.资金执行率"


@defect("TY-12", "资金执行率写成比例小数", *OVERALL)
def rate_as_fraction(draft: Draft, rng: Random) -> Spot:
    draft.set("部门.资金执行率", cents(draft.amount("部门.执行数") / draft.amount("部门.资金总额")))
    return "部门.资金执行率"


@defect("ZP-02", "没有执行完而执行得分填10分", *OVERALL)
def execution_in_full(draft: Draft, rng: Random) -> Spot:
    draft.set("部门.执行得分", 10)
    maybe_rescored(draft, rng, "部门")
    return "部门.执行得分"


@defect("ZP-03", "一般公共预算收入填错", *OVERALL)
def income_wrong(draft: Draft, rng: Random) -> list[Spot]:
    draft.set("部门.一般公共预算收入", slip(rng, draft.amount("部门.一般公共预算收入")))
    return ["部门.资金总额", "部门.按收入性质分"]


@defect("ZP-04", "按支出性质分的项目支出填错", *OVERALL)
def projects_wrong(draft: Draft, rng: Random) -> list[Spot]:
    draft.set("部门.项目支出", slip(rng, draft.amount("部门.项目支出")))
    return ["部门.资金总额", "部门.按支出性质分"]


@defect("ZP-05", "按收入、支出性质分的合计空着", *OVERALL)
def sums_not_stated(draft: Draft, rng: Random) -> list[Spot]:
    cell = rng.choice(["部门.按收入性质分", "部门.按支出性质分"])
    draft.set(cell, None)
    return [*draft.beside(cell)]
