"""Reading declarations: headers of two levels, rows that slipped, several lists with totals of their own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from made import Content, book_of, d
from made_declared import ONE, TWO, WHOLE, declared
from perfxl.checking import check_book
from perfxl.finding import Finding
from perfxl.formset.load import FormSetError, load_form_set, read_form_set

TASKS = "年度主要任务"
Changes = dict[tuple[str, str], Content]


def whole(**cells: Content) -> Changes:
    return {(WHOLE, address): content for address, content in cells.items()}


def tasks(changes: Changes) -> list[list[str]]:
    form = declared(changes).ret.of("部门目标申报表")[0]
    columns = ("任务名称", "主要内容", "总额", "财政拨款")
    return [[entry[column].text for column in columns] for entry in form.entries[TASKS]]


def said(findings: Iterable[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.place.address) for finding in findings]


CLEAN = [["数字化", "扫描馆藏档案。", "57", "57"], ["馆库维护", "维护库房和设备。", "31", "21"]]
MOVED = whole(A12="馆库维护", B12="维护库房和设备。", C12=None, D12=d("31"), E12=d("21"), F12=None)


def test_a_header_of_two_levels() -> None:
    assert tasks({}) == CLEAN


def test_a_header_that_was_flattened_into_one_row() -> None:
    flat = whole(E9="总额", F9="财政拨款", E10=None, F10=None)
    assert tasks(flat) == CLEAN
    assert said(declared(flat).findings) == []


@pytest.mark.parametrize("blank", [" ", "\u3000", "\n"])
def test_a_cell_of_blanks_beside_a_heading_does_not_cut_it_short(blank: str) -> None:
    spaced = whole(F9=blank)
    assert tasks(spaced) == CLEAN
    assert said(declared(spaced).findings) == []


def test_second_level_labels_count_only_under_their_heading() -> None:
    """``总额`` under 主要内容 is no amount."""
    elsewhere = whole(E10=None, C10="总额")
    assert ("TY-13", None) in said(declared(elsewhere).findings)
    form = declared(elsewhere).ret.of("部门目标申报表")[0]
    assert "总额" not in form.entries[TASKS][1].values


def test_a_missing_heading_leaves_its_columns_out() -> None:
    findings = declared(whole(E9=None)).findings
    assert [finding.message for finding in findings if finding.rule == "TY-13"] == [
        f"【部门目标申报表】表样被改动：缺少“{label}”。请按下发的表样恢复缺少或改动的行、列和标题。"
        for label in ("总额", "财政拨款")
    ]


def test_a_misspelt_second_level_label_is_read_and_told() -> None:
    assert tasks(whole(F10="财政拔款")) == CLEAN
    (finding,) = declared(whole(F10="财政拔款")).findings
    assert (finding.rule, finding.place.address, finding.stated, finding.computed) == (
        "TY-13",
        "F10",
        "财政拔款",
        "财政拨款",
    )


def test_a_row_moved_one_column_left() -> None:
    made = declared(MOVED)
    assert said(made.findings) == [("TY-13", "A12")]
    assert "“馆库维护”一行整行左移了一栏" in made.findings[0].message
    assert tasks(MOVED)[1] == CLEAN[1]


@pytest.mark.parametrize(
    "changes",
    [
        whole(A12="备注"),  # a text in front of a row that is where it belongs
        MOVED | whole(D12="三十一"),  # no figures fall into place
        MOVED | whole(F12=d("1")),  # the last column is filled
        MOVED | whole(A12=None),  # nothing stands in front
    ],
)
def test_rows_that_cannot_be_told_to_have_moved(changes: Changes) -> None:
    assert "左移" not in "".join(finding.message for finding in declared(changes).findings)


def test_a_row_that_goes_on_in_the_next_one() -> None:
    split = whole(C11="扫描馆藏档案，")
    rows = declared(split).book.sheets[0].cells
    assert rows[11, 3].text == "扫描馆藏档案，"
    continued = declared(
        whole(C11="扫描馆藏档案，", B12=None, C12="校对图像。", E12=None, F12=None, E11=88, F11=78)
    )
    assert said(continued.findings) == [("TY-13", "C12")]
    assert "第 11 行“主要内容”的文字没有写完，续写在第 12 行" in continued.findings[0].message
    assert len(continued.ret.of("部门目标申报表")[0].entries[TASKS]) == 1


def test_a_text_behind_a_finished_sentence_is_a_row_of_its_own() -> None:
    made = declared(whole(B12=None, C12="校对图像。", E12=None, F12=None, E11=88, F11=78))
    assert len(made.ret.of("部门目标申报表")[0].entries[TASKS]) == 2
    assert said(made.findings) == []


def test_a_list_without_its_total_row_ends_where_the_next_part_begins() -> None:
    made = declared(whole(B13=None, E13=None, F13=None))
    assert said(made.findings) == [("TY-13", None)]
    assert tasks(whole(B13=None, E13=None, F13=None)) == CLEAN


def test_the_lists_of_a_form_have_totals_of_their_own() -> None:
    form = declared().ret.of("部门目标申报表")[0]
    assert [form.value(f"金额合计.{column}").text for column in ("总额", "财政拨款")] == ["88", "78"]
    assert form.value("金额合计.总额").label == "金额合计（总额）"
    assert len(form.entries["绩效指标"]) == 8


def test_a_project_is_named_by_either_field(tmp_path: Path) -> None:
    text = (load_form_set("hunan-2022-target").folder / "form-set.yaml").read_text("utf-8")
    folder = tmp_path / "hunan-2022-target"
    folder.mkdir()
    (folder / "form-set.yaml").write_text(text.replace("项目支出名称: {", "项目名称: {"), "utf-8")
    form_set = read_form_set(folder)
    assert form_set.forms["项目目标申报表"].project_name == "项目名称"
    assert form_set.forms["部门目标申报表"].project_name == ""
    assert [form.name for form in declared().ret.forms[1:]] == [
        "项目目标申报表（档案数字化）",
        "项目目标申报表（馆库维护）",
    ]
    assert {ONE, TWO} == {form.sheet for form in declared().ret.forms[1:]}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("total", {"label": "合计", "nam": "合计"}, "不认识的项“nam”"),
        ("columns", {"总额": {"label": "总额", "under": {"labels": "预算"}}}, "不认识的项“labels”"),
        ("columns", {"总额": {"label": "总额", "instead_of": "金额"}}, "“instead_of”应为本列表的另一列"),
        ("columns", {"总额": {"label": "总额", "instead_of": "总额"}}, "“instead_of”应为本列表的另一列"),
    ],
)
def test_mistakes_in_a_definition(tmp_path: Path, key: str, value: object, said: str) -> None:
    data = yaml.safe_load((load_form_set("hunan-2022-target").folder / "form-set.yaml").read_text("utf-8"))
    data["forms"]["部门目标申报表"]["lists"][TASKS][key] = value
    folder = tmp_path / "hunan-2022-target"
    folder.mkdir()
    (folder / "form-set.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    with pytest.raises(FormSetError, match=said):
        read_form_set(folder)


@pytest.mark.parametrize("label", ["主管部门", "实施单位"])
def test_a_declaration_may_name_its_unit_otherwise(label: str) -> None:
    made = declared({(ONE, "A5"): label, (TWO, "A5"): label})
    assert made.findings == []
    assert [form.value("预算单位").place.address for form in made.ret.of("项目目标申报表")] == ["B5", "B5"]
    assert said(declared({(ONE, "A5"): label, (ONE, "B5"): None}).findings) == [("TY-01", "B5")]


def test_the_targets_that_are_published_with_a_budget_are_no_form_to_audit() -> None:
    """部门公开表: one row across, with the labels of self-evaluations and declarations, but neither of them."""
    rows: list[list[Content]] = [
        ["整体支出绩效目标表"],
        ["单位：某县水利局", *[None] * 11, "金额单位：万元"],
        ["单位名称", "年度预算申请", *[None] * 5, "整体绩效目标", "部门整体支出年度绩效指标", *[None] * 4],
        [
            None, "资金总额", "按收入性质分", None, None, "按支出性质分", None, None,
            "一级指标", "二级指标", "三级指标", "指标值", "指标值内容",
        ],
        [None, None, "一般公共预算", "政府性基金拨款", "单位资金", "基本支出", "项目支出"],
        [
            "某县水利局", d("966.4"), d("966.4"), 0, 0, d("800.4"), 166, "完成年度任务。",
            "产出指标", "数量指标", "维修水库", "18座", "座数",
        ],
    ]  # fmt: skip
    result = check_book(book_of({"23": rows}), "return.xlsx", "")
    assert [(finding.rule, finding.level.value) for finding in result.findings] == [("WJ-02", "error")]
