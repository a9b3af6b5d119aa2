"""Sources of money that a unit has added to its department's form, or calls by another name: never a silent zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import line, overall
from made import OVERALL, Content, Made, audited, book_of, made, sheets
from made_hunan_2022 import made_hunan_2022
from perfxl.fill import fill
from perfxl.formset.load import FormSetError, load_form_set, read_form_set

OPEN = ["ZP-03 undecided 部门自评表!B4", "ZP-03 undecided 部门自评表!B5"]


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


def told(made: Made) -> list[tuple[str, str | None, str | None]]:
    return sorted((line(one), one.stated, one.computed) for one in made.findings)


def inserted(*labels: Content, at: int = 9, **cells: Content) -> Made:
    """The clean return with rows inserted below row ``at`` of the department's form (hunan-2021)."""
    rows = sheets()
    for address, content in cells.items():
        rows[OVERALL][int(address[1:]) - 1]["ABCDEFGHI".index(address[0])] = content
    rows[OVERALL][at:at] = [[None, label] for label in labels]
    return audited(book_of(rows))


@pytest.mark.parametrize(
    "name",
    ["一般公共预算财政拨款收入", "公共财政预算拨款", "经费拨款", "其中：财政拨款收入", "其中： 经费拨款"],
)
def test_the_first_source_under_another_name(name: str) -> None:
    assert said(made(overall(B6=f"{name}：395.4"))) == []
    found = [one for one in told(made(overall(B6=f"{name}：385.4"))) if one[0].startswith("ZP-03")]
    assert found == [
        ("ZP-03 error 部门自评表!B4", "405.4", "395.4"), ("ZP-03 error 部门自评表!B5 从属", "405.4", "395.4"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["事业收入", "专户核拨资金", "上级补助收入"])
@pytest.mark.parametrize("form", ["{}：{}", "{}:{}万元", "{}{}万元"])
def test_a_source_under_another_name(name: str, form: str) -> None:
    assert said(made(overall(B8=form.format(name, "10")))) == []
    found = [one for one in told(made(overall(B8=form.format(name, "12.5")))) if one[0].startswith("ZP-03")]
    assert found == [
        ("ZP-03 error 部门自评表!B4", "405.4", "407.9"), ("ZP-03 error 部门自评表!B5 从属", "405.4", "407.9"),
    ]  # fmt: skip


def test_a_source_that_need_not_be_there_under_another_name() -> None:
    assert said(made_hunan_2022({"B10": "上级补助收入：10", "D9": None})) == []
    found = made_hunan_2022({"B10": "上级补助收入：12", "D9": None})
    assert set(told(found)) == {
        ("ZP-03 error 部门自评表!E5", "405.4", "407.4"), ("ZP-03 error 部门自评表!D6 从属", "405.4", "407.4"),
    }  # fmt: skip


def test_the_amount_of_an_added_source_beside_its_name() -> None:
    assert said(made_hunan_2022({"B9": "事业收入：", "D9": 10})) == []
    assert "ZP-03 error 部门自评表!E5" in said(made_hunan_2022({"B9": "事业收入：", "D9": 9}))


def test_a_name_without_an_amount_is_no_source() -> None:
    assert said(made_hunan_2022({"B10": "上级补助收入："})) == []
    assert said(inserted("附：资金来源说明见附件")) == []


def test_more_sources_than_the_form_prints() -> None:
    assert (
        said(inserted("上级补助收入：12", B8="纳入专户管理的非税收入拨款：", B6="一般公共预算收入：393.4"))
        == []
    )
    assert said(inserted("上级补助收入：12", "附属单位上缴收入：8", B6="一般公共预算收入：375.4")) == []


def test_more_sources_that_do_not_make_up_the_total_leave_it_open() -> None:
    found = inserted("上级补助收入：12", "附属单位上缴收入：8", B6="一般公共预算收入：376.4")
    assert said(found) == OPEN
    assert "有表样以外的资金来源，与表样各项的关系不明确" in found.findings[0].message
    assert fill(found.ret) == []


def test_parts_of_a_source_are_not_added_to_it() -> None:
    parts = ("其中：经费拨款：300", "纳入预算管理的非税收入拨款：95.4")
    assert said(inserted(*parts, at=6)) == []
    found = inserted(*parts, at=6, B6="其中：一般公共预算收入：385.4")
    assert {one for one in said(found) if "error" in one} == set()
    assert said(found) == OPEN


def test_an_amount_that_cannot_be_read_leaves_the_sum_open() -> None:
    found = inserted("上级补助收入：1 2.5.0", B6="其中：一般公共预算收入：383.4")
    assert said(found) == OPEN
    assert "“上级补助收入”的金额无法识别" in found.findings[0].message


def test_two_amounts_under_names_of_one_source() -> None:
    assert said(inserted("其他收入：7", B6="其中：一般公共预算收入：385.4", B9="其他资金：3")) == []


def test_a_source_without_an_amount_that_is_not_there_is_missed() -> None:
    assert said(made(overall(B7="其他来源"))) == ["TY-13 error 部门自评表"]


def test_what_stands_below_another_caption_is_no_source() -> None:
    rows = sheets()
    rows[OVERALL][9:9] = [["补充资料", "上级补助收入：12"]]
    assert said(audited(book_of(rows))) == []


def test_a_caption_repeated_beside_its_rows_does_not_end_them() -> None:
    rows = sheets()
    for row in rows[OVERALL][4:9]:
        row[0] = "年度预算申请（万元）"
    rows[OVERALL][8][1] = "上级补助收入：10"
    rows[OVERALL][7][1] = "纳入专户管理的非税收入拨款："
    assert said(audited(book_of(rows))) == []


def test_a_definition_names_only_fields_of_its_form(tmp_path: Path) -> None:
    text = (load_form_set("hunan-2021").folder / "form-set.yaml").read_text("utf-8")
    folder = tmp_path / "hunan-2021"
    folder.mkdir()
    (folder / "form-set.yaml").write_text(text.replace("after: 按收入性质分", "after: 按收入分"), "utf-8")
    with pytest.raises(FormSetError, match="“按收入分”不是本表的字段"):
        read_form_set(folder)


@pytest.mark.parametrize("caption", ["按收入的性质分：405.4", "按收入性质来分：405.4"])
def test_a_source_under_another_name_below_a_caption_in_other_words(caption: str) -> None:
    """What stands under nearly the caption's name is read as under its own; only the caption is told."""
    words = ["TY-13 info 部门自评表!B5"]
    assert said(made(overall(B5=caption, B8="事业收入：10"))) == words
    assert said(made(overall(B5=caption, B6="财政拨款收入总额：395.4"))) == words
    wrong = said(made(overall(B5=caption, B8="事业收入：18")))
    assert wrong == sorted([*words, "ZP-03 error 部门自评表!B4", "ZP-03 error 部门自评表!B5 从属"])
