"""A consistent return on the forms of hebei-2020, made in memory; single cells of it can be changed."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from made import Content, Made, book_of, cell, d
from perfxl.audit import audit
from perfxl.finding import Finding
from perfxl.formset.load import load_form_set
from perfxl.formset.model import Parameter
from perfxl.returns.recognise import read_return
from perfxl.workbook.model import Book, column_number

WHOLE, PROJECT = "部门", "项目"
UNIT = "示例市档案馆"


def whole_rows() -> list[list[Content]]:
    """部门绩效目标申报表: two goals, the header repeated above the second one's indicators."""
    header: list[Content] = [
        "整体支出绩效指标", "项目名称及金额（万元）", "一级指标", "二级指标", None, None, "指标值", "备注",
    ]  # fmt: skip
    return [
        ["示例市部门整体支出绩效目标申报表"],
        ["（2020年度）"],
        [f"填报单位（盖公章）：{UNIT}"],
        ["部门名称", UNIT],
        ["年度预算（万元）", "年度收入预算"],
        [None, "合计", "一般公共预算拨入", "政府基金预算拨入", "提前告知转移支付", "上年结转", "单位自有收入（含经营收入）"],
        [None, d("90"), d("85.5"), None, None, d("4.5")],
        [None, "年度支出预算"],
        [None, "合计", "人员经费支出", "正常公用支出", "项目支出", None, "其它支出"],
        [None, d("90"), d("60.2"), d("19.8"), d("10")],
        ["年度整体支出总体目标", "保障单位正常运转，完成年度档案接收和数字化任务。"],
        ["年度工作计划", "接收档案三千卷，完成数字化六十万页。"],
        ["年度整体支出目标1", "保障人员和公用经费。"],
        header,
        [None, "基本支出（80万元）", "产出指标", "职工出勤率", None, None, "≥95%"],
        [None, None, None, "在职人员控制率", None, None, "≤100%"],
        [None, None, "效益指标", "重点工作完成率", None, None, "≥95%"],
        ["年度整体支出目标2", "完成档案数字化。"],
        header,
        [None, "档案数字化（10万元）", "产出指标", "扫描档案页数", None, None, "≥60万页"],
        [None, None, "效益指标", "重点工作完成率", None, None, "≥98%"],
    ]  # fmt: skip


def project_rows() -> list[list[Content]]:
    """项目绩效目标表 of 档案数字化."""
    return [
        ["示例市市级部门预算项目绩效目标表"],
        [f"填报单位（盖公章）：{UNIT}"],
        ["项目编码", "A001", None, "项目名称", "档案数字化"],
        ["预算规模及资金用途", "预算数", "10万元", "其中：财政资金", "9万元", "其他资金", "1万元"],
        [None, "资金用途", "扫描加工和设备购置。"],
        ["资金支出计划（%）", "3月底", None, "6月底", None, "10月底", "12月底"],
        [None, "25%", None, "50%", None, "75%", "100%"],
        ["绩效目标", "全年扫描六十万页，成果通过验收。"],
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", None, None, "指标值", "指标值确定依据"],
        ["产出指标", "数量指标", "扫描档案页数", "全年扫描档案页数", None, None, "≥60万页", "年度计划"],
        [None, "质量指标", "图像合格率", "合格图像数/扫描图像数", None, None, "≥99%", "行业标准"],
        [None, "时效指标", "按期完成率", "按期完成批次/总批次", None, None, "100%", "合同约定"],
        [None, "成本指标", "印刷费成本", "全年印刷费", None, None, "≤4万元", "市场价格"],
        [None, None, "设备维修费", "扫描设备的维护费", None, None, "≤60000元", "历史数据"],
        ["效果指标", "社会效益指标", "查阅利用人次", "全年网上查档人次", None, None, "≥500人次", "历史数据"],
        ["满意度指标", "服务对象满意度指标", "利用者满意度", "抽样满意人数/抽样人数", None, None, "≥90%", "历史数据"],
        ["经办人（签字）：　　电话：（略）　　项目责任人（签字）："],
    ]  # fmt: skip


def hebei(
    changes: Mapping[tuple[str, str], Content] | None = None, parameters: Mapping[str, object] | None = None
) -> Made:
    """The clean return with some cells changed (by sheet and address), read and audited."""
    book = book_of({WHOLE: whole_rows(), PROJECT: project_rows()})
    for (sheet, address), content in (changes or {}).items():
        letters = address.rstrip("0123456789")
        row, col = int(address[len(letters) :]), column_number(letters)
        target = next(found for found in book.sheets if found.name == sheet)
        if content is None:
            target.cells.pop((row, col), None)
        else:
            target.cells[row, col] = cell(row, col, content)
    return audited(book, parameters)


def audited(book: Book, parameters: Mapping[str, object] | None = None) -> Made:
    """A workbook read with the form set hebei-2020, some of its parameters changed, and audited."""
    form_set = load_form_set("hebei-2020")
    chosen = {name: Parameter(value, "示例") for name, value in (parameters or {}).items()}
    ret = read_return(book, [replace(form_set, parameters={**form_set.parameters, **chosen})])
    assert ret is not None
    return Made(book, ret, audit(ret))


def said(findings: list[Finding]) -> list[str]:
    """``SB-07 warning 项目!C4`` for each finding, and `` 从属`` behind one that is not primary."""
    return sorted(
        f"{found.rule} {found.level.value} {found.place.sheet}!{found.place.address or ''}"
        + ("" if found.primary else " 从属")
        for found in findings
    )
