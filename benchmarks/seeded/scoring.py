"""Returns of yiyang-2018: the scoring table, with scores that follow from the sheet of figures."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tools.build_templates import yiyang_2018 as forms

from seeded.evaluation import UNITS
from seeded.paper import Content, Draft, N, cents, money, part


def yiyang_2018(rng: Random, *, year: int | None = None, unit: str = "", projects: int = 0) -> Draft:
    """计分表 and 基础数据; ``projects`` are none here."""
    draft = Draft("yiyang-2018", year or rng.randint(2017, 2023), unit or rng.choice(UNITS))
    figures = _figures(rng)
    due = _scores(figures)
    paper = draft.paper("计分表")
    paper.row(N("计分.年度", draft.year, after="年度整体支出绩效自评指标计分表"))
    paper.row("一级指标", "二级指标", "三级指标", "自评分", "指标解释", "指标说明")
    total, number = Decimal(0), 0
    top: Content | N
    middle: Content | N
    for first in forms.LEVELS:
        top = N(f"计分.一级.{first.label.split(chr(10))[0]}", first.label)
        for second in first.seconds:
            middle = N(f"计分.二级.{number}", second.label)
            for indicator in second.indicators:
                number += 1
                name, _, marks = indicator.label.replace("\n", "").rpartition("（")
                weight = Decimal(marks.rstrip("分）"))
                score = due.get(name, weight)
                draft.facts[f"指标{number}"] = (name, weight)
                label = N(f"计分.指标{number}.名称", indicator.label)
                cell = N(f"计分.指标{number}.得分", score)
                points = N(f"计分.指标{number}.说明", indicator.points or None)
                paper.row(top, middle, label, cell, indicator.meaning, points)
                total += score
                top = middle = None
    draft.facts["指标数"] = number
    draft.facts["可算"] = [index for index in range(1, number + 1) if draft.facts[f"指标{index}"][0] in due]
    paper.row("合计", None, None, N("计分.合计", total))
    paper = draft.paper("基础数据")
    paper.row(f"{draft.year}年度整体支出绩效自评计分基础数据表")
    paper.row(
        N("数据.填报单位", draft.unit, "填报单位：（盖章）"), None, N("数据.金额单位", "万元", "单位：")
    )
    for section in forms.SECTIONS:
        paper.row("数据项", section.head, "口径")
        for name, text in section.rows:
            paper.row(text, N(f"数据.{name}", figures[name]), N(f"数据.{name}.口径", None))
    return draft


def _figures(rng: Random) -> dict[str, Content]:
    quota, works, asked = rng.randint(10, 60), rng.randint(20, 60), rng.randint(40, 200)
    last, projects, budget = money(rng, 5, 20), money(rng, 30, 200), money(rng, 200, 900)
    public = part(rng, last, 70, 99)
    kept, running, bought, assets = (
        Decimal(rng.randint(low, high)) for low, high in ((5, 40), (30, 90), (10, 50), (100, 900))
    )
    orders = rng.randint(4, 12)
    return {
        "编制数": quota, "在职人员数": rng.randint(quota * 8 // 10, quota),
        "三公经费上年预算数": last, "三公经费本年预算数": public, "三公经费本年支出数": part(rng, public, 75, 100),
        "重点项目支出": part(rng, projects, 60, 100), "项目总支出": projects,
        "预算数": budget, "预算完成数": part(rng, budget, 85, 100), "预算调整数": 0,
        "上年结转结余": kept, "本年结转结余": kept * rng.choice([80, 100, 110, 120]) / 100,
        "公用经费预算数": running, "公用经费支出数": part(rng, running, 80, 100),
        "政府采购预算数": bought, "政府采购实际金额": bought * rng.choice([100, 98, 97]) / 100,
        "固定资产总额": assets, "在用固定资产": assets * rng.choice([100, 98, 95]) / 100,
        "既定支付进度": "100%", "实际支付进度": "100%",
        "绩效考核总分": 100, "绩效考核得分": rng.randint(85, 100),
        "计划工作数": works, "实际完成工作数": works, "及时完成工作数": works, "质量达标工作数": works - rng.randint(0, 3),
        "重点工作交办数": orders, "重点工作办结数": orders - rng.randint(0, 1),
        "调查数": asked, "满意数": asked - rng.randint(0, asked // 10),
    }  # fmt: skip


def _scores(given: dict[str, Content]) -> dict[str, Decimal]:
    """The scores by the words of the scoring table, worked out here a second time."""
    figure = {name: Decimal(value) for name, value in given.items() if isinstance(value, (int, Decimal))}

    def share(weight: int, a: str, b: str) -> Decimal:
        return cents(weight * figure[a] / figure[b])

    kept = (figure["本年结转结余"] / figure["上年结转结余"] - 1) * 100
    bought = figure["政府采购实际金额"] * 100 / figure["政府采购预算数"]
    used = figure["在用固定资产"] * 100 / figure["固定资产总额"]
    return {
        "在职人员控制率": Decimal(5),
        "“三公经费”变动率": Decimal(5),
        "重点支出安排率": share(5, "重点项目支出", "项目总支出"),
        "预算完成率": share(4, "预算完成数", "预算数"),
        "预算调整率": Decimal(2),
        "结转结余控制率": Decimal(3) if kept > 15 else Decimal(4),
        "公用经费控制率": Decimal(2),
        "“三公经费”控制率": Decimal(2),
        "政府采购执行率": 4 - (100 - bought) / 2,
        "固定资产利用率": 1 - (100 - used) / 10,
        "实际完成率": share(8, "绩效考核得分", "绩效考核总分"),
        "质量达标率": share(8, "质量达标工作数", "计划工作数"),
        "重点工作办结率": share(10, "重点工作办结数", "重点工作交办数"),
        "社会公众或服务对象满意度": share(5, "满意数", "调查数"),
    }
