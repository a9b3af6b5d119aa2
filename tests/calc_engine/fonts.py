"""The font of cells."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from calc_engine import convert
from calc_engine.office import constant

# com.sun.star.awt.FontWeight
_NORMAL, _BOLD = 100.0, 150.0
# Excel and LibreOffice have a size and a name for each writing system; Chinese texts follow the Asian ones.
_SYSTEMS = ("", "Asian", "Complex")


class Font(base_classes.Font):
    """The font of a range or of another UNO object with character properties."""

    def __init__(self, api: Any) -> None:
        self._api = api

    @property
    def api(self) -> Any:
        return self._api

    def _set(self, name: str, value: Any) -> None:
        for system in _SYSTEMS:
            setattr(self._api, name + system, value)

    @property
    def bold(self) -> bool:
        return bool(self._api.CharWeight > _NORMAL)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool:
        return bool(self._api.CharPosture.value == "ITALIC")

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", constant("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float:
        return float(self._api.CharHeight)

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def name(self) -> str:
        return str(self._api.CharFontName)

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    @property
    def color(self) -> tuple[int, int, int]:
        # The automatic colour is black on paper, and so Excel gives it.
        return convert.from_colour(self._api.CharColor) or (0, 0, 0)

    @color.setter
    def color(self, value: Any) -> None:
        self._api.CharColor = convert.to_colour(value)
