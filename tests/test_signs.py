"""Signs of comparison as units type them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfxl.finding import Place
from perfxl.formset.model import Type
from perfxl.returns.joined import join_columns
from perfxl.returns.signs import plain_signs
from perfxl.returns.targets import ValueKind, parse_indicator_value
from perfxl.returns.value import Value
from perfxl.workbook.model import Cell, Kind


@pytest.mark.parametrize(
    ("written", "op"),
    [
        ("═100%", "="),
        ("＝＝100%", "="),
        ("》100%", ">"),
        ("合格率》100%", ">"),
        ("〉100%", ">"),
        ("《100%", "<"),
        ("〈100%", "<"),
        ("≥：100%", "≥"),
        ("≥:100%", "≥"),
        (">/=100%", "≥"),
        ("≥＝100%", "≥"),
        ("≧=100%", "≥"),
        ("≤＝100%", "≤"),
        ("</=100%", "≤"),
        ("≮100%", "≥"),
        ("≯100%", "≤"),
        ("(≥)100%", "≥"),
        ("（不低于）100%", "≥"),
        ("≥（大于等于）100%", "≥"),
        ("大于等于（≥）100%", "≥"),
    ],
)
def test_a_sign_however_it_is_typed(written: str, op: str) -> None:
    value = parse_indicator_value(written)
    assert (value.op, value.number, value.unit, value.doubtful) == (op, 100, "%", "")


@pytest.mark.parametrize(
    "written",
    [
        "《2021年规划》",
        "《2021年规划》1本",
        "《手册》3本",
        "〈3本〉",
        "≥1:3",
        "≥10:00",
        "10/100000",
        "≥98%",
        "验收(合格)",
    ],
)
def test_titles_ratios_and_plain_signs_stay_as_they_are(written: str) -> None:
    assert plain_signs(written) == written


@pytest.mark.parametrize("written", ["≥≤98%", "><98%", "≥（小于等于）98%"])
def test_signs_that_contradict_each_other_are_not_chosen_from(written: str) -> None:
    value = parse_indicator_value(written)
    assert value.kind is ValueKind.TEXT
    assert value.number is None


@pytest.mark.parametrize(
    ("sign", "text"), [("═", "=95%"), ("≥（大于等于）", "≥95%"), ("》", ">95%"), ("≥＝", "≥95%")]
)
def test_a_sign_in_a_column_of_its_own(sign: str, text: str) -> None:
    values = {
        name: Value(name, name, kind, Place("表", 1, col), Cell(1, col, Kind.TEXT, written))
        for col, (name, kind, written) in enumerate(
            (("方向", Type.TEXT, sign), ("指标值", Type.VALUE, "95"), ("计量单位", Type.TEXT, "%")), 1
        )
    }
    join_columns(values)
    target = values["指标值"]
    assert (target.text, target.indicator.number, target.indicator.doubtful) == (text, Decimal(95), "")
