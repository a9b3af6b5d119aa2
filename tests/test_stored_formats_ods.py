"""Number formats as .ods stores them, and what a hostile file may put in their place."""

from __future__ import annotations

import pytest

from perfxl.workbook.model import Area, Kind, Unreadable
from perfxl.workbook.read import read_book
from read_support import ods, shown

NUMBER = '<number:number number:decimal-places="{0}" number:min-decimal-places="{0}" number:min-integer-digits="1"/>'


def percentage(name: str, decimals: int = 2) -> str:
    digits = NUMBER.format(decimals)
    return f'<number:percentage-style style:name="{name}">{digits}<number:text>%</number:text></number:percentage-style>'


def cell_style(name: str, number_format: str = "", parent: str = "") -> str:
    data = f' style:data-style-name="{number_format}"' if number_format else ""
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="table-cell"{data}{above}/>'


def held(kind: str, value: str, style: str = "", more: str = "") -> str:
    named = f' table:style-name="{style}"' if style else ""
    attribute = {"date": "date-value", "string": "string-value"}.get(kind, "value")
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}"{named} {more}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods_rows(*cells: str, before: str = "", row: str = "") -> str:
    return f"{before}<table:table-row {row}>{''.join(cells)}</table:table-row>"


DAY_STYLE = (
    '<number:date-style style:name="D"><number:year number:style="long"/><number:text>/</number:text>'
    "<number:month/><number:text>/</number:text><number:day/></number:date-style>"
)


def test_formats_of_ods_by_the_cells_styles() -> None:
    common = f"<office:styles>{percentage('N', 0)}{cell_style('Percent', 'N')}{cell_style('Plain')}</office:styles>"
    pages = (
        f"<office:automatic-styles>{percentage('N', 9)}{cell_style('Plain', 'N')}</office:automatic-styles>"
    )
    styles = percentage("N") + DAY_STYLE
    styles += cell_style("own", "N") + cell_style("below", parent="Percent") + cell_style("day", "D")
    styles += (
        cell_style("plain", parent="Plain") + cell_style("lost", "X") + cell_style("own_day", "D", "Percent")
    )
    cells = [
        held("float", "0.96", "own"),
        held("percentage", "0.96", "below"),
        held("date", "2022-01-01", "day"),
        held("float", "0.96", "plain"),
        held("float", "0.96", "lost"),
        held("percentage", "0.96", "lost"),
        held("date", "2022-01-01", "own"),
        held("float", "44562", "own_day"),
        held("float", "0.96", "Percent"),
        held("date", "1900-01-14", "day"),
        held("string", "甲", "own"),
    ]
    assert shown(ods(ods_rows(*cells), styles=styles, common=common + pages)) == {
        "A1": (Kind.NUMBER, "0.96", "0.00%"),
        "B1": (Kind.NUMBER, "0.96", "0%"),
        "C1": (Kind.NUMBER, "44562", 'yyyy"/"m"/"d'),
        "D1": (Kind.NUMBER, "0.96", "General"),
        "E1": (Kind.NUMBER, "0.96", "General"),
        "F1": (Kind.NUMBER, "0.96", "0.00%"),
        "G1": (Kind.NUMBER, "44562", "yyyy-mm-dd"),
        "H1": (Kind.NUMBER, "44562", 'yyyy"/"m"/"d'),
        "I1": (Kind.NUMBER, "0.96", "0%"),
        "J1": (Kind.TEXT, "1900-01-14", 'yyyy"/"m"/"d'),
        "K1": (Kind.TEXT, "甲", "0.00%"),
    }


def test_a_cell_of_ods_takes_the_style_of_its_row_or_column() -> None:
    styles = (
        percentage("N0", 0)
        + percentage("N1", 1)
        + percentage("N2")
        + "".join(cell_style(f"s{number}", f"N{number}") for number in range(3))
    )
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="s1"/>'
    )
    cells = [
        held("float", "1", more='table:number-columns-repeated="2"'),
        held("float", "1"),
        held("float", "1", "s0"),
    ]
    rows = ods_rows(*cells, held("float", "1"), before=columns) + ods_rows(
        *cells, row='table:default-cell-style-name="s2" table:number-rows-repeated="2"'
    )
    found = {address: code for address, (_, _, code) in shown(ods(rows, styles=styles)).items()}
    first = {"A1": "General", "B1": "General", "C1": "0.0%", "D1": "0%", "E1": "General"}
    others = {f"{column}{row}": "0%" if column == "D" else "0.00%" for row in (2, 3) for column in "ABCD"}
    assert found == first | others


