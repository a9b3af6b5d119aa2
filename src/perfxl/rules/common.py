"""TY-08 to TY-16, WJ-12: figures and placeholders, the same on every form."""

from __future__ import annotations

from collections.abc import Container, Iterator
from decimal import Decimal
from unicodedata import normalize

from perfxl.finding import Level, Place
from perfxl.formset.model import Type
from perfxl.formset.names import SELF_EVALUATIONS
from perfxl.formula import parse_relation
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import UNIT_IN_BRACKETS, close_up, day_shown, shown_as_date
from perfxl.returns.reading import State
from perfxl.returns.value import Value
from perfxl.rules.coefficients import miswritten
from perfxl.rules.context import (
    MANY,
    Context,
    Outcome,
    compare,
    figure,
    half_of,
    is_fraction_of,
    lacking,
)
from perfxl.rules.identity import ALL_FORMS
from perfxl.rules.indicators import indicators
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.through_sums import through_sums
from perfxl.rules.typed_scores import other_full_marks, typed_with_words
from perfxl.rules.wording import short
from perfxl.workbook.model import Cell

_PLACEHOLDER = pattern(
    r"(?<![A-Za-z])[XxＸ]{2,}(?![A-Za-z])|[×]{2,}|\*{2,}|^[.…。]{2,}$|^指标\s*\d+\s*[:：]?$"
)
_MASKED = pattern(r"\d+[*Xx×＊]{2,}\d+|(?<![*\d])[\u4e00-\u9fff]\*{1,2}$")
"""A number or a name with its middle or end made unreadable for the public: no placeholder."""
_GUIDANCE = pattern(
    r"[(（](?:[^()（）]{0,8}\d+\s*个?字(?:以内|以下|之内|左右|以上)|(?:不超过|限)\s*\d+\s*个?字)[^()（）]{0,4}[)）][。.]?$"
)
"""What the blank form says of how to fill in a cell, at its end."""
_MAY_BE_OPEN = pattern("[XxＸ×*＊□]|^[.…。]|^指标|字[以之左)）]")
"""A quick look: a text without any of these holds no placeholder."""
_CHECKED = pattern("[☑√■✓✔]")
_MOBILE = pattern(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_IDENTITY = pattern(r"(?<!\d)(\d{17}[\dXx])(?![\dXx])")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


_ABOUT = pattern(r"(?:^大?约|^将?近)\s*[0-9０-９]|[0-9０-９%％元分]\s*(?:左右|上下)$")
_COLUMN_FIX = "是表样的栏目的，请改回表样的标题；表样以外的栏目请自行核对。"


_FORMAT_FIX = "请把单元格格式改为“数值”，并核对所填的数。"
_DATE_FIX = "请改填数字，并把单元格格式改为“数值”。"


@form_rule("TY-08", *ALL_FORMS)
def numbers_are_numbers(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A cell for an amount, count, rate or score holds something else."""
    for value in found.figures:
        if value.number is None and value.reading.state is State.TEXT:
            yield _no_number(value)
    yield from _weights_in_percent(found)
    yield from _numbers_shown_as_dates(found)
    told = list(other_full_marks(found, context))
    yield from told
    yield from _with_remarks(found, [hit.at.place for hit in told if isinstance(hit.at, Value)])


def _no_number(value: Value) -> Hit:
    kind = "金额" if value.type is Type.AMOUNT else "数字"
    if _ABOUT.search(value.text):
        return Hit(f"{value.label}“{value.text}”写的是约数，不是有效{kind}", value, stated=value.text)
    if value.cell is None or not shown_as_date(value.cell):
        return Hit(f"{value.label}“{value.text}”不是有效{kind}", value, stated=value.text)
    message = f"{value.label}所填的是日期或时间{_looking_like(value.cell)}，不是有效{kind}"
    return Hit(message, value, stated=value.text, fix=_DATE_FIX)


def _numbers_shown_as_dates(found: FormReturn) -> Iterator[Hit]:
    """Numbers whose cells have the format of a date are read as stored, which is said once."""
    dated = [
        value
        for value in found.all_values
        if value.cell is not None
        and value.cell.number_format != "General"
        and shown_as_date(value.cell)
        and _number_of(value) is not None
    ]
    if dated:
        first, *others = sorted(dated, key=lambda value: (value.place.row, value.place.col))
        several = f"等 {len(dated)} 处" if others else ""
        shown = _looking_like(first.cell)
        message = f"{first.label}“{first.text}”{several}的单元格是日期格式{shown}，已按所存的数审核"
        yield Hit(message, first, stated=first.text, level=Level.WARNING, related=others, fix=_FORMAT_FIX)


def _number_of(value: Value) -> Decimal | None:
    if value.type is Type.VALUE:
        return value.indicator.number
    return value.number if value.type.numeric else None


def _looking_like(cell: Cell | None) -> str:
    """What a number looks like under the format of a date, in brackets; "" where that is no day."""
    day = day_shown(cell) if cell is not None else None
    return f"（显示为 {day.year}-{day.month}-{day.day}）" if day else ""


def _with_remarks(found: FormReturn, told: Container[Place]) -> Iterator[Hit]:
    """Figures with a remark behind them, and scores among words, which is said once but for those told already."""
    remarked = [
        value
        for value in found.figures
        if value.number is not None and _remarked(value) and value.place not in told
    ]
    if remarked:
        first, *others = sorted(remarked, key=lambda value: (value.place.row, value.place.col))
        several = f"等 {len(remarked)} 处" if others else ""
        said = "写有说明" if first.text.endswith((")", "）")) else "不是单独的数字"
        message = f"{first.label}“{first.text}”{several}{said}，已按 {figure(first.number, first.type)}审核"
        yield Hit(message, first, stated=first.text, level=Level.INFO, related=others)


def _remarked(value: Value) -> bool:
    text = value.text
    if text.endswith((")", "）")) and not text.startswith(("(", "（")):
        return not UNIT_IN_BRACKETS.search(close_up(text))
    return value.type is Type.SCORE and typed_with_words(value)


def _weights_in_percent(found: FormReturn) -> Iterator[Hit]:
    """Weights typed as ``10%`` are read as points, which is said once."""
    weights = [value for value in found.figures if value.type is Type.SCORE and value.reading.unit == "%"]
    if weights:
        first, *others = sorted(weights, key=lambda value: (value.place.row, value.place.col))
        several = f"等 {len(weights)} 处" if others else ""
        message = (
            f"{first.label}“{first.text}”{several}写成百分数，已按 {figure(first.number, Type.SCORE)}审核"
        )
        yield Hit(message, first, stated=first.text, level=Level.INFO, related=others)


@form_rule("TY-09", *ALL_FORMS)
def two_decimals(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An amount in 万元 with more than two decimals."""
    for value in found.figures:
        if value.type is not Type.AMOUNT:
            continue
        if value.number is None:
            if value.reading.state is State.TEXT:
                yield from lacking(f"{value.label}的小数位", value)
        elif value.reading.decimals > 2 and not (value.cell is not None and value.cell.formula):
            yield Hit(
                f"{value.label} {figure(value.number)}，小数位超过 2 位", value, stated=str(value.number)
            )


@form_rule("TY-10", *ALL_FORMS)
def not_negative(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A negative amount or count."""
    for value in found.figures:
        if value.type is not Type.AMOUNT and value.type is not Type.COUNT:
            continue
        if value.number is None:
            if value.reading.state is State.TEXT:
                yield from lacking(f"{value.label}是否为负数", value)
        elif value.number < 0:
            message = f"{value.label} {figure(value.number, value.type)}，为负数"
            yield Hit(
                message, value, stated=str(value.number), remedies=through_sums(found, value, -value.number)
            )


@form_rule("TY-12", *ALL_FORMS)
def rate_or_fraction(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A rate written as a fraction (1 for 100 %), or multiplied by 100 twice."""
    for relation in found.form.relations:
        parsed = parse_relation(relation.formula)
        values = found.resolve(parsed.left)
        if not values or values[0].type is not Type.RATE:
            continue
        value, due = values[0], parsed.right(found.operands())
        if value.number is None or due.number is None:
            if not value.blank or due.unusable:
                yield from lacking(
                    f"{value.label}是百分数还是比例", value, *(v for v in due.used if isinstance(v, Value))
                )
            continue
        if (
            not due.number
            or not value.number
            or compare(Type.RATE, value.reading, due.number)[0] is Outcome.EQUAL
        ):
            continue
        half_digit = half_of(value.reading.decimals)
        if is_fraction_of(value.reading, due.number) or abs(value.number - due.number * 100) <= half_digit:
            message = f"{value.label}“{value.text}”，百分数与比例混用，应为 {figure(due.number, Type.RATE)}"
            yield Hit(message, value, due.number, related=[v for v in due.used if isinstance(v, Value)])
    if found.id in SELF_EVALUATIONS:
        yield from _fractions_beside_percentages(found)
        yield from miswritten(found)


def _fractions_beside_percentages(found: FormReturn) -> Iterator[Hit]:
    """Targets or actuals written as a fraction where the other one is a percentage, which is said once."""
    fractions = [
        (cell, value)
        for indicator in indicators(found)
        for cell, value in (
            (indicator.target_cell, indicator.target),
            (indicator.actual_cell, indicator.actual),
        )
        if value.unit == "%" and value.number and value.number == _scaled(cell.indicator.number)
    ]
    if fractions:
        cell, value = fractions[0]
        several = f"等 {len(fractions)} 处" if len(fractions) > 1 else ""
        message = (
            f"{cell.label}“{cell.text}”{several}，百分数与比例混用，应为 {figure(value.number, Type.RATE)}"
        )
        yield Hit(message, cell, value.number, stated=cell.text, related=[also for also, _ in fractions[1:]])


def _scaled(number: Decimal | None) -> Decimal | None:
    return None if number is None else number * 100


@form_rule("WJ-12", *ALL_FORMS)
def nothing_unread(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Columns with figures that are none of the form's, and rows with figures below a list."""
    for column in found.unread_columns:
        head = f"“{column.heading}”栏" if column.heading else "没有标题的一栏"
        lacking_one = f"，表样的“{column.instead}”栏没有找到" if column.instead else ""
        level = Level.WARNING if column.instead else None
        message = f"{head}的数字没有审核{lacking_one}"
        yield Hit(
            message,
            column.place,
            level=level,
            related=[column.figure],
            primary=not column.told,
            fix=_COLUMN_FIX,
        )
    if found.unread:
        message = f"指标表之下有 {len(found.unread)} 行数字没有审核（自此起，不知是什么）"
        yield Hit(message, found.unread[0], related=found.unread[1:])


@form_rule("TY-14", *ALL_FORMS)
def no_placeholders(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A placeholder of the blank form was left in place; where there are many in a column, it is said once."""
    by_label: dict[str, list[Value]] = {}
    for value in found.all_values:
        if value.text and value.type in (Type.TEXT, Type.VALUE) and _holds_placeholder(value.text):
            by_label.setdefault(value.label, []).append(value)
    for label, values in by_label.items():
        if len(values) < MANY:
            for value in values:
                yield Hit(f"{label}“{short(value.text)}”，存在未替换的占位符", value)
        else:
            message = f"{label}“{short(values[0].text)}”等 {len(values)} 处，存在未替换的占位符"
            yield Hit(message, values[0], related=values[1:])


def _holds_placeholder(text: str) -> bool:
    if not _MAY_BE_OPEN.search(text):
        return False
    bare = _MASKED.sub("", text)
    open_box = "□" in bare and not _CHECKED.search(bare)
    return open_box or _PLACEHOLDER.search(bare) is not None or _GUIDANCE.search(bare) is not None


@form_rule("TY-16", *ALL_FORMS)
def no_private_data(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A form for the public shows a mobile or identity number."""
    if not context.public:
        return
    for cell in found.cells:
        text = normalize("NFKC", cell.text)
        if _MOBILE.search(text) or any(_is_identity(number) for number in _IDENTITY.findall(text)):
            yield Hit("公开文件含手机号码或身份证号码", Place(found.sheet, cell.row, cell.col))


def _is_identity(number: str) -> bool:
    """Whether the last character is the check digit of a resident identity number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _IDENTITY_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()
