"""BG and the other rules over reports in words, one by one."""

from __future__ import annotations

import pytest

from made import BASE, OVERALL
from made_scoring import TABLE
from words_support import Case, case, findings, verify

PROBLEMS = "四、存在的问题（无）"
CONCLUSION = "三、评价结论\n工作完成较好。"
LIST = "报告附件：\n1.部门整体支出绩效评价基础数据表\n2.部门整体支出绩效自评表"

# fmt: off
CASES = [
    case("BG-01", "passes", "基本支出318.22万元，其中：人员经费260.72万元，公用经费57.50万元。"),
    case("BG-01", "fails", "基本支出318.22万元，其中：人员经费250.72万元，公用经费57.50万元。", "BG-01 error",
         figures=("318.22", "308.22", "10"), says="第 2 段“基本支出318.22万元"),
    case("BG-01", "fails", "项目支出50万元，其中：甲项目30万元、乙项目25万元。", "BG-01 error", figures=("50", "55", "-5")),
    case("BG-01", "fails", "项目支出50万元，其中：甲项目30万元、乙项目18万元。", "BG-01 warning", figures=("50", "48", "2")),
    case("BG-01", "fails", "总支出400万元。\n基本支出318万元。\n项目支出80万元。", "BG-01 warning", figures=("400", "398", "2")),
    case("BG-01", "passes", "项目支出50万元，其中：甲项目30万元、乙项目10万元。"),
    case("BG-01", "passes", "项目支出50万元，主要包括甲项目30万元、乙项目18万元。"),
    case("BG-01", "boundary", "基本支出318.22万元，其中：人员经费260.72万元，公用经费57.505万元。"),
    case("BG-01", "boundary", "基本支出318.22万元，其中：人员经费260.72万元，公用经费57.51万元。", "BG-01 info"),
    case("BG-01", "boundary", "基本支出318.22万元，其中：人员经费260.72万元，公用经费57.511万元。", "BG-01 error"),
    case("BG-01", "fails", "基本支出512.29万元，其中财政拨款500万元，自有资金22.29万元。", "BG-01 error",
         figures=("512.29", "522.29", "-10"), says="各分项之和（500＋22.29）"),
    case("BG-01", "passes", "基本支出512.29万元，其中财政拨款500万元，上级资金107.58万元。"),
    case("BG-01", "passes", "项目支出50万元，其中上级补助30万元，办案业务费25万元。"),
    case("BG-01", "fails", "2021年财政拨款支出47.13万元，项目支出7.81万元，基本支出38.32万元。", "BG-01 error", says="（7.81＋38.32）"),
    case("BG-02", "passes", "总支出85.06万元，比上年减少9.99万元，下降10.51%。"),
    case("BG-02", "fails", "总支出85.06万元，比上年减少9.99万元，下降11.74%。", "BG-02 error",
         figures=("11.74", "10.5103", "1.2297"), says="误用本年数 85.06 作基数"),
    case("BG-02", "fails", "总支出85.06万元，上年95.05万元，减少8.99万元。", "BG-02 error", figures=("-8.99", "-9.99", "1")),
    case("BG-02", "fails", "总支出85.06万元，比上年减少9.99万元，增长10.51%。", "BG-02 error", says="增减方向与金额相反"),
    case("BG-02", "fails", "总支出85.06万元，为上年95.05万元，比上年的95.05万元减少89.49%。", "BG-02 error", says="占上年数的比例"),
    case("BG-02", "fails", "预算数100万元，支出95万元，执行率96%。", "BG-02 error", figures=("96", "95", "1")),
    case("BG-02", "fails", "三公经费支出17.5万元，其中公务接待费9.6万元，公务用车运行维护费7.9万元，比上年减少2.5万元，下降13.5%。",
         "BG-02 error", figures=("13.5", "12.5", "1"), says="2.5÷20＝12.5%"),
    case("BG-02", "fails", "收入792.22万元。比上年增加189.25万元，增长33.39%。", "BG-02 error", figures=("33.39", "31.3863", "2.0037"),
         says="第 2 段“比上年增加189.25万元，增长33.39%”"),
    case("BG-02", "boundary", "总支出102.5万元，比上年增加2.5万元，增长2.5%。"),
    case("BG-02", "boundary", "总支出1025.00万元，比上年增加25.00万元，增长2.6%。", "BG-02 error"),
    case("BG-02", "boundary", "总收入97.95万元，比上年减少2.87万元，下降2.9%。", "BG-02 warning", figures=("2.9", "2.8467", "0.0533")),
    case("BG-03", "passes", "上年结转8.32万元，总收入97.95万元，总支出85.06万元，年末结余21.21万元。"),
    case("BG-03", "fails", "上年结转8.32万元，总收入97.95万元，总支出85.06万元，年末结余20.89万元。", "BG-03 warning",
         figures=("20.89", "21.21", "-0.32")),
    case("BG-03", "fails", "总收入97.95万元，总支出85.06万元，年末结余20.89万元，比上年增加12.57万元。", "BG-03 warning",
         "BG-03 warning 从属", figures=("20.89", "21.21", "-0.32")),
    case("BG-03", "passes", "总收入97.95万元，总支出85.06万元，财政收回结余5万元，年末结余20.89万元，上年结转8.32万元。"),
    case("BG-03", "boundary", "上年结转8.32万元，总收入97.95万元，总支出85.06万元，年末结余21.215万元。"),
    case("BG-03", "boundary", "上年结转8.32万元，总收入97.95万元，总支出85.06万元，年末结余21.22万元。", "BG-03 info"),
    case("BG-04", "passes", "侨联工作经费实际支出7.66万元。用途合规。侨联工作经费预算8万元。"),
    case("BG-04", "fails", "侨联工作经费专项实际支出7.81万元。用途合规。“侨联工作经费”实际支出7.66万元。", "BG-04 error",
         figures=("7.66", "7.81", "-0.15")),
    case("BG-04", "fails", "全年基本支出318.22万元。管理规范。本年基本支出308.22万元。", "BG-04 error"),
    case("BG-04", "passes", "局机关基本支出318.22万元。管理规范。下属单位基本支出308.22万元。"),
    case("BG-04", "passes", "上半年侨联工作经费实际支出3万元。用途合规。侨联工作经费实际支出7.66万元。"),
    case("BG-04", "boundary", "侨联工作经费实际支出7.665万元。用途合规。侨联工作经费实际支出7.66万元。"),
    case("BG-04", "boundary", "侨联工作经费实际支出7.67万元。用途合规。侨联工作经费实际支出7.66万元。", "BG-04 info"),
    case("BG-05", "passes", "基本支出318.22万元，项目支出82.9万元。", beside="hunan"),
    case("BG-05", "passes", "基本支出预算320.4万元；2020年基本支出310.5万元。", beside="hunan"),
    case("BG-05", "fails", "基本支出308.22万元。", "BG-05 error", beside="hunan",
         figures=("308.22", "318.22", "-10"), related="基础数据表!D7", says="报告少 10 万元"),
    case("BG-05", "fails", "2020年基本支出300.5万元。", "BG-05 error", beside="hunan", related="基础数据表!B7"),
    case("BG-05", "fails", "项目支出预算80万元。", "BG-05 error", "BG-05 error 从属", beside="hunan", figures=("80", "85", "-5")),
    case("BG-05", "fails", "档案数字化项目支出53.9万元。", "BG-05 error", beside="hunan", related="基础数据表!D20 项目一!F6"),
    case("BG-05", "fails", "核定编制21名。", "BG-05 error", beside="hunan", figures=("21", "20", "1")),
    case("BG-05", "passes", "事业编制18名，工勤编制2名；在职人员19人。", beside="hunan"),
    case("BG-05", "fails", "基本支出318.22万元（其中：工资福利支出200万元；商品和服务支出57.5万元；对个人和家庭的补助60.72万元）。人员经费250.72万元。",
         "BG-05 warning", "BG-01 warning 从属", beside="hunan", figures=("250.72", "260.72", "-10")),
    case("BG-05", "fails", "自评得分96.5分。", "BG-05 error", beside="hunan", figures=("96.5", "97.39", "-0.89")),
    case("BG-05", "boundary", "基本支出3182250元。", beside="hunan"),
    case("BG-05", "boundary", "基本支出318.23万元。", "BG-05 info", beside="hunan"),
    case("BG-05", "boundary", "基本支出0.0318亿元。", beside="hunan"),
    case("BG-05", "undecided", "基本支出318.22万元。", "BG-05 undecided 从属", beside="hunan", changes={(BASE, "D7"): "三百余"}),
    case("BG-05", "fails", "“三公经费”变动率分值5分，自评4分，扣1分。", "BG-05 error", beside="scoring", related="计分表!D6", figures=("4", "5", "-1")),
    case("BG-05", "passes", "结转结余控制率分值4分，自评3分，扣1分。", beside="scoring"),
    case("BG-01", "fails", "结转结余控制率分值4分，自评3分，扣2分。", "BG-01 error", figures=("4", "5", "-1")),
    case("BG-06", "passes", "培训经费预算10万元，实际支出9.8万元。"),
    case("BG-06", "passes", "培训经费年初预算3万元，上年结转4.66万元，实际支出7.66万元。"),
    case("BG-06", "fails", "培训经费预算3万元，实际支出7.66万元。", "BG-06 warning", figures=("7.66", "3", "4.66"), says="255.33%"),
    case("BG-06", "fails", "民生项目实际支出0.15万元，未纳入年初预算。", "BG-06 warning"),
    case("BG-06", "boundary", "培训经费预算10万元，实际支出10万元，执行率100%。"),
    case("BG-06", "boundary", "培训经费预算10万元，实际支出10.01万元。", "BG-06 warning"),
    case("BG-07", "passes", "2021年上半年开展以下活动：走访。下半年开展培训。"),
    case("BG-07", "fails", "根据安排，2021年上半年开展以下活动：走访。", "BG-07 warning"),
    case("BG-07", "boundary", "2021年上半年因场地维修，活动推迟。"),
    case("BG-08", "passes", "四、存在的问题\n个别项目启动较晚。\n五、改进措施\n提前采购。"),
    case("BG-08", "fails", "四、存在的问题\n无\n五、改进措施\n无", "BG-08 info", says="都写“无”"),
    case("BG-08", "boundary", "六、其他需要说明的问题（无）"),
    case("BG-09", "passes", "年初项目8个、年中追加8个，全年共16个项目。"),
    case("BG-09", "fails", "年初项目8个、年中追加8个，全年共15个项目。", "BG-09 warning", figures=("15", "16", "-1")),
    case("BG-09", "fails", "年初项目8个，年中增加8个项目（含上级5个），全年共15个项目。", "BG-09 warning", figures=("15", "16", "-1"),
         says="（8＋8）"),
    case("BG-09", "fails", "纳入自评的项目共3个项目。", "BG-09 warning", beside="hunan", related="基础数据表!A20 基础数据表!A21"),
    case("BG-09", "boundary", "年初项目8个、年中追加8个，取消1个，全年共15个项目。"),
    case("TY-15", "passes", LIST.replace("1.", "2.").replace("\n2.部门整体支出绩效自评表", ""), beside="hunan"),
    case("TY-15", "fails", LIST, "TY-15 info", beside="hunan", figures=("1、2", "2", None)),
    case("TY-15", "boundary", "报告附件：\n1.会议纪要", beside="hunan"),
    case("JF-06", "passes", "四、存在的问题\n结转结余较多。", beside="scoring"),
    case("JF-06", "fails", PROBLEMS, "JF-06 warning", beside="scoring", says="自评扣 1.2 分（2 项）"),
    case("JF-06", "boundary", PROBLEMS, "BG-08 info", beside="scoring", changes={(TABLE, "D11"): 4, (TABLE, "D29"): 5}),
    case("JF-06", "undecided", PROBLEMS, "JF-06 undecided 从属", beside="scoring", changes={(TABLE, "D29"): "五分多"}),
    case("JF-07", "passes", "三公经费做到只减不增。", beside="scoring"),
    case("JF-07", "fails", "三公经费做到只减不增。", "JF-07 warning", beside="scoring", changes={(TABLE, "D6"): 4}, related="计分表!D6 计分表!C6"),
    case("JF-07", "boundary", "三公经费未能做到只减不增。", beside="scoring", changes={(TABLE, "D6"): 4}),
    case("JF-07", "undecided", "三公经费做到只减不增。", "JF-07 undecided 从属", beside="scoring", changes={(TABLE, "D6"): "四分多"}),
    case("ZP-29", "passes", "自评得分97.39分，等级为优。", beside="hunan"),
    case("ZP-29", "fails", "自评等级为“良”。", "ZP-29 error", beside="hunan", figures=("良", "优", None)),
    case("ZP-29", "fails", CONCLUSION, "ZP-29 info", beside="hunan", says="应为“优”"),
    case("ZP-29", "boundary", "自评得分90分，自评等级为优。"),
    case("ZP-29", "boundary", "自评得分89.99分，自评等级为优。", "ZP-29 error"),
    case("ZP-29", "undecided", "自评等级为“良”。", "ZP-29 undecided 从属", beside="hunan", changes={(OVERALL, "H21"): "九十多"}),
    case("ZP-23", "fails", "七、存在的问题\n个别项目进度较慢。", "ZP-23 info 从属", beside="hunan", changes={
        (OVERALL, "I4"): 10, (OVERALL, "H14"): 10, (OVERALL, "H21"): 100, (OVERALL, "F4"): "405.4", (OVERALL, "G4"): "100%",
        (OVERALL, "F14"): "4场",
    }),
    case("SB-15", "passes", "职工出勤率不低于95%，扫描档案页数不少于60万页，印刷费成本不高于4万元。", beside="hebei"),
    case("SB-15", "fails", "职工出勤率不低于90%，扫描档案页数不少于60万页。", "SB-15 error", beside="hebei", related="部门!G15",
         figures=("不低于90%", "≥95%", None), says="职工出勤率不低于90%"),
    case("SB-15", "fails", "印刷费成本不低于4万元。", "SB-15 error", beside="hebei", related="项目!G13"),
    case("SB-15", "boundary", "设备维修费不高于6万元，职工出勤率达到要求。", beside="hebei"),
    case("SB-15", "boundary", "重点工作完成率不低于98%。", beside="hebei"),
    case("SB-15", "fails", "重点工作完成率不低于90%。", "SB-15 error", beside="hebei", related="部门!G17"),
    case("KB-09", "passes", "部门决算支出合计401.12万元。", beside="hunan"),
    case("KB-09", "fails", "部门决算支出合计410.12万元。", "KB-09 warning", beside="hunan", figures=("410.12", "401.12", "9")),
    case("KB-09", "boundary", "部门决算支出合计401.13万元。", "KB-09 info", beside="hunan"),
    case("KB-09", "undecided", "部门决算支出合计401.12万元。", "KB-09 undecided 从属", beside="hunan", changes={(OVERALL, "F4"): "四百"}),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)


def test_an_approximate_number_is_compared_with_nothing() -> None:
    assert findings("基本支出约300万元，其中：人员经费260.72万元，公用经费57.50万元。", "hunan") == []


def test_a_special_fund_that_the_report_denies_is_asked_for() -> None:
    changes = {(BASE, "A20"): "1、档案数字化专项经费"}
    found = [one for one in findings("2021年度无专项资金支出。", "hunan", changes) if one.rule == "BG-05"]
    assert [(one.level.value, [place.address for place in one.related]) for one in found] == [
        ("info", ["D20"])
    ]
    assert "档案数字化专项经费 54.9 万元" in found[0].message
