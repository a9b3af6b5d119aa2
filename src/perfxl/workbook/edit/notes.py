"""Notes: the comments part of a sheet and the drawing that shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from perfxl.workbook.edit.archive import damaged
from perfxl.workbook.edit.cells import SHEET_ORDER
from perfxl.workbook.edit.edits import MAX_COL, MAX_ROW
from perfxl.workbook.edit.package import SPREADSHEET_TYPE, Package
from perfxl.workbook.edit.spans import Node, Patch, insert_child
from perfxl.workbook.edit.text import address, cell_text, clean, parse_address, shortened, whole
from perfxl.workbook.edit.threads import add_replies, remove_replies

SEPARATOR = "\n──── perfxl ────\n"
"""Stands between the user's note and ours in one cell."""

_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE_ID = re.compile(rb"_x0000_s(\d{1,9})")
_NOTE_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*?</v:shape>", re.DOTALL)
_VML_END = re.compile(rb"</(?:[A-Za-z0-9_]+:)?xml\s*>\s*$")
_VML_HEAD = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="%s"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    b'<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    b'width:220pt;height:%dpt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    b'<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    b'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    b"<x:Anchor>%d, 15, %d, 2, %d, 31, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    b"<x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
)
_SHAPE_NAMESPACES = (
    (b"v", b"urn:schemas-microsoft-com:vml"),
    (b"o", b"urn:schemas-microsoft-com:office:office"),
    (b"x", b"urn:schemas-microsoft-com:office:excel"),
)
_LINE_CHARS = 18
_NOTE_COLUMNS = 3


class Note(NamedTuple):
    """A note of ours."""

    text: str
    author: str


def add_notes(
    package: Package, part: str, root: Node, patch: Patch, notes: Mapping[tuple[int, int], Note]
) -> None:
    """Write notes on the cells (row, column) of a sheet whose elements and pending splices are given."""
    comments = package.related(part, "comments")
    if comments is None:
        content = b'<comments xmlns="%s"><authors/><commentList/></comments>' % package.main
        comments = package.add("xl/comments", "xml", content, SPREADSHEET_TYPE.format("comments"))
        package.add_relation(part, "comments", comments)
    fresh = _write_comments(package, comments, notes)
    for author in sorted({note.author for note in notes.values()}):
        texts = {cell: note.text for cell, note in notes.items() if note.author == author}
        add_replies(package, part, texts, author)
    if fresh:
        _write_shapes(package, _drawing(package, part, root, patch), fresh)


def _write_comments(
    package: Package, part: str, notes: Mapping[tuple[int, int], Note]
) -> dict[tuple[int, int], Note]:
    """Write into the comments part; the notes on cells that had none."""
    root = package.tree(part)
    authors, listed = root.child("authors"), root.child("commentList")
    if authors is None or listed is None:
        raise damaged("批注部件不完整")
    patch = Patch(root.data)
    names = [node.text for node in authors.all("author")]
    for author in sorted({note.author for note in notes.values()} - set(names)):
        names.append(author)
        patch.append(authors, b"<%sauthor>%s</%sauthor>" % (root.prefix, cell_text(author), root.prefix))
    existing = {parse_address(node.get("ref")): node for node in listed.all("comment")}
    fresh = {}
    for cell, note in sorted(notes.items()):
        old = existing.get(cell)
        if old is None:
            fresh[cell] = note
            _insert_comment(
                patch, listed, cell, _comment_xml(root.prefix, cell, note, names.index(note.author))
            )
        elif _author(old, names) == note.author:
            new = _comment_xml(root.prefix, cell, note, names.index(note.author))
            patch.replace(old.start, old.end, new)
        else:
            _append_text(patch, old, note.text)
    package.commit(part, patch)
    return fresh


def _author(comment: Node, names: list[str]) -> str:
    number = whole(comment.get("authorId"))
    return names[number] if number is not None and number < len(names) else ""


def _comment_xml(prefix: bytes, cell: tuple[int, int], note: Note, author: int) -> bytes:
    where = address(*cell).encode()
    new = b'<{}comment ref="%s" authorId="%d"><{}text>%s</{}text></{}comment>' % (
        where,
        author,
        _run(note.text),
    )
    return new.replace(b"{}", prefix)


