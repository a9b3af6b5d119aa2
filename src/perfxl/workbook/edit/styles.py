"""The style sheet: variants of existing formats with another fill, and the formats of perfxl-made sheets."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.workbook.edit.archive import damaged
from perfxl.workbook.edit.edits import CellStyle, EditRefused
from perfxl.workbook.edit.package import SPREADSHEET_TYPE, Package
from perfxl.workbook.edit.spans import Node, Patch, insert_child, sequence
from perfxl.workbook.edit.text import escape, whole
from perfxl.workbook.styles import read_formats

Shape = tuple[str, tuple[tuple[str, str], ...], tuple["Shape", ...]]
"""An element without bytes: name, sorted attributes, children. Equal shapes mean the same format."""

_ORDER = sequence(
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)
_MAX_FORMATS = 65_000
LEVEL_TINTS = {
    CellStyle.ERROR: "FFC7CE",
    CellStyle.WARNING: "FFE699",
    CellStyle.INFO: "DDEBF7",
    CellStyle.UNDECIDED: "E4DFEC",
}
HEADER_TINT = "D9E1F2"
_NO_FILL: Shape = ("fill", (), (("patternFill", (("patternType", "none"),), ()),))
_GREY_FILL: Shape = ("fill", (), (("patternFill", (("patternType", "gray125"),), ()),))
_FONT: Shape = ("font", (), (("sz", (("val", "11"),), ()), ("name", (("val", "等线"),), ())))
_NO_BORDER: Shape = (
    "border",
    (),
    tuple((side, (), ()) for side in ("left", "right", "top", "bottom", "diagonal")),
)
_PLAIN_FORMAT: Shape = (
    "xf",
    (("borderId", "0"), ("fillId", "0"), ("fontId", "0"), ("numFmtId", "0")),
    (),
)
_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
)


def shape_of(node: Node) -> Shape:
    """The element as a shape."""
    return (node.name, tuple(sorted(node.attrs.items())), tuple(shape_of(child) for child in node.children))


def solid(rgb: str) -> Shape:
    """A fill in one colour."""
    colours: tuple[Shape, ...] = (
        ("fgColor", (("rgb", "FF" + rgb.upper()),), ()),
        ("bgColor", (("indexed", "64"),), ()),
    )
    return ("fill", (), (("patternFill", (("patternType", "solid"),), colours),))


def is_solid(fill: Shape, rgb: str) -> bool:
    """Whether a fill shows this colour all over, however it is written."""
    for name, attributes, children in fill[2]:
        if name == "patternFill" and dict(attributes).get("patternType") == "solid":
            colours = [dict(child[1]).get("rgb", "") for child in children if child[0] == "fgColor"]
            return bool(colours) and colours[0].upper()[-6:] == rgb.upper()
    return False


class Styles:
    """The style sheet of a package. New entries are gathered and written by ``commit``."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = package.related(package.workbook, "styles") or _new_style_sheet(package)
        self._root = package.tree(self._part)
        self._new: dict[str, list[bytes]] = {}
        self._existing = {
            name: self._children(name) for name in ("fonts", "fills", "borders", "cellXfs", "dxfs")
        }
        self._shapes: dict[str, dict[Shape, int]] = {}
        self._variants: dict[tuple[int, int], int] = {}
        self._own: dict[CellStyle, int] = {}
        self._prefix = self._root.prefix

    def _children(self, container: str) -> list[Node]:
        holder = self._root.child(container)
        return holder.children if holder else []

    def fill_of(self, style: int) -> Shape:
        """The fill of a cell format."""
        formats = self._existing["cellXfs"]
        number = whole(formats[style].get("fillId", "0")) if 0 <= style < len(formats) else 0
        fills = self._existing["fills"]
        if number is not None and number < len(fills):
            return shape_of(fills[number])
        return _NO_FILL

    def with_fill(self, style: int, fill: Shape) -> int:
        """The number of a format equal to format ``style`` in everything but the fill."""
        if not self._count("fills"):
            self._intern("fills", _NO_FILL)
            self._intern("fills", _GREY_FILL)
        number = self._intern("fills", fill)
        key = (style, number)
        if key not in self._variants:
            self._variants[key] = self._variant(style, number)
        return self._variants[key]

    def _variant(self, style: int, fill: int) -> int:
        formats = self._existing["cellXfs"]
        if not formats:
            self._intern("cellXfs", _PLAIN_FORMAT)
        if not 0 <= style < len(formats):
            style = 0
        wanted = {"fillId": str(fill), "applyFill": "1"}
        if not formats:
            attributes = tuple(sorted((dict(_PLAIN_FORMAT[1]) | wanted).items()))
            return self._intern("cellXfs", ("xf", attributes, ()))
        source = formats[style]
        patch = Patch(source.data)
        for name, value in wanted.items():
            patch.set_attribute(source, name, value)
        content, _ = patch.apply()
        raw = content[source.start : source.end + len(content) - len(source.data)]
        return self._add("cellXfs", raw)

    def find_variant(self, style: int, fill: Shape) -> int:
        """Like ``with_fill``, but an existing format that looks the same is taken where there is one."""
        formats = self._existing["cellXfs"]
        if 0 <= style < len(formats):
            wanted = _look(formats[style], ("fillId", "applyFill"))
            for index, node in enumerate(formats):
                if _look(node, ("fillId", "applyFill")) == wanted and self.fill_of(index) == fill:
                    return index
        return self.with_fill(style, fill)

    def colours(self, dxf: int) -> bool:
        """Whether a differential format sets a fill."""
        nodes = self._existing["dxfs"]
        return 0 <= dxf < len(nodes) and nodes[dxf].child("fill") is not None

    def mark_format(self, rgb: str) -> int:
        """The differential format that shows a tint."""
        colours: tuple[Shape, ...] = (
            ("fgColor", (("rgb", "FF" + rgb.upper()),), ()),
            ("bgColor", (("rgb", "FF" + rgb.upper()),), ()),
        )
        fill: Shape = ("fill", (), (("patternFill", (("patternType", "solid"),), colours),))
        return self._intern("dxfs", ("dxf", (), (fill,)))

    def own(self, style: CellStyle) -> int:
        """The number of the format of a perfxl-made sheet's cell."""
        if style not in self._own:
            self._own[style] = self._own_format(style)
        return self._own[style]

    def _own_format(self, style: CellStyle) -> int:
        if not self._count("cellXfs"):
            self._intern("cellXfs", _PLAIN_FORMAT)
        for name, entries in (
            ("fonts", (_FONT,)),
            ("fills", (_NO_FILL, _GREY_FILL)),
            ("borders", (_NO_BORDER,)),
        ):
            for entry in entries if not self._count(name) else ():
                self._intern(name, entry)
        framed = style not in (CellStyle.PLAIN, CellStyle.TITLE)
        tint = HEADER_TINT if style == CellStyle.HEADER else LEVEL_TINTS.get(style, "")
        attributes = {
            "numFmtId": "0",
            "fontId": str(self._own_font(style)),
            "fillId": str(self._intern("fills", solid(tint)) if tint else 0),
            "borderId": str(self._intern("borders", _frame()) if framed else 0),
            "applyFont": "1",
            "applyFill": "1",
            "applyBorder": "1",
            "applyAlignment": "1",
            "applyProtection": "1",
        }
        if self._root.child("cellStyleXfs"):
            attributes["xfId"] = "0"
        if style != CellStyle.NUMBER:
            attributes["quotePrefix"] = "1"
        alignment: Shape = ("alignment", tuple(sorted(_alignment(style).items())), ())
        locked = "0" if style == CellStyle.INPUT else "1"
        protection: Shape = ("protection", (("locked", locked),), ())
        return self._intern("cellXfs", ("xf", tuple(sorted(attributes.items())), (alignment, protection)))

    def _own_font(self, style: CellStyle) -> int:
        """The workbook's own first font, bold or as a link where the style asks for it."""
        fonts = self._existing["fonts"]
        base = shape_of(fonts[0]) if fonts else _FONT
        changes: dict[str, Shape] = {}
        if style in (CellStyle.HEADER, CellStyle.TITLE):
            changes["b"] = ("b", (), ())
        if style == CellStyle.TITLE:
            changes["sz"] = ("sz", (("val", "16"),), ())
        if style == CellStyle.LINK:
            changes["u"] = ("u", (), ())
            changes["color"] = ("color", (("rgb", "FF0563C1"),), ())
        if not changes:
            return 0
        kept = [child for child in base[2] if child[0] not in changes and not child[0].startswith("{")]
        children = sorted([*kept, *changes.values()], key=_font_rank)
        return self._intern("fonts", ("font", (), tuple(children)))

    def _count(self, container: str) -> int:
        return len(self._existing.get(container, ())) + len(self._new.get(container, ()))

    def _intern(self, container: str, shape: Shape) -> int:
        """The number of an entry of that shape, added where there is none."""
        known = self._shapes.get(container)
        if known is None:
            known = self._shapes[container] = {}
            for index, node in enumerate(self._existing[container]):
                known.setdefault(shape_of(node), index)
        if shape not in known:
            known[shape] = self._add(container, shape_xml(shape, self._prefix))
        return known[shape]

    def _add(self, container: str, raw: bytes) -> int:
        number = self._count(container)
        if number >= _MAX_FORMATS:
            raise EditRefused("too_large", "工作簿的单元格格式已接近 Excel 的上限，不能再加底色。")
        self._new.setdefault(container, []).append(raw)
        return number

    def commit(self) -> None:
        """Write the gathered entries into the style sheet."""
        if not self._new:
            return
        patch = Patch(self._root.data)
        for container in (name for name in _ORDER if name in self._new):
            content = b"".join(self._new[container])
            holder = self._root.child(container)
            if holder is None:
                new = b'<%s%s count="%d">%s</%s%s>'
                name = container.encode()
                whole = new % (self._prefix, name, self._count(container), content, self._prefix, name)
                insert_child(patch, self._root, _ORDER, container, whole)
                continue
            patch.append(holder, content)
            if "count" in holder.attrs:
                patch.set_attribute(holder, "count", str(self._count(container)))
        self._package.commit(self._part, patch)
        self._new.clear()


