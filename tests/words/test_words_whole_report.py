"""A whole report beside its return: nothing where all agrees; one primary finding for each single figure changed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from words_support import TITLE, document, findings

REPORT = """一、部门基本情况
（一）机构人员
核定编制20名，2021年末在职人员19人，在职人员控制率95%。
二、一般公共预算支出情况
2021年预算总额405.40万元，全年总支出401.12万元，预算执行率98.94%。
（一）基本支出情况
基本支出318.22万元（其中：人员经费260.72万元，公用经费57.50万元），比上年的310.50万元增加7.72万元，增长2.49%。
“三公”经费支出5.10万元，其中：公务用车购置及运行维护费3.50万元，因公出国（境）费0万元，公务接待费1.60万元；比上年减少1.10万元，下降17.74%。
（二）项目支出情况
项目支出82.90万元，比上年增加2.90万元，增长3.63%，占总支出401.12万元的20.67%。
其中，档案数字化预算55.00万元，实际支出54.90万元，执行率99.82%；馆库维护预算30.00万元，实际支出28.00万元，执行率93.33%。
2021年政府采购支出21.50万元。
三、绩效情况
全年组织开展档案接收3100卷，举办展览3场，查阅利用2200人次。年初项目1个、年中追加1个，全年共实施2个项目。
自评得分97.39分，等级为优。
四、存在的问题
展览场地维修，少办一场。
五、改进措施
次年补办。
"""
BY_OTHERS = (
    """第一部分 部门概况
示例市档案馆为市委直属正处级参照公务员法管理事业单位，核定编制20人，实有在职人员19人，其中：参公人员15人，工勤人员4人，退休人员12人。
第二部分 2021年度部门整体支出情况
一、收支总体情况
2021年度预算收入405.40万元，其中一般公共预算拨款395.40万元，纳入专户管理的非税收入拨款10万元。2021年度总支出401.12万元，预算执行率98.94%。
二、基本支出情况
2021年度基本支出年初预算数为320.40万元，决算数为318.22万元，完成预算的99.32%，其中人员经费260.72万元（占81.93%），主要用于基本工资、津贴补贴、奖金等；日常公用经费57.50万元，占18.07%，主要用于办公费、印刷费、水电费等日常公用支出。
三、“三公”经费情况
2021年度“三公”经费预算5.80万元，决算数5.10万元，完成预算的87.93%，比上年减少1.10万元，下降17.74%。其中：公务用车运行维护费预算3.80万元，决算3.50万元，比上年减少0.50万元，下降12.50%；公务接待费预算2.00万元，决算1.60万元，比上年减少0.60万元，下降27.27%；因公出国（境）费0万元，与上年持平。
四、项目支出情况
2021年项目支出预算85.00万元，实际支出82.90万元，执行率97.53%。共2个项目，分别是：
1.档案数字化。年初预算50.00万元，调整后预算55.00万元，实际支出54.90万元，执行率99.82%。全年扫描61万页。
2.馆库维护。年初预算30.00万元，实际支出28.00万元，执行率93.33%。
五、政府采购情况
2021年度政府采购预算22.00万元，实际采购21.50万元，节约0.50万元，节约率2.27%。
六、资产情况
截至2021年12月31日，固定资产原值1,256.30万元，比年初增加36.30万元，增长2.98%。
七、绩效自评结论
根据指标体系综合评价，自评得分97.39分，评价等级为“优”。其中：预算执行9.89分，产出47.5分，效益30分，满意度10分。
八、存在的主要问题
一是预算编制不够精细；二是绩效指标设置有待优化。
九、有关建议
加强培训，进一步提高绩效管理水平。
""",
    """示例市档案馆部门整体支出绩效评价报告（2021年）
我馆2021年支出总额401.12万元，其中基本支出318.22万元，占总支出的79.33%，项目支出82.9万元，占总支出的20.67%。
与2020年相比，基本支出由310.5万元增加到318.22万元，增长2.49%；项目支出由80万元增加到82.9万元，增长3.63%；三公经费由6.2万元下降到5.1万元，下降17.74%。
公用经费57.5万元，控制在预算58.1万元以内，公用经费控制率98.97%；三公经费控制率87.93%；政府采购执行率97.73%；在职人员控制率95%。
在职人员控制率=（在职人员19人/编制20人）×100%=95%。
预算完成率=401.12/405.4×100%=98.94%。
办公经费18.9万元，水费、电费、差旅费11.8万元，会议费、培训费3.1万元。
档案数字化项目投入54.9万元，完成扫描61万页，单价0.9元/页；馆库维护投入28万元，维护库房12间。
""",
)
"""Reports on the same return by other hands."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?=万元|%|名|人(?!次)|分)|\d+(?=个)")
FIGURES = [found.span() for found in _FIGURE.finditer(REPORT)]


def test_a_report_that_agrees_gives_nothing() -> None:
    assert [found.message for found in findings(REPORT, "hunan")] == []
    assert [found.message for found in findings(REPORT) if found.rule != "KB-03"] == []


@pytest.mark.parametrize("span", FIGURES, ids=lambda span: f"{REPORT[slice(*span)]}@{span[0]}")
def test_one_changed_figure_gives_one_primary_finding(span: tuple[int, int]) -> None:
    begin, end = span
    written = REPORT[begin:end]
    found = findings(f"{REPORT[:begin]}{_other(written)}{REPORT[end:]}", "hunan")
    primary = [one for one in found if one.primary]
    assert len(primary) == 1, [(one.rule, one.primary, one.message) for one in found]
    number = next(
        one.number for one in document(f"{TITLE}\n{REPORT}").paragraphs
        if one.text in _closed(REPORT[: end].rsplit("\n", 1)[-1] + REPORT[end:].split("\n", 1)[0])
    )  # fmt: skip
    assert f"第 {number} 段" in primary[0].message


def _other(written: str) -> str:
    """Another number, written with as many decimals."""
    number = Decimal(written)
    changed = number * Decimal("0.7") - 1 if number > 10 else number + 1
    return f"{changed:.{len(written.partition('.')[2])}f}"


@pytest.mark.parametrize("report", BY_OTHERS, ids=lambda text: text[:8])
def test_reports_by_other_hands(report: str) -> None:
    """Nothing is found in them, and a changed figure never gives two primary findings; most give one."""
    assert [found.message for found in findings(report, "hunan")] == []
    numbers = list(_FIGURE.finditer(report))
    told = []
    for number in numbers:
        wrong = f"{report[: number.start()]}{_other(number.group())}{report[number.end() :]}"
        told.append(sum(found.primary for found in findings(wrong, "hunan")))
    assert set(told) == {0, 1}
    assert told.count(1) >= 0.6 * len(numbers)


def _closed(text: str) -> str:
    return document(text).paragraphs[0].text
