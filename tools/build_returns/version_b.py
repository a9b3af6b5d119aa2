"""An invented, consistent return on the older 基础数据表 that Hunan used for 2019 (version B)."""

from __future__ import annotations

from tools.build_returns.retyped import Paper, new_book, saved

UNIT = "某县档案馆"
LINES = (
    ("三公经费", "8.60", "8.20", "7.35"),
    ("1、公务用车购置和维护经费", "5.10", "5.00", "4.60"),
    ("其中：公务用车购置", "0", "0", "0"),
    ("公务用车运行维护", "5.10", "5.00", "4.60"),
    ("2、出国经费", "0", "0", "0"),
    ("3、公务接待", "3.50", "3.20", "2.75"),
    ("项目支出", "58.30", "62.00", "60.45"),
    ("1、业务工作专项", "30.20", "32.00", "31.15"),
    ("2、运行维护专项", "12.10", "12.00", "11.80"),
    ("3、专项资金", "16.00", "18.00", "17.50"),
    ("公用经费", "41.25", "40.60", "39.87"),
    ("其中：办公经费", "9.80", "9.50", "9.12"),
    ("水费、电费、差旅费", "13.40", "13.10", "12.96"),
    ("会议费、培训费", "4.30", "4.20", "3.95"),
    ("政府采购金额", "14.00", "15.00", "14.60"),
    ("部门基本支出预算调整", "0", "0", "0"),
)
THRIFT = "严格执行公务接待和公务用车管理制度，会议、培训从简，水电按科室考核。"
NOTE = (
    "说明：“项目支出”填报基本支出以外的项目支出，“公用经费”填报基本支出中的一般商品和服务支出；"
    "没有发生的填 0。"
)


def workbook() -> bytes:
    """The return as an .xlsx file with one sheet."""
    book = new_book("2019年度部门整体支出绩效评价基础数据表")
    paper = Paper(book, "基础数据表", (34, 16, 18, 16), {2: 34, 23: 34, 24: 34})
    paper.line("A1", "附件1")
    paper.line("A2:D2", "部门整体支出绩效评价基础数据表", 18, "center")
    paper.line("A3:C3", f"填报单位：（盖章）{UNIT}")
    paper.line("D3", "单位：万元", align="right")
    paper.put("A4:A5", "财政供养人员情况")
    paper.row(4, "BCD", ("编制数", "2019年实际在职人数", "控制率"))
    paper.row(5, "BCD", ("20", "19", "95%"))
    paper.row(6, "ABCD", ("经费控制情况", "2018年决算数", "2019年预算数", "2019年决算数"))
    for row, (label, *amounts) in enumerate(LINES, start=7):
        paper.put(f"A{row}", label, "left")
        paper.row(row, "BCD", amounts)
        for cell in paper.sheet[f"B{row}:D{row}"][0]:
            cell.number_format = "0.00"
    paper.put("A23", "厉行节约保障措施", "left")
    paper.put("B23:D23", THRIFT, "left")
    paper.line("A24:D24", NOTE)
    paper.line("A25:D25", "填表人：（略）  填报日期：2020.04.20  联系电话：（略）")
    return saved(book)