def shows_percent(package: Package, style: int) -> bool:
    """Whether a cell format shows a fraction as a percentage."""
    part = package.related(package.workbook, "styles")
    formats = read_formats(package.xml(part), part) if part else []
    return style < len(formats) and "%" in formats[style]


def shape_xml(shape: Shape, prefix: bytes = b"") -> bytes:
    """A shape as XML. Elements and attributes of foreign namespaces are left out."""
    name, attributes, children = shape
    tag = prefix + name.encode()
    pairs = b"".join(
        b' %s="%s"' % (key.encode(), escape(value)) for key, value in attributes if " " not in key
    )
    inner = b"".join(shape_xml(child, prefix) for child in children if not child[0].startswith("{"))
    return b"<%s%s>%s</%s>" % (tag, pairs, inner, tag) if inner else b"<%s%s/>" % (tag, pairs)


def shape_from_json(value: Sequence[object]) -> Shape:
    """A shape from the lists that JSON makes of it. Raises ``EditRefused`` for anything else."""
    match value:
        case [str() as name, list() as attributes, list() as children]:
            pairs = tuple((str(pair[0]), str(pair[1])) for pair in attributes if len(pair) == 2)
            return (name, pairs, tuple(shape_from_json(child) for child in children))
    raise damaged("审核标记的记录不完整")


