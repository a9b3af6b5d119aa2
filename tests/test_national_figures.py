"""The figures of the national forms and of Xiangtan's, as summaries, reports in words and other returns use them."""

from __future__ import annotations

import pytest

from made import d
from made_national import Rows, department_rows, returned, term_rows, xiangtan_rows, year_rows
from perfxl.audit import audit
from perfxl.documents.facts import context
from perfxl.figures import Figures, Project, figures_of
from perfxl.rules.registry import Link, Other
from perfxl.words.audit import audit_report
from words_support import document, line

TITLE = "示例市档案馆2023年度部门整体支出绩效自评报告"


def test_the_units_form_states_the_figures_of_the_whole() -> None:
    figures = figures_of(returned(department_rows()).ret)
    assert figures == Figures(d("410"), d("401.8"), d("98"), d("99.7"), "优")


@pytest.mark.parametrize(
    ("rows", "budget"), [(term_rows(), "57"), (year_rows(), "57"), (xiangtan_rows(), "57")]
)
def test_a_declaration_states_what_its_project_is_given_this_year(rows: Rows, budget: str) -> None:
    figures = figures_of(returned(rows).ret)
    assert figures.projects == (Project("档案数字化", d(budget)),)


def test_money_from_above_counts_for_the_project() -> None:
    figures = figures_of(returned(xiangtan_rows(), {"E4": 3}).ret)
    assert figures.projects == (Project("档案数字化", d("60")),)


def test_documents_find_the_figures_of_the_unit() -> None:
    facts = context(returned(department_rows()).ret)
    assert facts["合计"] == {
        "预算数": "410",
        "执行数": "401.8",
        "执行率": "98%",
        "得分": "99.7",
        "等级": "优",
    }
    assert len(facts["指标"]) == 6


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("2023年部门支出401.8万元，预算执行率98%。", []),
        ("2023年部门支出411.8万元。", ["BG-05 error"]),
        ("2023年预算执行率为97%。", ["BG-05 error"]),
        ("本部门2023年自评总得分99.7分。", []),
    ],
)
def test_a_report_is_compared_with_the_units_form(sentence: str, said: list[str]) -> None:
    made = returned(department_rows())
    found = audit_report(document(f"{TITLE}\n{sentence}"), made.ret, made.findings)
    assert [line(one) for one in found] == said


def test_last_years_form_is_compared_with_this_years() -> None:
    last = department_rows()
    last[1] = ["（2022年度）"]
    former = returned(last, {"E5": d("200"), "E6": d("190"), "F5": d("196"), "F6": d("186")}).ret
    found = audit(returned(department_rows()).ret, others=[Other(Link.LAST_YEAR, former, "上年.xlsx")])
    assert "KN-01" in {finding.rule for finding in found}
