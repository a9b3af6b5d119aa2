"""What a worker does with one file."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from perfxl.batch.messages import NO_KEY, Job, Partner, Report, Settings
from perfxl.batch.outcome import outcome_of, to_line
from perfxl.batch.sources import SourceError, hash_of, is_url, read_url
from perfxl.checking import Checked, Opened, Options, open_bytes, open_file
from perfxl.file_findings import failed_inside, file_finding
from perfxl.finding import fingerprint
from perfxl.output import terminal_style, text_report
from perfxl.pairing import Partners, key_of, named
from perfxl.paths import real
from perfxl.returns.model import Return
from perfxl.rules.registry import Link, Other
from perfxl.unit_folder import open_folder
from perfxl.words.attach import check_report, folder_of, is_report, open_named, with_report

_COMPRESSION = 1
_UNREADABLE, _INTERNAL = "WJ-01", "WJ-09"
_STOPPED = {
    "timeout": "审核超过 {timeout:g} 秒没有完成，已停止",
    "memory": "审核所需的内存超过 {memory} MB，已停止",
    "crash": "审核进程在读取这个文件时反复异常退出",
}
_ADVICE = {
    "timeout": "请用 perfxl check 单独审核这个文件（不限时），或用 --timeout 多给些时间；"
    "仍不行的，请把绩效表复制到新建的工作簿后重新报送。",
    "memory": "请删除无关内容（空白行列、多余工作表、图片），或用 --memory 放宽后再审。",
    "crash": "请把绩效表复制到新建的工作簿后重新报送。",
}


class LastError(Exception):
    """A file named for comparison that cannot be read; ``str()`` is Chinese."""


class Checker:
    """Checks files one after the other; what they share is read once. Raises LastError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._last = [(Path(path), _last(path, settings.options)) for path in settings.last]

    def check(self, job: Job) -> Report:
        """Check one file. Whatever is wrong with it is a finding; MemoryError is passed on."""
        if job.known and identity_of(job.path, hash_of(job.path)) == job.known:
            return Report(job.path, "same", identity=job.known)
        try:
            return self._checked(job)
        except MemoryError:
            raise
        except Exception as error:
            result = Checked(job.path, hash_of(job.path), None, [failed_inside(error)])
            return _report(self._settings, job, result)

    def _checked(self, job: Job) -> Report:
        file = _opened(job.path, self._settings.options)
        if _is_no_return(job, file):
            sha256 = file.sha256 if file is not None else hash_of(job.path)
            return Report(job.path, sha256=sha256, identity=identity_of(job.path, sha256))
        if file is None:
            return _report(self._settings, job, check_report(Path(job.path), self._settings.options))
        given = self._given(job.path, file.ret)
        covered = {other.link for other in given.others}
        others = [
            other for other in _others(job.partners, self._settings.options) if other.link not in covered
        ]
        result = file.audited(self._settings.options, [*given.others, *others])
        result, notes = with_report(file, result)
        given.notes.extend(notes)
        return _report(self._settings, job, result, file, given)

    def _given(self, path: str, ret: Return | None) -> Partners:
        """The partners among the files that the user named."""
        if ret is None or not self._last:
            return Partners()
        here = None if is_url(path) else real(path)
        return named(ret, [(last.name, other) for last, other in self._last if real(last) != here])


def _is_no_return(job: Job, file: Opened | None) -> bool:
    """Whether what was found in a folder is nothing that a unit returns: Word documents without forms."""
    if file is None:
        return job.found
    if file.ret is not None:
        return False
    return job.found or (not file.files and not is_url(job.path) and Path(job.path).is_dir())


def identity_of(path: str, sha256: str) -> str:
    """What a file's result follows from: its bytes and the reports that lie beside it; "" where it cannot be read."""
    beside = "" if is_url(path) or not sha256 else _reports_beside(str(folder_of(Path(path))))
    return f"{sha256}+{beside}" if beside else sha256


