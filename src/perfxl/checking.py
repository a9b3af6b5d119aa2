"""Check files: read a workbook, recognise its forms, audit them. The edge where files meet the pure core."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct, field
from msgspec.structs import replace

from perfxl.audit import audit
from perfxl.file_findings import (
    active_content,
    doubles,
    file_finding,
    incomplete,
    nothing_recognised,
    oversized,
    strangers,
    unreadable,
)
from perfxl.finding import Finding, Level
from perfxl.formset.listed import Listed, listed, listed_form_sets
from perfxl.formset.load import FormSetError
from perfxl.hidden import told_of_hidden
from perfxl.paths import os_reason
from perfxl.results_sheet import explained, take_results
from perfxl.returns.model import Return
from perfxl.returns.recognise import Recognition, recognise
from perfxl.rules.registry import Other, catalogue
from perfxl.workbook.decrypt import opened
from perfxl.workbook.model import Book, Unreadable
from perfxl.workbook.package import DEFAULT_LIMITS, file_too_large
from perfxl.workbook.read import read_book

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".xltx", ".xltm", ".ett"})
"""File names that are looked at in a folder; a file named on the command line is read whatever its name."""
WORD = ".docx"
RETURNS = WORKBOOKS | {WORD}
"""File names of what a unit may have sent its forms in: of Word documents only some hold forms."""


class Checked(Struct):
    """One file and what is wrong with it. ``ret`` is None where no form could be read.

    ``report`` is the report in words that was checked beside the forms, or alone; "" for none. ``files`` are the
    workbooks of a folder that is one return, by name, each with its SHA-256, "" for one that could not be read.
    ``without`` are the rules that were not to be checked.
    """

    path: str
    sha256: str
    ret: Return | None
    findings: list[Finding] = field(default_factory=list)
    report: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    without: Sequence[str] = ()

    @property
    def counts(self) -> dict[Level, int]:
        """How many findings there are of each level."""
        return {level: sum(finding.level is level for finding in self.findings) for level in Level}

    @property
    def following(self) -> int:
        """How many errors and warnings follow from another finding, go with it, and are not explained."""
        grave = (found for found in self.findings if found.level in (Level.ERROR, Level.WARNING))
        return sum(not found.primary and not found.explanation for found in grave)

    @property
    def unexplained(self) -> int:
        """How many findings the unit is asked about and has not explained."""
        return sum(found.asks and not found.explanation for found in self.findings)

    @property
    def verdict(self) -> str:
        """``unreadable``, ``rejected`` (an error), ``explain`` (something is asked) or ``accepted``."""
        if self.ret is None and not self.report:
            return "unreadable"
        if self.counts[Level.ERROR]:
            return "rejected"
        return "explain" if self.unexplained else "accepted"

    @property
    def failed_inside(self) -> bool:
        """Whether perfxl itself failed somewhere in this file."""
        return any(finding.rule == "WJ-09" for finding in self.findings)


ALWAYS_CHECKED = ("WJ-01", "WJ-02", "WJ-09")
"""The rules that tell of what was not audited: without them a return would pass unread."""


class Options(Struct, frozen=True):
    """How to check: with one form set or the best fitting one, for a certain year, for the public.

    ``parameters`` are the names of parameter sets of the form set, ``without`` the ids of rules that are not checked.
    """

    form_set: str | None = None
    year: int | None = None
    public: bool = False
    password: str | None = None
    parameters: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def form_sets(self) -> list[Listed]:
        """The form sets to choose from. Raises FormSetError for an id that does not exist."""
        return [listed(self.form_set)] if self.form_set else listed_form_sets()

    def recognise(self, book: Book) -> Recognition:
        """Find the forms of a workbook. Raises FormSetError."""
        return recognise(book, self.form_sets(), listed_form_sets() if self.form_set else (), self.year)

    def verify(self) -> None:
        """Raises FormSetError where the form set, a parameter set in all of the form sets, or a rule does not exist, and
        for a rule that is always checked.
        """
        form_sets = self.form_sets()
        for name in self.parameters:
            loaded = [form_set.load() for form_set in form_sets]
            if not any(name in form_set.parameter_sets for form_set in loaded):
                known = dict.fromkeys(key for form_set in loaded for key in form_set.parameter_sets)
                raise FormSetError(f"没有参数组“{name}”；可用：{'、'.join(known) or '（无）'}")
        for rule in self.without:
            if rule not in catalogue():
                raise FormSetError(f"没有规则“{rule}”，不能停用；规则目录见 perfxl rules")
            if rule in ALWAYS_CHECKED:
                raise FormSetError(f"{rule} {catalogue()[rule].disable.rstrip('。')}")

    def kept(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings but those of the rules that are not to be checked."""
        return [finding for finding in findings if finding.rule not in self.without]


def rule_ids(names: Iterable[str]) -> tuple[str, ...]:
    """Ids of rules as they are written, each once: ``bd-15`` is BD-15."""
    return tuple(dict.fromkeys(name.strip().upper() for name in names))


def is_temporary(name: str) -> bool:
    """Whether a file's name is a hidden one, or one that office programs give to files of theirs."""
    return name.startswith((".", "~$"))


def workbooks_in(paths: Iterable[Path], endings: Collection[str] = WORKBOOKS) -> Iterator[Path]:
    """The files to check: those named, and in folders every workbook (no hidden or temporary ones), sorted.

    A folder that cannot be read comes last: reading it says why.
    """
    for path in paths:
        if path.is_dir():
            closed: list[OSError] = []
            for folder, folders, names in os.walk(path, onerror=closed.append):
                folders.sort()
                for name in sorted(names):
                    if Path(name).suffix.lower() in endings and not is_temporary(name):
                        yield Path(folder) / name
            yield from (Path(error.filename) for error in closed)
        else:
            yield path


