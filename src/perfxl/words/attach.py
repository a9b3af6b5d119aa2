"""Reports beside workbooks: find them, read them, add what they say to what was found. The edge where files are read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from perfxl.checking import Checked, Opened, Options, open_file
from perfxl.file_findings import file_finding
from perfxl.finding import Finding, Level, fingerprint
from perfxl.formset.labels import compact
from perfxl.formset.names import REPORT
from perfxl.paths import os_reason
from perfxl.returns.model import Return
from perfxl.rules.registry import catalogue
from perfxl.words.document import OTHER_REPORTS, REPORTS, Document, Paragraph, read_document
from perfxl.words.printed_forms import printed_forms
from perfxl.words.text import clean
from perfxl.workbook.model import Unreadable

_MOST_OPENED = 12
"""Of so many reports in a folder the heads are read; where there are more, only their names count."""
_LEAST_HEADINGS, _LEAST_NAME = 3, 4
_WORD = ".docx"
_SPENDING = re.compile("绩效|预算|决算|支出|经费")
_NO_REPORT = re.compile("(?:通知|办法|方案|细则|指引|规程)$")
"""How the title of a text ends that asks for reports and is none."""
_FORM_HEADINGS = ("指标", "分值", "得分", "执行率")
_ENOUGH_HEADINGS, _LONGEST_HEADING = 2, 20
"""A table with so many of the headings may be meant as a performance form; longer cells are no headings."""
_KINDS = {".pdf": " PDF", ".docx": " Word 文档"}
"""What a file of forms is called by its name; plain text otherwise."""
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")


class Beside(Struct):
    """The report that lies beside a workbook, if there is one, and what should be said of the choice (in Chinese)."""

    path: Path | None = None
    notes: list[str] = field(default_factory=list)


def is_report(path: Path) -> bool:
    """Whether a file's name is that of a report, not of a workbook."""
    return path.suffix.lower() in REPORTS | OTHER_REPORTS


def open_named(path: Path, options: Options) -> Opened | None:
    """The forms of a file that the user named; None for a report in words, see :func:`check_report`.

    A Word document may hold forms, or a report with forms behind it.
    """
    if not is_report(path):
        return open_file(path, options)
    file = open_file(path, options) if path.suffix.lower() == _WORD else None
    if file is None or file.book is None or (file.ret is None and tells(file)):
        return None
    return file


def with_report(file: Opened, checked: Checked, report: Path | None = None) -> tuple[Checked, list[str]]:
    """What was found in a return and in its report: the one named, else the one beside the file, if any.

    The report of a Word document that has forms and tells something beside them is itself.
    The notes are Chinese sentences for the user. A named report that cannot be read is a finding (a warning); one that
    merely lies beside the file and cannot be read, a scan of the signed forms for example, is only noted.
    """
    if file.ret is None:
        return checked, [] if report is None else ["工作簿没有读出任何表，报告没有核对"]
    beside = _report_of(file, file.ret, report)
    if beside.path is None:
        return checked, beside.notes
    try:
        document = _read(beside.path)
    except Unreadable as error:
        if report is None:
            return checked, [*beside.notes, f"{beside.path.name} 没有核对：{error}"]
        return _added(file, checked, report, [unreadable_report(str(error), Level.WARNING)]), beside.notes
    if report is None and not looks_like_report(document):
        return checked, beside.notes
    from perfxl.words.audit import audit_report

    said = audit_report(document, file.ret, checked.findings)
    findings = [finding for finding in said if finding.rule not in checked.without]
    if report is not None:
        beside.notes.extend(_of_another(document, file.ret, report.name))
        if not said and not _comparable(document, file.ret):
            findings = [_nothing_compared(Level.INFO)]
    return _added(file, checked, beside.path, findings), beside.notes


