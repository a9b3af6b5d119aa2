"""A package of parts being edited: reading, patching, adding; content types and relationships."""

from __future__ import annotations

import codecs
import posixpath
import re
from typing import NamedTuple

from msgspec import Struct

from perfxl.workbook.edit.archive import Archive, damaged
from perfxl.workbook.edit.edits import EditRefused
from perfxl.workbook.edit.spans import MAIN, MAIN_STRICT, Inverse, Node, Patch, parse
from perfxl.workbook.edit.text import escape

CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SPREADSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_PACKAGE_RELATIONS = b"http://schemas.openxmlformats.org/package/2006/relationships"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class Relation(NamedTuple):
    """A relationship: ``kind`` is the last piece of its type, ``target`` a part name or an address."""

    kind: str
    target: str
    external: bool


class Journal(Struct):
    """What was done to a package since the journal was opened."""

    patched: dict[str, list[Inverse]]
    added: list[str]


class Package:
    """An .xlsx or .xlsm package. Part names have no leading slash and are found whatever their case."""

    def __init__(self, data: bytes) -> None:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise EditRefused("encrypted", "文件设有打开密码，不能写入。请先取消密码再交。")
            raise EditRefused("unsupported", "这是旧版 .xls/.et 文件，不能直接写入。请另存为 .xlsx。")
        if data[:2] != b"PK":
            raise EditRefused("not_workbook", "这不是 Excel 工作簿文件，不能写入。")
        self._archive = Archive(data)
        self._members = {_plain(name): name for name in self._archive.names()}
        if len(self._members) != len(self._archive.names()):
            # Programs differ in which of the two they take, so an edit could go unseen.
            raise damaged("压缩包里有仅大小写不同的同名部件")
        self._read: dict[str, bytes] = {}
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self._added_names: dict[str, str] = {}
        self._removed: set[str] = set()
        self._converted: dict[str, bytes] = {}
        self._trees: dict[str, Node] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self.journal = Journal({}, [])
        self.workbook = self._find_workbook()
        root = self.tree(self.workbook)
        if root.name != "workbook" or root.uri not in (MAIN, MAIN_STRICT):
            raise damaged("找不到工作簿主部件")
        self.strict = root.uri == MAIN_STRICT

    # --- parts ---------------------------------------------------------------------------------------------

    def has(self, part: str) -> bool:
        """Whether the part exists."""
        key = part.lower()
        return key not in self._removed and (key in self._members or key in self._added)

    def names(self) -> list[str]:
        """All part names, in lower case."""
        return [name for name in [*self._members, *self._added] if name not in self._removed]

    def read(self, part: str) -> bytes:
        """The part's bytes as they stand now. Raises ``EditRefused`` where they cannot be had."""
        key = part.lower()
        if not self.has(part):
            raise damaged(f"缺少 {part}")
        for store in (self._changed, self._added, self._read):
            if key in store:
                return store[key]
        self._read[key] = content = self._archive.read(self._members[key])
        return content

    def xml(self, part: str) -> bytes:
        """The part as UTF-8; a part in another encoding is converted (and thereby rewritten)."""
        content = self.read(part)
        encoding = _encoding(content)
        if encoding is None:
            return content
        try:
            converted = _DECLARATION.sub("", content.decode(encoding), count=1).encode()
        except (LookupError, UnicodeError) as error:
            raise damaged(f"{part} 的编码 {encoding} 读不出") from error
        # Only a part that is written to is stored in its new encoding.
        self._converted[part.lower()] = converted
        return converted

    def tree(self, part: str) -> Node:
        """The part's elements with text, kept until the part changes."""
        key = part.lower()
        if key not in self._trees:
            self._trees[key] = parse(self.xml(part), text=True)
        return self._trees[key]

    def commit(self, part: str, patch: Patch) -> None:
        """Store a patched part."""
        content, inverse = patch.apply()
        if not inverse:
            return
        converted = self._converted.pop(part.lower(), None)
        if converted is not None:
            self._store(part, converted, [(0, len(converted), self.read(part))])
        self._store(part, content, inverse)

    def put(self, part: str, content: bytes) -> None:
        """Replace all of a part."""
        self._store(part, content, [(0, len(content), self.read(part))])

    def _store(self, part: str, content: bytes, inverse: Inverse) -> None:
        key = part.lower()
        self._trees.pop(key, None)
        self._relations.pop(key, None)
        if key in self._added:
            self._added[key] = content
        else:
            self._changed[key] = content
        if key not in self.journal.added:
            self.journal.patched.setdefault(key, []).append(inverse)

    def add(self, stem: str, extension: str, content: bytes, content_type: str = "", start: int = 1) -> str:
        """Add a part ``<stem><number>.<extension>`` with the first free number; its name.

        With ``start`` 0 the name without number is tried first.
        """
        taken = {*self._members, *self._added}
        number = start
        while (part := f"{stem}{number or ''}.{extension}").lower() in taken:
            number += 1
        self.add_named(part, content)
        if content_type:
            root = self.tree(CONTENT_TYPES)
            patch = Patch(root.data)
            prefix = root.prefix.decode()
            patch.append(
                root, f'<{prefix}Override PartName="/{part}" ContentType="{content_type}"/>'.encode()
            )
            self.commit(CONTENT_TYPES, patch)
        return part

    def add_named(self, part: str, content: bytes) -> None:
        """Add a part of that name without a word among the content types."""
        key = part.lower()
        if key in self._members:
            # A part of that name was removed: its place in the archive is used again.
            self._removed.discard(key)
            self._changed[key] = content
        else:
            self._added[key] = content
            self._added_names[key] = part
        self._relations.clear()
        self._trees.pop(key, None)
        self.journal.added.append(key)

    def remove(self, part: str) -> None:
        """Remove a part and its entry among the content types; relationships to it are the caller's."""
        key = part.lower()
        self.discard(part)
        root = self.tree(CONTENT_TYPES)
        patch = Patch(root.data)
        for node in root.all("Override"):
            if node.get("PartName").lstrip("/").lower() == key:
                patch.remove(node)
        self.commit(CONTENT_TYPES, patch)

    def discard(self, part: str) -> None:
        """Remove a part and nothing else."""
        key = part.lower()
        for store in (self._changed, self._added, self._trees):
            store.pop(key, None)
        if key in self._members:
            self._removed.add(key)
        self._relations.clear()

    def content_type(self, part: str) -> str:
        """The declared content type of a part; empty where there is none."""
        root = self.tree(CONTENT_TYPES)
        for node in root.all("Override"):
            if node.get("PartName").lstrip("/").lower() == part.lower():
                return node.get("ContentType")
        extension = part.rpartition(".")[2].lower()
        defaults = (node for node in root.all("Default") if node.get("Extension").lower() == extension)
        return next((node.get("ContentType") for node in defaults), "")

    def ensure_default(self, extension: str, content_type: str) -> None:
        """Declare the content type of a file extension where it is not declared yet."""
        root = self.tree(CONTENT_TYPES)
        if any(node.get("Extension").lower() == extension for node in root.all("Default")):
            return
        patch = Patch(root.data)
        new = (
            f'<{root.prefix.decode()}Default Extension="{extension}" ContentType="{content_type}"/>'.encode()
        )
        if root.children:
            patch.insert(root.children[0].start, new)
        else:
            patch.append(root, new)
        self.commit(CONTENT_TYPES, patch)

    # --- relationships -------------------------------------------------------------------------------------

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part (of the package: ``""``) by id."""
        source = relations_part(part)
        key = source.lower()
        if key not in self._relations:
            found = self.tree(source).all("Relationship") if self.has(source) else []
            self._relations[key] = {node.get("Id"): _relation(part, node) for node in found}
        return self._relations[key]

    def add_relation(self, part: str, kind: str, target: str) -> str:
        """Relate ``part`` to another part; the new id."""
        source = relations_part(part)
        if not self.has(source):
            self.add_named(source, b'<Relationships xmlns="' + _PACKAGE_RELATIONS + b'"/>')
            self.ensure_default("rels", "application/vnd.openxmlformats-package.relationships+xml")
        taken = self.relations(part)
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        root = self.tree(source)
        patch = Patch(root.data)
        base = RELATIONS_STRICT if self.strict else RELATIONS
        patch.append(
            root,
            b'<%sRelationship Id="rId%d" Type="%s/%s" Target="/%s"/>'
            % (root.prefix, number, base.encode(), kind.encode(), escape(target)),
        )
        self.commit(source, patch)
        return f"rId{number}"

    def remove_relations(self, part: str, ids: set[str]) -> None:
        """Remove relationships of a part by id."""
        source = relations_part(part)
        if not ids or not self.has(source):
            return
        root = self.tree(source)
        patch = Patch(root.data)
        for node in root.all("Relationship"):
            if node.get("Id") in ids:
                patch.remove(node)
        self.commit(source, patch)

    def related(self, part: str, kind: str) -> str | None:
        """The first existing part that ``part`` is related to in that kind."""
        found = (
            item.target for item in self.relations(part).values() if item.kind == kind and not item.external
        )
        return next((target for target in found if self.has(target)), None)

    def _find_workbook(self) -> str:
        if not self.has(CONTENT_TYPES):
            other = "unsupported" if self.has("mimetype") else "not_workbook"
            raise EditRefused(other, "这不是 .xlsx 工作簿，不能写入。请用 Excel 或 WPS 另存为 .xlsx。")
        main = self.related("", "officeDocument")
        if main is None:
            raise damaged("找不到工作簿主部件")
        if main.lower().startswith("word/"):
            advice = "其中的绩效表请用 perfxl import 读入工作簿。"
            raise EditRefused("not_workbook", f"这是 Word 文档，不是工作簿，不能写入。{advice}")
        if main.lower().endswith(".bin"):
            raise EditRefused("unsupported", "这是 .xlsb 二进制工作簿，不能写入。请另存为 .xlsx。")
        signed = any(item.kind == "origin" for item in self.relations("").values())
        if signed or any(name.startswith("_xmlsignatures/") for name in self._members):
            raise EditRefused("signed", "文件带有数字签名，写入后签名将失效，因此不予写入。请先去掉签名。")
        return main

    @property
    def main(self) -> bytes:
        """The spreadsheet namespace of this package."""
        return (MAIN_STRICT if self.strict else MAIN).encode()

    @property
    def relation_namespace(self) -> bytes:
        """The namespace of ``r:id`` in this package."""
        return (RELATIONS_STRICT if self.strict else RELATIONS).encode()

    def save(self) -> bytes:
        """The package as a file."""
        changed = {self._members[key]: content for key, content in self._changed.items()}
        added = {self._added_names[key]: content for key, content in self._added.items()}
        return self._archive.write(changed, added, {self._members[key] for key in self._removed})


def relations_part(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


def _relation(part: str, node: Node) -> Relation:
    target = node.get("Target")
    external = node.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/" + posixpath.dirname(part), target.replace("\\", "/")))
    return Relation(node.get("Type").rpartition("/")[2], target if external else target.lstrip("/"), external)


def _plain(member: str) -> str:
    return member.replace("\\", "/").lstrip("/").lower()


def _encoding(content: bytes) -> str | None:
    """The encoding of an XML part where it is not UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _DECLARED.match(content[:200])
    name = declared[1].decode().lower() if declared else "utf-8"
    return None if name in ("utf-8", "utf8", "us-ascii", "ascii") else name
