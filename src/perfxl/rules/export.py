"""The catalogue as one file: Markdown, JSON or a workbook with one row a rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from msgspec.structs import asdict

from perfxl.rules.pages import page
from perfxl.rules.registry import RuleInfo

FAMILIES: Mapping[str, str] = {
    "TY": "通用",
    "BD": "基础数据表",
    "ZP": "自评表",
    "XM": "项目自评表",
    "SB": "绩效目标申报表",
    "JF": "计分表",
    "BG": "自评报告",
    "KB": "跨表",
    "KN": "跨年",
    "HZ": "汇总",
    "WJ": "文件",
}
"""The families of rules in the order of the official catalogue, perfxl's own last."""

COLUMNS: Mapping[str, tuple[str, int]] = {
    "id": ("编号", 8),
    "title": ("规则", 24),
    "category": ("类别", 9),
    "forms": ("适用", 18),
    "level": ("级别", 7),
    "lifecycle": ("状态", 7),
    "basis": ("依据", 26),
    "checks": ("检查什么", 44),
    "why": ("为什么", 34),
    "wrong": ("错例", 40),
    "right": ("对例", 40),
    "fix": ("怎么改", 30),
    "tolerance": ("容差", 34),
    "disable": ("何时停用", 30),
    "follows": ("从属于", 14),
}
"""The columns of the workbook: heading and width in characters, by the key that JSON uses."""


def in_official_order(rules: Iterable[RuleInfo]) -> list[RuleInfo]:
    """The rules by family in the official order, then by number."""
    families = list(FAMILIES)
    return sorted(rules, key=lambda info: (families.index(info.id.partition("-")[0]), info.id))


def record(info: RuleInfo) -> dict[str, Any]:
    """A rule as JSON has it: the fields of RuleInfo, the level by its English name."""
    fields = asdict(info)
    del fields["follows_gap"]
    return fields | {"level": info.level.value, "forms": list(info.forms), "follows": list(info.causes)}


def as_json(rules: Iterable[RuleInfo]) -> str:
    """A list of rules."""
    return json.dumps([record(info) for info in rules], ensure_ascii=False, indent=2) + "\n"


def as_markdown(rules: Sequence[RuleInfo]) -> str:
    """The rules' pages one behind the other."""
    return "\n".join(page(info) for info in rules)


def as_workbook(rules: Iterable[RuleInfo]) -> bytes:
    """An .xlsx file with one sheet, 审核规则: a heading row and one row a rule."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "审核规则"
    sheet.append([heading for heading, _ in COLUMNS.values()])
    for info in rules:
        sheet.append([_shown(info, key) for key in COLUMNS])
    line = Side(style="thin", color="BFBFBF")
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = Font(name="宋体", size=10.5, bold=cell.row == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            if cell.row == 1:
                cell.fill = PatternFill("solid", fgColor="F2F2F2")
    for number, (_, width) in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _shown(info: RuleInfo, key: str) -> str | None:
    """A field for people; an empty one leaves its cell empty."""
    special: dict[str, str | tuple[str, ...]] = {"level": info.level.chinese, "follows": info.causes}
    value = special[key] if key in special else getattr(info, key)
    return ("、".join(value) if isinstance(value, tuple) else value) or None
