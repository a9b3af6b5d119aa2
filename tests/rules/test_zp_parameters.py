"""ZP-17, ZP-28 and what else depends on parameters that places set for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from cases import Changes, line, overall, second
from made import Kind, d, made
from perfxl.audit import audit
from perfxl.finding import Finding
from perfxl.formset.load import load_form_set
from perfxl.formset.model import Parameter
from perfxl.returns.recognise import read_return

CAPS = [{"从": 0, "到": 80, "最高": 79}, {"从": 80, "到": 95, "最高": 89}]
DEDUCT = {"偏离扣分": True}


def findings(changes: Changes, parameters: Mapping[str, Any]) -> list[Finding]:
    """What is found with other parameters than those of the form set."""
    form_set = load_form_set("hunan-2021")
    changed = {name: Parameter(value, "当地规定") for name, value in parameters.items()}
    local = replace(form_set, parameters={**form_set.parameters, **changed})
    ret = read_return(made(changes).book, [local])
    assert ret is not None
    return audit(ret)


def lines(changes: Changes, parameters: Mapping[str, Any]) -> list[str]:
    """The findings as lines."""
    return list(map(line, findings(changes, parameters)))


@pytest.mark.case("ZP-17", "passes")
def test_a_small_deviation_is_not_deducted() -> None:
    assert lines({}, DEDUCT) == []


@pytest.mark.case("ZP-17", "passes")
def test_a_deduction_for_a_far_deviation() -> None:
    cells = overall(F13="4500卷", H13=13, I13="乡镇档案提前移交", H21=d("95.39"))
    assert lines(cells, DEDUCT) == []
    assert lines(overall(F14="1场", H14=d("0.5"), H21=d("90.39")), DEDUCT) == []


@pytest.mark.case("ZP-17", "fails")
def test_full_marks_in_spite_of_a_far_deviation() -> None:
    cells = overall(F13="4500卷", I13="乡镇档案提前移交")
    (found,) = findings(cells, DEDUCT)
    assert line(found) == "ZP-17 warning 部门自评表!H13"
    assert [place.address for place in found.related] == ["E13", "F13"]
    assert "偏离指标值 50%" in found.message
    assert lines(cells, {}) == []


@pytest.mark.case("ZP-17", "fails")
def test_full_marks_for_far_too_little_follow_from_the_wrong_score() -> None:
    cells = overall(F14="1场", H14=10, H21=d("99.89"))
    assert lines(cells, DEDUCT) == ["ZP-14 error 部门自评表!H14", "ZP-17 warning 部门自评表!H14 从属"]


@pytest.mark.case("ZP-17", "boundary")
def test_thirty_percent_is_far() -> None:
    assert lines(overall(F13="3899卷", I13="提前移交"), DEDUCT) == []
    assert lines(overall(F13="3900卷", I13="提前移交"), DEDUCT) == ["ZP-17 warning 部门自评表!H13"]


@pytest.mark.case("ZP-17", "undecided")
def test_a_deviation_that_cannot_be_computed() -> None:
    assert lines(overall(F13=Kind.ERROR), DEDUCT) == [
        "TY-11 error 部门自评表!F13",
        *(f"ZP-{number} undecided 部门自评表!F13 从属" for number in (14, 16, 17, 20)),
    ]
    assert "ZP-17 undecided 部门自评表!H13 从属" in lines(overall(H13="约15"), DEDUCT)


@pytest.mark.case("ZP-28", "passes")
def test_a_total_below_its_cap() -> None:
    assert lines({}, {"执行率封顶": CAPS[:1]}) == []
    assert lines({}, {}) == []


@pytest.mark.case("ZP-28", "fails")
def test_a_total_above_its_cap() -> None:
    (found,) = findings({}, {"执行率封顶": CAPS})
    assert (found.stated, found.computed, found.difference) == ("99.33", "89", d("10.33"))
    assert [place.address for place in found.related] == ["F6", "E6"]
    assert "执行率 93.33%" in found.message


@pytest.mark.case("ZP-28", "boundary")
def test_a_total_at_its_cap_and_a_rate_at_the_edge() -> None:
    assert lines({}, {"执行率封顶": [{"从": 90, "到": 95, "最高": d("99.33")}]}) == []
    assert lines({}, {"执行率封顶": [{"从": 90, "到": 95, "最高": d("99.32")}]}) == [
        "ZP-28 warning 项目二!H19"
    ]
    exact = second(F6=27, F7=27, H6="90%", I6=9, H19=99, F16="27万元") | {("基础数据表", "D21"): 27}
    exact |= {("基础数据表", "D19"): d("81.9")} | overall(
        F4=d("400.12"), G4="98.70%", I4=d("9.87"), H21=d("97.37")
    )
    assert lines(exact, {"执行率封顶": [{"从": 80, "到": 90, "最高": 89}]}) == []
    assert lines(exact, {"执行率封顶": [{"从": 90, "到": 95, "最高": 89}]}) == ["ZP-28 warning 项目二!H19"]


@pytest.mark.case("ZP-28", "undecided")
def test_a_rate_or_total_that_cannot_be_known() -> None:
    for cells in (second(E6=Kind.ERROR), second(F6=None), second(H19="约99")):
        own = [found for found in findings(cells, {"执行率封顶": CAPS}) if found.rule == "ZP-28"]
        assert [line(found) for found in own if found.place.sheet == "项目二"] == [
            f"ZP-28 undecided 项目二!{next(iter(cells))[1]} 从属"
        ]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({"产出": 50, "效益": 30, "满意度": 10}, []),
        ({"产出": 40, "效益": 40, "满意度": 10}, ["部门自评表", "项目一", "项目二"]),
    ],
)
def test_weights_are_those_of_the_place(weights: dict[str, int], expected: list[str]) -> None:
    found = findings({}, {"一级指标权重": weights})
    assert [(finding.rule, finding.place.sheet) for finding in found] == [
        ("ZP-11", sheet) for sheet in expected
    ]


def test_a_category_without_a_prescribed_weight_leaves_weights_open() -> None:
    """成本 as a first level of its own: its weight is the place's affair."""
    cells = overall(B13="产出指标(43分)", B17="成本指标(7分)", C17="经济成本指标")
    assert lines(cells, {}) == []
    prescribed = {"一级指标权重": {"成本": 7, "产出": 43, "效益": 30, "满意度": 10}}
    own = [found for found in findings(cells, prescribed) if found.place.sheet == "部门自评表"]
    assert own == []
    prescribed = {"一级指标权重": {"成本": 20, "产出": 40, "效益": 20, "满意度": 10}}
    assert "ZP-11 info 部门自评表!B18" in lines(cells, prescribed)
