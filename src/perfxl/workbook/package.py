"""The zip package around a workbook: found by its central directory, checked against limits, read part by
part.

The standard ``zipfile`` costs more to import than a small workbook costs to read, and it allocates what an
entry claims; here an entry never yields more bytes than it declared, and the declared sizes are summed
before anything is unpacked.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import Struct, error, unpack_from

import msgspec

from perfxl.workbook.markup import ADVICE, parse_whole
from perfxl.workbook.model import Unreadable

_CENTRAL = Struct("<4s4B4H3L5H2L")
_END = Struct("<4s4H2LH")
_END_64 = Struct("<4sQ2H2L4Q")
_CHUNK = 1 << 18


class Limits(msgspec.Struct, frozen=True):
    """What reading a workbook may cost: about a second and 100 MB where it is at all of its limits.

    What it costs to audit then grows with what it holds: some ten thousand findings take another second.

    ``file_bytes`` is what is stored (``old_file_bytes`` for the formats that are read as a whole), the other sizes
    are unpacked: of all entries, of a part that is read as a whole, of a sheet. ``cells`` counts cells with content
    in the workbook, ``sheet_cells`` in one sheet. A return has less than 5,000 cells; a sheet beyond its limits is
    left unread, a workbook beyond them is refused.
    """

    file_bytes: int = 60_000_000
    old_file_bytes: int = 16_000_000
    unpacked_bytes: int = 200_000_000
    part_bytes: int = 20_000_000
    sheet_bytes: int = 40_000_000
    entries: int = 5_000
    ratio: int = 200
    ratio_from_bytes: int = 10_000_000
    cells: int = 100_000
    sheet_cells: int = 30_000
    sheets: int = 300


DEFAULT_LIMITS = Limits()


class Entry(msgspec.Struct, frozen=True):
    """One entry of the central directory; ``offset`` is where its local header starts."""

    name: str
    method: int
    encrypted: bool
    crc: int
    packed: int
    size: int
    offset: int


class Relationship(msgspec.Struct, frozen=True):
    """``kind`` is the type's last word (``worksheet``); ``target`` a part name, or a URL if ``external``."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a zip package, by name without regard to case; of two entries of one name the last wins.

    Raises ``Unreadable``: ``damaged`` for a broken or cut-off archive, ``too_large`` beyond ``limits``.
    """

    def __init__(self, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
        self._data = data
        self._part_bytes = limits.part_bytes
        self._entries: dict[str, Entry] = {}
        try:
            for entry in _directory(data, limits):
                self._entries[entry.name.replace("\\", "/").lstrip("/").lower()] = entry
        except (error, IndexError, UnicodeDecodeError) as exc:
            raise _damaged_archive() from exc
        self.main_part = self._find_main_part()
        """The part that the package is about, such as ``xl/workbook.xml``; ``""`` if there is none."""

    def names(self) -> list[str]:
        """The part names, in lower case, without a leading slash."""
        return list(self._entries)

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def size(self, part: str) -> int:
        """Bytes of the unpacked part."""
        return self._entry(part).size

    def read(self, part: str) -> bytes:
        """The whole part, its length and checksum verified."""
        entry = self._entry(part)
        if entry.size > self._part_bytes:
            raise too_large(f"部件 {part} 解压后超过 {self._part_bytes // 1_000_000} MB")
        packed = self._packed(entry)
        if entry.method == 0:
            content = bytes(packed)
        else:
            unpacker = zlib.decompressobj(-15)
            try:
                content = unpacker.decompress(packed, entry.size + 1)
            except zlib.error as exc:
                raise damaged(part, "解压失败") from exc
        _verify(entry, part, len(content), zlib.crc32(content))
        return content

    def stream(self, part: str) -> Iterator[bytes]:
        """The part in pieces of at most 256 kB; a wrong length or checksum raises at the end."""
        entry = self._entry(part)
        packed = self._packed(entry)
        size = crc = 0
        for piece in _pieces(packed, entry.method, part):
            size += len(piece)
            if size > entry.size:
                break
            crc = zlib.crc32(piece, crc)
            yield piece
        _verify(entry, part, size, crc)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part by id (part ``""``: of the package); none if it has no such file."""
        folder, _, base = part.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels".lstrip("/")
        if rels not in self:
            return {}
        found: dict[str, Relationship] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith(" Relationship") and "Id" in attributes:
                external = attributes.get("TargetMode") == "External"
                target = attributes.get("Target", "")
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes["Id"]] = Relationship(
                    kind, target if external else self._resolve(folder, target), external
                )

        parse_whole(self.read(rels), rels, start)
        return found

    def _find_main_part(self) -> str:
        for relation in self.relationships("").values():
            if relation.kind == "officeDocument":
                return relation.target
        return next((part for part in ("xl/workbook.xml", "xl/workbook.bin") if part in self), "")

    def _resolve(self, folder: str, target: str) -> str:
        """A relationship's target as a part name: relative to ``folder`` unless it starts with a slash."""
        target = target.replace("\\", "/")
        steps = [] if target.startswith("/") else folder.split("/")
        for step in target.split("/"):
            if step == "..":
                del steps[-1:]
            elif step not in ("", "."):
                steps.append(step)
        part = "/".join(filter(None, steps))
        if "%" in part and part not in self:
            from urllib.parse import unquote

            return unquote(part)
        return part

    def _entry(self, part: str) -> Entry:
        entry = self._entries.get(part.lower())
        if entry is None:
            raise damaged(part, "文件里没有它")
        if entry.encrypted:
            raise Unreadable("encrypted", "文件加了压缩密码，无法读取。请取消密码后重新报送。")
        if entry.method not in (0, 8):
            raise Unreadable(
                "unsupported", f"部件 {part} 用了不常见的压缩方式（{entry.method}），无法读取。{ADVICE}"
            )
        return entry

    def _packed(self, entry: Entry) -> memoryview:
        """The stored bytes. Sizes come from the central directory, since a local header may lack them."""
        data, offset = self._data, entry.offset
        if data[offset : offset + 4] != b"PK\3\4" or offset + 30 > len(data):
            raise damaged(entry.name, "找不到它的内容")
        name, extra = unpack_from("<2H", data, offset + 26)
        begin = offset + 30 + name + extra
        if begin + entry.packed > len(data):
            raise damaged(entry.name, "内容被截断")
        return memoryview(data)[begin : begin + entry.packed]


