"""One pass over the lines of a run: what all results are made of, without the findings themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from perfxl.batch.left_out import LeftOut, audited_files
from perfxl.batch.outcome import Outcome, OutcomeError, from_json
from perfxl.figures import Project
from perfxl.finding import Finding, Level, fingerprint
from perfxl.formset.load import FormSetError, load_form_set
from perfxl.formset.names import DECLARATIONS
from perfxl.measures import MeasureError, execution_rate
from perfxl.report.roster import Roster
from perfxl.report.wording import Likeness, Wordings
from perfxl.rules.identity import unit_name

VERDICTS = {"rejected": "退回", "unreadable": "无法审核", "explain": "需说明", "accepted": "通过"}
"""The verdicts in the order in which they need somebody's attention."""
_EXAMPLES = 3
_MEANINGLESS = 15
"""A rate with more digits before its point says that an amount is a slip; it is left out."""


class ReportError(Exception):
    """Results that cannot be written. ``str()`` is a Chinese sentence for the user."""


class Row(Struct, frozen=True):
    """One return as the tables show it. Money in 万元, ``rate`` in percentage points (executed ÷ budget)."""

    number: int
    key: str
    """What links to it are made of; follows the path."""
    path: str
    unit: str
    year: int | None
    form_set: str
    verdict: str
    error: int
    warning: int
    info: int
    undecided: int
    explained: int
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    grade: str

    @property
    def who(self) -> str:
        """The unit, or the file's name where the unit is not known."""
        return self.unit or Path(self.path.replace("\\", "/")).name or self.path


class ProjectRow(Struct, frozen=True):
    """One project of a return."""

    row: Row
    project: Project
    rate: Decimal | None


class RuleTally(Struct):
    """How often a rule fired: findings by level, in how many returns, some examples of different units
    (row, place, message without its advice).
    """

    rule: str
    levels: dict[Level, int] = field(default_factory=lambda: dict.fromkeys(Level, 0))
    returns: int = 0
    examples: list[tuple[Row, str, str]] = field(default_factory=list)
    last: int = -1
    """The number of the return in which it fired last."""

    @property
    def count(self) -> int:
        """All findings of the rule."""
        return sum(self.levels.values())


class Said(Struct, frozen=True):
    """Where a compared text stands."""

    row: Row
    form: str
    sheet: str
    cell: str
    label: str


class RunFinding(Struct, frozen=True):
    """A finding over several returns; ``row`` is the return that it is about, None where that is none."""

    finding: Finding
    row: Row | None = None
    unit: str = ""


class Digest(Struct):
    """What a run comes to. ``findings`` are those over several returns (HZ).

    ``audited`` are the files that were checked, reports in words too; ``left_out`` those that were not looked at.
    """

    lines: Path
    rows: list[Row] = field(default_factory=list)
    projects: list[ProjectRow] = field(default_factory=list)
    rules: dict[str, RuleTally] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)
    roster: Roster | None = None
    findings: list[RunFinding] = field(default_factory=list)
    audited: set[str] = field(default_factory=set)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def finding_count(self) -> int:
        """The findings of all returns."""
        return sum(tally.count for tally in self.rules.values())


def outcomes(lines: Path) -> Iterator[Outcome]:
    """The returns of a run, one by one; a last line that was cut off in writing is left out.

    Raises ReportError for a line that is none.
    """
    with lines.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield from_json(line)
            except OutcomeError as error:
                if not line.endswith(b"\n"):
                    return
                raise ReportError(f"{lines.name} 第 {number} 行不是审核结果（{error}）") from error


def digest_of(lines: Path) -> Digest:
    """Read a run once. Raises ReportError for what is no run, OSError where it cannot be read."""
    digest, wordings = Digest(lines), Wordings()
    for number, outcome in enumerate(outcomes(lines)):
        row = _row(number, outcome)
        digest.rows.append(row)
        digest.audited.update(audited_files(outcome.ret))
        if outcome.figures is not None:
            digest.projects += [
                ProjectRow(row, project, rate_of(project.budget, project.executed, project.rate))
                for project in outcome.figures.projects
            ]
        _count(digest.rules, row, outcome.ret["findings"])
        names = (row.unit,) if row.unit else ()
        owner = normal_unit(row) or row.path
        for said in outcome.wordings:
            wordings.add(owner, said.text, names)
            digest.said.append(Said(row, said.form, said.sheet, said.cell, said.label))
    digest.likenesses = wordings.likenesses()
    return digest


def _row(number: int, outcome: Outcome) -> Row:
    ret, figures = outcome.ret, outcome.figures
    counts = ret["counts"]
    budget = figures.budget if figures else None
    executed = figures.executed if figures else None
    return Row(
        number,
        f"u{fingerprint(ret['path'].encode('utf-8', 'surrogatepass').hex())}",
        ret["path"],
        ret["unit"] or "",
        ret["year"],
        ret["form_set"] or "",
        ret["verdict"],
        counts["error"],
        counts["warning"],
        counts["info"],
        counts["undecided"],
        explained=sum("explanation" in finding for finding in ret["findings"]),
        budget=budget,
        executed=executed,
        rate=rate_of(budget, executed, figures.rate if figures else None),
        score=figures.score if figures else None,
        grade=(figures.grade if figures else None) or "",
    )


def rate_of(budget: Decimal | None, executed: Decimal | None, stated: Decimal | None) -> Decimal | None:
    """执行率 in percentage points: of the amounts where both are there, else as stated."""
    rate = stated
    if budget is not None and executed is not None:
        try:
            rate = execution_rate(executed, budget)
        except MeasureError:
            return None
    return None if rate is None or rate.adjusted() > _MEANINGLESS else rate


def _count(tallies: dict[str, RuleTally], row: Row, findings: Iterable[Mapping[str, Any]]) -> None:
    for finding in findings:
        tally = tallies.setdefault(finding["rule"], RuleTally(finding["rule"]))
        tally.levels[Level(finding["level"])] += 1
        if tally.last != row.number:
            tally.last = row.number
            tally.returns += 1
            known = {example.who for example, _, _ in tally.examples}
            if len(tally.examples) < _EXAMPLES and row.who not in known:
                said = finding["message"].removesuffix(finding["fix"])
                tally.examples.append((row, place_text(finding), said))


def place_text(place: Mapping[str, Any]) -> str:
    """A place of a finding's JSON: ``附件2!C19``, only the sheet, or ""."""
    sheet, cell = place["sheet"], place["cell"]
    return f"{sheet}!{cell}" if sheet and cell else sheet or ""


def normal_unit(row: Row) -> str:
    """The unit's name in normal form, by the short names that its form set knows; "" where it is not known."""
    return unit_name(row.unit, aliases(row.form_set))


@lru_cache(maxsize=64)
def declares(form_set: str) -> bool:
    """Whether the returns of a form set declare targets at the start of the year: nothing is executed in them."""
    try:
        return bool(form_set) and any(form in DECLARATIONS for form in load_form_set(form_set).forms)
    except FormSetError:
        return False


@lru_cache(maxsize=64)
def aliases(form_set: str) -> Mapping[str, str]:
    """The short names of units that a form set knows."""
    try:
        return load_form_set(form_set).unit_aliases if form_set else {}
    except FormSetError:
        return {}
