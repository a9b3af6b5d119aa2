"""JF-06, JF-07, ZP-23, ZP-29 and KB-03: scores and forms of the return against what the report says in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.finding import Level, decimal_text
from perfxl.formset.model import Type
from perfxl.formset.names import OVERALL, SCORING_TABLE
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.context import figure
from perfxl.rules.grades import bands_of, due_grade, named_grade
from perfxl.rules.indicators import indicators
from perfxl.rules.scoring_lines import Line
from perfxl.rules.scoring_table import judged
from perfxl.rules.wording import short
from perfxl.words.report_rules import ZERO, Report, Said, project_key, report_rule
from perfxl.words.statements import Basis, Figure
from perfxl.words.tokens import MONEY
from perfxl.words.wording import (
    MEASURES,
    NOT_MEASURES,
    NOT_PROBLEMS,
    PROBLEMS,
    empty_sections,
    told_problems,
)  # fmt: skip

_ONLY_LESS = re.compile("只减不增|零增长|只降不升")
_DENIED = re.compile(r"(?:未能?|没有|不能|尚未|未做到)[^，。；]{0,8}$")
_GRADE = re.compile(
    r"(?:等级|等次|档次|评级|级别|评定|评价结果|自评结果|自评结论|评价结论)(?:评定|结果|定|评)?(?:均)?(?:为|:|是|达到)?(?:[\"“‘])?"
    r"(优秀|良好|中等|较差|不合格|合格|优|良|中|差)(?![一-鿿])"
)
_CONCLUSION = r"评价结论|自评结论|综合评价|评价结果"
_HEADS = re.compile("基本情况|支出情况|绩效情况|存在的?问题|改进措施|绩效目标")
_LEAST_HEADS = 3
_NAMED = 6


def _deducted(lines: Sequence[Line]) -> tuple[Decimal, list[Value]] | None:
    """By how much the scores are below the full marks in all, and where; None where one is missing."""
    total, cells = ZERO, []
    for line in lines:
        if line.weight is None or line.score.number is None:
            return None
        if line.score.number < line.weight:
            total += line.weight - line.score.number
            cells.append(line.score)
    return total, cells


@report_rule("JF-06")
def deductions_are_explained(report: Report) -> Iterator[Said]:
    """The unit deducts marks of its own and says that there are no problems."""
    table = report.form(SCORING_TABLE)
    empty = empty_sections(report, PROBLEMS, NOT_PROBLEMS)
    lines = judged(table) if table else ()
    if not empty or not lines:
        return
    empty += empty_sections(report, MEASURES, NOT_MEASURES)
    titles = "、".join(f"“{section.title}”" for section in empty)
    deducted = _deducted(lines)
    if deducted is None:
        broken = next(line.score for line in lines if line.score.number is None or line.weight is None)
        message = f"{titles}写“无”，而计分表“{broken.text or '空'}”不是有效分数，不能判断是否有扣分"
        yield Said(
            message, paragraph=empty[0].paragraph, level=Level.UNDECIDED, related=[broken], primary=False
        )
        return
    marks, cells = deducted
    if marks > 0:
        message = f"计分表自评扣 {decimal_text(marks)} 分（{len(cells)} 项），报告{titles}{'都' if len(empty) > 1 else ''}写“无”"
        yield Said(message, paragraph=empty[0].paragraph, related=cells)


@report_rule("JF-07")
def scores_do_not_contradict_the_words(report: Report) -> Iterator[Said]:
    """The change of the three public expenses has less than full marks, and the report claims that they only fell."""
    table = report.form(SCORING_TABLE)
    claims = [
        (sentence, told) for sentence in report.statements.sentences if (told := _ONLY_LESS.search(sentence.text))
        if "三公" in sentence.text and not _DENIED.search(sentence.text[: told.start()])
    ]  # fmt: skip
    for line in judged(table) if table and claims else ():
        if "三公" not in line.key or "变动率" not in line.key or line.weight is None:
            continue
        sentence, told = claims[0]
        if line.score.number is None:
            message = f"报告称三公经费“{told.group()}”，计分表{line.name}“{line.score.text or '空'}”不是有效分数，不能判断是否矛盾"
            yield Said(
                message, sentence, told.span(), level=Level.UNDECIDED, related=[line.score], primary=False
            )
        elif line.score.number < line.weight:
            message = f"报告称三公经费“{told.group()}”，而计分表{line.name}自评 {figure(line.score.number, Type.SCORE)}"
            message += f"（满分 {figure(line.weight, Type.SCORE)}），该项只在三公经费增加时扣分"
            yield Said(message, sentence, told.span(), related=[line.score, line.label])


@report_rule("ZP-23")
def full_marks_beside_problems(report: Report) -> Iterator[Said]:
    """Every indicator has full marks, and the report tells of problems."""
    table = report.form(OVERALL)
    problems = told_problems(report)
    if table is None or not problems:
        return
    marks = [(one.weight.number, one.score.number) for one in indicators(table)]
    if len(marks) >= 2 and all(weight is not None and weight == score for weight, score in marks):
        total = table.value("总分.得分")
        related = [total] if total.place.row else []
        message = f"部门自评表 {len(marks)} 个指标全部满分，报告却写有问题“{short(problems)}”"
        section = next(one for one in report.outline.about(PROBLEMS, NOT_PROBLEMS) if one.text == problems)
        primary = ("ZP-23", OVERALL) not in report.said_of_tables
        fix = "请核实各指标的完成值和得分，或改报告。"
        yield Said(message, paragraph=section.paragraph, related=related, primary=primary, fix=fix)


def _bands(report: Report) -> dict[str, Decimal]:
    return bands_of(report.ret.form_set if report.ret else None)


def _score_of_tables(report: Report) -> tuple[FormReturn, Value] | None:
    for path in report.words.items["总得分"].actual:
        found = report.field(path)
        if found is not None and not found[1].blank:
            return found
    return None


@report_rule("ZP-29")
def grade_fits_score(report: Report) -> Iterator[Said]:
    """The grade is not that of the score; or a report with a conclusion states neither."""
    scores = [
        one
        for one in report.statements.figures
        if one.item == "总得分" and one.quantity.unit == "分" and one.exact
    ]
    told = _stated_grade(report)
    table = _score_of_tables(report)
    if told is not None:
        yield from _wrong_grade(report, told, scores, table)
    elif not scores and table is not None and table[1].number is not None:
        sections = report.outline.about(_CONCLUSION)
        if sections:
            form, value = table
            number = table[1].number
            due = due_grade(_bands(report), number)
            graded = f"，应为“{due}”" if due else ""
            message = f"“{sections[0].title}”没有写总得分和等级；{form.name}合计 {figure(number, Type.SCORE)}{graded}"
            yield Said(message, paragraph=sections[0].paragraph, level=Level.INFO, related=[value])


def _stated_grade(report: Report) -> tuple[int, str, tuple[int, int]] | None:
    for at, sentence in enumerate(report.statements.sentences):
        if found := _GRADE.search(sentence.text):
            return at, found[1], found.span()
    return None


def _wrong_grade(
    report: Report,
    told: tuple[int, str, tuple[int, int]],
    scores: Sequence[Figure],
    table: tuple[FormReturn, Value] | None,
) -> Iterator[Said]:
    at, written, span = told
    sentence = report.statements.sentences[at]
    bands = _bands(report)
    grade = named_grade(bands, written)
    near = [one for one in scores if one.sentence is sentence] or list(scores)
    score = near[-1].number if near else table[1].number if table else None
    if score is None and table is not None and not table[1].blank:
        message = f"等级写“{written}”，{table[0].name}合计“{table[1].text}”不是有效分数，不能判断等级"
        yield Said(message, sentence, span, level=Level.UNDECIDED, related=[table[1]], primary=False)
    elif score is not None and grade is not None and (due := due_grade(bands, score)) not in (grade, None):
        message = f"总得分 {figure(score, Type.SCORE)}应为“{due}”，报告写“{written}”"
        related = [table[1]] if table and not near else []
        inputs: list[object] = [near[-1]] if near else []
        yield Said(message, sentence, span, written, due, related=related, inputs=inputs)


@report_rule("KB-03")
def forms_are_attached(report: Report) -> Iterator[Said]:
    """A whole report that tells of projects comes without any form."""
    heads = {match.group() for one in report.outline.sections if (match := _HEADS.search(one.title))}
    if report.ret is not None or report.document.tables or len(heads) < _LEAST_HEADS:
        return
    names: dict[str, str] = {}
    for one in report.statements.figures:
        if (
            one.residue
            and one.quantity.unit == MONEY
            and one.basis is Basis.ACTUAL
            and one.named_here
            and _is_project(one)
        ):
            names.setdefault(project_key(one.name), one.name)
    if names:
        listed = "、".join(list(names.values())[:_NAMED])
        message = f"报告写有 {len(names)} 个项目（{listed}），没有附基础数据表和项目自评表，无法核对"
        yield Said(
            message,
            stated="0",
            computed=str(len(names)),
            difference=Decimal(-len(names)),
            level=Level.WARNING,
        )


def _is_project(one: Figure) -> bool:
    return bool(re.search(r"(?:经费|专项|项目|工程)$", one.name)) and len(one.name) <= 24
