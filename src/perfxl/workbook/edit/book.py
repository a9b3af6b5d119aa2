"""The workbook part: its sheets, defined names and the numbers that count sheets."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from perfxl.workbook.edit.archive import damaged
from perfxl.workbook.edit.edits import EditRefused
from perfxl.workbook.edit.package import Package
from perfxl.workbook.edit.spans import Node, Patch, insert_child, sequence
from perfxl.workbook.edit.text import escape, whole

_ORDER = sequence(
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes "
    "webPublishing fileRecoveryPr webPublishObjects extLst"
)


class SheetEntry(Struct, frozen=True):
    """A sheet in tab order. ``part`` is empty where the entry leads nowhere; ``kind`` as ``worksheet``."""

    name: str
    index: int
    number: int
    relation: str
    part: str
    kind: str
    state: str


class Name(Struct, frozen=True):
    """A defined name to add; ``scope`` is the tab position it is local to, ``None`` for the workbook."""

    name: str
    refers_to: str
    scope: int | None = None
    hidden: bool = False


def sheets(package: Package) -> list[SheetEntry]:
    """The workbook's sheets in tab order."""
    holder = package.tree(package.workbook).child("sheets")
    relations = package.relations(package.workbook)
    entries = []
    for index, node in enumerate(holder.all("sheet") if holder else []):
        found = relations.get(node.relation_id())
        part = found.target if found and not found.external and package.has(found.target) else ""
        number = node.get("sheetId")
        entries.append(
            SheetEntry(
                node.get("name"),
                index,
                whole(number) or 0,
                node.relation_id(),
                part,
                found.kind if found else "",
                node.get("state", "visible"),
            )
        )
    return entries


def find_sheet(package: Package, name: str) -> SheetEntry | None:
    """The sheet of that name; as in Excel, upper and lower case are the same."""
    wanted = name.casefold()
    return next((entry for entry in sheets(package) if entry.name.casefold() == wanted), None)


def worksheet(package: Package, name: str) -> SheetEntry:
    """The worksheet of that name. Raises ``EditRefused`` where there is none or it has no cells."""
    entry = find_sheet(package, name)
    if entry is None:
        raise EditRefused("no_sheet", f"工作簿里没有名为“{name}”的工作表。")
    if not entry.part:
        raise damaged(f"工作表“{name}”的内容缺失")
    if entry.kind != "worksheet":
        raise EditRefused("no_sheet", f"“{name}”是图表页或宏表，不是普通工作表，不能写入。")
    return entry


def insert_sheet(package: Package, name: str, part: str, position: int, state: str = "") -> None:
    """Enter a worksheet part into the workbook at a tab position (0: in front)."""
    entries = sheets(package)
    relation = package.add_relation(package.workbook, "worksheet", part)
    root = package.tree(package.workbook)
    holder = root.child("sheets")
    if holder is None:
        raise damaged("工作簿没有工作表清单")
    new = b'<%ssheet name="%s" sheetId="%d"%s xmlns:r="%s" r:id="%s"/>' % (
        holder.prefix,
        escape(name),
        max((entry.number for entry in entries), default=0) + 1,
        f' state="{state}"'.encode() if state else b"",
        package.relation_namespace,
        relation.encode(),
    )
    patch = Patch(root.data)
    nodes = holder.all("sheet")
    if position < len(nodes):
        patch.insert(nodes[position].start, new)
    else:
        patch.append(holder, new)
    if position < len(nodes):
        _shift(patch, root, lambda index: index + (index >= position))
    package.commit(package.workbook, patch)


def _shift(patch: Patch, root: Node, moved: Callable[[int], int], dropped: int = -1) -> None:
    """Renumber what counts sheets by tab position, but for the names of a dropped sheet."""
    names = root.child("definedNames")
    for node in names.all("definedName") if names else []:
        if node.get("localSheetId") != str(dropped):
            _renumber(patch, node, "localSheetId", moved)
    views = root.child("bookViews")
    for view in views.all("workbookView") if views else []:
        if "activeTab" not in view.attrs and moved(0):
            patch.set_attribute(view, "activeTab", str(moved(0)))
        _renumber(patch, view, "activeTab", moved)
        if view.get("firstSheet", "0") != "0":
            _renumber(patch, view, "firstSheet", moved)


def _renumber(patch: Patch, node: Node, attribute: str, moved: Callable[[int], int]) -> None:
    old = whole(node.get(attribute))
    if old is not None and moved(old) != old:
        patch.set_attribute(node, attribute, str(moved(old)))


def drop_sheet(package: Package, entry: SheetEntry) -> None:
    """Take a sheet out of the workbook part and its relationships; the sheet's part stays."""
    root = package.tree(package.workbook)
    holder = root.child("sheets")
    if holder is None:
        raise damaged("工作簿没有工作表清单")
    patch = Patch(root.data)
    patch.remove(holder.all("sheet")[entry.index])
    names = root.child("definedNames")
    nodes = names.all("definedName") if names else []
    local = [node for node in nodes if node.get("localSheetId") == str(entry.index)]
    if names and len(local) == len(nodes):
        patch.remove(names)
    else:
        for node in local:
            patch.remove(node)
    dropped = entry.index
    _shift(patch, root, lambda index: index - (index > dropped or index == dropped > 0), dropped)
    package.commit(package.workbook, patch)
    package.remove_relations(package.workbook, {entry.relation})


def add_names(package: Package, names: list[Name]) -> None:
    """Add defined names behind those that exist."""
    if not names:
        return
    root = package.tree(package.workbook)
    holder = root.child("definedNames")
    prefix = holder.prefix if holder else root.prefix
    new = b"".join(_name_xml(prefix, name) for name in names)
    patch = Patch(root.data)
    if holder:
        patch.append(holder, new)
    else:
        whole = b"<%sdefinedNames>%s</%sdefinedNames>" % (prefix, new, prefix)
        insert_child(patch, root, _ORDER, "definedNames", whole)
    package.commit(package.workbook, patch)


def _name_xml(prefix: bytes, name: Name) -> bytes:
    scope = b"" if name.scope is None else b' localSheetId="%d"' % name.scope
    hidden = b' hidden="1"' if name.hidden else b""
    return b'<%sdefinedName name="%s"%s%s>%s</%sdefinedName>' % (
        prefix,
        escape(name.name),
        scope,
        hidden,
        escape(name.refers_to),
        prefix,
    )


def remove_names(package: Package, unwanted: Callable[[Node], bool]) -> None:
    """Remove the defined names for which ``unwanted`` is true."""
    root = package.tree(package.workbook)
    holder = root.child("definedNames")
    if holder is None:
        return
    nodes = [node for node in holder.all("definedName") if unwanted(node)]
    patch = Patch(root.data)
    for node in [holder] if nodes and len(nodes) == len(holder.children) else nodes:
        patch.remove(node)
    package.commit(package.workbook, patch)


def recalculate_on_load(package: Package) -> None:
    """Ask the spreadsheet program to recalculate every formula when it opens the workbook."""
    root = package.tree(package.workbook)
    node = root.child("calcPr")
    patch = Patch(root.data)
    if node is None:
        insert_child(patch, root, _ORDER, "calcPr", b'<%scalcPr fullCalcOnLoad="1"/>' % root.prefix)
    elif not node.flag("fullCalcOnLoad"):
        patch.set_attribute(node, "fullCalcOnLoad", "1")
    package.commit(package.workbook, patch)
