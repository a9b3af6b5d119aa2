"""The zip container: read members; write a new archive in which untouched members keep their raw bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from msgspec import Struct

from perfxl.workbook.edit.edits import EditRefused

MAX_ARCHIVE = 1 << 31
MAX_PART = 1 << 28
"""Bytes of one unpacked part that is read; a part that is only copied may be larger."""

_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_END = struct.Struct("<4sHHHHIIH")
_UTF8_NAME = 0x800
_DOS_EPOCH = 0x21


def damaged(detail: str) -> EditRefused:
    """The refusal of a package whose structure cannot be followed."""
    return EditRefused("damaged", f"文件已损坏（{detail}），不能写入。请用 Excel 打开并修复后另存为 .xlsx。")


class _Member(Struct):
    name: str
    central: bytes
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    header: int
    data: int
    end: int


class Archive:
    """The members of a zip file held in memory. Of members with the same name the last one counts."""

    def __init__(self, data: bytes) -> None:
        if len(data) >= MAX_ARCHIVE:
            raise EditRefused("too_large", "文件超过 2 GB，不能写入。")
        self._bytes = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = archive.infolist()
                self._comment = archive.comment
                start = archive.start_dir
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as error:
            raise damaged("压缩包目录读不出") from error
        self._members = self._locate(infos, start)
        self._by_name = {member.name: member for member in self._members}

    def names(self) -> list[str]:
        """Member names in the order of the archive's directory."""
        return list(self._by_name)

    def _locate(self, infos: list[zipfile.ZipInfo], start: int) -> list[_Member]:
        offsets = sorted({info.header_offset for info in infos})
        following = dict(zip(offsets, [*offsets[1:], start], strict=bool(offsets)))
        members = []
        at = start
        for info in infos:
            fields = _CENTRAL.unpack_from(self._bytes, at)
            size = _CENTRAL.size + fields[10] + fields[11] + fields[12]
            members.append(self._member(info, self._bytes[at : at + size], following[info.header_offset]))
            at += size
        return members

    def _member(self, info: zipfile.ZipInfo, central: bytes, end: int) -> _Member:
        head = info.header_offset
        if head < 0 or head + _LOCAL.size > len(self._bytes) or self._bytes[head : head + 4] != b"PK\3\4":
            raise damaged("压缩包成员位置不对")
        fields = _LOCAL.unpack_from(self._bytes, head)
        data = head + _LOCAL.size + fields[9] + fields[10]
        if data + info.compress_size > end:
            raise damaged("压缩包成员互相重叠")
        return _Member(
            info.filename,
            central,
            info.flag_bits,
            info.compress_type,
            info.CRC,
            info.compress_size,
            info.file_size,
            head,
            data,
            end,
        )

    def read(self, name: str) -> bytes:
        """The unpacked bytes of a member. Raises ``EditRefused`` where they cannot be had."""
        member = self._by_name[name]
        if member.flags & 1:
            raise EditRefused("encrypted", "文件内容已加密，不能写入。请先取消密码再交。")
        if member.unpacked > MAX_PART:
            raise EditRefused("too_large", f"文件中的 {name} 解压后超过 256 MB，不能写入。")
        raw = self._bytes[member.data : member.data + member.packed]
        if member.method == zipfile.ZIP_DEFLATED:
            try:
                raw = zlib.decompressobj(-15).decompress(raw, MAX_PART + 1)
            except zlib.error as error:
                raise damaged(f"{name} 解压失败") from error
        elif member.method != zipfile.ZIP_STORED:
            raise EditRefused("unsupported", f"文件中的 {name} 用了不支持的压缩方式，请用 Excel 另存一次。")
        if len(raw) != member.unpacked or zlib.crc32(raw) != member.crc:
            raise damaged(f"{name} 校验不符")
        return raw

    def write(
        self, replaced: Mapping[str, bytes], added: Mapping[str, bytes], removed: Iterable[str]
    ) -> bytes:
        """A new archive: same order, raw copies of what is not named, added members at the end."""
        gone = set(removed)
        out = bytearray(self._bytes[: min((member.header for member in self._members), default=0)])
        directory = bytearray()
        count = 0
        for member in self._members:
            if member.name in gone:
                continue
            at = len(out)
            if member.name in replaced and self._by_name[member.name] is member:
                directory += _replace(out, member, replaced[member.name])
            else:
                out += self._bytes[member.header : member.end]
                directory += _moved(member.central, at)
            count += 1
        for name, content in added.items():
            directory += _append(out, name, content)
            count += 1
        if count > 0xFFFF or len(out) + len(directory) >= MAX_ARCHIVE:
            raise EditRefused("too_large", "写入后文件过大，不能保存。")
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(out), len(self._comment))
        return bytes(out + directory + end + self._comment)


def _moved(central: bytes, at: int) -> bytes:
    """A directory record with the member's new offset, in the zip64 field where the record uses that."""
    record = bytearray(central)
    fields = _CENTRAL.unpack_from(central)
    if fields[16] != 0xFFFFFFFF:
        struct.pack_into("<I", record, 42, at)
        return bytes(record)
    position = _CENTRAL.size + fields[10]
    stop = position + fields[11]
    while position + 4 <= stop:
        kind, size = struct.unpack_from("<HH", record, position)
        if kind == 1:
            offset = position + 4 + 8 * sum(fields[index] == 0xFFFFFFFF for index in (8, 9))
            struct.pack_into("<Q", record, offset, at)
            return bytes(record)
        position += 4 + size
    raise damaged("压缩包目录不完整")


def _without_zip64(extra: bytes) -> bytes:
    kept = b""
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, position)
        if kind != 1:
            kept += extra[position : position + 4 + size]
        position += 4 + size
    return kept


def _pack(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _replace(out: bytearray, member: _Member, content: bytes) -> bytes:
    """Write new content under an old member's name, date and attributes; the new directory record."""
    at = len(out)
    fields = list(_CENTRAL.unpack_from(member.central))
    name_end = _CENTRAL.size + fields[10]
    name = member.central[_CENTRAL.size : name_end]
    extra = _without_zip64(member.central[name_end : name_end + fields[11]])
    comment = member.central[name_end + fields[11] :]
    packed = _pack(content)
    flags, time, date = fields[3] & _UTF8_NAME, fields[5], fields[6]
    sizes = (zlib.crc32(content), len(packed), len(content))
    out += _LOCAL.pack(b"PK\3\4", 20, flags, 8, time, date, *sizes, len(name), 0) + name + packed
    fields[2:12] = [20, flags, 8, time, date, *sizes, len(name), len(extra)]
    fields[16] = at
    return _CENTRAL.pack(*fields) + name + extra + comment


def _append(out: bytearray, name: str, content: bytes) -> bytes:
    at = len(out)
    raw = name.encode()
    flags = 0 if name.isascii() else _UTF8_NAME
    packed = _pack(content)
    sizes = (zlib.crc32(content), len(packed), len(content))
    out += _LOCAL.pack(b"PK\3\4", 20, flags, 8, 0, _DOS_EPOCH, *sizes, len(raw), 0) + raw + packed
    return (
        _CENTRAL.pack(b"PK\1\2", 20, 20, flags, 8, 0, _DOS_EPOCH, *sizes, len(raw), 0, 0, 0, 0, 0, at) + raw
    )
