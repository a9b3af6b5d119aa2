"""Which form set a workbook belongs to, and what is said of sheets that belong to another one or to none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from made import BASE, FIRST, OVERALL, SECOND, Content, book_of, sheets
from made_scoring import table_rows
from perfxl.checking import Checked, Options, check_book, check_file
from perfxl.finding import Finding, Level
from perfxl.formset.listed import listed, listed_form_sets, titles_in, titles_of
from perfxl.formset.load import DEFINITION, FormSetError, form_set_ids, load_form_set, templates_folder
from perfxl.returns.recognise import read_return, recognise
from perfxl.workbook.read import read_book

RETURNS = Path(__file__).parent / "returns"


def checked(rows: dict[str, list[list[Content]]], **options: str) -> Checked:
    return check_book(book_of(rows), "return.xlsx", "", Options(**options))  # type: ignore[arg-type]


def only(result: Checked, rule: str) -> Finding:
    (found,) = [finding for finding in result.findings if finding.rule == rule]
    return found


def chosen(rows: dict[str, list[list[Content]]]) -> str:
    ret = read_return(book_of(rows), listed_form_sets())
    assert ret is not None
    return ret.form_set.id


# --- which form set -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form_set_id", form_set_ids())
def test_every_template_is_recognised_as_its_own_form_set(form_set_id: str) -> None:
    form_set = load_form_set(form_set_id)
    book = read_book((form_set.folder / form_set.template).read_bytes())
    ret = read_return(book, listed_form_sets())
    assert ret is not None
    assert ret.form_set.id == form_set_id
    assert {form.id for form in ret.forms} == set(form_set.forms)
    assert ret.strangers == []


@pytest.mark.parametrize(
    ("names", "form_set_id"),
    [
        ([BASE, OVERALL, FIRST, SECOND], "hunan-2021"),
        ([FIRST, SECOND], "mof-2020"),
        ([FIRST], "mof-2020"),
        ([BASE], "hunan-2021"),
        ([OVERALL], "hunan-2021"),
        ([OVERALL, FIRST], "hunan-2021"),
        ([BASE, FIRST], "hunan-2021"),
    ],
)
def test_labels_and_completeness_decide(names: list[str], form_set_id: str) -> None:
    """Project forms alone are the national ones; beside any other Hunan form they are Hunan's."""
    assert chosen({name: rows for name, rows in sheets().items() if name in names}) == form_set_id


def test_one_hunan_form_outweighs_many_project_forms() -> None:
    rows = sheets()
    many = {f"项目{number}": rows[FIRST] for number in range(40)}
    assert chosen(many) == "mof-2020"
    assert chosen({OVERALL: rows[OVERALL], **many}) == "hunan-2021"


def test_a_damaged_label_does_not_change_the_choice() -> None:
    rows = sheets()
    rows[FIRST][7][1] = "其中：拨的款"
    assert chosen({FIRST: rows[FIRST]}) == "mof-2020"
    rows = sheets()
    rows[BASE][13][0] = "1、车辆开销"
    assert chosen({BASE: rows[BASE]}) == "hunan-2021"


def test_a_form_without_its_title_is_recognised_by_its_labels() -> None:
    rows = sheets()
    rows[FIRST][0] = []
    assert chosen({FIRST: rows[FIRST]}) == "mof-2020"
    rows[BASE][1] = []
    assert chosen({BASE: rows[BASE], OVERALL: rows[OVERALL]}) == "hunan-2021"


@pytest.mark.parametrize(
    ("titles", "form_set_id"),
    [
        ({FIRST: "项目支出绩效目标自评表", SECOND: "项目支出绩效目标自评表"}, "hunan-2021"),
        ({BASE: None, OVERALL: None, FIRST: "预算项目绩效自评表", SECOND: "项目自评表"}, "hunan-2021"),
        ({OVERALL: "部门整体支出绩效目标申报表"}, "hunan-2021"),
        ({BASE: "项目绩效目标申报表", OVERALL: "部门整体支出绩效自评计分表"}, "hunan-2021"),
    ],
)
def test_a_title_of_another_form_set_does_not_change_the_choice(
    titles: dict[str, str | None], form_set_id: str
) -> None:
    """What another form set calls a form, or a title that is mistaken: the labels are still those of the form."""
    rows = sheets()
    for name, title in titles.items():
        rows[name][1 if name == BASE else 0] = [title]
    result = checked(rows)
    assert result.ret is not None
    assert result.ret.form_set.id == form_set_id
    assert len(result.ret.forms) == 4
    assert result.findings == []
    rows[BASE][18][1] = 81
    assert [found.rule for found in checked(rows).findings] == ["BD-05"]


