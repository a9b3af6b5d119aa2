"""Number formats as .xls and .xlsb store them, and what a hostile file may put in their place."""

from __future__ import annotations

import struct

import pytest

from perfxl.workbook.model import Area, Kind, Unreadable
from perfxl.workbook.read import read_book
from read_support import biff, biff_formula, biff_record, ole, shown, xlsb, xlsb_cell, xlsb_record

# .xls


def style(number_format: int) -> bytes:
    return biff_record(0xE0, struct.pack("<2H", 0, number_format) + bytes(16))


def own_format(number: int, code: str, wide: bool = False) -> bytes:
    text = code.encode("utf-16-le" if wide else "latin-1")
    return biff_record(0x41E, struct.pack("<2HB", number, len(code), wide) + text)


def number(col: int, value: float, style: int) -> bytes:
    return biff_record(0x203, struct.pack("<3Hd", 0, col, style, value))


STYLES = b"".join(
    [
        own_format(164, "GENERAL"),
        own_format(165, 'yyyy"年"m"月"d"日"', wide=True),
        own_format(166, '0.0"%"'),
        *(style(index) for index in (0, 10, 14, 164, 165, 166, 999)),
    ]
)
PERCENT, DAY, ODD, OWN_DAY, OWN_PERCENT, UNKNOWN = range(1, 7)


def xls(*records: bytes, common: bytes = STYLES, **streams: bytes) -> bytes:
    return ole({"Workbook": biff(*records, common=common), **streams})


def test_formats_of_xls_by_the_cells_styles() -> None:
    whole, hundredth = 95 << 2 | 2, 9612 << 2 | 3
    many = struct.pack("<2H", 0, 6) + struct.pack("<HiHi", PERCENT, hundredth, DAY, 44562 << 2 | 2)
    data = xls(
        number(0, 0.96, PERCENT),
        number(1, 44562, DAY),
        number(2, 0.96, ODD),
        number(3, 44562.5, OWN_DAY),
        biff_record(0x27E, struct.pack("<3Hi", 0, 4, OWN_PERCENT, whole)),
        number(5, 0.96, UNKNOWN),
        biff_record(0xBD, many + struct.pack("<H", 7)),
        biff_formula(0, 8, struct.pack("<d", 0.96), style=PERCENT),
        biff_formula(0, 9, b"\x02\0\x2a\0\0\0\xff\xff", style=PERCENT),
        number(10, 0.5, 999),
    )
    assert shown(data) == {
        "A1": (Kind.NUMBER, "0.96", "0.00%"),
        "B1": (Kind.NUMBER, "44562", "yyyy/m/d"),
        "C1": (Kind.NUMBER, "0.96", "General"),
        "D1": (Kind.NUMBER, "44562.5", 'yyyy"年"m"月"d"日"'),
        "E1": (Kind.NUMBER, "95", '0.0"%"'),
        "F1": (Kind.NUMBER, "0.96", "General"),
        "G1": (Kind.NUMBER, "96.12", "0.00%"),
        "H1": (Kind.NUMBER, "44562", "yyyy/m/d"),
        "I1": (Kind.NUMBER, "0.96", "0.00%"),
        "J1": (Kind.ERROR, "#N/A", "0.00%"),
        "K1": (Kind.NUMBER, "0.5", "General"),
    }


def test_formats_of_et_are_those_of_xls() -> None:
    data = xls(number(0, 0.96, PERCENT), ETExtData=b"")
    assert read_book(data).format == "et"
    assert shown(data) == {"A1": (Kind.NUMBER, "0.96", "0.00%")}


@pytest.mark.parametrize("value", [-3.0, 0.0, 60.0, 45.1712345678912, 1e9])
@pytest.mark.parametrize("made", ["xls", "xlsb"])
def test_a_number_under_a_date_is_as_stored(value: float, made: str) -> None:
    styles = xlsb_styles(14)
    data = xls(number(0, value, DAY)) if made == "xls" else xlsb(real(0, value, 0), styles=styles)
    assert shown(data) == {"A1": (Kind.NUMBER, f"{value:.15g}".replace("1e+09", "1000000000"), "yyyy/m/d")}


@pytest.mark.parametrize("made", ["xls", "xlsb"])
def test_days_from_1904_are_counted_from_1900_where_they_can_be_days(made: str) -> None:
    if made == "xls":
        since = biff_record(0x22, struct.pack("<H", 1))
        data = xls(number(0, 43100, DAY), number(1, 15, DAY), number(2, 43100, 0), common=STYLES + since)
    else:
        data = xlsb(
            *(real(col, value, style) for col, value, style in ((0, 43100, 1), (1, 15, 1), (2, 43100, 0))),
            styles=xlsb_styles(0, 14),
            properties=xlsb_record(153, struct.pack("<3I", 1, 0, 0)),
        )
    assert shown(data) == {
        "A1": (Kind.NUMBER, "44562", "yyyy/m/d"),
        "B1": (Kind.NUMBER, "15", "yyyy/m/d"),
        "C1": (Kind.NUMBER, "43100", "General"),
    }


