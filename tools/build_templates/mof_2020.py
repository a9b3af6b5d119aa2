"""The national 项目支出绩效自评表 of 财预〔2020〕10号, 附1."""

from __future__ import annotations

from collections.abc import Mapping

from tools.build_templates import wording as say
from tools.build_templates.hunan_2021 import (
    FIRST_INDICATOR_ROW,
    Group,
    Level,
    indicator_table,
    project_funds,
)
from tools.build_templates.style import NOTHING_TYPED, TEXT, Book, Value

YEAR = 2020
LEVELS = (
    Level(
        "产出指标",
        50,
        (Group("数量指标", 3), Group("质量指标", 3), Group("时效指标", 3), Group("成本指标", 3)),
    ),
    Level(
        "效益指标",
        30,
        (
            Group("经济效益\n指标", 2),
            Group("社会效益\n指标", 2),
            Group("生态效益\n指标", 2),
            Group("可持续影\n响指标", 2),
        ),
    ),
    Level("满意度\n指标", 10, (Group("服务对象\n满意度指标", 2),)),
)
YEAR_KIND = TEXT._replace(align="center", title="年度", prompt="请填写预算年度，例如（2022年度）。")


def template() -> bytes:
    """The blank workbook: one form of a project."""
    book = Book("项目支出绩效自评表")
    project(book)
    return book.content()


def project(
    book: Book, typed: Mapping[str, Value] = NOTHING_TYPED, name: str = "项目自评表", year: int = YEAR
) -> None:
    """附1 项目支出绩效自评表 on the sheet ``name``; ``typed`` is what a unit typed, by cell."""
    form = book.form(name, (9, 9, 11.5, 18, 14, 12, 7.5, 8.5, 14), typed)
    form.printed("A1:I1", "项目支出绩效自评表", "title")
    form.entry("A2:I2", YEAR_KIND, f"（{year}年度）", "centre")
    form.printed("A3", "项目名称", "head")
    form.entry("B3:I3", say.PROJECT_NAME_KIND._replace(prompt="一个项目填一张表，名称与预算批复一致。"))
    form.printed("A4", "主管部门", "head")
    form.entry("B4:D4", say.NAME_KIND)
    form.printed("E4:F4", "实施单位", "head")
    form.entry("G4:I4", say.NAME_KIND)
    project_funds(form)
    form.printed("A10:A11", "年度总\n体目标", "head")
    form.printed("B10:E10", "预期目标", "head")
    form.printed("F10:I10", "实际完成情况", "head")
    form.entry("B11:E11", say.PROSE_KIND, look="prose")
    form.entry("F11:I11", say.PROSE_KIND, look="prose")
    total = indicator_table(form, "绩\n效\n指\n标", LEVELS, ("G6", "I6"))
    heights = {1: 36, 2: 22, 3: 26, 4: 26, 5: 34, **dict.fromkeys(range(6, 11), 20), 11: 80, 12: 50}
    form.heights({**heights, **dict.fromkeys(range(FIRST_INDICATOR_ROW, total), 22), total: 22})
    form.finish(total, "附1", head=FIRST_INDICATOR_ROW - 1)
