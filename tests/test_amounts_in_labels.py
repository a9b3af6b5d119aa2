"""Amounts in the cell of their label, without a colon between the two."""

from __future__ import annotations

import pytest

from cases import line, overall
from made import OVERALL, Content, d, made
from perfxl.fill import Change, fill
from perfxl.formset.load import load_form_set
from perfxl.returns.field_index import FieldIndex

INDEX = FieldIndex(load_form_set("hunan-2021").forms[OVERALL])


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("项目支出40.4", "项目支出", "40.4"),
        ("项目支出 40.4", "项目支出", "40.4"),
        ("项目支出；40.4", "项目支出", "40.4"),
        ("项 目 支 出40", "项目支出", "40"),
        ("其中：基本支出  301.55万元", "基本支出", "301.55万元"),
        ("其中基本支出３０１．５５", "基本支出", "３０１．５５"),
        ("其中：一般公共预算收入1,341.95", "一般公共预算收入", "1,341.95"),
        ("资金总额-3.2", "资金总额", "-3.2"),
    ],
)
def test_a_label_that_goes_on_with_a_figure(text: str, name: str, written: str) -> None:
    ((field, piece),) = INDEX.inline(text)
    assert (field.name, piece.strip()) == (name, written)
    assert INDEX.labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "项目支出控制率95",
        "项目支出40.4占比12",
        "部门项目支出40.4",
        "40.4",
        "项目支出",
        "项目支出约40",
        "填表人12",
        "项目支出40%",
    ],
)
def test_what_is_no_label_with_its_figure(text: str) -> None:
    assert INDEX.before_figure(text) is None


@pytest.mark.parametrize(
    "cells",
    [
        {"B4": "资金总额405.40"},
        {"B4": "资金总额 405.4万元"},
        {"F6": "其中：基本支出  320.4万元", "F7": "项目支出85"},
        {"B5": "按收入性质分405.4", "F5": "按支出性质分；405.4", "B6": "其中：一般公共预算收入395.4"},
        {"B8": "纳入专户管理的非税收入拨款10"},
    ],
)
def test_the_amounts_are_read(cells: dict[str, Content]) -> None:
    result = made(overall(**cells))
    assert result.findings == []
    (form,) = result.ret.of(OVERALL)
    amounts = ("资金总额", "按收入性质分", "按支出性质分", "基本支出", "项目支出", "非税收入拨款", "执行数")
    assert [form.value(name).number for name in amounts] == [
        d("405.4"), d("405.4"), d("405.4"), d("320.4"), 85, 10, d("401.12"),
    ]  # fmt: skip
    assert form.value("政府性基金拨款").blank


@pytest.mark.parametrize(
    ("cells", "expected", "figures"),
    [
        (
            {"F7": "项目支出58"},
            [f"KB-02 error {OVERALL}!F7", f"ZP-04 error {OVERALL}!B4 从属", f"ZP-04 error {OVERALL}!F5 从属"],
            ("58", "85"),
        ),
        (
            {"B6": "其中：一般公共预算收入359.4"},
            [f"ZP-03 error {OVERALL}!B4", f"ZP-03 error {OVERALL}!B5 从属"],
            ("405.4", "369.4"),
        ),
    ],
)
def test_a_wrong_amount_is_found(
    cells: dict[str, Content], expected: list[str], figures: tuple[str, str]
) -> None:
    findings = made(overall(**cells)).findings
    assert sorted(map(line, findings)) == sorted(expected)
    primary = next(found for found in findings if found.primary)
    assert (primary.stated, primary.computed) == figures


def test_a_number_of_the_label_is_no_amount_where_one_stands_beside_it() -> None:
    (form,) = made(overall(F7="项目支出1", G7=85)).ret.of(OVERALL)
    assert form.value("项目支出").text != "1"
    assert form.value("政府性基金拨款").blank


def test_filling_writes_behind_the_label() -> None:
    changes = [
        change for change in fill(made(overall(B5="按收入性质分400.4")).ret) if isinstance(change, Change)
    ]
    assert [(change.place.address, change.before, change.content) for change in changes] == [
        ("B5", "400.4", "按收入性质分405.4")
    ]


@pytest.mark.parametrize("unit", ["（万元）", " (万元)", "（万 元）"])
def test_a_unit_in_brackets_behind_an_amount(unit: str) -> None:
    written = {"B4": f"资金总额：405.40{unit}", "F6": f"其中：基本支出：320.4{unit}", "F4": f"401.12{unit}"}
    assert made(overall(**written)).findings == []
    wrong, plain = (made(overall(B4=f"资金总额：415.40{mark}")).findings for mark in (unit, ""))
    assert [(line(one), one.computed) for one in wrong] == [(line(one), one.computed) for one in plain] != []


def test_yuan_in_brackets_behind_an_amount_are_its_own_unit() -> None:
    """It is told that one amount is written in another unit; the form's own unit is not in question."""
    for written in ("4011200（元）", "4011200元"):
        assert [line(found) for found in made(overall(F4=written)).findings] == ["TY-07 error 部门自评表!F4"]