def _report_of(file: Opened, ret: Return, report: Path | None) -> Beside:
    """The report to check beside a return, and what should be said of the choice."""
    path = Path(file.path)
    if report is not None:
        if not has_only_forms(report):
            return Beside(report)
        alone = "；要审核它请单独指定" if report.suffix.lower() == _WORD else ""
        return Beside(None, [f"{report.name} 里是绩效表，不是自评报告，没有核对{alone}"])
    return Beside(path) if tells(file) else report_beside(path, ret)


def tells(file: Opened) -> bool:
    """Whether a Word document is a report beside its forms."""
    lines = enumerate(map(clean, file.text or ()), 1)
    paragraphs = tuple(Paragraph(number, line) for number, line in lines)
    return looks_like_report(Document(file.path, file.sha256, paragraphs))


def has_only_forms(path: Path) -> bool:
    """Whether a file that by its name may be a report is a Word document of forms, or forms printed as PDF."""
    try:
        return _has_only_forms(path, path.stat().st_mtime_ns)
    except OSError:
        return False


@lru_cache(maxsize=64)
def _has_only_forms(path: Path, changed: int) -> bool:
    if path.suffix.lower() == _WORD:
        file = open_file(path)
        return file.ret is not None and not tells(file)
    try:
        document = _read(path)
    except Unreadable:
        return False
    return not looks_like_report(document) and bool(printed_forms(document))


def _of_another(document: Document, ret: Return, name: str) -> Iterator[str]:
    """Notes on a named report that by its head is another unit's or another year's."""
    from perfxl.words.outline import Outline

    outline = Outline(document)
    head = "".join((outline.title, *outline.title_lines))
    if ret.year and outline.year not in (0, ret.year) and str(outline.year) in head:
        yield f"{name} 写的是 {outline.year} 年度，报送件是 {ret.year} 年度，仍按指定核对，请核对是否给错了报告"
    unit = compact(ret.unit)
    named = unit and any(unit in compact(one.text) for one in document.paragraphs)
    if unit and outline.units and not named:
        said = "、".join(outline.units)
        yield f"{name} 写的单位是“{said}”，报送件是“{ret.unit}”，仍按指定核对，请核对是否给错了报告"


def check_report(path: Path, options: Options = Options()) -> Checked:
    """Check a report alone, for what it says in itself. Whatever is wrong with the file is a finding."""
    try:
        document = _read(path)
    except Unreadable as error:
        return Checked(str(path), "", None, [unreadable_report(str(error), Level.ERROR)])
    from perfxl.words.audit import audit_report

    forms, report = printed_forms(document), looks_like_report(document)
    if not report and (forms or any(map(_may_be_form, document.tables))):
        return Checked(str(path), document.sha256, None, [_forms_unread(document, forms)])
    findings = audit_report(document)
    if not findings and not _comparable(document, None):
        if not report:
            return Checked(str(path), document.sha256, None, [_nothing_compared(Level.ERROR)])
        findings = [_nothing_compared(Level.INFO)]
    elif not report:
        findings = [_another_text(), *findings]
    findings = options.kept([*_no_form_among(document, forms), *findings])
    return Checked(str(path), document.sha256, None, findings, report=str(path), without=options.without)


def _forms_unread(document: Document, forms: Sequence[str]) -> Finding:
    """The finding that a file is no report but forms, none of which could be read as one."""
    if forms:
        what = f"这是报表的{_KINDS.get(Path(document.name).suffix.lower(), '文字')}，其中的“{'”“'.join(forms)}”没有审核"
        return file_finding("WJ-02", what, fix="请报送填报用的工作簿。")
    like = sum(map(_may_be_form, document.tables))
    what = f"有 {like} 张表格像绩效表，没有一张认出是套表中的绩效表，表格没有审核"
    return file_finding("WJ-02", what, fix="请改用下发的表样填写，或报送填报用的工作簿。")


