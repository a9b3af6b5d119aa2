"""TY-01 to TY-06: who, which year, when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from perfxl.finding import Level, Place
from perfxl.formset.labels import compact
from perfxl.formset.model import Listing, Type
from perfxl.formset.names import DECLARATIONS
from perfxl.patterns import pattern
from perfxl.returns.field_index import without_rest_of_line
from perfxl.returns.model import FormReturn, Return, YearMark
from perfxl.returns.numbers import says_nothing
from perfxl.returns.value import Value
from perfxl.rules.context import Context
from perfxl.rules.registry import EVERY_FORM, Hit, form_rule, return_rule
from perfxl.rules.relations import computed_from, left_open

ALL_FORMS = (EVERY_FORM,)
_FOOT = ("填表人", "填报日期", "联系电话")
_UNIT_NAMES = ("填报单位", "部门名称")
_NAMES_OF_UNITS = (*_UNIT_NAMES, "主管部门", "实施单位", "预算单位")
_PRINTED = ("一级指标", "二级指标")
"""The categories of a list that stand on the blank form."""
_TEXT_FIX = "请补填该栏。"
_FIGURES_FIX = "请补填，确实没有的填 0。"
_REMARK = pattern(r"\([^()]*(?:年度?|盖章|公章)[^()]*\)")
"""What may stand in brackets beside a unit's name and is no part of it."""


