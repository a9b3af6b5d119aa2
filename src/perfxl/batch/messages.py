"""What is said between the process that runs a batch and those that check its files.

Messages are frames of JSON (and, behind it, raw bytes): nothing is unpickled, so that a worker which a hostile file has
taken over can at most say something wrong about a file.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO

from msgspec import Struct, to_builtins

from perfxl.batch import MEMORY_MB, TIMEOUT_SECONDS
from perfxl.checking import Options
from perfxl.pairing import Key

_HEAD = struct.Struct(">II")
_LARGEST = 1 << 30
_AS_USUAL = Options()
NO_KEY = Key("", None, False)
"""The key of what is no return."""


class Settings(Struct, frozen=True):
    """How every file of a run is checked. ``timeout`` is seconds a file, ``memory`` MB a worker.

    ``last`` are the files that the user named for comparison; with ``detail`` a report carries the text for people.
    """

    options: Options = _AS_USUAL
    last: tuple[str, ...] = ()
    timeout: float = TIMEOUT_SECONDS
    memory: int = MEMORY_MB
    detail: bool = False
    every: bool = False


class Partner(Struct, frozen=True):
    """A file to compare with, and what it is to the one under check (``link``: the value of a Link)."""

    link: str
    path: str
    sha256: str


class Job(Struct, frozen=True):
    """One file to check, beside ``partners``. Where its identity is still the one ``known``, there is nothing to do.

    ``copy`` is where its marked copy goes, "" for none. One that was ``found`` in a folder is no return where it holds no
    form.
    """

    path: str
    partners: tuple[Partner, ...] = ()
    known: str = ""
    copy: str = ""
    found: bool = False


class Report(Struct, frozen=True):
    """What became of one job.

    ``state`` is ``checked``, or ``same`` for an unchanged file, of which nothing else is said. ``verdict`` is "" for what
    is no return: nobody is told of it.
    ``identity`` says what the result follows from, "" where that cannot be told; ``given`` are the links that
    ``--last`` has served. ``copied`` says in a sentence what became of the marked copy, ``uncopied`` why there is none,
    ``failed_copy`` whether that is a failure. ``line`` is the outcome's line, compressed.
    """

    path: str
    state: str = "checked"
    sha256: str = ""
    identity: str = ""
    key: Key = NO_KEY
    verdict: str = ""
    failed_inside: bool = False
    notes: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    text: str = ""
    copied: str = ""
    uncopied: str = ""
    failed_copy: bool = False
    line: bytes = b""


class Disconnected(Exception):
    """The other side is gone."""


def send(stream: BinaryIO, head: Any, body: bytes = b"") -> None:
    """Write one frame. Raises Disconnected."""
    data = json.dumps(head).encode("ascii")
    try:
        stream.write(_HEAD.pack(len(data), len(body)) + data + body)
        stream.flush()
    except (OSError, ValueError) as error:
        raise Disconnected(str(error)) from error


def receive(stream: BinaryIO) -> tuple[Any, bytes]:
    """Read one frame. Raises Disconnected at the end of the stream and for anything that is no frame."""
    try:
        head_size, body_size = _HEAD.unpack(_exactly(stream, _HEAD.size))
        if head_size + body_size > _LARGEST:
            raise Disconnected("no frame")
        return json.loads(_exactly(stream, head_size)), _exactly(stream, body_size)
    except (OSError, ValueError) as error:
        raise Disconnected(str(error)) from error


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise Disconnected("end of stream")
    return data


def settings_data(settings: Settings) -> dict[str, Any]:
    """Settings as JSON-ready data."""
    data: dict[str, Any] = to_builtins(settings)
    return data


def settings_from(data: dict[str, Any]) -> Settings:
    """Settings from their data."""
    options = {**data["options"], "parameters": tuple(data["options"]["parameters"])}
    return Settings(**{**data, "options": Options(**options), "last": tuple(data["last"])})


def job_data(job: Job) -> list[Any]:
    """A job as JSON-ready data."""
    return [job.path, _partners_data(job.partners), job.known, job.copy, job.found]


def job_from(data: Sequence[Any]) -> Job:
    """A job from its data."""
    path, partners, known, copy, found = data
    return Job(path, partners_from(partners), known, copy, found)


def _partners_data(partners: Sequence[Partner]) -> list[list[str]]:
    return [[partner.link, partner.path, partner.sha256] for partner in partners]


def partners_from(data: Sequence[Sequence[str]]) -> tuple[Partner, ...]:
    """Partners from their data."""
    return tuple(Partner(*item) for item in data)


def partners_text(partners: Sequence[Partner]) -> str:
    """Partners as one text, to be compared and stored."""
    return json.dumps(_partners_data(partners))


def report_data(report: Report) -> dict[str, Any]:
    """A report as JSON-ready data, without its line."""
    return {
        "path": report.path,
        "state": report.state,
        "sha256": report.sha256,
        "identity": report.identity,
        "key": [report.key.unit, report.key.year, report.key.declares],
        "verdict": report.verdict,
        "failed_inside": report.failed_inside,
        "notes": report.notes,
        "given": report.given,
        "partners": _partners_data(report.partners),
        "text": report.text,
        "copied": report.copied,
        "uncopied": report.uncopied,
        "failed_copy": report.failed_copy,
    }


def report_from(data: dict[str, Any], line: bytes) -> Report:
    """A report from its data and its line."""
    return Report(
        **{
            **data,
            "key": Key(*data["key"]),
            "notes": tuple(data["notes"]),
            "given": tuple(data["given"]),
            "partners": partners_from(data["partners"]),
            "line": line,
        }
    )
