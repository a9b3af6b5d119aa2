"""What a run has found out so far, in an SQLite file: it survives a kill at any moment, and a later run goes on from it.

Rows are by path. A file that is compared with others is checked twice: ``stage`` 1 on its own, 2 beside them.
"""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from perfxl.batch.messages import Partner, Report, partners_text
from perfxl.pairing import Key

SCHEMA = "1"
_COMMIT_SECONDS = 1.0
_TABLES = """
CREATE TABLE IF NOT EXISTS run (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS done (
    path BLOB NOT NULL, stage INTEGER NOT NULL, sha256 TEXT NOT NULL, identity TEXT NOT NULL, partners BLOB NOT NULL,
    unit BLOB NOT NULL, year INTEGER, declares INTEGER NOT NULL, given TEXT NOT NULL,
    verdict TEXT NOT NULL, failed INTEGER NOT NULL, notes TEXT NOT NULL,
    text BLOB NOT NULL, copied BLOB NOT NULL, uncopied BLOB NOT NULL, failed_copy INTEGER NOT NULL,
    line BLOB NOT NULL,
    PRIMARY KEY (path, stage)
);
"""


class StoreError(Exception):
    """A store that cannot be used; ``str()`` is Chinese."""


class Known(Struct, frozen=True):
    """What is known of a file that was checked on its own."""

    sha256: str
    identity: str
    key: Key
    given: tuple[str, ...]
    verdict: str
    """"" for what is no return."""
    settled: bool
    """Whether it need not be checked again while it stays the same."""


class Result(Struct, frozen=True):
    """The result for one file, as it is shown."""

    path: str
    verdict: str
    failed_inside: bool
    notes: tuple[str, ...]
    text: str
    copied: str
    uncopied: str
    failed_copy: bool
    line: bytes


class Store:
    """The results of a run. ``path`` None: a temporary one, gone with the process."""

    def __init__(self, path: Path | None, setup: Mapping[str, str], resume: bool) -> None:
        """Open it; what it holds is kept only to ``resume`` a run of the same ``setup``. Raises StoreError."""
        self.kept = False
        """Whether it goes on from an earlier run."""
        self.refused = False
        """Whether there is an earlier run, but one of another setup."""
        try:
            self._connection = self._opened(path, resume)
            self._begin({**setup, "schema": SCHEMA}, resume)
        except sqlite3.Error as error:
            raise StoreError(_reason(path, error)) from error
        self._committed = time.monotonic()

    def _opened(self, path: Path | None, resume: bool) -> sqlite3.Connection:
        if path is not None and path.exists() and not resume:
            path.unlink()
        connection = sqlite3.connect("" if path is None else path, isolation_level=None, timeout=1)
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("BEGIN EXCLUSIVE")
        return connection

    def _begin(self, setup: Mapping[str, str], resume: bool) -> None:
        for statement in _TABLES.split(";"):
            self._connection.execute(statement)
        before = dict(self._connection.execute("SELECT name, value FROM run"))
        self.kept = resume and before == setup
        self.refused = resume and bool(before) and not self.kept
        if not self.kept:
            self._connection.execute("DELETE FROM done")
            self._connection.execute("DELETE FROM run")
            self._connection.executemany("INSERT INTO run VALUES (?, ?)", setup.items())
        self._commit()

    def _commit(self) -> None:
        """Write what was added. It may be called again where it was interrupted between its two steps."""
        self._end()
        self._connection.execute("BEGIN EXCLUSIVE")
        self._committed = time.monotonic()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *error: object) -> None:
        """Keep everything that was added."""
        self._end()
        self._connection.close()

    def _end(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")

    def add(self, report: Report) -> None:
        """Remember a report. One that says nothing new is passed over. Raises StoreError."""
        if report.state == "same":
            return
        row = (
            _stored(report.path), 2 if report.partners else 1, report.sha256, report.identity, _stored(partners_text(report.partners)),
            _stored(report.key.unit), report.key.year, report.key.declares, json.dumps(report.given),
            report.verdict, report.failed_inside, json.dumps(report.notes),
            _stored(report.text), _stored(report.copied), _stored(report.uncopied), report.failed_copy, report.line,
        )  # fmt: skip
        try:
            self._connection.execute(f"INSERT OR REPLACE INTO done VALUES ({','.join('?' * len(row))})", row)  # noqa: S608
            if time.monotonic() - self._committed > _COMMIT_SECONDS:
                self._commit()
        except sqlite3.Error as error:
            raise StoreError(f"审核进度无法写入：{error}") from error

    def flush(self) -> None:
        """Make sure that everything added so far is kept."""
        self._commit()

    def known(self, with_unreadable: bool = True) -> dict[str, Known]:
        """The files that were checked on their own, by path."""
        rows = self._connection.execute(
            "SELECT path, sha256, identity, unit, year, declares, given, verdict, failed OR failed_copy OR identity = ''"
            " OR (verdict IN ('unreadable', '') AND NOT ?) FROM done WHERE stage = 1",
            (with_unreadable,),
        )
        return {
            _read(path): Known(
                sha256,
                identity,
                Key(_read(unit), year, bool(declares)),
                tuple(json.loads(given)),
                verdict,
                not again,
            )
            for path, sha256, identity, unit, year, declares, given, verdict, again in rows
        }

    def compared(self, path: str) -> tuple[str, str] | None:
        """The identity of a file that was checked beside others, and those others; None if it was not."""
        row = self._connection.execute(
            "SELECT identity, partners FROM done WHERE path = ? AND stage = 2 AND NOT failed AND NOT failed_copy",
            (_stored(path),),
        ).fetchone()
        return None if row is None else (row[0], _read(row[1]))

    def drop_comparisons(self, paths: Iterable[str]) -> None:
        """Forget what was found beside others."""
        rows = [(_stored(path),) for path in paths]
        self._connection.executemany("DELETE FROM done WHERE path = ? AND stage = 2", rows)

    def compared_paths(self) -> list[str]:
        """The files that were checked beside others."""
        return [_read(path) for (path,) in self._connection.execute("SELECT path FROM done WHERE stage = 2")]

    def results(self, paths: Sequence[str], *, alone: bool = False) -> Iterator[Result]:
        """The results of those of the files that were checked and are returns, in the order of ``paths``.

        With ``alone`` those of each file on its own, without what was found beside others.
        """
        query = (
            "SELECT verdict, failed, notes, text, copied, uncopied, failed_copy, line FROM done"
            " WHERE path = ? AND verdict != '' AND stage <= ? ORDER BY stage DESC LIMIT 1"
        )
        for path in paths:
            row = self._connection.execute(query, (_stored(path), 1 if alone else 2)).fetchone()
            if row is not None:
                verdict, failed, notes, text, copied, uncopied, failed_copy, line = row
                yield Result(
                    path, verdict, bool(failed), tuple(json.loads(notes)), _read(text), _read(copied),
                    _read(uncopied), bool(failed_copy), zlib.decompress(line),
                )  # fmt: skip


def partners_changed(stored: tuple[str, str] | None, identity: str, partners: Sequence[Partner]) -> bool:
    """Whether a comparison that is remembered (None: none is) is not the one wanted now."""
    return stored != (identity, partners_text(partners))


def _stored(text: str) -> bytes:
    """A text for SQLite, which takes no lone surrogates: those stand for bytes of a path that are no text."""
    return text.encode("utf-8", "surrogatepass")


def _read(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _reason(path: Path | None, error: sqlite3.Error) -> str:
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return f"{path} 正被另一个审核使用，请等它完成，或换一个文件夹"
    return f"审核进度 {path} 无法使用（{error}），请删除它或换一个文件夹"
