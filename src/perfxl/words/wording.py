"""BG-07 to BG-09 and TY-15: the period of a report, its problems, its counts of projects, its list of attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfxl.finding import Level
from perfxl.formset.labels import normal
from perfxl.formset.names import BASE
from perfxl.returns.model import FormReturn
from perfxl.words.outline import Section, annex_number
from perfxl.words.report_rules import ZERO, Report, Said, report_rule
from perfxl.words.statements import Figure
from perfxl.words.text import half
from perfxl.words.tokens import Sentence

_PERIOD = r"(?:上半年|前三季度|前三个季度|第?一季度|1[-~至—]6月份?|1[-~至—]9月份?)"
_ONLY_PART = re.compile(
    rf"{_PERIOD}[^，。；,;:：因受]{{0,12}}?(?:以下|如下|主要(?:开展|做|完成|工作)|工作(?:总结|情况|开展情况|如下)|总结|开展情况)"
)
_REST = re.compile(
    "下半年|第?四季度|全年(?:工作|开展|完成|组织|举办|共|累计)|7[-~至—]12月|1[-~至—]12月|三、四季度"
)
_HALF_YEAR_REPORT = re.compile("上半年|半年|季度|监控")
_NOTHING = re.compile(
    r"^[\s(:]*(?:暂?无|没有|暂无|不存在|未发现)(?:问题|存在问题|明显问题|建议|措施|其他)?[)\s。;:]*$"
)
PROBLEMS, NOT_PROBLEMS = r"问题|不足", r"其他|其它|需要说明|热点|解决"
MEASURES, NOT_MEASURES = r"措施|建议|整改|下一步", r"其他|其它|需要说明|保障措施|节约|问题"
_START, _ADDED, _TOTAL = (
    re.compile(r"年初|原有|期初|结转"), re.compile(r"追加|新增|年中|增加|增补|调增"),
    re.compile(r"全年|合计|共计|总计|一共|共有|共实施|共安排|全部|总共|共"),
)  # fmt: skip
_INCLUDED = re.compile("含|[比较]上年|同比|[比较]去年")
"""Words of a count that is a part of the one before it, or a change."""
_BRACKETS = re.compile(r"\([^()]*\)")
_ADDING = re.compile("(?:追加|新增|增加|增补|调增)$")
_FEWER = re.compile("取消|合并|调减|撤销|减少|终止|停止")
_COUNTED_FOR_ALL = re.compile("项目支出|纳入.{0,4}自评|预算项目|项目预算|自评项目")


@report_rule("BG-07")
def whole_year_is_covered(report: Report) -> Iterator[Said]:
    """An annual report sums up the work of a part of the year only."""
    if _HALF_YEAR_REPORT.search(report.outline.title) or _REST.search(half(report.text)):
        return
    for sentence in report.statements.sentences:
        if told := _ONLY_PART.search(half(sentence.text)):
            year = f"{report.year} 年度" if report.year else "年度"
            message = f"{year}报告只写“{sentence.text[told.start() : told.end()]}”，没有其余月份的工作"
            yield Said(message, sentence, told.span(), inputs=[sentence])
            return


@report_rule("BG-08")
def problems_and_measures_stated(report: Report) -> Iterator[Said]:
    """Problems or measures are said to be none."""
    sections = [
        *empty_sections(report, PROBLEMS, NOT_PROBLEMS),
        *empty_sections(report, MEASURES, NOT_MEASURES),
    ]
    sections = sorted(
        {section.paragraph: section for section in sections}.values(), key=lambda one: one.paragraph
    )
    if sections and not any(rule == "JF-06" for rule, _ in report.said_of_tables):
        titles = "、".join(f"“{section.title}”" for section in sections)
        yield Said(f"{titles}{'都' if len(sections) > 1 else ''}写“无”", paragraph=sections[0].paragraph)


def empty_sections(report: Report, words: str, unless: str) -> list[Section]:
    """The sections on a subject that say 无 and nothing else."""
    return [one for one in report.outline.about(words, unless) if _NOTHING.match(one.text)]


def told_problems(report: Report) -> str:
    """What the report says of its problems; "" where it says nothing, or 无."""
    texts = [one.text for one in report.outline.about(PROBLEMS, NOT_PROBLEMS) if not _NOTHING.match(one.text)]
    return next(
        (text for text in texts if text and not re.match(r"^[\[(<]?请(?:在此)?(?:填写|说明|补充)", text)), ""
    )


@report_rule("BG-09")
def project_counts_add_up(report: Report) -> Iterator[Said]:
    """Projects of the start of the year and projects added do not make the number of the whole year."""
    for sentence in report.statements.sentences:
        if "项目" not in sentence.text or _FEWER.search(sentence.text):
            continue
        text = _without_brackets(sentence.text)
        counts = list(_counts(report, sentence, text))
        if len(counts) < 3:
            continue
        roles = [_role(text, counts, at) for at in range(len(counts))]
        start, added, total = ([c for c, r in zip(counts, roles, strict=True) if r == n] for n in "sat")
        if not total and start and added and all(one.parent is start[0].parent for one in added):
            total = [start[0].parent] if start[0].parent is not None else []
        if len(start) != 1 or not added or len(total) != 1:
            continue
        computed = sum((one.number for one in (*start, *added)), ZERO)
        if computed != total[0].number:
            terms = "＋".join(str(one.number) for one in (*start, *added))
            message = f"年初和追加的项目（{terms}）共 {computed} 个，全年写 {total[0].number} 个"
            yield _counted(message, total[0], computed, counts)


def _without_brackets(text: str) -> str:
    """``text`` with blanks for what brackets say of a count before them, every other character in its place.

    Brackets that state both the projects of the start and those added split the number of all, and stay.
    """
    before, text = "", half(text)
    while before != text:
        before, text = text, _BRACKETS.sub(_blank, text)
    return text


def _blank(brackets: re.Match[str]) -> str:
    inside = brackets[0]
    return inside if _START.search(inside) and _ADDED.search(inside) else " " * len(inside)


def _counts(report: Report, sentence: Sentence, text: str) -> Iterator[Figure]:
    """The counts that a sentence states outside brackets, also those by which it says that projects were added."""
    figures = {one.start: one for one in report.statements.of(sentence)}
    for token in sentence.tokens:
        quantity = token.quantity
        if quantity is None or quantity.unit not in ("个", "项") or text[token.start] == " ":
            continue
        stated = figures.get(token.start)
        clause = re.split("[,;、]", text[: token.start])[-1]
        added = _ADDING.search(clause) or text.startswith("项目", token.end)
        if stated is None and not quantity.vague and added:
            stated = Figure(sentence, token.start, token.end, quantity)
        if stated is not None and stated.exact and not _INCLUDED.search(clause):
            yield stated


def _role(text: str, counts: list[Figure], at: int) -> str:
    """``s`` at the start, ``a`` added, ``t`` in total, by the words since the count before; "" for none."""
    begin = counts[at - 1].end if at else 0
    words = text[begin : counts[at].start]
    clause = re.split("[,;、]", words)[-1] or words
    for text in (clause, words):
        for role, pattern in (("a", _ADDED), ("s", _START), ("t", _TOTAL)):
            if pattern.search(text):
                return role
    return ""


def _counted(message: str, total: Figure, computed: Decimal, inputs: list[Figure]) -> Said:
    return Said(
        message, total.sentence, (inputs[0].start, total.end), str(total.number), computed, total.number - computed,
        ZERO, fault=total, inputs=inputs,
    )  # fmt: skip


@report_rule("BG-09")
def project_count_as_in_tables(report: Report) -> Iterator[Said]:
    """The number of all projects is not that of the base form."""
    base = report.form(BASE)
    rows = [row for row in base.groups.get("项目", ()) if row.name and row.counted] if base else []
    leaves = sum(1 for row in rows for _ in row.leaves)
    for one in report.statements.figures if rows else ():
        clause = re.split("[，；;]", one.sentence.text[: one.start])[-1]
        after = one.sentence.text[one.end : one.end + 4]
        all_of_them = one.quantity.unit == "个" and one.exact and after.startswith(("项目", "一级项目"))
        if not all_of_them or not re.search(r"共|全部|总计", clause[-6:]) or one.year != report.year:
            continue
        if _COUNTED_FOR_ALL.search(one.sentence.text) and one.number not in (len(rows), leaves):
            message = f"报告写共 {one.number} 个项目，基础数据表列有 {len(rows)} 个项目"
            said = _counted(message, one, Decimal(len(rows)), [one])
            said.related = [row.label for row in rows]
            yield said
            return


@report_rule("TY-15")
def attachments_as_listed(report: Report) -> Iterator[Said]:
    """The list of attachments numbers them otherwise than the attachments themselves."""
    listed = report.outline.listed_attachments
    if not listed:
        return
    pairs: list[tuple[int, int]] = []
    places = []
    for number, title, _ in listed:
        for form in report.ret.forms if report.ret else ():
            if _is_form(title, form) and (actual := _annex_of(form)):
                pairs.append((number, actual))
                places.append(form.place)
                break
        else:
            actual = next(
                (n for n, line in report.outline.annexes if normal(line) and normal(line) in normal(title)), 0
            )
            if actual:
                pairs.append((number, actual))
    if any(number != actual for number, actual in pairs):
        stated = "、".join(str(number) for number, _, _ in listed)
        actual_numbers = "、".join(str(actual) for _, actual in pairs)
        message = f"正文所列附件编号为 {stated}，实有附件编号为 {actual_numbers}"
        yield Said(
            message,
            paragraph=listed[0][2],
            stated=stated,
            computed=actual_numbers,
            level=Level.INFO,
            related=places,
        )


def _is_form(title: str, form: FormReturn) -> bool:
    names = (form.form.title.text, *form.form.title.aliases, form.id)
    return any(normal(name) in normal(re.sub(r"\(.*", "", half(title))) for name in names)


def _annex_of(form: FormReturn) -> int:
    """The number of the annex that a form says it is: above its title, else in its sheet's name."""
    above = [cell.text for cell in form.cells[:3] if form.place.row == 0 or cell.row <= form.place.row]
    return next((number for text in (*above, form.sheet) if (number := annex_number(text))), 0)
