"""Worker processes that can be killed one by one: a thread of this process feeds each of them, another watches the
clock.

A file whose worker was killed for its time is reported so at once; one whose worker died, or ran out of memory, is
tried again alone in a fresh worker, since it may have died for another reason.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, cast

from msgspec import Struct

from perfxl.batch.checking import LastError, stopped
from perfxl.batch.messages import (
    Disconnected,
    Job,
    Report,
    Settings,
    job_data,
    receive,
    report_from,
    send,
    settings_data,
)

_COMMAND = ("-P", "-m", "perfxl.batch.worker")
"""What the interpreter is started with; -P: modules lying about in the current folder are not imported."""
_AHEAD = 4
"""How many files a worker is told of in advance, so that it need not wait for this process."""
_ATTEMPTS = 3
_START_SECONDS = 60.0
_TICK = 0.05
_TURN = 0.5
_WAITING = 64
"""How many reports wait to be taken before the workers have to wait."""


class PoolError(Exception):
    """Workers that do not start; ``str()`` is Chinese."""


class Process:
    """One worker process. Not for several threads, except :meth:`expire` and :meth:`end`."""

    def __init__(self, settings: Settings) -> None:
        """Start it. Raises PoolError."""
        self._settings = settings
        self._popen = _start()
        self._input, self._output = cast(BinaryIO, self._popen.stdin), cast(BinaryIO, self._popen.stdout)
        self._pending: deque[Job] = deque()
        self._deadline: float | None = None
        self._clock = threading.Lock()
        self._retired = False
        self.expired = False
        """Whether it was killed because a file took too long."""

    def prepare(self) -> None:
        """Wait until it is ready for jobs. Raises PoolError, LastError."""
        self._deadline = time.monotonic() + _START_SECONDS
        try:
            send(self._input, settings_data(self._settings))
            head, _ = receive(self._output)
        except Disconnected as error:
            raise PoolError(f"审核进程无法启动：{error}") from error
        finally:
            self._deadline = None
        if "refused" in head:
            raise LastError(head["refused"])

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._popen.pid

    @property
    def pending(self) -> int:
        """How many jobs it was given and has not answered."""
        return len(self._pending)

    def give(self, job: Job) -> None:
        """Hand it a job. Raises Disconnected; the job counts as pending all the same."""
        self._pending.append(job)
        if len(self._pending) == 1:
            self._restart_clock()
        send(self._input, {"job": job_data(job)})

    def take(self) -> tuple[Report | None, bool]:
        """The report on the first pending job (None: out of memory), and whether the process stays.

        Raises Disconnected where it died, or was killed, over that job.
        """
        head, body = receive(self._output)
        if "memory" in head:
            return None, False
        with self._clock:
            self._pending.popleft()
            self._restart_clock()
            # It may have been killed after it answered: then the next file is not to blame.
            self.expired = False
        self._retired = not head["stays"]
        return report_from(head["report"], body), not self._retired

    def hash_of(self, path: str) -> str:
        """The hash of a file, "" where that cannot be told. Only without pending jobs."""
        self._restart_clock(self._settings.timeout)
        try:
            send(self._input, {"hash": path})
            head, _ = receive(self._output)
        except Disconnected:
            return ""
        finally:
            self._deadline = None
        return str(head["hash"])

    def unanswered(self) -> tuple[Job | None, list[Job]]:
        """Of the jobs that it did not answer the one that it had in hand, if any, and those not begun."""
        pending = list(self._pending)
        return (None, pending) if self._retired or not pending else (pending[0], pending[1:])

    def _restart_clock(self, seconds: float | None = None) -> None:
        wanted = self._settings.timeout if self._pending or seconds else None
        self._deadline = None if wanted is None else time.monotonic() + wanted

    def expire(self, now: float) -> None:
        """Kill it if it has had its time."""
        with self._clock:
            if self._deadline is not None and now > self._deadline:
                self.expired = True
                self._popen.kill()

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._popen.kill()
        for stream in (self._input, self._output):
            with contextlib.suppress(OSError):
                stream.close()
        self._popen.wait()


def _start() -> subprocess.Popen[bytes]:
    """A worker apart from this process's terminal, so that Ctrl-C reaches only this one."""
    new_group = 0x200 if sys.platform == "win32" else 0
    try:
        return subprocess.Popen(  # noqa: S603  # our own module
            [sys.executable, *_COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=new_group,
            start_new_session=not new_group,
        )
    except OSError as error:
        raise PoolError(f"审核进程无法启动：{error}") from error


class _Task(Struct):
    job: Job
    attempts: int = 0


class Pool:
    """``size`` workers for one run. A context manager: leaving it ends them, finished or not."""

    def __init__(self, settings: Settings, size: int) -> None:
        self._settings = settings
        self._size = max(1, size)
        self._lock = threading.Lock()
        self._processes: set[Process] = set()
        self._idle: list[Process] = []
        self._closed = threading.Event()

    def __enter__(self) -> Pool:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._closed.set()
        with self._lock:
            processes = list(self._processes)
        for process in processes:
            process.end()

    def process_ids(self) -> list[int]:
        """The ids of the workers that there are at present."""
        with self._lock:
            return [process.pid for process in self._processes]

    def run(self, jobs: Sequence[Job]) -> Iterator[Report]:
        """Check files; reports come as they are done, in no order. Raises PoolError, LastError."""
        run = _Run(iter(jobs))
        size = min(self._size, len(jobs))
        threads = [threading.Thread(target=self._serve, args=(run,), daemon=True) for _ in range(size)]
        for thread in threads:
            thread.start()
        finished = 0
        while finished < len(threads):
            item = run.take(self._closed)
            if isinstance(item, Report):
                yield item
            elif item is None:
                finished += 1
            else:
                raise item

    def _watch(self) -> None:
        while not self._closed.wait(_TICK):
            now = time.monotonic()
            with self._lock:
                processes = list(self._processes)
            for process in processes:
                process.expire(now)

    def _serve(self, run: _Run) -> None:
        """Keep one worker busy until there are no more jobs."""
        try:
            while not self._closed.is_set() and run.more():
                self._with_worker(run)
            run.put(None, self._closed)
        except Exception as error:  # told to the thread that waits for reports
            run.put(error, self._closed)

    def _with_worker(self, run: _Run) -> None:
        """Feed one worker until it ends or there are no more jobs."""
        task = run.again()
        if task is not None:
            self._alone(run, task)
            return
        process = self._idle_process() or self._process()
        try:
            stays = True
            while stays and not self._closed.is_set():
                while process.pending < _AHEAD and (job := run.next()) is not None:
                    process.give(job)
                if not process.pending:
                    break
                report, stays = process.take()
                if report is not None:
                    run.done(report, self._closed)
            if stays and not process.pending:
                self._keep(process)
                return
        except Disconnected:
            stays = False
        self._forget(process)
        if not self._closed.is_set():
            self._lost(run, process)

    def _lost(self, run: _Run, process: Process) -> None:
        """Decide what becomes of the jobs of a worker that is gone."""
        in_hand, untouched = process.unanswered()
        run.give_back(untouched)
        if in_hand is not None and process.expired:
            run.done(self._stopped(in_hand, "timeout"), self._closed)
        elif in_hand is not None:
            run.try_again(_Task(in_hand, 1))

    def _alone(self, run: _Run, task: _Task) -> None:
        """Give a file that may have killed its worker a worker of its own."""
        state = "crash"
        process = self._process()
        try:
            process.give(task.job)
            report, _ = process.take()
            if report is not None:
                run.done(report, self._closed)
                return
            state = "memory"
        except Disconnected:
            if process.expired:
                state = "timeout"
        finally:
            self._forget(process)
        if state == "crash" and task.attempts + 1 < _ATTEMPTS:
            run.try_again(_Task(task.job, task.attempts + 1))
        elif not self._closed.is_set():
            run.done(self._stopped(task.job, state), self._closed)

    def _stopped(self, job: Job, state: str) -> Report:
        """The report on a file that cannot be checked; its hash is told by a worker that can be killed too."""
        process = self._process()
        try:
            sha256 = process.hash_of(job.path)
        finally:
            self._forget(process)
        return stopped(job, state, sha256, self._settings)

    def _idle_process(self) -> Process | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _keep(self, process: Process) -> None:
        with self._lock:
            self._idle.append(process)

    def _process(self) -> Process:
        """A new worker, ready for jobs. Raises PoolError, LastError."""
        failed = PoolError("审核进程无法启动")
        for _ in range(_ATTEMPTS):
            process = Process(self._settings)
            with self._lock:
                self._processes.add(process)
            try:
                process.prepare()
            except (PoolError, LastError) as error:
                self._forget(process)
                if isinstance(error, LastError) or self._closed.is_set():
                    raise
                failed = error
            else:
                return process
        raise failed

    def _forget(self, process: Process) -> None:
        with self._lock:
            self._processes.discard(process)
        process.end()


class _Run:
    """The jobs of one run and their reports, shared by the threads."""

    def __init__(self, jobs: Iterator[Job]) -> None:
        self.results: queue.Queue[Report | Exception | None] = queue.Queue(_WAITING)
        self._jobs = jobs
        self._lock = threading.Lock()
        self._returned: deque[Job] = deque()
        self._again: deque[_Task] = deque()
        self._exhausted = False

    def next(self) -> Job | None:
        """The next job, None where there is none at present."""
        with self._lock:
            if self._returned:
                return self._returned.popleft()
            if self._exhausted:
                return None
            job = next(self._jobs, None)
            self._exhausted = job is None
            return job

    def take(self, closed: threading.Event) -> Report | Exception | None:
        """What was handed over next. Waits in turns, for on Windows nothing else can be heard meanwhile."""
        while not closed.is_set():
            with contextlib.suppress(queue.Empty):
                return self.results.get(timeout=_TURN)
        return PoolError("审核进程已结束")

    def again(self) -> _Task | None:
        """A job to be tried again."""
        with self._lock:
            return self._again.popleft() if self._again else None

    def more(self) -> bool:
        """Whether there may be anything left to do."""
        with self._lock:
            return bool(self._returned or self._again or not self._exhausted)

    def give_back(self, jobs: Iterable[Job]) -> None:
        """Take back jobs that were not begun."""
        with self._lock:
            self._returned.extend(jobs)

    def try_again(self, task: _Task) -> None:
        """Take back a job whose worker died."""
        with self._lock:
            self._again.append(task)

    def done(self, report: Report, closed: threading.Event) -> None:
        """Hand over a report."""
        self.put(report, closed)

    def put(self, item: Report | Exception | None, closed: threading.Event) -> None:
        """Hand something over, unless nobody waits any more."""
        while not closed.is_set():
            with contextlib.suppress(queue.Full):
                self.results.put(item, timeout=0.2)
                return
