"""Consistent returns on the national declaration, on Xiangtan's, and on the unit's form in the national layout.

They are recognised among all form sets, as a workbook without ``--form-set`` is; single cells can be changed.
"""

from __future__ import annotations

from collections.abc import Mapping

from made import UNIT, Content, Made, book_of, cell, d
from perfxl.audit import audit
from perfxl.formset.listed import listed_form_sets
from perfxl.returns.recognise import read_return
from perfxl.workbook.model import column_number

SHEET = "表"
Rows = list[list[Content]]
_LEVELS = ("二级指标", "三级指标", "指标值")
_INDICATORS = (
    ("产出指标", "数量指标", "整理档案卷数", "≥9600卷", "≥3200卷"),
    (None, "质量指标", "著录合格率", "≥99%", "≥99%"),
    (None, "时效指标", "任务完成时限", "2025年", "11月底前"),
    (None, "成本指标", "项目总成本", "≤165万元", "≤57万元"),
    ("效益指标", "社会效益指标", "查阅利用人次", "≥6900人次", "≥2300人次"),
    ("满意度指标", "服务对象满意度指标", "查档群众满意度", "≥94%", "≥94%"),
)
"""First and second level, name, target of the term of years, target of the year."""


def term_rows() -> Rows:
    """项目支出绩效目标申报表 for a term of years and for the year."""
    return [
        ["项目支出绩效目标申报表"],
        ["（2023年度）"],
        ["项目名称", None, "档案数字化"],
        ["主管部门及代码", None, "示例市委办公室[101]", None, None, "实施单位", UNIT],
        ["项目属性", None, "延续项目", None, None, "项目期", "3年"],
        ["项目资金（万元）", None, "中期资金总额：", d("165"), None, "年度资金总额：", d("57")],
        [None, None, "其中：财政拨款", d("150"), None, "其中：财政拨款", d("47")],
        [None, None, "其他资金", d("15"), None, "其他资金", d("10")],
        ["总体目标", "中期目标（2023年—2025年）", None, None, None, "年度目标"],
        [None, "三年完成馆藏重点档案数字化。", None, None, None, "完成年度数字化任务，成果通过验收。"],
        ["绩效指标", "一级指标", *_LEVELS, *_LEVELS],
        *([None, first, second, name, of_term, second, name, of_year] for first, second, name, of_term, of_year in _INDICATORS),
    ]  # fmt: skip


def year_rows() -> Rows:
    """The same for one year: only the right half."""
    return [
        ["项目支出绩效目标申报表"],
        ["（2023年度）"],
        ["项目名称", None, "档案数字化"],
        ["主管部门及代码", None, "示例市委办公室[101]", "实施单位", UNIT],
        ["项目属性", None, "新增项目", "项目期", "1年"],
        ["项目资金（万元）", None, "年度资金总额：", d("57")],
        [None, None, "其中：财政拨款", d("47")],
        [None, None, "其他资金", d("10")],
        ["总体目标", "年度目标"],
        [None, "完成年度数字化任务，成果通过验收。"],
        ["绩效指标", "一级指标", *_LEVELS],
        *([None, first, second, name, of_year] for first, second, name, _, of_year in _INDICATORS),
    ]


def xiangtan_rows() -> Rows:
    """项目支出绩效目标申报表 as the city of Xiangtan has it."""
    return [
        ["2023年项目支出绩效目标申报表"],
        [f"填报单位：（盖章）{UNIT}", None, None, None, "单位：万元"],
        ["项目支出名称", "档案数字化", None, "预算部门", "示例市委办公室"],
        ["年度本级\n预算金额", "57万", None, "该项目支出上级资金", 0],
        ["项目支出实施期", "2023.01-2023.12"],
        ["实施期绩效目标", "完成馆藏重点档案数字化，成果通过验收。"],
        ["本年度绩效目标", "完成年度数字化任务，成果通过验收。"],
        ["本年度\n绩效指标", "一级指标", "二级指标", "三级指标", "指标值及单位", "绩效标准"],
        *(
            [None, first, second, name, of_year, "计划标准"]
            for first, second, name, _, of_year in _INDICATORS
        ),
        ["财政部门审核意见", "同意申报。（盖章）"],
        ["填表人：经办人甲", None, "联系电话：（略）", "填报日期：2023.01.13", "单位负责人签字："],
    ]


def tasks_rows() -> Rows:
    """部门（单位）整体支出绩效目标申报表: the unit's tasks with their money."""
    return [
        ["部门（单位）整体支出绩效目标申报表"],
        ["（2023年度）"],
        ["部门（单位）名称", None, UNIT],
        ["年度主要任务", "任务名称", "主要内容", None, "预算金额（万元）"],
        [None, None, None, None, "总额", "财政拨款", "其他资金"],
        [None, "人员和日常运转", "保障在职人员待遇和机关运转。", None, d("322.4"), d("322.4"), 0],
        [None, "档案数字化", "扫描馆藏档案，建立全文检索。", None, 57, 47, 10],
        [None, "馆库维护", "维护库房和设备。", None, 31, 31, None],
        [None, "金额合计", None, None, d("410.4"), d("400.4"), 10],
        ["年度总体目标", "目标1：完成年度档案接收和数字化任务。\n目标2：保障馆藏安全。"],
        ["年度绩效指标", "一级指标", "二级指标", "三级指标", None, "指标值"],
        *([None, first, second, name, None, of_year] for first, second, name, _, of_year in _INDICATORS),
    ]


