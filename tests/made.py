"""A consistent return made in memory, and a way to change single cells of it.

The sheets are laid out as a unit retypes them (figures beside or inside their labels); every rule is silent on
:func:`clean`. Tests change cells by sheet and address and look at the whole set of findings that follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfxl.audit import audit
from perfxl.finding import Finding
from perfxl.formset.load import load_form_set
from perfxl.returns.model import Return
from perfxl.returns.recognise import read_return
from perfxl.workbook.model import Book, Cell, Kind, Sheet, column_number

BASE, OVERALL, FIRST, SECOND = "基础数据表", "部门自评表", "项目一", "项目二"
UNIT = "示例市档案馆"
Content = str | int | Decimal | Kind | None
"""Text, a number, ``Kind.ERROR`` (``#REF!``), ``Kind.UNCALCULATED``, or None for an empty cell."""

_DUTIES = "负责全市档案的接收、征集、整理、保管和利用，指导机关单位档案业务工作，开展档案宣传教育。"
_AIM = "完成年度档案接收和数字化任务，保障馆藏安全，提高查阅利用服务水平，服务全市中心工作。"


def d(text: str) -> Decimal:
    """A decimal."""
    return Decimal(text)


def base_rows() -> list[list[Content]]:
    """基础数据表; row 1 is the first row of the sheet."""
    return [
        ["附件2"],
        ["部门整体支出绩效评价基础数据表"],
        [f"填报单位：（盖章）{UNIT}", None, None, "单位：万元"],
        ["财政供养人员情况", "编制数", "2021年实际在职人数", "控制率"],
        [None, 20, 19, "95%"],
        ["经费控制情况", "2020年决算数", "2021年预算数", "2021年决算数"],
        ["一、部门基本支出", d("310.5"), d("320.4"), d("318.22")],
        ["其中：公用经费", d("60.2"), d("58.1"), d("57.5")],
        ["其中：办公经费", d("20.1"), d("19.5"), d("18.9")],
        ["水费、电费、差旅费", d("12.3"), d("12"), d("11.8")],
        ["会议费、培训费", d("3.4"), d("3.2"), d("3.1")],
        ["……"],
        ["三公经费", d("6.2"), d("5.8"), d("5.1")],
        ["1、公务用车购置和维护经费", d("4"), d("3.8"), d("3.5")],
        ["其中：公务用车购置", 0, 0, 0],
        ["公务用车运行维护", d("4"), d("3.8"), d("3.5")],
        ["2、出国经费", 0, 0, 0],
        ["3、公务接待", d("2.2"), d("2"), d("1.6")],
        ["二、部门项目支出", d("80"), d("85"), d("82.9")],
        ["1、档案数字化", d("50"), d("55"), d("54.9")],
        ["2、馆库维护", d("30"), d("30"), d("28")],
        ["政府采购金额", d("20"), d("22"), d("21.5")],
        ["厉行节约保障措施", "严格执行各项节约规定，事前审批、事中控制、事后公开。"],
        ["填表人：经办人甲　填报日期：2022.03.15　联系电话：（略）"],
    ]


def overall_rows() -> list[list[Content]]:
    """部门自评表."""
    return [
        ["部门整体支出绩效自评表"],
        [f"填报单位：（盖章）{UNIT}　（2021年度）"],
        ["部门名称", UNIT, None, None, None, "执行数", "资金执行率", "分值", "得分"],
        ["年度预算申请（万元）", "资金总额：405.40", None, None, None, d("401.12"), "98.94%", 10, d("9.89")],
        [None, "按收入性质分：405.4", None, None, None, "按支出性质分：405.4"],
        [None, "其中：一般公共预算收入：395.4", None, None, None, "其中：基本支出：320.4"],
        [None, "政府性基金拨款：", None, None, None, "项目支出：85"],
        [None, "纳入专户管理的非税收入拨款：10"],
        [None, "其他资金："],
        ["部门职能职责概述", _DUTIES],
        ["整体绩效目标", _AIM],
        ["部门整体支出年度绩效指标", *_INDICATOR_HEADER],
        [None, "产出指标(50分)", "数量指标", "接收档案卷数", "≥3000卷", "3100卷", 15, 15],
        [None, None, None, "举办展览场次", "4场", "3场", 10, d("7.5"), "受场地维修影响少办1场，次年补办"],
        [None, None, "质量指标", "数字化合格率", "≥98%", "99%", 10, 10],
        [None, None, "时效指标", "接收任务按时完成率", "100%", "100%", 8, 8],
        [None, None, "成本指标", "项目支出控制数", "≤85万元", "82.9万元", 7, 7],
        [None, "效益指标(30分)", "社会效益指标", "查阅利用人次", "≥2000人次", "2200人次", 20, 20],
        [None, None, "可持续影响指标", "馆藏保存状况达标率", "≥95%", "96%", 10, 10],
        [None, "满意度指标(10分)", "服务对象满意度指标", "查档群众满意度", "≥90%", "93%", 10, 10],
        ["总分", None, None, None, None, None, 100, d("97.39")],
        ["填表人：经办人甲　填报日期：2022.03.15　联系电话：（略）"],
    ]


_INDICATOR_HEADER: list[Content] = [
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
]  # fmt: skip


def first_rows() -> list[list[Content]]:
    """项目自评表 of 档案数字化."""
    head = _project_head("档案数字化", (d("50"), d("55"), d("54.9")), "99.82%", d("9.98"))
    return [
        *head,
        [None, "产出指标(50分)", "数量指标", "扫描档案页数", "≥60万页", "61万页", 20, 20],
        [None, None, "质量指标", "图像合格率", "≥99%", "99.5%", 10, 10],
        [None, None, "时效指标", "按期完成率", "100%", "100%", 10, 10],
        [None, None, "成本指标", "项目总成本", "≤55万元", "54.9万元", 10, 10],
        [None, "效益指标(30分)", "社会效益指标", "网上查档人次", "≥500人次", "560人次", 30, 30],
        [None, "满意度指标(10分)", "服务对象满意度指标", "利用者满意度", "≥90%", "95%", 10, 10],
        ["总分", None, None, None, None, None, 100, d("99.98")],
    ]


def second_rows() -> list[list[Content]]:
    """项目自评表 of 馆库维护."""
    head = _project_head("馆库维护", (d("30"), d("30"), d("28")), "93.33%", d("9.33"))
    return [
        *head,
        [None, "产出指标(50分)", "数量指标", "维护库房间数", "≥12间", "12间", 20, 20],
        [None, None, "质量指标", "设备完好率", "≥95%", "97%", 10, 10],
        [None, None, "时效指标", "维修及时率", "≥95%", "96%", 10, 10],
        [None, None, "成本指标", "项目总成本", "≤30万元", "28万元", 10, 10],
        [None, "效益指标(30分)", "可持续影响指标", "温湿度达标率", "≥98%", "98.5%", 30, 30],
        [None, "满意度指标(10分)", "服务对象满意度指标", "职工满意度", "≥90%", "92%", 10, 10],
        ["总分", None, None, None, None, None, 100, d("99.33")],
    ]


def _project_head(
    name: str, total: tuple[Content, Content, Content], rate: str, score: Decimal
) -> list[list[Content]]:
    return [
        ["项目支出绩效自评表"],
        [f"填报单位：（盖章）{UNIT}　（2021年度）"],
        ["项目支出名称", name],
        ["主管部门", "示例市委办公室", None, None, "实施单位", None, UNIT],
        ["项目资金（万元）", None, None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", None, *total, 10, rate, score],
        [None, "其中：当年财政拨款", None, *total, "—", "—", "—"],
        [None, "上年结转资金"],
        [None, "其他资金"],
        ["年度总体目标", "预期目标", None, None, None, "实际完成情况"],
        [
            None,
            f"完成{name}年度任务，成果通过验收。",
            None,
            None,
            None,
            f"已完成{name}年度任务，成果通过验收。",
        ],
        ["绩效指标", *_INDICATOR_HEADER],
    ]


@dataclass(frozen=True)
class Made:
    """A return in memory with its findings."""

    book: Book
    ret: Return
    findings: list[Finding]

    def short(self, *, primary: bool | None = None) -> set[tuple[str, str, str, str | None]]:
        """Each finding as (rule, level, sheet, cell): what tests compare."""
        return {
            (found.rule, found.level.value, found.place.sheet, found.place.address)
            for found in self.findings
            if primary is None or found.primary is primary
        }

    def only(self, rule: str) -> Finding:
        """The one finding of a rule."""
        (found,) = [finding for finding in self.findings if finding.rule == rule]
        return found


def cell(row: int, col: int, content: Content) -> Cell:
    """A cell as a reader gives it."""
    if isinstance(content, Kind):
        text = "#REF!" if content is Kind.ERROR else ""
        return Cell(row, col, content, text, formula=True)
    kind = Kind.TEXT if isinstance(content, str) else Kind.NUMBER
    return Cell(row, col, kind, str(content))


def sheets() -> dict[str, list[list[Content]]]:
    """The rows of every sheet, fresh, to be changed at will."""
    return {BASE: base_rows(), OVERALL: overall_rows(), FIRST: first_rows(), SECOND: second_rows()}


def book_of(rows_by_sheet: Mapping[str, list[list[Content]]]) -> Book:
    """A workbook as read."""
    made = []
    for name, rows in rows_by_sheet.items():
        cells = {
            (r, c): cell(r, c, content)
            for r, row in enumerate(rows, 1)
            for c, content in enumerate(row, 1)
            if content is not None
        }
        made.append(Sheet(name, cells))
    return Book(made, "xlsx")


def made(
    changes: Mapping[tuple[str, str], Content] | None = None,
    *,
    without: tuple[str, ...] = (),
    year: int | None = None,
    public: bool = False,
) -> Made:
    """The clean return with some cells changed (by sheet and address) and some sheets left out, audited."""
    book = book_of({name: rows for name, rows in sheets().items() if name not in without})
    by_name = {sheet.name: sheet for sheet in book.sheets}
    for (sheet, address), content in (changes or {}).items():
        match = re.fullmatch(r"([A-Z]+)(\d+)", address)
        assert match is not None, address
        row, col = int(match[2]), column_number(match[1])
        if content is None:
            by_name[sheet].cells.pop((row, col), None)
        else:
            by_name[sheet].cells[row, col] = cell(row, col, content)
    return audited(book, year=year, public=public)


def audited(book: Book, *, year: int | None = None, public: bool = False) -> Made:
    """A workbook read with the form set hunan-2021 and audited."""
    ret = read_return(book, [load_form_set("hunan-2021")], year)
    assert ret is not None
    return Made(book, ret, audit(ret, public))
