"""Lines of a run, made in memory: what each return says, nothing read from a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfxl.batch.excerpts import Excerpt
from perfxl.batch.outcome import Outcome, to_line
from perfxl.figures import Figures, Project, Wording
from perfxl.finding import Finding, Level
from perfxl.output import finding_data

LEVELS = [level.value for level in Level]


def returned(
    unit: str,
    budget: str | None = None,
    executed: str | None = None,
    *,
    path: str = "",
    year: int | None = 2021,
    form_set: str | None = "hunan-2021",
    score: str | None = None,
    grade: str | None = None,
    texts: Sequence[str] = (),
    findings: Sequence[Finding] = (),
    excerpts: Sequence[Excerpt] = (),
    projects: Iterable[tuple[str, str | None, str | None]] = (),
    verdict: str = "",
) -> Outcome:
    """One return; money in 万元. The verdict follows from the findings if none is given."""
    counts = {level: sum(found.level.value == level for found in findings) for level in LEVELS}
    if not verdict:
        verdict = "rejected" if counts["error"] else "explain" if counts["warning"] else "accepted"
    data: dict[str, Any] = {
        "path": path or f"{unit}.xlsx",
        "sha256": "0" * 64,
        "form_set": form_set,
        "unit": unit or None,
        "year": year,
        "verdict": verdict,
        "counts": counts,
        "findings": [finding_data(found) for found in findings],
    }
    figures = Figures(
        number(budget), number(executed), None, number(score), grade,
        tuple(Project(name, number(planned), number(spent)) for name, planned, spent in projects),
    )  # fmt: skip
    wordings = tuple(
        Wording("部门自评表", f"B{row}", "整体绩效目标", text, "自评表") for row, text in enumerate(texts, 10)
    )
    return Outcome(data, figures, tuple(excerpts), wordings)


def unreadable(path: str) -> Outcome:
    """A file that could not be read."""
    found = Finding(
        "WJ-01", Level.ERROR, "文件已损坏，无法打开。请重新导出。", fix="请重新导出。", fingerprint="0" * 12
    )
    made = returned("", path=path, year=None, form_set=None, findings=[found], verdict="unreadable")
    return Outcome(made.ret)


def number(text: str | None) -> Decimal | None:
    """A decimal, None for None."""
    return None if text is None else Decimal(text)


def write(path: Path, outcomes: Iterable[Outcome]) -> Path:
    """Write a run's lines."""
    path.write_bytes(b"".join(map(to_line, outcomes)))
    return path
