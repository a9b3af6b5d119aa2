"""What one checked return says to everything that comes after it: one line of JSON.

The results workbook, the report, the totals and the comparison of wordings are functions of these lines only. Schema
1, one object a line: ``schema``, ``perfxl`` (the version), ``return`` (an item of ``returns`` of
``perfxl check --format json``), ``figures``, ``excerpts`` and ``wordings``. Decimals are strings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from perfxl.batch.excerpts import Excerpt, excerpts_of
from perfxl.figures import Figures, Project, Wording, figures_of, wordings_of
from perfxl.finding import decimal_text
from perfxl.version import VERSION

if TYPE_CHECKING:
    from perfxl.checking import Checked
    from perfxl.workbook.model import Book

SCHEMA = 1


class OutcomeError(ValueError):
    """A line that is no outcome of this schema."""


class Outcome(Struct, frozen=True):
    """One checked return. ``ret`` is its item of ``perfxl check --format json``."""

    ret: Mapping[str, Any]
    figures: Figures | None = None
    excerpts: tuple[Excerpt, ...] = ()
    wordings: tuple[Wording, ...] = ()
    perfxl: str = field(default=VERSION)


def outcome_of(checked: Checked, book: Book | None) -> Outcome:
    """What a checked file says. ``book`` is the workbook it was read from, None where it could not be read."""
    from perfxl.output import as_data

    ret = checked.ret
    return Outcome(
        as_data(checked),
        None if ret is None else figures_of(ret),
        () if book is None else excerpts_of(book, checked.findings),
        () if ret is None else wordings_of(ret),
    )


def to_json(outcome: Outcome) -> str:
    """One line, without the line break; the same outcome always gives the same characters."""
    data = {
        "schema": SCHEMA,
        "perfxl": outcome.perfxl,
        "return": outcome.ret,
        "figures": None if outcome.figures is None else _figures_data(outcome.figures),
        "excerpts": [_excerpt_data(excerpt) for excerpt in outcome.excerpts],
        "wordings": [
            {
                "form": said.form,
                "sheet": said.sheet,
                "cell": said.cell,
                "label": said.label,
                "text": said.text,
            }
            for said in outcome.wordings
        ],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def to_line(outcome: Outcome) -> bytes:
    """The line as it stands in a file. A path that is no Unicode text is kept by JSON's own escapes."""
    return to_json(outcome).encode("utf-8", "backslashreplace") + b"\n"


def from_json(line: str | bytes) -> Outcome:
    """Read a line back. Raises OutcomeError for anything but an outcome of this schema."""
    try:
        data = json.loads(line)
        if data["schema"] != SCHEMA:
            raise OutcomeError(f"schema {data['schema']!r} is not {SCHEMA}")
        return Outcome(
            data["return"],
            None if data["figures"] is None else _figures(data["figures"]),
            tuple(_excerpt(item) for item in data["excerpts"]),
            tuple(Wording(**item) for item in data["wordings"]),
            data["perfxl"],
        )
    except OutcomeError:
        raise
    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise OutcomeError(f"no outcome: {type(error).__name__}: {error}") from error


def _text(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _figures_data(figures: Figures) -> dict[str, Any]:
    return {
        **_amounts_data(figures),
        "grade": figures.grade,
        "projects": [{"name": project.name, **_amounts_data(project)} for project in figures.projects],
    }


def _amounts_data(source: Figures | Project) -> dict[str, str | None]:
    return {
        "budget": _text(source.budget),
        "executed": _text(source.executed),
        "rate": _text(source.rate),
        "score": _text(source.score),
    }


def _figures(data: Mapping[str, Any]) -> Figures:
    projects = tuple(Project(item["name"], **_amounts(item)) for item in data["projects"])
    return Figures(**_amounts(data), grade=data["grade"], projects=projects)


def _amounts(data: Mapping[str, Any]) -> dict[str, Decimal | None]:
    return {key: _number(data[key]) for key in ("budget", "executed", "rate", "score")}


def _excerpt_data(excerpt: Excerpt) -> dict[str, Any]:
    return {
        "sheet": excerpt.sheet,
        "top": excerpt.top,
        "left": excerpt.left,
        "rows": excerpt.rows,
        "merges": excerpt.merges,
        "findings": excerpt.findings,
    }


def _excerpt(data: Mapping[str, Any]) -> Excerpt:
    return Excerpt(
        data["sheet"],
        data["top"],
        data["left"],
        tuple(map(tuple, data["rows"])),
        tuple((top, left, bottom, right) for top, left, bottom, right in data["merges"]),
        tuple(data["findings"]),
    )
