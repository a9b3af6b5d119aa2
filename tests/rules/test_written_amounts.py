"""Amounts and scores that are written with more than the figure, and texts that the blank form prints."""

from __future__ import annotations

import pytest

from cases import Case, base, case, first, overall, verify

# fmt: off
CASES = [
    # what stands around a figure and leaves it as it is
    case("TY-08", "passes", base(B9="20.1。", C9="￥20")),
    case("TY-08", "fails", base(B9="20.1.。"), "TY-08 error 基础数据表!B9", "BD-06 undecided 基础数据表!B9 从属",
         "TY-09 undecided 基础数据表!B9 从属", "TY-10 undecided 基础数据表!B9 从属"),
    case("TY-08", "passes", base(C17="未安排", D17="╱", B17="零")),
    case("TY-08", "passes", base(C22="1 022.00", D22="1 021.50")),
    case("BD-05", "fails", base(C19="1 085.00"), "BD-05 error 基础数据表!C19", "KB-01 error 部门自评表!B4 从属",
         "KB-02 error 部门自评表!F7 从属", "ZP-27 error 部门自评表!E17 从属", figures=("1085", "85", "1000")),
    case("TY-08", "fails", overall(H17="约7分"), "TY-08 error 部门自评表!H17",
         "ZP-08 undecided 部门自评表!H17 从属", "ZP-09 undecided 部门自评表!H17 从属",
         "ZP-14 undecided 部门自评表!H17 从属", "ZP-15 undecided 部门自评表!H17 从属",
         "ZP-23 undecided 部门自评表!H17 从属"),
    # a remark
    case("TY-08", "boundary", base(B9="20.1（其中上年结转2.4）"), "TY-08 info 基础数据表!B9"),
    case("TY-08", "boundary", overall(B4="资金总额：405.40（含上级专项100）"), "TY-08 info 部门自评表!B4"),
    case("TY-08", "boundary", overall(F6="其中：基本支出：320.4（人员285.3、公用35.1）"), "TY-08 info 部门自评表!F6"),
    case("TY-08", "boundary", overall(H14="7.5（因场地维修少办1场）"), "TY-08 info 部门自评表!H14"),
    case("ZP-14", "fails", overall(H14="9（因场地维修少办1场）", H21="98.89"), "ZP-14 error 部门自评表!H14",
         "TY-08 info 部门自评表!H14", figures=("9", "7.5", "1.5")),
    case("TY-08", "fails", overall(H14="7.5（应为8）", H21="97.39"), "TY-08 error 部门自评表!H14",
         "ZP-08 undecided 部门自评表!H14 从属", "ZP-09 undecided 部门自评表!H14 从属",
         "ZP-14 undecided 部门自评表!H14 从属", "ZP-15 undecided 部门自评表!H14 从属",
         "ZP-23 undecided 部门自评表!H14 从属"),
    # guidance that the form prints
    case("TY-14", "fails", first(F11="对照年度目标，说明相关任务目标的完成情况（100字以内）"),
         "TY-14 warning 项目一!F11"),
    case("TY-14", "fails", base(B23="概述主要措施 (限200字)。"), "TY-14 warning 基础数据表!B23"),
    case("TY-14", "boundary", base(B23="（100字以内）严格执行各项节约规定，事前审批、事中控制。")),
    case("TY-14", "boundary", base(B23="编印节约倡议（每份300字以内的提要），张贴12处。")),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_amounts(item: Case) -> None:
    verify(item)
