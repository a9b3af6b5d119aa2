"""perfxl as a library: what ``import perfxl`` offers. Everything else may change from one version to the next."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from perfxl import filling
from perfxl.checking import Checked, Options, check_file, rule_ids
from perfxl.fill import Change
from perfxl.withheld import Withheld, ignored

Source = str | os.PathLike[str]
YEARS = range(2000, 2100)
"""The years a task may be of."""


def check(
    path: Source,
    *,
    form_set: str | None = None,
    year: int | None = None,
    parameters: Sequence[str] | str = (),
    public: bool = False,
    password: str | None = None,
    without: Sequence[str] | str = (),
) -> Checked:
    """Check one returned workbook, as ``perfxl check`` does.

    ``form_set`` is the id of the form set (None: the one that fits best), ``year`` the task's year (None: what the
    forms say), ``parameters`` the names of its parameter sets, ``without`` the ids of rules that are not checked;
    ``public`` also looks for what must not be published.
    The result has ``verdict``, ``findings``, ``counts`` and, where a form was read, the return itself as ``ret``.

    A file that cannot be read is a finding of the result, never an exception. Raises FormSetError for a form set,
    parameter set or rule that does not exist, ValueError for a year before 2000 or after 2099.
    """
    return check_file(Path(path), _options(form_set, year, public, password, parameters, without))


def fill_file(
    source: Source,
    target: Source | None,
    *,
    form_set: str | None = None,
    year: int | None = None,
    parameters: Sequence[str] | str = (),
    password: str | None = None,
    tell: Callable[[Withheld], object] = ignored,
) -> list[Change]:
    """Compute what a returned workbook leaves open (计算) and write it into a copy, as ``perfxl fill`` does.

    ``target`` is a path in a folder that is there; what stands at it is overwritten. None fills in place: the original
    is kept beside it as ``<name>.bak``, and a file with nothing to change is left as it is. The other arguments are
    those of :func:`check`; ``tell`` is called with each cell that is not written, and why.

    Gives the cells that were changed. Raises FillError (nothing recognised, a file that cannot be read or written,
    the target is the source), Unreadable, EditRefused (a signed workbook, for one), FormSetError as :func:`check`.
    """
    options = _options(form_set, year, False, password, parameters)
    return filling.fill_file(Path(source), None if target is None else Path(target), options, tell)


def check_folder(
    folder: Source,
    *,
    jobs: int | None = None,
    timeout: float = 30.0,
    form_set: str | None = None,
    year: int | None = None,
    parameters: Sequence[str] | str = (),
    public: bool = False,
    password: str | None = None,
    without: Sequence[str] | str = (),
) -> Iterator[dict[str, Any]]:
    """Check every workbook of a folder, and every Word document with forms, in the order of their names.

    ``jobs`` is how many processes do so (None: one a core).
    Yields one dictionary a file, as one line of 审核结果.jsonl: ``return`` (an item of ``perfxl check --format
    json``), ``figures``, ``excerpts``, ``wordings``. Returns of one unit are compared with each other. A file that
    takes longer than ``timeout`` seconds, or breaks its process, is a finding; the others are not affected.
    Raises FormSetError as :func:`check`, PoolError where no process starts.
    """
    import json
    import tempfile

    from perfxl.batch.messages import Settings
    from perfxl.batch.pool import Pool
    from perfxl.batch.progress import Silent
    from perfxl.batch.run import STORE, Batch, setup_of
    from perfxl.batch.sources import files_in
    from perfxl.batch.store import Store

    options = _options(form_set, year, public, password, parameters, without)
    settings = Settings(options, timeout=timeout)
    files = list(files_in([os.fspath(folder)]))
    with (
        tempfile.TemporaryDirectory() as kept,
        Store(Path(kept) / STORE, setup_of(settings, None), resume=False) as store,
    ):
        batch = Batch(files, settings, store)
        with Pool(settings, jobs or os.cpu_count() or 1) as pool:
            batch.run(pool, Silent())
        for result in batch.results():
            yield json.loads(result.line)


def _options(
    form_set: str | None,
    year: int | None,
    public: bool,
    password: str | None,
    parameters: Sequence[str] | str,
    without: Sequence[str] | str = (),
) -> Options:
    """The options of the command line; one name of a parameter set, or of a rule, is no sequence of letters."""
    if year is not None and year not in YEARS:
        raise ValueError(f"year 应在 {YEARS.start} 到 {YEARS.stop - 1} 之间：{year}")
    options = Options(form_set, year, public, password, tuple(_names(parameters)), rule_ids(_names(without)))
    options.verify()
    return options


def _names(given: Sequence[str] | str) -> Sequence[str]:
    return (given,) if isinstance(given, str) else given


__all__ = ["Checked", "check", "check_folder", "fill_file"]
