"""What a template can say of a return: its figures under Chinese names, as people who edit templates call them. Pure.

Nothing is guessed: a figure that is not stated, or cannot be read, is the mark 〔待填〕. ``docs/documents.md`` lists the
names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from perfxl.figures import figures_of
from perfxl.finding import Finding, decimal_text
from perfxl.formset.model import Type
from perfxl.formset.names import SCORING_TABLE
from perfxl.measures import MeasureError, change_rate, execution_rate, round_half_up
from perfxl.returns.model import Entry, FormReturn, Return
from perfxl.returns.numbers import says_nothing
from perfxl.returns.value import Value
from perfxl.rules.grades import bands_of, due_grade
from perfxl.rules.scoring_lines import Line, lines

OPEN = "〔待填〕"
"""What stands where a figure is missing."""
_DECIMALS = 2


def context(ret: Return, findings: Sequence[Finding] = (), day: date | None = None) -> dict[str, Any]:
    """The names that a template may use. ``day`` is the date of the document, None where it is to be filled in."""
    figures = figures_of(ret)
    facts = _Facts(ret)
    department = [
        entry for form in ret.forms if not form.form.per_project for entry in facts.indicators(form)
    ]
    return {
        "单位": ret.unit or OPEN,
        "年度": str(ret.year) if ret.year else OPEN,
        "上年度": str(ret.year - 1) if ret.year else OPEN,
        "日期": f"{day.year}年{day.month}月{day.day}日" if day else OPEN,
        "数": facts.number,
        "文": facts.text,
        "有": facts.stated,
        "同": facts.equal,
        "增减": facts.change,
        "表行": facts.rows,
        "指标": department,
        "未达标": [entry for entry in department if entry["未达标"]],
        "计分": facts.scores(),
        "项目": [facts.project(form) for form in ret.forms if form.form.per_project],
        "合计": {
            "预算数": _shown(figures.budget),
            "执行数": _shown(figures.executed),
            "执行率": _rate(figures.executed, figures.budget),
            "得分": _shown(figures.score),
            "等级": _grade(ret, figures.score),
        },
        "问题": [_problem(finding) for finding in findings if finding.primary],
    }


class _Facts:
    """Looks values up by form and name; amounts are in 万元, whatever unit their form states."""

    def __init__(self, ret: Return) -> None:
        self._ret = ret

    def _value(self, form_id: str, name: str) -> Value | None:
        found = next((form for form in self._ret.of(form_id) if name in form.values), None)
        return None if found is None else found.in_wan(found.values[name])

    def number(self, form_id: str, name: str) -> str:
        """A figure as a plain number; a rate with its percent sign."""
        return _number(self._value(form_id, name))

    def text(self, form_id: str, name: str) -> str:
        """A text, without the breaks inside."""
        value = self._value(form_id, name)
        return _joined(value.text) if value is not None and value.text else OPEN

    def stated(self, form_id: str, name: str) -> bool:
        """Whether something is stated: a number, or a text."""
        value = self._value(form_id, name)
        return value is not None and bool(value.number is not None if value.type.numeric else value.text)

    def equal(self, *names: str) -> bool:
        """Whether the first figure is the sum of the others; the first name is that of the form."""
        form_id, whole, *parts = names
        figures = [
            value and value.number for value in (self._value(form_id, name) for name in (whole, *parts))
        ]
        known = [figure for figure in figures if figure is not None]
        return len(known) == len(figures) and known[0] == sum(known[1:], Decimal(0))

    def change(self, form_id: str, current: str, base: str) -> dict[str, str] | None:
        """By how much and how many percent a figure has changed; None unless both are stated."""
        values = self._value(form_id, current), self._value(form_id, base)
        now, before = (value.number if value is not None else None for value in values)
        return None if now is None or before is None else _change(now, before)

    def rows(self, form_id: str, grid: str) -> list[dict[str, Any]]:
        """The rows of a table of figures that state any, groups included, with change and execution rate."""
        return [row for form in self._ret.of(form_id)[:1] for row in self._rows(form, grid)]

    def _rows(self, form: FormReturn, grid_name: str) -> Iterator[dict[str, Any]]:
        grid = form.form.grids[grid_name]
        columns = [column.name for column in grid.columns]
        for row in grid.rows:
            if row.repeated:
                counted = (member for member in form.groups.get(row.name, ()) if member.counted)
                for number, member in enumerate(counted, 1):
                    if member.name:
                        yield from _row(f"{number}、{member.name}", form, member.values, columns)
            elif row.label is not None:
                cells = {column: form.values.get(f"{row.name}.{column}") for column in columns}
                yield from _row(row.label.for_year(self._ret.year or 0), form, cells, columns)

    def indicators(self, form: FormReturn) -> list[dict[str, Any]]:
        """The indicators of a form that say something."""
        return [_indicator(entry) for entry in form.entries.get("绩效指标", ()) if _is_indicator(entry)]

    def scores(self) -> list[dict[str, str]]:
        """The indicators of a scoring table: name, weight, score and what was deducted."""
        return [_scored(line) for form in self._ret.of(SCORING_TABLE) for line in lines(form)]

    def project(self, form: FormReturn) -> dict[str, Any]:
        """One project as its own form states it."""
        values = {name: form.in_wan(value) for name, value in form.values.items()}
        name = values.get(form.form.project_name)
        budget, executed = values.get("年度资金总额.全年预算数"), values.get("年度资金总额.全年执行数")
        return {
            "名称": _joined(name.text) if name is not None and name.text else OPEN,
            "年初预算数": _number(values.get("年度资金总额.年初预算数")),
            "全年预算数": _number(budget if budget is not None else values.get("资金总额")),
            "全年执行数": _number(executed),
            "执行率": _rate(_figure(executed), _figure(budget)),
            "得分": _number(values.get("总分.得分")),
            "目标": _words(values, "预期目标", "年度总体目标", "年度绩效目标", "总体目标"),
            "完成情况": _words(values, "实际完成情况"),
            "指标": self.indicators(form),
        }


def _row(
    name: str, form: FormReturn, cells: Mapping[str, Value | None], columns: Iterable[str]
) -> Iterator[dict[str, Any]]:
    amounts = {column: form.in_wan(value) for column in columns if (value := cells.get(column)) is not None}
    numbers = {column: value.number for column, value in amounts.items()}
    if all(number is None for number in numbers.values()):
        return
    last, budget, actual = (numbers.get(column) for column in ("上年决算数", "本年预算数", "本年决算数"))
    yield {
        "名称": name,
        **{column: _shown(numbers.get(column), "") for column in columns},
        "增减": None if last is None or actual is None else _change(actual, last),
        "执行率": _rate(actual, budget, ""),
    }


def _change(now: Decimal, before: Decimal) -> dict[str, str]:
    gap = now - before
    try:
        rate = decimal_text(round_half_up(abs(change_rate(now, before)), _DECIMALS)) + "%"
    except MeasureError:
        rate = ""
    word = "增加" if gap > 0 else "减少" if gap < 0 else "持平"
    return {"方向": word, "额": decimal_text(abs(gap)), "率": rate, "数": decimal_text(gap)}


def _is_indicator(entry: Entry) -> bool:
    name, target = (_text(entry, column) for column in ("三级指标", "指标值"))
    return not says_nothing(name) and not says_nothing(target)


def _indicator(entry: Entry) -> dict[str, Any]:
    weight, score = (entry.values.get(column) for column in ("分值", "得分"))
    short = bool(
        weight is not None
        and score is not None
        and weight.number is not None
        and score.number is not None
        and score.number < weight.number
    )
    columns = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "原因")
    return {
        **{column: _text(entry, column) for column in columns},
        "分值": _number(_own(weight, entry), ""),
        "得分": _number(_own(score, entry), ""),
        "未达标": short,
    }


def _own(value: Value | None, entry: Entry) -> Value | None:
    """A figure in the row where its cell begins; the other rows of a merged cell do not repeat it."""
    return value if value is not None and value.place.row == entry.row else None


def _scored(line: Line) -> dict[str, str]:
    weight, score = line.weight, line.score.number
    lost = weight - score if weight is not None and score is not None else None
    return {
        "指标": line.name,
        "分值": _shown(weight, ""),
        "得分": _shown(score, ""),
        "扣分": _shown(lost or None, ""),
    }


def _text(entry: Entry, column: str) -> str:
    value = entry.values.get(column)
    return _joined(value.text) if value is not None else ""


def _words(values: Mapping[str, Value], *names: str) -> str:
    """The first of these texts that is there."""
    return next((_joined(values[name].text) for name in names if name in values and values[name].text), OPEN)


def _joined(text: str) -> str:
    return "".join(line.strip() for line in text.splitlines())


def _number(value: Value | None, missing: str = OPEN) -> str:
    if value is None or value.number is None:
        return missing
    return _shown(value.number) + ("%" if value.type is Type.RATE else "")


def _grade(ret: Return, score: Decimal | None) -> str:
    return OPEN if score is None else due_grade(bands_of(ret.form_set), score) or OPEN


def _figure(value: Value | None) -> Decimal | None:
    return None if value is None else value.number


def _shown(number: Decimal | None, missing: str = OPEN) -> str:
    return missing if number is None else decimal_text(number)


def _rate(part: Decimal | None, whole: Decimal | None, missing: str = OPEN) -> str:
    if part is None or whole is None:
        return missing
    try:
        return decimal_text(round_half_up(execution_rate(part, whole), _DECIMALS)) + "%"
    except MeasureError:
        return missing


def _problem(finding: Finding) -> dict[str, str]:
    return {"级别": finding.level.chinese, "规则": finding.rule, "说明": finding.message}
