"""Properties, and functions of a form, that are worked out once, when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, Protocol, TypeVar, overload

T = TypeVar("T")


class _Remembers(Protocol):
    memo: dict[Callable[..., object], Any]


R = TypeVar("R", bound=_Remembers)


def once(compute: Callable[[R], T]) -> Callable[[R], T]:
    """A function of nothing but a form, whose result the form remembers."""

    @wraps(compute)
    def known(form: R) -> T:
        memo = form.memo
        if compute not in memo:
            memo[compute] = compute(form)
        result: T = memo[compute]
        return result

    return known


class lazy(Generic[T]):  # a decorator, named like property
    """``functools.cached_property`` without its lock, which costs more than most of what is worked out here."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self._name = ""
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[object] | None = None) -> lazy[T]: ...
    @overload
    def __get__(self, instance: object, owner: type[object] | None = None) -> T: ...
    def __get__(self, instance: object | None, owner: type[object] | None = None) -> lazy[T] | T:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._compute(instance)
        return value
