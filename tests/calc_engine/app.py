"""The engine, its running spreadsheet programs, and one program."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
from collections.abc import Iterator
from typing import Any, ClassVar

from xlwings import base_classes

from calc_engine import convert
from calc_engine.books import Book, Books
from calc_engine.office import Office
from calc_engine.ranges import Range


class Engine:
    """What xlwings asks of an engine: its programs, and the way values go in and out."""

    name: ClassVar[str] = "calc"
    type: ClassVar[str] = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return convert.prepare(value)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]], datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        return [
            [convert.clean(value, datetime_builder, empty_as, number_builder, err_to_str) for value in row]
            for row in data
        ]


class Apps(base_classes.Apps):
    """The running programs, the active one first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)

    def add(
        self, spec: str | None = None, add_book: bool | None = None, xl: Any = None, visible: Any = None
    ) -> App:
        app = App(self, spec)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def put_first(self, app: App) -> None:
        self._apps.sort(key=lambda other: other is not app)

    def remove(self, app: App) -> None:
        if app in self._apps:
            self._apps.remove(app)

    @staticmethod
    def cleanup() -> None:
        """Nothing is left over: each program is ended with everything it started."""


class _Setting:
    """A switch of the program that Calc does not have: it is kept, and every change is written down."""

    def __init__(self, default: Any) -> None:
        self.default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, app: Any, owner: type) -> Any:
        return self if app is None else app.settings.get(self.name, self.default)

    def __set__(self, app: Any, value: Any) -> None:
        app.settings[self.name] = value
        app.changes.append((self.name, value))


class App(base_classes.App):
    """One LibreOffice.

    For tests: `changes` is every setting in the order in which it was set, as (name, value); `alerts` is every
    message shown, as a dict of prompt, title, buttons and mode; `answers` are the buttons that will be clicked
    (the first one if there are none left); `editing` says that the user is in the middle of typing into a cell.
    """

    visible = _Setting(False)
    screen_updating = _Setting(True)
    display_alerts = _Setting(True)
    enable_events = _Setting(True)
    interactive = _Setting(True)
    status_bar = _Setting(False)
    cut_copy_mode = _Setting(None)

    def __init__(self, apps: Apps, program: str | None) -> None:
        self._apps = apps
        self.office = Office(program)
        self.settings: dict[str, Any] = {}
        self.changes: list[tuple[str, Any]] = []
        self.alerts: list[dict[str, Any]] = []
        self.answers: list[str] = []
        self.editing = False
        self.clipboard: Range | None = None
        self.open_books: list[Book] = []
        self.active_book: Book | None = None
        self._calculation = "automatic"
        self._numbers = itertools.count(1)
        atexit.register(self.kill)

    @property
    def engine(self) -> Engine:
        return self._apps.engine

    @property
    def api(self) -> Any:
        return self.office.desktop

    xl = api

    @property
    def pid(self) -> int:
        return self.office.pid

    # There is no window: the process stands for it.
    hwnd = pid

    @property
    def path(self) -> str:
        return os.path.dirname(os.path.realpath(str(shutil.which("soffice"))))

    @property
    def version(self) -> str:
        return self.office.version()

    @property
    def books(self) -> Books:
        return Books(self)

    def next_book_name(self) -> str:
        """Excel's name for a workbook that was never saved: Book1, Book2 …"""
        return f"Book{next(self._numbers)}"

    @property
    def selection(self) -> Range | None:
        return self.active_book.selection if self.active_book else None

    def activate(self, steal_focus: bool = False) -> None:
        self._apps.put_first(self)

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, mode: str) -> None:
        # In Excel, what was written before is calculated by now; Calc leaves it until it is read.
        for book in self.open_books:
            book.api.calculate()
        self._calculation = mode
        self.changes.append(("calculation", mode))
        for book in self.open_books:
            book.follow_calculation_mode()

    def calculate(self) -> None:
        for book in self.open_books:
            book.api.calculateAll()

    def run(self, macro: str, arguments: Any) -> Any:
        name = macro.rpartition("!")[0].strip("'")
        book = self.books(name) if name else self.active_book
        if book is None:
            raise KeyError(macro)
        return book.run(macro, arguments)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        self.alerts.append({"prompt": prompt, "title": title, "buttons": buttons, "mode": mode})
        return self.answers.pop(0) if self.answers else (buttons or "ok").split("_")[0]

    def quit(self) -> None:
        for book in list(self.open_books):
            book.close()
        self.office.stop()
        self.kill()

    def kill(self) -> None:
        self._apps.remove(self)
        atexit.unregister(self.kill)
        self.office.kill()

    def forget(self) -> None:
        """Close every workbook and be as after starting."""
        for book in list(self.open_books):
            book.close()
        for kept in (self.settings, self.changes, self.alerts, self.answers):
            kept.clear()
        self.clipboard = None
        self.editing = False
        self._calculation = "automatic"
