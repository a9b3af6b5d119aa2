"""Threaded comments: on a cell that has a conversation our note is a reply, for only the thread is shown."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from perfxl.workbook.edit.package import Package
from perfxl.workbook.edit.spans import Node, Patch
from perfxl.workbook.edit.text import address, escape

PERSON = "{5E1F0F7A-7B1C-4C53-9C43-7065726678AC}"
"""Who our replies are by, in every workbook."""


def add_replies(package: Package, part: str, texts: Mapping[tuple[int, int], str], author: str) -> None:
    """Reply to the conversations on the given cells of a sheet; cells without one are passed over."""
    thread = package.related(part, "threadedComment")
    people = package.related(package.workbook, "person")
    if thread is None or people is None:
        return
    root = package.tree(thread)
    patch = Patch(root.data)
    replied = False
    for cell, text in sorted(texts.items()):
        where = address(*cell)
        nodes = [node for node in root.all("threadedComment") if node.get("ref") == where]
        first = next((node for node in nodes if not node.get("parentId")), None)
        if first is None:
            continue
        for node in (node for node in nodes if node.get("personId") == PERSON):
            patch.remove(node)
        patch.append(root, _reply(root, first, text, thread))
        replied = True
    package.commit(thread, patch)
    if replied:
        _introduce(package, people, author)


def _reply(root: Node, first: Node, text: str, part: str) -> bytes:
    # The date is that of the conversation: the same edits always give the same bytes.
    number = "{" + str(uuid5(NAMESPACE_URL, f"perfxl:{part}:{first.get('ref')}")).upper() + "}"
    values = (first.get("ref"), first.get("dT"), PERSON, number, first.get("id"))
    names = ("ref", "dT", "personId", "id", "parentId")
    pairs = b"".join(
        b' %s="%s"' % (name.encode(), escape(value)) for name, value in zip(names, values, strict=True)
    )
    pieces = (root.prefix, pairs, root.prefix, escape(text), root.prefix, root.prefix)
    return b"<%sthreadedComment%s><%stext>%s</%stext></%sthreadedComment>" % pieces


def _introduce(package: Package, people: str, author: str) -> None:
    root = package.tree(people)
    if any(node.get("id") == PERSON for node in root.children):
        return
    patch = Patch(root.data)
    values = (root.prefix, escape(author), PERSON.encode(), escape(author))
    patch.append(root, b'<%sperson displayName="%s" id="%s" userId="%s" providerId="None"/>' % values)
    package.commit(people, patch)


def remove_replies(package: Package, part: str) -> None:
    """Remove our replies from the conversations of a sheet."""
    thread = package.related(part, "threadedComment")
    if thread is None:
        return
    root = package.tree(thread)
    patch = Patch(root.data)
    for node in root.all("threadedComment"):
        if node.get("personId") == PERSON:
            patch.remove(node)
    package.commit(thread, patch)