def _run(text: str) -> bytes:
    # Braces of the text must not be taken for the place of the prefix.
    content = cell_text(shortened(clean(text))).replace(b"{", b"&#123;")
    return b'<{}r><{}t xml:space="preserve">%s</{}t></{}r>' % content


def _insert_comment(patch: Patch, listed: Node, cell: tuple[int, int], new: bytes) -> None:
    for node in listed.all("comment"):
        place = parse_address(node.get("ref"))
        if place is not None and place > cell:
            patch.insert(node.start, new)
            return
    patch.append(listed, new)


def _append_text(patch: Patch, comment: Node, text: str) -> None:
    """Put our text behind the user's; what we put there before is replaced."""
    holder = comment.child("text")
    new = _run(SEPARATOR + text).replace(b"{}", comment.prefix)
    if holder is None:
        patch.append(comment, b"<%stext>%s</%stext>" % (comment.prefix, new, comment.prefix))
        return
    own = _own_runs(holder)
    if own:
        for node in own:
            patch.remove(node)
    for node in holder.all("t"):
        patch.insert(node.start, b"<%sr>" % node.prefix)
        patch.insert(node.end, b"</%sr>" % node.prefix)
    behind = next((node for node in holder.children if node.name in ("rPh", "phoneticPr")), None)
    if behind is None:
        patch.append(holder, new)
    else:
        patch.insert(behind.start, new)


def _run_text(run: Node) -> str:
    return "".join(node.text for node in run.all("t"))


def _own_runs(holder: Node) -> list[Node]:
    """The runs from our separator on, where it starts a run."""
    runs = holder.all("r")
    first = next((index for index, run in enumerate(runs) if _run_text(run).startswith(SEPARATOR)), None)
    return [] if first is None else runs[first:]


def _drawing(package: Package, part: str, root: Node, patch: Patch) -> str:
    """The part that draws the sheet's notes, added where there is none."""
    node = root.child("legacyDrawing")
    if node is not None:
        found = package.relations(part).get(node.relation_id())
        if found is None or not package.has(found.target):
            raise damaged("批注图形部件缺失")
        return found.target
    package.ensure_default("vml", _VML_TYPE)
    head = _VML_HEAD % b"1"
    drawing = package.add("xl/drawings/vmlDrawing", "vml", head)
    relation = package.add_relation(part, "vmlDrawing", drawing).encode()
    new = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>' % (root.prefix, package.relation_namespace, relation)
    insert_child(patch, root, SHEET_ORDER, "legacyDrawing", new)
    return drawing


def _write_shapes(package: Package, drawing: str, notes: Mapping[tuple[int, int], Note]) -> None:
    """Add a hidden box for each note. The part may be HTML-like, so it is not parsed as XML."""
    data = package.read(drawing)
    end = _VML_END.search(data)
    if end is None:
        raise damaged("批注图形部件不完整")
    number = max((int(found) for found in _SHAPE_ID.findall(data)), default=1024)
    new = b"" if b"_x0000_t202" in data else _declared(_SHAPE_TYPE, b"v:shapetype", data)
    for (row, col), note in notes.items():
        number += 1
        new += _declared(_shape(number, row, col, note.text), b"v:shape", data)
    patch = Patch(data)
    patch.insert(end.start(), new)
    package.commit(drawing, patch)


def _declared(shape: bytes, tag: bytes, data: bytes) -> bytes:
    """The shape with the namespaces that the drawing does not declare under the usual prefixes."""
    head = data[: data.find(b">", data.find(b"<xml")) + 1]
    missing = b"".join(
        b' xmlns:%s="%s"' % (prefix, uri)
        for prefix, uri in _SHAPE_NAMESPACES
        if b"xmlns:" + prefix not in head
    )
    return shape.replace(b"<" + tag, b"<" + tag + missing, 1)


