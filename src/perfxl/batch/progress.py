"""How far a run has come: a bar with rate and remaining time on a terminal, else a line every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text

_EVERY_SECONDS = 5.0


class Progress(Protocol):
    """Shows how far a piece of work has come."""

    def over(self, total: int, what: str) -> AbstractContextManager[Callable[[], None]]:
        """Show the work ``what`` over ``total`` files; what is given is called after each of them."""


class Silent:
    """Shows nothing."""

    @contextmanager
    def over(self, total: int, what: str) -> Iterator[Callable[[], None]]:
        """As :meth:`Progress.over`."""
        yield lambda: None


class Lines:
    """Writes a line every few seconds."""

    def __init__(
        self,
        stream: TextIO,
        every_seconds: float = _EVERY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._every = every_seconds
        self._clock = clock

    @contextmanager
    def over(self, total: int, what: str) -> Iterator[Callable[[], None]]:
        """As :meth:`Progress.over`."""
        start = last = self._clock()
        done = 0

        def advance() -> None:
            nonlocal done, last
            done += 1
            now = self._clock()
            if now - last >= self._every:
                last = now
                self._stream.write(f"{what}：{progress_text(done, total, now - start)}\n")
                self._stream.flush()

        yield advance


class Bar:
    """A bar on the terminal that is gone when the work is done."""

    @contextmanager
    def over(self, total: int, what: str) -> Iterator[Callable[[], None]]:
        """As :meth:`Progress.over`."""
        from rich.console import Console
        from rich.progress import BarColumn, ProgressColumn, TextColumn
        from rich.progress import Progress as RichProgress
        from rich.text import Text

        class State(ProgressColumn):
            def render(self, task: Task) -> Text:
                return Text(progress_text(int(task.completed), total, task.elapsed or 0.0))

        columns = (TextColumn("{task.description}"), BarColumn(), State())
        with RichProgress(*columns, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task(what, total=total)
            yield lambda: shown.advance(task)


def progress_text(done: int, total: int, seconds: float) -> str:
    """``120/3000（4%），每秒 24.0 个，约剩 2 分 0 秒``."""
    text = f"{done}/{total}（{done * 100 // total}%）"
    if not done or seconds <= 0:
        return text
    rate = done / seconds
    return f"{text}，每秒 {rate:.1f} 个，约剩 {_duration((total - done) / rate)}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def progress_on(stream: TextIO | None = None) -> Progress:
    """What suits standard error."""
    stream = sys.stderr if stream is None else stream
    return Bar() if stream.isatty() else Lines(stream)
