"""The return of 邢台市归国华侨联合会 for 2020 as a scan of it was converted: figures, labels and damage as they are.

Long prose is paraphrased. Signs that the scan made of others (``€0``, ``≪0.4万元``), names broken over two rows and
rows that stand twice with different values are kept; so are the cells that the unit left empty.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tools.build_returns.retyped import Paper, new_book, runs, saved

UNIT = "邢台市归国华侨联合会"
GOAL = (
    "在2020年收支预算内保障职工工资福利和必要的办公条件，联系海外侨团，服务侨界群众，提升基层侨联组织覆盖率。"
)
INCOMES = (
    "一般公共预算\n拨入",
    "政府基金预\n算拨入",
    "提前告知\n转移支付",
    "上年\n结转",
    "单位自有收入（含经营收入）",
)
SPENDINGS = ("人员经费支出", "正常公用支出", "项目支出", "其它支出")
PURPOSE = "保障侨务工作正常开展"
PROJECT_GOAL = (
    "联系海外侨团，促成合作交流，引导侨界人士参政议政，帮助侨企、侨群解决困难，提升基层侨联组织覆盖率。"
)


class Target(NamedTuple):
    """An indicator of the whole unit: first level, name, target."""

    level: str
    name: str
    value: str


class Block(NamedTuple):
    """A goal of the year, what it costs, its indicators."""

    goal: str
    project: str
    targets: tuple[Target, ...]


class Row(NamedTuple):
    """An indicator of the project: first and second level, name, description, target. No basis was stated."""

    level: str
    group: str
    name: str
    description: str
    value: str


OUTPUT, BENEFIT = "产出指标", "效益指标"
COSTS = (
    ("接待费成本", "≤1.1万元"),
    ("会议费成本", "≤2 万元"),
    ("差旅费成本", "≤1 万元"),
    ("培训费成本", "≤0.8万元"),
    ("印刷费成本", "≪0.4万元"),
    ("办公费成本", "≪0.9万元"),
    ("劳务费成本", "≤1 万元"),
    ("救济费成本", "≤0.8万元"),
)
BLOCKS = (
    Block(
        "保障正常人员经费，提高工作积极性，确保市侨联各项工作正常运转。",
        "人员经费（64.18万元）",
        (
            Target(OUTPUT, "职工年度考核通过率", "≥95%"),
            Target(OUTPUT, "职工出勤率", ">9 95%"),
            Target(OUTPUT, "在职人员控制率", "≥90%"),
            Target(OUTPUT, "重点工作完成率", "≥95%"),
            Target(BENEFIT, "单位年终考核成绩", "良好"),
        ),
    ),
    Block(
        "",
        "万元）",
        (
            Target(OUTPUT, "车辆正常运行率", "≥95%"),
            Target(OUTPUT, "机关运行经费变动率", "<100%"),
            Target(OUTPUT, "安全事故发生次数", "€0"),
            Target(OUTPUT, "取暖面积", "≥36 平米"),
            Target(OUTPUT, "取暖温度", "≥20度"),
            Target(OUTPUT, "车辆运行成本变动率", "<100%"),
            Target(OUTPUT, "重点工作完成率", "≥95%"),
            Target(BENEFIT, "单位年终考核成绩", "良好"),
        ),
    ),
    Block(
        PROJECT_GOAL,
        "侨务工",
        (
            Target(OUTPUT, "举办联谊活动次数", "≥5 次"),
            Target(OUTPUT, "接待海外侨胞人数", "≥20 人"),
            Target(OUTPUT, "走访慰问侨企、侨群户数", "≥60 户"),
            Target(OUTPUT, "开展侨法宣传活动次数", "≥2 次"),
            Target(OUTPUT, "印制侨法宣传资料册数", "≥300 册"),
            Target(OUTPUT, "召开工作会议次数", "≥4 次"),
            Target(OUTPUT, "组织干部学习培训次数", "≥2 次"),
            Target(OUTPUT, "侨情简讯刊发期数", "≥24 期"),
            Target(OUTPUT, "开展基层调研次数", "≥5 次"),
            Target(OUTPUT, "侨联干部委员参会率", "≥90%"),
            Target(OUTPUT, "侨联网站正常运行率", "≥95%"),
            Target(OUTPUT, "侨联专、兼职干部参加培训率", "≥90%"),
            Target(OUTPUT, "侨群来电来访咨询问题及时办结率", "=100%"),
            Target(OUTPUT, "各项工作任务及时完成率", "≥90%"),
            *(Target(OUTPUT, name, value) for name, value in COSTS),
            Target(BENEFIT, "促成合作项目数量", "≥5 项"),
            Target(BENEFIT, "新增基层侨联组织数量", "≥2 个"),
            Target(BENEFIT, "提出议案建议条数", "≥10 条"),
            Target(BENEFIT, "帮助侨企、侨群解决问题困难数量", "≥10 件"),
            Target(BENEFIT, "新增海外侨团联系数量", "≥2 个"),
            Target(BENEFIT, "侨群满意度", "≥90%"),
        ),
    ),
)
QUANTITY, QUALITY, TIMELY, COST = "数量指标", "质量指标", "时效指标", "成本指标"
EFFECT, SOCIAL = "效果指标", "社会效益指标"
ROWS = (
    Row(OUTPUT, QUANTITY, "举办联谊活动次数", "举办经济文化等各类海内外联谊活动次数", "≥5 次"),
    Row(OUTPUT, QUANTITY, "接待海外侨胞人数", "接待海外侨胞来邢参观考察", "≥20 人"),
    Row(OUTPUT, QUANTITY, "走访慰问侨企、侨群户数", "去年累计走访侨企、侨群户数", "≥60 户"),
    Row(OUTPUT, QUANTITY, "开展侨法宣传活动次数", "组织开展侨法宣传活动次数", "≥2 次"),
    Row(OUTPUT, QUANTITY, "印制侨法宣传资料册数", "印制各类侨法宣传资料册数", "≥300 册"),
    Row(OUTPUT, QUANTITY, "召开工作会议次数", "组织召开各类工作会议次数", ""),
    Row(OUTPUT, QUANTITY, "组织干部学习培训次数", "组织专、兼职侨联干部开展学习培训次数", "≥2 次"),
    Row(OUTPUT, QUANTITY, "侨情简讯刊发期数", "全年刊发侨情简讯期数", "≥24 期"),
    Row(OUTPUT, QUANTITY, "开展基层调研次数", "主要领导深入基层开展调研次数", "≥5 次"),
    Row(OUTPUT, QUALITY, "侨联干部委员参会率", "侨联干部、委员参加会议人数/应参会人数", "≥90%"),
    Row(OUTPUT, QUALITY, "侨联网站正常运行率", "市侨联官方网站正常运行率天数/全年天数", "≥95%"),
    Row(OUTPUT, QUALITY, "侨联专、兼职干部参加培\n训率", "侨联干部参加市侨\n参加学习培训人数", "≥90%"),
    Row(
        OUTPUT,
        TIMELY,
        "侨群来电来访咨询问题办",
        "对侨群来电来访中咨询问题已办结数/应办结",
        "≥100%",
    ),
    Row(OUTPUT, TIMELY, "结率", "数", "=100%"),
    Row(OUTPUT, TIMELY, "各项工作任务及时完成率", "各项工作任务及时完成数/应完成数", "≥90%"),
    Row(OUTPUT, COST, "接待费成本", "接待费成本", "≤1.1万元"),
    Row(OUTPUT, COST, "会议费成本", "会议费成本", "≤2 万元"),
    Row(OUTPUT, COST, "差旅费成本", "差旅费成本", "≤1 万元"),
    Row(OUTPUT, COST, "培训费成本", "培训费成本", "≤0.8万元"),
    Row(OUTPUT, COST, "印刷费成本", "印刷费成本", "≤0.4万元"),
    Row(OUTPUT, COST, "办公费成本", "办公费成本", "≤0.9万元"),
    Row(OUTPUT, COST, "劳务费成本", "劳务费成本", "≤1 万元"),
    Row(OUTPUT, COST, "维修维护费成本", "救济费成本", "≤0.8万元"),
    Row(EFFECT, SOCIAL, "促成合作项目数量", "通过搭建交流合作平台，协助我市有关企事业", "≥5 项"),
    Row(EFFECT, SOCIAL, "促成百11-以自效里", "单位与海外侨商侨社达成合作意向数量", "25 项"),
    Row(EFFECT, SOCIAL, "新增基层侨联组织数量", "积极推进侨联组织建设，扩大基层侨联组织覆", "≥2 ↑"),
    Row(EFFECT, SOCIAL, "利·肯奎/ 左/扩联组/5 数里", "盖，新增基层侨联组织数量", "22 1"),
    Row(EFFECT, SOCIAL, "提出议案建议条数", "履行参政议政职能，引导侨界代表委员向人", "≥10 条"),
    Row(EFFECT, SOCIAL, "近山以来连以示 数", "大、政协提出有价值的议案、建议条数", "210 永"),
    Row(EFFECT, SOCIAL, "帮助侨企、侨群解决问题", "积极开展为侨服务工作，帮助侨企解决发展问", "≥10 件"),
    Row(EFFECT, SOCIAL, "困难数量", "题、帮助侨群解决生活困难数量", "=10"),
    Row(EFFECT, SOCIAL, "新增海外侨团联系数量", "积极拓展海外工作，新增联系海外侨团数量", "≥2 ↑"),
    Row(
        "满意度\n指标",
        "服务对象满意度\n指标",
        "侨群满意度",
        "统计调查样本中对侨联工作满意的人数/样本总数",
        "≥90%",
    ),
)


def workbook() -> bytes:
    """The return as an .xlsx file: one sheet for the whole unit, one for its project."""
    book = new_book("2020年部门预算绩效文本")
    _department(book)
    _project(book)
    return saved(book)


def _department(book: Any) -> None:
    paper = Paper(
        book,
        "部门整体绩效目标",
        (12, 13, 11, 13, 12, 11, 13, 10),
        {1: 34, 5: 20, 6: 34, 9: 34, 11: 60, 14: 30},
    )
    paper.line("A1:H1", "邢台市部门整体支出绩效目标申报表", 18, "center")
    paper.line("A2:H2", "(2020年度)", align="center")
    paper.line("A3:H3", f"填报单位(盖公章): {UNIT}")
    paper.put("A4", "部门名称")
    paper.put("B4:H4", UNIT)
    paper.put("A5:A10", "年度预算\n(万元)")
    paper.put("B5:H5", "年度收入预算")
    paper.row(6, "BCDEF", ("合计", *INCOMES[:4]))
    paper.put("G6:H6", INCOMES[4])
    paper.row(7, "BCDEF", ("88.29", "88.29", "", "", ""))
    paper.put("G7:H7", "")
    paper.put("B8:H8", "年度支出预算")
    paper.row(9, "BCDE", ("合计", *SPENDINGS[:3]))
    paper.put("F9:H9", SPENDINGS[3])
    paper.row(10, "BCDE", ("", "64.18", "14.11", "8"))
    paper.put("F10:H10", "")
    for row, label, text in ((11, "年度整体支\n出总体目标", GOAL), (12, "年度工作计划", "")):
        paper.put(f"A{row}", label)
        paper.put(f"B{row}:H{row}", text, "left")
    row = 13
    for number, block in enumerate(BLOCKS, start=1):
        row = _block(paper, row, number, block)


def _block(paper: Paper, row: int, number: int, block: Block) -> int:
    """One goal with its indicators; only above the first ones is there a header. Returns the row below."""
    paper.put(f"A{row}", f"年度整体\n支出目标{number}")
    paper.put(f"B{row}:H{row}", block.goal, "left")
    paper.sheet.row_dimensions[row].height = 44
    first = row + 1
    row = first
    if number == 1:
        paper.row(row, "BC", ("项目名称及\n金额(万元)", "一级指标"))
        paper.put(f"D{row}:F{row}", "二级指标")
        paper.row(row, "GH", ("指标值", "备注"))
        row += 1
    last = row + len(block.targets) - 1
    paper.put(f"B{row}:B{last}", block.project)
    runs(paper, "C", row, [target.level for target in block.targets])
    for line, target in enumerate(block.targets, start=row):
        paper.put(f"D{line}:F{line}", target.name)
        paper.row(line, "GH", (target.value, ""))
    paper.put(f"A{first}:A{last}", "整体支出\n绩效指标")
    return last + 1


def _project(book: Any) -> None:
    heights = {
        1: 34,
        3: 30,
        4: 32,
        5: 30,
        6: 22,
        7: 22,
        8: 60,
        9: 30,
        **dict.fromkeys(range(10, 10 + len(ROWS)), 30),
    }
    paper = Paper(book, "项目绩效目标", (10, 12, 22, 16, 12, 12, 11, 12), heights)
    paper.line("A1:H1", "邢台市市级部门预算项目绩效目标表", 18, "center")
    paper.line("A2:H2", f"填报单位(盖公章):{UNIT}")
    paper.put("A3", "项目编\n码")
    paper.put("B3:C3", "")
    paper.put("D3", "项目名称")
    paper.put("E3:H3", "侨务工作经费")
    paper.put("A4:A5", "预算规\n模及资\n金用途")
    paper.row(4, "BCDEF", ("预算数", "8 万元", "其中:财政\n资金", "8 万元", "其他资金"))
    paper.put("G4:H4", "")
    paper.put("B5", "资金用途")
    paper.put("C5:H5", PURPOSE, "left")
    paper.put("A6:A7", "资金支\n出计划\n(%)")
    for area, label, share in (
        ("B:C", "3月底", "25%"),
        ("D:E", "6月底", "50%"),
        ("F", "10月底", "75%"),
        ("G:H", "12月底", "100%"),
    ):
        left, _, right = area.partition(":")
        for row, text in ((6, label), (7, share)):
            paper.put(f"{left}{row}:{right}{row}" if right else f"{left}{row}", text)
    paper.put("A8", "绩效目标")
    paper.put("B8:H8", PROJECT_GOAL, "left")
    paper.row(9, "ABC", ("一级指\n标", "二级指标", "三级指标"))
    paper.put("D9:F9", "绩效指标描述")
    paper.row(9, "GH", ("指标值", "指标值确定依\n据"))
    for line, entry in enumerate(ROWS, start=10):
        paper.put(f"C{line}", entry.name)
        paper.put(f"D{line}:F{line}", entry.description, "left")
        paper.row(line, "GH", (entry.value, ""))
    runs(paper, "A", 10, [entry.level for entry in ROWS])
    runs(paper, "B", 10, [entry.group for entry in ROWS])
    paper.line(f"A{10 + len(ROWS)}:H{10 + len(ROWS)}", "经办人(签字): 电话: 项目责任人(签字):")