def _shape(number: int, row: int, col: int, text: str) -> bytes:
    lines = sum(len(line) // _LINE_CHARS + 1 for line in text.split("\n"))
    height = min(max(lines, 4), 30)
    left = min(col, MAX_COL - _NOTE_COLUMNS - 1)
    top = min(max(row - 2, 0), MAX_ROW - height - 1)
    corners = (left, top, left + _NOTE_COLUMNS, top + height)
    return _SHAPE % (number, 15 * height, *corners, row - 1, col - 1)


def remove_notes(
    package: Package, part: str, root: Node, patch: Patch, ours: Callable[[tuple[int, int], str, str], bool]
) -> None:
    """Remove the notes for which ``ours(cell, author, text)`` holds, and what we appended to others."""
    remove_replies(package, part)
    comments = package.related(part, "comments")
    if comments is None:
        return
    tree = package.tree(comments)
    listed, authors = tree.child("commentList"), tree.child("authors")
    names = [node.text for node in authors.all("author")] if authors else []
    removed: set[tuple[int, int]] = set()
    changes = Patch(tree.data)
    nodes = listed.all("comment") if listed else []
    for node in nodes:
        cell, holder = parse_address(node.get("ref")), node.child("text")
        if cell is None or holder is None:
            continue
        text = "".join(item.text for item in holder.walk() if item.name == "t")
        if SEPARATOR.strip() in text:
            _cut_own_text(changes, holder)
        elif ours(cell, _author(node, names), text):
            removed.add(cell)
            changes.remove(node)
    if removed and len(removed) == len(nodes):
        _drop_parts(package, part, comments, root, patch)
        return
    package.commit(comments, changes)
    _remove_shapes(package, part, root, removed)


def _cut_own_text(patch: Patch, holder: Node) -> None:
    """Cut everything from our separator on, however the text is divided into runs by now."""
    pieces = [(run, item) for run in holder.children for item in run.walk() if item.name == "t"]
    text = "".join(item.text for _, item in pieces)
    left = len(text.partition(SEPARATOR.strip())[0].removesuffix("\n"))
    for run, item in pieces:
        kept = item.text[:left]
        left -= len(kept)
        if not kept and run is not item:
            patch.remove(run)
        elif kept != item.text:
            patch.replace(item.open_end, item.stop, cell_text(kept))


def _drop_parts(package: Package, part: str, comments: str, root: Node, patch: Patch) -> None:
    """No note is left: the comments go, and the drawing too where it shows nothing else."""
    node = root.child("legacyDrawing")
    relations = package.relations(part)
    gone = {key for key, item in relations.items() if item.target == comments}
    found = relations.get(node.relation_id()) if node else None
    if node is not None and found is not None and package.has(found.target):
        data = package.read(found.target)
        shapes = re.findall(rb"<v:shape\s", data)
        if len(shapes) == len(re.findall(rb"ObjectType=[\"']Note", data)):
            gone.add(node.relation_id())
            patch.remove(node)
            package.remove(found.target)
        else:
            _keep_shapes(package, found.target, lambda shape: b"Note" not in shape)
    package.remove_relations(part, gone)
    package.remove(comments)


def _remove_shapes(package: Package, part: str, root: Node, cells: set[tuple[int, int]]) -> None:
    node = root.child("legacyDrawing")
    found = package.relations(part).get(node.relation_id()) if node else None
    if found is None or not cells:
        return
    _keep_shapes(package, found.target, lambda shape: _shape_cell(shape) not in cells)


def _shape_cell(shape: bytes) -> tuple[int, int] | None:
    row = re.search(rb"<x:Row>\s*(\d{1,7})", shape)
    col = re.search(rb"<x:Column>\s*(\d{1,5})", shape)
    return (int(row[1]) + 1, int(col[1]) + 1) if row and col else None


def _keep_shapes(package: Package, drawing: str, wanted: Callable[[bytes], bool]) -> None:
    data = package.read(drawing)
    patch = Patch(data)
    for match in _NOTE_SHAPE.finditer(data):
        if b"ObjectType" in match[0] and not wanted(match[0]):
            patch.replace(match.start(), match.end(), b"")
    package.commit(drawing, patch)