class Opened(Struct):
    """A file whose forms were read, before they are audited. ``findings`` is what is said of the file itself.

    ``text`` holds the lines of a Word document beside its forms; None for a workbook.
    ``explanations`` are the unit's own, by fingerprint. Where several workbooks are one return, ``files`` are those (as
    in ``Checked``), and ``own_explanations`` says for each sheet which ones its workbook brought.
    """

    path: str
    sha256: str
    ret: Return | None
    findings: list[Finding]
    sheets: Sequence[str] = ()
    explanations: Mapping[str, str] = field(default_factory=dict)
    book: Book | None = None
    text: Sequence[str] | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    own_explanations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def audited(self, options: Options, others: Sequence[Other] = ()) -> Checked:
        """Audit the forms, also beside other returns."""
        if self.ret is None:
            return Checked(
                self.path, self.sha256, None, self.findings, files=self.files, without=options.without
            )
        found = audit(self.ret, options.public, others, options.without)
        findings = options.kept(self.findings)
        findings += told_of_hidden(found, self.book) if self.book else found
        order = {name: number for number, name in enumerate(self.sheets)}
        findings.sort(key=lambda finding: (order.get(finding.place.sheet, -1), finding.place.row))
        told = self.explained(findings)
        return Checked(self.path, self.sha256, self.ret, told, files=self.files, without=options.without)

    def explained(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings with the unit's explanations; those of another workbook do not count for a sheet."""
        return explained(findings, self.explanations, self.own_explanations)


def check_file(path: Path, options: Options = Options()) -> Checked:
    """Check one file. Whatever is wrong with the file is a finding, never an exception."""
    return open_file(path, options).audited(options)


def check_bytes(data: bytes, name: str, options: Options = Options()) -> Checked:
    """Check a workbook's bytes; ``name`` is only reported."""
    return open_bytes(data, name, options).audited(options)


def check_book(book: Book, name: str, sha256: str, options: Options = Options()) -> Checked:
    """Check a workbook that was read."""
    return open_book(book, name, sha256, options).audited(options)


def open_file(path: Path, options: Options = Options()) -> Opened:
    """Read the forms of one file. Whatever is wrong with the file is a finding, never an exception."""
    try:
        data = bytes_of(path)
    except Unreadable as error:
        return Opened(str(path), "", None, [unreadable(str(error))])
    return open_bytes(data, str(path), options)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that may be a workbook. Raises Unreadable for what cannot be opened and what is too large."""
    try:
        state = path.stat()
        if not S_ISREG(state.st_mode) and not path.is_dir():
            raise Unreadable("not_workbook", "这不是普通文件（是管道、设备之类），没有打开")
        if state.st_size > DEFAULT_LIMITS.file_bytes:
            raise file_too_large(DEFAULT_LIMITS)
        return path.read_bytes()
    except OSError as error:
        raise Unreadable("missing", f"文件无法打开：{os_reason(error)}。请核对文件路径和权限。") from error


def open_bytes(data: bytes, name: str, options: Options = Options()) -> Opened:
    """Read the forms in the bytes of a workbook, or of a Word document; ``name`` is only reported."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        book = read_book(opened(data, options.password))
    except Unreadable as error:
        in_word = _open_word(data, name, sha256, options) if error.reason == "not_workbook" else None
        return in_word or Opened(name, sha256, None, [unreadable(str(error))])
    return open_book(book, name, sha256, options)


def _open_word(data: bytes, name: str, sha256: str, options: Options) -> Opened | None:
    """Read the forms in a Word document's bytes; None for one without any, and for any other file."""
    if not data.startswith(b"PK"):
        return None
    from perfxl.wordforms.reading import read_forms, read_from_word

    try:
        word = read_forms(data, options.recognise)
    except Unreadable:
        return None
    if not word.pages:
        return None
    file = open_book(word.book, name, sha256, options)
    said = [read_from_word(word)] if file.ret is not None else []
    return replace(file, findings=[*said, *file.findings], text=word.text)


def open_book(book: Book, name: str, sha256: str, options: Options = Options()) -> Opened:
    """Read the forms of a workbook; results that perfxl put into it are taken out."""
    explanations = take_results(book)
    recognition = options.recognise(book)
    ret = recognition.read(options.year)
    carried = [*oversized(book), *active_content(book)]
    if ret is None:
        nothing = nothing_recognised(book, recognition.strangers, options.form_set)
        return Opened(name, sha256, None, [nothing, *carried], book=book)
    said = [*incomplete(ret), *strangers(ret, bool(options.form_set)), *doubles(ret)]
    findings = [*_parameters(ret, options.parameters), *said, *carried]
    return Opened(name, sha256, ret, findings, [sheet.name for sheet in book.sheets], explanations, book)


def _parameters(ret: Return, names: Iterable[str]) -> Iterator[Finding]:
    """Let the return be audited with those parameter sets; the ones that its form set lacks are reported."""
    known = [name for name in names if name in ret.form_set.parameter_sets]
    for name in names:
        if name not in known:
            message = f"套表 {ret.form_set.id} 没有参数组“{name}”，已按套表自己的参数审核"
            yield file_finding("WJ-07", message)
    if known:
        ret.form_set = ret.form_set.with_parameters(known)
