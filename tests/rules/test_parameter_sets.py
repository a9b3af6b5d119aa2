"""The parameter sets of a form set: chosen by name, and what the rules make of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from made import FIRST, Content, book_of, d, sheets
from made_national import hubei
from perfxl.checking import Checked, Options, check_book
from perfxl.cli import app
from perfxl.formset.load import DEFINITION, FormSetError, templates_folder
from perfxl.formset_check import check_form_set


def projects() -> dict[str, list[list[Content]]]:
    return {FIRST: sheets()[FIRST]}


def lines(result: Checked) -> list[tuple[str, str | None]]:
    return [(found.rule, found.place.address) for found in result.findings]


def audit_with(rows: dict[str, list[list[Content]]], *names: str) -> Checked:
    return check_book(book_of(rows), "return.xlsx", "", Options(parameters=names))


@pytest.mark.case("WJ-07", "passes")
@pytest.mark.case("WJ-07", "fails")
def test_a_parameter_set_that_the_form_set_lacks() -> None:
    assert audit_with(projects(), "101号").findings == []
    result = audit_with(sheets(), "101号")
    assert lines(result) == [("WJ-07", None)]
    assert "套表 hunan-2021 没有参数组“101号”" in result.findings[0].message


@pytest.mark.case("WJ-07", "boundary")
def test_only_the_parameter_sets_that_are_lacking_are_named() -> None:
    result = audit_with(projects(), "101号", "没有的")
    assert [found.message.split("，")[0] for found in result.findings] == ["套表 mof-2020 没有参数组“没有的”"]


def test_a_parameter_set_that_no_form_set_has_is_refused() -> None:
    with pytest.raises(FormSetError, match=r"没有参数组“没有的”；可用：.*101号"):
        Options(parameters=("没有的",)).verify()
    with pytest.raises(FormSetError, match="没有参数组“101号”；可用：（无）"):
        Options("hunan-2021", parameters=("101号",)).verify()
    Options("mof-2020", parameters=("101号", "湖北")).verify()


@pytest.mark.case("ZP-11", "fails")
def test_weights_are_compared_with_the_chosen_practice() -> None:
    rows = projects()
    rows[FIRST][13][1] = "成本指标"
    rows[FIRST][13][2] = "经济成本指标"
    rows[FIRST][12][1] = "产出指标"
    rows[FIRST][14][1] = "产出指标"
    result = audit_with(rows, "101号")
    (found,) = [found for found in result.findings if found.rule == "ZP-11"]
    assert "与参数组“101号”的口径（预算执行 10、成本 20、产出 40、效益 20、满意度 10）不同" in found.message
    assert "ZP-11" not in [found.rule for found in audit_with(rows).findings]


@pytest.mark.case("ZP-11", "passes")
def test_a_form_without_a_cost_group_may_keep_the_usual_weights() -> None:
    assert audit_with(projects(), "101号").findings == []


@pytest.mark.case("ZP-12", "fails")
def test_the_categories_that_must_be_there_follow_the_practice() -> None:
    rows = projects()
    rows[FIRST][12][1] = "产出指标(50分)"
    assert [rule for rule, _ in lines(audit_with(rows, "银川")) if rule == "ZP-12"] == ["ZP-12", "ZP-12"]
    messages = [found.message for found in audit_with(rows, "银川").findings if found.rule == "ZP-12"]
    assert sorted(message[message.index("缺少") :][:6] for message in messages) == [
        "缺少决策指标",
        "缺少管理指标",
    ]


@pytest.mark.case("ZP-11", "boundary")
def test_only_the_weight_of_execution_is_laid_down() -> None:
    (found,) = [found for found in audit_with(projects(), "湖北").findings if found.rule == "ZP-11"]
    assert (found.place.address, found.stated, found.computed) == ("G6", "10", "20")


@pytest.mark.case("TY-13", "boundary")
def test_what_a_place_leaves_out_is_not_missing() -> None:
    assert audit_with(hubei(), "湖北").findings == []


@pytest.mark.case("TY-13", "fails")
def test_where_just_that_is_missing_the_parameter_set_is_named() -> None:
    (found,) = audit_with(hubei()).findings
    assert (found.rule, found.level.value, found.place.sheet) == ("TY-13", "warning", "自评表")
    assert "、“预期目标、实际完成情况”，与参数组“湖北”所列当地不设的栏目相同" in found.message
    assert found.message.count("--parameters 湖北") == 1
    several = audit_with(
        {
            "甲": hubei()["自评表"],
            "乙": [*hubei()["自评表"][:2], ["项目名称", "馆库维护"], *hubei()["自评表"][3:]],
        }
    )
    (found,) = [found for found in several.findings if found.rule == "TY-13"]
    assert "（共 2 张表）" in found.message
    assert [place.sheet for place in (found.place, *found.related)] == ["甲", "乙"]


@pytest.mark.case("TY-13", "boundary")
def test_where_more_is_missing_every_label_is_named() -> None:
    rows = hubei()
    rows["自评表"][4][4] = None
    rows["自评表"][5][4] = None
    told = [found.level.value for found in audit_with(rows).findings if found.rule == "TY-13"]
    assert told == ["error"] * 5


@pytest.mark.case("XM-07", "fails")
@pytest.mark.parametrize(
    ("head", "parameters", "stated", "due"),
    [
        ("得分（20分*执行率）", ("湖北",), 20, "19"),
        ("得分（20分*执行率）", (), 20, "19"),
        ("得分（20×执行率）", (), 20, "19"),
        ("得分", ("湖北",), 20, "19"),
        ("得分（10×执行率）", (), 10, "9.5"),
    ],
)
def test_the_score_of_execution_without_a_cell_for_its_weight(
    head: str, parameters: tuple[str, ...], stated: int, due: str
) -> None:
    rows = hubei()
    rows["自评表"][4][5] = head
    rows["自评表"][5][5] = stated
    rows["自评表"][14][6] = 80 + stated
    told = audit_with(rows, *parameters).findings
    (found,) = [found for found in told if found.rule not in ("TY-13", "ZP-11")]
    assert (found.rule, found.place.address, found.level.value) == ("XM-07", "F6", "error")
    assert (found.stated, found.computed) == (str(stated), due)


@pytest.mark.case("XM-07", "undecided")
def test_a_weight_that_nothing_states_is_not_guessed() -> None:
    rows = hubei()
    rows["自评表"][4][5] = "得分"
    (found,) = [found for found in audit_with(rows).findings if found.rule == "XM-07"]
    assert (found.place.address, found.level.value) == ("F6", "undecided")
    rows["自评表"][5][5] = d("9.5")
    rows["自评表"][14][6] = d("89.5")
    assert "XM-07" not in [found.rule for found in audit_with(rows).findings]


@pytest.mark.case("ZP-11", "boundary")
@pytest.mark.parametrize(
    ("weights", "told"), [((30, 30, 30), []), ((30, 20, 40), []), ((25, 20, 45), ["ZP-11"])]
)
def test_of_several_practices_one_that_fits_is_enough(weights: tuple[int, int, int], told: list[str]) -> None:
    """Without 满意度: 产出 60 and 效益 30 is one of the practices of Sichuan, 50 and 40 the usual one."""
    rows = projects()
    form = rows[FIRST]
    form[12][1], form[16][1] = "产出指标", "效益指标"
    for row, weight in zip((12, 13, 16), weights, strict=True):
        form[row][6] = form[row][7] = weight
    del form[17]  # 满意度
    del form[14:16]  # two more of 产出
    found = [one for one in audit_with(rows, "四川").findings if one.rule in ("ZP-11", "ZP-12")]
    assert [one.rule for one in found] == told
    if found:
        assert "预算执行 10、产出 50、效益 40" in found[0].message


@pytest.mark.case("TY-13", "fails")
def test_what_it_does_not_leave_out_is_missed() -> None:
    rows = hubei()
    rows["自评表"][4][4] = None
    rows["自评表"][5][4] = None
    (found,) = [found for found in audit_with(rows, "湖北").findings if found.rule == "TY-13"]
    assert "缺少“执行率”" in found.message


def test_such_a_form_is_audited() -> None:
    rows = hubei()
    rows["自评表"][14][6] = 98
    assert lines(audit_with(rows, "湖北")) == [("ZP-08", "G15")]
    rows = hubei()
    rows["自评表"][5][4] = "90%"
    assert lines(audit_with(rows, "湖北"))[0] == ("XM-02", "E6")


@pytest.mark.case("ZP-28", "fails")
@pytest.mark.parametrize(
    ("spent", "capped"), [("38.5", True), ("43.99", True), ("44", False), ("38.49", False)]
)
def test_the_cap_by_execution(spent: str, capped: bool) -> None:
    """55 budgeted: 70 % is 38.5, 80 % is 44. Other bands are not laid down."""
    rows = projects()
    for row in (5, 6):
        rows[FIRST][row][5] = float(spent)  # type: ignore[call-overload]
    rules = [found.rule for found in audit_with(rows, "执行率封顶").findings]
    assert ("ZP-28" in rules) is capped
    assert "ZP-28" not in [found.rule for found in audit_with(rows).findings]


@pytest.mark.case("ZP-17", "fails")
def test_two_points_for_a_far_deviation() -> None:
    rows = projects()
    rows[FIRST][12][5] = "90万页"
    rows[FIRST][12].append("社会档案并入，按实际扫描")
    (found,) = [found for found in audit_with(rows, "偏离扣2分").findings if found.rule == "ZP-17"]
    assert "应扣 2 分，自评为满分" in found.message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "      偏离扣分: 2\n",
            "      偏离减分: 2\n",
            "参数组“偏离扣2分”中的参数“偏离减分”不在 parameters 中",
        ),
        (
            "      一级指标权重: {}\n",
            "      一级指标权重: 80\n",
            "参数组“湖北”中的参数“一级指标权重”的内容不对：80",
        ),
        ("    checked: false\n", "    checked: no one\n", "“checked”的内容不对：'no one'"),
        ("    checked: false\n", "    proven: false\n", "不认识的项“proven”"),
    ],
)
def test_mistakes_in_a_parameter_set_are_found(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / "mof-2020"
    shutil.copytree(templates_folder() / "mof-2020", folder)
    text = (folder / DEFINITION).read_text("utf-8")
    assert old in text
    (folder / DEFINITION).write_text(text.replace(old, new, 1), "utf-8")
    (mistake,) = check_form_set(folder)
    assert said in mistake


@pytest.mark.case("ZP-10", "passes")
def test_scores_without_weights_as_in_hubei() -> None:
    """The form has 得分 only, execution counts 20; of weights that it has no column for nothing is said."""
    rows = projects()
    for row in range(4, 8):
        del rows[FIRST][row][6:7]
    rows[FIRST][4][7] = "得分（20×执行率）"
    rows[FIRST][5][7] = 19.96  # type: ignore[call-overload]
    for row in range(11, 19):
        del rows[FIRST][row][6]
    for row, score in zip(range(12, 19), (20, 10, 10, 10, 20, 10, d("99.96")), strict=True):
        rows[FIRST][row][6] = score
    assert audit_with(rows, "湖北").findings == []
    rows[FIRST][18][6] = 100
    assert lines(audit_with(rows, "湖北")) == [("ZP-08", "G19")]


def test_the_list_of_form_sets_marks_what_has_not_been_checked() -> None:
    shown = CliRunner().invoke(app, ["formsets"], standalone_mode=False).output.splitlines()
    own = [line.strip() for line in shown if "参数组 " in line]
    names = ["101号", "湖北", "银川", "执行率封顶", "偏离扣2分"]
    # The form of the unit in the national layout comes after mof-2020, with one of the sets.
    assert [line.split("  ")[0] for line in own if line.split("  ")[0][4:-7] in names] == [
        f"参数组 {name}〔未核对原文〕" for name in (*names, "101号")
    ]


def test_the_command_line_takes_several_parameter_sets(tmp_path: Path) -> None:
    sample = Path(__file__).parents[1] / "returns" / "mof-2020-sample.xlsx"
    chosen = ["--parameters", "湖北", "--parameters", "执行率封顶"]
    result = CliRunner().invoke(app, ["check", str(sample), *chosen], standalone_mode=False)
    assert result.output.count("提示 ZP-11") == 2
    assert "与参数组“湖北”的口径（预算执行 20）不同" in result.output
    wrong = CliRunner().invoke(app, ["check", str(sample), "--parameters", "没有的"], standalone_mode=False)
    assert "没有参数组“没有的”" in str(wrong.exception)


def yinchuan() -> dict[str, list[list[Content]]]:
    """Decision 10, management 25, outputs 30, effects 35; execution has no weight of its own."""
    rows = projects()
    form = rows[FIRST]
    for row in range(4, 8):
        form[row] = form[row][:6] + form[row][7:8]
    form[12:18] = [
        [None, "决策", "项目立项", "立项依据充分性", "充分", "充分", 10, 10],
        [None, "过程", "资金管理", "资金使用合规率", "100%", "100%", 25, 25],
        [None, "产出", "产出数量", "扫描档案页数", "≥60万页", "61万页", 15, 15],
        [None, "", "产出质量", "图像合格率", "≥99%", "99.5%", 5, 5],
        [None, "", "产出时效", "按期完成率", "100%", "100%", 5, 5],
        [None, "", "产出成本", "项目总成本", "≤55万元", "54.9万元", 5, 5],
        [None, "效益", "社会效益", "网上查档人次", "≥500人次", "560人次", 25, 25],
        [None, "", "满意度", "利用者满意度", "≥90%", "95%", 10, 10],
    ]
    form[20][6:8] = [100, 100]
    return rows


@pytest.mark.case("ZP-11", "passes")
@pytest.mark.case("ZP-12", "passes")
def test_a_practice_with_categories_of_its_own() -> None:
    result = audit_with(yinchuan(), "银川")
    assert {"ZP-07", "ZP-11", "ZP-12"}.isdisjoint(found.rule for found in result.findings)
    usual = [found for found in audit_with(yinchuan()).findings if found.rule in ("ZP-07", "ZP-11", "ZP-12")]
    assert usual == []
    rows = yinchuan()
    rows[FIRST][13][6:8] = [20, 20]
    rows[FIRST][20][6:8] = [95, 95]
    (found,) = [found for found in audit_with(rows, "银川").findings if found.rule == "ZP-11"]
    assert (found.place.address, found.stated, found.computed) == ("G14", "20", "25")


def yinchuan_form() -> dict[str, list[list[Content]]]:
    """A project form as Yinchuan lays it out: no sources of funds, decision and management as categories, 参考分值."""
    head = ["一级指标", "二级指标", "三级指标", "参考分值", "指标值（A）", "全年实际值（B）", "得分"]
    rows: list[list[Content]] = [
        ["银川市本级部门项目支出绩效自评表"],
        ["（2021年）"],
        ["项目名称", "档案数字化"],
        ["主管部门", "示例市委办公室", None, "实施单位", "示例市档案馆", None, "自评得分", d("99.44")],
        ["项目资金（万元）", None, "年初预算数", None, "调整预算数（A）", "全年执行数（B）", "执行率（B/A）"],
        [None, "年度资金总额", 300, None, 300, 300, "100%"],
        ["年度总体目标", "年初设定目标", None, None, "年度总体目标完成情况"],
        [None, "完成年度档案数字化任务，保障馆藏安全。", None, None, "已完成年度档案数字化任务，馆藏安全。"],
        [*head, "未完成原因及改进措施"],
        ["项目决策（10分）", "项目目标", "目标明确率", 10, "100%", "100%", 10],
        ["项目管理（25分）", "投入管理", "预算执行率", 25, "100%", "100%", 25],
        ["项目产出（30分）", "数量指标", "扫描档案页数", 10, "≥60万页", "61万页", 10],
        [None, "质量指标", "图像合格率", 10, "≥99%", "99.5%", 10],
        [None, "时效指标", "按期完成率", 5, "100%", "100%", 5],
        [None, "成本指标", "项目总成本", 5, "≤300万元", "300万元", 5],
        ["项目效益（35分）", "社会效益指标", "网上查档人次", 25, "≥500人次", "560人次", 25],
        [
            None,
            "服务对象满意度指标",
            "利用者满意度",
            10,
            "≥90%",
            "85%",
            d("9.44"),
            "访问量大，回复不及时，已增加人手",
        ],
        ["总分", None, None, 100, None, None, d("99.44")],
    ]
    return {"自评表": rows}


@pytest.mark.case("TY-13", "boundary")
def test_the_form_of_yinchuan_passes_with_its_parameters() -> None:
    assert audit_with(yinchuan_form(), "银川").findings == []


@pytest.mark.case("ZP-09", "fails")
def test_the_reference_weights_of_yinchuan_are_weights() -> None:
    rows = yinchuan_form()
    rows["自评表"][11][6] = 11
    rows["自评表"][17][6] = rows["自评表"][3][7] = d("100.44")
    told = [(rule, cell) for rule, cell in lines(audit_with(rows, "银川")) if rule == "ZP-09"]
    assert told == [("ZP-09", "G12")]


@pytest.mark.case("TY-13", "boundary")
def test_a_place_is_named_only_where_its_categories_are_there() -> None:
    (found,) = [found for found in audit_with(yinchuan_form()).findings if found.rule == "TY-13"]
    assert (found.level.value, "--parameters 银川" in found.message) == ("warning", True)
    rows = sheets()[FIRST]
    del rows[6:9]
    told = [found.level.value for found in audit_with({FIRST: rows}).findings if found.rule == "TY-13"]
    assert told == ["error"] * 3