def test_an_endless_format_of_xls_is_none() -> None:
    endless = biff_record(0x41E, struct.pack("<2HB", 164, 0xFFFF, 1) + b"%\0" * 300)
    assert shown(xls(number(0, 0.96, 1), common=endless + style(0) + style(164)))["A1"][2] == "General"


def test_a_style_of_xls_that_is_cut_off_is_damage() -> None:
    with pytest.raises(Unreadable) as caught:
        read_book(xls(number(0, 0.96, 2), common=style(0) + biff_record(0xE0, b"\0") + style(10)))
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize("extent", [(0, 1 << 31, 0, 9), (9, 3, 0, 1), (0, 3, 2, 1), (0, 65536, 0, 65535)])
def test_an_extent_of_xls_that_no_sheet_has_is_damage(extent: tuple[int, int, int, int]) -> None:
    """Memory for all of its cells would be asked for, and the process end."""
    vast = biff_record(0x200, struct.pack("<2I3H", *extent, 0))
    with pytest.raises(Unreadable) as caught:
        read_book(xls(vast, number(0, 1, 0)))
    assert caught.value.reason == "damaged"


def test_the_largest_extent_of_xls_is_none_too_many() -> None:
    whole = biff_record(0x200, struct.pack("<2I3H", 0, 65536, 0, 256, 0))
    assert shown(xls(whole, number(0, 1, 0))) == {"A1": (Kind.NUMBER, "1", "General")}


# .xlsb


def xlsb_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_styles(*formats: int, own: bytes = b"") -> bytes:
    """The styles' part: that of a named style, which no cell has, and those of cells."""
    cells = b"".join(xlsb_record(47, struct.pack("<2H", 0, number) + bytes(12)) for number in formats)
    named = xlsb_record(47, struct.pack("<2H", 0xFFFF, 49) + bytes(12))
    return (
        (xlsb_record(615, struct.pack("<I", 1)) + own + xlsb_record(616) if own else b"")
        + (xlsb_record(626, struct.pack("<I", 1)) + named + xlsb_record(627))
        + (xlsb_record(617, struct.pack("<I", len(formats))) + cells + xlsb_record(618))
    )


def real(col: int, value: float, style: int) -> bytes:
    return xlsb_cell(5, col, struct.pack("<d", value), style=style)


def test_formats_and_merged_cells_of_xlsb() -> None:
    own = xlsb_record(44, struct.pack("<H", 164) + xlsb_text('yyyy"年"'))
    short = xlsb_cell(2, 2, struct.pack("<i", 9612 << 2 | 3), style=1)
    data = xlsb(
        real(0, 0.96, 1 | 1 << 24),
        real(1, 44562, 2),
        short,
        xlsb_cell(9, 3, struct.pack("<d", 44562.5), formula=True, style=2),
        real(4, 0.96, 9),
        styles=xlsb_styles(0, 9, 164, own=own),
        after=xlsb_record(176, struct.pack("<4I", 0, 1, 0, 2))
        + xlsb_record(176, struct.pack("<4I", 1, 0, 0, 0)),
    )
    assert shown(data) == {
        "A1": (Kind.NUMBER, "0.96", "0%"),
        "B1": (Kind.NUMBER, "44562", 'yyyy"年"'),
        "C1": (Kind.NUMBER, "96.12", "0%"),
        "D1": (Kind.NUMBER, "44562.5", 'yyyy"年"'),
        "E1": (Kind.NUMBER, "0.96", "General"),
    }
    assert read_book(data).sheets[0].merges == [Area(1, 1, 2, 3)]


@pytest.mark.parametrize(
    "broken",
    [
        {"styles": xlsb_styles(9, own=xlsb_record(44, b"\xa4"))},
        {"styles": xlsb_styles(9, own=xlsb_record(44, struct.pack("<HI", 164, 0xFFFFFFF0) + b"%\0"))},
        {"styles": b"\x2f\x10\0"},
        {"properties": b"\x99\x01\x7f"},
        {"properties": b"\x9c\x01\x04abcd"},
        {"after": xlsb_record(0)},
        {"after": xlsb_record(2, bytes(4))},
    ],
    ids=[
        "short format",
        "endless format",
        "style cut off",
        "properties cut off",
        "short sheet",
        "short row",
        "short cell",
    ],
)
def test_records_of_xlsb_that_are_cut_off_are_damage(broken: dict[str, bytes]) -> None:
    with pytest.raises(Unreadable) as caught:
        read_book(xlsb(real(0, 1, 0), **broken))
    assert caught.value.reason == "damaged"
