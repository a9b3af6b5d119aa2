"""Where the files of a batch come from: folders and files here, or URLs that fsspec opens (``s3://…``)."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from perfxl.checking import RETURNS, WORD, is_temporary, workbooks_in
from perfxl.paths import real
from perfxl.results_sheet import RUN_MARK, SHEET
from perfxl.unit_folder import MOST_WORKBOOKS, folder_hash
from perfxl.workbook.package import DEFAULT_LIMITS

_CHUNK = 1 << 20
_PROPERTIES = "docProps/custom.xml"


class SourceError(Exception):
    """Files that cannot be listed or opened; ``str()`` is Chinese."""


def is_url(path: str) -> bool:
    """Whether a path is a URL for fsspec, such as ``s3://bucket/folder``."""
    return "://" in path


def files_in(paths: Sequence[str], without: Sequence[Path] = ()) -> Iterator[str]:
    """The files to check, in a fixed order: as named, folders with everything in them, sorted.

    Among what lies in folders are Word documents, of which only some hold forms.
    What lies in a folder of ``without`` (where results are written) is no return, unless it is named itself, or the
    folder is; nor is the results workbook of another run. Raises SourceError for a URL that cannot be listed.
    """
    named = {real(path) for path in paths if not is_url(path)}
    results = [folder for folder in map(real, without) if folder not in named]
    for path in paths:
        if is_url(path):
            yield from _listed(path)
            continue
        for found in workbooks_in([Path(path)], RETURNS):
            if results and _among(real(found), results, named):
                continue
            if found == Path(path) or not is_results_book(found):
                yield str(found)


def folders_of(files: Iterable[str]) -> list[str]:
    """The folders that hold files, in the order of the files; each is one return. Raises SourceError."""
    counts: dict[str, int] = {}
    for file in files:
        folder = str(Path(file).parent)
        counts[folder] = counts.get(folder, 0) + (not is_word(file))
    for folder, count in counts.items():
        if count > MOST_WORKBOOKS:
            raise SourceError(
                f"{folder} 里有 {count} 个工作簿，不像一个单位的报送件；不加 --by-folder 就逐个文件审核"
            )
    return list(counts)


def is_word(path: str) -> bool:
    """Whether a file or URL is a Word document (.docx) by its name."""
    return path.lower().endswith(WORD)


def is_results_book(path: Path) -> bool:
    """Whether a workbook is the results of a run (审核结果.xlsx), by its name and the mark inside."""
    if not path.name.startswith(SHEET):
        return False
    try:
        with zipfile.ZipFile(path) as package:
            info = package.getinfo(_PROPERTIES)
            return info.file_size <= _CHUNK and RUN_MARK.encode() in package.read(info)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False  # whatever is wrong with it is told when it is audited


def _among(place: Path, folders: Iterable[Path], named: set[Path]) -> bool:
    return place not in named and any(place.is_relative_to(folder) for folder in folders)


def _listed(url: str) -> Iterator[str]:
    """The workbooks and Word documents below a URL; the URL itself where it is a file or there is nothing."""
    system, path = _file_system(url)
    try:
        if not system.isdir(path):
            yield url
            return
        found = sorted(system.find(path))
    except Exception as error:  # whatever the service's own library raises
        raise SourceError(f"{url} 无法列出：{error}") from error
    for name in found:
        last = name.rpartition("/")[2]
        if Path(last).suffix.lower() in RETURNS and not is_temporary(last):
            yield str(system.unstrip_protocol(name))


def _file_system(url: str) -> tuple[Any, str]:
    try:
        import fsspec  # type: ignore[import-untyped]
    except ImportError:
        raise SourceError(f"读取 {url} 需要 fsspec：请运行 pip install 'perfxl[cluster]'") from None
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise SourceError(f"{url} 无法打开：没有安装读取它的程序库（{error}）") from error
    except Exception as error:  # an unknown protocol, wrong credentials
        raise SourceError(f"{url} 无法打开：{error}") from error
    return system, path


def read_url(url: str) -> bytes:
    """The bytes behind a URL. Raises SourceError, also for a file that is too large to be checked."""
    system, path = _file_system(url)
    try:
        if system.size(path) > DEFAULT_LIMITS.file_bytes:
            raise SourceError(f"文件超过 {DEFAULT_LIMITS.file_bytes // 1_000_000} MB")
        data: bytes = system.cat_file(path)
    except (SourceError, MemoryError):
        raise
    except FileNotFoundError:
        raise SourceError("文件不存在") from None
    except Exception as error:  # whatever the service's own library raises
        raise SourceError(str(error) or type(error).__name__) from error
    return data


def hash_of(path: str) -> str:
    """The SHA-256 of a file's bytes, or of what may be forms in a folder; "" where it cannot be read."""
    try:
        if is_url(path):
            return hashlib.sha256(read_url(path)).hexdigest()
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            return folder_hash(Path(path))
        if not stat.S_ISREG(mode):
            return ""
        digest = hashlib.sha256()
        with Path(path).open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()
    except (OSError, SourceError):
        return ""
