"""Figures that are no quantities, or only so many of a number: stars, ranks, cases for every 100,000."""

from __future__ import annotations

import pytest

from cases import Case, case, overall, verify

FAR = "ZP-16 warning 部门自评表!F19"
LOWER = "ZP-18 warning 部门自评表!H19"
MISSED = "ZP-14 warning 部门自评表!H19"

# fmt: off
CASES = [
    # steps of a scale of few are not so many percent of each other
    *(
        case("ZP-16", "passes", overall(D19=name, E19=target, F19=actual))
        for name, target, actual in (
            ("景区等级", "≥3A", "4A"), ("景区等级", "≥3A级", "5A级"), ("酒店等级", "≥3星", "4星"), ("酒店等级", "≥3星级", "5星级"),
            ("支部等次", "≥3颗星", "4颗星"), ("酒店等级", "3星", "4星"), ("服务等级", "≥3级", "4级"),
        )
    ),
    case("ZP-16", "fails", overall(D19="配电箱额定电流", E19="≥30A", F19="40A"), FAR),
    case("ZP-16", "fails", overall(D19="展出书画", E19="≥3幅", F19="4幅"), FAR),
    case("ZP-14", "fails", overall(D19="景区等级", E19="≥4A", F19="3A"), "ZP-14 error 部门自评表!H19",
         figures=("10", "7.5", "2.5")),
    # a number that is a rank, as its name or the other side says
    *(
        case("ZP-18", "passes", overall(D19=name, E19=target, F19=actual))
        for name, target, actual in (
            ("考核位次", "第3", "第2"), ("考核位次", "第3", "第3"), ("展览期次", "第3", "第5"), ("投诉量全省排名", "第3", "第5"),
            ("营商环境", "全省第3", "全市第5"),
        )
    ),
    *(
        case("ZP-18", "fails", overall(D19=name, E19=target, F19=actual), LOWER, related="G19 F19 E19")
        for name, target, actual in (
            ("考核位次", "第3", "第5"), ("考核位次", "第三", "第十二"), ("营商环境", "第3", "第5名"), ("营商环境", "全省第3", "全省第5"),
        )
    ),
    # so many for every 100,000
    *(
        case("ZP-14", "passes", overall(D19="孕产妇死亡率", E19=target, F19=actual))
        for target, actual in (
            ("≤10/10万", "8.5/10万"), ("≤10/10万", "10/十万"), ("≤10/10万", "0"), ("≤10/10万", "12/万"), ("≤10/10万", "12/1000"),
            ("控制在10/10万以内", "8/100000"), ("10/10万", "12/10万"),
        )
    ),
    *(
        case("ZP-14", "fails", overall(D19="孕产妇死亡率", E19=target, F19=actual), MISSED, related="E19 F19 G19")
        for target, actual in (
            ("≤10/10万", "12/10万"), ("≤10/10万", "12/十万"), ("控制在10/10万以内", "12/100000"), ("≤0.5/千", "0.6/1000"),
            ("≤10/10万人", "12/十万人"),
        )
    ),
    case("ZP-14", "fails", overall(D19="结核病筛查率", E19="≥100/10万", F19="90/10万"), MISSED),
    case("ZP-20", "fails", overall(D19="孕产妇死亡率", E19="≤10/10万", F19="12"), "ZP-20 warning 部门自评表!F19"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_steps_and_ranks(item: Case) -> None:
    verify(item)