# --- what is no form of it ----------------------------------------------------------------------------------


@pytest.mark.case("WJ-04", "fails")
def test_a_form_of_another_form_set_is_named_with_its_set() -> None:
    result = checked(sheets(), form_set="mof-2020")
    assert result.ret is not None
    assert [form.id for form in result.ret.forms] == ["项目自评表", "项目自评表"]
    said = [found for found in result.findings if found.rule == "WJ-04"]
    assert [(found.level.value, found.place.sheet, found.place.row) for found in said] == [
        ("info", BASE, 2),
        ("info", OVERALL, 1),
    ]
    assert said[1].message == (
        "工作表“部门自评表”是“部门整体支出绩效自评表”（套表 hunan-2021），不属于审核所用的套表 mof-2020，未审核。"
        "请移到另一个文件报送，或用 --form-set hunan-2021 另行审核。"
    )


@pytest.mark.case("WJ-04", "fails")
def test_several_form_sets_in_one_workbook() -> None:
    """The forms of the set that explains most are checked; the other sets' forms are named."""
    book = book_of(sheets())
    for name in ("xingtai-2020.xlsx", "yiyang-2018.xlsx"):
        book.sheets.extend(read_book((RETURNS / name).read_bytes()).sheets)
    result = check_book(book, "return.xlsx", "")
    assert result.ret is not None
    assert result.ret.form_set.id == "hunan-2021"
    assert [form.sheet for form in result.ret.forms] == [BASE, OVERALL, FIRST, SECOND]
    said = {found.place.sheet: found.message for found in result.findings if found.rule == "WJ-04"}
    assert "（套表 hebei-2020），不属于审核所用的套表 hunan-2021，未审核。" in said["部门整体绩效目标"]
    assert "（套表 hebei-2020）" in said["项目绩效目标"]
    assert sum("（套表 yiyang-2018）" in message for message in said.values()) >= 1
    assert [found.rule for found in result.findings if found.level is Level.ERROR] == []


@pytest.mark.case("WJ-04", "fails")
def test_a_form_that_is_left_unaudited_is_a_warning_unless_the_form_set_was_asked_for() -> None:
    """A declaration beside the evaluation: the return is not accepted before somebody has looked at it."""
    form_set = load_form_set("hunan-2022-target")
    book = book_of(sheets())
    book.sheets.append(read_book((form_set.folder / form_set.template).read_bytes()).sheets[1])
    result = check_book(book, "return.xlsx", "")
    assert [(found.rule, found.level) for found in result.findings] == [("WJ-04", Level.WARNING)]
    assert result.verdict == "explain"
    asked = check_book(book, "return.xlsx", "", Options("hunan-2021"))
    assert [(found.rule, found.level) for found in asked.findings] == [("WJ-04", Level.INFO)]


@pytest.mark.case("WJ-04", "boundary")
def test_a_title_that_two_form_sets_share_goes_to_the_one_whose_labels_fit() -> None:
    """Both have a 部门整体支出绩效目标申报表: Hebei's beside Hunan's project form is named, not read as Hunan's."""
    book = book_of({})
    for form_set_id, sheet in (("hebei-2020", 0), ("hunan-2022-target", 1)):
        form_set = load_form_set(form_set_id)
        template = read_book((form_set.folder / form_set.template).read_bytes())
        book.sheets.append(template.sheets[sheet])
    recognition = recognise(book, listed_form_sets())
    assert len(recognition.strangers) == 1
    assert recognition.strangers[0].recognised
    ret = recognition.read()
    assert ret is not None
    assert len(ret.forms) == 1


@pytest.mark.case("WJ-04", "fails")
def test_the_nearest_form_is_named_with_what_it_lacks() -> None:
    rows = sheets()
    rest = [["部门整体支出绩效自评表"], rows[OVERALL][3], rows[OVERALL][5], rows[OVERALL][6]]
    found = only(checked({**sheets(), OVERALL: rest}), "WJ-04")
    assert (
        "工作表“部门自评表”没有识别为套表中的表，最接近“部门整体支出绩效自评表”（套表 hunan-2021），"
        in found.message
    )
    assert "标签只对上 5/" in found.message
    assert "缺：填报单位、部门名称、" in found.message
    assert "等。" in found.message


@pytest.mark.case("WJ-02", "fails")
def test_a_form_with_all_labels_in_another_arrangement_is_said_to_be_so() -> None:
    title, head, *body, total = table_rows()
    left, right = body[:14], [*body[14:], []]
    halves = [[*(row + [None] * 6)[:6], *more] for row, more in zip(left, right, strict=True)]
    message = only(checked({"计分表": [title, [*head, *head], *halves, total]}), "WJ-02").message
    assert "（套表 hunan-2019），5 个标签都有，但排列与表样不同（如左右分栏），没有读出。" in message