def damaged(part: str, what: str) -> Unreadable:
    """The error that a part of the file is broken, as a sentence naming the part."""
    return Unreadable("damaged", f"文件已损坏：部件 {part} 有问题（{what}）。{ADVICE}")


def too_large(what: str) -> Unreadable:
    """The error that a file is beyond the limits; ``what`` is a clause such as ``工作表超过 400 个``."""
    return Unreadable(
        "too_large",
        f"文件过大，未读取：{what}。请删除无关内容（空白行列、多余工作表、图片）后重新报送。",
        what,
    )


def file_too_large(limits: Limits) -> Unreadable:
    """The error that a file is larger than any that is read."""
    return too_large(f"文件超过 {limits.file_bytes // 1_000_000} MB")


def _damaged_archive() -> Unreadable:
    return Unreadable(
        "damaged", f"文件已损坏或不完整（可能在上传、下载或拷贝时中断），压缩目录读不出来。{ADVICE}"
    )


def _directory(data: bytes, limits: Limits) -> Iterator[Entry]:
    """The entries of the central directory, in order, within the limits."""
    start, size, offset, count = _find_directory(data)
    if count > limits.entries:
        raise too_large(f"内部部件超过 {limits.entries} 个")
    shift = start - offset
    position, end, total = start, start + size, 0
    while position < end:
        fields = _CENTRAL.unpack_from(data, position)
        if fields[0] != b"PK\1\2":
            raise _damaged_archive()
        name_at = position + 46
        extra_at = name_at + fields[12]
        position = extra_at + fields[13] + fields[14]
        entry = _entry_of(fields, data[name_at:extra_at], data[extra_at : extra_at + fields[13]], shift)
        count -= 1
        total += entry.size
        _check_size(entry, total, limits)
        yield entry
    if count:
        raise _damaged_archive()


def _entry_of(fields: tuple[int, ...], raw_name: bytes, extra: bytes, shift: int) -> Entry:
    flags = fields[5]
    crc, packed, size, offset = fields[9], fields[10], fields[11], fields[18]
    if 0xFFFFFFFF in (packed, size, offset):
        wide = _zip64_fields(extra)
        size = next(wide) if size == 0xFFFFFFFF else size
        packed = next(wide) if packed == 0xFFFFFFFF else packed
        offset = next(wide) if offset == 0xFFFFFFFF else offset
    name = raw_name.decode("utf-8" if flags & 0x800 else "cp437")
    return Entry(name, fields[6], bool(flags & 1), crc, packed, size, offset + shift)


def _zip64_fields(extra: bytes) -> Iterator[int]:
    position = 0
    while position + 4 <= len(extra):
        tag, length = unpack_from("<2H", extra, position)
        if tag == 1:
            yield from unpack_from(f"<{length // 8}Q", extra, position + 4)
            break
        position += 4 + length
    raise _damaged_archive()


def _find_directory(data: bytes) -> tuple[int, int, int, int]:
    """Where the central directory starts, its size, its recorded offset, and its number of entries."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - 65_557))
    if end < 0:
        raise _damaged_archive()
    _, _, _, _, count, size, offset, _ = _END.unpack_from(data, end)
    if end >= 20 and data[end - 20 : end - 16] == b"PK\6\7":
        recorded = unpack_from("<Q", data, end - 12)[0]
        end = recorded if data[recorded : recorded + 4] == b"PK\6\6" else end - 76
        fields = _END_64.unpack_from(data, end)
        if fields[0] != b"PK\6\6":
            raise _damaged_archive()
        count, size, offset = fields[7], fields[8], fields[9]
    if size > end or offset > end - size:
        raise _damaged_archive()
    return end - size, size, offset, count


def _check_size(entry: Entry, total: int, limits: Limits) -> None:
    if total > limits.unpacked_bytes:
        raise too_large(f"解压后超过 {limits.unpacked_bytes // 1_000_000} MB")
    if entry.size > limits.ratio_from_bytes and entry.size > entry.packed * limits.ratio:
        raise too_large(f"部件 {entry.name} 的压缩比异常（超过 {limits.ratio} 倍）")


def _verify(entry: Entry, part: str, size: int, crc: int) -> None:
    if size != entry.size:
        raise damaged(part, "解压后的长度不符")
    if crc != entry.crc:
        raise damaged(part, "校验码不符")


def _pieces(packed: memoryview, method: int, part: str) -> Iterator[bytes]:
    if method == 0:
        for at in range(0, len(packed), _CHUNK):
            yield bytes(packed[at : at + _CHUNK])
        return
    unpacker = zlib.decompressobj(-15)
    try:
        piece = unpacker.decompress(packed, _CHUNK)
        while piece:
            yield piece
            piece = unpacker.decompress(unpacker.unconsumed_tail, _CHUNK)
    except zlib.error as exc:
        raise damaged(part, "解压失败") from exc
