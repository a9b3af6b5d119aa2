"""Amounts of money in running texts."""

from __future__ import annotations

import pytest

from made import d
from perfxl.rules.money_text import amounts_in, items_in, stated_total


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("培训费3.5万元", [("培训费", "3.5")]),
        ("慰问60,000元，合计约９万元", [("慰问", "6"), ("合计", "9")]),
        ("共计10万元", [("共计", "10")]),
        ("检测费共为1.5 万元", [("检测费", "1.5")]),
        ("2亿元、30万、5万吨", [("", "20000")]),
        ("安装费5千元，设备费0.3百万元", [("安装费", "0.5"), ("设备费", "30")]),
        ("", []),
    ],
)
def test_amounts_in_a_text(text: str, amounts: list[tuple[str, str]]) -> None:
    assert amounts_in(text) == [(item, d(amount)) for item, amount in amounts]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("项目资金10万元，其中慰问6万元、培训4万元", "10"),
        ("其中慰问6万元、培训3.5万元", "9.5"),
        ("慰问6万元、培训3.5万元", None),
        ("总额10万元，安排资金9万元", None),
        ("合同总额12万元，安排资金9万元", "9"),
        ("项目总投资12万元，合同总额9万元", None),
        ("其中慰问6万元", None),
        ("完成任务", None),
    ],
)
def test_the_total_of_a_text(text: str, total: str | None) -> None:
    found = stated_total(text)
    assert (found and found.amount) == (None if total is None else d(total))


@pytest.mark.parametrize(
    ("text", "wider", "own"),
    [
        ("项目资金10万元，其中慰问6万元、培训4万元", False, ""),
        ("项目资金10万元，其中上级资金6万元、县级资金4万元", False, ""),
        ("项目资金10万元，完成招标", False, ""),
        ("项目资金10万元，本年度安排6万元", False, "6"),
        ("安排资金10万元，我单位承担8万元、其他单位2万元", False, "8"),
        ("项目资金10万元，分两年实施，本年6万元", True, "6 10"),
        ("项目总投资10万元，其中设备6万元", True, "6 10"),
        ("上级下达10万元，其中农资6万元、其他4万元", True, "4 6 10"),
    ],
)
def test_a_total_of_more_than_the_year(text: str, wider: bool, own: str) -> None:
    found = stated_total(text)
    assert found is not None
    assert (found.wider, found.own) == (wider, {d(amount) for amount in own.split()})


def test_items_named_twice_have_no_one_amount() -> None:
    assert items_in("其中培训费3万元，支付检测费2万元，检测费1万元，合计6万元") == {"培训费": d("3")}
