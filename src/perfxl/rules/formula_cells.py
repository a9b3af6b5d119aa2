"""TY-11: cells with formulas: error values, results that were never saved, formulas typed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from perfxl.finding import Level, Place
from perfxl.formset.model import Relation
from perfxl.formula import parse_relation
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.reading import State
from perfxl.returns.value import Value
from perfxl.rules.context import Context, figure
from perfxl.rules.identity import ALL_FORMS
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.relations import columns_of, return_scope
from perfxl.workbook.model import Kind

_SAVE_AGAIN = "请用 Excel 或 WPS 打开本文件，保存后重新报送。"


@form_rule("TY-11", *ALL_FORMS)
def formulas_intact(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An error value; formulas that were never calculated; a computed cell whose formula was typed over."""
    yield from _error_values(found, context.ret)
    yield from _without_result(found, context.ret)
    stated = [v for v in _computed(found) if v.cell is not None and v.inline is None and not v.blank]
    typed = [value for value in stated if value.cell is not None and not value.cell.formula]
    if len(typed) * 2 < len(stated):  # the form was filled in with its formulas, not typed as a whole
        for value in typed:
            if value.number is not None:
                message = f"{value.label}的公式被改成数值 {figure(value.number, value.type)}"
                yield Hit(message, value, stated=str(value.number), level=Level.INFO)


def _error_values(found: FormReturn, ret: Return) -> Iterator[Hit]:
    """Each error value; one that was taken over from another cell follows from that one."""
    errors = found.places_of(Kind.ERROR)
    behind = dict(_taken_over(found, ret)) if errors else {}
    for place, text in errors:
        causes = behind.get(place, ())
        yield Hit(f"公式错误 {text}", place, stated=text, related=causes, primary=not causes)


def _taken_over(found: FormReturn, ret: Return) -> Iterator[tuple[Place, Sequence[Value]]]:
    """Where a form's computed cells are error values, and the error values that they are computed from."""
    scope = return_scope(ret)
    for relation in found.form.relations:
        parsed = parse_relation(relation.formula)
        for column in columns_of(found.form, parsed.left):
            yield from _computed_from_errors(relation, found.operands(column))
    for relation in ret.form_set.relations:
        if ret.of(parse_relation(relation.formula).left.partition(".")[0])[:1] == [found]:
            yield from _computed_from_errors(relation, scope)


def _computed_from_errors(
    relation: Relation, scope: Callable[[str], Sequence[Value]]
) -> Iterator[tuple[Place, Sequence[Value]]]:
    parsed = parse_relation(relation.formula)
    targets = scope(parsed.left)
    if parsed.comparison == "=" and targets and targets[0].reading.state is State.ERROR:
        inputs = [value for name in parsed.names for value in scope(name)]
        broken = [value for value in inputs if value.reading.state is State.ERROR]
        if broken:
            yield targets[0].place, broken


def _without_result(found: FormReturn, ret: Return) -> Iterator[Hit]:
    """Formulas saved without a result: whoever wrote the file did so on every form, which is one cause."""
    empty = [place for place, _ in found.places_of(Kind.UNCALCULATED)]
    if empty:
        first = next(form for form in ret.forms if form.places_of(Kind.UNCALCULATED))
        message = f"{len(empty)} 个公式没有保存计算结果，用到它们的合计、比率和得分都没有核对"
        yield Hit(
            message,
            empty[0],
            level=Level.WARNING,
            related=empty[1:],
            fix=_SAVE_AGAIN,
            primary=first is found,
        )


def _computed(found: FormReturn) -> Iterator[Value]:
    for relation in found.form.relations:
        if relation.computes:
            left = parse_relation(relation.formula).left
            for column in columns_of(found.form, left):
                yield from found.resolve(left, column)
