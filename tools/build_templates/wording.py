"""What the forms say to the person filling them in: prompts, and how computed cells are computed."""

from __future__ import annotations

from tools.build_templates.style import AMOUNT, MEASURE, TEXT, WORDS

FOOTER = "填表人：　　　　　　　　填报日期：　　　　　　　　联系电话："
NOTE = (
    "说明：“项目支出”填报基本支出之外的全部项目支出，包括业务工作项目、运行维护项目和市级专项资金等；"
    "“公用经费”填报基本支出中的一般商品和服务支出。“三公经费”“部门项目支出”和“控制率”由表格自动计算。"
)
NOTE_2019 = (
    "说明：“项目支出”填报基本支出以外的项目支出，“公用经费”填报基本支出中的一般商品和服务支出；"
    "没有发生的填 0。“三公经费”“项目支出”和“控制率”由表格自动计算。"
)
SCORING_NOTE = (
    "说明：“计算得分”“计算过程”按指标说明的标准，由“基础数据”表的数自动计算；数没有填全的指标留空，不作零分。"
    "标“—”的指标按要点计分。自评分与计算得分不一致的显示为浅橙色。"
)
SCORING_NOTE_2019 = (
    "说明：本表只列计分办法已知的四项公式型指标，可以不报。“计算得分”由基础数据表和补充数据自动计算；"
    "数没有填全的留空，不作零分。自评分与计算得分不一致的显示为浅橙色。"
)
FIGURES_NOTE = (
    "说明：本表的数供“计分表”计算得分；没有发生的填 0，不清楚的不填。"
    "不是准确数、用其他数近似代替的，在“口径”栏写“近似”并说明。"
)

BASIS_KIND = TEXT._replace(
    title="口径",
    prompt="该数不是准确数、只是用其他数近似代替的，请写“近似”并说明，例如“近似：以收入总计代替”。",
)
FOOTER_KIND = TEXT._replace(
    title="填表人、填报日期、联系电话",
    prompt="在各冒号后填写。填报日期按 YYYY.MM.DD 的格式填写，例如 2022.05.31。",
)
UNIT_KIND = TEXT._replace(title="填报单位", prompt="在“（盖章）”后填写单位全称，各表保持一致。")
NAME_KIND = WORDS._replace(title="名称", prompt="请填写单位或部门全称，各表保持一致。")
PROJECT_NAME_KIND = WORDS._replace(
    title="项目支出名称", prompt="与基础数据表中的项目名称一致，每个一级项目填一张表。"
)
PROJECT_LINE_KIND = TEXT._replace(
    title="项目名称",
    prompt="在序号后填写一级项目名称，每个项目另填一张《项目支出绩效自评表》；"
    "项目多于十个的，在末行之前插入行。",
)
PROJECT_LINE_KIND_2019 = TEXT._replace(
    title="项目名称", prompt="在序号后填写项目或专项名称；行数不够的，在末行之前插入行。"
)
OTHER_LINE_KIND = TEXT._replace(
    title="其他公用经费",
    prompt="需要单列其他公用经费时，将“……”改为项目名称并填写金额；可插入行。",
)
ADJUSTMENT_KIND = AMOUNT._replace(
    title="预算调整（万元）",
    prompt="请填写部门基本支出预算的调整数，单位为万元，调减填负数；没有调整的填 0。",
    rule=(("validate", "decimal"), ("criteria", "between"), ("minimum", -99999999), ("maximum", 99999999)),
    error="预算调整数应为数字（万元，调减为负数），不要带文字、单位或空格。",
)
THRIFT_KIND = TEXT._replace(title="厉行节约保障措施", prompt="请简要填写本单位厉行节约的制度和做法。")
PROSE_KIND = TEXT._replace(title="文字说明", prompt="请填写具体内容，不少于 20 字；换行请按 Alt+Enter。")
INDICATOR_KIND = TEXT._replace(title="三级指标", prompt="一行填写一个指标；没有该类指标的留空。")
TARGET_KIND = MEASURE._replace(
    title="年度指标值", prompt="请填写可衡量的数值并带计量单位，例如 4次、≥95%、≤1.1万元。"
)
ACTUAL_KIND = MEASURE._replace(
    title="实际完成值", prompt="请填写实际数值，单位与年度指标值相同，不带“≥”“≤”等符号。"
)
REASON_KIND = TEXT._replace(
    title="偏差原因分析及改进措施",
    prompt="未得满分，或完成值明显高于指标值的，请说明原因和改进措施。",
)

STAFFING_RATE = "控制率＝实际在职人数÷编制数。"
THREE_EXPENSES = "三公经费＝公务用车购置和维护经费＋出国经费＋公务接待。"
VEHICLES = "公务用车购置和维护经费＝公务用车购置＋公务用车运行维护。"
FUNDS_RATE = "资金执行率＝执行数÷资金总额。"
FUNDS_SCORE = "得分＝分值×执行率，最高不超过分值。"
INCOME_TOTAL = "按收入性质分的合计＝以下四项收入之和，应等于资金总额。"
SPENDING_TOTAL = "按支出性质分的合计＝基本支出＋项目支出，应等于资金总额。"
PROJECT_FUNDS = "年度资金总额＝当年财政拨款＋上年结转资金＋其他资金。"
PROJECT_RATE = "执行率＝全年执行数÷全年预算数。"
TOTAL_WEIGHT = "总分值＝预算执行分值＋各项指标分值之和，应为 100 分。"
TOTAL_SCORE = "总得分＝预算执行得分＋各项指标得分之和。"

NOT_THE_SUM = "不等于各项之和"
LESS_THAN_PARTS = "小于所含各项之和"
OVER_BUDGET = "超过预算数"
NOT_THE_RATE = "与两数之比不符"
SCORE_OUT_OF_RANGE = "小于 0 或大于分值"
