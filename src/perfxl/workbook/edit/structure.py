"""Whole sheets: put one of ours, copy one of the workbook's, remove one."""

from __future__ import annotations

import posixpath
import re

from perfxl.workbook.edit.book import (
    Name,
    SheetEntry,
    add_names,
    drop_sheet,
    find_sheet,
    insert_sheet,
    remove_names,
    sheets,
    worksheet,
)
from perfxl.workbook.edit.edits import CopySheet, EditRefused, PutSheet, RemoveSheet
from perfxl.workbook.edit.newsheet import filter_area, print_area, print_titles, sheet_xml
from perfxl.workbook.edit.package import SPREADSHEET_TYPE, Package, relations_part
from perfxl.workbook.edit.spans import Node, Patch, parse
from perfxl.workbook.edit.styles import Styles
from perfxl.workbook.edit.text import escape, quoted

_WORKSHEET = SPREADSHEET_TYPE.format("worksheet")
_OWN_NAMES = ("_xlnm.Print_Titles", "_xlnm._FilterDatabase", "_xlnm.Print_Area")
_SHARED_KINDS = {"image", "theme", "person", "externalLink", "hyperlink"}
_UNIQUE_KINDS = {"table", "pivotTable", "queryTable", "tableSingleCells", "slicer", "timeline"}


def put_sheet(package: Package, edit: PutSheet, ours: set[str]) -> str:
    """Write a sheet of ours; its part. ``ours`` are the names of sheets that may be replaced."""
    entry = find_sheet(package, edit.name)
    if entry is not None and entry.name not in ours:
        raise EditRefused(
            "name_taken", f"工作簿里已有名为“{edit.name}”的工作表，不是本程序生成的，不能覆盖。"
        )
    styles = Styles(package)
    content = sheet_xml(edit, styles, package.main)
    styles.commit()
    if entry is None or not entry.part:
        part = package.add("xl/worksheets/sheet", "xml", content, _WORKSHEET)
        position = 0 if edit.first else len(sheets(package))
        insert_sheet(package, edit.name, part, position)
    else:
        part, position = entry.part, entry.index
        package.put(part, content)
        remove_names(package, lambda node: _is_local(node, position, _OWN_NAMES))
    names = []
    if print_titles(edit):
        names.append(Name(_OWN_NAMES[0], print_titles(edit), position))
    if filter_area(edit):
        names.append(Name(_OWN_NAMES[1], f"{quoted(edit.name)}!{filter_area(edit)}", position, hidden=True))
    if print_area(edit):
        names.append(Name(_OWN_NAMES[2], print_area(edit), position))
    add_names(package, names)
    return part


def _is_local(node: Node, position: int, names: tuple[str, ...]) -> bool:
    return node.get("localSheetId") == str(position) and node.get("name") in names


def remove_sheet(package: Package, edit: RemoveSheet) -> None:
    """Remove a sheet with all that only it uses."""
    entry = find_sheet(package, edit.name)
    if entry is None:
        raise EditRefused("no_sheet", f"工作簿里没有名为“{edit.name}”的工作表。")
    others = [other for other in sheets(package) if other.index != entry.index]
    if not any(other.state == "visible" for other in others):
        raise EditRefused("in_use", f"“{edit.name}”是唯一可见的工作表，不能删除。")
    user = _user_of(package, entry, others)
    if user:
        raise EditRefused("in_use", f"“{user}”中的公式引用了“{edit.name}”，不能删除。")
    discard_sheet(package, entry)


def discard_sheet(package: Package, entry: SheetEntry) -> None:
    """Take a sheet out without asking who refers to it; names that point to it become ``#REF!``."""
    before = _reachable(package)
    formulas = bool(entry.part) and re.search(rb"<(?:\w+:)?f[\s>/]", package.read(entry.part)) is not None
    drop_sheet(package, entry)
    _break_names(package, entry.name)
    for part in sorted(before - _reachable(package)):
        _remove_part(package, part)
    chain = package.related(package.workbook, "calcChain")
    if formulas and chain:
        # The program that opens the workbook builds the chain anew.
        relations = package.relations(package.workbook)
        package.remove_relations(
            package.workbook, {key for key, item in relations.items() if item.target == chain}
        )
        _remove_part(package, chain)


def _remove_part(package: Package, part: str) -> None:
    package.remove(part)
    if package.has(relations_part(part)):
        package.discard(relations_part(part))