@pytest.mark.case("WJ-02", "fails")
def test_nothing_recognised_says_what_is_nearest() -> None:
    rest = [["项目支出绩效自评表"], ["项目名称", "示例"], ["年度资金总额", 3, 3, 3]]
    result = checked({"残表": rest, "别的": [["甲", 1]]})
    message = only(result, "WJ-02").message
    assert "工作表“残表”最接近“项目支出绩效自评表”（套表 mof-2020），标签只对上 2/" in message
    assert "；工作表“别的”与各套表中的表都不相近。" in message
    assert result.ret is None


@pytest.mark.case("WJ-02", "fails")
def test_the_wrong_form_set_was_asked_for() -> None:
    rows = {FIRST: sheets()[FIRST]}
    assert only(checked(rows, form_set="hunan-2019"), "WJ-02").message == (
        f"没有识别出套表 hunan-2019 的表：工作表“{FIRST}”是“项目支出绩效自评表”（套表 mof-2020）。"
        "请去掉 --form-set，或改用 --form-set mof-2020。"
    )


@pytest.mark.case("WJ-02", "fails")
def test_a_form_of_several_sets_is_said_to_be_of_the_set_of_those_around_it() -> None:
    """The project form is that of five form sets: beside the forms of one it is that one's."""
    result = checked(sheets(), form_set="hebei-2020")
    assert only(result, "WJ-02").message == (
        f"没有识别出套表 hebei-2020 的表：工作表“{BASE}”是“部门整体支出绩效评价基础数据表”（套表 hunan-2021）；"
        f"工作表“{OVERALL}”是“部门整体支出绩效自评表”（套表 hunan-2021）；"
        f"工作表“{FIRST}”是“项目支出绩效自评表”（套表 hunan-2021）；"
        f"工作表“{SECOND}”是“项目支出绩效自评表”（套表 hunan-2021）。"
        "请去掉 --form-set，或改用 --form-set hunan-2021。"
    )
    assert (result.ret, result.verdict) == (None, "unreadable")


@pytest.mark.case("WJ-02", "boundary")
def test_only_the_form_set_that_was_asked_for_is_named_as_nearest() -> None:
    rows: dict[str, list[list[Content]]] = {
        "表": [["项目名称", "主管部门", "实施单位", "分值", "执行率", "得分"], [1]]
    }
    for form_set_id in ("mof-2020", "hunan-2021"):
        assert f"（套表 {form_set_id}）" in only(checked(rows, form_set=form_set_id), "WJ-02").message


SOURCES: dict[str, Content] = {"其中：当年财政拨款": "甲类", "上年结转资金": "乙类", "其他资金": "丙类"}
AIMS: dict[str, Content] = {"预期目标": "年度任务", "实际完成情况": "任务办理"}


def relabelled(rows: list[list[Content]], names: dict[str, Content]) -> list[list[Content]]:
    """The rows with other labels."""
    return [
        [names.get(content, content) if isinstance(content, str) else content for content in row]
        for row in rows
    ]


def as_texts(rows: list[list[Content]]) -> list[list[Content]]:
    """The rows as a system exports them."""
    return [[content if content is None else str(content) for content in row] for row in rows]


@pytest.mark.case("WJ-02", "fails")
@pytest.mark.parametrize("exported", [list, as_texts])
def test_a_form_of_another_layout_is_unknown_whatever_its_title(
    exported: Callable[[list[list[Content]]], list[list[Content]]],
) -> None:
    """Its money cannot be read: that is no form with some labels altered."""
    rows = relabelled(sheets()[FIRST], {"年度资金总额": "经费", **SOURCES, **AIMS})
    message = only(checked({FIRST: exported(rows)}), "WJ-02").message
    assert "最接近“项目支出绩效自评表”（套表 hunan-2021），标签只对上 15/21，缺：年度资金总额、" in message


@pytest.mark.case("WJ-04", "fails")
@pytest.mark.parametrize("exported", [list, as_texts])
def test_a_form_of_another_layout_beside_a_clean_one_must_be_explained(
    exported: Callable[[list[list[Content]]], list[list[Content]]],
) -> None:
    rows = relabelled(sheets()[SECOND], {"年度资金总额": "经费", **SOURCES, **AIMS})
    result = checked({FIRST: sheets()[FIRST], SECOND: exported(rows)})
    assert [(found.rule, found.level) for found in result.findings] == [("WJ-04", Level.WARNING)]
    assert result.verdict == "explain"


