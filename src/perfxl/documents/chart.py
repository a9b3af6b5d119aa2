"""The bar chart of a report: a native Word chart whose figures stand in it, so that it can be restyled in Word."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from perfxl.finding import decimal_text

PART = "/word/charts/chart"
"""How the names of chart parts begin."""
COLOURS = ("4472C4", "ED7D31", "A5A5A5")
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TICKS = '<c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
Series = tuple[str, Sequence[Decimal | None]]
"""A series' name and its figures, one a category, None where there is none."""


def chart_xml(title: str, categories: Sequence[str], series: Sequence[Series]) -> str:
    """A chart part with one group of bars a category."""
    bars = "".join(_series(number, one, categories) for number, one in enumerate(series))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"><c:roundedCorners val="0"/><c:chart>'
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p>{_style(1200)}<a:r><a:rPr lang="zh-CN" sz="1200" b="0"/>'
        f'<a:t>{escape(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{bars}<c:gapWidth val="80"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/>{_TICKS}<c:tickLblPos val="low"/>{_text_style(900)}<c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill>'
        '</a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'{_TICKS}{_text_style(900)}<c:crossAx val="1"/></c:valAx></c:plotArea>'
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text_style(900)}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def _series(number: int, series: Series, categories: Sequence[str]) -> str:
    name, figures = series
    colour = COLOURS[number % len(COLOURS)]
    texts = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(text)}</c:v></c:pt>' for at, text in enumerate(categories)
    )
    values = "".join(
        f'<c:pt idx="{at}"><c:v>{decimal_text(figure)}</c:v></c:pt>'
        for at, figure in enumerate(figures)
        if figure is not None
    )
    count = f'<c:ptCount val="{len(categories)}"/>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef><c:f/><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f"<c:cat><c:strRef><c:f/><c:strCache>{count}{texts}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f/><c:numCache><c:formatCode>General</c:formatCode>{count}{values}</c:numCache>"
        "</c:numRef></c:val></c:ser>"
    )


def _text_style(size: int) -> str:
    return f"<c:txPr><a:bodyPr/><a:p>{_style(size)}</a:p></c:txPr>"


def _style(size: int) -> str:
    return f'<a:pPr><a:defRPr sz="{size}" b="0"/></a:pPr>'
