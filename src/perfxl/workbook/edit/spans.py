"""XML as byte spans: expat finds elements, splices change them, and all other bytes stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from perfxl.workbook.edit.archive import damaged
from perfxl.workbook.edit.edits import EditRefused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_PLAIN = {
    MAIN,
    MAIN_STRICT,
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",
    "",
}
_RELATIONS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_OPEN_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_MAX_DEPTH = 200

Inverse = list[tuple[int, int, bytes]]
"""How to undo a splice: position and length in the new bytes, and the bytes that were there before."""


class Node:
    """An element: its name, attributes, kept children and where its bytes are.

    ``name`` is the local name in the namespaces of the format, ``{uri}local`` in any other.
    """

    __slots__ = ("attrs", "children", "data", "name", "start", "stop", "text", "uri")

    def __init__(self, data: bytes, name: str, uri: str, attrs: dict[str, str], start: int) -> None:
        self.data = data
        self.name = name
        self.uri = uri
        self.attrs = attrs
        self.start = start
        self.stop = start
        self.children: list[Node] = []
        self.text = ""

    @property
    def open_end(self) -> int:
        """Where the start tag ends."""
        match = _OPEN_TAG.match(self.data, self.start)
        if match is None:
            raise damaged("XML 标签不完整")
        return match.end()

    @property
    def end(self) -> int:
        """Where the element ends."""
        stop = self.open_end
        return stop if self.data[stop - 2 : stop] == b"/>" else self.data.index(b">", self.stop) + 1

    @property
    def prefix(self) -> bytes:
        """The namespace prefix as written, with its colon; empty where there is none."""
        match = re.compile(rb"<([^\s/>:]+:)?").match(self.data, self.start)
        return (match[1] or b"") if match else b""

    def raw(self) -> bytes:
        """The element's bytes."""
        return self.data[self.start : self.end]

    def get(self, name: str, default: str = "") -> str:
        """An attribute without namespace."""
        return self.attrs.get(name, default)

    def flag(self, name: str) -> bool:
        """A true/false attribute that is false where it is absent."""
        return self.attrs.get(name, "0") in ("1", "true", "on")

    def relation_id(self) -> str:
        """The ``r:id`` attribute, under whatever prefix; empty where there is none."""
        for key, value in self.attrs.items():
            uri, _, rest = key.partition(" ")
            if uri in _RELATIONS and rest.partition(" ")[0] == "id":
                return value
        return ""

    def child(self, name: str) -> Node | None:
        """The first child of that name."""
        return next((node for node in self.children if node.name == name), None)

    def all(self, name: str) -> list[Node]:
        """The children of that name."""
        return [node for node in self.children if node.name == name]

    def walk(self) -> Iterator[Node]:
        """The element and everything kept below it, in document order."""
        yield self
        for node in self.children:
            yield from node.walk()


def parse(data: bytes, keep: Callable[[Node], bool] | None = None, *, text: bool = False) -> Node:
    """The root of a UTF-8 document. Children of elements for which ``keep`` is false are not recorded.

    ``text`` collects the character data of each element (not that of its children). Raises ``EditRefused``
    for XML that is not well-formed, nested too deep or carries a document type declaration.
    """
    builder = _Builder(data, keep)
    parser = expat.ParserCreate("UTF-8", " ")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    builder.attach(parser, text)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise damaged("XML 不完整") from error
    return builder.root


class _Builder:
    def __init__(self, data: bytes, keep: Callable[[Node], bool] | None) -> None:
        self._data = data
        self._keep = keep
        self._stack: list[Node] = []
        self._skipping = 0
        self._names: dict[str, tuple[str, str]] = {}
        self.root: Node

    def attach(self, parser: expat.XMLParserType, text: bool) -> None:
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._stop
        parser.StartDoctypeDeclHandler = self._doctype
        if text:
            parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        raise EditRefused("forbidden", "文件中含有文档类型声明（DTD），可能有害，不予写入。")

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
            return
        name = self._names.get(tag)
        if name is None:
            parts = tag.split(" ")
            uri, local = (parts[0], parts[1]) if len(parts) > 1 else ("", tag)
            name = self._names[tag] = (local if uri in _PLAIN else f"{{{uri}}}{local}", uri)
        node = Node(self._data, name[0], name[1], attrs, self._parser.CurrentByteIndex)
        if self._stack:
            self._stack[-1].children.append(node)
        else:
            self.root = node
        if len(self._stack) > _MAX_DEPTH:
            raise damaged("XML 嵌套过深")
        self._stack.append(node)
        if self._keep is not None and not self._keep(node):
            self._skipping = 1

    def _stop(self, _: str) -> None:
        if self._skipping > 1:
            self._skipping -= 1
            return
        self._skipping = 0
        self._stack.pop().stop = self._parser.CurrentByteIndex

    def _text(self, text: str) -> None:
        if not self._skipping and self._stack:
            self._stack[-1].text += text


