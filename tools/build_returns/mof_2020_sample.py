"""An invented return of a unit outside Hunan: three project forms, each in another variant of the national form.

It is consistent but for two mistakes: in the first form the share of schools reached has full marks for 9 in 10,
in the third the adjusted budget is 0.5 more than its sources.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.build_returns.retyped import Paper, new_book, saved

UNIT = "某市科学技术馆"
DEPARTMENT = "某市科学技术协会"
COLUMNS = "ABCDEFGHI"
WIDTHS = (9, 9, 12, 20, 13, 13, 9, 9, 16)
HEIGHTS = {1: 36, **dict.fromkeys(range(2, 25), 30)}
Row = Sequence[str]

EXHIBITS: tuple[Row, ...] = (
    ("产出指标\n（50分）", "数量指标", "更新展品件数", "≥24件", "26件", "15", "15", ""),
    ("", "", "巡展学校数", "20所", "18所", "10", "10", "两所学校因校舍维修改期，次年补办"),
    ("", "质量指标", "展品完好率", "≥95%", "97.5%", "10", "10", ""),
    ("", "时效指标", "展品按期交付率", "100%", "100%", "8", "8", ""),
    ("", "成本指标", "项目总成本", "≤120万元", "118.8万元", "7", "7", ""),
    ("效益指标\n（30分）", "社会效益指标", "接待观众人次", "≥30万人次", "31.2万人次", "20", "20", ""),
    ("", "可持续影响指标", "展品设计使用年限", "≥5年", "6年", "10", "10", ""),
    ("满意度指标\n（10分）", "服务对象满意度指标", "观众满意度", "≥90%", "94%", "10", "10", ""),
)
"""The columns of the official order: levels, target, actual, weight, score, reason."""

LECTURES: tuple[Row, ...] = (
    ("项目产出\n（50分）", "数量指标", "科普讲座场次", "20", "≥40场", "44场", "20", ""),
    ("", "质量指标", "专家授课比例", "10", "≥80%", "85%", "10", ""),
    ("", "时效指标", "讲座按计划完成率", "10", "100%", "100%", "10", ""),
    ("", "成本指标", "场均成本", "10", "≤0.5万元", "0.48万元", "10", ""),
    (
        "项目效益\n（40分）",
        "社会效益指标",
        "听众人次",
        "20",
        "≥6000人次",
        "5400人次",
        "18",
        "上半年三场因场地维修改为线上",
    ),
    ("", "可持续影响指标", "课件入库率", "10", "≥90%", "96%", "10", ""),
    ("", "服务对象满意度指标", "听众满意度", "10", "≥90%", "93%", "10", ""),
)
"""Here the weight stands before the target."""

REPAIRS: tuple[Row, ...] = (
    ("完成指标", "数量指标", "检修设备台数", "≥60台", "63台", ""),
    ("", "质量指标", "检修合格率", "≥98%", "99%", ""),
    ("", "时效指标", "故障修复及时率", "≥95%", "96%", ""),
    ("", "成本指标", "检修总成本", "≤36.5万元", "36万元", ""),
    ("效果指标", "社会效益指标", "设备正常开放率", "≥97%", "98%", ""),
    ("满意度指标", "服务对象满意度指标", "职工满意度", "≥90%", "91%", ""),
)
"""A form without weights and scores."""


def workbook() -> bytes:
    """The return as an .xlsx file."""
    book = new_book(f"{UNIT}2022年度项目支出绩效自评")
    _exhibits(Paper(book, "展品更新", WIDTHS, HEIGHTS))
    _lectures(Paper(book, "科普讲座", WIDTHS, HEIGHTS))
    _repairs(Paper(book, "设备检修", WIDTHS, HEIGHTS))
    return saved(book)


def _names(paper: Paper, row: int, unit_label: str) -> None:
    paper.put(f"A{row}", "主管部门")
    paper.put(f"B{row}:D{row}", DEPARTMENT)
    paper.put(f"E{row}:F{row}", unit_label)
    paper.put(f"G{row}:I{row}", UNIT)


def _row(paper: Paper, row: int, first: str, texts: Row) -> None:
    """A row of texts from the column ``first`` on; the last one takes what is left up to I."""
    used = COLUMNS[COLUMNS.index(first) :][: len(texts)]
    paper.row(row, used[:-1], texts[:-1])
    paper.put(f"{used[-1]}{row}" + ("" if used[-1] == "I" else f":I{row}"), texts[-1])


def _funds(paper: Paper, top: int, title: str, heads: Row, lines: Sequence[Row]) -> None:
    """The table of funds: labels in B and C, and from D on the columns of ``heads``."""
    paper.put(f"A{top}:A{top + len(lines)}", title)
    paper.put(f"B{top}:C{top}", "")
    _row(paper, top, "D", heads)
    for row, (label, *figures) in enumerate(lines, start=top + 1):
        paper.put(f"B{row}:C{row}", label, "left")
        _row(paper, row, "D", figures)


def _goals(paper: Paper, row: int, heads: tuple[str, str], goal: str, done: str) -> None:
    paper.put(f"A{row}:A{row + 1}", "年度总体目标")
    for columns, head, text in zip(("B{0}:E{0}", "F{0}:I{0}"), heads, (goal, done), strict=True):
        paper.put(columns.format(row), head)
        paper.put(columns.format(row + 1), text, "left")


def _indicators(paper: Paper, top: int, heads: Row, lines: Sequence[Row]) -> int:
    """The table of indicators; gives the first row below it."""
    paper.put(f"A{top}:A{top + len(lines)}", "绩效指标")
    _row(paper, top, "B", heads)
    end = top + len(lines) + 1
    for row, (_, *rest) in enumerate(lines, start=top + 1):
        _row(paper, row, "C", rest)
    labelled = [row for row, line in enumerate(lines, start=top + 1) if line[0]]
    for first, behind in zip(labelled, [*labelled[1:], end], strict=True):
        area = f"B{first}" if behind == first + 1 else f"B{first}:B{behind - 1}"
        paper.put(area, lines[first - top - 1][0])
    return end


def _exhibits(paper: Paper) -> None:
    """The official order, with weights in the labels and the person in charge in the header."""
    paper.line("A1:I1", "项目支出绩效自评表", 18, "center")
    paper.line("A2:I2", "（2022年度）", align="center")
    paper.put("A3", "项目名称")
    paper.put("B3:D3", "展品更新改造")
    paper.put("E3:F3", "项目负责人及联系电话")
    paper.put("G3:I3", "（略）")
    _names(paper, 4, "实施单位")
    heads = ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分")
    lines = (
        ("年度资金总额", "120.00", "120.00", "118.80", "10", "99%", "9.9"),
        ("其中：当年财政拨款", "100.00", "100.00", "98.80", "—", "98.8%", "—"),
        ("上年结转资金", "20.00", "20.00", "20.00", "—", "100%", "—"),
        ("其他资金", "0", "0", "0", "—", "—", "—"),
    )
    _funds(paper, 5, "项目资金\n（万元）", heads, lines)
    goal = "更新常设展厅展品，组织流动科普展进校园，提升展教水平。"
    _goals(
        paper, 10, ("预期目标", "实际完成情况"), goal, "更新展品26件，流动科普展走进18所学校，展厅正常开放。"
    )
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    )
    total = _indicators(paper, 12, heads, EXHIBITS)
    paper.put(f"A{total}:F{total}", "总分")
    paper.row(total, "GHI", ("100", "99.9", ""))


def _lectures(paper: Paper) -> None:
    """The year in the title, the scores in the header, the weight before the target, 满意度 as part of 效益."""
    paper.line("A1:I1", "2022年度项目支出绩效自评表", 18, "center")
    paper.line("A2:I2", "金额单位：万元", align="right")
    paper.put("A3", "项目名称")
    paper.put("B3:D3", "科普讲座")
    paper.row(3, "EFG", ("自评得分", "97.5", "财政审核评分"))
    paper.put("H3:I3", "")
    _names(paper, 4, "项目实施单位")
    heads = ("年初预算数", "全年预算数", "全年执行数", "分值", "资金执行率", "得分")
    lines = (
        ("年度资金总额", "25.00", "24.00", "22.80", "10", "95%", "9.5"),
        ("其中：本年财政拨款", "25.00", "24.00", "22.80", "", "", ""),
        ("上年结转资金", "", "", "", "", "", ""),
        ("其他资金", "", "", "", "", "", ""),
    )
    _funds(paper, 5, "资金情况", heads, lines)
    goal = "面向社区和学校举办科普讲座，传播科学知识，提高公民科学素质。"
    _goals(
        paper, 10, ("年初设定目标", "全年完成情况"), goal, "全年举办科普讲座44场，听众5400人次，反映良好。"
    )
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "分值",
        "年初目标值",
        "全年完成值",
        "得分",
        "未完成原因及拟采取的改进措施",
    )
    total = _indicators(paper, 12, heads, LECTURES)
    paper.put(f"A{total}:D{total}", "合计")
    paper.row(total, "EFGHI", ("100", "", "", "97.5", ""))


def _repairs(paper: Paper) -> None:
    """The unit and the year around the title; no weights and scores at all."""
    paper.line("A1:I1", f"{UNIT}项目支出绩效自评表（2022年度）", 18, "center")
    paper.put("A2", "项目名称")
    paper.put("B2:I2", "展厅设备检修")
    _names(paper, 3, "实施单位")
    heads = ("年初预算数", "全年预算数", "全年执行数", "执行率")
    lines = (
        ("年度资金总额", "36.00", "36.50", "36.00", "98.63%"),
        ("其中：当年财政拨款", "32.00", "32.00", "32.00", "100%"),
        ("上年结转资金", "4.00", "4.00", "4.00", ""),
        ("其他资金", "0", "0", "0", ""),
    )
    _funds(paper, 4, "预算执行情况\n（万元）", heads, lines)
    goal = "完成展厅机电设备年度检修，保障设备安全运行和展厅正常开放。"
    _goals(paper, 9, ("预期目标", "实际完成情况"), goal, "检修设备63台，展厅全年正常开放，未发生安全事故。")
    heads = ("一级指标", "二级指标", "三级指标", "指标值", "全年实际值", "未完成原因和改进措施")
    _indicators(paper, 11, heads, REPAIRS)
