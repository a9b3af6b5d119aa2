"""Find the mistakes in a form set: names, labels, formulas, rules and parameters, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perfxl.formset.load import DEFINITION, FormSetError, read_form_set
from perfxl.formset.model import Form, FormSet, Type
from perfxl.formula import FormulaError, parse_relation
from perfxl.indicator_scores import STANDARDS, StandardError, read_standards
from perfxl.returns.model import FormReturn
from perfxl.returns.recognise import read_return
from perfxl.rules.registry import catalogue
from perfxl.workbook.model import Unreadable
from perfxl.workbook.read import read_book


def check_form_set(folder: Path) -> list[str]:
    """Chinese sentences, one a mistake; empty if the form set can be used."""
    try:
        form_set = read_form_set(folder)
    except FormSetError as error:
        return [str(error)]
    return [
        *_identity(form_set, folder),
        *_rules(form_set),
        *(mistake for form in form_set.forms.values() for mistake in _form_formulas(form)),
        *_cross_formulas(form_set),
        *_parameter_sets(form_set),
        *_standards(form_set),
        *_template(form_set),
    ]


def _identity(form_set: FormSet, folder: Path) -> Iterator[str]:
    if form_set.id != folder.name:
        yield f"{folder.name}/{DEFINITION}：id“{form_set.id}”应与文件夹同名"


def _rules(form_set: FormSet) -> Iterator[str]:
    known = catalogue()
    places = [(form.id, relation) for form in form_set.forms.values() for relation in form.relations]
    places += [("relations", relation) for relation in form_set.relations]
    for place, relation in places:
        if relation.rule and relation.rule not in known:
            yield f"{place}：没有规则“{relation.rule}”（公式：{relation.formula}）"


def _form_formulas(form: Form) -> Iterator[str]:
    for formula in (formula for relation in form.relations for formula in relation.formulas):
        try:
            parsed = parse_relation(formula)
        except FormulaError as error:
            yield f"{form.id}：{error}"
            continue
        for name in (parsed.left, *parsed.names):
            if name not in form.names:
                yield f"{form.id}：公式“{formula}”中的数据项“{name}”不存在"
            elif form.names[name] in (Type.TEXT, Type.DATE, Type.VALUE):
                yield f"{form.id}：公式“{formula}”中的数据项“{name}”不是数值"


def _cross_formulas(form_set: FormSet) -> Iterator[str]:
    for formula in (formula for relation in form_set.relations for formula in relation.formulas):
        try:
            parsed = parse_relation(formula)
        except FormulaError as error:
            yield f"relations：{error}"
            continue
        for name in (parsed.left, *parsed.names):
            form_id, _, rest = name.partition(".")
            if form_id not in form_set.forms:
                yield f"relations：公式“{formula}”中没有表“{form_id}”"
            elif rest not in form_set.forms[form_id].names:
                yield f"relations：公式“{formula}”中，表“{form_id}”没有数据项“{rest}”"


def _parameter_sets(form_set: FormSet) -> Iterator[str]:
    for chosen in form_set.parameter_sets.values():
        for name, value in chosen.values.items():
            if name not in form_set.parameters:
                yield f"parameter_sets：参数组“{chosen.name}”中的参数“{name}”不在 parameters 中"
            elif not _same_kind(value, form_set.parameters[name].value):
                yield f"parameter_sets：参数组“{chosen.name}”中的参数“{name}”的内容不对：{value!r}"


def _same_kind(value: object, usual: object) -> bool:
    """Whether two values are both lists, both mappings or both single values; for a mapping there may be several."""
    values = value if isinstance(value, list) and isinstance(usual, dict) and value else [value]
    return all(
        isinstance(one, kind) == isinstance(usual, kind) for one in values for kind in (list, dict, str)
    )


def _standards(form_set: FormSet) -> Iterator[str]:
    """Scoring standards, the form set's own and those of its parameter sets, must be complete and name real values."""
    stated = {"parameters": form_set.parameters[STANDARDS].value} if STANDARDS in form_set.parameters else {}
    for name, chosen in form_set.parameter_sets.items():
        if STANDARDS in chosen.values:
            stated[f"parameter_sets/{name}"] = chosen.values[STANDARDS]
    for place, value in stated.items():
        try:
            standards = read_standards(value)
        except StandardError as error:
            yield f"{place}：{error}"
            continue
        for standard in standards.values():
            for name in (standard.part, standard.whole):
                form_id, _, rest = name.partition(".")
                form = form_set.forms.get(form_id)
                if form is None or rest not in form.names:
                    yield f"{place}：计分标准“{standard.name}”中的数据项“{name}”不存在"


def _template(form_set: FormSet) -> Iterator[str]:
    """The template is read like a return: every form and every label must be found in it."""
    path = form_set.folder / form_set.template
    try:
        ret = read_return(read_book(path.read_bytes()), [form_set])
    except (OSError, Unreadable) as error:
        yield f"表样 {form_set.template} 无法读取：{error}"
        return
    found = {form.id: form for form in ret.forms} if ret else {}
    for form in form_set.forms.values():
        if form.id not in found or not found[form.id].place.row:  # recognised without its title
            yield f"{form.id}：表样 {form_set.template} 中没有“{form.title.text}”，或标签相差太多"
        else:
            yield from _labels(found[form.id])


def _labels(found: FormReturn) -> Iterator[str]:
    if found.sheet != found.form.sheet:
        yield f"{found.id}：在工作表“{found.sheet}”中，而定义写的是“{found.form.sheet}”"
    for alteration in found.alterations:
        written = f"（表样写作“{alteration.found}”）" if alteration.found else ""
        yield f"{found.id}：表样中没有标签“{alteration.label}”{written}"