def _no_form_among(document: Document, forms: Sequence[str]) -> Iterator[Finding]:
    """The finding that a report alone has forms or other tables that are not audited: a warning where one may be a form."""
    like = sum(map(_may_be_form, document.tables))
    if forms and not like:
        fix = "请另行报送填报用的工作簿。"
        text = f"文中的绩效表“{'”“'.join(forms)}”没有审核，只核对了报告的文字。{fix}"
        yield _of_report("WJ-02", Level.WARNING, text, fix)
    elif document.tables:
        which = f"有 {len(document.tables)} 张表格" + (f"（其中 {like} 张像绩效表）" if like else "")
        fix = "请改用下发的表样填写，或把绩效表另行报送。" if like else "请核对绩效表是否另行报送。"
        text = f"{which}，没有一张认出是套表中的绩效表，表格没有审核，只核对了报告的文字。{fix}"
        yield _of_report("WJ-02", Level.WARNING if like else Level.INFO, text, fix)


def _may_be_form(table: Sequence[Sequence[str]]) -> bool:
    """Whether a table has the headings of budgets and scores that performance forms have."""
    cells = {cell for row in table for cell in row if len(cell) <= _LONGEST_HEADING}
    return sum(any(heading in cell for cell in cells) for heading in _FORM_HEADINGS) >= _ENOUGH_HEADINGS


def _comparable(document: Document, ret: Return | None) -> bool:
    """Whether a report states anything that can be compared."""
    from perfxl.words.audit import read_report

    read = read_report(document, ret).statements
    return bool(document.tables or read.figures or read.changes or read.shares or read.parts)


def folder_of(path: Path) -> Path:
    """Where the report of a return lies: beside the workbook, or in the folder that is returned as a whole."""
    return path if path.is_dir() else path.parent


def report_beside(path: Path, ret: Return) -> Beside:
    """The report of the same unit and year in the folder of a workbook.

    One with the workbook's own name is preferred, then one with the unit's name in its own, then one whose head names
    the unit. Of several that fit equally none is taken. A Word document of forms is no report.
    """
    found = (one for one in _reports_in(folder_of(path)) if one.name != path.name)
    candidates = [one for one in found if _fits_year(one.name, ret)]
    same_name = [one for one in candidates if one.stem == path.stem]
    unit = compact(ret.unit)
    named = [one for one in candidates if len(unit) >= _LEAST_NAME and unit in compact(one.name)]
    for fitting in (same_name, named):
        if reports := [one for one in fitting if not has_only_forms(one)]:
            return _chosen(reports)
    if len(unit) < _LEAST_NAME or len(candidates) > _MOST_OPENED:
        return Beside()
    heads = [one for one in candidates if _head_names(one, unit, ret.year)]
    return _chosen([one for one in heads if not has_only_forms(one)])


def _chosen(fitting: list[Path]) -> Beside:
    if len(fitting) > 1:
        names = "、".join(one.name for one in fitting)
        return Beside(
            None, [f"有 {len(fitting)} 份报告（{names}），没有核对，请只留一份，或在命令行用 --report 指定"]
        )
    return Beside(fitting[0] if fitting else None)


def _fits_year(name: str, ret: Return) -> bool:
    years = {int(year) for year in _YEAR.findall(name)}
    return not years or ret.year is None or ret.year in years


def _reports_in(folder: Path) -> tuple[Path, ...]:
    try:
        return _listed(str(folder), folder.stat().st_mtime_ns)
    except OSError:
        return ()


@lru_cache(maxsize=16)
def _listed(folder: str, changed: int) -> tuple[Path, ...]:
    """The reports in a folder, as long as it is not changed."""
    with os.scandir(folder) as entries:
        names = [
            entry.name for entry in entries if not entry.name.startswith((".", "~$")) and entry.is_file()
        ]
    return tuple(Path(folder) / name for name in sorted(names) if Path(name).suffix.lower() in REPORTS)


