"""Files that are written as a whole or not at all: Ctrl-C, a full disk or a crash leave what was there before."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path``, to be written in the block; at its end it takes the place of ``path``.

    Where the block is left by an exception the temporary file is removed, and ``path`` is as it was. A symbolic link
    stays one: the file it points to is replaced. Raises ``OSError``, with ``path`` as its file.
    """
    path = Path(os.path.realpath(path))
    name = ""
    try:
        # Not named after the target: a long name would become too long.
        handle, name = tempfile.mkstemp(prefix=".perfxl-", suffix=".tmp", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        _sync(temporary)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException as error:
        if isinstance(error, OSError) and error.errno and (not name or error.filename in (None, name)):
            error.filename = str(path)
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it. Raises ``OSError``; then ``path`` is as it was."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def _sync(path: Path) -> None:
    """Make the content last before the name does."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where the system can open folders."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