@lru_cache(maxsize=256)
def _reports_beside(folder: str) -> str:
    """A mark of the reports in a folder as they are when it is first asked for; "" where there are none."""
    try:
        with os.scandir(folder) as entries:
            found = [
                (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
                for entry in entries
                if is_report(Path(entry.name))
            ]
    except OSError:
        return ""
    return fingerprint(*map(repr, sorted(found))) if found else ""


def stopped(job: Job, state: str, sha256: str, settings: Settings) -> Report:
    """The report on a file whose worker had to be killed, or died of it: ``timeout``, ``memory`` or ``crash``."""
    message = _STOPPED[state].format(timeout=settings.timeout, memory=settings.memory)
    result = Checked(job.path, sha256, None, [file_finding(_UNREADABLE, message, fix=_ADVICE[state])])
    return _report(settings, job, result)


def _report(
    settings: Settings,
    job: Job,
    result: Checked,
    file: Opened | None = None,
    given: Partners | None = None,
) -> Report:
    given = given or Partners()
    copied, uncopied, failed = "", "", False
    if job.copy:
        password = settings.options.password
        copied, uncopied, failed = marked_copy(Path(job.path), result, Path(job.copy), password)
    return Report(
        job.path,
        sha256=result.sha256,
        identity=identity_of(job.path, result.sha256),
        key=key_of(result.ret) if result.ret else NO_KEY,
        verdict=result.verdict,
        failed_inside=result.failed_inside,
        notes=tuple(given.notes),
        given=tuple(other.link.value for other in given.others),
        partners=job.partners,
        text=_text(settings, result),
        copied=copied,
        uncopied=uncopied,
        failed_copy=failed,
        line=_line(result, file),
    )


def _text(settings: Settings, result: Checked) -> str:
    return "\n".join(text_report(result, terminal_style, settings.every)) if settings.detail else ""


def unpacked(report: Report) -> bytes:
    """The outcome's line as it goes into the file of results."""
    return zlib.decompress(report.line)


def _line(result: Checked, file: Opened | None) -> bytes:
    return zlib.compress(to_line(outcome_of(result, file.book if file else None)), _COMPRESSION)


def _opened(path: str, options: Options) -> Opened | None:
    """The forms of a file or folder; None for a report in words."""
    if not is_url(path):
        place = Path(path)
        return open_folder(place, options) if place.is_dir() else open_named(place, options)
    try:
        data = read_url(path)
    except SourceError as error:
        found = file_finding(_UNREADABLE, f"文件无法打开：{error}", fix="请核对文件路径和权限。")
        return Opened(path, "", None, [found])
    return open_bytes(data, path, options)


def _last(path: str, options: Options) -> Return:
    """A file to compare with: of whatever year and form set it is."""
    file = open_file(Path(path), Options(password=options.password))
    if file.ret is None:
        raise LastError(f"--last {path}：{file.findings[0].message}")
    return file.ret


def _others(partners: Sequence[Partner], options: Options) -> Iterator[Other]:
    """The partners read; one that has become unreadable meanwhile is passed over."""
    for partner in partners:
        file = _opened(partner.path, options)
        if file is not None and file.ret is not None:
            yield Other(Link(partner.link), file.ret, partner.path.replace("\\", "/").rpartition("/")[2])


def marked_copy(source: Path, result: Checked, target: Path, password: str | None) -> tuple[str, str, bool]:
    """Write the marked copy of a checked file: what is said of it, why there is none, and whether that is a failure.

    Of a folder that is one return each workbook has its copy, in the folder ``target``.
    """
    if result.files:
        return _marked_copies(source, result, target, password)
    if result.ret is None and any(finding.rule in (_UNREADABLE, _INTERNAL) for finding in result.findings):
        return "", "文件无法读取，没有标注件", False
    if result.ret is None and result.report == result.path:
        return "", "报告没有标注件，只有工作簿有", False
    from perfxl.marking import MarkError, mark_file

    try:
        marked = mark_file(source, result, target, password)
    except MarkError as error:
        return "", f"没有生成标注件：{error}", True
    return f"{marked.path}{f'（{marked.note}）' if marked.note else ''}", "", False


def _marked_copies(
    source: Path, result: Checked, target: Path, password: str | None
) -> tuple[str, str, bool]:
    from perfxl.folder_copies import mark_folder

    done = mark_folder(source, result, target, password)
    why = [f"{name}：文件无法读取，没有标注件" for name in done.unread]
    why += [f"{name}：没有生成标注件：{reason}" for name, reason in done.refused.items()]
    said = "；".join([f"{len(done.written)} 个工作簿", *done.notes])
    return f"{target}（{said}）" if done.written else "", "；".join(why), bool(done.refused)
