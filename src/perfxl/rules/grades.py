"""ZP-29: the grade (等级) that a form states beside its total score; the bands by which grades are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from perfxl.formset.labels import compact
from perfxl.formset.model import FormSet, Type
from perfxl.formset.names import SCORING_TABLE, SELF_EVALUATIONS
from perfxl.measures import GRADE_BANDS, MeasureError, grade
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import close_up
from perfxl.returns.remarks import GRADE_NAME
from perfxl.returns.score_texts import score_in_words
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import execution
from perfxl.rules.context import Context, figure, lacking, unusable
from perfxl.rules.indicators import LIST
from perfxl.rules.ratings import total_of
from perfxl.rules.registry import Hit, form_rule

_FIELD, BANDS = "评价等级", "评价等级"
_ALIASES = {"优秀": "优", "良好": "良", "中等": "中", "较差": "差", "合格": "中", "不合格": "差"}
_TICKED = pattern(r"[☑☒√■✓✔]\s*([\u4e00-\u9fff]{1,3})")
_BOX = pattern("[□☐○☑☒√■✓✔]")
_LEADING = pattern(r"[\"“(]*([\u4e00-\u9fff]{1,3})[\"”)]*(?:等?级|等次?|\(.*|[,，。;；].*)?")
"""A grade with what may stand around it: ``“优”``, ``良（85分）``, ``优级``."""
_BEHIND = pattern(
    r"[0-9.]+分?\((?:自评|评[定价])?(?:等[级次]|结果)?:?([\u4e00-\u9fff]{1,3}?)(?:等?级|等次?)?\)"
)
"""A total score with a grade behind it: ``97.5分（优）``."""
_IN_LABEL = pattern(
    rf"[(,、;。](?:自评|评[定价])?(?:等[级次]|结果)?:?({GRADE_NAME})(?:等?级|等次?)?(?=[),、;。]|$)"
)
"""A grade among the figures of a total row's label: ``总分（自评得分97.5分，等级优）``."""


def bands_of(form_set: FormSet | None) -> dict[str, Decimal]:
    """The least score of each grade: the form set's own, else those of the whole country."""
    parameters = form_set.parameters if form_set else {}
    if BANDS not in parameters:
        return {name: Decimal(least) for least, name in GRADE_BANDS}
    return {str(name): Decimal(str(least)) for name, least in parameters[BANDS].value.items()}


def due_grade(bands: Mapping[str, Decimal], score: Decimal) -> str | None:
    """The grade of a total score; None for a score that is none (not from 0 to 100), or below every band."""
    try:
        return grade(score, sorted(((least, name) for name, least in bands.items()), reverse=True))
    except MeasureError:
        return None


def named_grade(bands: Mapping[str, Decimal], written: str) -> str | None:
    """The grade that a word means (良好 is 良), None for a word that is none."""
    name = written if written in bands else _ALIASES.get(written)
    return name if name in bands else None


@form_rule("ZP-29", *SELF_EVALUATIONS, SCORING_TABLE)
def stated_grade_fits_score(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The grade on the form is that of neither the total score as stated nor of what the scores add up to."""
    total = found.value("总分.得分")
    cell = found.values.get(_FIELD)
    if cell is None or not cell.text:
        cell = total
    bands = bands_of(context.ret.form_set)
    stated = _stated_grade(cell, bands) if cell.text else None
    if stated is None:
        return
    scores = [entry.values["得分"] for entry in found.entries.get(LIST, ()) if "得分" in entry.values]
    summed = total_of([execution(found)[1], *scores])
    known = [number for number in (total.number, summed) if number is not None]
    due = [due_grade(bands, number) for number in known]
    if unusable([total]):
        yield from lacking("等级与总得分是否相符", total, cell)
    elif due and due[0] and stated not in due:
        message = f"等级“{stated}”，总得分 {figure(known[0], Type.SCORE)}应为“{due[0]}”"
        related = [total] if total.number is not None else scores
        yield Hit(message, cell, due[0], stated=stated, related=related)


def _stated_grade(cell: Value, bands: Mapping[str, Decimal]) -> str | None:
    """The grade written or ticked; None for nothing, or for what is no sure grade."""
    ticked = {named_grade(bands, word) for word in _TICKED.findall(cell.text)}
    if ticked or _BOX.search(cell.text):
        return ticked.pop() if len(ticked) == 1 else None
    if cell.type is Type.SCORE and cell.inline is not None and cell.cell is not None:
        found = _IN_LABEL.search(close_up(cell.cell.text))
        return named_grade(bands, found[1]) if found else None
    text = compact(cell.text)
    match = _LEADING.fullmatch(text) or (_BEHIND.fullmatch(text) if text.endswith(")") else None)
    if match:
        return named_grade(bands, match[1])
    score = score_in_words(cell.text) if cell.type is Type.SCORE else None
    return named_grade(bands, score.grade) if score else None
