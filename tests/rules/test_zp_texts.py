"""ZP: what the 部门自评表 must say besides figures."""

from __future__ import annotations

import pytest

from cases import Case, case, overall, verify

# fmt: off
CASES = [
    case("ZP-05", "passes", overall(B5="按收入性质分：405.4")),
    case("ZP-05", "fails", overall(B5="按收入性质分："), "ZP-05 info 部门自评表!C5"),
    case("ZP-05", "fails", overall(F5="按支出性质分：—"), "ZP-05 info 部门自评表!F5"),
    case("ZP-05", "boundary", overall(B5="按收入性质分：0"), "ZP-03 error 部门自评表!B5"),
    case("ZP-30", "passes", overall(B11="全年接收档案三千卷，举办展览四场，查阅满意度九成以上。")),
    case("ZP-30", "fails", overall(B11="完成全年工作任务。"), "ZP-30 warning 部门自评表!B11"),
    case("ZP-30", "fails", overall(B10=None), "ZP-30 warning 部门自评表!B10"),
    case("ZP-30", "boundary", overall(B11="一二三四五六七八九十一二三四五六七八九十。")),
    case(
        "ZP-30", "boundary", overall(B11="一二三四五六七八九十，一二三四五六七八九。"),
        "ZP-30 warning 部门自评表!B11",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)
