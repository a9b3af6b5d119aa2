"""Relations that hold in one of several ways: how they are written, checked and judged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, d
from made_hunan_2022 import made_hunan_2022
from perfxl.audit import audit
from perfxl.finding import Level
from perfxl.formset.load import FormSetError, load_form_set, read_form_set, templates_folder
from perfxl.formset_check import check_form_set
from perfxl.returns.recognise import read_return

HUNAN = templates_folder() / "hunan-2022"
WITHIN = "or: [年初预算数 = 基本支出 + 项目支出, 执行数 = 基本支出 + 项目支出]"
ACROSS = "or: 部门自评表.基本支出 = 基础数据表.基本支出.本年决算数"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "hunan-2022"
    shutil.copytree(HUNAN, folder)
    definition = folder / "form-set.yaml"
    text = definition.read_text("utf-8")
    assert text.count(old) == 1
    definition.write_text(text.replace(old, new), "utf-8")
    return folder


def test_a_formula_and_its_alternatives() -> None:
    form_set = load_form_set("hunan-2022")
    (within,) = [
        relation
        for relation in form_set.forms[OVERALL].relations
        if relation.rule == "ZP-04" and relation.alternatives
    ]
    assert within.formula == "资金总额 = 基本支出 + 项目支出"
    assert within.formulas == (
        within.formula,
        "年初预算数 = 基本支出 + 项目支出",
        "执行数 = 基本支出 + 项目支出",
    )
    across = [relation.alternatives for relation in form_set.relations if relation.rule == "KB-02"]
    assert across == [
        ("部门自评表.基本支出 = 基础数据表.基本支出.本年决算数",),
        ("部门自评表.项目支出 = 基础数据表.项目支出.本年决算数",),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (WITHIN, "oder: [年初预算数 = 基本支出 + 项目支出]", "不认识的项“oder”；可用：formula、or"),
        (WITHIN, "or: [3]", "公式应为文字：3"),
        ("      ZP-02: 执行得分 = RATE_SCORE(EXECUTION_RATE(执行数, 资金总额), 执行分值)",
         "      ZP-02: {formula: 执行得分 = 执行分值, or: 执行得分 = 资金执行率}",
         "要写入的数只能有一个公式，不能写“or”"),
        ("        - formula: 资金总额 = 基本支出 + 项目支出\n          " + WITHIN, "        - or: [执行数 = 基本支出]", "缺少“formula”"),
    ],
)  # fmt: skip
def test_what_the_loader_refuses(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(FormSetError, match=said):
        read_form_set(changed(tmp_path, old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (WITHIN, "or: [年初预算 = 基本支出 + 项目支出]",
         "部门自评表：公式“年初预算 = 基本支出 + 项目支出”中的数据项“年初预算”不存在"),
        (WITHIN, "or: [执行数 == 基本支出]", "部门自评表："),
        (WITHIN, "or: [执行数 = 部门名称]", "部门自评表：公式“执行数 = 部门名称”中的数据项“部门名称”不是数值"),
        (ACROSS, "or: 部门自评表.基本支出 = 基础表.基本支出.本年决算数",
         "relations：公式“部门自评表.基本支出 = 基础表.基本支出.本年决算数”中没有表“基础表”"),
        (ACROSS, "or: 部门自评表.基本支出 = 基础数据表.基本支出.决算数",
         "relations：公式“部门自评表.基本支出 = 基础数据表.基本支出.决算数”中，表“基础数据表”没有数据项“基本支出.决算数”"),
    ],
)  # fmt: skip
def test_alternatives_are_checked_like_the_formula(tmp_path: Path, old: str, new: str, said: str) -> None:
    (mistake,) = check_form_set(changed(tmp_path, old, new))
    assert mistake.startswith(said)


def test_one_alternative_that_holds_is_enough() -> None:
    spent = {"D7": d("391.12"), "D6": d("401.12"), "H7": d("318.22"), "H8": d("82.9"), "H6": d("401.12")}
    assert made_hunan_2022(spent).findings == []
    findings = made_hunan_2022(spent | {"D7": d("391.21"), "D6": d("401.21")}).findings
    assert [line(found) for found in findings] == [f"ZP-03 error {OVERALL}!E5"]


def test_an_alternative_whose_figures_are_not_stated_does_not_hold() -> None:
    findings = made_hunan_2022({"D5": None, "H8": 86, "H6": d("406.4")}).findings
    assert sorted(map(line, findings)) == sorted(
        [f"ZP-04 error {OVERALL}!E5 从属", f"KB-02 error {OVERALL}!H8"]
    )


def test_where_no_way_holds_the_formula_itself_is_reported() -> None:
    (found,) = [
        found for found in made_hunan_2022({"H8": 86, "H6": d("406.4")}).findings if found.rule == "KB-02"
    ]
    assert (found.stated, found.computed, found.level) == ("86", "85", Level.ERROR)


def test_an_alternative_that_cannot_be_judged_hides_nothing() -> None:
    findings = made_hunan_2022({"D5": "三百九十", "D7": d("394.5"), "D6": d("404.5")}).findings
    assert f"ZP-03 error {OVERALL}!E5" in map(line, findings)
    assert f"TY-08 error {OVERALL}!D5" in map(line, findings)


def test_between_forms_nothing_is_said_where_one_is_missing() -> None:
    made = made_hunan_2022()
    made.book.sheets[:] = [sheet for sheet in made.book.sheets if sheet.name in (OVERALL, FIRST, SECOND)]
    ret = read_return(made.book, [load_form_set("hunan-2022")])
    assert ret is not None
    assert BASE not in [form.id for form in ret.forms]
    assert not [found for found in audit(ret) if found.rule in ("KB-01", "KB-02")]
