"""What messages call the cells that they speak of."""

from __future__ import annotations

import pytest

from cases import Changes, base, first
from made import made


def _message(rule: str, changes: Changes) -> str:
    (message,) = (found.message for found in made(changes).findings if found.rule == rule)
    return message


@pytest.mark.parametrize(
    "header", ["全年预算数", "全年预算数（A）", "全年预算数(A)（万元）", "全年预算数（A）（调整后）"]
)
def test_a_column_that_all_parts_share_is_named_once(header: str) -> None:
    message = _message("XM-01", first(E5=header, E6=60))
    assert f"年度资金总额（{header}） 60 万元，比当年财政拨款、上年结转资金、其他资金之和 55 万元" in message
    assert "（上年结转资金、其他资金未填）" in message


def test_parts_in_different_columns_are_named_with_them() -> None:
    message = _message("XM-02", first(F5="全年执行数（B）", H6="90%"))
    assert "按年度资金总额（全年执行数（B））、年度资金总额（全年预算数）计算应为" in message


def test_a_project_with_brackets_in_its_name_keeps_them() -> None:
    changes = base(A20="1、档案数字化（一期）", C20="五十五")
    (message,) = (found.message for found in made(changes).findings if found.rule == "TY-08")
    assert "】C20 档案数字化（一期）（2021年预算数）“五十五”不是有效金额" in message