def _reachable(package: Package) -> set[str]:
    seen: set[str] = set()
    waiting = [""]
    while waiting:
        for relation in package.relations(waiting.pop()).values():
            key = relation.target.lower()
            if not relation.external and key not in seen and package.has(key):
                seen.add(key)
                waiting.append(relation.target)
    return seen


def _mentions(name: str) -> re.Pattern[str]:
    """How formulas name the sheet: ``Sheet1!`` or ``'Sheet 1'!``."""
    plain = re.escape(name)
    inner = re.escape(name.replace("'", "''"))
    return re.compile(rf"(?:(?<![\w.'\]]){plain}|'{inner}')!", re.IGNORECASE)


def _user_of(package: Package, entry: SheetEntry, others: list[SheetEntry]) -> str:
    """The name of another sheet whose formulas point to the sheet; empty where there is none."""
    hint = re.compile(
        re.escape(escape(entry.name.replace("'", "''"))) + rb"(?:'|&apos;|&#39;)?!", re.IGNORECASE
    )
    pattern = _mentions(entry.name)
    for other in others:
        if not other.part or not hint.search(package.xml(other.part)):
            continue
        formulas = (
            node for node in parse(package.xml(other.part), text=True).walk() if node.name.startswith("f")
        )
        if any(pattern.search(node.text) for node in formulas):
            return other.name
    return ""


def _break_names(package: Package, sheet: str) -> None:
    root = package.tree(package.workbook)
    holder = root.child("definedNames")
    patch = Patch(root.data)
    for node in holder.all("definedName") if holder else []:
        if _mentions(sheet).search(node.text):
            patch.replace(node.open_end, node.stop, b"#REF!")
    package.commit(package.workbook, patch)


def copy_sheet(package: Package, edit: CopySheet) -> None:
    """Duplicate a sheet with its drawings, notes, print settings and names, behind the source."""
    source = worksheet(package, edit.source)
    if find_sheet(package, edit.name) is not None:
        raise EditRefused("name_taken", f"工作簿里已有名为“{edit.name}”的工作表。")
    root = parse(package.xml(source.part), lambda node: node.name != "sheetData")
    patch = Patch(root.data)
    properties = root.child("sheetPr")
    if properties is not None and "codeName" in properties.attrs:
        patch.set_attribute(properties, "codeName", None)
    for view in (node for node in root.walk() if node.name == "sheetView" and "tabSelected" in node.attrs):
        patch.set_attribute(view, "tabSelected", None)
    part = package.add("xl/worksheets/sheet", "xml", patch.apply()[0], _WORKSHEET)
    _copy_relations(package, source.part, part, {source.part.lower(): part})
    local = _local_names(package, source, edit.name)
    insert_sheet(package, edit.name, part, source.index + 1)
    add_names(package, local)


def _copy_relations(package: Package, source: str, target: str, copied: dict[str, str]) -> None:
    """Give ``target`` copies of all parts that ``source`` is related to, under the same ids."""
    holder = relations_part(source)
    if not package.has(holder):
        return
    root = package.tree(holder)
    nodes = {node.get("Id"): node for node in root.all("Relationship")}
    patch = Patch(root.data)
    for key, relation in package.relations(source).items():
        if relation.external or not package.has(relation.target):
            continue
        if relation.kind in _UNIQUE_KINDS:
            raise EditRefused("not_copyable", "该工作表含有表格、数据透视表或切片器，不能复制。")
        new = relation.target
        if relation.kind not in _SHARED_KINDS:
            new = _copy_part(package, relation.target, copied)
        patch.set_attribute(nodes[key], "Target", escape("/" + new).decode())
    package.add_named(relations_part(target), patch.apply()[0])


def _copy_part(package: Package, part: str, copied: dict[str, str]) -> str:
    key = part.lower()
    if key not in copied:
        folder, base = posixpath.split(part)
        stem, _, extension = base.rpartition(".")
        name = posixpath.join(folder, stem.rstrip("0123456789"))
        copied[key] = package.add(name, extension, package.read(part), package.content_type(part))
        _copy_relations(package, part, copied[key], copied)
    return copied[key]


def _local_names(package: Package, source: SheetEntry, name: str) -> list[Name]:
    """The source's own names, pointing to the copy."""
    holder = package.tree(package.workbook).child("definedNames")
    nodes = holder.all("definedName") if holder else []
    new = quoted(name) + "!"
    return [
        Name(
            node.get("name"),
            _mentions(source.name).sub(lambda _: new, node.text),
            source.index + 1,
            hidden=node.flag("hidden"),
        )
        for node in nodes
        if node.get("localSheetId") == str(source.index)
    ]
