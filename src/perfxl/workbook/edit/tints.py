"""Tints that conditional formats would hide: our own rule in front of the sheet's rules shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from perfxl.workbook.edit.cells import SHEET_ORDER
from perfxl.workbook.edit.spans import Node, Patch, insert_child
from perfxl.workbook.edit.styles import Styles
from perfxl.workbook.edit.text import address, escape, inside, parse_area, whole

RULE = '"perfxl"="perfxl"'
"""The formula of our rules: always true, and recognisable as ours after the workbook was saved elsewhere."""

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM_SQREF = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"


def show_tints(patch: Patch, root: Node, styles: Styles, fills: Mapping[tuple[int, int], str]) -> None:
    """Add a rule of highest priority for each tinted cell that a colouring rule of the sheet covers.

    The sheet's own rules keep their order; their priority numbers move up to make room.
    """
    covered = _covered(root, styles, fills)
    if not covered:
        return
    colours = sorted({fills[cell] for cell in covered})
    prefix = root.prefix
    new = b""
    for priority, rgb in enumerate(colours, 1):
        where = " ".join(address(*cell) for cell in covered if fills[cell] == rgb)
        new += (
            b'<{}conditionalFormatting sqref="%s"><{}cfRule type="expression" dxfId="%d" priority="%d" '
            b'stopIfTrue="1"><{}formula>%s</{}formula></{}cfRule></{}conditionalFormatting>'
            % (where.encode(), styles.mark_format(rgb), priority, escape(RULE))
        )
    _make_room(patch, root, len(colours))
    new = new.replace(b"{}", prefix)
    existing = root.child("conditionalFormatting")
    if existing is None:
        insert_child(patch, root, SHEET_ORDER, "conditionalFormatting", new)
    else:
        patch.insert(existing.start, new)


def _rules(root: Node) -> Iterator[tuple[Node, str]]:
    """Every rule of the sheet with the cells it is for."""
    for top in root.children:
        if top.name == "conditionalFormatting":
            yield from ((rule, top.get("sqref")) for rule in top.all("cfRule"))
        elif top.name == "extLst":
            for block in top.walk():
                if block.name == _X14 + "conditionalFormatting":
                    where = block.child(_XM_SQREF)
                    sqref = where.data[where.open_end : where.stop].decode() if where else ""
                    yield from ((rule, sqref) for rule in block.all(_X14 + "cfRule"))


def _covered(root: Node, styles: Styles, cells: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    areas = []
    for rule, sqref in _rules(root):
        if _colours(rule, styles):
            areas += [parse_area(item) for item in sqref.split()]
    # What is not a plain area (whole columns) is taken to cover everything.
    return sorted(cell for cell in cells if any(area is None or inside(area, cell) for area in areas))


def _colours(rule: Node, styles: Styles) -> bool:
    if rule.name.startswith("{"):
        return rule.get("type") != "iconSet"
    if rule.get("type") in ("colorScale", "dataBar"):
        return True
    number = whole(rule.get("dxfId"))
    return number is not None and styles.colours(number)


def _make_room(patch: Patch, root: Node, count: int) -> None:
    found = ((rule, whole(rule.get("priority"))) for rule, _ in _rules(root))
    numbered = [(rule, number) for rule, number in found if number is not None]
    lowest = min((number for _, number in numbered), default=count + 1)
    if lowest > count:
        return
    for rule, number in numbered:
        patch.set_attribute(rule, "priority", str(number + count + 1 - lowest))


def remove_rules(patch: Patch, root: Node) -> None:
    """Remove our rules, however the workbook has been saved since. ``root`` must carry texts."""
    for block in root.all("conditionalFormatting"):
        rules = block.all("cfRule")
        ours = [rule for rule in rules if _is_ours(rule)]
        for node in [block] if ours and len(ours) == len(rules) else ours:
            patch.remove(node)


def _is_ours(rule: Node) -> bool:
    formula = rule.child("formula")
    return formula is not None and formula.text.replace(" ", "") == RULE
