"""The declaration of 衡阳市归国华侨联合会 for 2022 retyped from Word, slips of the pen included.

Long prose is paraphrased; figures, labels and the texts of indicators are the unit's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tools.build_returns.retyped import Paper, new_book, runs, saved

UNIT = "衡阳市归国华侨联合会"
FUNDS = "资金总额: 180.61 万元"
INCOMES = "其中: 公共财政拨款: 180.61 万元\n政府性基金拨款:\n纳入专户管理的非税收入拨款:\n其他资金:"
SPENDING = "其中: 基本支出: 141.74 万元\n项目支出: 38.87 万元"
DUTIES = "联系和服务归侨侨眷与海外侨胞，宣传侨务政策，依法维护侨益，参政议政，承办市里交办的其他工作。"
GOAL = "做好凝心聚力、服务中心、联络联谊、为侨服务、能力建设等工作。"
TASKS = (
    ("海外联谊", "密切与海外侨胞及其社团的联系，了解归侨侨眷和海外侨胞的意见和要求。", "17.68", "17.68"),
    ("群众工作", "宣传、贯彻党和政府的方针、政策，团结和动员归侨、侨眷。", "3", "3"),
    ("参政议政", "参与人大、政协的侨界代表、侨联界委员人选的协商和推荐。", "5.19", "5.19"),
)
MOVED_TASK = ("维护侨益", "依法维护归侨、侨眷的合法权益，指导基层侨联依法开展活动，为", "13", "13")
ITS_REST = "广大归侨、侨眷和侨胞提供法律咨询服务。"
TASK_TOTAL = ("38.87", "38.87")
REVIEW = "（盖章）      年   月   日"


class Indicator(NamedTuple):
    """A row of an indicator table: level, group, name, target."""

    level: str
    group: str
    name: str
    target: str


DONE, BENEFIT, OUTPUT = "完成指标", "效益指标", "产出指标"
CONTEST, MEETING, HOMECOMING, CLASS = (
    "举办“侨心永向党歌咏”比赛。",
    "承办省侨商会年会。",
    "承办海外侨胞故乡行活动。",
    "申报“珍珠班”及侨胞之家。",
)
DEPARTMENT_INDICATORS = (
    Indicator(DONE, "数量指标", CONTEST, "1次"),
    Indicator(DONE, "数量指标", MEETING, "1次"),
    Indicator(DONE, "数量指标", HOMECOMING, "1次"),
    Indicator(DONE, "数量指标", CLASS, "2个"),
    Indicator(DONE, "质量指标", CONTEST, "圆满完成"),
    Indicator(DONE, "质量指标", MEETING, "圆满完成"),
    Indicator(DONE, "质量指标", HOMECOMING, "圆满完成"),
    Indicator(DONE, "质量指标", CLASS, "稳步推进"),
    Indicator(DONE, "时效指标", "按时完成比率", "100%"),
    Indicator(DONE, "成本指标", "180.61万元", "略有节余"),
    Indicator(BENEFIT, "经济效益指标", "引导海外侨胞回国创业，将衡阳特色推向海外。", "助推衡阳经济社会发展"),
    Indicator(BENEFIT, "社会效益指标", "引领海外侨胞感受“侨胞之家”的温暖。", "侨界群众满意的模范机关"),
    Indicator(BENEFIT, "社会公众或服务对象满意度", "上级、社会公众、服务对象满意。", "满意度达到95%"),
)
PROJECT = "华侨事务"
PROJECT_FUNDS = ("资金总额: 38.87", "其中: 财政拨款: 38.87", "其他资金:")
PROJECT_INDICATORS = (
    Indicator(
        OUTPUT,
        "数量指标",
        "宣传方针、政策；密切与海外侨胞的联系；积极参政议政；依法维护归侨、侨眷的合法权益。",
        "举办“侨心永向党歌咏”比赛 1 次；承办省侨商会年会 1 次；承办海外侨胞故乡行活动；申报“珍珠班”及侨胞之家 2 个。",
    ),
    Indicator(OUTPUT, "质量指标", "覆盖面广，合格率高。", "高质量完成年度计划任务。"),
    Indicator(OUTPUT, "时效指标", "执行时限。", "2022 年度。"),
    Indicator(OUTPUT, "成本指标", "按预算执行。", "100%按预算落实。"),
    Indicator(BENEFIT, "社会效益指标", "凝聚全市侨界力量，服务全市中心大局。", "侨界群众满意的模范机关。"),
    Indicator(
        BENEFIT,
        "可持续影响指标",
        "侨界人士凝聚力量，助力全市发展。",
        "民众安居乐业，社会稳定和谐，经济高效发展。",
    ),
    Indicator(BENEFIT, "社会公众或服务对象满意度指标", "满意度 95%以上", ""),
)


def workbook() -> bytes:
    """The return as an .xlsx file: 部门申报表 and 项目申报表."""
    book = new_book("2022年度绩效目标申报表")
    _department(book)
    _project(book)
    return saved(book)


def _department(book: Any) -> None:
    heights = {1: 34, 7: 62, 8: 48, 15: 20, 17: 24, 18: 30, **dict.fromkeys((*range(11, 15), 32), 46)}
    heights |= dict.fromkeys(range(29, 32), 32)
    paper = Paper(book, "部门申报表", (12, 14, 18, 18, 13, 22), heights)
    paper.line("A1:F1", "部门整体支出绩效目标申报表", 18, "center")
    paper.line("A2:F2", "(2022 年度)", align="center")
    paper.line("A3:F3", "填报单位(盖章): 市侨联")
    paper.put("A4", "部门名称")
    paper.put("B4:F4", UNIT)
    paper.put("A5:A7", "年度预算\n申请\n(万元)")
    paper.put("B5:F5", FUNDS, "left")
    paper.put("B6:D6", "按收入性质分")
    paper.put("E6:F6", "按支出性质分")
    paper.put("B7:D7", INCOMES, "left")
    paper.put("E7:F7", SPENDING, "left")
    paper.put("A8", "部门职能\n职责概述")
    paper.put("B8:F8", DUTIES, "left")
    _tasks(paper, 9)
    paper.put("A17", "年度总体目标")
    paper.put("B17:F17", GOAL, "left")
    review = _indicators(paper, 18, "部门整体\n支出年度\n绩效指标", DEPARTMENT_INDICATORS)
    _foot(paper, review, "填表人：（略）", "填表日期：2022年1月5日")


def _tasks(paper: Paper, head: int) -> None:
    """The page broke in the fourth task: it came to stand one column left and in two rows."""
    paper.put(f"A{head}:A{head + 4}", "年度主要\n任务")
    paper.put(f"B{head}:B{head + 1}", "任务名称")
    paper.put(f"C{head}:D{head + 1}", "主要内容")
    paper.put(f"E{head}:F{head}", "预算金额(万元)")
    paper.row(head + 1, "EF", ("总额", "财政拨款"))
    for row, (name, content, *amounts) in enumerate(TASKS, start=head + 2):
        paper.put(f"B{row}", name)
        paper.put(f"C{row}:D{row}", content, "left")
        paper.row(row, "EF", amounts)
    moved = head + 2 + len(TASKS)
    name, content, *amounts = MOVED_TASK
    paper.put(f"A{moved}", name)
    paper.put(f"B{moved}:C{moved}", content, "left")
    paper.row(moved, "DE", amounts)
    paper.put(f"C{moved + 1}:D{moved + 1}", ITS_REST, "left")
    paper.put(f"B{moved + 2}", "金额合计")
    paper.row(moved + 2, "EF", TASK_TOTAL)


def _project(book: Any) -> None:
    paper = Paper(
        book,
        "项目申报表",
        (12, 14, 18, 18, 13, 26),
        {1: 34, 10: 30, 11: 30, 12: 90, **dict.fromkeys(range(16, 20), 48)},
    )
    paper.line("A1:F1", "项目绩效目标申报表", 18, "center")
    paper.line("A2:F2", "(2022 年度)", align="center")
    paper.line("A3:D3", f"填报单位(盖章) {UNIT}")
    paper.line("E3:F3", "金额单位: 万元", align="right")
    paper.put("A4", "项目名称")
    paper.put("B4:F4", PROJECT)
    paper.put("A5", "预算单位")
    paper.put("B5:F5", UNIT)
    paper.put("A6:A8", "项目资金\n(万元)")
    for row, funds in enumerate(PROJECT_FUNDS, start=6):
        paper.put(f"B{row}:F{row}", funds, "left")
    paper.put("A9:A10", "总体目标")
    paper.put("B9:F9", "年度目标")
    paper.put("B10:F10", GOAL, "left")
    review = _indicators(paper, 11, "绩效指标", PROJECT_INDICATORS)
    _foot(paper, review, "填报人：（略）", "填报日期：2022年1月5日")


def _indicators(paper: Paper, head: int, title: str, indicators: Sequence[Indicator]) -> int:
    """Write an indicator table whose head is in row ``head``; returns the row below it."""
    paper.row(head, "BC", ("一级指标", "二级指标"))
    paper.put(f"D{head}:E{head}", "三级指标")
    paper.put(f"F{head}", "指标值\n(包含数字及文字描述)")
    last = head + len(indicators)
    paper.put(f"A{head}:A{last}", title)
    for row, entry in enumerate(indicators, start=head + 1):
        paper.put(f"D{row}:E{row}", entry.name, "left")
        paper.put(f"F{row}", entry.target)
    runs(paper, "B", head + 1, [entry.level for entry in indicators])
    runs(paper, "C", head + 1, [entry.group for entry in indicators])
    return last + 1


def _foot(paper: Paper, row: int, clerk: str, day: str) -> None:
    paper.put(f"A{row}", "预算部门、财政部门\n审核意见")
    paper.put(f"B{row}:F{row}", REVIEW)
    paper.line(f"A{row + 2}:F{row + 2}", f"{clerk}    联系电话：（略）    {day}")