def department_rows() -> Rows:
    """部门整体支出绩效自评表 in the layout of the national form of a project."""
    goal = "完成年度档案接收和数字化任务，保障馆藏安全，提高查阅利用服务水平。"
    return [
        ["部门整体支出绩效自评表"],
        ["（2023年度）"],
        ["部门", UNIT],
        ["预算资金（万元）", None, None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", None, d("400"), d("410"), d("401.8"), 10, "98%", d("9.8")],
        [None, "其中：当年财政拨款", None, d("400"), d("400"), d("391.8"), "—", "97.95%", "—"],
        [None, "上年结转资金", None, None, d("10"), d("10"), "—", None, "—"],
        [None, "其他资金"],
        ["年度总体目标", "预期目标", None, None, None, "实际完成情况"],
        [None, goal, None, None, None, f"已{goal}"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        [None, "产出指标", "数量指标", "接收档案卷数", "≥3200卷", "3300卷", 20, 20],
        [None, None, "质量指标", "数字化合格率", "≥99%", "98%", 10, d("9.9"), "部分底片破损，已安排修复后重扫"],
        [None, None, "时效指标", "接收任务按期完成率", "100%", "100%", 10, 10],
        [None, None, "成本指标", "单卷整理成本", "≤12元/卷", "11.5元/卷", 10, 10],
        [None, "效益指标", "社会效益指标", "查阅利用人次", "≥2300人次", "2400人次", 30, 30],
        [None, "满意度指标", "服务对象满意度指标", "查档群众满意度", "≥94%", "96%", 10, 10],
        ["总分", None, None, None, None, None, 100, d("99.7")],
    ]  # fmt: skip


def returned(rows: Rows, changes: Mapping[str, Content] | None = None) -> Made:
    """A form alone in a workbook with some cells changed, recognised among all form sets and audited."""
    book = book_of({SHEET: rows})
    for address, content in (changes or {}).items():
        letters = address.rstrip("0123456789")
        row, col = int(address[len(letters) :]), column_number(letters)
        if content is None:
            book.sheets[0].cells.pop((row, col), None)
        else:
            book.sheets[0].cells[row, col] = cell(row, col, content)
    ret = read_return(book, listed_form_sets())
    assert ret is not None
    return Made(book, ret, audit(ret))


def chongqing_rows() -> Rows:
    """部门整体绩效自评表 as the units of Chongqing have it: the total in the head, a coefficient in each row."""
    goal = "完成年度档案接收和数字化任务，保障馆藏安全，提高查阅利用服务水平。"
    return [
        ["部门整体绩效自评表"],
        ["主管部门", None, UNIT, None, None, "财政处室", "行政科", None, "自评总分（分）", None, d("97.5")],
        ["部门联系人", None, "经办人甲", None, None, "联系电话", "（略）"],
        ["部门预算执行情况（万元）", None, "年初预算数", None, "全年（调整）\n预算数", None, "全年\n执行数", "执行率（%）", "执行率\n权重", "执行率得分（分）"],
        [None, None, 400, None, 410, None, d("311.6"), "76%", 10, d("7.6")],
        ["当年绩效目标", "年初绩效目标", None, None, "全年（调整）绩效目标", None, None, "全年目标实际完成情况"],
        [None, goal, None, None, "无", None, None, f"已{goal}"],
        ["绩效指标", "指标名称", "计量单位", "指标性质", "年初指标值", "调整指标值", "全年完成值", "得分系数（%）", "指标权重（分）", "指标得分（分）", "是否核心指标"],
        [None, "接收档案卷数", "卷", "定量指标", 3200, None, 3300, "100%", 20, 20, "是"],
        [None, "举办展览场次", "场", None, 6, 4, 4, "100%", 10, 10, "是"],
        [None, "数字化合格率", "%", None, "≥99%", "/", "98%", "99%", 10, d("9.9"), "否"],
        [None, "公用经费控制率", "%", "≤", 100, None, 97, "100%", 10, 10, "否"],
        [None, "管理制度健全性", None, "定性指标", "健全", None, "健全", "100%", 10, 10, "否"],
        [None, "查阅利用人次", "人次", "≥", 2300, None, 2400, "100%", 20, 20, "是"],
        [None, "查档群众满意度", "%", "≥", 94, None, 96, "100%", 10, 10, "否"],
    ]  # fmt: skip


def hubei() -> dict[str, Rows]:
    """A project form as Hubei lays it out: one source of funds, weights behind the names, 20 points for execution."""
    rows: Rows = [
        ["2021年度示例项目自评表"],
        ["单位名称：示例市档案馆", None, None, None, "填报日期：2022年4月6日"],
        ["项目名称", "档案数字化"],
        ["主管部门", "示例市委办公室", None, None, "项目实施单位", "示例市档案馆"],
        [
            "预算执行情况（万元）（20分）",
            None,
            "预算数（A）",
            "执行数（B）",
            "执行率（B/A）",
            "得分（20分*执行率）",
        ],
        [None, "年度财政资金总额", 300, 285, "95%", 19],
        ["年度目标1（80分）", "完成年度档案数字化任务，保障馆藏安全。"],
        ["年度绩效指标", "一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
        [None, "产出指标", "数量指标", "扫描档案页数（15分）", "≥60万页", "61万页", 15],
        [None, None, "质量指标", "图像合格率（10分）", "≥99%", "99.5%", 10],
        [None, None, "时效指标", "按期完成率（5分）", "100%", "100%", 5],
        [None, None, "成本指标", "项目总成本（10分）", "≤300万元", "285万元", 10],
        [None, "效益指标", "社会效益指标", "网上查档人次（20分）", "≥500人次", "560人次", 20],
        [None, "满意度指标", "服务对象满意度", "利用者满意度（20分）", "≥90%", "95%", 20],
        ["总分", None, None, None, None, None, 99],
    ]
    return {"自评表": rows}
