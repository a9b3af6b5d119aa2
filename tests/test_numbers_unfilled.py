"""Blanks that are printed to be filled in, and the years that forms and sheets state."""

import pytest

from perfxl.formset.labels import normal
from perfxl.returns.numbers import (
    read_amount,
    read_amount_text,
    read_form_year,
    read_rate,
    read_year_in_name,
)
from perfxl.returns.reading import State
from perfxl.workbook.model import Cell, Kind


def text(written: str) -> Cell:
    return Cell(1, 1, Kind.TEXT, written)


@pytest.mark.parametrize(
    "written", ["____万元", "　　万元", "（）", "（ ）", "（　　）万元", "__元", "____人", "(__)", "—万元"]
)
def test_a_place_for_a_figure_with_its_unit_is_blank(written: str) -> None:
    assert read_amount(text(written)).state is State.BLANK
    assert read_amount_text(f" {written}；").state is State.BLANK


@pytest.mark.parametrize("written", ["____%", "（ ）%", "%"])
def test_a_place_for_a_rate_is_blank(written: str) -> None:
    assert read_rate(text(written)).state is State.BLANK


@pytest.mark.parametrize("written", ["一", " 一 ", "一一", "ー", "ｰ", "－", "─", "━", "丨"])
def test_what_is_typed_for_a_dash_is_blank(written: str) -> None:
    assert read_amount(text(written)).state is State.BLANK
    assert read_rate(text(written)).state is State.BLANK


@pytest.mark.parametrize("written", ["一万元", "一分", "一、", "十一", "一般"])
def test_a_one_in_words_is_no_dash(written: str) -> None:
    assert read_amount(text(written)).state is State.TEXT


@pytest.mark.parametrize("written", ["约万元", "若干万元", "（略）", "_8_万元x", "万元万元", "(8"])
def test_words_are_no_blank(written: str) -> None:
    assert read_amount(text(written)).state is State.TEXT


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("（2021年度）", (2021, 0)),
        ("（ 2021 年 ）", (2021, 0)),
        ("2022年4月18日（2021年度）", (2021, 0)),
        ("2021年度部门整体支出绩效自评表", (2021, 1)),
        ("填报日期：2022年4月18日　2021年度", (2021, 1)),
        ("2021年项目支出绩效自评表", (2021, 2)),
        ("评价期间：2021年1月1日至2021年12月31日", (2021, 2)),
        ("2021年1-12月", (2021, 2)),
        ("（二〇二一年度）", (2021, 0)),
        ("二○二一年度部门整体支出绩效自评表", (2021, 1)),
        ("二零二一年项目支出绩效自评表", (2021, 2)),
        ("二〇二二年四月十八日", None),
        ("二〇二一至二〇二二年度", None),
        ("2022年4月18日", None),
        ("填报日期：2022年", None),
        ("填报时间:2022年", None),
        ("2020—2021年度", None),
        ("（2020年度）（2021年度）", None),
        ("（21年度）", None),
        ("12021年度", None),
    ],
)
def test_the_year_of_a_form(written: str, year: tuple[int, int] | None) -> None:
    assert read_form_year(written) == year


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2021", 2021),
        ("附件3-2021年度", 2021),
        ("自评表2021", 2021),
        ("２０２１年", 2021),
        ("2021年4月", None),
        ("2021-04-18", None),
        ("20210418", None),
        ("2020-2021", None),
        ("附件3", None),
    ],
)
def test_the_year_in_the_name_of_a_sheet(name: str, year: int | None) -> None:
    assert read_year_in_name(name) == year


@pytest.mark.parametrize(
    "written", ["①公务用车购置费", "其中：①公务用车购置费", "⑳ 公务用车购置费", "⑴公务用车购置费"]
)
def test_circled_digits_before_a_label_are_its_numbering(written: str) -> None:
    assert normal(written) == "公务用车购置费"
