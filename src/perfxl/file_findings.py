"""WJ: what is said of a file as a whole: sheets that are not audited, forms that lack or stand there twice. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from perfxl.finding import NOWHERE, Finding, Level, Place, fingerprint, without_conversion
from perfxl.formset.names import BASE, PROJECT
from perfxl.returns.copies import BLANK
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.same_project import how_they_differ, twice
from perfxl.returns.unaudited import Stranger
from perfxl.rules.registry import catalogue
from perfxl.workbook.model import Book

IN_WORD = "WJ-13"
"""That forms stand in a Word document."""
TWICE = "WJ-11"
"""That a form stands there twice."""
_OF_THE_YEAR = ("本年预算数", "本年决算数")
_LISTED, _SHEETS = 6, 8
"""How many missing labels and how many sheets a message names."""
_THIS_FILE, _THIS_FOLDER = "本文件", "本文件夹"


def file_finding(
    rule: str, message: str, place: Place = NOWHERE, fix: str = "", level: Level | None = None
) -> Finding:
    """A finding of a rule on the file, without a form; the rule's own advice and level where none are given."""
    info = catalogue()[rule]
    fix, level = fix or info.fix, level or info.level
    mark = fingerprint(rule, without_conversion(message), without_conversion(place.sheet))
    return Finding(rule, level, f"{message}。{fix}", place=place, basis=info.basis, fix=fix, fingerprint=mark)


def of_folder(finding: Finding) -> Finding:
    """What is said of a file, said of a folder whose workbooks are one return."""
    if not finding.message.startswith(_THIS_FILE):
        return finding
    return replace(finding, message=_THIS_FOLDER + finding.message.removeprefix(_THIS_FILE))


def unreadable(message: str, place: Place = NOWHERE) -> Finding:
    """WJ-01: why a file cannot be read, and what to do, where the message itself ends in an advice."""
    what, found, advice = message.rstrip("。").partition("。请")
    return file_finding("WJ-01", what, place, f"请{advice}。" if found else "")


def failed_inside(error: Exception) -> Finding:
    """WJ-09: that perfxl itself failed over a file."""
    return file_finding("WJ-09", f"审核程序自身出错（{type(error).__name__}: {error}），这个文件没有审核完")


def nothing_recognised(book: Book, unknown: Sequence[Stranger], asked: str | None = None) -> Finding:
    """WJ-02: no sheet is a form, or none of the form set that was ``asked`` for; what each is, or is like."""
    said = [f"工作表“{stranger.sheet}”{_likeness(stranger)}" for stranger in unknown]
    if not said:
        sheets = "、".join(sheet.name for sheet in book.sheets[:_SHEETS]) or "无"
        said = [f"没有含数字的工作表（工作表：{sheets}）"]
    known = Counter(stranger.form_set for stranger in unknown if stranger.recognised)
    none_of = f"套表 {asked} 的表" if known else "任何绩效表"
    fix = f"请去掉 --form-set，或改用 --form-set {known.most_common(1)[0][0]}。" if known else ""
    message = f"没有识别出{none_of}：{'；'.join(said[:_SHEETS])}{'等' if len(said) > _SHEETS else ''}"
    return file_finding("WJ-02", message, fix=fix)


def incomplete(ret: Return) -> Iterator[Finding]:
    """WJ-03: forms that the form set requires and that are not there."""
    present = {form.id for form in ret.forms}
    bases = [form for form in ret.forms if form.id == BASE]
    projects = not bases or any(map(_spends_on_projects, bases))
    wanted = (
        form
        for form in ret.form_set.forms.values()
        if not form.optional and (projects or not form.per_project)
    )
    missing = [form.title.text for form in wanted if form.id not in present]
    if missing:
        yield file_finding("WJ-03", f"{_THIS_FILE}中没有：{'、'.join(missing)}")


def _spends_on_projects(base: FormReturn) -> bool:
    """Whether a 基础数据表 states money of the year for projects; what cannot be read may be some."""
    rows = [row.values.get(column) for row in base.groups.get("项目", ()) for column in _OF_THE_YEAR]
    values = [*rows, *(base.value(f"项目支出.{column}") for column in _OF_THE_YEAR)]
    return any(value is not None and not value.blank and value.number != 0 for value in values)