@form_rule("TY-01", *ALL_FORMS)
def head_complete(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A field of the form's head is empty, or one of its main figures."""
    yield from _head(found)
    yield from _main_figures(found)


def _head(found: FormReturn) -> Iterator[Hit]:
    for field in found.form.fields.values():
        value = found.values.get(field.name)
        if field.required and field.name not in _FOOT and value is not None and not _stated(value.text):
            fix = None if field.name in _NAMES_OF_UNITS else _TEXT_FIX
            yield Hit(f"{field.label.text}未填写", value, fix=fix)
    for listing in found.form.lists.values():
        if listing.blocks and listing.blocks.required:
            for value in _unfinished(listing, found):
                yield Hit(f"{value.label}未填写", value, fix=_TEXT_FIX)


def _unfinished(listing: Listing, found: FormReturn) -> Sequence[Value]:
    """The blocks in use without their text, the first one where none is in use: a form may have more than are needed."""
    blocks = found.blocks.get(listing.name, ())
    in_use = [value for value in blocks if _stated(value.text) or _has_rows(value, listing, found)]
    return [value for value in in_use or blocks[:1] if not _stated(value.text)]


def _has_rows(block: Value, listing: Listing, found: FormReturn) -> bool:
    """Whether anything but the form's own categories is filled in between a block's text and the next one."""
    categories = found.block_categories.get(block.place, ())
    own = [column.name for column in listing.columns if not column.carry]
    rows = [entry for entry in found.entries.get(listing.name, ()) if block in entry.values.values()]
    cells = [entry.values[name] for entry in rows for name in own if name in entry.values]
    printed = [f"{listing.name}.{level}" for level in _PRINTED]
    cells += [value for value in categories if value.name not in printed]
    return not all(says_nothing(cell.text) for cell in cells)


def _main_figures(found: FormReturn) -> Iterator[Hit]:
    """Those that are empty, said once; one that the form's own formulas give is theirs to tell."""
    blanks = [
        value
        for name in found.form.required
        if (value := found.values.get(name)) and value.place.row and _empty(value)
    ]
    told = {value.place for value in blanks if computed_from(found, value)} if blanks else ()
    blanks = [value for value in blanks if value.place not in told]
    if blanks:
        columns = {value: _empty_column(found, value) for value in blanks}
        named = [f"“{value.column}”整栏" if cells else value.label for value, cells in columns.items()]
        also = [cell for value, cells in columns.items() for cell in (value, *cells) if cell is not blanks[0]]
        message = f"{'、'.join(dict.fromkeys(named))}未填写，有关的执行率、合计和表间关系都无法核对"
        yield Hit(message, blanks[0], related=[*also, *left_open(found, blanks)], fix=_FIGURES_FIX)


def _empty_column(found: FormReturn, value: Value) -> list[Value]:
    """The amounts in a figure's column if not one of them is stated, else none."""
    cells = [
        cell
        for cell in found.all_values
        if value.column and cell.column == value.column and cell.type is Type.AMOUNT and cell.place.row
    ]
    return cells if len(cells) > 1 and all(map(_empty, cells)) else []


def _empty(value: Value) -> bool:
    """Whether nothing at all is written: a dash or 无 is the unit's word for "none"."""
    return value.blank and not compact(value.text)


def _stated(text: str) -> bool:
    return bool(compact(text).strip("()（）:：/_—-").replace("盖章", ""))


@form_rule("TY-02", *ALL_FORMS)
def year_stated(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The form states no year of four digits; the one in its sheet's name may stand in for it."""
    if not found.form.dated or found.years:
        return
    if found.sheet_year is not None and found.sheet_year == context.year:
        message = f"表上未标明年度，已按工作表名“{found.sheet}”作为 {found.sheet_year} 年度审核"
        yield Hit(message, found.place, level=Level.INFO)
    else:
        yield Hit("未标明年度（应为四位数年份，如“2021年度”）", found.place)


@form_rule("TY-03", *ALL_FORMS)
def year_right(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The form states another year than the task's, or its columns are not last year, this year, this year."""
    if context.year is None:
        return
    wrong: dict[int, list[YearMark]] = {}
    for mark in found.years:
        if mark.year - mark.offset != context.year:
            wrong.setdefault(mark.year - mark.offset, []).append(mark)
    for marks in wrong.values():
        first = marks[0]
        due = context.year + first.offset
        hint = "（疑似沿用上年表）" if first.year == due - 1 else ""
        message = f"年度为 {first.year}，应为 {due}{hint}"
        yield Hit(
            message, first.place, str(due), stated=str(first.year), related=[mark.place for mark in marks[1:]]
        )


@form_rule("TY-04", *ALL_FORMS)
def foot_complete(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Who filled the form in, when, and a telephone number: missing, or a date that is none."""
    missing: list[tuple[str, Value | Place]] = []
    for name in _FOOT:
        field, value = found.form.fields.get(name), found.values.get(name)
        if field is None or (value is None and not field.required):
            continue
        if value is None or not _stated(value.text):
            missing.append((name, value if value is not None else Place(found.sheet)))
    if missing:
        names = "、".join(name for name, _ in missing)
        yield Hit(f"{names}未填写", missing[0][1], related=[at for _, at in missing[1:]])
    day = found.values.get("填报日期")
    if day is not None and _stated(day.text) and day.date is None:
        yield Hit(f"填报日期“{day.text}”不是规范的日期", day, stated=day.text)


@form_rule("TY-05", *ALL_FORMS)
def date_fits_year(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A self-evaluation dated before its year has ended or later than the end of the next; a declaration after it."""
    value = found.values.get("填报日期")
    if value is None or not _stated(value.text) or context.year is None:
        return
    day = value.date
    if day is None:
        message = f"填报日期“{value.text}”不能读作日期，不能判断是否与 {context.year} 年度匹配"
        yield Hit(message, value, stated=value.text, level=Level.UNDECIDED)
    elif not _first_day(found, context.year) <= day <= _last_day(found, context.year):
        yield Hit(f"填报日期 {day:%Y-%m-%d} 与 {context.year} 年度不匹配", value, stated=value.text)


def _first_day(found: FormReturn, year: int) -> date:
    return date(year - 1, 1, 1) if found.id in DECLARATIONS else date(year, 12, 31)


def _last_day(found: FormReturn, year: int) -> date:
    return date(year if found.id in DECLARATIONS else year + 1, 12, 31)


@return_rule("TY-06")
def one_unit(ret: Return, context: Context) -> Iterator[Hit]:
    """The unit is named differently on different forms."""
    aliases = ret.form_set.unit_aliases
    usual = ret.unit
    for found in ret.forms:
        for name in _UNIT_NAMES:
            value = found.values.get(name)
            if value is None or value.type is not Type.TEXT or not _stated(value.text):
                continue
            if unit_name(value.text, aliases) == unit_name(usual, aliases):
                continue
            message = f"{value.label}“{value.text}”与其他表的“{usual}”不一致"
            yield Hit(message, value, computed=usual, stated=value.text, form=found.name)
            break


def unit_name(name: str, aliases: Mapping[str, str]) -> str:
    """A unit's name without blanks, remarks and the line's rest, in full where ``aliases`` have it as a short name."""
    name = _REMARK.sub("", compact(without_rest_of_line(name)))
    return aliases.get(name, name)
