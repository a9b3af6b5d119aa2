"""Paths as they stand on the disk, and what the system says of them."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def real(path: str | Path) -> Path:
    """The path without symbolic links, as far as it exists; one whose links go round stays as it is.

    ``Path.resolve`` raises for those, and a folder of returns may hold anything.
    """
    return Path(os.path.realpath(path))


def same(one: str | Path, other: str | Path) -> bool:
    """Whether two paths are one place."""
    return real(one) == real(other)


def os_reason(error: OSError) -> str:
    """What the operating system says, in Chinese where it is one of the usual things."""
    return _OS_REASONS.get(error.errno or 0) or f"系统报错（{error.strerror or error}）"


_OS_REASONS = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有访问权限",
    errno.EPERM: "没有访问权限",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "所在磁盘是只读的",
    errno.EEXIST: "已有同名的文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "文件正被其他程序使用",
    errno.ELOOP: "符号链接互相指向，没有尽头",
    errno.EIO: "磁盘读写出错",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EINVAL: "文件名或路径无效",
    errno.EMFILE: "打开的文件太多",
}
