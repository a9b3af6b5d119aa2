"""The clean return of :mod:`made` with the department's form of ``hunan-2022``; single cells can be changed."""

from __future__ import annotations

from collections.abc import Mapping

from made import BASE, FIRST, OVERALL, SECOND, UNIT, Content, Made, book_of, d, overall_rows, sheets
from perfxl.audit import audit
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return
from perfxl.workbook.model import column_number

_AIM = "完成年度档案接收和数字化任务，保障馆藏安全，提高查阅利用服务水平。"
_DONE = "已完成年度档案接收和数字化任务，馆藏安全，查阅利用服务水平提高。"


def department_rows() -> list[list[Content]]:
    """部门自评表 with the columns 年初预算数, 全年预算数, 全年执行数; its indicators are those of :mod:`made`."""
    table = overall_rows()[11:]  # from the header of the indicators to the form's foot
    return [
        ["部门整体支出绩效自评表"],
        [f"填报单位：（盖章）{UNIT}　（2021年度）"],
        ["部门名称", None, UNIT],
        [
            *("年度预算申请（万元）", None, None),
            *("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        ],
        [None, "年度资金总额", None, d("390"), d("405.40"), d("401.12"), 10, "98.94%", d("9.89")],
        [None, "按收入性质分：", None, d("405.4"), None, "按支出性质分：", None, d("405.4")],
        [None, "其中：一般公共预算收入：", None, d("395.4"), None, "其中：基本支出：", None, d("320.4")],
        [None, "政府性基金拨款：", None, None, None, "项目支出：", None, 85],
        [None, "纳入专户管理的非税收入拨款：", None, 10],
        [None, "其他资金："],
        ["年度总体目标", "预期目标", None, None, None, "实际完成情况"],
        [None, _AIM, None, None, None, _DONE],
        *table,
    ]


def hunan_2022_sheets() -> dict[str, list[list[Content]]]:
    """The rows of every sheet, fresh, to be changed at will."""
    return {
        BASE: sheets()[BASE],
        OVERALL: department_rows(),
        FIRST: sheets()[FIRST],
        SECOND: sheets()[SECOND],
    }


def made_hunan_2022(changes: Mapping[str, Content] | None = None) -> Made:
    """The clean return, with cells of the department's form changed by address, read with ``hunan-2022``."""
    rows = hunan_2022_sheets()
    for address, content in (changes or {}).items():
        row, col = int(address[1:]), column_number(address[0])
        cells = rows[OVERALL][row - 1]
        cells += [None] * (col - len(cells))
        cells[col - 1] = content
    book = book_of(rows)
    ret = read_return(book, [load_form_set("hunan-2022")])
    assert ret is not None
    return Made(book, ret, audit(ret))
