"""Two Parquet files for further work in other programs: one row a finding, one row a return (extra ``[parquet]``).

Money, rates and scores are DECIMAL(38, 10); a figure that does not fit is null and stands in the text column beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from pathlib import Path
from typing import Any

from msgspec.structs import fields

from perfxl.atomic import replacing
from perfxl.report.digest import Digest, ReportError, Row, RunFinding, outcomes

_BATCH = 20_000
_PRECISION, _SCALE = 38, 10
_FINDING_TEXTS = (
    "path", "unit", "rule", "level", "form", "sheet", "cell", "message", "stated", "computed", "difference",
    "tolerance", "basis", "fix", "fingerprint", "explanation",
)  # fmt: skip
_FIGURES = ("budget", "executed", "rate", "score")
_COUNTS = ("error", "warning", "info", "undecided", "explained")


def verify() -> None:
    """Raises ReportError where pyarrow is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise ReportError(
            '没有安装 pyarrow，不能写 parquet。请运行：pip install "perfxl[parquet]"'
        ) from error


def write_parquet(digest: Digest, findings: Path, returns: Path) -> None:
    """Write both files. Raises ReportError where pyarrow is not installed, OSError where they cannot be written."""
    verify()
    _write(findings, _finding_schema(), _finding_rows(digest))
    _write(returns, _return_schema(), (_return(row) for row in digest.rows))


def _write(path: Path, schema: Any, rows: Iterator[dict[str, Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with replacing(path) as partial, pq.ParquetWriter(partial, schema, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                writer.write_table(pa.Table.from_pylist(batch, schema))
                batch = []
        writer.write_table(pa.Table.from_pylist(batch, schema))


def _finding_schema() -> Any:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in _FINDING_TEXTS]
    return pa.schema(
        [
            *texts,
            ("year", pa.int64()),
            ("primary", pa.bool_()),
            ("difference_number", pa.decimal128(_PRECISION, _SCALE)),
            ("related", pa.list_(pa.string())),
        ]
    )


def _return_schema() -> Any:
    import pyarrow as pa

    kinds: dict[str, Any] = {name: pa.decimal128(_PRECISION, _SCALE) for name in _FIGURES}
    kinds |= dict.fromkeys(_COUNTS, pa.int32()) | {"number": pa.int64(), "year": pa.int64()}
    return pa.schema([(field.name, kinds.get(field.name, pa.string())) for field in fields(Row)])


def _return(row: Row) -> dict[str, Any]:
    values = {field.name: getattr(row, field.name) for field in fields(Row)}
    figures = {name: decimal_that_fits(values[name]) for name in _FIGURES}
    texts = {name: safe(value) for name, value in values.items() if isinstance(value, str)}
    return {**values, **texts, **figures}


def _finding_rows(digest: Digest) -> Iterator[dict[str, Any]]:
    """The findings of the returns, then those over several returns."""
    from perfxl.output import finding_data

    for row, outcome in zip(digest.rows, outcomes(digest.lines), strict=True):
        findings: Sequence[Mapping[str, Any]] = outcome.ret["findings"]
        for finding in findings:
            yield _finding(finding, row.path, row.unit, row.year)
    item: RunFinding
    for item in digest.findings:
        path, year = (item.row.path, item.row.year) if item.row else (None, None)
        yield _finding(finding_data(item.finding), path, item.unit, year)


def _finding(finding: Mapping[str, Any], path: str | None, unit: str, year: int | None) -> dict[str, Any]:
    own = {name: safe(finding.get(name)) for name in _FINDING_TEXTS}
    own |= {"path": safe(path), "unit": safe(unit or None)}
    difference = finding["difference"]
    places = [f"{place['sheet']}!{place['cell'] or ''}".rstrip("!") for place in finding["related"]]
    return {
        **own,
        "year": year,
        "primary": finding["primary"],
        "difference_number": decimal_that_fits(None if difference is None else Decimal(difference)),
        "related": [safe(place) for place in places],
    }


def safe(text: str | None) -> str | None:
    """A text that can be encoded: halves of characters, as in odd file names, are replaced."""
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")


def decimal_that_fits(value: Decimal | None) -> Decimal | None:
    """A figure at the columns' scale, rounded half up; None where it has too many digits."""
    if value is None:
        return None
    with localcontext(prec=_PRECISION):
        try:
            return value.quantize(Decimal(1).scaleb(-_SCALE), rounding=ROUND_HALF_UP)
        except InvalidOperation:
            return None
