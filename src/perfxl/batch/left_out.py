"""The files of a folder that are not audited: a unit may have sent its forms in one of them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from perfxl.batch.sources import is_results_book
from perfxl.checking import WORKBOOKS
from perfxl.output import printable
from perfxl.paths import real
from perfxl.results_sheet import SHEET

_ARCHIVE, _WORD, _OLD_WORD = "压缩包", "Word 文件", "旧格式文字文件"
_TWIN = "Word 副本"
_RESULTS, _IRREGULAR, _OTHER = "审核结果", "不是普通文件", "其他"
_KINDS = {
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"), _ARCHIVE),
    ".docx": _WORD,
    **dict.fromkeys((".doc", ".wps", ".rtf"), _OLD_WORD),
}
ADVICE = {
    _ARCHIVE: "压缩包请先解压",
    _WORD: "Word 文件中没有认出绩效表；是自评报告的，可逐个用 perfxl check 核对",
    _TWIN: "有的 Word 文件与工作簿是同一份报送件，内容相同，只审核工作簿",
    _OLD_WORD: "旧格式的文字文件请另存为 .docx",
    _RESULTS: f"{SHEET}.xlsx 是 perfxl 的结果，不是报送件",
    _IRREGULAR: "快捷链接、管道等不是普通文件，没有打开",
    _OTHER: "只审核工作簿",
}
"""What to do about each kind of file."""
_NOISE = frozenset({".db", ".ini", ".lnk", ".tmp", ".bak", ".jsonl", ".parquet", ".sarif"})
_HIDDEN = (".", "~$", "审核进度.sqlite")
_OWN = frozenset({"汇总.json", "审核报告.html"})
"""What systems and perfxl itself leave in folders: nobody takes it for a return."""


class LeftOut(Struct, frozen=True):
    """A file that is not audited; ``inner`` is its path below the folder that was named."""

    path: str
    inner: str
    kind: str

    @property
    def name(self) -> str:
        """The file's name."""
        return PurePosixPath(self.inner).name


def not_audited(
    files: Iterable[LeftOut], audited: Collection[str], twins: Collection[str] = ()
) -> list[LeftOut]:
    """Those of the files that were not ``audited`` after all; ``twins`` are Word documents that a workbook repeats."""
    rest = (one for one in files if one.path not in audited)
    return [replace(one, kind=_TWIN) if one.path in twins else one for one in rest]


def audited_files(result: Mapping[str, Any]) -> Iterator[str]:
    """The files that one result is about: the return and its report; of a folder that is a return each of its files, and
    those of which a finding is.
    """
    yield result["path"]
    if "files" in result:
        told = [finding["sheet"] for finding in result["findings"] if finding["sheet"]]
        yield from (str(Path(result["path"]) / name) for name in (*result["files"], *told))
    yield from filter(None, [result.get("report")])


def left_out(paths: Sequence[str], without: Sequence[Path] = ()) -> list[LeftOut]:
    """What lies in the folders among ``paths`` and is no workbook to audit, sorted; which of it holds forms all the same
    or is a report is known only after the audit, see :func:`not_audited`.

    Hidden and temporary files are left aside, and what lies in a folder of ``without``, where results are written.
    """
    results = {real(place) for place in without}
    found = []
    for path in map(Path, paths):
        for place in _files_below(path, results) if path.is_dir() else ():
            suffix = place.suffix.lower()
            if suffix not in WORKBOOKS:
                kind = _KINDS.get(suffix, _OTHER) if place.is_file() else _IRREGULAR
            elif is_results_book(place):
                kind = _RESULTS
            else:
                continue
            found.append(LeftOut(str(place), place.relative_to(path).as_posix(), kind))
    return found


def _files_below(root: Path, without: set[Path]) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        if folder != str(root) and real(folder) in without:
            folders.clear()
            continue
        for name in sorted(names):
            place = Path(folder) / name
            noise = name.startswith(_HIDDEN) or name in _OWN or place.suffix.lower() in _NOISE
            if not noise and real(place) not in without:
                yield place


def left_out_text(files: Sequence[LeftOut], most: int = 10) -> str:
    """Which files were not audited, and what to do about them, in a sentence; "" for none."""
    if not files:
        return ""
    names = "、".join(printable(one.inner) for one in files[:most])
    more = " 等" if len(files) > most else ""
    kinds = dict.fromkeys(one.kind for one in files)
    advice = "；".join(ADVICE[kind] for kind in ADVICE if kind in kinds and kind != _OTHER)
    return f"另有 {len(files)} 个文件没有审核：{names}{more}" + (f"（{advice}）" if advice else "")
