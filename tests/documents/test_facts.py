"""What a template can say of a return."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import made
from perfxl.checking import check_file
from perfxl.documents.facts import OPEN, context
from perfxl.documents.template import templates
from yuan import all_in_yuan


def facts(*changes: tuple[str, str, made.Content]) -> dict[str, Any]:
    """The names a template may use for the consistent return with some cells (sheet, address) changed."""
    ret = made.made({(sheet, address): content for sheet, address, content in changes}).ret
    return context(ret, day=date(2022, 5, 31))


def test_figures_are_those_of_the_return() -> None:
    known = facts()
    assert known["单位"] == made.UNIT
    assert (known["年度"], known["上年度"], known["日期"]) == ("2021", "2020", "2022年5月31日")
    assert known["数"]("基础数据表", "编制数") == "20"
    assert known["数"]("基础数据表", "控制率") == "95%"
    assert known["数"]("基础数据表", "基本支出.本年决算数") == "318.22"
    assert known["文"]("部门自评表", "部门名称") == made.UNIT
    assert known["合计"] == {
        "预算数": "405.4",
        "执行数": "401.12",
        "执行率": "98.94%",
        "得分": "97.39",
        "等级": "优",
    }


def test_amounts_are_in_wan_whatever_unit_the_forms_are_in() -> None:
    known, in_yuan = (context(found.ret) for found in (made.made(), made.made(all_in_yuan(made.made()))))
    for name in ("指标", "未达标", "项目", "合计"):
        assert in_yuan[name] == known[name]
    for form, name in (
        ("基础数据表", "编制数"),
        ("基础数据表", "基本支出.本年决算数"),
        ("部门自评表", "资金总额"),
    ):
        assert in_yuan["数"](form, name) == known["数"](form, name)
    assert in_yuan["表行"]("基础数据表", "经费") == known["表行"]("基础数据表", "经费")
    change = "基础数据表", "项目支出.本年决算数", "项目支出.上年决算数"
    assert in_yuan["增减"](*change) == known["增减"](*change)
    sums = "部门自评表", "资金总额", "基本支出", "项目支出"
    assert in_yuan["同"](*sums) is known["同"](*sums) is True


def test_the_chart_is_in_wan_whatever_unit_the_forms_are_in() -> None:
    chart = templates()["hunan"].chart_of(made.made().ret)
    assert "<c:v>318.22</c:v>" in (chart or "")
    assert templates()["hunan"].chart_of(made.made(all_in_yuan(made.made())).ret) == chart


def test_change_is_that_from_last_year() -> None:
    change = facts()["增减"]
    assert change("基础数据表", "基本支出.本年决算数", "基本支出.上年决算数") == {
        "方向": "增加", "额": "7.72", "率": "2.49%", "数": "7.72",
    }  # fmt: skip
    assert change("基础数据表", "三公经费.本年决算数", "三公经费.上年决算数")["方向"] == "减少"
    assert change("基础数据表", "公务用车购置.本年决算数", "公务用车购置.上年决算数") == {
        "方向": "持平", "额": "0", "率": "", "数": "0",
    }  # fmt: skip


def test_rows_have_the_group_of_projects_and_leave_empty_rows_out() -> None:
    rows = facts()["表行"]("基础数据表", "经费")
    names = [row["名称"] for row in rows]
    assert names[0] == "一、部门基本支出"
    assert names[-3:] == ["1、档案数字化", "2、馆库维护", "政府采购金额"]
    assert "……" not in names
    assert rows[0]["执行率"] == "99.32%"


@pytest.mark.parametrize("content", [None, "详见附件", made.Kind.ERROR])
def test_a_figure_that_is_not_there_is_marked(content: made.Content) -> None:
    known = facts((made.BASE, "D7", content))
    assert known["数"]("基础数据表", "基本支出.本年决算数") == OPEN
    assert known["增减"]("基础数据表", "基本支出.本年决算数", "基本支出.上年决算数") is None


def test_unknown_names_are_marked_too() -> None:
    known = facts()
    assert known["数"]("基础数据表", "没有这一项") == OPEN
    assert known["文"]("没有这张表", "部门名称") == OPEN
    assert not known["有"]("基础数据表", "没有这一项")


def test_parts_are_said_only_where_they_make_up_the_whole() -> None:
    names = (
        "基础数据表",
        "三公经费.本年决算数",
        "公务用车经费.本年决算数",
        "出国经费.本年决算数",
        "公务接待.本年决算数",
    )
    assert facts()["同"](*names)
    assert not facts((made.BASE, "D13", Decimal("5.2")))["同"](*names)
    assert not facts((made.BASE, "D13", None))["同"](*names)


def test_an_indicator_below_its_weight_is_listed_with_its_reason() -> None:
    [entry] = facts()["未达标"]
    assert (entry["三级指标"], entry["分值"], entry["得分"]) == ("举办展览场次", "10", "7.5")
    assert entry["原因"] == "受场地维修影响少办1场，次年补办"
    assert facts((made.OVERALL, "H14", 10))["未达标"] == []


def test_projects_come_one_a_form() -> None:
    projects = facts()["项目"]
    assert [project["名称"] for project in projects] == ["档案数字化", "馆库维护"]
    assert (projects[0]["全年预算数"], projects[0]["全年执行数"], projects[0]["执行率"]) == (
        "55",
        "54.9",
        "99.82%",
    )


def test_a_return_of_another_form_set_has_what_it_has() -> None:
    ret = check_file(Path(__file__).parents[1] / "returns" / "yiyang-2018.xlsx").ret
    assert ret is not None
    known = context(ret)
    assert known["合计"]["得分"] == "86"
    assert known["合计"]["等级"] == "良"
    assert sum(Decimal(row["扣分"]) for row in known["计分"] if row["扣分"]) == 14


def test_a_score_beyond_its_range_has_no_grade() -> None:
    total = made.OVERALL, "H21"
    assert facts()["合计"]["得分"] == "97.39"
    for score in (Decimal("100.36"), -1):
        known = facts((*total, score))["合计"]
        assert (known["得分"], known["等级"]) == (str(score), OPEN)
