"""Number formats of a workbook's cell styles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from perfxl.workbook.content import GENERAL
from perfxl.workbook.markup import in_main, parse_whole

BUILT_IN: Final[dict[int, str]] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0;-#,##0",
    6: "#,##0;[Red]-#,##0",
    7: "#,##0.00;-#,##0.00",
    8: "#,##0.00;[Red]-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""The codes that the number format ids below 164 stand for, in a Chinese Excel."""

_CELL_STYLES: Final = in_main("cellXfs")
_STYLE: Final = in_main("xf")
_FORMAT: Final = in_main("numFmt")
_DIFFERENTIAL: Final = in_main("dxfs")


def read_formats(data: bytes, part: str) -> list[str]:
    """The number format code of each cell style (``cellXfs``), in order."""
    return codes_of(*_scan(data, part))


def codes_of(ids: Iterable[int], codes: Mapping[int, str]) -> list[str]:
    """The format codes of these ids, of which the file itself defines ``codes``."""
    return [codes.get(number, BUILT_IN.get(number, GENERAL)) for number in ids]


def _scan(data: bytes, part: str) -> tuple[list[int], dict[int, str]]:
    """The format ids of the cell styles and the codes the file itself defines."""
    ids: list[int] = []
    codes: dict[int, str] = {}
    inside = {"styles": False, "differential": False}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag in _STYLE:
            if inside["styles"]:
                ids.append(_whole(attributes.get("numFmtId")))
        elif tag in _CELL_STYLES:
            inside["styles"] = True
        elif tag in _FORMAT:
            if not inside["differential"]:
                code = attributes.get("formatCode", GENERAL)
                codes[_whole(attributes.get("numFmtId"))] = GENERAL if code.lower() == "general" else code
        elif tag in _DIFFERENTIAL:
            inside["differential"] = True

    def end(tag: str) -> None:
        if tag in _CELL_STYLES:
            inside["styles"] = False
        elif tag in _DIFFERENTIAL:
            inside["differential"] = False

    parse_whole(data, part, start, end)
    return ids, codes


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