@lru_cache(maxsize=64)
def _head(path: Path, changed: int) -> tuple[tuple[str, ...], int] | None:
    """The names of the unit and the year in the head of a report; None for what is none."""
    from perfxl.words.outline import Outline

    try:
        document = _read(path)
    except Unreadable:
        return None
    outline = Outline(document)
    return ((*outline.units, outline.title), outline.year) if looks_like_report(document) else None


def _head_names(path: Path, unit: str, year: int | None) -> bool:
    try:
        head = _head(path, path.stat().st_mtime_ns)
    except OSError:
        return False
    if head is None:
        return False
    names, stated = head
    same_unit = any(
        unit in compact(name) or (len(name) >= _LEAST_NAME and compact(name) == unit) for name in names
    )
    return same_unit and (not stated or year is None or stated == year)


def looks_like_report(document: Document) -> bool:
    """Whether a document is a report: its title says so, or it has the outline of one and speaks of money spent."""
    from perfxl.words.outline import Outline

    outline = Outline(document)
    if outline.title:
        return not _NO_REPORT.search(outline.title)
    if len(outline.sections) < _LEAST_HEADINGS:
        return False
    telling = [
        one for one in outline.sections if "。" in one.text
    ]  # the rows of a form are numbered like headings
    outlined = len(telling) >= _LEAST_HEADINGS or not printed_forms(document)
    return outlined and any(_SPENDING.search(one.text) for one in document.paragraphs)


def unreadable_report(message: str, level: Level) -> Finding:
    """The finding that a report cannot be read."""
    what, found, advice = message.rstrip("。").partition("。请")
    fix = f"请{advice}。" if found else "请核对文件，另存后重新报送。"
    return _of_report("WJ-01", level, f"{what}。{fix}", fix)


def _nothing_compared(level: Level) -> Finding:
    """The finding that a report was read, but nothing in it that could be at fault."""
    fix = "请核对是不是要核对的报告。"
    return _of_report("WJ-02", level, f"没有读出可以核对的金额、比率和表格，等于没有核对。{fix}", fix)


def _another_text() -> Finding:
    """The finding that a text has figures, but is no report by its title and outline."""
    fix = "请核对是不是要审核的文件。"
    return _of_report("WJ-02", Level.WARNING, f"看标题和提纲不像自评报告，只核对了文中的数。{fix}", fix)


def _of_report(rule: str, level: Level, text: str, fix: str) -> Finding:
    mark, basis = fingerprint(rule, REPORT, text.rstrip("。")), catalogue()[rule].basis
    return Finding(rule, level, f"【{REPORT}】{text}", REPORT, basis=basis, fix=fix, fingerprint=mark)


def _read(path: Path) -> Document:
    """Read a report's file. Raises ``Unreadable`` whatever is wrong with it."""
    from perfxl.words.parts import DEFAULT_LIMITS

    try:
        if not path.is_file():
            raise Unreadable("missing", "报告文件不存在，或不是普通文件。")
        if path.stat().st_size > DEFAULT_LIMITS.bytes:
            raise Unreadable("too_large", f"报告超过 {DEFAULT_LIMITS.bytes // 1_000_000} MB，未读取。")
        return _document(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise Unreadable("damaged", f"报告无法打开：{os_reason(error)}。") from error


@lru_cache(maxsize=4)
def _document(path: Path, changed: int) -> Document:
    """A report's file as long as it is not changed: it is looked at before it is checked, and a PDF takes its time."""
    return read_document(path.read_bytes(), path.name)


def _added(file: Opened, checked: Checked, report: Path, findings: Iterable[Finding]) -> Checked:
    """Those findings before those of the sheets, in the order of the file."""
    own = file.explained(findings)
    of_file = [finding for finding in checked.findings if not finding.place.sheet]
    of_sheets = [finding for finding in checked.findings if finding.place.sheet]
    return replace(checked, findings=[*of_file, *own, *of_sheets], report=str(report))