def _look(node: Node, ignored: tuple[str, ...]) -> Shape:
    name, attributes, children = shape_of(node)
    return (name, tuple(pair for pair in attributes if pair[0] not in ignored), children)


def _font_rank(child: Shape) -> int:
    return _FONT_ORDER.index(child[0]) if child[0] in _FONT_ORDER else len(_FONT_ORDER)


def _frame() -> Shape:
    colour: Shape = ("color", (("rgb", "FFBFBFBF"),), ())
    sides = [(side, (("style", "thin"),), (colour,)) for side in ("left", "right", "top", "bottom")]
    return ("border", (), (*sides, ("diagonal", (), ())))


def _alignment(style: CellStyle) -> dict[str, str]:
    if style == CellStyle.PLAIN:
        return {"vertical": "center"}
    if style == CellStyle.TITLE:
        return {"horizontal": "left", "vertical": "center"}
    if style == CellStyle.HEADER or style in LEVEL_TINTS:
        return {"horizontal": "center", "vertical": "center", "wrapText": "1"}
    if style == CellStyle.NUMBER:
        return {"horizontal": "right", "vertical": "center", "wrapText": "1"}
    return {"horizontal": "left", "vertical": "center", "wrapText": "1"}


def _new_style_sheet(package: Package) -> str:
    none: tuple[tuple[str, tuple[Shape, ...]], ...] = (
        ("fonts", (_FONT,)),
        ("fills", (_NO_FILL, _GREY_FILL)),
        ("borders", (_NO_BORDER,)),
        ("cellStyleXfs", (_PLAIN_FORMAT,)),
        ("cellXfs", (("xf", (*_PLAIN_FORMAT[1], ("xfId", "0")), ()),)),
    )
    inner = b"".join(shape_xml((name, (("count", str(len(items))),), items)) for name, items in none)
    content = b'<styleSheet xmlns="%s">%s</styleSheet>' % (package.main, inner)
    part = package.add("xl/styles", "xml", content, SPREADSHEET_TYPE.format("styles"), start=0)
    package.add_relation(package.workbook, "styles", part)
    return part
