"""The kinds of values that options and arguments take; what is wrong with a value is said in Chinese."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click


class _PathKind(click.ParamType):  # type: ignore[type-arg]  # not generic in older versions
    """A path as it was written. What cannot be read is said where it is read, not by click in English."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path. Raises BadParameter for an empty one, which would be the current folder."""
        if not str(value):
            self.fail("路径是空的", param, ctx)
        return Path(value)


PATH = _PathKind()


class Choice(click.Choice):  # type: ignore[type-arg]  # not generic in older versions
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The word. Raises BadParameter."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"“{value}”不在可选的值中，可选：{'、'.join(self.choices)}", param, ctx)


class IntRange(click.IntRange):
    """A whole number between two others."""

    def _describe_range(self) -> str:
        return f"{self.min}～{self.max}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Raises BadParameter."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"“{value}”不是 {self.min} 到 {self.max} 之间的整数", param, ctx)


class FloatRange(click.FloatRange):
    """A number between two others."""

    def _describe_range(self) -> str:
        return f"{self.min:g}～{self.max:g}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Raises BadParameter."""
        try:
            number = super().convert(value, param, ctx)
        except click.BadParameter:
            number = None
        if number is None or number != number:  # nan lies in every range
            self.fail(f"“{value}”不是 {self.min:g} 到 {self.max:g} 之间的数", param, ctx)
        return number


class Day(click.ParamType):  # type: ignore[type-arg]  # not generic in older versions
    """A date, as ``2022-05-31`` or ``2022年5月31日``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date. Raises BadParameter."""
        from datetime import datetime

        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%Y年%m月%d日"):
            try:
                return datetime.strptime(value, form).date()
            except ValueError:
                continue
        raise click.BadParameter(f"“{value}”不是日期，应如 2022-05-31 或 2022年5月31日", ctx, param)
