"""A consistent declaration of targets on the forms of hunan-2022-target, made in memory; single cells can be changed."""

from __future__ import annotations

from collections.abc import Mapping

from made import UNIT, Content, Made, book_of, cell, d
from perfxl.audit import audit
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return
from perfxl.workbook.model import column_number

WHOLE, ONE, TWO = "部门", "项目一", "项目二"
_FOOT: list[Content] = ["填表人：经办人甲　联系电话：（略）　填表日期：2022年1月5日"]
_REVIEW: list[Content] = ["预算部门、财政部门审核意见", "同意申报。（盖章）2022年1月20日"]


def _heads(title: str) -> list[Content]:
    return [title, "一级指标", "二级指标", "三级指标", None, "指标值（包含数字及文字描述）"]


def whole_rows() -> list[list[Content]]:
    """部门目标申报表; the amounts stand in the label cells, as units type them."""
    incomes = (
        "其中：公共财政拨款：400 万元\n政府性基金拨款：\n纳入专户管理的非税收入拨款：10 万元\n其他资金："
    )
    return [
        ["部门整体支出绩效目标申报表"],
        ["（2022年度）"],
        [f"填报单位（盖章）：{UNIT}"],
        ["部门名称", UNIT],
        ["年度预算申请（万元）", "资金总额：410 万元"],
        [None, "按收入性质分", None, None, "按支出性质分"],
        [None, incomes, None, None, "其中：基本支出：322 万元\n项目支出：88 万元"],
        ["部门职能职责概述", "负责全市档案的接收、征集、整理、保管和利用。"],
        ["年度主要任务", "任务名称", "主要内容", None, "预算金额（万元）"],
        [None, None, None, None, "总额", "财政拨款"],
        [None, "数字化", "扫描馆藏档案。", None, d("57"), d("57")],
        [None, "馆库维护", "维护库房和设备。", None, d("31"), d("21")],
        [None, "金额合计", None, None, d("88"), d("78")],
        ["年度总体目标", "完成年度档案接收和数字化任务，保障馆藏安全。"],
        _heads("部门整体支出年度绩效指标"),
        [None, "产出指标", "数量指标", "接收档案卷数", None, "≥3200卷"],
        [None, None, None, "举办展览场次", None, "5场"],
        [None, None, "质量指标", "数字化合格率", None, "≥99%"],
        [None, None, "时效指标", "接收任务完成时限", None, "11月底前"],
        [None, None, "成本指标", "项目支出控制数", None, "≤88万元"],
        [None, "效益指标", "社会效益指标", "查阅利用人次", None, "≥2300人次"],
        [None, None, "可持续影响指标", "馆藏保存状况达标率", None, "≥97%"],
        [None, None, "社会公众或服务对象满意度", "查档群众满意度", None, "≥94%"],
        _REVIEW,
        _FOOT,
    ]


def project_rows(name: str, amount: int, scanned: str) -> list[list[Content]]:
    """项目目标申报表 of one project."""
    return [
        ["项目绩效目标申报表"],
        ["（2022年度）"],
        [f"填报单位（盖章）：{UNIT}", None, None, None, "金额单位：万元"],
        ["项目名称", name],
        ["预算单位", UNIT],
        ["项目资金（万元）", f"资金总额：{amount}"],
        [None, f"其中：财政拨款：{amount - 10}"],
        [None, "其他资金：10"],
        ["总体目标", "年度目标"],
        [None, f"完成{name}年度任务，成果通过验收。"],
        _heads("绩效指标"),
        [None, "产出指标", "数量指标", "扫描档案页数", None, scanned],
        [None, None, "质量指标", "图像合格率", None, "≥99.5%"],
        [None, None, "时效指标", "按期完成率", None, "100%"],
        [None, None, "成本指标", "项目总成本", None, f"≤{amount}万元"],
        [None, "效益指标", "社会效益指标", "网上查档人次", None, "≥600人次"],
        [None, None, "社会公众或服务对象满意度指标", "利用者满意度", None, "≥95%"],
        _REVIEW,
        _FOOT,
    ]


def declared(
    changes: Mapping[tuple[str, str], Content] | None = None, *, without: tuple[str, ...] = ()
) -> Made:
    """The clean declaration with some cells changed (by sheet and address) and some sheets left out, audited."""
    rows = {
        WHOLE: whole_rows(),
        ONE: project_rows("档案数字化", 57, "≥62万页"),
        TWO: project_rows("馆库维护", 31, "≥5万页"),
    }
    book = book_of({name: found for name, found in rows.items() if name not in without})
    for (sheet, address), content in (changes or {}).items():
        letters = address.rstrip("0123456789")
        row, col = int(address[len(letters) :]), column_number(letters)
        target = next(found for found in book.sheets if found.name == sheet)
        if content is None:
            target.cells.pop((row, col), None)
        else:
            target.cells[row, col] = cell(row, col, content)
    ret = read_return(book, [load_form_set("hunan-2022-target")])
    assert ret is not None
    return Made(book, ret, audit(ret))
