"""Indicators made at random: names as units write them, targets and actuals that fit, scores by the rule."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from seeded.paper import Indicator, cents, pick, split

COUNTS: dict[str, Sequence[tuple[str, str]]] = {
    "数量指标": (
        ("开展培训期数", "期"), ("走访企业户数", "户"), ("检查点位数", "个"), ("印发宣传资料份数", "份"),
        ("完成调研报告篇数", "篇"), ("举办展览场次", "场"), ("整理资料卷数", "卷"), ("维护设备台数", "台"),
        ("受理咨询人次", "人次"), ("组织活动次数", "次"), ("采购器材件数", "件"), ("培训学员人数", "人"),
    ),
    "社会效益指标": (("服务群众人次", "人次"), ("受益企业户数", "户"), ("公益讲座听众人数", "人"), ("带动就业人数", "人")),
}  # fmt: skip
RATES: dict[str, Sequence[str]] = {
    "质量指标": ("验收合格率", "培训考核通过率", "资料准确率", "设备完好率", "成果采用率"),
    "时效指标": ("任务按时完成率", "资料报送及时率", "问题整改及时率"),
    "社会效益指标": ("政策知晓率", "服务覆盖率", "重点任务办结率"),
    "可持续影响指标": ("设施正常运行率", "成果后续利用率", "制度落实率"),
    "服务对象满意度指标": ("服务对象满意度", "群众满意度", "参训人员满意度", "受益企业满意度"),
}
OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "满意度指标"
REASON = "受场地维修和人员调整影响未能全部完成，次年补做并提前排期"


OTHERS = (
    ("质量指标", "资料差错率", "≤2%", "1.8%"),
    ("质量指标", "有效投诉件数", "≤4件", "3件"),
    ("质量指标", "内部管理制度", "建立健全业务管理制度并严格执行", "达成预期指标"),
    ("时效指标", "年度任务完成时间", "12月底前", "12月20日"),
)
"""Limits from above, words and dates: what only some units write."""


def indicators(
    rng: Random,
    weights: Sequence[int],
    cost: Indicator | None = None,
    shared: Indicator | None = None,
    about: str = "",
) -> list[Indicator]:
    """A full set: quantity, quality, timeliness, cost, benefits, satisfaction, weighted as 产出, 效益, 满意度.

    ``cost`` goes in as the cost indicator, ``shared`` as one more of quantity. ``about`` begins every other name.
    """
    rows = _rows(rng, weights, cost, shared)
    for member in rows:
        if member is not cost and member is not shared:
            member.name = about + member.name
    return rows


def _rows(
    rng: Random, weights: Sequence[int], cost: Indicator | None, shared: Indicator | None
) -> list[Indicator]:
    quantity = [_count(rng, "数量指标", pair) for pair in rng.sample(COUNTS["数量指标"], rng.randint(1, 4))]
    if shared:
        quantity = [item for item in quantity if item.name != shared.name] + [shared]
    quality = [_rate(rng, "质量指标", name) for name in pick(rng, RATES["质量指标"], rng.randint(1, 2))]
    timely = [_rate(rng, "时效指标", rng.choice(RATES["时效指标"]))]
    others = [Indicator("", *row) for row in OTHERS if rng.random() < 0.2]
    quality += [row for row in others if row.second == "质量指标"]
    timely += [row for row in others if row.second == "时效指标"]
    output = [*quantity, *quality, *timely, *([cost] if cost else [])]
    benefit = [_count(rng, "社会效益指标", rng.choice(COUNTS["社会效益指标"]))]
    benefit += [_rate(rng, "社会效益指标", rng.choice(RATES["社会效益指标"]))] if rng.random() < 0.5 else []
    benefit += [_rate(rng, "可持续影响指标", rng.choice(RATES["可持续影响指标"]))]
    satisfied = [
        _rate(rng, "服务对象满意度指标", name)
        for name in pick(rng, RATES["服务对象满意度指标"], rng.randint(1, 2))
    ]
    rows = []
    for first, members, whole in zip(
        (OUTPUT, BENEFIT, SATISFACTION), (output, benefit, satisfied), weights, strict=True
    ):
        for member, weight in zip(members, split(rng, Decimal(whole), len(members)), strict=True):
            member.first, member.weight = first, weight
            member.score = weight
            rows.append(member)
    for member in rows:
        if member is not cost and member is not shared and rng.random() < 0.2:
            fall_short(rng, member)
    return rows


def _count(rng: Random, second: str, pair: tuple[str, str]) -> Indicator:
    name, unit = pair
    number = rng.randint(4, 60) * rng.choice([1, 1, 5, 20])
    target = rng.choice([f"≥{number}{unit}", f"{number}{unit}", f"{number}{unit}以上"])
    actual = f"{number + rng.randint(0, number // 5)}{unit}"
    return Indicator("", second, name, target, actual, number=Decimal(number), unit=unit)


def _rate(rng: Random, second: str, name: str) -> Indicator:
    number = rng.randint(85, 98)
    target = rng.choice([f"≥{number}%", f"{number}%以上", f"{number}%"])
    actual = f"{rng.randint(number, 99)}%" if rng.random() < 0.6 else f"{number}.{rng.randint(1, 9)}%"
    return Indicator("", second, name, target, actual, number=Decimal(number), unit="%")


def fall_short(rng: Random, member: Indicator) -> None:
    """Let an indicator miss its target, with the score that follows and a reason."""
    if member.number is None:
        return
    reached = max(Decimal(1), (member.number * rng.randint(70, 97) / 100).to_integral_value())
    if reached >= member.number:
        return
    member.actual = f"{reached}{member.unit}"
    member.score = cents(member.weight * reached / member.number)
    member.reason = REASON


def cost_of(budget: Decimal, spent: Decimal, name: str = "项目总成本") -> Indicator:
    """The cost indicator: the budget as its limit, what was spent as its actual."""
    return Indicator("", "成本指标", name, f"≤{budget}万元", f"{spent}万元")
