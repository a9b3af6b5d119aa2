"""The 基础数据表 of generated returns: staff, spending, projects."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from seeded.paper import Content, Draft, N, Paper, Rate, cents, money, part

COLUMNS = ("上年决算数", "本年预算数", "本年决算数")
Three = tuple[Decimal, Decimal, Decimal]

_LABELS = {
    "基本支出": "一、部门基本支出", "公用经费": "其中：公用经费", "办公经费": "其中：办公经费", "水电差旅费": "水费、电费、差旅费",
    "会议培训费": "会议费、培训费", "三公经费": "三公经费", "公务用车经费": "1、公务用车购置和维护经费",
    "公务用车购置": "其中：公务用车购置", "公务用车运行维护": "公务用车运行维护", "出国经费": "2、出国经费",
    "公务接待": "3、公务接待", "项目支出": "二、部门项目支出", "政府采购金额": "政府采购金额",
    "基本支出预算调整": "部门基本支出预算调整",
}  # fmt: skip
_THREE_PUBLIC = ("三公经费", "公务用车经费", "公务用车购置", "公务用车运行维护", "出国经费", "公务接待")
ORDER_2021 = (
    "基本支出",
    "公用经费",
    "办公经费",
    "水电差旅费",
    "会议培训费",
    "……",
    *_THREE_PUBLIC,
    "项目支出",
    "项目",
    "政府采购金额",
)
ORDER_2019 = (
    *_THREE_PUBLIC, "项目支出", "项目", "公用经费", "办公经费", "水电差旅费", "会议培训费", "政府采购金额", "基本支出预算调整",
)  # fmt: skip


def base_figures(rng: Random, projects: list[dict[str, Decimal]]) -> dict[str, Three]:
    basic = money(rng, 200, 900)
    running = part(rng, basic, 15, 30)
    reception, travel = part(rng, running, 2, 5), rng.choice([Decimal(0), part(rng, running, 3, 6)])
    plain = {
        "基本支出": basic,
        "公用经费": running,
        "办公经费": part(rng, running, 20, 35),
        "水电差旅费": part(rng, running, 10, 25),
        "会议培训费": part(rng, running, 5, 15),
        "政府采购金额": part(rng, running, 20, 40),
        "基本支出预算调整": part(rng, basic, 1, 3),
    }
    figures: dict[str, Three] = {
        name: (part(rng, amount, 85, 115), amount, part(rng, amount, 85, 99))
        for name, amount in plain.items()
    }
    figures |= {
        name: _falling(rng, amount) for name, amount in (("公务接待", reception), ("出国经费", travel))
    }
    figures["公务用车运行维护"] = _falling(rng, part(rng, running, 5, 10))
    figures["公务用车购置"] = _falling(rng, rng.choice([Decimal(0), Decimal(0), money(rng, 12, 18)]))
    figures["公务用车经费"] = _sum(figures["公务用车购置"], figures["公务用车运行维护"])
    figures["三公经费"] = _sum(figures["公务用车经费"], figures["出国经费"], figures["公务接待"])
    figures["项目支出"] = _sum(*((funds["last"], funds["budget"], funds["spent"]) for funds in projects))
    return figures


def _falling(rng: Random, budget: Decimal) -> Three:
    """The three public expenses only fall."""
    return part(rng, budget, 102, 125), budget, part(rng, budget, 70, 98)


def _sum(*rows: Three) -> Three:
    a, b, c = (sum(column, Decimal(0)) for column in zip(*rows, strict=True))
    return a, b, c


def base_form(
    draft: Draft,
    rng: Random,
    figures: dict[str, Three],
    projects: list[dict[str, Decimal]],
    order: tuple[str, ...],
) -> None:
    paper, year = draft.paper("基础数据表"), draft.year
    paper.row("附件2")
    paper.row("部门整体支出绩效评价基础数据表")
    paper.row(
        N("基础.填报单位", draft.unit, "填报单位：（盖章）"), None, None, N("基础.金额单位", "万元", "单位：")
    )
    quota = rng.randint(10, 60)
    staff = rng.randint(quota * 8 // 10, quota)
    paper.row("财政供养人员情况", "编制数", N("基础.人员年度", year, after="年实际在职人数"), "控制率")
    paper.row(
        None,
        N("基础.编制数", quota),
        N("基础.实际在职人数", staff),
        N("基础.控制率", rate(rng, Decimal(staff), Decimal(quota))),
    )
    heads = [
        N(f"基础.年度.{name}", year - (number == 0), after=f"年{name[2:]}")
        for number, name in enumerate(COLUMNS)
    ]
    paper.row("经费控制情况", *heads)
    for name in order:
        if name == "……":
            paper.row("……")
        elif name == "项目":
            for number, (title, funds) in enumerate(zip(draft.projects, projects, strict=True), 1):
                label = N(f"基础.项目{number}.名称", title, f"{number}、")
                row = (funds["last"], funds["budget"], funds["spent"])
                paper.row(label, *(N(f"基础.项目{number}.{c}", v) for c, v in zip(COLUMNS, row, strict=True)))
        else:
            paper.row(
                _LABELS[name],
                *(N(f"基础.{name}.{c}", v) for c, v in zip(COLUMNS, figures[name], strict=True)),
            )
    paper.row(
        "厉行节约保障措施", N("基础.厉行节约保障措施", "严格执行各项节约规定，事前审批、事中控制、事后公开。")
    )
    foot(draft, paper, "基础")


def foot(draft: Draft, paper: Paper, form: str) -> None:
    day = f"{draft.year + 1}.03.15"
    paper.row(N(f"{form}.填报日期", day, "填表人：经办人甲　填报日期：", "　联系电话：（略）"))


def rate(rng: Random, a: Decimal, b: Decimal) -> Content:
    """``a`` in per cent of ``b`` with two decimals, as text or as a number under a percent format."""
    percent = cents(a * 100 / b)
    return Rate(percent) if rng.random() < 0.3 else f"{percent}%"
