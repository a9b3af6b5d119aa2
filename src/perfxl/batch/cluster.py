"""The same run on a Dask cluster: files go out in small portions, and each node checks them in its own processes.

Every node needs perfxl (the same version, the same form sets) and must be able to read the files by the paths or URLs
that are given here. A node that is lost costs nothing but time: its portions go to another one.
"""

from __future__ import annotations

import atexit
import contextlib
import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any
from uuid import uuid4

from perfxl.batch.checking import LastError
from perfxl.batch.messages import (
    Job,
    Report,
    Settings,
    job_data,
    job_from,
    report_data,
    report_from,
    settings_data,
    settings_from,
)
from perfxl.batch.pool import Pool, PoolError
from perfxl.version import VERSION

_PORTION = 16
"""Files of one task: enough to make the scheduler's milliseconds small, few enough to lose little."""
_PORTIONS_AHEAD = 3
_ATTEMPTS = 3
_CONNECT_SECONDS = 20
Answer = tuple[str, list[tuple[dict[str, Any], bytes]]]
"""What went wrong ("" for nothing), and the reports with their lines."""


class ClusterError(Exception):
    """A cluster that cannot be used; ``str()`` is Chinese."""


class Cluster:
    """Checks files on an existing Dask cluster. A context manager."""

    def __init__(self, address: str, settings: Settings) -> None:
        self._address = address
        self._settings = settings
        self._run = uuid4().hex
        self._dask: Any = None
        self._client: Any = None

    def __enter__(self) -> Cluster:
        """Connect. Raises ClusterError."""
        try:
            self._dask = import_module("distributed")
        except ImportError:
            raise ClusterError("--scheduler 需要 Dask：请运行 pip install 'perfxl[cluster]'") from None
        try:
            self._client = self._dask.Client(self._address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except ValueError as error:
            raise ClusterError(f"Dask 集群的地址“{self._address}”不对，应如 tcp://10.0.0.1:8786") from error
        except (OSError, TimeoutError) as error:
            reason = "没有应答，请核对地址，并看调度程序是否在运行"
            raise ClusterError(f"无法连接 Dask 集群 {self._address}：{reason}") from error
        return self

    def __exit__(self, *error: object) -> None:
        with contextlib.suppress(Exception):  # nodes, or the cluster, may be gone
            self._client.run(close_pool, self._run)
        self._client.close()

    def run(self, jobs: Sequence[Job]) -> Iterator[Report]:
        """Check files; reports come as they are done, in no order. Raises ClusterError, LastError."""
        left = iter(jobs)
        portions = iter(lambda: list(islice(left, _PORTION)), [])
        wanted: dict[Any, tuple[list[Job], int]] = {}
        done = self._dask.as_completed(loop=self._client.loop)
        while True:
            for portion in islice(portions, max(0, self._ahead() - len(wanted))):
                self._submit(portion, 1, wanted, done)
            if not wanted:
                return
            future = next(done)
            portion, attempts = wanted.pop(future)
            reports = self._reports(future)
            if reports is not None:
                yield from reports
            elif attempts < _ATTEMPTS:
                self._submit(portion, attempts + 1, wanted, done)
            else:
                raise ClusterError("集群的节点反复丢失，已停止；加 --resume 可接着审核")

    def _ahead(self) -> int:
        """How many portions the cluster is given at a time: all nodes are busy, and little is held here."""
        threads: dict[str, int] = self._client.nthreads()
        return max(2, _PORTIONS_AHEAD * sum(threads.values()))

    def _submit(
        self, portion: list[Job], attempt: int, wanted: dict[Any, tuple[list[Job], int]], done: Any
    ) -> None:
        data = [job_data(job) for job in portion]
        settings = settings_data(self._settings)
        future = self._client.submit(check_portion, self._run, _same(), settings, data, pure=False)
        wanted[future] = portion, attempt
        done.add(future)

    def _reports(self, future: Any) -> list[Report] | None:
        """The reports of a portion; None where its nodes were lost."""
        try:
            wrong, reports = future.result()
        except self._dask.KilledWorker:
            return None
        except Exception as error:  # perfxl missing on a node, the scheduler gone
            raise ClusterError(
                f"集群出错（{type(error).__name__}: {error}）；加 --resume 可接着审核"
            ) from error
        if wrong:
            raise ClusterError(wrong)
        return [report_from(data, line) for data, line in reports]


def _same() -> list[str]:
    """What must be the same on every node for the results to be the same."""
    from perfxl.batch.run import definitions

    return [VERSION, definitions()]


_POOLS: dict[str, Pool] = {}
"""On a node: the worker processes of each run."""
_LOCK = threading.Lock()


def check_portion(run: str, same: list[str], settings: dict[str, Any], jobs: list[list[Any]]) -> Answer:
    """On a node: check files in processes that can be killed, which stay for the run's next portion."""
    if _same() != same:
        return "集群节点上的 perfxl 版本或套表与本机不同，请安装相同的版本", []
    with _LOCK:
        if run not in _POOLS:
            _POOLS[run] = Pool(settings_from(settings), 1).__enter__()
        pool = _POOLS[run]
    try:
        return "", [
            (report_data(report), report.line) for report in pool.run([job_from(job) for job in jobs])
        ]
    except (LastError, PoolError) as error:
        return str(error), []


def close_pool(run: str) -> None:
    """On a node: end the worker processes of a run."""
    with _LOCK:
        pool = _POOLS.pop(run, None)
    if pool is not None:
        pool.__exit__()


@atexit.register
def _close_pools() -> None:
    for run in list(_POOLS):
        close_pool(run)
