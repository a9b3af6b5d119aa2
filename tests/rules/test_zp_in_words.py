"""ZP-14, 18, 20, 21: figures spelled out, rises and falls, grades, numbers of a period."""

from __future__ import annotations

import pytest

from cases import Case, case, first, overall, verify

FULL = {"H14": 10, "I14": None, "H21": "99.89"}
"""Full marks for the exhibitions."""

# fmt: off
CASES = [
    *(
        case("ZP-20", "passes", overall(E14=target, F14=actual, **FULL))
        for target, actual in (
            ("四次", "4次"), ("不少于四场", "5场"), ("1台（套）", "1台"), ("10个（次）", "10"), ("2021年完成4场", "4场"),
            ("每季度1次", "4次"), ("每季度不少于1次", "每季度1次"), ("≥4场", "4（已完成）"), ("30≤x≤50", "40"),
        )
    ),
    case("ZP-20", "passes", overall(E15="百分之九十八", F15="99%", E20="≥90%", F20="九成三")),
    case("ZP-20", "boundary", overall(E14="四场", F14="96%", **FULL), "ZP-20 warning 部门自评表!F14", related="E14"),
    case(
        "ZP-14", "fails", overall(E14="四次", F14="3次", **FULL), "ZP-14 error 部门自评表!H14",
        figures=("10", "7.5", "2.5"), related="E14 F14 G14",
    ),
    case("ZP-14", "passes", overall(E14="每季度1次", F14="3次")),
    case("ZP-14", "fails", overall(E14="每季度1次", F14="3次", **FULL), "ZP-14 warning 部门自评表!H14"),
    case("ZP-14", "fails", overall(E14="2021年完成4场", F14="3场", **FULL), "ZP-14 warning 部门自评表!H14"),
    case("ZP-14", "fails", overall(E14="四场", F14="三场", **FULL), "ZP-14 warning 部门自评表!H14", related="E14 F14 G14"),
    # a rise and a fall
    case("ZP-14", "passes", overall(E18="较上年增长5%", F18="增长5.2%")),
    case("ZP-14", "fails", overall(E18="较上年增长5%", F18="增长4%"), "ZP-14 warning 部门自评表!H18", related="E18 F18 G18"),
    case("ZP-14", "fails", overall(D18="投诉件数", E18="下降3%", F18="下降2%"), "ZP-14 warning 部门自评表!H18"),
    case("ZP-14", "boundary", overall(D18="运行费用", E18="增长5%", F18="增长4%")),
    case("ZP-14", "boundary", overall(D18="投诉件数", E18="增长5%", F18="下降4%")),
    # how often is a time
    case("ZP-24", "passes", overall(E16="每季度1次", F16="4次")),
    # grades
    case("ZP-18", "passes", overall(E19="良好及以上", F19="优")),
    case("ZP-18", "passes", overall(E19="优良", F19="良好")),
    case("ZP-18", "passes", overall(E19="优", F19="优良")),
    case("ZP-18", "fails", overall(E19="优", F19="差"), "ZP-18 warning 部门自评表!H19", related="G19 F19 E19"),
    case("ZP-18", "fails", overall(E19="优秀等次", F19="良好"), "ZP-18 warning 部门自评表!H19"),
    case("ZP-18", "fails", overall(E19="是", F19="否"), "ZP-18 warning 部门自评表!H19"),
    case("ZP-18", "fails", overall(E19="验收合格", F19="不合格"), "ZP-18 warning 部门自评表!H19"),
    case("ZP-18", "boundary", overall(D19="是否超支", E19="否", F19="否。")),
    case("ZP-18", "boundary", overall(D19="安全风险", E19="中", F19="低")),
    case("ZP-18", "boundary", overall(E19="不出现不合格", F19="不合格")),
    case("ZP-18", "boundary", overall(E19="优", F19="良", H19=8, I19="整改中", H21="95.39")),
    # a score above its weight is said once
    case(
        "ZP-18", "fails", first(E17="建立机制", F17="达成预期指标", H17=31), "ZP-18 warning 项目一!H17 从属",
        "ZP-09 error 项目一!H17", "ZP-08 error 项目一!H19 从属",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_in_words(item: Case) -> None:
    verify(item)
