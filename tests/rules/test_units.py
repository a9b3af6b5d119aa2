"""Forms that are marked 元: told once, in their own unit, and compared with others in one unit."""

from __future__ import annotations

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, Content, Made, audited, book_of, made, sheets
from perfxl.rules.context import in_unit
from yuan import all_in_yuan

IN_YUAN = all_in_yuan(made())


def test_a_return_wholly_in_yuan_is_told_once() -> None:
    findings = made(IN_YUAN).findings
    assert [line(found) for found in findings] == ["TY-07 warning 基础数据表!D3"]
    assert "（共 4 张表）" in findings[0].message
    assert findings[0].fix == (
        "金额按元填列的，请折算为万元（除以 10000），并把单位改为“万元”；已按万元填列的，只改单位。"
    )
    assert [(place.sheet, place.address) for place in findings[0].related] == [
        (OVERALL, "A4"), (FIRST, "A5"), (SECOND, "A5"),
    ]  # fmt: skip


def test_its_messages_are_in_yuan() -> None:
    findings = made(IN_YUAN | {(BASE, "B19"): 900000}).findings
    assert [line(found) for found in findings] == [
        "TY-07 warning 基础数据表!D3",
        "BD-05 error 基础数据表!B19",
    ]
    assert "900000 元，比 2 个项目之和 800000 元多 100000 元" in findings[1].message


def test_an_amount_that_is_far_off_is_not_explained_by_the_unit_of_the_whole_return() -> None:
    findings = made(IN_YUAN | {(BASE, "B19"): 8_000_000_000}).findings
    assert [line(found) for found in findings] == [
        "TY-07 warning 基础数据表!D3",
        "BD-05 error 基础数据表!B19",
    ]


def test_cost_indicators_are_compared_in_wan() -> None:
    findings = made(IN_YUAN | {(SECOND, "E16"): "≤31万元", (SECOND, "F16"): "28万元"}).findings
    assert [line(found) for found in findings] == ["TY-07 warning 基础数据表!D3", "ZP-27 error 项目二!E16"]
    assert "指标值 31 万元，与全年预算数 30 万元不一致" in findings[1].message


def test_amounts_in_a_text_are_compared_in_wan() -> None:
    stated = {(FIRST, "B11"): "项目资金55万元，其中扫描费40万元，检测费15万元。"}
    assert [line(found) for found in made(IN_YUAN | stated).findings] == ["TY-07 warning 基础数据表!D3"]
    findings = made(IN_YUAN | {(FIRST, "B11"): "扫描费60000元、检测费30000元，合计90000元。"}).findings
    assert [line(found) for found in findings] == ["TY-07 warning 基础数据表!D3", "XM-08 error 项目一!B11"]
    assert "目标文本中的金额 9 万元，与表列年度资金总额（全年预算数） 55 万元不一致" in findings[1].message


def test_forms_in_two_units_are_compared_in_wan() -> None:
    of_first = {key: content for key, content in IN_YUAN.items() if key[0] == FIRST}
    assert [line(found) for found in made(of_first).findings] == ["TY-07 error 项目一!A5"]
    findings = made(of_first | {(FIRST, "F6"): 539000, (FIRST, "F7"): 539000, (FIRST, "H6"): "98%"}).findings
    told = {line(found): found.message for found in findings if found.rule in ("KB-05", "KB-06")}
    assert list(told) == ["KB-06 error 基础数据表!D19 从属", "KB-05 error 项目一!F6"]
    assert (
        "全年执行数 53.9 万元，与基础数据表本年决算数 54.9 万元不一致，少 1 万元"
        in told["KB-05 error 项目一!F6"]
    )


def test_what_a_message_quotes_stays_as_written() -> None:
    message = "成本“≤168 万元”，为 8807000 万元，少 10 万元"
    assert in_unit(message, "万元") == message
    assert in_unit(message, "元") == "成本“≤168 万元”，为 8807000 元，少 10 元"


def _base_in_yuan_with_buildings(**changed: Content) -> Made:
    """Only the base form is in 元; the headings of a block that it does not know still say 万元."""
    content = sheets()
    for (sheet, address), figure in all_in_yuan(made()).items():
        if sheet == BASE:
            content[BASE][int(address[1:]) - 1]["ABCD".index(address[0])] = figure
    for address, figure in changed.items():
        content[BASE][int(address[1:]) - 1]["ABCD".index(address[0])] = figure
    buildings: list[list[Content]] = [
        ["楼堂馆所控制情况", "批复规模（㎡）", "预算投资（万元）", "实际投资（万元）"],
        [None, "无", "无", "无"],
    ]
    content[BASE][22:22] = buildings
    return audited(book_of(content))


def test_a_block_that_is_not_the_forms_own_says_nothing_of_its_unit() -> None:
    made = _base_in_yuan_with_buildings()
    assert [line(found) for found in made.findings if found.primary] == ["TY-07 error 基础数据表!D3"]
    made = _base_in_yuan_with_buildings(D19=892000)
    assert [line(found) for found in made.findings if found.primary] == [
        "TY-07 error 基础数据表!D3", "BD-05 error 基础数据表!D19",
    ]  # fmt: skip
    assert "892000 元，比 2 个项目之和 829000 元多 63000 元" in made.only("BD-05").message


def test_brackets_of_the_forms_own_labels_still_contradict_the_mark() -> None:
    """Which of the two is meant is not settled: the figures are taken as 万元."""
    found = made({(BASE, "A6"): "经费控制情况（万元）", (BASE, "D3"): "单位：元"}).ret.forms[0]
    assert [unit for unit, _ in found.money_units] == ["元", "万元"]
    assert found.money_unit == "万元"