class Patch:
    """Splices into one document, collected and then applied together."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._splices: list[tuple[int, int, int, bytes]] = []
        self._appended: dict[int, tuple[Node, list[bytes]]] = {}

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put ``new`` where the bytes from ``start`` to ``end`` are."""
        self._splices.append((start, end, len(self._splices), new))

    def insert(self, at: int, new: bytes) -> None:
        """Put ``new`` in front of position ``at``; later calls go behind earlier ones."""
        self.replace(at, at, new)

    def remove(self, node: Node) -> None:
        """Take an element out."""
        self.replace(node.start, node.end, b"")

    def append(self, node: Node, new: bytes) -> None:
        """Put ``new`` behind the last child of ``node``, opening ``<x/>`` where needed."""
        self._appended.setdefault(node.start, (node, []))[1].append(new)

    def set_attribute(self, node: Node, name: str, value: str | None) -> None:
        """Set an attribute without namespace, or remove it; the value needs no escaping."""
        raw = name.encode()
        stop = node.open_end
        start = node.start + 1
        while start < stop and self.data[start : start + 1] not in (b" ", b"\t", b"\r", b"\n", b"/", b">"):
            start += 1
        for match in _ATTRIBUTE.finditer(self.data, start, stop):
            if match[1] == raw:
                if value is None:
                    self.replace(match.start(), match.end(), b"")
                else:
                    self.replace(match.start(2) + 1, match.end(2) - 1, value.encode())
                return
        if value is not None:
            at = stop - (2 if self.data[stop - 2 : stop] == b"/>" else 1)
            self.insert(at, b" " + raw + b'="' + value.encode() + b'"')

    def apply(self) -> tuple[bytes, Inverse]:
        """The new document, and how to get back to the old one."""
        self._open_containers()
        out: list[bytes] = []
        inverse: Inverse = []
        at = length = 0
        for start, end, _, new in sorted(self._splices):
            out.append(self.data[at:start])
            length += start - at
            inverse.append((length, len(new), self.data[start:end]))
            out.append(new)
            length += len(new)
            at = end
        out.append(self.data[at:])
        return b"".join(out), inverse

    def _open_containers(self) -> None:
        for node, contents in self._appended.values():
            content = b"".join(contents)
            stop = node.open_end
            if self.data[stop - 2 : stop] == b"/>":
                name = re.compile(rb"<([^\s/>]+)").match(self.data, node.start)
                if name is None:
                    raise damaged("XML 标签不完整")
                self.replace(stop - 2, stop, b">" + content + b"</" + name[1] + b">")
            else:
                self.insert(node.stop, content)
        self._appended.clear()


def undo(data: bytes, inverse: Inverse) -> bytes:
    """``data`` as it was before the splices that gave this inverse."""
    out: list[bytes] = []
    at = 0
    for start, length, old in inverse:
        out += [data[at:start], old]
        at = start + length
    out.append(data[at:])
    return b"".join(out)


def sequence(names: str) -> tuple[str, ...]:
    """Element names in the order the format wants them, from a text with blanks."""
    return tuple(names.split())


def insert_child(patch: Patch, parent: Node, order: tuple[str, ...], name: str, new: bytes) -> None:
    """Put a new child where the format's sequence ``order`` wants it."""
    rank = {item: index for index, item in enumerate(order)}
    for node in parent.children:
        # A compatibility wrapper stands where its content would stand.
        ranks = (rank[item.name] for item in node.walk() if item.name in rank)
        if next(ranks, -1) > rank[name]:
            patch.insert(node.start, new)
            return
    patch.append(parent, new)