def test_merged_cells_of_ods() -> None:
    cells = [
        held("float", "1", more='table:number-columns-spanned="2" table:number-rows-spanned="3"'),
        "<table:covered-table-cell/>",
        '<table:table-cell table:number-columns-spanned="2"/>',
        '<table:table-cell table:number-columns-spanned="1" table:number-rows-spanned="1"/>',
        '<table:table-cell table:number-columns-spanned="99999999"/>',
    ]
    assert read_book(ods(ods_rows(*cells))).sheets[0].merges == [Area(1, 1, 3, 2), Area(1, 3, 1, 4)]


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ("<number:number-style style:name='N'><number:number/></number:number-style>", "General"),
        (
            '<number:number-style style:name="N"><number:text>≤</number:text><number:number/>'
            "<number:text>小时</number:text></number:number-style>",
            '"≤"General"小时"',
        ),
        (
            '<number:number-style style:name="N"><number:number number:decimal-places="3" '
            'number:min-decimal-places="1" number:min-integer-digits="1" number:grouping="true"/>'
            "<number:text>%</number:text></number:number-style>",
            '#,##0.0##"%"',
        ),
        (
            '<number:percentage-style style:name="N"><number:number number:decimal-places="0" '
            'number:min-integer-digits="1"/><number:text>%以上"</number:text></number:percentage-style>',
            '0%"以上"\\"',
        ),
        (
            '<number:number-style style:name="N"><number:number number:decimal-places="2" '
            'number:min-integer-digits="0" number:display-factor="1000"/></number:number-style>',
            "#.00,",
        ),
        (
            '<number:time-style style:name="N" number:truncate-on-overflow="false"><number:hours/>'
            '<number:text>:</number:text><number:minutes number:style="long"/><number:text>:</number:text>'
            '<number:seconds number:style="long" number:decimal-places="1"/></number:time-style>',
            '[h]":"mm":"ss.0',
        ),
        (
            '<number:date-style style:name="N"><number:day/><number:text>-</number:text>'
            '<number:month number:textual="true"/></number:date-style>',
            'd"-"mmm',
        ),
        (
            f'<number:number-style style:name="P">{NUMBER.format(1)}</number:number-style>'
            f'<number:number-style style:name="N">{NUMBER.format(2)}'
            '<style:map style:condition="value()&gt;=0" style:apply-style-name="P"/></number:number-style>',
            "0.0;0.00",
        ),
        (
            f'<number:number-style style:name="P">{NUMBER.format(1)}</number:number-style>'
            f'<number:number-style style:name="N">{NUMBER.format(2)}'
            '<style:map style:condition="value()&gt;=100" style:apply-style-name="P"/></number:number-style>',
            "[>=100]0.0;0.00",
        ),
        # What no program writes.
        (
            f'<number:number-style style:name="N">{NUMBER.format(2)}'
            '<style:map style:condition="value()&gt;=0" style:apply-style-name="N"/></number:number-style>',
            "0.00;0.00",
        ),
        (f'<number:number-style style:name="N"><number:text>{"长" * 300}</number:text></number:number-style>', "General"),
        (
            '<number:number-style style:name="N"><number:number number:decimal-places="999999999999" '
            'number:min-integer-digits="-1"/></number:number-style>',
            "#." + "0" * 30,
        ),
        ('<number:number-style style:name="N"/>', "General"),
    ],
)  # fmt: skip
def test_a_format_of_ods_as_a_code(style: str, code: str) -> None:
    data = ods(ods_rows(held("float", "0.96", "s")), styles=style + cell_style("s", "N"))
    assert shown(data) == {"A1": (Kind.NUMBER, "0.96", code)}


def test_styles_of_ods_that_rest_on_each_other_in_a_circle() -> None:
    styles = cell_style("a", parent="b") + cell_style("b", parent="a")
    assert shown(ods(ods_rows(held("float", "1", "a")), styles=styles))["A1"][2] == "General"


def test_styles_of_ods_without_end_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfxl.workbook.ods_styles._MOST_STYLES", 2)
    styles = percentage("N") + "".join(cell_style(f"s{number}", "N") for number in range(3))
    cells = [held("float", "1", f"s{number}") for number in range(3)]
    codes = [code for _, _, code in shown(ods(ods_rows(*cells), styles=styles)).values()]
    assert codes == ["0.00%", "0.00%", "General"]


def test_common_styles_of_ods_that_are_broken_are_damage() -> None:
    with pytest.raises(Unreadable) as caught:
        read_book(ods(ods_rows(held("float", "1")), common="<a>"))
    assert caught.value.reason == "damaged"