def strangers(ret: Return, asked: bool) -> Iterator[Finding]:
    """WJ-04: sheets that are not audited. ``asked`` says that the form set was asked for: its forms alone are wanted."""
    for stranger in ret.strangers:
        place = Place(stranger.sheet, stranger.row, 1 if stranger.row else 0)
        if stranger.recognised:
            message = f"工作表“{stranger.sheet}”{_likeness(stranger)}，不属于审核所用的套表 {ret.form_set.id}，未审核"
            fix = f"请移到另一个文件报送，或用 --form-set {stranger.form_set} 另行审核。"
            yield file_finding("WJ-04", message, place, fix, Level.INFO if asked else Level.WARNING)
        else:
            message = f"工作表“{stranger.sheet}”没有识别为套表中的表，{_likeness(stranger)}"
            yield file_finding("WJ-04", message, place, level=Level.WARNING if stranger.near else None)


def doubles(ret: Return) -> Iterator[Finding]:
    """WJ-11: forms that stand there twice: which one was audited, or that nothing tells which one counts."""
    for copy in ret.copies:
        one, other = copy.form, copy.instead
        message = f"{_where(one)}的“{one.name}”{copy.why}，未审核"
        if other is not None:
            message = (
                f"{_where(one, [other])}与{_where(other, [one])}是同一种表（{other.name}），前者{copy.why}，未审核，"
                "审核和核对用的是后者"
            )
        fix = "请填写，或删去这张空白表。" if copy.why == BLANK else ""
        yield file_finding(TWICE, message, one.place, fix, Level.INFO if copy.hidden else None)
    for forms in ret.unsettled.values():
        where = "、".join(_where(form, forms) for form in forms)
        message = f"“{forms[0].name}”有 {len(forms)} 张（{where}），单位和年度相同而内容不同，不能判断以哪张为准，没有与其他表核对"
        yield file_finding(TWICE, message, forms[1].place)
    for form, first in twice(form for form in ret.forms if form.id != PROJECT):  # of which KB-04 tells
        message = f"{_where(form, ret.forms)}与{_where(first, ret.forms)}是同一个项目的“{form.name}”，{how_they_differ(form, first)}"
        at = form.value(form.form.project_name).place
        yield file_finding(TWICE, message, at, "请核对以哪张为准，只留一张。")
    if ret.units:
        units = "、".join(part.unit for part in ret.parts)
        message = f"{_THIS_FILE}有 {len(ret.units)} 个单位的表（{units}），已按单位分别审核和核对"
        fix = "请核对是否应分别报送；属于同一单位的，请统一单位名称。"
        yield file_finding(TWICE, message, ret.units[1][0].place, fix, Level.INFO)


def _where(form: FormReturn, others: Sequence[FormReturn] = ()) -> str:
    """The sheet of a form, and which one it is where another one stands on the same sheet."""
    same = [other.place for other in (form, *others) if other.sheet == form.sheet]
    begins = sorted({(place.row, place.col) for place in same})
    number = begins.index((form.place.row, form.place.col)) + 1
    return f"工作表“{form.sheet}”{f'上的第 {number} 张' if len(begins) > 1 else ''}"


def oversized(book: Book) -> Iterator[Finding]:
    """WJ-08: sheets of which not every cell was read."""
    for sheet in book.sheets:
        if sheet.oversized:
            message = f"工作表“{sheet.name}”过大（{sheet.oversized}），未审核"
            yield file_finding("WJ-08", message, Place(sheet.name))


def active_content(book: Book) -> Iterator[Finding]:
    """WJ-10: macros and links, which are left alone."""
    has = ["宏"] if book.macros else []
    if book.external_links:
        has.append(f"{book.external_links} 个外部链接")
    if has:
        yield file_finding("WJ-10", f"文件含有{'和'.join(has)}；审核时不运行、不打开，只看已保存的数值")


def _likeness(stranger: Stranger) -> str:
    """What a sheet is, or is like, and what it lacks for that."""
    if not stranger.title:
        return "与各套表中的表都不相近"
    name = f"“{stranger.title}”（套表 {stranger.form_set}）"
    if stranger.recognised:
        return f"是{name}"
    if not stranger.missing:
        return f"最接近{name}，{stranger.labels} 个标签都有，但排列与表样不同（如左右分栏），没有读出"
    more = "等" if len(stranger.missing) > _LISTED else ""
    lacks = f"{'、'.join(stranger.missing[:_LISTED])}{more}"
    return f"最接近{name}，标签只对上 {stranger.held}/{stranger.labels}，缺：{lacks}"
