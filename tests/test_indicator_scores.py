"""Scores of rate indicators: the arithmetic, the standards as written, and the native formulas of the templates."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import formualizer
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.build_templates.scoring_table import score_formula

from perfxl.formset.labels import normal
from perfxl.formset.load import form_set_ids, load_form_set, templates_folder
from perfxl.indicator_scores import (
    Deviation,
    Method,
    Standard,
    StandardError,
    rate_of,
    read_standards,
    score_of,
    terms_of,
    working,
)
from perfxl.measures import MeasureError

D = Decimal
TERMS: dict[str, Any] = {
    "分子": "甲.乙.丙",
    "分母": "甲.丁.丙",
    "方法": "分档扣分",
    "方向": "不高于",
    "步长": 5,
    "扣分": 1,
}


def standard(**terms: object) -> Standard:
    (made,) = read_standards({"某率": {**TERMS, **terms}}).values()
    return made


@pytest.mark.parametrize(
    ("terms", "rate", "weight", "score"),
    [
        ({"基准": 15}, "15", "4", "4"),
        ({"基准": 15}, "19.99", "4", "4"),
        ({"基准": 15}, "20", "4", "3"),
        ({"基准": 15}, "151.08", "4", "0"),
        ({"基准": 15, "最低分": 1}, "151.08", "4", "1"),
        ({"步长": 1, "扣分": "0.1"}, "101.5", "2", "1.9"),
        ({"步长": 1, "扣分": "0.5", "方向": "不低于"}, "97", "4", "2.5"),
        ({"步长": 1, "扣分": "0.5", "方向": "不低于"}, "130", "4", "4"),
        ({"方法": "按比例", "方向": "不低于"}, "86.84", "4", "3.4736"),
        ({"方法": "按比例", "方向": "不低于"}, "-5", "4", "0"),
        ({"方法": "按比例"}, "125", "5", "4"),
        ({"方法": "按比例"}, "60", "5", "5"),
        ({"方法": "按比例扣减", "基准": 0}, "20", "5", "4"),
        ({"方法": "按比例扣减", "基准": 0}, "-20", "5", "5"),
        ({"方法": "按比例扣减", "基准": 0, "方向": "双向"}, "-20", "5", "4"),
        ({"方法": "按比例扣减", "基准": 0}, "180", "5", "0"),
    ],
)
def test_scores(terms: Mapping[str, object], rate: str, weight: str, score: str) -> None:
    assert score_of(standard(**terms), D(rate), D(weight)) == D(score)


BANDS = {
    "方法": "分段", "方向": "双向", "基准": 0,
    "分段": [{"不超过": 0, "得分": 8}, {"不超过": 10, "得分": 6}, {"不超过": 20, "得分": 4}, {"不超过": 30, "得分": 2}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rate", "score"), [("0", 8), ("0.01", 6), ("10", 6), ("-10", 6), ("10.01", 4), ("30", 2), ("30.01", 0)]
)
def test_bands(rate: str, score: int) -> None:
    assert score_of(standard(**BANDS), D(rate), D(8)) == score


def test_points_have_no_formula_score_and_deviations_cost_points() -> None:
    assert score_of(standard(方法="按要点"), D(90), D(2)) is None
    deviation = Deviation(D(30), D(2))
    share = standard(方法="按比例", 方向="不低于")
    assert score_of(share, D("70.01"), D(10), deviation) == D("7.001")
    assert score_of(share, D(70), D(10), deviation) == 5
    assert score_of(share, D(130), D(10), deviation) == 8
    assert score_of(share, D(5), D(10), deviation) == 0


def test_rates_with_their_working() -> None:
    change = standard(算法="变动率", 基准=15)
    assert working(change, D("20.89"), D("8.32")) == "(20.89−8.32)/8.32=151.08%"
    assert working(standard(), D("85.06"), D("97.95")) == "85.06/97.95=86.84%"
    assert rate_of(change, D("11.5"), D(10)) == 15
    for whole in (D(0), D(-1)):
        with pytest.raises(MeasureError, match="丁不大于0，无法计算某率"):
            rate_of(standard(), D(1), whole)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"基准": 15}, "不高于15%计4分，每超过5个百分点扣1分，扣完为止"),
        ({"方向": "不低于", "步长": 1, "扣分": "0.5"}, "不低于100%计4分，每低于1个百分点扣0.5分，扣完为止"),
        ({"方法": "按比例", "方向": "不低于"}, "不低于100%计4分，低于的按比例计分"),
        ({"方法": "按比例扣减", "方向": "双向", "基准": 0}, "为0%计4分，超过的按比例扣减"),
        ({"方法": "按要点"}, "按要点计分"),
        (BANDS, "0%以内计8分，10%以内计6分，20%以内计4分，30%以内计2分，再高计0分"),
    ],
)
def test_standards_in_words(terms: Mapping[str, object], said: str) -> None:
    assert terms_of(standard(**terms), D(4)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "计分标准应为“指标: 计分办法”的列表"),
        ({"某率": 5}, "计分标准“某率”应为“名称: 内容”的列表"),
        ({"某率": {**TERMS, "基数": 1}}, "计分标准“某率”：不认识的项“基数”"),
        ({"某率": {"分子": "甲"}}, "计分标准“某率”：缺少“分子”或“分母”"),
        ({"某率": {**TERMS, "算法": "差"}}, "计分标准“某率”：算法应为比率或变动率"),
        ({"某率": {**TERMS, "方法": "估计"}}, "计分标准“某率”：'估计' is not a valid Method"),
        ({"某率": {**TERMS, "步长": "五"}}, "计分标准“某率”：“步长”应为数值"),
        ({"某率": {**TERMS, "步长": 0}}, "计分标准“某率”：分档扣分要有大于0的步长和扣分"),
        ({"某率": {**TERMS, "方法": "分段"}}, "计分标准“某率”：缺少“分段”"),
        ({"某率": {**TERMS, "分段": [{"不超过": 10, "得分": 1}, {"不超过": 5, "得分": 2}]}}, "由小到大"),
        ({"某率": {**TERMS, "分段": [3]}}, "“分段”应为列表"),
        ({"某率": {**TERMS, "方法": "按比例", "方向": "双向"}}, "方向为不高于或不低于"),
    ],
)
def test_mistakes_in_a_standard_are_named(value: object, said: str) -> None:
    with pytest.raises(StandardError) as raised:
        read_standards(value)
    assert said in str(raised.value)


# --- native formulas ---------------------------------------------------------------------------------------

AMOUNTS = st.decimals(min_value=0, max_value=99999, places=2)
SMALL = st.decimals(min_value=0, max_value=20, places=1)


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    method = draw(st.sampled_from([method for method in Method if method is not Method.POINTS]))
    one_sided = ["不高于", "不低于"]
    limits = sorted(draw(st.sets(SMALL, min_size=1, max_size=4)))
    return standard(
        算法=draw(st.sampled_from(["比率", "变动率"])),
        方法=method.value,
        方向=draw(st.sampled_from(one_sided if method is Method.PROPORTION else [*one_sided, "双向"])),
        基准=draw(st.sampled_from([15, 90, 100] if method is Method.PROPORTION else [0, 15, 100])),
        步长=draw(st.sampled_from(["0.5", 1, 5])),
        扣分=draw(st.sampled_from(["0.1", "0.3", 1])),
        最低分=draw(st.sampled_from([0, 1])),
        分段=[{"不超过": limit, "得分": draw(SMALL)} for limit in limits],
    )


def python_score(
    rule: Standard, part: Decimal | None, whole: Decimal | None, weight: Decimal
) -> Decimal | None:
    if part is None or whole is None:
        return None
    try:
        return score_of(rule, rate_of(rule, part, whole), weight)
    except MeasureError:
        return None


def evaluated(
    cells: Mapping[tuple[str, int, int], Decimal], formulas: Mapping[tuple[str, int, int], str]
) -> list[Any]:
    """The results of formulas over number cells, as the engine of the templates gives them."""
    book = formualizer.Workbook()
    book.sheet("基础数据")  # formulas refer to it even while it is empty
    for (sheet, row, col), number in cells.items():
        book.sheet(sheet).set_value(row, col, formualizer.LiteralValue.number(float(number)))
    for (sheet, row, col), formula in formulas.items():
        book.sheet(sheet).set_formula(row, col, formula)
    book.evaluate_all()
    return [book.evaluate_cell(*place) for place in formulas]


def same(native: object, score: Decimal | None) -> bool:
    if score is None:
        return native == ""
    return isinstance(native, float | int) and abs(float(score) - native) < 1e-6


@settings(max_examples=150, deadline=None)
@given(standards(), st.none() | AMOUNTS, st.none() | AMOUNTS, st.integers(1, 20))
def test_any_standards_formula_gives_the_score(
    rule: Standard, part: Decimal | None, whole: Decimal | None, weight: int
) -> None:
    cells = {("表", row, 1): number for row, number in ((1, part), (2, whole)) if number is not None}
    formula = score_formula(rule, "表!$A$1", "表!$A$2", D(weight))
    (native,) = evaluated(cells, {("表", 1, 2): formula})
    assert same(native, python_score(rule, part, whole, D(weight)))


@lru_cache
def template() -> tuple[dict[tuple[str, int, int], str], dict[str, tuple[int, int]], dict[str, int]]:
    """Of yiyang-2018: the score formulas, the input cells by their labels, the rows of the indicators by name."""
    book = openpyxl.load_workbook(templates_folder() / "yiyang-2018" / "template.xlsx")
    table, figures = book["计分表"], book["基础数据"]
    formulas = {
        (table.title, row, 5): table.cell(row, 5).value
        for row in range(3, table.max_row)
        if table.cell(row, 5).data_type == "f"
    }
    labels = {str(figures.cell(row, 1).value): (row, 2) for row in range(3, figures.max_row)}
    rows = {normal(str(table.cell(row, 3).value)): row for row in range(3, table.max_row)}
    return formulas, labels, rows


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_templates_formulas_give_the_scores(data: st.DataObject) -> None:
    form_set = load_form_set("yiyang-2018")
    formulas, labels, rows = template()
    grids = form_set.forms["基础数据"].grids.values()
    stated: dict[str, Decimal | None] = {}
    cells = {}
    for grid in grids:
        for row in grid.rows:
            number = data.draw(st.none() | AMOUNTS)
            assert row.label is not None
            stated[f"基础数据.{row.name}.{grid.columns[0].name}"] = number
            if number is not None:
                cells["基础数据", *labels[row.label.text]] = number
    native = dict(zip(formulas, evaluated(cells, formulas), strict=True))
    scored = {
        key: rule for key, rule in read_standards(form_set.parameter("计分标准")).items() if rule.decides
    }
    assert {row for _, row, _ in native} == {rows[key] for key in scored}
    for key, rule in scored.items():
        assert rule.weight is not None
        score = python_score(rule, stated[rule.part], stated[rule.whole], rule.weight)
        assert same(native["计分表", rows[key], 5], score), key


def test_the_standards_of_every_form_set_name_values_that_it_has() -> None:
    seen = 0
    for form_set_id in form_set_ids():
        form_set = load_form_set(form_set_id)
        values = [form_set.parameters["计分标准"].value] if "计分标准" in form_set.parameters else []
        values += [
            chosen.values["计分标准"]
            for chosen in form_set.parameter_sets.values()
            if "计分标准" in chosen.values
        ]
        for value in values:
            for rule in read_standards(value).values():
                for name in (rule.part, rule.whole):
                    form, _, rest = name.partition(".")
                    assert rest in form_set.forms[form].names, name
                    seen += 1
    assert seen >= 36
