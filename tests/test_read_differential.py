"""The readers against each other and against openpyxl, on random sheets."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from perfxl.workbook.content import CellMaker
from perfxl.workbook.model import Kind
from perfxl.workbook.number_text import number_text
from perfxl.workbook.read import read_book
from perfxl.workbook.sheet_exact import read_exact
from perfxl.workbook.sheet_fast import FastReader
from read_support import sheet_xml

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12)
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers().map(str),
    st.decimals(0, 9, places=2).map(str),
)
STRINGS = ["甲", "_x000D_", " 乙 ", ""]


@st.composite
def cell_xml(draw: st.DrawFn, row: int, col: int) -> str:
    stored_type = draw(st.sampled_from(["", "n", "s", "str", "b", "e", "d", "inlineStr", "odd"]))
    attributes = f' s="{draw(st.integers(0, 3))}"' if draw(st.booleans()) else ""
    attributes += f' t="{stored_type}"' if stored_type else ""
    formula = draw(st.sampled_from(["", "", "<f>A1&amp;B2</f>", '<f t="shared" si="0"/>']))
    if stored_type == "inlineStr":
        value = f"<is><t>{escape(draw(TEXTS))}</t></is>"
    else:
        content = draw(
            st.one_of(NUMBERS, TEXTS.map(escape), st.sampled_from(["", "0", "1", "2024-05-06", "#N/A"]))
        )
        content = draw(st.sampled_from(["0", "1", "2", "3"])) if stored_type == "s" else content
        value = draw(st.sampled_from([f"<v>{content}</v>", f"<v>{content}</v>", "", "<v/>"]))
    space = draw(st.sampled_from(["", "", "", "\n"]))
    return f'<c r="{get_column_letter(col)}{row}"{attributes}>{formula}{value}</c>{space}'


@st.composite
def sheets(draw: st.DrawFn) -> str:
    rows = []
    for row in sorted(draw(st.sets(st.integers(1, 1048576), max_size=4))):
        cols = sorted(draw(st.sets(st.integers(1, 16384), max_size=4)))
        cells = "".join(
            f'<c r="{get_column_letter(col)}{row}" s="1"/>'
            if draw(st.booleans())
            else draw(cell_xml(row, col))
            for col in cols
        )
        rows.append(f'<row r="{row}" spans="1:9"/>' if not cells else f'<row r="{row}">{cells}</row>')
    return sheet_xml(
        "".join(rows), draw(st.sampled_from(["", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>']))
    )


@settings(max_examples=300, deadline=None)
@given(sheets())
def test_fast_reader_equals_exact_reader(xml: str) -> None:
    maker = CellMaker(STRINGS, ["General", "0.00%", "@"], date1904=False)
    by_fast = FastReader(maker).read(xml.encode(), 1000)
    by_exact = read_exact((xml.encode(),), maker, 1000)
    assert by_fast is None or by_fast == by_exact
    unusual = "\n<" in xml or "<v/>" in xml or 't="odd"' in xml or 't="str"' in xml
    assert by_fast is not None or unusual


@settings(max_examples=200, deadline=None)
@given(sheets(), st.data())
def test_fast_reader_never_accepts_what_the_exact_reader_refuses(xml: str, data: st.DataObject) -> None:
    begin, end = xml.index("<sheetData>"), xml.index("</sheetData>") + 12
    at = data.draw(st.integers(begin, end))
    removed = data.draw(st.integers(0, 3))
    inserted = data.draw(
        st.sampled_from(["", "<", ">", "&", "/", '"', "<c>", "</row>", "</c>", " ", "<v>", "]]>"])
    )
    content = (xml[:at] + inserted + xml[at + removed :]).encode()
    maker = CellMaker(STRINGS, ["General"], date1904=False)
    by_fast = FastReader(maker).read(content, 1000)
    if by_fast is not None:
        assert by_fast == read_exact((content,), maker, 1000)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-9.99e307, 9.99e307),
    TEXTS.filter(lambda text: not text.startswith("=") and "_x" not in text),
    st.sampled_from(["#REF!", "#N/A", "=SUM(A1:A2)"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=6))
def test_equal_to_openpyxl(rows: list[list[object]]) -> None:
    source = openpyxl.Workbook()
    for row in rows:
        source.active.append(row)
    buffer = BytesIO()
    source.save(buffer)
    (sheet,) = read_book(buffer.getvalue()).sheets
    buffer.seek(0)
    found = {}
    for row in openpyxl.load_workbook(buffer).active.iter_rows():
        found.update({(cell.row, cell.column): cell for cell in row if cell.value not in (None, "")})
    assert sheet.cells.keys() == found.keys()
    for place, theirs in found.items():
        ours = sheet.cells[place]
        kinds = {"n": Kind.NUMBER, "s": Kind.TEXT, "b": Kind.BOOLEAN, "e": Kind.ERROR, "f": Kind.UNCALCULATED}
        assert ours.kind is kinds[theirs.data_type]
        assert ours.formula is (theirs.data_type == "f")
        if ours.kind is Kind.NUMBER:
            assert ours.text == number_text(repr(theirs.value))
        elif ours.kind is not Kind.UNCALCULATED:
            assert ours.text == (str(theirs.value).upper() if ours.kind is Kind.BOOLEAN else theirs.value)
