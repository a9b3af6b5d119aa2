"""What a run over many returns ends in: a workbook, a report, the totals, and tables for other programs.

Everything is a function of the run's lines (``审核结果.jsonl``, one JSON object a return), the roster if there is one, and the files
that were not audited.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfxl.batch.left_out import LeftOut
    from perfxl.report.digest import Digest
    from perfxl.report.summary import Summary

FORMATS = ("xlsx", "html", "json", "parquet", "sarif")
"""What can be asked for."""
DEFAULT_FORMATS = ("xlsx", "html", "json")
_Writer = Callable[["Digest", "Summary", Path], list[Path]]


def write_results(
    lines: Path,
    out: Path,
    *,
    roster: Path | None = None,
    formats: Collection[str] = DEFAULT_FORMATS,
    left_out: Iterable[LeftOut] = (),
) -> list[Path]:
    """Write the results of a run into the folder ``out`` and give what was written.

    ``lines`` is read several times and never held as a whole; ``left_out`` are the files that were not audited. Raises
    RosterError, ReportError (Chinese sentences), OSError where a file cannot be read or written, ValueError for a
    format that does not exist.
    """
    return write(collect(lines, roster, left_out), out, formats)


def collect(lines: Path, roster: Path | None = None, left_out: Iterable[LeftOut] = ()) -> Digest:
    """What the results are made of, with the findings over several returns (``.findings``)."""
    from perfxl.report.across import collect as collected

    return collected(lines, roster, left_out)


def write(digest: Digest, out: Path, formats: Collection[str] = DEFAULT_FORMATS) -> list[Path]:
    """Write what was collected, as :func:`write_results` does."""
    from perfxl.report.summary import summarise

    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise ValueError(f"no such format: {', '.join(unknown)}")
    out.mkdir(parents=True, exist_ok=True)
    summary = summarise(digest)
    written: list[Path] = []
    for name in FORMATS:
        if name in formats:
            written += _WRITERS[name](digest, summary, out)
    return written


def _xlsx(digest: Digest, summary: Summary, out: Path) -> list[Path]:
    from perfxl.report.book import write_book

    write_book(digest, summary, out / "审核结果.xlsx")
    return [out / "审核结果.xlsx"]


def _html(digest: Digest, summary: Summary, out: Path) -> list[Path]:
    from perfxl.report.page import write_page

    write_page(digest, summary, out / "审核报告.html")
    return [out / "审核报告.html"]


def _json(digest: Digest, summary: Summary, out: Path) -> list[Path]:
    from perfxl.report.run import write_run

    write_run(digest, summary, out / "汇总.json")
    return [out / "汇总.json"]


def _parquet(digest: Digest, summary: Summary, out: Path) -> list[Path]:
    from perfxl.report.parquet import write_parquet

    findings, returns = out / "审核结果-明细.parquet", out / "审核结果-报送件.parquet"
    write_parquet(digest, findings, returns)
    return [findings, returns]


def _sarif(digest: Digest, summary: Summary, out: Path) -> list[Path]:
    from perfxl.report.sarif import write_sarif

    write_sarif(digest, out / "审核结果.sarif")
    return [out / "审核结果.sarif"]


_WRITERS: dict[str, _Writer] = {
    "xlsx": _xlsx,
    "html": _html,
    "json": _json,
    "parquet": _parquet,
    "sarif": _sarif,
}
