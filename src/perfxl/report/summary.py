"""Totals, rates, distributions and bands over the returns of a run (pandas). Money is added as Decimal, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins

from perfxl.finding import decimal_text
from perfxl.measures import MeasureError, execution_rate, round_half_up
from perfxl.report.counted import COPY, DECLARED, UnitYear, counted
from perfxl.report.digest import VERDICTS, Digest, ProjectRow, Row, normal_unit

if TYPE_CHECKING:
    import pandas as pd

UNKNOWN = "未填或无法计算"
RATE_EDGES = tuple(map(Decimal, ("60", "80", "90", "100")))
SCORE_EDGES = tuple(map(Decimal, ("60", "70", "80", "85", "90", "95", "100")))
_DIGITS = 60
"""Significant digits of sums: more than any honest amount has."""


class Totals(Struct, frozen=True):
    """Money in 万元 over ``count`` items, of which ``budgeted`` state a budget and ``spent`` an execution.

    ``rate`` is that of the ``rated`` items with both amounts, exactly.
    """

    count: int
    budget: Decimal
    executed: Decimal
    rated: int
    rate: Decimal | None
    budgeted: int
    spent: int


class Band(Struct, frozen=True):
    """How many items lie in a band."""

    name: str
    count: int


class MoneyBand(Band, frozen=True):
    """A band with what its items come to."""

    budget: Decimal
    executed: Decimal


class Year(Struct, frozen=True):
    """The sums of one year (None: the returns that do not say theirs)."""

    year: int | None
    totals: Totals
    projects: Totals
    project_rates: list[MoneyBand]

    @property
    def name(self) -> str:
        """As the tables name it."""
        return f"{self.year} 年度" if self.year else "年度不明"


class Aside(Struct, frozen=True):
    """What has no part in the sums: files with declarations, further files of the same unit and year, units and
    projects of which several files state different amounts."""

    declarations: int
    copies: int
    unsettled: list[str]
    unsettled_projects: int


class Summary(Struct, frozen=True):
    """What stands on top of every result of a run.

    ``returns``, ``verdicts`` and ``levels`` are over all files; everything after them counts each unit once a year. Money
    of different years is added nowhere: the sums are in ``years``.
    """

    returns: int
    units: int
    verdicts: dict[str, int]
    levels: dict[str, int]
    rates: list[Band]
    scores: list[Band]
    grades: dict[str, int]
    project_rates: list[Band]
    years: list[Year]
    aside: Aside


def summarise(digest: Digest) -> Summary:
    """The summary of a run."""
    rows, chosen = returns_frame(digest.rows), counted(digest)
    units, projects = units_frame(chosen.units), projects_frame(chosen.projects)
    verdicts = rows["verdict"].value_counts()
    grades = units.loc[units["grade"] != "", "grade"].value_counts()
    return Summary(
        returns=len(rows),
        units=len({name for name in map(normal_unit, digest.rows) if name}),
        verdicts={key: int(verdicts.get(key, 0)) for key in VERDICTS},
        levels={level: int(rows[level].sum()) for level in ("error", "warning", "info", "undecided")},
        rates=bands(units, "rate", RATE_EDGES, "%"),
        scores=bands(units, "score", SCORE_EDGES, "分"),
        grades={str(name): int(count) for name, count in grades.items()},
        project_rates=bands(projects, "rate", RATE_EDGES, "%"),
        years=[_year(year, units, projects) for year in chosen.years],
        aside=Aside(
            chosen.files(DECLARED),
            chosen.files(COPY),
            [unit.first.who for unit in chosen.unsettled],
            chosen.unsettled_projects,
        ),
    )


def _year(year: int | None, units: pd.DataFrame, projects: pd.DataFrame) -> Year:
    own = [frame[frame["year"].map(lambda value: value == year).astype(bool)] for frame in (units, projects)]
    return Year(year, totals(own[0]), totals(own[1]), _money_bands(own[1]))


def units_frame(units: Sequence[UnitYear]) -> pd.DataFrame:
    """One row a unit and year: year, budget, executed, rate, score, grade."""
    import pandas as pd

    names = ["year", "budget", "executed", "rate", "score", "grade"]
    return pd.DataFrame(
        [[getattr(unit, name) for name in names] for unit in units], columns=names, dtype=object
    )


def returns_frame(rows: Sequence[Row]) -> pd.DataFrame:
    """One row a return; money, rates and scores as Decimal objects, None where nothing is stated."""
    import pandas as pd

    names = list(Row.__struct_fields__)
    return pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=names, dtype=object)


def projects_frame(projects: Sequence[ProjectRow]) -> pd.DataFrame:
    """One row a project: name, unit, year, path, key, budget, executed, rate, score."""
    import pandas as pd

    columns = ["name", "unit", "year", "path", "key", "budget", "executed", "rate", "score"]
    return pd.DataFrame(
        [
            [
                item.project.name,
                item.row.unit,
                item.row.year,
                item.row.path,
                item.row.key,
                item.project.budget,
                item.project.executed,
                item.rate,
                item.project.score,
            ]
            for item in projects
        ],
        columns=columns,
        dtype=object,
    )


def exact_sum(values: Iterable[Decimal | None]) -> Decimal:
    """The sum of what is stated, without rounding."""
    with localcontext(prec=_DIGITS):
        return sum((value for value in values if value is not None), Decimal(0))


def totals(frame: pd.DataFrame) -> Totals:
    """Sums over a frame of returns or projects; the rate leaves out items with only one of the amounts."""
    both = frame[frame["budget"].notna() & frame["executed"].notna()]
    rate = None
    if len(both):
        try:
            rate = execution_rate(exact_sum(both["executed"]), exact_sum(both["budget"]))
        except MeasureError:
            rate = None
    budgets, amounts = stated(frame["budget"]), stated(frame["executed"])
    return Totals(
        len(frame), exact_sum(budgets), exact_sum(amounts), len(both), rate, len(budgets), len(amounts)
    )


def stated(column: pd.Series[Any]) -> list[Decimal]:
    """What is stated in a column."""
    return list(column.dropna())


def bands(frame: pd.DataFrame, column: str, edges: Sequence[Decimal], unit: str) -> list[Band]:
    """The items by bands of a figure, low to high; the last edge has a band of its own, as has what is unknown."""
    place = frame[column].map(lambda value: band_of(value, edges))
    return [Band(name, int((place == number).sum())) for number, name in enumerate(band_names(edges, unit))]


def _money_bands(frame: pd.DataFrame) -> list[MoneyBand]:
    """The items by bands of their rate, with what each band comes to."""
    place = frame["rate"].map(lambda value: band_of(value, RATE_EDGES))
    found = []
    for number, name in enumerate(band_names(RATE_EDGES, "%")):
        own = frame[place == number]
        budget, executed = exact_sum(stated(own["budget"])), exact_sum(stated(own["executed"]))
        found.append(MoneyBand(name, len(own), budget, executed))
    return found


def band_names(edges: Sequence[Decimal], unit: str) -> list[str]:
    """``60%以下``, ``60%～80%`` (80 not included) …, ``100%``, ``100%以上``, unknown."""
    texts = [decimal_text(edge) for edge in edges]
    between = [f"{low}～{high}{unit}" for low, high in pairwise(texts)]
    return [f"不足{texts[0]}{unit}", *between, f"{texts[-1]}{unit}", f"超过{texts[-1]}{unit}", UNKNOWN]


def band_of(value: Decimal | None, edges: Sequence[Decimal]) -> int:
    """The number of the band that a figure lies in."""
    if value is None or value != value:
        return len(edges) + 2
    if value == edges[-1]:
        return len(edges)
    if value > edges[-1]:
        return len(edges) + 1
    return sum(value >= edge for edge in edges)


def half_up(value: Decimal | None, places: int = 2) -> Decimal | None:
    """A figure as it is shown; None where there is none, or one beyond what any program can show (10^308)."""
    try:
        return None if value is None else round_half_up(value, places)
    except MeasureError:
        return None


def rounded(value: Decimal | None, places: int = 2) -> str:
    """A figure for people, "" where there is none."""
    shown = half_up(value, places)
    return "" if shown is None else decimal_text(shown)


def money(amount: Decimal | None) -> str:
    """An amount for people: two decimals, thousands apart; "" where there is none."""
    shown = half_up(amount)
    return "" if shown is None else f"{shown:,.2f}"


def as_data(summary: Summary) -> dict[str, Any]:
    """The summary as JSON-ready data; decimals are strings."""
    plain: dict[str, Any] = _plain(to_builtins(summary, builtin_types=(Decimal,)))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
