"""The scoring table of a unit of 益阳 for 2018 (整体支出绩效自评指标计分表) and the sheet of figures it is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from perfxl.formset.load import read_form_set, templates_folder
from perfxl.indicator_scores import STANDARDS, Standard, read_standards
from tools.build_templates import scoring_table as scoring
from tools.build_templates import wording as say
from tools.build_templates.scoring_table import First, Indicator, Input, Second
from tools.build_templates.style import (
    AMOUNT,
    COUNT,
    NOTHING_TYPED,
    RATE,
    SCORE,
    Book,
    Form,
    Kind,
    Value,
)

YEAR = 2018
TABLE, FIGURES = "计分表", "基础数据"
TITLE = "整体支出绩效自评指标计分表"
PAGES = (15, 26)
"""The rows of the scoring table that begin a page: those of 预算管理 and 效果."""
_BENEFITS = (
    "按经济效益实现程度计算得分（5分）；按社会效益实现程度计算得分（5分）；按生态效益实现程度计算得分（5分）"
)

LEVELS = (
    First(
        "投\n入\n（20分）",
        (
            Second(
                "目标\n设定\n（5分）",
                (
                    Indicator(
                        "绩效目标合理性（2分）",
                        "整体绩效目标的依据是否充分、是否切合实际。",
                        "①符合国家法律法规、国民经济和社会发展总体规划计1分；②符合部门“三定”方案确定的职责计0.5分；"
                        "③符合部门制定的中长期实施规划计0.5分。",
                    ),
                    Indicator(
                        "绩效指标明确性（3分）",
                        "绩效指标是否清晰、细化、可衡量。",
                        "①将整体绩效目标细化分解为具体的工作任务计1分；②通过清晰、可衡量的指标值予以体现计0.5分；"
                        "③与年度任务数或计划数相对应计0.5分；④与本年度部门预算资金相匹配计1分。",
                    ),
                ),
            ),
            Second(
                "预算\n配置\n（15分）",
                (
                    Indicator(
                        "在职人员控制率（5分）",
                        "在职人员数与编制数之比，反映对人员成本的控制。",
                        "在职人员控制率=（在职人员数/编制数）×100%，小于或等于1计5分，否则按比例计分。",
                    ),
                    Indicator(
                        "“三公经费”变动率（5分）",
                        "“三公经费”预算比上年的增减，反映对行政成本的控制。",
                        "“三公经费”变动率=[（本年度“三公经费”总额-上年度“三公经费”总额）/上年度“三公经费”总额]×100%。"
                        "下降的计5分，增加的按比例扣减。",
                    ),
                    Indicator(
                        "重点支出安排率（5分）",
                        "重点项目支出占项目总支出的比重。",
                        "重点支出安排率=（重点项目支出/项目总支出）×100%。实际得分=支出安排率*5分。",
                    ),
                ),
            ),
        ),
    ),
    First(
        "过\n程\n（30分）",
        (
            Second(
                "预算\n执行\n（20分）",
                (
                    Indicator(
                        "预算完成率（4分）",
                        "预算完成数与预算数之比。",
                        "预算完成率=（预算完成数/预算数）×100%。完成年初预算计4分，未完成年初预算按比例扣减。",
                    ),
                    Indicator(
                        "预算调整率（2分）",
                        "预算调整数与预算数之比，政策性调整除外。",
                        "预算调整率=（预算调整数/预算数）×100%。未调整的计2分，调整了的除特殊原因外按比例扣减。",
                    ),
                    Indicator(
                        "支付进度率（2分）",
                        "实际支付进度与既定支付进度之比。",
                        "支付进度率=（实际支付进度/既定支付进度）×100%。完成年终进度的计1分，按季度完成预算进度的计1分。",
                    ),
                    Indicator(
                        "结转结余控制率（4分）",
                        "结转结余总额比上年的增减，反映对存量资金的控制。",
                        "结转结余控制率=（本年结转结余总额-上年结转结余总额）/上年结转结余总额×100%。"
                        "低于15%的计4分，每超过5个百分点扣1分，扣完为止。",
                    ),
                    Indicator(
                        "公用经费控制率（2分）",
                        "公用经费实际支出与预算安排之比。",
                        "公用经费控制率=（实际支出公用经费总额/预算安排公用经费总额）×100%。"
                        "为100%的计2分，每超过1个百分点扣0.1分，扣完为止。",
                    ),
                    Indicator(
                        "“三公经费”控制率（2分）",
                        "“三公经费”实际支出与预算安排之比。",
                        "“三公经费”控制率=（“三公经费”实际支出数/“三公经费”预算安排数）×100%。"
                        "为100%的计2分，每超过1个百分点扣0.5分，扣完为止。",
                    ),
                    Indicator(
                        "政府采购执行率（4分）",
                        "实际政府采购金额与政府采购预算之比。",
                        "政府采购执行率=（实际政府采购金额/政府采购预算数）×100%，"
                        "为100%的计4分，每低于1个百分点扣0.5分，扣完为止。",
                    ),
                ),
            ),
            Second(
                "预算\n管理\n（5分）",
                (
                    Indicator(
                        "管理制度健全性（2分）",
                        "预算和财务管理制度是否健全完整。",
                        "已制定或具有预算资金管理办法、内部财务管理制度、会计核算制度等管理制度计1分；"
                        "相关管理制度合法、合规、完整计0.5分；相关管理制度得到有效执行计0.5分。",
                    ),
                    Indicator(
                        "资金使用合规性（1分）",
                        "使用预算资金是否符合财务管理制度。",
                        "①符合国家财经法规、财务管理制度和有关专项资金管理办法计0.2分；②资金拨付有完整的审批程序和手续计0.2分；"
                        "③项目重大开支经过评估论证计0.2分；④符合部门预算批复的用途计0.2分；"
                        "⑤不存在截留、挤占、挪用、虚列支出等情况计0.2分。",
                    ),
                    Indicator(
                        "预决算信息公开性（1分）",
                        "是否按规定公开预决算信息。",
                        "①按规定内容公开预决算信息计0.5分；②按规定时限公开预决算信息计0.5分。",
                    ),
                    Indicator(
                        "基础信息完善性（1分）",
                        "基础信息能否支撑预算管理。",
                        "①基础数据和会计信息资料真实计0.4分；②基础数据和会计信息资料完整计0.3分；"
                        "③基础数据和会计信息资料准确计0.3分。",
                    ),
                ),
            ),
            Second(
                "资产\n管理\n（5分）",
                (
                    Indicator(
                        "管理制度健全性（2分）",
                        "资产管理制度是否健全完整。",
                        "①制定或具有资产管理制度计1分；②相关资产管理制度合法、合规、完整计0.5分；"
                        "③相关资产管理制度得到有效执行计0.5分。",
                    ),
                    Indicator(
                        "资产管理安全性（2分）",
                        "资产是否完整、合规使用、收入及时上缴。",
                        "①资产保存完整计0.4分；②资产配置合理计0.4分；③资产处置规范计0.4分；④资产账务管理合规、账实相符计0.4分；"
                        "⑤资产有偿使用及处置收入及时足额上缴计0.4分。",
                    ),
                    Indicator(
                        "固定资产利用率（1分）",
                        "实际在用固定资产与全部固定资产之比。",
                        "固定资产利用率=（实际在用固定资产总额/所有固定资产总额）×100%。"
                        "利用率为100%的计1分，每降1个百分点扣0.1分，扣完为止。",
                    ),
                ),
            ),
        ),
    ),
    First(
        "产\n出\n（30分）",
        (
            Second(
                "职责\n履行",
                (
                    Indicator(
                        "实际完成率（8分）",
                        "履职工作任务目标的实现程度。",
                        "实际完成率得分=完成市委市政府绩效考核得分或上级主管部门考核指标得分/指标分值*8分",
                    ),
                    Indicator(
                        "完成及时率（4分）",
                        "规定时限内完成的工作数与计划工作数之比。",
                        "完成及时率=（及时完成实际工作数/计划工作数）×100%。1-4季度各得1分",
                    ),
                    Indicator(
                        "质量达标率（8分）",
                        "达到质量标准的工作数与计划工作数之比。",
                        "质量达标率=（质量达标实际工作数/计划工作数）×100%。实际得分=达标率*8分",
                    ),
                    Indicator(
                        "重点工作办结率（10分）",
                        "重点工作实际完成数与交办或下达数之比。",
                        "重点工作办结率=（重点工作实际完成数/交办或下达数）×100%。实际得分=办结率*10分",
                    ),
                ),
            ),
        ),
    ),
    First(
        "效\n果\n（20分）",
        (
            Second(
                "履职\n效益\n（20分）",
                (
                    Indicator("经济效益（5分）", "履职对经济发展的影响。", _BENEFITS),
                    Indicator("社会效益（5分）", "履职对社会发展的影响。", ""),
                    Indicator("生态效益（5分）", "履职对生态环境的影响。", ""),
                    Indicator(
                        "社会公众或服务对象满意度（5分）",
                        "社会公众或服务对象对履职效果的满意程度。",
                        "按收集到的服务对象的满意率计算得分（5分）",
                    ),
                ),
            ),
        ),
    ),
)


class Section(NamedTuple):
    """A stretch of the input sheet: the head of its figures, their kind, and its rows by name and label."""

    column: str
    head: str
    kind: Kind
    rows: tuple[tuple[str, str], ...]


_RATE = RATE._replace(
    title="支付进度",
    prompt="请填写百分数，例如 95%。",
    rule=(("validate", "decimal"), ("criteria", ">="), ("value", 0)),
    error="支付进度应为不小于 0 的百分数。",
)
_POINTS = SCORE._replace(
    title="考核分数",
    prompt="请填写绩效考核的分数；没有考核的不填。",
    rule=(("validate", "decimal"), ("criteria", ">="), ("value", 0)),
    error="分数应为不小于 0 的数字。",
)
_PERSONS = COUNT._replace(prompt="请填写整数（人）；编制数按批复填写，在职人员数为年末数。")
_ITEMS = COUNT._replace(
    title="数量", prompt="请填写整数；没有统计的不填。", error="数量应为不小于 0 的整数。"
)

SECTIONS = (
    Section("人数", "人数（人）", _PERSONS, (("编制数", "编制数"), ("在职人员数", "在职人员数"))),
    Section(
        "金额",
        "金额（万元）",
        AMOUNT._replace(prompt="请填写数字，单位为万元，保留两位小数；没有发生的填 0，不清楚的不填。"),
        (
            ("三公经费上年预算数", "“三公经费”上年预算数"),
            ("三公经费本年预算数", "“三公经费”本年预算数"),
            ("三公经费本年支出数", "“三公经费”本年支出数"),
            ("重点项目支出", "重点项目支出"),
            ("项目总支出", "项目总支出"),
            ("预算数", "预算数"),
            ("预算完成数", "预算完成数"),
            ("预算调整数", "预算调整数"),
            ("上年结转结余", "上年结转结余总额"),
            ("本年结转结余", "本年结转结余总额"),
            ("公用经费预算数", "公用经费预算数"),
            ("公用经费支出数", "公用经费支出数"),
            ("政府采购预算数", "政府采购预算数"),
            ("政府采购实际金额", "政府采购实际金额"),
            ("固定资产总额", "固定资产总额"),
            ("在用固定资产", "实际在用固定资产总额"),
        ),
    ),
    Section("进度", "进度（%）", _RATE, (("既定支付进度", "既定支付进度"), ("实际支付进度", "实际支付进度"))),
    Section(
        "分数",
        "分数（分）",
        _POINTS,
        (("绩效考核总分", "绩效考核指标分值"), ("绩效考核得分", "绩效考核得分")),
    ),
    Section(
        "数量",
        "数量（项）",
        _ITEMS,
        (
            ("计划工作数", "计划工作数"),
            ("实际完成工作数", "实际完成工作数"),
            ("及时完成工作数", "及时完成工作数"),
            ("质量达标工作数", "质量达标工作数"),
            ("重点工作交办数", "重点工作交办数"),
            ("重点工作办结数", "重点工作办结数"),
            ("调查数", "满意度调查人数"),
            ("满意数", "表示满意的人数"),
        ),
    ),
)
FIRST_SECTION_ROW = 3


@lru_cache(maxsize=1)
def standards() -> dict[str, Standard]:
    """The standards that the form set states."""
    return read_standards(read_form_set(templates_folder() / "yiyang-2018").parameter(STANDARDS))


def rows() -> dict[str, int]:
    """The row of each figure on the input sheet, by its name."""
    found: dict[str, int] = {}
    row = FIRST_SECTION_ROW
    for section in SECTIONS:
        for name, _ in section.rows:
            row += 1
            found[name] = row
        row += 1
    return found


def inputs() -> dict[str, Input]:
    """The cells of the figures, by the names that standards use."""
    row_of = rows()
    return {
        f"{FIGURES}.{name}.{section.column}": Input(f"{FIGURES}!$B${row_of[name]}", section.kind is _RATE)
        for section in SECTIONS
        for name, _ in section.rows
    }


def template() -> bytes:
    """The blank workbook: the scoring table and the input sheet, computed cells with their results on blank input."""
    book = Book(TITLE)
    scoring_table(book)
    figures(book)
    return book.content()


def scoring_table(book: Book, typed: Mapping[str, Value] = NOTHING_TYPED) -> None:
    """计分表; ``typed`` is what a unit typed, by cell."""
    form = book.form(TABLE, scoring.WIDTHS, typed)
    form.printed("A1:H1", f"{YEAR}年度{TITLE}", "title")
    total = scoring.table(form, LEVELS, standards(), inputs(), PAGES)
    form.printed(f"A{total + 1}:H{total + 1}", say.SCORING_NOTE, "note")
    form.heights({total + 1: 34})
    form.finish(total + 1, landscape=True, head=scoring.FIRST_ROW - 1, pages=PAGES)


def figures(book: Book, typed: Mapping[str, Value] = NOTHING_TYPED) -> None:
    """基础数据: the figures that the scores are computed from; ``typed`` is what a unit typed, by cell."""
    form = book.form(FIGURES, (30, 20, 40), typed)
    form.printed("A1:C1", f"{YEAR}年度整体支出绩效自评计分基础数据表", "title")
    form.entry("A2:B2", say.UNIT_KIND, "填报单位：（盖章）", "line")
    form.printed("C2", "单位：万元", "right")
    heights = {1: 36.0, 2: 24.0}
    row = FIRST_SECTION_ROW
    for section in SECTIONS:
        _section(form, row, section)
        heights |= dict.fromkeys(range(row, row + len(section.rows) + 1), 19.0)
        row += len(section.rows) + 1
    form.printed(f"A{row}:C{row}", say.FIGURES_NOTE, "note")
    form.heights({**heights, row: 36})
    form.finish(row)


def _section(form: Form, row: int, section: Section) -> None:
    for column, text in zip("ABC", ("数据项", section.head, "口径"), strict=True):
        form.printed(f"{column}{row}", text, "head")
    for number, (_, label) in enumerate(section.rows, start=row + 1):
        form.printed(f"A{number}", label)
        form.entry(f"B{number}", section.kind)
        form.entry(f"C{number}", say.BASIS_KIND)
    form.mark_text(f"B{row + 1}:B{row + len(section.rows)}")