@pytest.mark.case("WJ-04", "fails")
def test_a_form_of_another_layout_below_a_clean_one_is_told_where_it_begins() -> None:
    rows = relabelled(sheets()[SECOND], {"年度资金总额": "经费", **SOURCES, **AIMS})
    first = sheets()[FIRST]
    found = only(checked({FIRST: [*first, [], *rows]}), "WJ-04")
    assert (found.level, found.place.row) == (Level.WARNING, len(first) + 2)


@pytest.mark.case("WJ-04", "boundary")
def test_a_form_with_as_few_labels_whose_money_can_be_read_is_the_form_altered() -> None:
    altered = relabelled(sheets()[FIRST], {**SOURCES, **AIMS, "主管部门": None})
    result = checked({FIRST: altered}, form_set="mof-2020")
    missing = [
        (found.rule, found.message.partition("缺少")[2].partition("。")[0]) for found in result.findings
    ]
    assert missing == [("TY-13", "“主管部门”"), ("TY-13", "“预期目标、实际完成情况”")]


@pytest.mark.case("WJ-02", "boundary")
def test_a_form_with_half_of_its_labels_is_the_form_if_its_money_can_be_read() -> None:
    cut: dict[str, Content] = {**SOURCES, **AIMS, "主管部门": None, "实施单位": None}
    result = checked({FIRST: relabelled(sheets()[FIRST], cut)}, form_set="mof-2020")
    assert [found.rule for found in result.findings] == ["TY-13"] * 3
    unknown = relabelled(sheets()[FIRST], {**cut, "年度资金总额": "经费"})
    assert checked({FIRST: unknown}, form_set="mof-2020").ret is None


@pytest.mark.case("WJ-04", "boundary")
def test_a_table_like_none_of_the_forms_is_only_mentioned() -> None:
    rows = [
        ["项目名称", "主管部门", "全年预算数", "全年执行数", "执行率"],
        ["甲项目", "乙局", "80.00", "79.00", "98.75%"],
    ]
    result = checked({FIRST: sheets()[FIRST], "汇总": rows})
    assert [(found.rule, found.level) for found in result.findings] == [("WJ-04", Level.INFO)]
    assert checked({FIRST: sheets()[FIRST], "说明": [["本表按年填写", "见通知"]]}).findings == []


# --- the titles of form sets that are not loaded ------------------------------------------------------------


@pytest.mark.parametrize("form_set_id", form_set_ids())
def test_titles_are_found_without_loading(form_set_id: str) -> None:
    text = (templates_folder() / form_set_id / DEFINITION).read_text("utf-8")
    assert titles_in(text) == titles_of(load_form_set(form_set_id)) == listed(form_set_id).titles


@pytest.mark.parametrize(
    ("definition", "titles"),
    [
        (
            "id: x\nforms:\n  甲:\n    label: 甲表\n    aliases:\n      - 甲种表\n      - '乙: 表'\n    sheet: s\n",
            {"甲": ("甲表", "甲种表", "乙表")},
        ),
        (
            "forms:\n  甲:\n    aliases:\n    - 甲种表\n    label: '甲表'\n    fields:\n      label: {label: 丙}\n",
            {"甲": ("甲表", "甲种表")},
        ),
        (
            'forms:\n  # x\n  甲: {label: 甲表, sheet: s}\n\n  乙:\n    sheet: s\n    label: "乙表"\n'
            "relations:\n  甲:\n    label: z\n",
            {"甲": ("甲表",), "乙": ("乙表",)},
        ),
        ("forms:\n  甲: &a\n    label: 甲表\n  乙:\n    <<: *a\n", None),
        ("forms: {甲: {label: 甲表}}\n", {"甲": ("甲表",)}),
        ("forms: [\n", None),
        ("forms:\n  甲:\n    label: [甲表]\n", None),
        ("id: x\n", None),
    ],
)
def test_ways_of_writing_a_definition(definition: str, titles: dict[str, tuple[str, ...]] | None) -> None:
    assert titles_in(definition) == titles


def test_a_form_set_whose_titles_cannot_be_listed_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfxl.formset.listed.titles_in", lambda text: None)
    listed.cache_clear()
    assert listed("mof-2020").titles == titles_of(load_form_set("mof-2020"))
    listed.cache_clear()
    with pytest.raises(FormSetError, match="没有套表“没有的”"):
        listed("没有的")


def test_only_the_form_sets_in_question_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def load(form_set_id: str) -> object:
        loaded.append(form_set_id)
        return load_form_set(form_set_id)

    monkeypatch.setattr("perfxl.formset.listed.load_form_set", load)
    assert check_file(RETURNS / "hengyang-2021.xlsx").ret is not None
    assert set(loaded) == {"hunan-2021", "hunan-2022"}  # both have forms of these titles
