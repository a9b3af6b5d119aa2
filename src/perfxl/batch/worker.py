"""A process that checks files one after the other until it is told no more, or is killed.

Run as ``python -P -m perfxl.batch.worker``. It reads frames from standard input (settings first, then jobs) and
answers with frames on standard output. It gives itself up after a file that took much memory.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import BinaryIO

from perfxl.batch.checking import Checker, LastError
from perfxl.batch.messages import Disconnected, job_from, receive, report_data, send, settings_from
from perfxl.batch.sources import hash_of
from perfxl.formset.load import FormSetError

_GRACE = 15
"""Seconds beyond the time limit after which a worker whose parent is gone kills itself."""
_GARBAGE = 50_000
"""New objects after which cycles are looked for: a return makes many and hardly a cycle. Saves a tenth of the time."""
_LARGE = 160 << 20
"""Bytes of memory after which a worker is replaced, so that one large file does not keep them for good."""


def main() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = _streams()
    try:
        head, _ = receive(source)
        settings = settings_from(head)
        try:
            checker = Checker(settings)
        except (LastError, FormSetError) as error:
            send(sink, {"refused": str(error)})
            return
        gc.freeze()
        gc.set_threshold(_GARBAGE, 10, 10)
        limit_memory(settings.memory)
        send(sink, {"ready": os.getpid()})
        while _serve(checker, source, sink, settings.timeout):
            pass
    except Disconnected:
        return


def _serve(checker: Checker, source: BinaryIO, sink: BinaryIO, timeout: float) -> bool:
    """Answer one request. False where the process should end and be replaced."""
    head, _ = receive(source)
    _alarm(int(timeout) + _GRACE)
    if "hash" in head:
        send(sink, {"hash": hash_of(head["hash"])})
        _alarm(0)
        return True
    job = job_from(head["job"])
    try:
        report = checker.check(job)
    except MemoryError:
        send(sink, {"memory": job.path})
        return False
    _alarm(0)
    stays = peak_memory() < _LARGE
    send(sink, {"report": report_data(report), "stays": stays}, report.line)
    return stays


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent; what a library prints goes nowhere, so that it cannot break the frames."""
    sink = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    return sys.stdin.buffer, sink


def _alarm(seconds: int) -> None:
    """End this process so much later, should there be no parent any more to kill it; 0 calls that off."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def limit_memory(megabytes: int) -> None:
    """Allow this process so much memory beyond what it has now, where the system can (Linux)."""
    try:
        import resource

        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[0])
        limit = pages * resource.getpagesize() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        return


def peak_memory() -> int:
    """The most bytes of memory that this process has had; 0 where the system does not say.

    On Linux not ``ru_maxrss``: a program inherits that of the process which started it.
    """
    if sys.platform.startswith("linux"):
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:")), 0)
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
