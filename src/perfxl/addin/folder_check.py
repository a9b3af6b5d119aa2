"""审核文件夹: check every return of a folder, as ``perfxl check 文件夹 --out`` does, and open the results."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from perfxl.addin.new_return import folder_of, named_folder
from perfxl.addin.outcome import ActionError, Outcome
from perfxl.addin.settings import load_settings
from perfxl.addin.slips import Item, Slip, discard, full_name, one, read, show, slip_of
from perfxl.checking import Options
from perfxl.live import state
from perfxl.output import totals_text
from perfxl.paths import os_reason
from perfxl.results_sheet import SHEET

if TYPE_CHECKING:
    import xlwings as xw

    from perfxl.batch.run import Totals

_FOLDER = "文件夹"
_RESULTS = f"{SHEET}.xlsx"
_LISTED = 3


def check_folder(book: xw.Book) -> Outcome:
    """Open the slip; with the slip in front, check the folder that it names and open the results."""
    slip = _slip(folder_of(book))
    if slip_of(book) != slip.action:
        show(book.app, slip)
        return Outcome("请填好填写单，再点一次“审核文件夹”。", quiet=True)
    folder = named_folder(one(read(book, slip), _FOLDER))
    options, app = load_settings().options(), book.app
    path = folder / SHEET / _RESULTS
    if any(_same_file(full_name(other), path) for other in app.books):
        raise ActionError(f"上次的结果 {path} 还开着。请先关闭它，再点一次“审核文件夹”。")
    with state.unattended(app, writing=False) as tell:
        totals, notes = run(folder, path.parent, options, tell)
    discard(book, slip)
    app.books.open(str(path))
    lines = [f"{totals_text(totals.verdicts)}。", f"结果在 {path}，已打开。各单位的原文件没有改动。"]
    said = [f"{Path(name).name}：{note}" for name, own in notes.items() for note in own]
    lines += said[:_LISTED] + ([f"……等 {len(said)} 条"] if len(said) > _LISTED else [])
    return Outcome("\n".join(lines))


def run(
    folder: Path, out: Path, options: Options, tell: state.Progress
) -> tuple[Totals, Mapping[str, tuple[str, ...]]]:
    """Check a folder and write the results into the folder ``out``: what it came to, and notes by file.

    Files that have not changed since the last time are not checked again. Raises ActionError.
    """
    from perfxl.batch.checking import LastError
    from perfxl.batch.left_out import left_out, not_audited
    from perfxl.batch.messages import Settings
    from perfxl.batch.pool import Pool, PoolError
    from perfxl.batch.run import LINES, STORE, Batch, setup_of, write_lines
    from perfxl.batch.sources import SourceError, files_in
    from perfxl.batch.store import Store, StoreError
    from perfxl.report import write_results
    from perfxl.report.digest import ReportError

    files = list(files_in([str(folder)], [out]))
    if not files:
        raise ActionError(f"文件夹中没有可审核的工作簿：{folder}")
    settings = Settings(options)
    try:
        out.mkdir(exist_ok=True)
        with Store(out / STORE, setup_of(settings, None), resume=True) as store:
            batch = Batch(files, settings, store)
            with Pool(settings, _workers()) as pool:
                notes = batch.run(pool, _StatusBar(tell))
            if not batch.counted:
                raise ActionError(f"文件夹中没有可审核的工作簿：{folder}")
            totals = write_lines(batch.results(), out / LINES)
        tell("正在写出结果……")
        others = not_audited(left_out([str(folder)], [out]), (), batch.twins)
        write_results(out / LINES, out, formats=("xlsx", "html"), left_out=others)
    except (LastError, PoolError, ReportError, SourceError, StoreError) as error:
        raise ActionError(str(error)) from error
    except OSError as error:
        raise ActionError(f"结果无法写入 {error.filename or out}：{os_reason(error)}。") from error
    return totals, notes


class _StatusBar(Struct, frozen=True):
    """Shows how far the run has come; implements ``perfxl.batch.progress.Progress``."""

    tell: state.Progress

    @contextmanager
    def over(self, total: int, what: str) -> Iterator[Callable[[], None]]:
        """One step a file."""
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            self.tell(f"{what} {done}/{total}")

        self.tell(f"{what} 0/{total}")
        yield advance


def _workers() -> int:
    """As many as there are processors, less one that is left to Excel."""
    return max(1, (os.cpu_count() or 2) - 1)


def _same_file(name: str, path: Path) -> bool:
    return os.path.normcase(name) == os.path.normcase(path)


def _slip(folder: str) -> Slip:
    prompt = (
        f"完整路径；其中（含下级文件夹）的工作簿逐个审核，原文件不动。结果写入该文件夹下的“{SHEET}”文件夹；再次审核时，"
        "没有改动的文件不重复审核。"
    )
    return Slip("check_folder", "审核文件夹", (Item(_FOLDER, prompt, folder, required=True),))
