"""Defects that any form may have: head, foot, single figures, labels, the file itself."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from perfxl.workbook.model import Kind
from seeded.defect import Spot, any_project, defect
from seeded.evaluation import THREE_FORMS
from seeded.paper import Draft, Paper

NATIONAL = ("mof-2020-department", "mof-2015-target", "xiangtan-2023-target", "mof-2015-department-target")
EVERY = (
    *(*THREE_FORMS, "hunan-2019", "hunan-2022-target", "yiyang-2018", "hebei-2020", "mof-2020"),
    *NATIONAL,
    "chongqing-2021",
)
OWN_FORMS = ("mof-2015-department-target", "chongqing-2021")
DATED = (*THREE_FORMS, "hunan-2019", "hunan-2022-target")
AMOUNTS = {
    "hunan-2021": (
        "基础.公用经费.上年决算数",
        "基础.水电差旅费.本年预算数",
        "基础.项目1.本年决算数",
        "项目1.年度资金总额.年初预算数",
    ),
    "hunan-2022": ("基础.公用经费.上年决算数", "部门.年初预算数", "项目1.年度资金总额.年初预算数"),
    "hunan-2019": ("基础.公用经费.上年决算数", "基础.水电差旅费.本年预算数", "基础.项目1.本年决算数"),
    "hunan-2022-target": ("部门.资金总额", "部门.基本支出", "部门.任务1.总额", "项目1.资金总额"),
    "yiyang-2018": ("数据.预算数", "数据.公用经费支出数", "数据.固定资产总额"),
    "hebei-2020": ("部门.人员经费支出", "部门.一般公共预算拨入", "部门.项目支出"),
    "mof-2020": ("项目1.年度资金总额.年初预算数", "项目1.年度资金总额.全年预算数"),
    "mof-2020-department": ("部门.年初预算数", "部门.资金总额", "项目1.年度资金总额.全年预算数"),
    "mof-2015-target": ("项目1.资金总额", "项目1.中期资金总额"),
    "xiangtan-2023-target": ("项目1.本级资金",),
    "mof-2015-department-target": ("部门.任务1.总额", "部门.金额合计.财政拨款", "项目1.资金总额"),
    "chongqing-2021": ("部门.年初预算数", "部门.资金总额", "部门.执行数"),
}
"""Amounts of every form set; the first project stands for any."""


def _amount(draft: Draft, rng: Random) -> str:
    name = rng.choice(AMOUNTS[draft.form_set])
    return name.replace("项目1.", any_project(draft, rng) + ".") if draft.projects else name


def _by_itself(draft: Draft, name: str) -> bool:
    """Whether a value has a cell to itself, where a formula may stand."""
    named = draft.holder(name).inside[name]
    return not (named.before or named.after)


@defect("TY-08", "金额栏里夹有字母或多一个小数点", *EVERY)
def text_in_an_amount(draft: Draft, rng: Random) -> Spot:
    cell = _amount(draft, rng)
    text = str(draft.get(cell))
    draft.set(
        cell,
        rng.choice([text.replace(".", "..") if "." in text else text + "..", text + "l", "O" + text[1:]]),
    )
    return cell


@defect("TY-10", "金额为负数", *EVERY)
def negative(draft: Draft, rng: Random) -> Spot:
    cell = _amount(draft, rng)
    draft.set(cell, -draft.amount(cell))
    return cell


@defect("TY-09", "金额写到三位小数", *EVERY)
def three_decimals(draft: Draft, rng: Random) -> Spot:
    cell = _amount(draft, rng)
    draft.set(cell, draft.amount(cell).quantize(Decimal("0.01")) + Decimal("0.003"))
    return cell


@defect("TY-11", "公式错误 #REF!", *EVERY)
def broken_formula(draft: Draft, rng: Random) -> Spot | None:
    cell = _amount(draft, rng)
    if not _by_itself(draft, cell):
        return None
    draft.set(cell, Kind.ERROR)
    return cell


@defect("TY-11", "公式没有保存计算结果", *EVERY)
def uncalculated(draft: Draft, rng: Random) -> Spot | None:
    cell = _amount(draft, rng)
    if not _by_itself(draft, cell):
        return None
    draft.set(cell, Kind.UNCALCULATED)
    return cell


@defect(
    "TY-01", "没有填报单位名称", *THREE_FORMS, "hunan-2019", "hunan-2022-target", "yiyang-2018", "hebei-2020"
)
def no_unit_name(draft: Draft, rng: Random) -> list[Spot]:
    cell = rng.choice(draft.names("填报单位"))
    draft.set(cell, None)
    return [*draft.beside(cell)]


@defect("TY-01", "没有填主管部门", *THREE_FORMS, "mof-2020", *NATIONAL)
def no_department(draft: Draft, rng: Random) -> Spot:
    cell = f"{any_project(draft, rng)}.主管部门"
    draft.set(cell, None)
    return cell


@defect(
    "TY-01",
    "没有填部门名称",
    *THREE_FORMS,
    "hunan-2022-target",
    "hebei-2020",
    "mof-2020-department",
    *OWN_FORMS,
)
def no_own_name(draft: Draft, rng: Random) -> Spot:
    draft.set("部门.部门名称", rng.choice([None, "　", "（盖章）"]))
    return "部门.部门名称"


@defect("TY-01", "没有填年度整体支出目标", "hebei-2020")
def no_goal(draft: Draft, rng: Random) -> Spot:
    cell = f"部门.目标{rng.randint(1, len(draft.projects) + 1)}"
    draft.set(cell, None)
    return cell


@defect("TY-06", "一张表写了另一个单位的名称", *THREE_FORMS, "hunan-2022-target", "hebei-2020")
def other_unit(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice(draft.names("填报单位"))
    draft.set(cell, "示例市粮食和物资储备中心")
    return cell


@defect("TY-04", "填报日期不是日历上的日期", *DATED)
def no_such_day(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice(draft.names("填报日期"))
    year = str(draft.get(cell))[:4]
    draft.set(cell, rng.choice([f"{year}.13.05", f"{year}.02.30", f"{year}年15月1日"]))
    return cell


@defect("TY-04", "没有填报日期", *DATED)
def no_day(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice(draft.names("填报日期"))
    draft.set(cell, None)
    return cell


@defect("TY-05", "填报日期早于本年度结束", *THREE_FORMS, "hunan-2019")
def too_early(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice(draft.names("填报日期"))
    draft.set(cell, f"{draft.year}.{rng.randint(1, 11):02d}.15")
    return cell


@defect("TY-05", "申报表的填报日期晚于本年度", "hunan-2022-target")
def too_late(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice(draft.names("填报日期"))
    draft.set(cell, f"{draft.year + 1}.{rng.randint(1, 11):02d}.15")
    return cell


TEXTS = {
    "hunan-2021": ("基础.厉行节约保障措施", "部门.整体绩效目标", "项目1.主管部门", "项目1.项目支出名称"),
    "hunan-2022": ("基础.厉行节约保障措施", "部门.预期目标", "项目1.主管部门"),
    "hunan-2019": ("基础.厉行节约保障措施",),
    "hunan-2022-target": ("部门.年度总体目标", "部门.任务1.名称"),
    "hebei-2020": ("部门.年度工作计划", "部门.年度总体目标"),
    "mof-2020": ("项目1.主管部门", "项目1.预期目标"),
}


@defect("TY-14", "表样的占位符没有替换", *TEXTS)
def placeholder(draft: Draft, rng: Random) -> Spot:
    cell = rng.choice([name for name in TEXTS[draft.form_set] if "项目支出名称" not in name])
    text = str(draft.get(cell))
    draft.set(cell, rng.choice(["XX", "××", "**"]) + text[2:])
    return cell


@defect("TY-16", "公开版里有手机号码", *EVERY)
def telephone(draft: Draft, rng: Random) -> Spot:
    paper = rng.choice(draft.papers)
    draft.public = True
    row = max(paper.cells)[0]
    paper.put(row + 1, 1, f"联系电话：138{rng.randint(0, 9999):04d}{rng.randint(0, 9999):04d}")
    return (paper.sheet, f"A{row + 1}")


# --- labels ------------------------------------------------------------------------------------------------

LABELS = {
    "hunan-2021": ("水费、电费、差旅费", "3、公务接待", "政府采购金额", "部门职能职责概述", "整体绩效目标"),
    "hunan-2022": ("水费、电费、差旅费", "3、公务接待", "年度资金总额", "上年结转资金"),
    "hunan-2019": ("水费、电费、差旅费", "3、公务接待", "政府采购金额", "其中：公用经费"),
    "hunan-2022-target": ("部门职能职责概述", "年度总体目标", "金额合计"),
    "yiyang-2018": ("预算完成数", "编制数", "固定资产总额"),
    "hebei-2020": ("人员经费支出", "正常公用支出", "年度工作计划", "资金用途"),
    "mof-2020": ("上年结转资金", "年度资金总额", "实际完成情况"),
    "mof-2020-department": ("上年结转资金", "实际完成情况"),
    "mof-2015-target": ("中期资金总额：",),
    "xiangtan-2023-target": ("年度本级预算金额", "实施期绩效目标", "本年度绩效目标"),
    "mof-2015-department-target": ("年度总体目标", "金额合计"),
    "chongqing-2021": ("年初绩效目标", "全年目标实际完成情况"),
}
_WRONG = {"费": "废", "待": "侍", "购": "构", "职": "只", "绩": "积", "体": "休", "金": "全", "数": "树", "员": "圆", "用": "甩",
          "年": "午", "完": "宗"}  # fmt: skip


def _label(draft: Draft, rng: Random) -> tuple[Paper, tuple[int, int], str]:
    label = rng.choice(LABELS[draft.form_set])
    found = [(paper, place) for paper in draft.papers for place, text in paper.cells.items() if text == label]
    paper, place = rng.choice(found)
    return paper, place, label


@defect("TY-13", "一个标签写错一个字", *EVERY)
def label_misspelt(draft: Draft, rng: Random) -> Spot | None:
    from openpyxl.utils import get_column_letter

    paper, place, label = _label(draft, rng)
    spots = [at for at, char in enumerate(label) if char in _WRONG]
    if len(label) < 4 or not spots:
        return None
    at = rng.choice(spots)
    paper.put(*place, label[:at] + _WRONG[label[at]] + label[at + 1 :])
    return (paper.sheet, f"{get_column_letter(place[1])}{place[0]}")


ROWS = {
    "hunan-2021": ("水费、电费、差旅费", "会议费、培训费", "2、出国经费", "政府采购金额", "部门职能职责概述"),
    "hunan-2022": ("水费、电费、差旅费", "会议费、培训费", "2、出国经费", "政府采购金额"),
    "hunan-2019": ("水费、电费、差旅费", "会议费、培训费", "2、出国经费", "政府采购金额"),
    "hunan-2022-target": ("部门职能职责概述", "年度总体目标"),
    "yiyang-2018": ("预算完成数", "固定资产总额", "调查数"),
    "hebei-2020": ("年度工作计划", "年度整体支出总体目标"),
    "mof-2020": ("上年结转资金",),
    "mof-2020-department": ("上年结转资金",),
    "mof-2015-target": ("项目名称",),
    "xiangtan-2023-target": ("实施期绩效目标", "项目支出实施期"),
    "mof-2015-department-target": ("年度总体目标",),
    "chongqing-2021": ("年初绩效目标",),
}


@defect("TY-13", "删去一行表样的行", *EVERY)
def row_deleted(draft: Draft, rng: Random) -> Spot | None:
    label = rng.choice(ROWS[draft.form_set])
    found = [(paper, place) for paper in draft.papers for place, text in paper.cells.items() if text == label]
    if not found:
        return None
    paper, (row, _) = rng.choice(found)
    paper.delete_row(row)
    return (paper.sheet, None)


COLUMN_HEADS = {
    "hunan-2021": ("实际完成值", "全年预算数", "年度指标值"),
    "hunan-2022": ("实际完成值", "全年执行数", "年度指标值"),
    "hunan-2022-target": ("指标值（包含数字及文字描述）",),
    "hebei-2020": ("绩效指标描述", "指标值确定依据"),
    "mof-2020": ("实际完成值", "全年预算数", "年初预算数"),
    "mof-2020-department": ("实际完成值", "年度指标值"),
    "xiangtan-2023-target": ("绩效标准",),
    "chongqing-2021": ("全年完成值", "年初指标值", "指标权重（分）"),
    "yiyang-2018": ("指标说明", "自评分"),
}


@defect("TY-13", "删去一列表样的列", *COLUMN_HEADS)
def column_deleted(draft: Draft, rng: Random) -> Spot:
    head = rng.choice(COLUMN_HEADS[draft.form_set])
    found = [(paper, place) for paper in draft.papers for place, text in paper.cells.items() if text == head]
    paper, (row, col) = rng.choice(found)
    last = row + 4 if "预算数" in head else max(paper.cells)[0]  # the funds take four rows
    below = [place for place in paper.cells if place[1] == col and row <= place[0] <= last]
    for place in below:
        del paper.cells[place]
        paper.names = {name: at for name, at in paper.names.items() if at != place}
    return (paper.sheet, None)


# --- the file ----------------------------------------------------------------------------------------------


@defect("WJ-04", "多了一张不属于套表的有数字的工作表", *EVERY)
def stranger(draft: Draft, rng: Random) -> Spot:
    paper = draft.paper("工资台账")
    paper.row("月份", "人数", "金额")
    for month in range(1, 6):
        paper.row(f"{month}月", rng.randint(10, 40), Decimal(rng.randint(1000, 9000)).scaleb(-2))
    return (paper.sheet, None)


@defect("WJ-03", "缺一种表", *THREE_FORMS, "hunan-2022-target", "hebei-2020")
def form_missing(draft: Draft, rng: Random) -> Spot:
    if rng.random() < 0.5:
        draft.without(draft.papers[-len(draft.projects) - 1])
    else:
        for paper in draft.papers[-len(draft.projects) :]:
            draft.without(paper)
    return ("", None)


@defect("WJ-02", "一张套表中的表也没有", *EVERY)
def nothing_known(draft: Draft, rng: Random) -> Spot:
    draft.papers.clear()
    stranger(draft, rng)
    return ("", None)


@defect("WJ-01", "文件损坏，打不开", *EVERY)
def damaged(draft: Draft, rng: Random) -> Spot:
    draft.facts["损坏"] = rng.randint(200, 2000)
    return ("", None)


@defect("WJ-07", "指定了套表没有的参数组", *THREE_FORMS, "hebei-2020")
def unknown_parameters(draft: Draft, rng: Random) -> Spot:
    draft.facts["参数组"] = "示例口径"
    return ("", None)
